"""Usual words are read in the reader's language, whoever picked them in which; others stay."""

from pathlib import Path

import pytest

from kiosk.i18n import speaking, use_language
from kiosk.service import usual_words
from kiosk.service.entries import NewService
from kiosk.service.usual_words import as_read
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from tests.builders import make_site, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_site(tmp_path, 3)
    made.access.set_pin(uid_of("001"), "supervisor", "246810")
    return made


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("Canteen", "食堂"), ("A worker", "一名工友"), ("Repaired", "已修好"), ("Meals", "伙食")],
)
def test_each_reader_reads_usual_words_in_their_language(english: str, chinese: str) -> None:
    for stored in (english, chinese):
        assert as_read(stored) == chinese
        with speaking("en"):
            assert as_read(stored) == english


@pytest.mark.parametrize("words", ["", "Canteens", "二食堂", "canteen", "the Gate", "返回", "Back"])
def test_own_words_stay_as_they_were_written(words: str) -> None:
    assert as_read(words) == words
    with speaking("en"):
        assert as_read(words) == words


def test_no_two_usual_words_are_taken_for_each_other() -> None:
    for offered in usual_words._LISTS:
        for message in offered(str):
            with speaking("en"):
                assert as_read(message) == message


def test_what_was_picked_in_english_is_read_in_chinese(site: Services) -> None:
    new = NewService(10, None, "Carried water", None, "A worker", "Canteen")
    service = site.service.log(uid_of("002"), new)
    assert (service.for_whom, service.place) == ("A worker", "Canteen")  # as it was said
    assert (service.whom, service.where) == ("一名工友", "食堂")
    site.voices.raise_voice("hazard", VoiceWords(text="洞口", place="Canteen"))
    assert site.voices.loud().newest[0].where == "食堂"
    view = site.voices.answer(1, "Material is ordered", Speaker(uid_of("001")))
    assert (view.where, view.steps[0].said) == ("食堂", "材料已经订了")
    use_language("en")
    assert (view.where, view.steps[0].said) == ("Canteen", "Material is ordered")
