"""Reads a roster from an Excel file, after a look at how much it unpacks to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, BinaryIO

from kiosk.i18n import _
from kiosk.people.roster.archives import open_archive
from kiosk.people.roster.cells import EMPTY, MOST_COLUMNS, Cell, Flaw, value_cell
from kiosk.people.roster.merged_cells import spread_merged
from kiosk.people.roster.refusal import RosterRefused
from kiosk.people.roster.table import MOST_ROWS, Line, Table, too_many_rows

if TYPE_CHECKING:
    import zipfile

    from openpyxl.workbook import Workbook

_MOST_ENTRIES = 2_000
_MOST_UNPACKED_BYTES = 256 * 1024 * 1024
_MOST_SHEET_BYTES = 64 * 1024 * 1024
_MOST_PART_BYTES = 4 * 1024 * 1024
"""Styles and the like become a heap of objects many times their size."""
_LAST_EXCEL_ROW = 1_048_576


def read_xlsx(file: BinaryIO) -> Table:
    """Reads a roster from the first visible sheet of an Excel file.

    Raises:
        RosterRefused: `damaged`, `bomb`, `too_many_entries`, `too_many_rows`, `unsafe_archive`.
    """
    with open_archive(file, _MOST_ENTRIES, _MOST_UNPACKED_BYTES) as archive:
        _check_parts(archive)
    try:
        return _read(file)
    except RosterRefused:
        raise
    except Exception as error:  # openpyxl meets hostile XML: whatever it raises is an answer
        raise RosterRefused(
            "damaged", _("The Excel file can't be read: save it again as .xlsx.")
        ) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    for entry in archive.infolist():
        name = entry.filename.casefold()
        large = name.startswith("xl/worksheets/") or name == "xl/sharedstrings.xml"
        most = _MOST_SHEET_BYTES if large else _MOST_PART_BYTES
        if entry.file_size > most and name.endswith((".xml", ".rels")):
            raise RosterRefused(
                "bomb", _("The file holds far more than it seems to: it was not unpacked.")
            )


def _read(file: BinaryIO) -> Table:
    from openpyxl import load_workbook

    # Twice: once for the values that Excel computed, once to know which cells are formulas.
    with (
        closing(load_workbook(file, read_only=True, data_only=True, keep_links=False)) as values,
        closing(load_workbook(file, read_only=True, keep_links=False)) as formulas,
    ):
        sheet = _first_visible(values)
        lines = list(_lines(_rows(values, sheet), _rows(formulas, sheet)))
        read: Any = values.worksheets[sheet]
        # The sheet's path is told nowhere else.
        spread = spread_merged(lines, file, read._worksheet_path)
        return Table(spread, "xlsx", _other_sheets(values, sheet))


def _first_visible(workbook: Workbook) -> int:
    sheets = workbook.worksheets
    return next(i for i, sheet in enumerate(sheets) if sheet.sheet_state == "visible")


def _other_sheets(workbook: Workbook, read: int) -> tuple[str, ...]:
    if len(workbook.worksheets) == 1:
        return ()
    title = value_cell(workbook.worksheets[read].title).text
    return (_("Only the sheet “{sheet}” was read.").format(sheet=title),)


def _rows(workbook: Workbook, sheet: int) -> Iterator[tuple[Any, ...]]:
    found = workbook.worksheets[sheet]
    # Some programs write a size into the sheet that is smaller than the sheet.
    found.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = found.iter_rows(max_col=MOST_COLUMNS)
    return rows


def _lines(
    values: Iterator[tuple[Any, ...]], formulas: Iterator[tuple[Any, ...]]
) -> Iterator[Line]:
    taken = 0
    for row, (value_row, formula_row) in enumerate(zip(values, formulas, strict=True), start=1):
        if row > _LAST_EXCEL_ROW or taken > MOST_ROWS:
            raise too_many_rows()
        cells = _cells(value_row, formula_row)
        if cells:
            taken += 1
            yield Line(row, cells)


def _cells(value_row: tuple[Any, ...], formula_row: tuple[Any, ...]) -> tuple[Cell, ...]:
    """The row's cells up to the last one that is not empty."""
    # openpyxl fills a row with one and the same empty cell: a quick way over a million of them.
    if formula_row[0].value is None and len(set(map(id, formula_row))) == 1:
        return ()
    cells = [_cell(*pair) for pair in zip(value_row, formula_row, strict=True)]
    while cells and cells[-1] == EMPTY:
        cells.pop()
    return tuple(cells)


def _cell(value: Any, formula: Any) -> Cell:  # noqa: ANN401 - openpyxl has several kinds of cell
    if formula.value is None:
        return EMPTY
    if value.data_type == "e":
        return Cell(str(value.value), Flaw.ERROR_VALUE)
    if value.value is None and formula.data_type == "f":
        return Cell("", Flaw.FORMULA)
    return value_cell(value.value, value.number_format)
