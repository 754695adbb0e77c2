"""The days of the demo: the same every time, each by itself, in order of time."""

from datetime import date, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kiosk.demo.chance import chance
from kiosk.demo.days import CATALOGUE_LENGTH, Arrival, Departure, Promise, ServiceDone, list_events
from kiosk.demo.names import BRANCHES, list_people
from kiosk.demo.posts import POSTS
from kiosk.demo.teams import TEAMS
from kiosk.people.portraits import HatColour
from kiosk.service.catalogue import COMMITMENTS, SERVICES

SHANGHAI = ZoneInfo("Asia/Shanghai")
PEOPLE = list_people()


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_day_is_the_same_every_time(day: date) -> None:
    events = list_events(day, PEOPLE, SHANGHAI)
    assert events == list_events(day, PEOPLE, SHANGHAI)
    assert events == sorted(events, key=lambda event: event.at)
    arrivals = {event.number: event.at for event in events if isinstance(event, Arrival)}
    for event in events:
        if isinstance(event, Departure):
            stay = event.at - arrivals[event.number]
            assert timedelta(hours=8) < stay < timedelta(hours=14)
        if isinstance(event, Promise | ServiceDone):
            assert event.at > arrivals[event.number]
            assert event.text or event.item is not None
    gone = sum(isinstance(event, Departure) for event in events)
    assert len(arrivals) - 1 <= gone <= len(arrivals)
    assert "001" in arrivals


def test_days_differ() -> None:
    monday = date(2026, 11, 16)
    days = {tuple(list_events(monday + timedelta(days=n), PEOPLE, SHANGHAI)) for n in range(7)}
    assert len(days) == 7


def test_chance_depends_on_the_question_alone() -> None:
    assert chance("a", 1).random() == chance("a", 1).random() != chance("a", 2).random()


def test_the_people_are_plausible() -> None:
    assert {person.hat for person in PEOPLE} <= set(get_args(HatColour))
    assert {person.branch for person in PEOPLE} == set(BRANCHES.values())
    assert {person.standing for person in PEOPLE} == {"member", "probationary", "activist"}
    assert {person.hours for person in PEOPLE} == {"day", "night", "office"}


def test_holders_work_in_the_shift_of_their_post() -> None:
    hours = {person.number: person.hours for person in PEOPLE}
    for one in POSTS:
        assert not one.day or hours[one.day] == "day"
        assert not one.night or hours[one.night] == "night"
    assert {number for team in TEAMS for number in team.members} <= hours.keys()


def test_the_catalogue_is_as_long_as_the_demo_thinks() -> None:
    assert len(COMMITMENTS) == len(SERVICES) == CATALOGUE_LENGTH
    assert all(item.text and item.text_en for item in (*COMMITMENTS, *SERVICES))
    assert all(1 <= item.minutes <= 120 for item in SERVICES)
