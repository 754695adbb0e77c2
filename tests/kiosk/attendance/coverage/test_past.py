"""Whatever is changed, and however: what came before stays as it was, byte for byte."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.base import to_micros
from kiosk.attendance.coverage.changing import HoursChange
from kiosk.attendance.coverage.hours import EVERY_DAY, MomentHours, WeeklyHours
from kiosk.attendance.coverage.reading import judge
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.oversight.shifts import ShiftView, add_shift, change_shift, end_shift, list_shifts
from kiosk.people.admin import Admin, NewPost
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, uid_of
from tests.kiosk.attendance.coverage.site import at, come, make_key_site, post

ASKED = (-7.5, 0.5, 3, 5, 6.9, 7.1, 9, 11.9)
"""When it is asked, in hours of that Friday; the first change is made at noon."""

TOMORROW = FRIDAY + timedelta(days=1)
Told = list[object]
Change = Callable[[Services], object]


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """People came and went, one chose; 白班 had other minutes of grace until Thursday noon."""
    services = make_key_site(tmp_path)
    at(services, -12)
    change_shift(services.context, replace(shift("白班"), grace_min=5))
    for number, hour in (("002", -5), ("002", 6.5), ("001", 7.1), ("003", 8)):
        come(services, number, hour)
    services.coverage.take_post(uid_of("001"), crane(services))
    come(services, "001", 11)
    return services


def crane(site: Services) -> UUID:
    return post(site).uid


def shift(name: str) -> ShiftView:
    return next(one for one in list_shifts() if one.name == name)


def told(site: Services, until: float) -> Told:
    """Everything that can be asked about times before an hour of that Friday."""
    end, begin = (to_micros(NOON + timedelta(hours=until - 12 - back)) for back in (0, 24 * 9))
    found: Told = [
        (one.plan.name, [(a, min(b, end), state) for a, b, state in one.stretches if a < end])
        for one in judge(site.context.site(), (begin, end + 1), end)
        if one.plan.made < end
    ]
    for hour in (*ASKED, until - 0.01):
        posts = site.coverage.now(NOON + timedelta(hours=hour - 12))
        found += [(hour, one.state, one.since, one.holders, *_set(one)) for one in posts]
    thursday = site.oversight.day(FRIDAY - timedelta(days=1))
    found += [(one.parts, one.asked, *_set(one)) for one in thursday.coverage]
    return [*found, thursday.duties]


def _set(one: PostCoverageView) -> tuple[object, ...]:
    return one.name, one.least, [member.number for member in one.deputies]


def pour(hours: float) -> MomentHours:
    begins = NOON + timedelta(hours=hours)
    return MomentHours("浇筑", begins, begins + timedelta(hours=3))


CHANGES: dict[str, Change] = {
    "a shift begins later": lambda site: change_shift(
        site.context, replace(shift("白班"), from_minute=10 * 60)
    ),
    "a shift begins at another hour, with more grace": lambda site: change_shift(
        site.context, replace(shift("白班"), from_minute=14 * 60, grace_min=90)
    ),
    "the day turns later": lambda site: change_rules(site.context, RuleChange(turn_hour=13)),
    "the day turns earlier": lambda site: change_rules(site.context, RuleChange(turn_hour=1)),
    "a stay may be shorter": lambda site: change_rules(site.context, RuleChange(longest_h=2)),
    "a stay may be longer": lambda site: change_rules(site.context, RuleChange(longest_h=48)),
    "somebody holds it": lambda site: site.coverage.assign(crane(site), uid_of("003")),
    "somebody holds it from tomorrow on": lambda site: site.coverage.assign(
        crane(site), uid_of("004"), since=TOMORROW
    ),
    "who was to hold it never does": lambda site: site.coverage.end(crane(site), uid_of("004")),
    "somebody may stand in": lambda site: site.coverage.add_deputy(crane(site), uid_of("005")),
    "nobody stands in any more": lambda site: site.coverage.end_deputy(crane(site), uid_of("005")),
    "who held it today holds it no more": lambda site: site.coverage.end(
        crane(site), uid_of("003")
    ),
    "its day shift is held no more": lambda site: site.coverage.end(crane(site), uid_of("001")),
    "its night shift ends with today": lambda site: site.coverage.end(
        crane(site), uid_of("002"), until=FRIDAY
    ),
    "another post is made": lambda site: Admin(site.context).add_post(NewPost("门卫", "post")),
    "it is held for the first time": lambda site: site.coverage.assign(
        post(site, "门卫").uid, uid_of("004")
    ),
    "two are needed": lambda site: site.coverage.set_least(crane(site), 2),
    "it has hours of its own": lambda site: site.coverage.set_hours(
        crane(site), [WeeklyHours(EVERY_DAY, 5 * 60, 6 * 60), pour(9)]
    ),
    "a moment is moved": lambda site: site.coverage.change_hours(
        crane(site), HoursChange(moments=[pour(12)], ended=[pour(9).begins])
    ),
    "its hours are those of its shifts again": lambda site: site.coverage.follow_shifts(
        crane(site)
    ),
    "a shift is on Sundays only": lambda site: change_shift(
        site.context, replace(shift("白班"), weekdays=1 << 6)
    ),
    "a shift is no more": lambda site: end_shift(site.context, "白班"),
    "a shift of that name is made anew": lambda site: add_shift(
        site.context, ShiftView("白班", 8 * 60, 9 * 60)
    ),
    "somebody leaves for good": lambda site: site.keeping.let_go(uid_of("002"), "走了"),
}


def test_no_change_touches_what_came_before(site: Services) -> None:
    for place, (name, change) in enumerate(CHANGES.items()):
        hour = 12 + place / 4
        at(site, hour)
        before = told(site, hour)
        change(site)
        assert told(site, hour) == before, name
        at(site, hour + 0.2)
        assert told(site, hour) == before, name


def test_a_shift_changed_at_noon_counts_from_noon_on(site: Services) -> None:
    at(site, 12)
    change_shift(site.context, replace(shift("白班"), from_minute=13 * 60))
    at(site, 14)
    found = post(site)
    told_hours = [
        (8 + (part.begins - NOON) / timedelta(hours=1) + 4, part.state) for part in found.parts
    ]
    assert (12, "not_due") in told_hours
    assert (13, "not_due") not in told_hours
    assert [one.number for one in found.planned] == ["001"]
