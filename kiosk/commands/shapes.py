"""The objects that several commands print as JSON."""

from typing import TYPE_CHECKING

from kiosk.commands.telling import iso

if TYPE_CHECKING:
    from datetime import date

    from kiosk.service.views import CommitmentView, ServiceView


def commitment_shape(commitment: "CommitmentView") -> dict[str, object]:
    """A commitment; why it was missed or withdrawn is for supervisors and left out."""
    return {
        "number": commitment.number,
        "name": commitment.name,
        "text": commitment.text,
        "made_at": iso(commitment.made_at),
        "due_on": commitment.due_on.isoformat(),
        "state": commitment.state,
        "changed_at": iso(commitment.changed_at),
        "changed_by": commitment.changed_by or None,
        "entry": commitment.entry,
        "rhythm": commitment.rhythm or None,
        "occasion": _day(commitment.occasion),
        "until_on": _day(commitment.until_on),
        "post": commitment.post or None,
        "milestone": commitment.milestone or None,
    }


def service_shape(entry: "ServiceView") -> dict[str, object]:
    """A service entry; why it was struck is left out."""
    return {
        "number": entry.number,
        "name": entry.name,
        "text": entry.text,
        "minutes": entry.minutes,
        "for_whom": entry.for_whom,
        "place": entry.place,
        "at": iso(entry.at),
        "commitment": entry.commitment,
        "entry": entry.entry,
        "key": str(entry.uid),
        "for_kind": entry.for_kind or None,
        "served": {"number": served[0], "name": served[1]} if (served := entry.served) else None,
        "confirmed_minutes": entry.confirmed_minutes,
        "confirmed_how": entry.confirmed_how or None,
        "confirmed_by": entry.confirmed_by or None,
        "confirmed_at": iso(entry.confirmed_at),
        "struck": entry.is_struck,
        "photos": entry.photos,
    }


def _day(day: "date | None") -> str | None:
    return day.isoformat() if day else None
