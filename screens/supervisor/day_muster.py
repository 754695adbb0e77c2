"""The day's musters as lines of text."""

from datetime import datetime

from textual.screen import Screen

from kiosk.attendance.muster.views import MusterView
from kiosk.attendance.muster.words import kind_words, why_words
from kiosk.i18n import _, format_time
from kiosk.oversight.views import DayView
from screens.supervisor.day_layout import Cell, Group, Line


def muster_group(day: DayView) -> Group:
    """The roll calls that were started on the day, under a heading of their own."""
    return Group(_("Musters"), tuple(_line(one, day) for one in day.musters))


def report_of(day: DayView, line: Line) -> Screen[None] | None:
    """The report of the muster that a line speaks of; None where it speaks of none."""
    from screens.public.muster_report import MusterReportDialog  # costs nothing until needed

    found = next((one for one in day.musters if line.key == f"muster {one.uid}"), None)
    return None if found is None else MusterReportDialog(found, day.site, None, is_new=False)


def _line(muster: MusterView, day: DayView) -> Line:
    seen = _("{count} of {all} seen").format(count=len(muster.seen), all=muster.expected)
    kind, look = kind_words(muster.kind), "urgent" if muster.missing else "plain"
    cells = (
        Cell(
            "▲" if muster.kind == "real" else "■", 2, "urgent" if muster.kind == "real" else "quiet"
        ),
        Cell(kind, 0, "strong", 28),
        Cell(_time(muster.started_at, day), 5),
        Cell(_time(muster.ended_at, day), 5),
        Cell(seen, 22, look),
    )
    return Line(f"muster {muster.uid}", cells, _detail(muster, day, seen), _said(muster))


def _detail(muster: MusterView, day: DayView, seen: str) -> str:
    told = _("{kind}, {begin} to {end}: {seen}.").format(
        kind=kind_words(muster.kind),
        begin=_time(muster.started_at, day),
        end=_time(muster.ended_at, day),
        seen=seen,
    )
    names = [
        f"{one.member.name} ({why_words(one, muster.started_at, day.site.zone)})"
        for one in muster.missing
    ]
    told += " " + _("Press Enter for the report.")
    if not names:
        return told
    return told + " " + _("Not seen: {names}").format(names=" · ".join(names))


def _said(muster: MusterView) -> tuple[str, ...]:
    everybody = [*muster.missing, *(mark.person for mark in muster.seen)]
    who = (word for one in everybody for word in (one.member.number, one.member.name))
    return (kind_words(muster.kind), _("Musters"), *who)


def _time(at: datetime | None, day: DayView) -> str:
    return format_time(at.astimezone(day.site.zone)) if at else "—"
