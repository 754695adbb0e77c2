"""Pages in millimetres from the top left: text, shapes, pictures and QR codes, as a PDF.

The same content gives the same bytes: a document carries the day it was made, not the time.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from kiosk.exports.fonts import FontFile, Fonts
from kiosk.exports.typesetting import Fitted, Type, Typesetter

Rgb = tuple[int, int, int]
BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)
MM_PER_PT = 25.4 / 72
ASCENT = 0.86
"""How far a Chinese character stands above its baseline, in sizes."""
_MEASURED_AT_PT = 1000.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in millimetres from the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is written.

    Attributes:
        size_pt: In points.
        bold: Whether in the bold face.
        colour: Of its ink.
        to_the_right_end: Whether its place is its right end instead of its left one.
    """

    size_pt: float
    bold: bool = False
    colour: Rgb = BLACK
    to_the_right_end: bool = False


class Paper:
    """A document while it is drawn."""

    def __init__(self, fonts: Fonts, title: str, made_on: date) -> None:
        """Begin without a page; viewers show the title and the day."""
        from fpdf import FPDF  # 0.4 s

        # What it can't subset it drops, and says so on standard error, which may be the kiosk's.
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        self._pdf = FPDF(unit="mm")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_title(title)
        self._pdf.set_creation_date(datetime.combine(made_on, time(), UTC))
        self._types = Typesetter(fonts, self._add_face, self._measure)

    def add_page(self, width: float, height: float) -> None:
        """Begin a page of a size in millimetres."""
        self._pdf.add_page(
            orientation="landscape" if width > height else "portrait",
            format=(min(width, height), max(width, height)),
        )

    def finished(self) -> bytes:
        """The document."""
        return bytes(self._pdf.output())

    def fit(self, text: str, width: float, *kinds: Type) -> Fitted:
        """A text as it fits a width in millimetres; see `Typesetter.fit`."""
        return self._types.fit(text, width / MM_PER_PT, kinds)

    def width(self, text: str, size_pt: float, *, bold: bool = False) -> float:
        """How wide a line is, in millimetres."""
        return self._types.width(text, bold=bold) * size_pt * MM_PER_PT

    def write(self, at: tuple[float, float], text: str, look: Look) -> None:
        """Write one line from the left end of its baseline, or to the right end."""
        x, baseline = at
        if look.to_the_right_end:
            x -= self.width(text, look.size_pt, bold=look.bold)
        self._pdf.set_text_color(*look.colour)
        for run in self._types.runs(text, bold=look.bold):
            self._pdf.set_font(run.face, size=look.size_pt)
            self._pdf.text(x, baseline, run.text)
            x += self._measure(run.face, run.text) * look.size_pt * MM_PER_PT

    def write_lines(self, at: tuple[float, float], fitted: Fitted, look: Look) -> None:
        """Write lines under each other, the first one's baseline given."""
        step = fitted.size_pt * MM_PER_PT * fitted.kind.leading
        for place, line in enumerate(fitted.lines):
            self.write((at[0], at[1] + place * step), line, look)

    def fill(self, box: Box, colour: Rgb) -> None:
        """Fill a rectangle."""
        self._pdf.set_fill_color(*colour)
        self._pdf.rect(box.x, box.y, box.width, box.height, style="F")

    def line(self, begin: tuple[float, float], end: tuple[float, float], colour: Rgb) -> None:
        """Draw a hairline."""
        self._pdf.set_line_width(0.1)
        self._pdf.set_draw_color(*colour)
        self._pdf.line(*begin, *end)

    def corners(self, box: Box, radius: float, colour: Rgb) -> None:
        """Draw the four rounded corners of a box as hairlines, without its sides."""
        self._pdf.set_line_width(0.1)
        self._pdf.set_draw_color(*colour)
        across = 2 * radius
        for x, y, start in (
            (box.right - across, box.y, 0),
            (box.x, box.y, 90),
            (box.x, box.bottom - across, 180),
            (box.right - across, box.bottom - across, 270),
        ):
            self._pdf.arc(x, y, across, start, start + 90)

    def squares(self, box: Box, rows: Sequence[Sequence[bool]]) -> None:
        """Fill the true squares of a grid in black.

        All of them are one path painted at once, so that no seam shows between neighbours.
        """
        from fpdf.enums import PathPaintRule

        side = box.width / len(rows)
        with self._pdf.new_path(paint_rule=PathPaintRule.FILL_NONZERO) as path:
            path.style.fill_color, path.style.stroke_color = "#000000", None
            for y, row in enumerate(rows):
                for begin, end in _stretches(row):
                    path.rectangle(
                        box.x + begin * side, box.y + y * side, (end - begin) * side, side
                    )

    def picture(self, box: Box, jpeg: bytes) -> bool:
        """Put a picture into a box of its shape; False when it can't be read."""
        from io import BytesIO

        from PIL import Image

        with suppress(OSError, ValueError, SyntaxError):
            with Image.open(BytesIO(jpeg), formats=("JPEG",)) as opened:
                opened.load()
            self._pdf.image(BytesIO(jpeg), box.x, box.y, box.width, box.height)
            return True
        return False

    def ellipse(self, box: Box, colour: Rgb) -> None:
        """Fill the ellipse in a box."""
        self._pdf.set_fill_color(*colour)
        self._pdf.ellipse(box.x, box.y, box.width, box.height, style="F")

    @contextmanager
    def within(self, box: Box) -> Iterator[None]:
        """Draw nothing outside a box."""
        with self._pdf.rect_clip(box.x, box.y, box.width, box.height):
            yield

    def _add_face(self, face: str, font: FontFile) -> None:
        self._pdf.add_font(face, fname=font.path, collection_font_number=font.index)

    def _measure(self, face: str, text: str) -> float:
        self._pdf.set_font(face, size=_MEASURED_AT_PT)
        return self._pdf.get_string_width(text) / MM_PER_PT / _MEASURED_AT_PT


def _stretches(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The beginnings and ends of unbroken stretches of true squares."""
    edges = [False, *row, False]
    turns = [place for place in range(len(row) + 1) if edges[place] != edges[place + 1]]
    yield from zip(turns[::2], turns[1::2], strict=True)
