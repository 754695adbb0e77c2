"""A whole rule file: what is printed is taken back, all or nothing."""

import json
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.connection import run_sql, transaction
from kiosk.attendance.coverage.changing import HoursChange
from kiosk.attendance.coverage.hours import MomentHours, ShiftHours, WeeklyHours
from kiosk.commands.rules_shape import rules_shape
from kiosk.errors import RefusedError
from kiosk.oversight.rule_file import take_rule_file
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services, close_services
from tests.builders import FRIDAY, NOON, add_post, set_clock, uid_of
from tests.kiosk.attendance.coverage.site import make_key_site
from tests.kiosk.oversight.rule_files import (
    CRANE,
    THURSDAY,
    TODAY,
    TOMORROW,
    everything,
    faults,
    head,
    holders,
    kinds_since,
    make_rule_site,
    take,
    told,
)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_rule_site(tmp_path)


def test_a_file_sets_a_key_post_whole(site: Services) -> None:
    before = head()
    take(
        site,
        posts=[
            {
                "name": CRANE,
                "least": 2,
                "weekly": ["mon-fri/08:00-18:00"],
                "moments": [
                    {"name": "浇筑", "from": "2026-11-21 06:00", "to": "2026-11-21T14:00+08:00"}
                ],
                "holders": [
                    {"number": "001", "shift": "白班"},
                    {"number": "003", "since": TOMORROW, "until": TOMORROW},
                ],
                "deputies": [{"number": "004", "name": "陈工004"}],
            }
        ],
    )
    crane = told(site)
    assert (crane["least"], crane["follows_shifts"]) == (2, False)
    assert crane["weekly"] == ["mon-fri/08:00-18:00"]
    assert [one["from"] for one in crane["moments"]] == ["2026-11-20T22:00:00Z"]
    assert holders(site) == [("001", "白班", THURSDAY, None), ("003", None, TOMORROW, TOMORROW)]
    assert [one["number"] for one in crane["deputies"]] == ["004"]
    kinds = ["deputy_added", "holding_added", "holding_ended", "post_setting"]
    assert kinds_since(before) == kinds


def test_a_file_makes_a_post_a_key_post_and_sets_it(site: Services) -> None:
    before = head()
    take(site, posts=[{"name": "宣传栏", "kind": "link", "least": 2}])
    assert kinds_since(before) == ["post_kind", "post_setting"]
    made = told(site, "宣传栏")
    assert (made["kind"], made["least"], made["follows_shifts"]) == ("link", 2, True)
    assert [one["number"] for one in made["holders"]] == ["003"]
    take(site, posts=[made])
    assert kinds_since(before) == ["post_kind", "post_setting"]


def test_a_file_makes_a_key_post_one_of_another_kind_or_none(site: Services) -> None:
    before = head()
    take(site, posts=[{"name": CRANE, "kind": "moment"}, {"name": "门卫", "kind": ""}])
    assert kinds_since(before) == ["post_kind", "post_kind"]
    assert told(site)["kind"] == "moment"
    assert [post.name for post in site.coverage.other_posts()] == ["宣传栏", "门卫"]


def test_what_a_file_does_not_name_stays(site: Services) -> None:
    site.coverage.add_deputy(site.coverage.post_named(CRANE), uid_of("004"))
    pour = MomentHours("浇筑", NOON, NOON + timedelta(hours=4))
    change = HoursChange([WeeklyHours(1, 0, 60)], [pour])
    site.coverage.change_hours(site.coverage.post_named(CRANE), change)
    before = told(site)
    take(site, posts=[{"name": CRANE, "least": 3}])
    assert told(site) == before | {"least": 3}
    take(site, posts=[{"name": CRANE, "weekly": ["1/02:00-03:00"]}])
    assert told(site) == before | {"least": 3, "weekly": ["mon/02:00-03:00"]}
    take(site, posts=[{"name": CRANE, "moments": [], "holders": []}])
    assert (told(site)["moments"], holders(site)) == ([], [])
    assert told(site)["weekly"] == ["mon/02:00-03:00"]
    take(site, posts=[{"name": CRANE, "follows_shifts": True}])
    assert (told(site)["follows_shifts"], told(site)["weekly"]) == (True, [])


def test_a_shift_and_who_holds_it_come_and_go_with_one_file(site: Services) -> None:
    early = {"name": "早班", "from": "06:00", "to": "14:00"}
    late = {"name": "晚班", "from": "14:00", "to": "22:00"}
    post = {"name": CRANE, "holders": [{"number": "001", "shift": "早班"}]}
    take(site, turn_hour=3, shifts=[early, late], posts=[post])
    assert holders(site) == [("001", "早班", TODAY, None)]
    assert site.oversight.site().turn_hour == 3


def test_a_term_can_end_later_or_for_good_or_at_once(site: Services) -> None:
    day = {"number": "001", "shift": "白班"}
    take(site, posts=[{"name": CRANE, "holders": [day | {"until": TOMORROW}]}])
    assert holders(site) == [("001", "白班", THURSDAY, TOMORROW)]
    take(site, posts=[{"name": CRANE, "holders": [day]}])
    assert holders(site) == [("001", "白班", THURSDAY, None)]
    take(site, posts=[{"name": CRANE, "holders": [day | {"until": THURSDAY}]}])
    assert holders(site) == []
    past = run_sql("SELECT since, until FROM holding WHERE shift_uid IS NOT NULL")
    assert past == [(THURSDAY, THURSDAY)] * 2


def test_fifty_hours_are_enough_and_more_are_refused(site: Services) -> None:
    spans = [f"{1 + place // 24}/{place % 24:02}:00-{place % 24:02}:30" for place in range(51)]
    take(site, posts=[{"name": CRANE, "weekly": spans[:50]}])
    assert "50" in faults(site, {"name": CRANE, "weekly": spans})


