"""Five large faces from frown to smile, a key and a word under each; read from two metres."""

from functools import lru_cache
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from kiosk.i18n import _
from kiosk.text import cell_width, fit
from screens.widgets.lines import Canvas, Drawn, line

FACES = 5
GAP_CELLS = 2
"""Between two faces; a touch there means neither."""

_LEAST_PIXELS = 10
"""Of a face's width; a smaller one says nothing."""

_WORD_LINES = 2
"""Under the faces: a blank one, and key and word."""

_HALVES = " ▀▄█"

_EYE_X, _EYE_Y, _EYE_SIZE = 0.36, -0.26, 0.15
_RIM = 0.1
_MOUTH_Y, _MOUTH_BEND, _MOUTH_HALF, _MOUTH_SIZE = 0.42, 0.28, 0.56, 0.1


def face_words() -> tuple[str, ...]:
    """What each face says, the worst first."""
    return (_("Very bad"), _("Bad"), _("Fair"), _("Fine"), _("Great"))


@lru_cache(maxsize=64)
def draw_face(stars: int, pixels: int, *, is_outline: bool = False) -> tuple[str, ...]:
    """A round face in half blocks.

    Args:
        stars: 1 to 5; 3 looks straight ahead.
        pixels: Its width, as many cells; half as many lines.
        is_outline: Whether its lines are inked, for dark ink on light ground; else all but them.
    """
    mood = (stars - 3) / 2
    is_inked = _is_line if is_outline else _is_ground
    rows = [[is_inked(x, y, pixels, mood) for x in range(pixels)] for y in range(pixels)]
    return tuple(
        "".join(
            _HALVES[upper + 2 * lower] for upper, lower in zip(*rows[top : top + 2], strict=True)
        )
        for top in range(0, pixels - 1, 2)
    )


def _is_ground(column: int, row: int, pixels: int, mood: float) -> bool:
    x, y, pixel = _place(column, row, pixels)
    return x * x + y * y <= 1 and not _is_eye(x, y) and not _is_mouth(x, y, mood, pixel)


def _is_line(column: int, row: int, pixels: int, mood: float) -> bool:
    x, y, pixel = _place(column, row, pixels)
    is_rim = 1 - max(_RIM, pixel) < (x * x + y * y) ** 0.5 <= 1
    return is_rim or _is_eye(x, y) or _is_mouth(x, y, mood, pixel)


def _place(column: int, row: int, pixels: int) -> tuple[float, float, float]:
    """Where a pixel is from the middle, and its size, of half the face."""
    half = pixels / 2
    return (column + 0.5 - half) / half, (row + 0.5 - half) / half, 1 / half


def _is_eye(x: float, y: float) -> bool:
    return (abs(x) - _EYE_X) ** 2 + (y - _EYE_Y) ** 2 <= _EYE_SIZE**2


def _is_mouth(x: float, y: float, mood: float, pixel: float) -> bool:
    if abs(x) > _MOUTH_HALF:
        return False
    bend = 1 - 2 * (x / _MOUTH_HALF) ** 2
    middle = _MOUTH_Y + mood * _MOUTH_BEND * bend - abs(mood) * 0.06
    return abs(y - middle) <= max(_MOUTH_SIZE, pixel / 2)


class RatingFaces(Drawn):
    """The faces side by side, each with its key; a touch chooses one."""

    LOOKS = "faces"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"faces--face", "faces--key", "faces--word"}
    DEFAULT_CSS = """
    RatingFaces { height: 1fr; min-height: 4; }
    RatingFaces > .faces--face { color: $text; background: $panel; }
    RatingFaces > .faces--key { color: $accent; background: $panel; text-style: bold; }
    RatingFaces > .faces--word { color: $text; background: $panel; text-style: bold; }
    """

    class Chosen(Message):
        """Somebody touched a face."""

        def __init__(self, stars: int) -> None:
            """Say which, 1 to 5."""
            super().__init__()
            self.stars = stars

    def draw(self, width: int, height: int) -> list[Strip]:
        """Five tiles, the face in the middle of each."""
        canvas, wide = Canvas(width, height, self.ground), _tile_cells(width)
        for stars, word in enumerate(face_words(), 1):
            for y, strip in enumerate(self._tile(stars, word, wide, height)):
                canvas.put(_tile_x(stars, width), y, strip)
        return canvas.lines()

    def _tile(self, stars: int, word: str, width: int, height: int) -> list[Strip]:
        look = self.look("face")
        pixels = min(width - 2, 2 * (height - _WORD_LINES - 1)) // 2 * 2
        rows = self._face(stars, pixels) if pixels >= _LEAST_PIXELS else ()
        above = max(0, (height - len(rows) - _WORD_LINES) // 2)
        drawn = [line([], width, look)] * above
        drawn += [line([(_middle(row, width), look)], width, look) for row in rows]
        drawn += [line([], width, look)] * (1 if rows else 0)
        drawn.append(self._words(stars, word, width))
        return [*drawn, *[line([], width, look)] * height][:height]

    def _face(self, stars: int, pixels: int) -> tuple[str, ...]:
        return draw_face(stars, pixels, is_outline=not self.app.current_theme.dark)

    def _words(self, stars: int, word: str, width: int) -> Strip:
        said = fit(word, min(cell_width(word), width - 4))
        left = " " * ((width - cell_width(said) - 2) // 2)
        parts = [(f"{left}{stars} ", self.look("key")), (said, self.look("word"))]
        return line(parts, width, self.look("face"))

    def on_click(self, event: events.Click) -> None:
        """Choose the touched face."""
        for stars in range(1, FACES + 1):
            left = _tile_x(stars, self.size.width)
            if left <= event.x < left + _tile_cells(self.size.width):
                event.stop()
                self.post_message(self.Chosen(stars))


def _tile_cells(width: int) -> int:
    return max(1, (width - GAP_CELLS * (FACES - 1)) // FACES)


def _tile_x(stars: int, width: int) -> int:
    return (stars - 1) * (_tile_cells(width) + GAP_CELLS)


def _middle(text: str, width: int) -> str:
    return " " * ((width - cell_width(text)) // 2) + text
