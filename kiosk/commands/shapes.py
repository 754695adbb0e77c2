"""The objects that several commands print as JSON."""

from typing import TYPE_CHECKING

from kiosk.commands.telling import iso

if TYPE_CHECKING:
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
    }


def service_shape(entry: "ServiceView") -> dict[str, object]:
    """A service entry."""
    return {
        "number": entry.number,
        "name": entry.name,
        "text": entry.text,
        "minutes": entry.minutes,
        "for_whom": entry.for_whom,
        "place": entry.place,
        "at": iso(entry.at),
        "commitment": entry.commitment,
    }
