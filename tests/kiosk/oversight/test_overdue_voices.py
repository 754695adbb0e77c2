"""Voices that nobody settled in time, as they rise to the supervisor's day."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.service.escalation import Level
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path)
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    return services


def ask_for_help(site: Services) -> None:
    """Help that can wait; due on the next day."""
    site.voices.raise_voice("help", VoiceWords(text="帮忙抬水"))


def risen(site: Services) -> list[tuple[int, Level]]:
    return [(voice.public.number, voice.level) for voice in site.oversight.day().voices]


@pytest.mark.parametrize(
    ("overdue", "level"),
    [(0, None), (1, Level.OWNER), (3, Level.SUPERVISOR), (7, Level.ADMIN)],
)
def test_an_overdue_voice_rises_to_the_day_by_its_level(
    site: Services, overdue: int, level: Level | None
) -> None:
    ask_for_help(site)
    set_clock(site, NOON + timedelta(days=1 + overdue))
    assert risen(site) == ([] if level is None else [(1, level)])


def test_what_has_risen_highest_stands_first(site: Services) -> None:
    site.voices.raise_voice("problem", VoiceWords(text="灯不亮"))
    set_clock(site, NOON + timedelta(days=3))
    ask_for_help(site)
    set_clock(site, NOON + timedelta(days=8))
    assert risen(site) == [(2, Level.SUPERVISOR), (1, Level.OWNER)]


def test_who_settles_it_takes_it_off_the_day(site: Services) -> None:
    ask_for_help(site)
    set_clock(site, NOON + timedelta(days=4))
    site.voices.solve(1, "抬好了", Speaker(uid_of("001")))
    assert risen(site) == []


def test_it_waits_today_and_not_on_a_day_that_is_over(site: Services) -> None:
    ask_for_help(site)
    set_clock(site, NOON + timedelta(days=4))
    yesterday = site.oversight.today() - timedelta(days=1)
    assert site.oversight.day(yesterday).voices == ()


def test_a_hazard_that_nobody_has_in_hand_stands_on_the_day_at_once(site: Services) -> None:
    ask_for_help(site)
    set_clock(site, NOON + timedelta(days=9))
    site.voices.raise_voice("hazard", VoiceWords(text="临边没护栏"))
    assert risen(site) == [(2, Level.NOBODY), (1, Level.ADMIN)]
    site.voices.assign(2, uid_of("002"), uid_of("001"))
    assert risen(site) == [(1, Level.ADMIN)]
