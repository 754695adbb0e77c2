"""Whatever is changed, and however: what came before stays as it was, byte for byte."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.base import to_micros
from db.connection import transaction
from kiosk.attendance.coverage.changing import HoursChange
from kiosk.attendance.coverage.hours import EVERY_DAY, MomentHours, WeeklyHours
from kiosk.attendance.coverage.post_wishes import PostChanges, PostWish, standing
from kiosk.attendance.coverage.reading import judge
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.oversight.shifts import ShiftView, add_shift, change_shift, end_shift, list_shifts
from kiosk.people.admin import Admin, NewPost
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, uid_of
from tests.kiosk.attendance.coverage.site import at, come, hold, hour_of, make_key_site, post

ASKED = (-7.5, 0.5, 3, 5, 6.9, 7.1, 9, 11.9)
"""When it is asked, in hours of that Friday; the first change is made at noon."""

TOMORROW = FRIDAY + timedelta(days=1)
Told = list[object]
Change = Callable[[Services], object]


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """People came and went, one chose; 白班 had other minutes of grace until Thursday noon."""
    services = make_key_site(tmp_path)
    add_post("宣传栏", "003", kind="", since=FRIDAY - timedelta(days=5))
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
    return one.name, one.kind, one.least, [member.number for member in one.deputies]


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
    "a stay may be shorter": lambda site: change_rules(
        site.context, RuleChange(longest_h=2, ask_h=1)
    ),
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
    "a post becomes a key post": lambda site: site.coverage.set_kind(
        site.coverage.post_named("宣传栏"), "procedure"
    ),
    "a key post is of another kind": lambda site: site.coverage.set_kind(crane(site), "moment"),
    "a key post is none any more": lambda site: site.coverage.set_kind(
        site.coverage.post_named("宣传栏"), ""
    ),
    "it is one again": lambda site: site.coverage.set_kind(
        site.coverage.post_named("宣传栏"), "link"
    ),
    "a key post is made there": lambda site: site.coverage.make_post("消防值守", "post", "B区"),
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


def _as_a_file_wants(until: date | None) -> Change:
    """The term of 003 at 门卫 as a rule file ends it: no more (None), or with a day."""

    def change(site: Services) -> None:
        (gate,) = (one for one in site.coverage.posts() if one.name == "门卫")
        (held,) = standing(gate.holders)
        wanted = frozenset() if until is None else frozenset([replace(held, until=until)])
        with transaction():
            PostChanges(
                site.context, [PostWish(gate, gate.kind, None, None, wanted, None)]
            ).end_terms()

    return change


@pytest.mark.parametrize(
    "end",
    [
        lambda site: site.coverage.end(post(site, "门卫").uid, uid_of("003")),
        lambda site: site.coverage.end(post(site, "门卫").uid, uid_of("003"), until=FRIDAY),
        _as_a_file_wants(None),
        _as_a_file_wants(FRIDAY),
        lambda site: site.keeping.let_go(uid_of("003"), "走了"),
    ],
    ids=["now", "with today", "by a file", "with today by a file", "for good"],
)
def test_who_is_let_go_before_the_turn_was_early_for_the_morning_until_then(
    tmp_path: Path, end: Change
) -> None:
    site = make_key_site(tmp_path)
    gate = add_post("门卫")
    site.coverage.set_hours(gate, [WeeklyHours(EVERY_DAY, 2 * 60, 8 * 60)])
    hold(gate, "003", "早班", (5 * 60, 13 * 60))
    come(site, "003", 27)  # 03:00 on Saturday: the work day is Friday's
    at(site, 27.5)
    before = told(site, 27.5)
    assert post(site, "门卫").state == "covered"
    end(site)
    assert told(site, 27.5) == before
    at(site, 29.5)
    assert told(site, 27.5) == before
    assert (post(site, "门卫").state, hour_of(site, "门卫")) == ("empty", 27.5)
