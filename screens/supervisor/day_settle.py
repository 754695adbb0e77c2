"""What of the day's presences needs a decision: its lines, and the page that takes it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from textual.screen import Screen

from kiosk.attendance.waiting import WaitingView, waiting_on
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.oversight.views import DayView, PresenceView
from kiosk.service.views import CommitmentView
from screens.supervisor.clock_item import settle_clock
from screens.supervisor.day_layout import Cell, Group, Line

if TYPE_CHECKING:
    from screens.app import KioskApp


def presence_key(presence: PresenceView) -> str:
    """What stands for a presence's line however often the day is read."""
    return f"presence {presence.number} {presence.in_at.isoformat()}"


def promise_key(promise: CommitmentView) -> str:
    """What stands for the line of a promise, or of one occasion of it."""
    return f"promise {promise.uid} {promise.occasion or ''}".rstrip()


def waiting_groups(day: DayView, initials: Mapping[str, str]) -> list[Group]:
    """Corrections that members asked for, scans in doubt, clocks in doubt; each a group.

    Args:
        day: The day.
        initials: For the filter.
    """
    groups = (
        (_("Corrections asked for"), "request"),
        (_("Scans in doubt"), "question"),
        (_("Clocks in doubt"), "jump", "clock"),
    )
    return [
        Group(
            heading,
            tuple(_line(one, day, initials) for one in day.waiting if one.kind in kinds),
            is_urgent=True,
        )
        for heading, *kinds in groups
    ]


def earlier_group(day: DayView, initials: Mapping[str, str]) -> Group:
    """Check-outs forgotten on days before the shown one, which wait today like all others.

    Args:
        day: The day; only today's holds what waits of other days.
        initials: For the filter.
    """
    own = {presence.uid for presence in day.presences}
    earlier = [
        _line(one, day, initials)
        for one in day.waiting
        if one.kind == "forgotten" and one.uid not in own
    ]
    return Group(_("Not checked out, earlier days"), tuple(earlier), is_urgent=True)


def told_elsewhere(day: DayView) -> frozenset[UUID]:
    """The presences that a request, a scan or a clock in doubt tells of: one thing, one line."""
    return frozenset(
        one.presence.uid
        for one in day.waiting
        if one.presence is not None and one.kind != "forgotten"
    )


def _line(one: WaitingView, day: DayView, initials: Mapping[str, str]) -> Line:
    from screens.supervisor.settle import waiting_detail, waiting_words

    words = waiting_words(one)
    cells = (
        Cell("▲", 2, "urgent"),
        Cell(one.name or waiting_words(one), 0, "strong", 28),
        Cell(one.number, 5, "quiet"),
        Cell(f"{one.at.astimezone(day.site.zone):%m-%d %H:%M}", 11),
        Cell(_asked(one), 11, "urgent"),
    )
    detail = f"{words} · {waiting_detail(one, day.site.zone)} " + _("Press Enter to settle it.")
    said = (one.number, one.name, initials.get(one.number, ""), words)
    return Line(f"waiting {one.uid}", cells, detail, said)


def _asked(one: WaitingView) -> str:
    if one.request is not None:
        return _("says left") if one.request.kind == "left" else _("says came")
    return {"question": _("in or out?"), "forgotten": _("forgotten")}.get(one.kind, _("clock?"))


async def settling_screen(kiosk: "KioskApp", day: DayView, line: Line) -> Screen[None] | None:
    """The page on which what a line speaks of is settled; None where there is nothing to settle.

    Args:
        kiosk: The app.
        day: The day that is shown.
        line: The chosen line.
    """
    from screens.supervisor.settle import SettleScreen

    if (page := _page_of_its_own(kiosk, day, line)) is not None:
        return page
    try:
        one = await _waiting_of(kiosk, day, line)
        if one is not None and one.kind == "jump":
            await settle_clock(kiosk, kiosk.supervisor.uid if kiosk.supervisor else None)
        if one is None or one.kind == "jump":
            return None
        member = await kiosk.read(kiosk.services.people.get_member, one.number)
    except KioskError as error:
        kiosk.tell(error.sentence, "refused")
        return None
    return SettleScreen(member, one)


def _page_of_its_own(kiosk: "KioskApp", day: DayView, line: Line) -> Screen[None] | None:
    """The page of a muster, of an overdue voice or of overdue commitments."""
    from screens.supervisor.day_muster import report_of
    from screens.supervisor.day_voices import voice_page
    from screens.supervisor.overdue import OverdueScreen

    if any(line.key == promise_key(promise) for promise in day.overdue):
        return OverdueScreen(day.work_day)
    return report_of(day, line) or voice_page(day, line, kiosk.supervisor)


async def _waiting_of(kiosk: "KioskApp", day: DayView, line: Line) -> WaitingView | None:
    for one in day.waiting:
        if line.key == f"waiting {one.uid}":
            return one
    for presence in day.presences:
        if line.key == presence_key(presence) and presence.uid is not None:
            return await kiosk.read(waiting_on, presence.uid)
    return None
