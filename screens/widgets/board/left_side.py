"""How a card's left side is shared between the face and, in a demo, the badge's code."""

from dataclasses import dataclass

from screens.widgets.board.layout import FACE_ASPECT

CODE_WIDTH = 29
"""Columns of a QR code of version 1: 21 modules and a border of 4 on both sides (ISO/IEC 18004)."""

CODE_HEIGHT = 15
"""Its lines, two modules each."""

_LARGEST_SHARE = 0.4
_LEAST_FACE_BESIDE_CODE = 14


@dataclass(frozen=True, slots=True)
class LeftSide:
    """What stands on the left.

    Attributes:
        width: Columns of the whole side.
        face_width: Columns of the face.
        face_height: Its lines.
        has_both: Whether the code stands under the face; else it takes its place on a key.
    """

    width: int
    face_width: int
    face_height: int
    has_both: bool


def lay_out_left(width: int, height: int, *, with_code: bool) -> LeftSide:
    """The left side of a screen's middle.

    Args:
        width: Columns of the middle.
        height: Its lines.
        with_code: Whether there is a code to draw.
    """
    has_both = with_code and height - CODE_HEIGHT - 1 >= _LEAST_FACE_BESIDE_CODE
    room = height - CODE_HEIGHT - 1 if has_both else height
    widest = int(width * _LARGEST_SHARE)
    face_height = max(1, min(room, int(widest / FACE_ASPECT)))
    face_width = max(1, min(widest, round(face_height * FACE_ASPECT)))
    side = max(face_width, CODE_WIDTH if with_code else 0)
    return LeftSide(side, face_width, face_height, has_both)
