"""What stands on a tile: broken by cells, cut with `…`, in the middle of a low one."""

from textual.content import Content
from textual.widgets import Static

from kiosk.text import cell_width
from screens.widgets.lines import wrap

_LOW = 3
"""Lines of a tile in which label and note share one where they fit, so that it has air."""

_GAP = "  "
_MOST_NARROWED = 8
"""Cells by which lines are made shorter, so that the last one is not lost."""
_ORPHAN = 2
"""Cells of a last line that looks lost: one Chinese character."""


class TileWords(Static):
    """A label and a smaller note under it."""

    def __init__(self, label: str, note: str, note_look: str) -> None:
        """Say something.

        Args:
            label: What the tile is.
            note: The second line, or empty.
            note_look: Textual's style of it.
        """
        super().__init__(_assembled([label], [note], note_look), classes="tile-words", markup=False)
        self._label, self._note, self._note_look = label, note, note_look

    def render(self) -> Content:
        """The lines that fit."""
        width, height = self.size
        if not width or not height:  # not laid out yet
            return Content("")
        if shares_a_line(self._label, self._note, width, height):
            return Content.assemble((self._label, "bold"), _GAP, (self._note, self._note_look))
        label, note = lay_out_words(self._label, self._note, width, height)
        return _assembled(label, note, self._note_look)


def shares_a_line(label: str, note: str, width: int, height: int) -> bool:
    """Whether both stand in one line of a low tile, in the middle of it."""
    cells = cell_width(label) + cell_width(_GAP) + cell_width(note)
    return bool(note) and height in {1, _LOW} and cells <= width


def lay_out_words(label: str, note: str, width: int, height: int) -> tuple[list[str], list[str]]:
    """The lines of a label and of its note, one under the other.

    Args:
        label: What goes before the note where there is not room for both.
        note: May be empty.
        width: Cells of a line, at least 2.
        height: Lines there are, at least 1.
    """
    width = max(2, width)
    if not note or height == 1:
        return _flowed(label, width, height), []
    said = _flowed(label, width, height - 1)
    return said, _flowed(note, width, height - len(said))


def _flowed(text: str, width: int, most: int) -> list[str]:
    """Lines of which the last is not one lost character."""
    lines = wrap(text, width, most)
    for narrower in range(width - 1, max(2, width - _MOST_NARROWED) - 1, -1):
        other = wrap(text, narrower, most + 1)  # one more tells whether all of it fits
        if len(lines) <= 1 or cell_width(lines[-1]) > _ORPHAN or len(other) > len(lines):
            return lines
        lines = other
    return lines


def _assembled(label: list[str], note: list[str], note_look: str) -> Content:
    said = Content.styled("\n".join(label), "bold")
    if not any(note):
        return said
    return Content.assemble(said, "\n", ("\n".join(note), note_look))
