"""The roll as a pure function of facts: whatever happens, nobody is lost and nobody is twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.muster import MusterFact
from kiosk.attendance.muster.roll import (
    AT_GATE,
    UNCERTAINTY,
    Expected,
    Seen,
    call_roll,
    pack,
    turn_of,
    unpack,
)

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MUSTER = UUID(int=1)
PEOPLE = [UUID(int=100 + place) for place in range(8)]


def fact(what: str, after_s: int, uid: UUID | None = None, **told: str | int) -> MusterFact:
    at = START + timedelta(seconds=after_s)
    return MusterFact(
        f"muster_{what}", uid or uuid4(), MUSTER, at, "kiosk@x", START.date(), "UTC", told
    )


def start(expected: list[Expected]) -> MusterFact:
    packed = pack(expected)
    return fact("start", 0, MUSTER, kind="drill", expected=packed, follows="", since=0)


def seen(person: UUID, after_s: int, turn: int = 0, how: str = "hand") -> MusterFact:
    return fact("seen", after_s, person=person.hex, turn=turn, how=how, by_name="王")


def undone(person: UUID, after_s: int, turn: int = 0) -> MusterFact:
    return fact("undone", after_s, person=person.hex, turn=turn, by_name="王", reason="错")


people = st.sampled_from(PEOPLE)
whys = st.sampled_from(UNCERTAINTY)
expected_lists = st.lists(
    st.builds(Expected, people, whys, st.integers(0, 900).map(lambda s: START - timedelta(s))),
    unique_by=lambda one: one.person,
)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("hand", "badge")), people),
        st.tuples(st.just("undone"), people),
        st.tuples(st.just("visitor"), st.just(PEOPLE[0])),
    ),
    max_size=30,
)


def played(steps: list[tuple[str, UUID]]) -> list[MusterFact]:
    """The facts that a desk would write: a mark only of somebody unmarked, and the reverse.

    Who was marked by hand is marked by their badge as well; the hand is taken back first.
    """
    marked: dict[UUID, dict[str, int]] = {person: {} for person in PEOPLE}
    facts: list[MusterFact] = []
    for after, (what, person) in enumerate(steps, 1):
        if what == "visitor":
            facts.append(fact("visitor", after, name="客", by_name="王"))
        elif what == "undone" and (marks := marked[person]):
            facts.append(undone(person, after, marks.pop("hand" if "hand" in marks else "badge")))
        elif what == "badge" and "badge" not in marked[person]:
            marked[person][what] = turn_of(facts, person, what)
            facts.append(seen(person, after, marked[person][what], what))
        elif what == "hand" and not marked[person]:
            marked[person][what] = turn_of(facts, person, what)
            facts.append(seen(person, after, marked[person][what]))
    return facts


def standing(steps: list[tuple[str, UUID]]) -> set[tuple[UUID, str]]:
    """Who is seen and how, told in words: the badge is the surer one, the hand goes first."""
    marks: set[tuple[UUID, str]] = set()
    for what, person in steps:
        mine = {mark for mark in marks if mark[0] == person}
        if what == "badge" or (what == "hand" and not mine):
            marks.add((person, what))
        elif what == "undone" and mine:
            marks.discard(max(mine, key=lambda mark: mark[1]))
    return {mark for mark in marks if mark[1] == "badge" or (mark[0], "badge") not in marks}


@given(expected_lists, steps, st.sets(people), st.randoms(use_true_random=False))
def test_seen_and_missing_are_expected_and_added_and_nobody_is_both(
    expected: list[Expected], steps: list[tuple[str, UUID]], gate: set[UUID], random: object
) -> None:
    facts = [start(expected), *played(steps)]
    sightings = [Seen(person, "gate", START, "", "gate", AT_GATE) for person in sorted(gate)]
    roll = call_roll(facts, sightings)
    everybody = [one.person for one in (*roll.expected, *roll.added)]
    marked, missing = ({one.person for one in part} for part in (roll.seen, roll.missing))
    assert len(everybody) == len(set(everybody)) == len(roll.seen) + len(roll.missing)
    assert marked | missing == set(everybody)
    assert not marked & missing
    assert gate <= marked
    assert {(one.person, one.how) for one in call_roll(facts).seen} == standing(steps)
    shuffled = [*facts, *facts]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert call_roll(shuffled, sightings) == roll


@given(expected_lists, people, st.integers(1, 5))
def test_marking_twice_is_marking_once(expected: list[Expected], person: UUID, times: int) -> None:
    marks = [seen(person, after) for after in range(1, times + 1)]
    roll = call_roll([start(expected), *marks])
    assert [mark.person for mark in roll.seen] == [person]
    assert roll.seen[0].at == START + timedelta(seconds=1)


@given(expected_lists)
def test_the_missing_come_by_uncertainty_then_by_time(expected: list[Expected]) -> None:
    missing = call_roll([start(expected)]).missing
    order = [(UNCERTAINTY.index(one.why), one.since) for one in missing]
    assert order == sorted(order)
    assert set(missing) == set(expected)


@given(expected_lists)
def test_those_expected_survive_packing(expected: list[Expected]) -> None:
    assert list(unpack(pack(expected))) == expected


def test_a_mark_taken_back_can_be_made_again() -> None:
    expected = [Expected(PEOPLE[0], "on_site", START)]
    facts = [start(expected), seen(PEOPLE[0], 1), undone(PEOPLE[0], 2)]
    assert call_roll(facts).seen == ()
    again = turn_of(facts, PEOPLE[0], "hand")
    assert again != turn_of(facts, PEOPLE[1], "hand") == 0
    assert len(call_roll([*facts, seen(PEOPLE[0], 3, again)]).seen) == 1


def test_a_hand_and_a_badge_never_have_one_turn() -> None:
    person, facts = PEOPLE[0], [start([])]
    turns: dict[str, set[int]] = {"hand": set(), "badge": set()}
    for _time in range(3):
        for how, taken in turns.items():
            turn = turn_of(facts, person, how)
            assert turn not in taken
            taken.add(turn)
            facts.append(undone(person, 1, turn))
    assert not turns["hand"] & turns["badge"]


@pytest.mark.parametrize("badge_first", [True, False])
def test_a_person_marked_by_hand_and_by_badge_stands_once_by_the_badge(badge_first: bool) -> None:
    person = PEOPLE[0]
    hand, badge = seen(person, 9 if badge_first else 5), seen(person, 7, 1, "badge")
    facts = [start([]), hand, badge]
    (mark,) = call_roll(facts).seen
    assert (mark.how, mark.at, [one.how for one in mark.beside]) == ("badge", badge.at, ["hand"])
    assert mark.weakest.how == "hand"
    (left,) = call_roll([*facts, undone(person, 12, 0)]).seen
    assert (left.how, left.beside, left.weakest) == ("badge", (), left)
    (left,) = call_roll([*facts, undone(person, 12, 1)]).seen
    assert (left.how, left.beside) == ("hand", ())


def test_a_mark_counts_before_a_sighting_at_the_gate() -> None:
    sighting = Seen(PEOPLE[0], "gate", START, "", "gate")
    roll = call_roll([start([]), seen(PEOPLE[0], 5)], [sighting])
    assert [mark.how for mark in roll.seen] == ["hand"]
    assert [one.why for one in roll.added] == ["came"]


def test_the_end_is_told() -> None:
    end = fact("end", 60, because="pin", by_number="001", by_name="李", during="[]")
    roll = call_roll([start([]), end, replace(end, uid=uuid4(), at=end.at + timedelta(1))])
    assert (roll.ended_at, roll.because, roll.ended_by) == (end.at, "pin", ("001", "李"))
    assert call_roll([start([])]).ended_by == ("", "")


def test_without_a_start_there_is_no_roll() -> None:
    with pytest.raises(LookupError):
        call_roll([seen(PEOPLE[0], 1)])


def test_a_sighting_at_a_gate_is_taken_back_and_its_member_stays_on_the_roll() -> None:
    """They came while the roll was called: nobody else would look for them."""
    person = PEOPLE[3]
    sighting = Seen(person, "gate", START, "", "gate", AT_GATE)
    facts = [start([]), undone(person, 9, AT_GATE)]
    roll = call_roll(facts, [sighting, sighting])
    assert [(one.person, one.why) for one in roll.missing] == [(person, "came")]
    again = call_roll([*facts, seen(person, 12, turn_of(facts, person, "hand"))], [sighting])
    assert ([mark.person for mark in again.seen], again.missing) == ([person], ())
