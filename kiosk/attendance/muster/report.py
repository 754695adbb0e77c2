"""The report of a muster: who was seen safe, when and by whom, and who was not."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.attendance.muster.views import MusterView
from kiosk.attendance.muster.words import how_words, kind_words, taken_back_words, why_words
from kiosk.config import Home
from kiosk.i18n import _, format_long_day, format_minutes, format_number
from kiosk.oversight.views import SiteView
from kiosk.text import cell_width, clean_line, fit

FOLDER = "print"
_MOST_A_MINUTE = 100


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the report, for a screen, a text file or a page.

    Attributes:
        text: What it says.
        look: `title`, `heading`, `plain` or `urgent`.
    """

    text: str
    look: str = "plain"


def report_lines(muster: MusterView, site: SiteView) -> list[ReportLine]:
    """The report in the language now spoken."""
    return [*_head(muster, site), *_lists(muster, site)]


def screen_lines(muster: MusterView, site: SiteView, width: int) -> list[ReportLine]:
    """The report for a screen whose edge says what it is: facts side by side, then the names.

    Args:
        muster: The muster that has ended.
        site: Where it was.
        width: Cells of a line.
    """
    lines: list[str] = []
    for label, value in report_facts(muster, site):
        fact = f"{label} {value}"
        joined = f"{lines[-1]}  ·  {fact}" if lines else fact
        if lines and cell_width(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(fact)
    return [*(ReportLine(text) for text in lines), *_lists(muster, site)]


def _lists(muster: MusterView, site: SiteView) -> list[ReportLine]:
    return [*_missing(muster, site), *_taken_back(muster, site), *_seen(muster, site)]


def report_facts(muster: MusterView, site: SiteView) -> list[tuple[str, str]]:
    """What is told before any name, each with its label."""

    def time(at: datetime | None) -> str:
        local = at.astimezone(site.zone) if at else None
        return f"{format_long_day(local.date())} {local:%H:%M:%S}" if local else "—"

    lasted_s = ((muster.ended_at or muster.started_at) - muster.started_at).total_seconds()
    number, name = muster.ended_by
    told = [
        (_("Site"), f"{site.name} · {site.branch}"),
        (_("Started"), time(muster.started_at)),
        (_("Ended"), time(muster.ended_at)),
        # A clock that was set back meanwhile can't tell how long it was.
        (_("Took"), format_minutes(int(lasted_s) // 60) if lasted_s >= 0 else "—"),
        (_("Ended by"), f"{number} {name}".strip() or _("nobody: a real emergency came")),
        (_("On the roll"), format_number(muster.expected)),
        (_("Added meanwhile"), format_number(muster.expected - muster.at_start)),
        (_("Seen safe"), format_number(len(muster.seen))),
        (_("Missing"), format_number(len(muster.missing))),
        (_("Visitors"), format_number(muster.visitors)),
        (_("Scans refused"), format_number(muster.refused)),
    ]
    if muster.ended_at is None:
        told[3:5] = []
    return [(label, clean_line(value)) for label, value in told]


def _head(muster: MusterView, site: SiteView) -> list[ReportLine]:
    told = report_facts(muster, site)
    width = max(cell_width(label) for label, _value in told)
    title = _("Muster: {kind}").format(kind=kind_words(muster.kind))
    return [
        ReportLine(title, "title"),
        *(ReportLine(f"{fit(label, width)}  {value}") for label, value in told),
    ]


def _missing(muster: MusterView, site: SiteView) -> list[ReportLine]:
    if not muster.missing:
        return [ReportLine(""), ReportLine(_("Everybody was seen safe."), "heading")]
    at = muster.ended_at or muster.started_at
    rows = [
        (one.member.number, one.member.name, why_words(one, at, site.zone))
        for one in muster.missing
    ]
    return [
        ReportLine(""),
        ReportLine(_("Not seen"), "heading"),
        *(ReportLine(f"▲ {line}", "urgent") for line in _table(rows)),
    ]


def _seen(muster: MusterView, site: SiteView) -> list[ReportLine]:
    rows = [
        (
            f"{mark.at.astimezone(site.zone):%H:%M:%S}",
            mark.person.member.number,
            mark.person.member.name,
            how_words(mark),
            why_word(mark.person.why),
        )
        for mark in muster.seen
    ]
    title = ReportLine(_("Seen safe"), "heading")
    return [ReportLine(""), title, *(ReportLine(line) for line in _table(rows))]


def _taken_back(muster: MusterView, site: SiteView) -> list[ReportLine]:
    if not muster.taken_back:
        return []
    rows = [
        (
            f"{back.at.astimezone(site.zone):%H:%M:%S}",
            back.number,
            back.name,
            *taken_back_words(back, site.zone),
        )
        for back in muster.taken_back
    ]
    title = ReportLine(_("Taken back"), "heading")
    return [ReportLine(""), title, *(ReportLine(line) for line in _table(rows))]


def why_word(why: str) -> str:
    """Of those who were added: as what; else empty."""
    return {
        "visitor": _("visitor"),
        "during": _("added meanwhile"),
        "came": _("not on the list"),
    }.get(why, "")


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(fit(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def save_report(home: Home, muster: MusterView, site: SiteView) -> Path | None:
    """Keep the report as a text file: `print/muster-drill-20261122-0658.txt`, mode 0600.

    Returns:
        Where it is; None where it can't be written: it can be shown again from the record.
    """
    at = (muster.ended_at or muster.started_at).astimezone(site.zone)
    text = "\n".join(line.text for line in report_lines(muster, site)) + "\n"
    folder = home.folder / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return _written(folder, f"muster-{muster.kind}-{at:%Y%m%d-%H%M}", text.encode())
    except OSError:
        return None


def _written(folder: Path, name: str, data: bytes) -> Path | None:
    for number in range(1, _MOST_A_MINUTE):
        path = folder / (f"{name}.txt" if number == 1 else f"{name}-{number}.txt")
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path
    return None
