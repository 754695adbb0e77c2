"""What of the day's presences needs a decision: its lines, and the page that takes it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.screen import Screen

from kiosk.attendance.waiting import WaitingView, waiting_on
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.oversight.views import DayView, PresenceView
from screens.supervisor.day_layout import Cell, Group, Line

if TYPE_CHECKING:
    from screens.app import KioskApp


def presence_key(presence: PresenceView) -> str:
    """What stands for a presence's line however often the day is read."""
    return f"presence {presence.number} {presence.in_at.isoformat()}"


def waiting_groups(day: DayView, initials: Mapping[str, str]) -> list[Group]:
    """Corrections that members asked for, scans in doubt, clocks in doubt; each a group.

    Args:
        day: The day.
        initials: For the filter.
    """
    groups = (
        (_("Corrections asked for"), "request"),
        (_("Scans in doubt"), "question"),
        (_("Clocks in doubt"), "clock"),
    )
    return [
        Group(
            heading,
            tuple(_line(one, day, initials) for one in day.waiting if one.kind == kind),
            is_urgent=True,
        )
        for heading, kind in groups
    ]


def _line(one: WaitingView, day: DayView, initials: Mapping[str, str]) -> Line:
    from screens.supervisor.settle import moment_words, waiting_detail, waiting_words

    when, words = moment_words(one.at, day.site.zone), waiting_words(one)
    cells = (
        Cell("▲", 2, "urgent"),
        Cell(one.name, 0, "strong", 28),
        Cell(one.number, 5, "quiet"),
        Cell(when, 20),
        Cell(_asked(one), 11, "urgent"),
    )
    detail = f"{words} · {waiting_detail(one, day.site.zone)} " + _("Press Enter to settle it.")
    said = (one.number, one.name, initials.get(one.number, ""), words)
    return Line(f"waiting {one.uid}", cells, detail, said)


def _asked(one: WaitingView) -> str:
    if one.request is not None:
        return _("left") if one.request.kind == "left" else _("came")
    return {"question": _("in or out?")}.get(one.kind, _("clock?"))


async def settling_screen(kiosk: "KioskApp", day: DayView, line: Line) -> Screen[None] | None:
    """The page on which what a line speaks of is settled; None where there is nothing to settle.

    Args:
        kiosk: The app.
        day: The day that is shown.
        line: The chosen line.
    """
    from screens.supervisor.day_muster import report_of
    from screens.supervisor.settle import SettleScreen

    if (report := report_of(day, line)) is not None:
        return report
    try:
        one = await _waiting_of(kiosk, day, line)
        if one is None:
            return None
        member = await kiosk.read(kiosk.services.people.get_member, one.number)
    except KioskError as error:
        kiosk.tell(error.sentence, "refused")
        return None
    return SettleScreen(member, one)


async def _waiting_of(kiosk: "KioskApp", day: DayView, line: Line) -> WaitingView | None:
    for one in day.waiting:
        if line.key == f"waiting {one.uid}":
            return one
    for presence in day.presences:
        if line.key == presence_key(presence) and presence.uid is not None:
            return await kiosk.read(waiting_on, presence.uid)
    return None
