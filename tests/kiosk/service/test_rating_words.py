"""A word added to a rating after it was given: while it lies in the box, and once."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.connection import run_sql
from kiosk.changes import Watch
from kiosk.errors import RefusedError
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from tests.builders import add_item, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_site(tmp_path, 4)
    made.access.set_pin(uid_of("001"), "supervisor", "246810")
    return made


def refusal(site: Services, key: object, word: str) -> str:
    with pytest.raises(RefusedError) as refused:
        site.ratings.add_word(key, word)  # type: ignore[arg-type]  # any key
    return refused.value.code


def test_a_word_is_added_once_while_it_lies_in_the_box(site: Services) -> None:
    key = uuid4()
    site.ratings.give("site", 4, uid=key)
    assert refusal(site, key, " ") == "no_words"
    assert refusal(site, key, "长" * 121) == "too_long"
    assert refusal(site, uuid4(), "好") == "too_late"
    site.ratings.add_word(key, "饭菜\x1b[2J好")
    assert run_sql("SELECT word FROM rating_box") == [("饭菜好",)]
    assert refusal(site, key, "改口") == "too_late"
    set_clock(site, site.context.clock.now() + timedelta(hours=1))
    site.ratings.empty_box()
    assert site.ratings.list_given()[0].word == "饭菜好"
    assert refusal(site, key, "又来") == "too_late"


def test_the_file_itself_refuses_to_change_a_word_or_anything_else(site: Services) -> None:
    key = uuid4()
    site.ratings.give("site", 4, uid=key, word="好")
    for change in ("word = '坏'", "stars = 1", "set_aside = 'burst'"):
        with pytest.raises(Exception, match="never changed"):
            run_sql(f"UPDATE rating_box SET {change}")
    with pytest.raises(Exception, match="never changed"):
        run_sql("DELETE FROM rating_box")
    run_sql("UPDATE rating_box SET word = ''")


def test_what_is_urgent_stands_on_top(site: Services) -> None:
    day = timedelta(days=1)
    site.voices.raise_voice("suggestion", VoiceWords(text="一"))
    site.voices.raise_voice("problem", VoiceWords(text="二"))
    site.voices.raise_voice("problem", VoiceWords(text="三"))
    site.voices.assign(3, uid_of("002"), uid_of("001"))
    site.voices.raise_voice("problem", VoiceWords(text="四"))
    site.voices.solve(4, "好了", Speaker(uid_of("001")))
    set_clock(site, site.context.clock.now() + 10 * day)
    site.voices.raise_voice("hazard", VoiceWords(text="五"))
    found = [view.public.number for view in site.voices.list_urgent()]
    assert found == [5, 2, 3, 1]
    assert [view.public.number for view in site.voices.list_urgent(2)] == [5, 2]


def test_the_watch_counts_what_is_loud_until_somebody_has_it_in_hand(site: Services) -> None:
    assert Watch(site).look().hazards == 0
    site.voices.raise_voice("hazard", VoiceWords(text="洞口"))
    site.voices.raise_voice("help", VoiceWords(add_item("help", "有人受伤")))
    assert (Watch(site).look().hazards, Watch(site).look().helps) == (1, 1)
    for number in (1, 2):
        site.voices.assign(number, uid_of("002"), uid_of("001"))
    assert (Watch(site).look().hazards, Watch(site).look().helps) == (0, 0)
