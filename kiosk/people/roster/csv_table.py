"""Reads a roster from text: whatever encoding and separator the spreadsheet chose."""

import csv
import io
from collections.abc import Iterator

from kiosk.i18n import _
from kiosk.people.roster.cells import MOST_COLUMNS, text_cell
from kiosk.people.roster.headers import columns_of
from kiosk.people.roster.refusal import RosterRefused
from kiosk.people.roster.table import MOST_ROWS, Line, Table, too_many_rows

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ",;\t，"
_LINES_LOOKED_AT = 10


def read_csv(data: bytes) -> Table:
    """Reads a roster from the bytes of a text file.

    Raises:
        RosterRefused: `unknown_encoding`, `not_a_table` or `too_many_rows`.
    """
    text, encoding = decode(data)
    if "\0" in text:
        raise RosterRefused("not_a_table", _("The file is no table: use .xlsx or .csv."))
    return Table(lines=tuple(_lines(text, separator_of(text))), encoding=encoding)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was in.

    A byte order mark decides; else strict UTF-8, which other encodings hardly ever are by chance;
    else GB18030, in which Chinese Windows saves.

    Raises:
        RosterRefused: `unknown_encoding`.
    """
    named = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise RosterRefused(
        "unknown_encoding", _("The text is neither UTF-8 nor GB18030: save it as one of them.")
    )


def separator_of(text: str) -> str:
    """The separator with which the first lines name most columns, then have most cells."""
    lines = text[:20_000].splitlines()[:_LINES_LOOKED_AT]

    def found(separator: str) -> tuple[int, int]:
        rows = [[part.strip('" ') for part in line.split(separator)] for line in lines]
        named = max((len(columns_of(row)) for row in rows), default=0)
        return named, max(map(len, rows), default=0)

    return max(_SEPARATORS, key=found)


def _lines(text: str, separator: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = taken = 0
    try:
        for row, record in enumerate(reader, start=1):
            cells = tuple(map(text_cell, record[:MOST_COLUMNS]))
            if not any(cell.text for cell in cells):
                continue
            taken += 1
            if taken > MOST_ROWS + 1:
                raise too_many_rows()
            yield Line(row, cells)
    except csv.Error as error:
        raise RosterRefused(
            "not_a_table",
            _("Row {row} can't be read: check its quotation marks.").format(row=row + 1),
        ) from error
