"""Shifts and rule files: named, checked together, all or nothing; each change is a version."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import run_sql, transaction
from db.rule_versions import list_rule_versions
from kiosk.attendance.rulebook import Rulebook
from kiosk.errors import RefusedError
from kiosk.oversight.rule_file import take_rule_file, weekdays_of
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.oversight.shifts import (
    MOST,
    ShiftView,
    add_shift,
    change_shift,
    do_overlap,
    end_shift,
    faults_of,
    list_shifts,
)
from kiosk.services import Services
from tests.board_site import add_shift as held_shift
from tests.builders import NOON, make_site, set_clock

DAY, NIGHT = ShiftView("白班", 7 * 60, 19 * 60), ShiftView("夜班", 19 * 60, 7 * 60)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def refused(call: object, *args: object) -> RefusedError:
    """The refusal; nothing is half-saved."""
    assert callable(call)
    before = run_sql("SELECT * FROM shift"), run_sql("SELECT * FROM site"), list_rule_versions()
    with pytest.raises(RefusedError) as told:
        call(*args)
    after = run_sql("SELECT * FROM shift"), run_sql("SELECT * FROM site"), list_rule_versions()
    assert after == before
    return told.value


def test_case_16_shifts_that_only_touch_do_not_overlap(site: Services) -> None:
    add_shift(site.context, DAY)
    add_shift(site.context, NIGHT)
    assert list_shifts() == (DAY, NIGHT)
    assert site.oversight.site().shifts == ((420, 1140, 127), (1140, 420, 127))


@pytest.mark.parametrize(
    ("one", "other", "overlaps"),
    [
        (DAY, ShiftView("早", 360, 421), True),
        (DAY, ShiftView("早", 360, 420), False),
        (NIGHT, ShiftView("早", 360, 420), True),
        (ShiftView("一", 420, 480, 0b1), ShiftView("二", 420, 480, 0b10), False),
        (ShiftView("日夜", 1380, 60, 0b1000000), ShiftView("一", 30, 90, 0b1), True),
        (ShiftView("日夜", 1380, 60, 0b0100000), ShiftView("一", 30, 90, 0b1), False),
    ],
)
def test_shifts_overlap_by_the_minute_and_the_weekday(
    one: ShiftView, other: ShiftView, *, overlaps: bool
) -> None:
    assert do_overlap(one, other) is overlaps
    assert do_overlap(other, one) is overlaps


def test_an_overlapping_shift_is_named_and_refused(site: Services) -> None:
    add_shift(site.context, DAY)
    told = refused(add_shift, site.context, ShiftView("早班", 6 * 60, 8 * 60))
    assert told.code == "impossible_shift"
    assert "白班" in told.sentence
    assert "早班" in told.sentence


@pytest.mark.parametrize(
    "shift",
    [
        ShiftView("", 0, 60),
        ShiftView("x", 60, 60),
        ShiftView("x", -1, 60),
        ShiftView("x", 0, 1440),
        ShiftView("x", 0, 60, 0),
        ShiftView("x", 0, 60, 128),
        ShiftView("x", 0, 60, 127, 241),
    ],
)
def test_an_impossible_shift_is_refused(site: Services, shift: ShiftView) -> None:
    assert refused(add_shift, site.context, shift).code == "impossible_shift"


def test_every_fault_is_named() -> None:
    many = [ShiftView(f"s{place}", place * 60, place * 60 + 30) for place in range(MOST + 1)]
    assert len(faults_of(many)) == 1
    assert len(faults_of([DAY, DAY, ShiftView("x", 60, 60)])) == 2


def test_a_shift_is_changed_and_ended_by_its_name(site: Services) -> None:
    add_shift(site.context, DAY)
    assert refused(add_shift, site.context, DAY).code == "shift_exists"
    longer = ShiftView("白班", 6 * 60, 18 * 60, 31, 5)
    change_shift(site.context, longer)
    assert list_shifts() == (longer,)
    versions = len(list_rule_versions())
    change_shift(site.context, longer)
    assert len(list_rule_versions()) == versions
    end_shift(site.context, "白班")
    assert list_shifts() == ()
    assert refused(end_shift, site.context, "白班").code == "unknown_shift"
    add_shift(site.context, NIGHT)
    assert refused(change_shift, site.context, longer).code == "unknown_shift"
    add_shift(site.context, DAY)
    assert list_shifts() == (DAY, NIGHT)
    assert refused(end_shift, site.context, "早班").code == "unknown_shift"


def test_a_shift_that_is_held_is_not_ended(site: Services) -> None:
    with transaction():
        held_shift("白班", 420, 1140, "塔吊", "001")
    told = refused(end_shift, site.context, "白班")
    assert (told.code, "塔吊" in told.sentence) == ("shift_in_use", True)


def test_each_change_is_a_version_that_counts_from_its_time_on(site: Services) -> None:
    set_clock(site, NOON + timedelta(hours=1))
    change_rules(site.context, RuleChange(longest_h=8, ask_h=7, asks_out=False))
    set_clock(site, NOON + timedelta(hours=2))
    add_shift(site.context, DAY)
    first, second, third = list_rule_versions()
    assert (first.since, first.longest_h, first.asks_out) == (NOON, 16, True)
    assert (second.since, second.longest_h, second.asks_out) == (
        NOON + timedelta(hours=1),
        8,
        False,
    )
    assert third.shifts == (("白班", 420, 1140, 127, 15),)
    context = site.context
    assert Rulebook(context.site()).at(NOON - timedelta(days=9)).longest == timedelta(hours=16)
    assert Rulebook(context.site()).at(NOON + timedelta(minutes=59)).longest == timedelta(hours=16)
    assert Rulebook(context.site()).at(NOON + timedelta(hours=1)).longest == timedelta(hours=8)
    assert Rulebook(context.site()).at(NOON + timedelta(hours=3)).shifts[0].from_minute == 420
    assert Rulebook(site.oversight.site()).longest_ever == timedelta(hours=16)


def test_rules_that_never_changed_were_always_so(site: Services) -> None:
    assert list_rule_versions() == []
    assert Rulebook(site.context.site()).at(NOON) == Rulebook(site.oversight.site()).now
    change_rules(site.context, RuleChange(longest_h=16))
    assert list_rule_versions() == []


@pytest.mark.parametrize("change", [RuleChange(ask_h=0), RuleChange(ask_h=49)])
def test_an_impossible_rule_is_refused(site: Services, change: RuleChange) -> None:
    assert refused(change_rules, site.context, change).code == "impossible_rule"


@pytest.mark.parametrize(
    "change", [RuleChange(ask_h=16), RuleChange(longest_h=13), RuleChange(longest_h=9, ask_h=40)]
)
def test_nobody_is_asked_about_a_presence_that_is_no_longer_plausible(
    site: Services, change: RuleChange
) -> None:
    told = refused(change_rules, site.context, change)
    assert told.code == "impossible_rule"
    assert all(word in told.sentence for word in ("ask_h", "longest_h"))
    assert list_rule_versions() == []
    change_rules(site.context, RuleChange(longest_h=9, ask_h=8))
    assert site.oversight.site().longest_h == 9


def file_of(**parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False)


def test_a_rule_file_is_taken_as_a_whole(site: Services) -> None:
    text = file_of(
        rules={"longest_h": 14, "asks_out": False},
        shifts=[
            {"name": "白班", "from": "07:00", "to": "19:00", "days": "1-5", "grace_min": 10},
            {"name": "夜班", "from": "19:00", "to": "7:00"},
        ],
    )
    after = take_rule_file(site.context, text)
    assert (after.longest_h, after.asks_out) == (14, False)
    assert list_shifts() == (ShiftView("白班", 420, 1140, 31, 10), NIGHT)
    take_rule_file(site.context, file_of(shifts=[]))
    assert list_shifts() == ()
    take_rule_file(site.context, file_of(rules={"ask_h": 9}))
    assert site.oversight.site().ask_h == 9


def test_a_rule_file_that_ends_a_held_shift_changes_nothing(site: Services) -> None:
    with transaction():
        held_shift("白班", 420, 1140, "塔吊", "001")
    text = file_of(rules={"longest_h": 9, "ask_h": 8}, shifts=[])
    assert refused(take_rule_file, site.context, text).code == "shift_in_use"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", ["JSON"]),
        ("[" * 100_000, ["JSON"]),
        ("[]", ["rules"]),
        (file_of(rule={}), ["rule"]),
        (file_of(rules=[]), ["rules"]),
        (file_of(shifts={}), ["shifts"]),
        (file_of(shifts=[1]), ["1"]),
        (file_of(rules={"longest": 3, "ask_h": 99}), ["longest", "ask_h"]),
        (file_of(rules={"ask_h": True}), ["ask_h"]),
        (file_of(rules={"asks_out": 1}), ["asks_out"]),
        (
            file_of(shifts=[{"name": "a", "from": "25:00", "to": "1:00"}, {"name": "b", "x": 1}]),
            ["1", "2", "x"],
        ),
        (
            file_of(shifts=[{"name": "a", "from": "1:00", "to": "2:00", "days": "8"}]),
            ["1"],
        ),
        (
            file_of(shifts=[{"name": "a", "from": "1:00", "to": "2:00", "grace_min": "5"}]),
            ["1"],
        ),
        (
            file_of(
                shifts=[
                    {"name": "早", "from": "1:00", "to": "3:00"},
                    {"name": "晚", "from": "2:00", "to": "4:00"},
                ]
            ),
            ["早", "晚"],
        ),
    ],
)
def test_a_bad_rule_file_is_refused_with_every_fault(
    site: Services, text: str, named: list[str]
) -> None:
    told = refused(take_rule_file, site.context, text)
    assert told.code == "bad_rule_file"
    assert all(word in told.sentence for word in named)


@pytest.mark.parametrize(
    ("told", "bits"),
    [("1-7", 127), ("1-5", 31), ("6,7", 96), ("1,3-4", 13), ("5-1", None), ("", None), (3, None)],
)
def test_weekdays_are_read(told: object, bits: int | None) -> None:
    assert weekdays_of(told) == bits
