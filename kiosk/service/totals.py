"""What service entries come to: claimed, confirmed by somebody known, and by touch, apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.i18n import _, format_minutes
from kiosk.service.views import ServiceView


@dataclass(frozen=True, slots=True)
class ServiceTotals:
    """What service entries that stand come to.

    Attributes:
        entries: How many there are.
        claimed_minutes: As their members say.
        confirmed: How many a supervisor or who was served has confirmed.
        confirmed_minutes: As these confirmed.
        touched: How many of the others somebody confirmed by touch, nobody knows who.
        touched_minutes: What these say.
    """

    entries: int
    claimed_minutes: int
    confirmed: int
    confirmed_minutes: int
    touched: int
    touched_minutes: int


def sum_services(services: Iterable[ServiceView]) -> ServiceTotals:
    """What they come to; struck ones count nothing."""
    standing = [one for one in services if not one.is_struck]
    said = [one for one in standing if one.confirmed_minutes is not None]
    touched = [one for one in said if one.confirmed_how == "touch"]
    known = [one for one in said if one.confirmed_how != "touch"]
    return ServiceTotals(
        len(standing),
        sum(one.minutes for one in standing),
        *(len(known), sum(one.confirmed_minutes or 0 for one in known)),
        *(len(touched), sum(one.confirmed_minutes or 0 for one in touched)),
    )


def totals_words(totals: ServiceTotals) -> str:
    """The minutes in a line: claimed, confirmed, and by touch where there are any."""
    parts = [
        _("{minutes} claimed").format(minutes=format_minutes(totals.claimed_minutes)),
        _("{minutes} confirmed").format(minutes=format_minutes(totals.confirmed_minutes)),
    ]
    if totals.touched:
        touched = format_minutes(totals.touched_minutes)
        parts.append(_("{minutes} by a touch on the spot").format(minutes=touched))
    return " · ".join(parts)
