"""Trying digits at a terminal: a voice is locked after five wrong ones, a terminal makes wait."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.base import new_uid
from db.connection import close_file
from db.oversight import Terminal
from kiosk.errors import RefusedError
from kiosk.service.voices import VoiceWords
from kiosk.services import Services, open_services
from tests.builders import NOON, make_site, set_clock

MINUTE = timedelta(minutes=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 2)


def say_many(site: Services, count: int) -> dict[int, str]:
    """The digits of voices, by number."""
    raised = [site.voices.raise_voice("problem", VoiceWords(text=f"第{n}件")) for n in range(count)]
    return {one.voice.number: one.word for one in raised}


def outcome(site: Services, number: int, word: str) -> str:
    """`right`, or why not; for a wait the sentence too."""
    try:
        site.voices.look_up(number, word)
    except RefusedError as refused:
        return refused.code if refused.code == "wrong_word" else refused.sentence
    return "right"


def wrong(word: str) -> str:
    return f"{(int(word) + 1) % 10_000:04}"


def guess_at(site: Services, words: dict[int, str], first: int, count: int) -> list[str]:
    """Wrong digits for one number after the other."""
    return [outcome(site, n, wrong(words[n])) for n in range(first, first + count)]


def test_who_tries_one_number_after_the_other_has_to_wait(site: Services) -> None:
    words = say_many(site, 40)
    assert guess_at(site, words, 1, 10) == ["wrong_word"] * 10
    assert "30" in outcome(site, 11, wrong(words[11]))
    assert "30" in outcome(site, 11, words[11])  # nor is it told that these would be right
    set_clock(site, NOON + timedelta(seconds=30))
    assert outcome(site, 11, words[11]) == "right"


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(site: Services) -> None:
    words = say_many(site, 40)
    guess_at(site, words, 1, 10)
    at, waits = NOON, []
    for number in range(11, 19):
        begun = at
        while outcome(site, number, wrong(words[number])) != "wrong_word":
            at += timedelta(seconds=30)
            set_clock(site, at)
        waits.append(int((at - begun).total_seconds()))
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_all_of_a_day_can_be_tried_about_a_hundred_times(site: Services) -> None:
    """Of 10,000 words: whoever stands there day and night hits one in a hundred days."""
    words, tries = say_many(site, 200), 0
    for minute in range(24 * 60):
        set_clock(site, NOON + minute * MINUTE)
        tries += outcome(site, tries + 1, wrong(words[tries + 1])) == "wrong_word"
    assert 60 < tries < 120


def test_right_digits_of_ones_own_do_not_shorten_the_wait(site: Services) -> None:
    words = say_many(site, 20)
    for number in range(1, 11):
        assert outcome(site, 20, words[20]) == "right"
        assert outcome(site, number, wrong(words[number])) == "wrong_word"
    assert "30" in outcome(site, 20, words[20])


def test_an_author_who_errs_and_then_remembers_makes_nobody_wait(site: Services) -> None:
    words = say_many(site, 6)
    for number in words:
        assert outcome(site, number, wrong(words[number])) == "wrong_word"
        assert outcome(site, number, wrong(words[number])) == "wrong_word"
        assert outcome(site, number, words[number]) == "right"


def test_the_wait_is_the_terminals_own_and_survives_a_restart(site: Services) -> None:
    words = say_many(site, 20)
    guess_at(site, words, 1, 10)
    close_file()
    again = open_services(site.context.home, site.context.clock)
    assert "30" in outcome(again, 11, words[11])
    other = new_uid()
    Terminal.insert(uid=other, name="2号门", made_at=NOON).execute()
    again.context.terminal_uid = other
    assert outcome(again, 11, words[11]) == "right"


@pytest.mark.parametrize("to", [NOON - timedelta(days=1), NOON + timedelta(days=1, seconds=1)])
def test_a_clock_that_was_set_makes_nobody_wait_for_days(site: Services, to: datetime) -> None:
    words = say_many(site, 20)
    guess_at(site, words, 1, 10)
    set_clock(site, to)
    assert outcome(site, 11, words[11]) == "right"
    assert outcome(site, 1, words[1]) == "right"
