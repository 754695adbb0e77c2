"""The people of a roll, as front ends see them."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from db import people
from kiosk.attendance.muster.roll import Expected, Roll, Seen
from kiosk.attendance.muster.views import Kept, MusterView, PersonView, SeenView
from kiosk.people.reading import get_member, member_of
from kiosk.people.views import MemberView


def list_keys() -> set[UUID]:
    """The keys of all members who have not left."""
    return {UUID(bytes=row[0]) for row in people.list_member_columns()}


def find_person(roll: Roll, person: UUID, today: date) -> MemberView | None:
    """The visitor or member with a key, or None."""
    if person in roll.visitors:
        return _visitor(person, roll.visitors[person], roll.started_at)
    try:
        return get_member(person, today, None)
    except LookupError:
        return None


def view_of(roll: Roll, today: date, station: str, kept: Kept) -> MusterView:
    """A roll with names and faces.

    Args:
        roll: The roll.
        today: The work day.
        station: This one; marks made at another are told apart.
        kept: Where its newest facts are.
    """
    known = {UUID(bytes=row[0]): member_of(row) for row in people.list_member_columns()}
    everybody = {one.person: one for one in (*roll.expected, *roll.added)}

    def person(one: Expected) -> PersonView:
        is_visitor = one.person in roll.visitors
        member = known.get(one.person) or find_person(roll, one.person, today)
        shown = member or _visitor(one.person, "?", one.since)
        return PersonView(replace(shown, on_site_since=one.since), one.why, one.since, is_visitor)

    def seen(mark: Seen) -> SeenView:
        return SeenView(
            person(everybody[mark.person]),
            mark.how,
            mark.at,
            mark.by,
            mark.station,
            mark.station != station,
            tuple(seen(other) for other in mark.beside),
        )

    return MusterView(
        roll.uid,
        roll.kind,
        roll.started_at,
        roll.ended_at,
        roll.because,
        roll.ended_by,
        len(everybody),
        len(roll.visitors),
        tuple(seen(mark) for mark in roll.seen),
        tuple(person(one) for one in roll.missing),
        kept,
        at_start=len(roll.expected),
    )


def _visitor(uid: UUID, name: str, since: datetime) -> MemberView:
    return MemberView(uid, "", name, "", "", "", "", "", None, (), (), since)
