"""The import of a roster: all of a file, or nothing of it."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from db.connection import transaction
from db.roster import list_photo_digests
from kiosk.context import Context
from kiosk.i18n import _
from kiosk.people.roster.album import Album
from kiosk.people.roster.deciding import Decider, Decision
from kiosk.people.roster.fields import Field
from kiosk.people.roster.headers import find_header, is_header
from kiosk.people.roster.photo_files import open_photos
from kiosk.people.roster.photo_matching import match_photos
from kiosk.people.roster.profile import read_known
from kiosk.people.roster.refusal import RosterRefused
from kiosk.people.roster.report import Outcome, RosterReport
from kiosk.people.roster.rows import RosterRow, read_rows
from kiosk.people.roster.table import Line, Table, column_letter, read_table
from kiosk.people.roster.writing import Writer


def import_roster(
    context: Context, path: Path, photos: Path | None = None, *, dry_run: bool = False
) -> RosterReport:
    """Takes in a roster with its photos, in one transaction.

    Args:
        context: The open site.
        path: An xlsx or csv file.
        photos: A folder or zip of photos named by number or name, or None.
        dry_run: Only say what would happen.

    Returns:
        The answer for each row. `committed` is False after a dry run and when any row was refused.

    Raises:
        RosterRefused: The file or the photos can't be read at all; nothing was changed.
        NotStored: The record could not be written; nothing was changed.
    """
    table = read_table(path)
    rows, notes = _read(table)
    with open_photos(photos) as files, Album(list_photo_digests()) as album:
        matched, unclaimed = match_photos(rows, files)
        digests = album.take(rows, matched)
        decisions = _settle(context, rows, digests, album, dry_run=dry_run)
    return RosterReport(
        rows=tuple(decision.reported() for decision in decisions),
        notes=(*table.notes, *notes, *unclaimed),
        encoding=table.encoding,
        dry_run=dry_run,
        committed=not dry_run and not _any_refused(decisions),
    )


def _read(table: Table) -> tuple[list[RosterRow], list[str]]:
    header, columns = find_header([line.texts() for line in table.lines])
    below = table.lines[header + 1 :]
    lines = [line for line in below if not is_header(line.texts(), columns)]
    if not lines:
        raise RosterRefused("empty", _("The file has a header row but no members under it."))
    return read_rows(lines, columns), _unread(table.lines[header], lines, columns)


def _unread(header: Line, lines: Sequence[Line], columns: Mapping[Field, int]) -> list[str]:
    filled = {at for line in lines for at, cell in enumerate(line.cells) if cell.text}
    named = {at for at, cell in enumerate(header.cells) if cell.text}
    unread = [
        header.cell(at).text
        or _("column {letter}, which has no header").format(letter=column_letter(at))
        for at in sorted((filled | named) - set(columns.values()))
    ]
    if not unread:
        return []
    sentence = _("Columns that were not understood and not read: {headers}.")
    return [sentence.format(headers=_(", ").join(unread))]


def _settle(
    context: Context,
    rows: Sequence[RosterRow],
    digests: Mapping[int, str],
    album: Album,
    *,
    dry_run: bool,
) -> list[Decision]:
    """Decides all rows and, unless one is refused or this is a dry run, writes them."""
    with nullcontext() if dry_run else transaction():
        moment, site = context.moment(), context.site()
        known = read_known(moment.work_day)
        decisions = Decider(known, digests, site.branch or site.name).decide(rows)
        if not dry_run and not _any_refused(decisions):
            Writer(context, moment, known, album).write(decisions)
    return decisions


def _any_refused(decisions: Sequence[Decision]) -> bool:
    return any(decision.outcome is Outcome.REFUSED for decision in decisions)
