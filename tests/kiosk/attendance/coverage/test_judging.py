"""What a key post was when: single cases, and what holds whatever happens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.base import from_micros, to_micros
from kiosk.attendance.coverage.judging import Part, PostPlan, Stay, coverage, standing
from kiosk.attendance.coverage.spans import Span, in_micros, length, merged
from kiosk.attendance.periods import BEGINNING

MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
DAY = to_micros(MIDNIGHT)
HOUR = 3_600_000_000
WHOLE = (DAY, DAY + 24 * HOUR)
POST, OTHER = uuid4(), uuid4()
ANNA, BEN, CARL = uuid4(), uuid4(), uuid4()


def at(hour: float) -> int:
    return DAY + round(hour * HOUR)


def time_at(hour: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


def span(begins: float, ends: float) -> Span:
    return at(begins), at(ends)


def plan(*due: Span, least: int = 1, members: tuple[UUID, ...] = (ANNA, BEN)) -> PostPlan:
    whole = {member: [WHOLE] for member in members}
    return PostPlan(
        POST,
        "3号塔吊",
        "post",
        list(due) or [WHOLE],
        [(BEGINNING, least)],
        whole,
        whole,
        whole,
        {},
    )


def stay(member: UUID, begins: float, ends: float) -> Stay:
    return Stay(member, at(begins), at(ends))


def told(parts: tuple[Part, ...]) -> list[tuple[float, float, str]]:
    hour = timedelta(hours=1)
    return [((p.begins - MIDNIGHT) / hour, (p.ends - MIDNIGHT) / hour, p.state) for p in parts]


def test_a_post_is_covered_thin_empty_and_not_due_in_turn() -> None:
    found = coverage(
        plan(span(6, 20), least=2),
        [stay(ANNA, 7, 12), stay(BEN, 8, 10)],
        WHOLE,
        at(24),
    )
    assert told(found.parts) == [
        (0, 6, "not_due"),
        (6, 7, "empty"),
        (7, 8, "thin"),
        (8, 10, "covered"),
        (10, 12, "thin"),
        (12, 20, "empty"),
        (20, 24, "not_due"),
    ]
    assert found.gaps == [(time_at(6), time_at(7)), (time_at(12), time_at(20))]
    assert found.time("thin") == timedelta(hours=3)


def test_it_says_since_when_and_who_is_there_in_order_of_coming() -> None:
    stays = [stay(BEN, 9, 20), stay(ANNA, 8, 20)]
    found = coverage(plan(), stays, WHOLE, at(12))
    assert (found.state, found.since, found.here) == ("covered", time_at(8), (ANNA, BEN))


def test_what_was_so_before_the_span_began_nobody_knows() -> None:
    assert coverage(plan(), [], WHOLE, at(12)).since is None


def test_what_happens_at_the_time_of_asking_counts_already() -> None:
    found = coverage(plan(), [stay(ANNA, 8, 12)], WHOLE, at(12))
    assert (found.state, found.since, found.here) == ("empty", time_at(12), ())
    found = coverage(plan(), [stay(ANNA, 12, 20)], WHOLE, at(12))
    assert (found.state, found.since, found.here) == ("covered", time_at(12), (ANNA,))


def test_what_is_due_later_is_ahead() -> None:
    found = coverage(plan(span(6, 8), span(10, 14)), [], WHOLE, at(7))
    assert told(found.parts) == [
        (0, 6, "not_due"),
        (6, 7, "empty"),
        (7, 8, "ahead"),
        (8, 10, "not_due"),
        (10, 14, "ahead"),
        (14, 24, "not_due"),
    ]


def test_before_the_span_everything_is_ahead() -> None:
    found = coverage(plan(), [], WHOLE, at(-5))
    assert (found.state, told(found.parts)) == ("not_due", [(0, 24, "ahead")])


def test_a_handover_at_one_instant_leaves_no_gap() -> None:
    found = coverage(plan(span(6, 20)), [stay(ANNA, 6, 12), stay(BEN, 12, 20)], WHOLE, at(24))
    assert found.gaps == []


def test_a_stranger_does_not_count() -> None:
    assert coverage(plan(), [stay(CARL, 0, 24)], WHOLE, at(12)).state == "empty"


def test_who_chose_another_post_counts_only_there_from_then_on() -> None:
    chose = stay(ANNA, 6, 20)._replace(taken=((at(8), OTHER),))
    found = coverage(plan(span(6, 20)), [chose], WHOLE, at(24))
    assert told(found.parts)[1:3] == [(6, 8, "covered"), (8, 20, "empty")]


def test_who_chose_this_post_and_later_another_one_counts_between() -> None:
    chose = stay(ANNA, 6, 20)._replace(taken=((at(6), POST), (at(9), OTHER), (at(11), POST)))
    found = coverage(plan(span(6, 20)), [chose], WHOLE, at(24))
    assert told(found.parts)[1:4] == [(6, 9, "covered"), (9, 11, "empty"), (11, 20, "covered")]


def test_who_chose_a_post_counts_outside_of_their_shift_too() -> None:
    shift = replace(plan(span(6, 20)), counts={ANNA: [span(6, 12)]})
    chose = stay(ANNA, 6, 20)._replace(taken=((at(7), POST),))
    assert coverage(shift, [stay(ANNA, 6, 20)], WHOLE, at(24)).gaps == [(time_at(12), time_at(20))]
    assert coverage(shift, [chose], WHOLE, at(24)).gaps == []


def test_who_was_named_counts_from_then_on_whoever_they_are() -> None:
    named = stay(CARL, 6, 20)._replace(named=((at(12), POST), (at(13), OTHER)))
    found = coverage(plan(span(6, 20)), [stay(ANNA, 6, 12), named], WHOLE, at(24))
    assert found.gaps == []
    late = stay(CARL, 6, 11)._replace(named=((at(12), POST),))
    assert standing(plan(), [late]) == {}


def test_who_was_named_and_then_chooses_a_post_counts_there_alone() -> None:
    named = stay(BEN, 6, 20)._replace(named=((at(8), POST),), taken=((at(12), OTHER),))
    assert standing(plan(members=(ANNA,)), [named]) == {BEN: [span(8, 12)]}
    again = named._replace(taken=((at(12), OTHER), (at(14), POST)))
    assert standing(plan(), [again])[BEN] == [span(6, 12), span(14, 20)]


def test_who_chose_a_post_and_is_then_named_for_another_one_counts_there_alone() -> None:
    here = stay(BEN, 6, 20)._replace(taken=((at(6), POST),), named=((at(9), OTHER),))
    assert standing(plan(), [here]) == {BEN: [span(6, 9)]}
    there = stay(BEN, 6, 20)._replace(taken=((at(6), OTHER),), named=((at(9), POST),))
    assert standing(plan(), [there]) == {BEN: [span(9, 20)]}


def test_a_change_of_the_least_number_counts_from_its_time_on() -> None:
    changed = replace(plan(span(6, 20)), least=[(at(0), 1), (at(12), 2)])
    found = coverage(changed, [stay(ANNA, 6, 20)], WHOLE, at(24))
    assert told(found.parts)[1:3] == [(6, 12, "covered"), (12, 20, "thin")]


def test_one_member_with_two_presences_at_once_counts_once() -> None:
    stays = [stay(ANNA, 6, 14), stay(ANNA, 8, 20)]
    assert coverage(plan(least=2), stays, WHOLE, at(10)).state == "thin"


minutes = st.integers(-120, 26 * 60)
spans = st.tuples(minutes, minutes).map(lambda pair: span(min(pair) / 60, max(pair) / 60))
takes = st.lists(st.tuples(minutes, st.sampled_from([POST, OTHER])), max_size=3)


@st.composite
def stays_of(draw: st.DrawFn) -> Stay:
    begins, ends = draw(spans)
    chosen = sorted((max(begins, at(minute / 60)), post) for minute, post in draw(takes))
    handed = tuple((max(begins, at(minute / 60)), post) for minute, post in draw(takes))
    return Stay(draw(st.sampled_from([ANNA, BEN, CARL])), begins, ends, tuple(chosen), handed)


@st.composite
def plans(draw: st.DrawFn) -> PostPlan:
    due = merged(draw(st.lists(spans, max_size=4)))
    least = [(BEGINNING, draw(st.integers(1, 3)))]
    least += sorted(draw(st.lists(st.tuples(spans.map(lambda one: one[0]), st.integers(1, 3)))))
    counts = {ANNA: merged(draw(st.lists(spans, max_size=3))), BEN: [WHOLE]}
    return PostPlan(POST, "P", "post", due, least, counts, {ANNA: [WHOLE]}, {}, {})


RANK = {"empty": 0, "thin": 1, "covered": 2}


@given(plans(), st.lists(stays_of(), max_size=5), minutes)
def test_the_parts_are_the_whole_span_whatever_happens(
    made: PostPlan, stays: list[Stay], minute: int
) -> None:
    found = coverage(made, stays, WHOLE, at(minute / 60))
    assert found.parts[0].begins == time_at(0)
    assert found.parts[-1].ends == time_at(24)
    for one, other in zip(found.parts, found.parts[1:], strict=False):
        assert one.ends == other.begins
        assert one.begins < one.ends
    states = ("covered", "thin", "empty", "not_due", "ahead")
    assert sum((found.time(state) for state in states), timedelta()) == timedelta(days=1)
    gaps = [in_micros(gap) for gap in found.gaps]
    assert length(merged(gaps)) == length(gaps)
    if minute >= 24 * 60:
        assert found.time("ahead") == timedelta()


@given(plans(), st.lists(stays_of(), max_size=5), stays_of(), minutes)
def test_one_more_presence_never_makes_it_worse(
    made: PostPlan, stays: list[Stay], more: Stay, minute: int
) -> None:
    now = at(minute / 60)
    before = coverage(made, stays, WHOLE, now)
    after = coverage(made, [*stays, more], WHOLE, now)
    assert after.time("empty") <= before.time("empty")
    assert after.time("covered") >= before.time("covered")
    assert RANK.get(after.state, -1) >= RANK.get(before.state, -1)


@given(plans(), st.lists(stays_of(), max_size=4), minutes)
def test_the_state_at_a_time_is_that_of_the_part_which_begins_there(
    made: PostPlan, stays: list[Stay], minute: int
) -> None:
    hour = min(max(minute, 1), 24 * 60 - 1) / 60
    now = at(hour)
    asked = coverage(made, stays, WHOLE, now)
    later = coverage(made, stays, WHOLE, at(24))
    (part,) = (one for one in later.parts if one.begins <= from_micros(now) < one.ends)
    assert asked.state == part.state
    since = None if part.begins == time_at(0) else part.begins
    assert asked.since == since


@pytest.mark.parametrize("hour", [6, 20])
def test_a_post_that_was_never_due_has_no_minutes(hour: int) -> None:
    never = replace(plan(), due=[])
    found = coverage(never, [stay(ANNA, 0, 24)], WHOLE, at(hour))
    assert (found.state, found.since, told(found.parts)) == ("not_due", None, [(0, 24, "not_due")])
