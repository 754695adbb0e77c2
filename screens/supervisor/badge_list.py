"""The list of badges: lines of which several can be marked, on a keypad too."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from textual import events
from textual.message import Message

from kiosk.text import cell_width
from screens.supervisor.badge_rows import BadgeRow, state_words
from screens.supervisor.day_layout import Cell, Line
from screens.supervisor.keypad_list import KeypadList

MARK, NO_MARK = "■", "□"
MARK_CELLS = 4
"""Columns at the left whose touch marks a line."""

_NUMBER_CELLS, _NAME_CELLS, _STATE_CELLS = 7, 12, 26


class MarkList(KeypadList):
    """Lines with one chosen and any of them marked."""

    class Marked(Message):
        """The mark of the chosen line was touched."""

    def on_click(self, event: events.Click) -> None:
        """Choose the touched line; at its left edge, mark it."""
        super().on_click(event)
        if event.x < MARK_CELLS:
            self.post_message(self.Marked())


def badge_line(row: BadgeRow, today: date, marked: Collection[UUID]) -> Line:
    """A member's line: mark, number, name, how the badge stands, branch."""
    member, is_marked = row.member, row.member.uid in marked
    look = "urgent" if row.needs_somebody else "plain"
    cells = (
        Cell(MARK if is_marked else NO_MARK, 2, "strong" if is_marked else "quiet"),
        Cell(member.number, max(_NUMBER_CELLS, cell_width(member.number)), "quiet"),
        Cell(member.name, _NAME_CELLS, "strong"),
        Cell(state_words(row, today), _STATE_CELLS, look),
        Cell(member.branch, 0, "quiet"),
    )
    return Line(str(member.uid), cells)
