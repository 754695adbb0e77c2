"""The names of a report side by side, so that a screen holds as many as it can."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from kiosk.attendance.muster.report import ReportLine
from kiosk.text import cell_width, fit

MOST = 3
"""Columns in which an eye still finds a name."""

_GAP = 3


def in_columns(lines: Iterable[ReportLine], width: int) -> list[ReportLine]:
    """Lines with each list of names in as many columns as there is room for, read downwards.

    Args:
        lines: A report; a list ends at a heading and at a line without words.
        width: Cells of a line.
    """
    folded: list[ReportLine] = []
    for (is_listed, look), group in groupby(lines, key=_kind):
        part = list(group)
        folded += _fold([line.text for line in part], look, width) if is_listed else part
    return folded


def _kind(line: ReportLine) -> tuple[bool, str]:
    is_listed = bool(line.text) and line.look in {"plain", "urgent"}
    return is_listed, line.look


def _fold(texts: Sequence[str], look: str, width: int) -> list[ReportLine]:
    cells = max(map(cell_width, texts)) + _GAP
    columns = min(MOST, len(texts), max(1, (width + _GAP) // cells))
    rows = -(-len(texts) // columns)
    return [
        ReportLine("".join(fit(text, cells) for text in texts[row::rows]).rstrip(), look)
        for row in range(rows)
    ]