def test_a_moment_that_is_over_goes_only_where_there_are_other_hours(site: Services) -> None:
    crane = site.coverage.post_named(CRANE)
    pour = MomentHours("浇筑", NOON, NOON + timedelta(hours=4))
    site.coverage.change_hours(crane, HoursChange([], [pour]))
    set_clock(site, NOON + timedelta(hours=5))
    before = everything()
    take_rule_file(site.context, json.dumps(rules_shape(site)))
    assert everything() == before
    take(site, posts=[told(site) | {"weekly": ["mon/01:00-02:00"]}])
    assert (told(site)["weekly"], told(site)["moments"]) == (["mon/01:00-02:00"], [])


def test_a_holder_who_left_today_is_not_printed_and_the_file_is_taken_back(site: Services) -> None:
    site.keeping.let_go(uid_of("001"), "done")
    assert "001" not in {number for number, *_term in holders(site)}
    before = everything()
    take_rule_file(site.context, json.dumps(rules_shape(site)))
    assert everything() == before
    posts = [{"name": CRANE, "holders": [{"number": "001", "shift": "白班"}]}]
    assert "已离场" in faults(site, *posts)


def test_a_file_that_can_not_be_kept_to_its_end_changes_nothing(site: Services) -> None:
    post = {"name": CRANE, "least": 4, "holders": [{"number": "001", "shift": "白班"}]}
    with transaction():
        add_post("消防", "003")
        run_sql(
            "UPDATE holding SET shift_uid = (SELECT uid FROM shift WHERE name = '夜班')"
            " WHERE shift_uid IS NULL"
        )
    before, day = everything(), {"name": "白班", "from": "07:00", "to": "19:00"}
    with pytest.raises(RefusedError) as refused:
        take(site, longest_h=9, ask_h=8, shifts=[day], posts=[post])
    assert refused.value.code == "shift_in_use"
    assert everything() == before


NUMBERS = st.sampled_from(["001", "002", "003", "004"])
DAYS = st.integers(0, 9).map(lambda ahead: FRIDAY + timedelta(days=ahead))
WEEKLY = st.builds(WeeklyHours, st.integers(1, 127), st.integers(0, 1439), st.integers(0, 1439))
MOMENTS = st.builds(
    lambda name, begins, lasts: MomentHours(
        name, NOON + timedelta(minutes=begins), NOON + timedelta(minutes=begins + lasts)
    ),
    st.text(min_size=1, max_size=50),
    st.integers(-600, 20_000),
    st.integers(1, 20_000),
)
SETTINGS = (
    st.tuples(st.just("least"), st.integers(0, 100)),
    st.tuples(st.just("weekly"), st.lists(WEEKLY, max_size=3)),
    st.tuples(st.just("shifts"), st.just(None)),
    st.tuples(st.just("moments"), st.lists(MOMENTS, min_size=1, max_size=2)),
    st.tuples(st.just("assign"), NUMBERS, DAYS, st.booleans()),
    st.tuples(st.just("end"), NUMBERS, DAYS),
    st.tuples(st.just("deputy"), NUMBERS, DAYS),
    st.tuples(st.just("end_deputy"), NUMBERS, DAYS),
    st.tuples(st.just("rules"), st.integers(0, 30)),
)
LATER = st.tuples(st.just("later"), st.integers(1, 3000))


def change(site: Services, verb: str, *what: Any) -> None:
    post = site.coverage.post_named(CRANE)
    shift = next(one.uid for one in site.coverage.shifts() if one.name == "白班")
    acts: dict[str, Any] = {
        "least": lambda least: site.coverage.set_least(post, least),
        "weekly": lambda spans: site.coverage.change_hours(post, HoursChange(spans)),
        "shifts": lambda _none: site.coverage.change_hours(post, HoursChange([ShiftHours()])),
        "moments": lambda some: site.coverage.change_hours(post, HoursChange(None, some)),
        "assign": lambda number, day, in_shift: site.coverage.assign(
            post, uid_of(number), since=day, shift_uid=shift if in_shift else None
        ),
        "end": lambda number, day: site.coverage.end(post, uid_of(number), until=day),
        "deputy": lambda number, day: site.coverage.add_deputy(post, uid_of(number), since=day),
        "end_deputy": lambda number, day: site.coverage.end_deputy(post, uid_of(number), until=day),
        "rules": lambda hours: change_rules(site.context, RuleChange(longest_h=hours)),
        "later": lambda minutes: set_clock(
            site, site.context.clock.now() + timedelta(minutes=minutes)
        ),
    }
    with suppress(RefusedError):
        acts[verb](*what)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.one_of(*SETTINGS, LATER), max_size=8), st.lists(st.one_of(*SETTINGS), max_size=4)
)
def test_what_is_printed_is_taken_and_changes_nothing_and_brings_back_what_was(
    changes: list[tuple[Any, ...]], others: list[tuple[Any, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = make_key_site(Path(folder))
        for one in changes:
            change(site, *one)
        printed, before = rules_shape(site), everything()
        take_rule_file(site.context, json.dumps(printed))
        assert everything() == before
        for one in others:
            change(site, *one)
        before = everything()
        try:
            take_rule_file(site.context, json.dumps(printed))
        except RefusedError:  # what has begun or is over can't be brought back
            assert everything() == before
        else:
            assert settled(rules_shape(site)) == settled(printed)
        close_services()


def settled(shape: Any) -> Any:
    """A shape whose people stand in one order."""
    for post in shape["posts"]:
        for part in ("holders", "deputies"):
            post[part] = sorted(json.dumps(one, sort_keys=True) for one in post[part])
    return shape
