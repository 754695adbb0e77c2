"""`run.py members import FILE [--photos DIR_OR_ZIP] [--dry-run]`: takes in a roster."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.telling import print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _, ngettext
from kiosk.text import cell_width, fit

if TYPE_CHECKING:
    from kiosk.people.roster import ReportRow, RosterReport
    from kiosk.services import Services

_MOST_CELLS = 24
"""Of a number or a name; longer ones are cut in the table, not in the JSON."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes, `--json` left out: every command has it."""
    parser.add_argument("file", metavar=_("FILE"), type=Path, help=_("the roster, xlsx or csv"))
    parser.add_argument(
        "--photos",
        metavar=_("FOLDER_OR_ZIP"),
        type=Path,
        help=_("photos named by number or name, in a folder or a zip"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))


def run(services: "Services", arguments: argparse.Namespace) -> Exit:
    """Imports and prints the report.

    Args:
        services: The open site.
        arguments: `file`, `photos`, `dry_run` and `json`.

    Raises:
        RosterRefused: The file or the photos can't be read at all.
        NotStored: The record could not be written.
    """
    from kiosk.people.roster import import_roster  # not for every start

    report = import_roster(
        services.context, arguments.file, arguments.photos, dry_run=arguments.dry_run
    )
    if arguments.json:
        print_json(as_json(report))
    else:
        print_table(_table(report))
        print("", *_remarks(report), sep="\n")
    return Exit.REFUSED if report.refused else Exit.DONE


def as_json(report: "RosterReport") -> dict[str, object]:
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


def _table(report: "RosterReport") -> list[tuple[str, ...]]:
    header = (_("Row"), _("Number"), _("Name"), _("Outcome"), "")
    words = _outcome_words(committed=report.committed)
    return [header, *(_columns(row, words[row.outcome]) for row in report.rows)]


def _columns(row: "ReportRow", outcome: str) -> tuple[str, ...]:
    return str(row.row), _short(row.number), _short(row.name), outcome, " ".join(row.reasons)


def _outcome_words(*, committed: bool) -> dict[str, str]:
    return {
        "added": _("added") if committed else _("would be added"),
        "updated": _("updated") if committed else _("would be updated"),
        "unchanged": _("unchanged"),
        "refused": _("refused"),
    }


def _short(text: str) -> str:
    return fit(text, min(cell_width(text), _MOST_CELLS))


def _remarks(report: "RosterReport") -> Iterator[str]:
    yield from report.notes
    yield _("The file was read as {encoding}.").format(encoding=report.encoding)
    yield _closing(report)


def _closing(report: "RosterReport") -> str:
    from kiosk.people.roster import Outcome

    refused = report.count(Outcome.REFUSED)
    if refused:
        return ngettext(
            "Nothing was imported: {count} row was refused. Correct it, then import again.",
            "Nothing was imported: {count} rows were refused. Correct them, then import again.",
            refused,
        ).format(count=refused)
    sentence = (
        _(
            "Only tried, nothing was changed: {added} would be added, {updated} would be updated,"
            " {unchanged} unchanged."
        )
        if report.dry_run
        else _("Imported: {added} added, {updated} updated, {unchanged} unchanged.")
    )
    return sentence.format(
        added=report.count(Outcome.ADDED),
        updated=report.count(Outcome.UPDATED),
        unchanged=report.count(Outcome.UNCHANGED),
    )
