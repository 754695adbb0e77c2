"""How many cards a wall shows, and how large."""

from dataclasses import dataclass

FACE_ASPECT = 1.6
"""Columns of a face for each of its lines: 4:5 in cells twice as high as wide."""

TEXT_LINES = 4
"""Lines under a face: light and name, job, post, branch."""

GAP_COLUMNS = 2
"""The least columns between two cards."""

GAP_LINES = 1
"""The least lines between two rows of cards."""

FRAME = 1
"""Cells around a card in which the frame of the chosen one is drawn."""

_FACE_LINES = ((24, 10), (48, 11))  # on a wall of fewer lines than the first, faces of the second
_LARGE_FACE_LINES = 12
_LEAST_FACE_LINES = 3


@dataclass(frozen=True, slots=True)
class WallLayout:
    """Where the cards of one page stand.

    Attributes:
        columns: Cards side by side, at least 1.
        rows: Rows of cards, at least 1.
        face_width: Columns of a face, and of the text under it.
        face_height: Lines of a face; 0 where there is room for text alone.
        step_x: Columns from one card's left edge to the next one's.
        step_y: Lines from one card's top to the next one's.
    """

    columns: int
    rows: int
    face_width: int
    face_height: int
    step_x: int
    step_y: int

    @property
    def cards(self) -> int:
        """Cards on a page."""
        return self.columns * self.rows

    @property
    def height(self) -> int:
        """Lines of a card: its face and the text under it."""
        return self.face_height + TEXT_LINES

    def place_of(self, index: int) -> tuple[int, int]:
        """The left column and the top line of a page's card."""
        row, column = divmod(index, self.columns)
        return FRAME + column * self.step_x, FRAME + row * self.step_y

    def card_at(self, x: int, y: int) -> int | None:
        """The card under a point, the half of the gap around it included, or None."""
        column = (x - FRAME + GAP_COLUMNS // 2) // self.step_x
        row = (y - FRAME + GAP_LINES // 2) // self.step_y
        if not (0 <= column < self.columns and 0 <= row < self.rows):
            return None
        return row * self.columns + column


def lay_out(width: int, height: int) -> WallLayout:
    """The layout of a wall of so many columns and lines, whatever they are.

    Faces come out a little larger than their least good size, so that the wall is filled; what
    is still left over goes between the cards.
    """
    inner_width, inner_height = max(1, width - 2 * FRAME), max(1, height - 2 * FRAME)
    wanted = next((face for below, face in _FACE_LINES if height < below), _LARGE_FACE_LINES)
    wanted_width = round(wanted * FACE_ASPECT)
    columns = max(1, (inner_width + GAP_COLUMNS) // (wanted_width + GAP_COLUMNS))
    rows = max(1, (inner_height + GAP_LINES) // (wanted + TEXT_LINES + GAP_LINES))
    widest = (inner_width - (columns - 1) * GAP_COLUMNS) // columns
    highest = (inner_height - (rows - 1) * GAP_LINES) // rows - TEXT_LINES
    face_height = min(highest, int(widest / FACE_ASPECT))
    if face_height < _LEAST_FACE_LINES:
        face_height = 0
    face_width = min(widest, round(face_height * FACE_ASPECT)) if face_height else widest
    spare_x = (inner_width - columns * face_width) // max(1, columns - 1)
    spare_y = (inner_height - rows * (face_height + TEXT_LINES)) // max(1, rows - 1)
    return WallLayout(
        columns,
        rows,
        face_width,
        face_height,
        face_width + (spare_x if columns > 1 else GAP_COLUMNS),
        face_height + TEXT_LINES + (spare_y if rows > 1 else GAP_LINES),
    )
