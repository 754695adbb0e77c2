"""`run.py members import FILE [--photos DIR_OR_ZIP] [--dry-run]`: takes in a roster."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from kiosk.errors import Exit
from kiosk.i18n import _, ngettext
from kiosk.people.roster import Outcome, ReportRow, RosterReport, import_roster
from kiosk.recording import told_errors
from kiosk.services import Services
from kiosk.text import cell_width, fit

_MOST_NUMBER_CELLS = 16
_MOST_NAME_CELLS = 24


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes, `--json` left out: every command has it."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the roster, xlsx or csv"))
    parser.add_argument(
        "--photos",
        metavar="DIR_OR_ZIP",
        type=Path,
        help=_("photos named by number or name, in a folder or a zip"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))


def run(services: Services, arguments: argparse.Namespace) -> Exit:
    """Imports and prints the report.

    Args:
        services: The open site.
        arguments: `file`, `photos`, `dry_run` and `json`.

    Raises:
        RosterRefused: The file or the photos can't be read at all.
        NotRecordedError: The record could not be written.
    """
    with told_errors():
        report = import_roster(
            services.context, arguments.file, arguments.photos, dry_run=arguments.dry_run
        )
    if arguments.json:
        print(json.dumps(as_json(report), ensure_ascii=False))
    else:
        print("\n".join(as_text(report)))
    return Exit.REFUSED if report.refused else Exit.DONE


def as_json(report: RosterReport) -> dict[str, object]:
    """The report as one JSON object."""
    return {
        "committed": report.committed,
        "dry_run": report.dry_run,
        "encoding": report.encoding,
        "rows": [
            {
                "row": row.row,
                "number": row.number,
                "name": row.name,
                "outcome": row.outcome.value,
                "reasons": list(row.reasons),
            }
            for row in report.rows
        ],
        "notes": list(report.notes),
    }


def as_text(report: RosterReport) -> Iterator[str]:
    """The report in lines: each row, then the notes, then what became of the whole."""
    rows = (_("Row"), _("Number"), _("Name"), _("Outcome")), *map(_columns, report.rows)
    widths = [max(cell_width(columns[place]) for columns in rows) for place in range(4)]
    bounds = (widths[0], *map(min, widths[1:], (_MOST_NUMBER_CELLS, _MOST_NAME_CELLS, widths[3])))
    for columns, reasons in zip(rows, ((), *(row.reasons for row in report.rows)), strict=True):
        cells = map(fit, columns, bounds)
        yield "  ".join((*cells, " ".join(reasons))).rstrip()
    yield ""
    yield from report.notes
    yield _("The file was read as {encoding}.").format(encoding=report.encoding)
    yield _closing(report)


def _columns(row: ReportRow) -> tuple[str, str, str, str]:
    outcomes = {
        Outcome.ADDED: _("added"),
        Outcome.UPDATED: _("updated"),
        Outcome.UNCHANGED: _("unchanged"),
        Outcome.REFUSED: _("refused"),
    }
    return str(row.row), row.number, row.name, outcomes[row.outcome]


def _closing(report: RosterReport) -> str:
    refused = report.count(Outcome.REFUSED)
    if refused:
        return ngettext(
            "Nothing was imported: {count} row was refused. Correct it, then import again.",
            "Nothing was imported: {count} rows were refused. Correct them, then import again.",
            refused,
        ).format(count=refused)
    counts = _("{added} added, {updated} updated, {unchanged} unchanged").format(
        added=report.count(Outcome.ADDED),
        updated=report.count(Outcome.UPDATED),
        unchanged=report.count(Outcome.UNCHANGED),
    )
    if report.dry_run:
        return _("Only tried, nothing was changed: {counts}.").format(counts=counts)
    return _("Imported: {counts}.").format(counts=counts)
