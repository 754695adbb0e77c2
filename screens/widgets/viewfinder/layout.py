"""How much of a screen the live picture takes."""

from screens.widgets.photos.geometry import CELL_ASPECT

PICTURE_ASPECT = 4 / 3
"""Width by height of what a camera sees."""

LEAST_WORDS = 28
"""Columns that the words beside the picture need."""

MOST_COLUMNS = 112
"""Columns of the largest picture: cells cost time, and the camera's small picture has no more."""


def live_size(width: int, height: int, words: int = LEAST_WORDS) -> tuple[int, int]:
    """Columns and lines of the largest picture that leaves room for the words beside it."""
    columns = min(round(height * CELL_ASPECT * PICTURE_ASPECT), width - words, MOST_COLUMNS)
    columns = max(1, columns)
    return columns, max(1, min(height, round(columns / CELL_ASPECT / PICTURE_ASPECT)))
