"""Cells merged over several rows of an Excel file: what stands in the first counts for all."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from kiosk.i18n import _
from kiosk.people.roster.cells import EMPTY, MOST_COLUMNS
from kiosk.people.roster.refusal import RosterRefused
from kiosk.people.roster.table import Line

_MERGED = re.compile(rb'mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_END_OF_CELLS = b"sheetData>"
_MOST_MERGED_ROWS = 1_048_576
"""Over all merged cells: what is merged can't overlap, so hardly any honest sheet has more."""


def spread_merged(lines: Sequence[Line], file: BinaryIO, sheet: str) -> tuple[Line, ...]:
    """Repeats what stands in cells merged over several rows in each of these rows.

    People merge the branch or the team of a whole group; Excel keeps the text in the first row.

    Args:
        lines: The rows of the sheet that are not empty.
        file: The Excel file; how much it unpacks to was looked at.
        sheet: The sheet's path inside it.

    Raises:
        RosterRefused: `damaged`: more is merged than a sheet can hold.
    """
    by_row = {line.row: line for line in lines}
    for column, first, last in _merged(file, sheet):
        if first not in by_row or column >= MOST_COLUMNS:
            continue
        cell = by_row[first].cell(column)
        for row in range(first + 1, last + 1):
            if row in by_row and by_row[row].cell(column) == EMPTY:
                by_row[row] = by_row[row].with_cell(column, cell)
    return tuple(by_row.values())


def _merged(file: BinaryIO, sheet: str) -> Iterator[tuple[int, int, int]]:
    """The first column (from 0), first and last row of what is merged over several rows."""
    with zipfile.ZipFile(file) as archive:
        xml = archive.read(sheet)
    rows = 0
    for found in _MERGED.finditer(xml, xml.rfind(_END_OF_CELLS) + 1):
        first, last = int(found[2]), int(found[3])
        rows += max(0, last - first)
        if rows > _MOST_MERGED_ROWS:
            raise RosterRefused(
                "damaged", _("The Excel file can't be read: save it again as .xlsx.")
            )
        yield _column(found[1]), first, last


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column - 1
