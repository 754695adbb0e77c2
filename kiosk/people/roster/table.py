"""A roster's file as a table of clean cells, whatever its format."""

import io
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

from kiosk.files import open_ordinary
from kiosk.i18n import _
from kiosk.people.roster.cells import EMPTY, Cell
from kiosk.people.roster.refusal import RosterRefused

MOST_BYTES = 20 * 1024 * 1024
"""The largest roster file that is read."""
MOST_ROWS = 20_000
"""The most rows that are not empty."""
_LAST_LETTER = len(ascii_uppercase) - 1
_ZIP_MARK = b"PK\x03\x04"
_OLD_OFFICE_MARK = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file that is not empty."""

    row: int
    """Its number as a spreadsheet shows it, from 1."""
    cells: tuple[Cell, ...]
    """From the first column; rows may differ in length."""

    def cell(self, column: int) -> Cell:
        """The cell in a column, counted from 0; an empty one beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else EMPTY

    def with_cell(self, column: int, cell: Cell) -> "Line":
        """The same row with another cell in a column, counted from 0."""
        missing = column + 1 - len(self.cells)
        cells = [*self.cells, *[EMPTY] * missing]
        cells[column] = cell
        return Line(self.row, tuple(cells))

    def texts(self) -> list[str]:
        """The texts of the cells."""
        return [cell.text for cell in self.cells]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read of a file."""

    lines: tuple[Line, ...]
    """The rows that are not empty, the header's among them."""
    encoding: str
    """`xlsx`, or how the text was encoded: `utf-8`, `utf-8-sig`, `utf-16` or `gb18030`."""
    notes: tuple[str, ...] = ()
    """Remarks for the report, such as sheets that were not read."""


def read_table(path: Path) -> Table:
    """Reads a roster's file; its content, not its name, tells the format.

    Raises:
        RosterRefused: It can't be read, is too large, or is no table.
    """
    data = read_bounded(path)
    if data.startswith(_OLD_OFFICE_MARK):
        raise RosterRefused(
            "old_excel",
            _(
                "The file is an old Excel file (.xls) or protected by a password:"
                " save it as .xlsx without one."
            ),
        )
    if data.startswith(_ZIP_MARK):
        from kiosk.people.roster.xlsx_table import read_xlsx

        return read_xlsx(io.BytesIO(data))
    from kiosk.people.roster.csv_table import read_csv

    return read_csv(data)


def read_bounded(path: Path) -> bytes:
    """The bytes of a file that is not too large.

    Raises:
        RosterRefused: `no_file` or `too_many_bytes`.
    """
    try:
        with open_ordinary(path) as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise RosterRefused(
            "no_file", _("The file {file} can't be read: check its name.").format(file=path)
        ) from error
    if len(data) > MOST_BYTES:
        raise RosterRefused(
            "too_many_bytes",
            _("The file is larger than {megabytes} MB: split it.").format(
                megabytes=MOST_BYTES // 1024 // 1024
            ),
        )
    return data


def column_letter(column: int) -> str:
    """A column's name as a spreadsheet shows it, A to Z, AA to AZ, BA ...; counted from 0."""
    before = column_letter(column // len(ascii_uppercase) - 1) if column > _LAST_LETTER else ""
    return before + ascii_uppercase[column % len(ascii_uppercase)]


def too_many_rows() -> RosterRefused:
    """The refusal of a table with more than `MOST_ROWS`."""
    return RosterRefused(
        "too_many_rows", _("The file has more than {most} rows: split it.").format(most=MOST_ROWS)
    )
