"""One cell of a roster: made text, cleaned and bounded before anything else looks at it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.text import clean_line

MOST_CHARACTERS = 200
"""The longest cell that is taken, after cleaning."""
MOST_COLUMNS = 50
"""Columns that are looked at; what stands to the right of them is no roster."""
_PADDED_FORMAT = re.compile(r"0{2,32}")


class Flaw(StrEnum):
    """Why a cell can't be used."""

    FORMULA = "formula"
    """A formula whose value the file does not hold, or text that begins like a formula."""
    ERROR_VALUE = "error_value"
    """A spreadsheet's error, such as `#N/A`."""
    TOO_LONG = "too_long"
    """More than `MOST_CHARACTERS`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell."""

    text: str
    """One clean line, at most `MOST_CHARACTERS`; empty for an empty cell."""
    flaw: Flaw | None = None
    """What is wrong with it, or None."""
    stripped: bool = False
    """Whether something that is no text was taken out: controls, escapes, direction marks."""


EMPTY = Cell("")
"""An empty cell, and each cell beyond the end of a short row."""


def text_cell(raw: str) -> Cell:
    """A cell from text as it stands in the file."""
    text = clean_line(raw, MOST_CHARACTERS + 1)
    if len(text) > MOST_CHARACTERS:
        return Cell(text[:MOST_CHARACTERS], Flaw.TOO_LONG)
    flaw = Flaw.FORMULA if text.startswith(("=", "＝")) else None
    return Cell(text, flaw, stripped=_lost_something(raw, text))


def value_cell(value: object, number_format: str = "General") -> Cell:
    """A cell from a spreadsheet's value: numbers as people see them, `1` not `1.0`.

    Args:
        value: What openpyxl gives: text, a number, a day or a truth.
        number_format: The cell's format; one of zeros only, such as `000`, keeps leading zeros.
    """
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, (int, float)):
        return text_cell(_digits(value, number_format))
    if isinstance(value, (datetime, date)):
        return Cell(value.isoformat()[:10])
    return text_cell(str(value))


def _digits(value: float, number_format: str) -> str:
    if value != value // 1:  # also true of nan
        return str(value)
    digits = str(int(value))
    return digits.zfill(len(number_format)) if _PADDED_FORMAT.fullmatch(number_format) else digits


def _lost_something(raw: str, text: str) -> bool:
    return sum(map(str.isprintable, raw)) != len(raw) and len("".join(raw.split())) != len(
        "".join(text.split())
    )
