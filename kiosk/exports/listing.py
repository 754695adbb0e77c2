"""Lists on paper: sections of rows that go on over pages, each page with its heading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kiosk.exports.figure import draw_figure
from kiosk.exports.pages import BLACK, Box, Look, Paper, Rgb
from kiosk.exports.typesetting import Type
from kiosk.i18n import _

ROW, WRITTEN_ROW = 6.2, 8.2
"""Height of a row in millimetres; of one that somebody writes on by hand."""
FACE_ROW, FACE = 15.0, 14.0
"""Height of a row with a face, and of the face in it, in millimetres."""
HEADING = 10.0
"""Height of a section's name, in millimetres."""
LABELS = 5.4
"""Height of the columns' names, in millimetres."""
_GAP = 4.0
_QUIET: Rgb = (96, 96, 100)
_RULE: Rgb = (205, 205, 209)


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody's face in a row.

    Attributes:
        photo: A JPEG of 4:5; None, or one that can't be read, is drawn as a figure.
    """

    photo: bytes | None

    def draw(self, paper: Paper, x: float, middle: float) -> None:
        """Draw it from a left edge on, around the middle of a row."""
        box = Box(x, middle - FACE / 2, FACE * 4 / 5, FACE)
        if self.photo is None or not paper.picture(box, self.photo):
            draw_figure(paper, box)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column of a row.

    Attributes:
        text: Cleaned text; cut where it does not fit.
        kinds: How it may be set, the best one first.
        bold: Whether in the bold face.
        colour: Of its ink.
        face: Drawn in place of the text; None where the text stands.
    """

    text: str
    kinds: tuple[Type, ...]
    bold: bool = False
    colour: Rgb = BLACK
    face: Face | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """Where the cells of a column stand, in millimetres from the margin.

    Attributes:
        label: Its name, or empty.
        x: Its left edge.
        width: How wide its words may be.
    """

    label: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading.

    Attributes:
        heading: Its name.
        colour: Of the heading.
        columns: Of the rows.
        rows: A cell for each column.
        is_written_on: Whether the rows leave room for a pen.
    """

    heading: str
    colour: Rgb
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_written_on: bool = False

    @property
    def row_height(self) -> float:
        """In millimetres."""
        if any(cell.face is not None for row in self.rows for cell in row):
            return FACE_ROW
        return WRITTEN_ROW if self.is_written_on else ROW

    @property
    def head_height(self) -> float:
        """Of the heading with the columns' names, in millimetres."""
        return HEADING + (LABELS if self.columns else 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading or a row at its place.

    Attributes:
        y: Its upper edge, in millimetres from the top of the page.
        section: To which it belongs.
        row: The row; None for the heading.
        goes_on: Whether the section began on an earlier page.
    """

    y: float
    section: Section
    row: tuple[Cell, ...] | None
    goes_on: bool = False

    def draw(self, paper: Paper, left: float, width: float) -> None:
        """Draw it between two margins."""
        if self.row is None:
            self._draw_head(paper, left, width)
            return
        middle = self.y + self.section.row_height / 2
        for column, cell in zip(self.section.columns, self.row, strict=True):
            if cell.face is not None:
                cell.face.draw(paper, left + column.x, middle)
                continue
            fitted = paper.fit(cell.text, column.width, *cell.kinds)
            first = middle + 1.2 - (len(fitted.lines) - 1) * 1.2
            look = Look(fitted.size_pt, bold=cell.bold, colour=cell.colour)
            paper.write_lines((left + column.x, first), fitted, look)
        foot = self.y + self.section.row_height
        paper.line((left, foot), (left + width, foot), _RULE)

    def _draw_head(self, paper: Paper, left: float, width: float) -> None:
        section = self.section
        words = section.heading
        if self.goes_on:
            words += "  " + _("(continued)")
        look = Look(13, bold=True, colour=section.colour)
        paper.write((left, self.y + HEADING - 3), words, look)
        foot = self.y + section.head_height
        for column in section.columns:
            paper.write((left + column.x, foot - 1.6), column.label, Look(7.5, colour=_QUIET))
        if section.columns:
            paper.line((left, foot), (left + width, foot), BLACK)


@dataclass(slots=True)
class Page:
    """What stands on a page.

    Attributes:
        lines: From top to bottom.
        end: Where the last one ends, in millimetres from the top.
    """

    lines: list[Placed] = field(default_factory=list)
    end: float = 0


def flow(
    sections: Sequence[Section], edges: tuple[float, float, float], closing: float
) -> list[Page]:
    """Put sections on pages; no heading stands alone at a page's foot.

    Args:
        sections: In their order.
        edges: The upper edge on the first page, on later ones, and the lower edge of all.
        closing: Room that is needed after the last row, on the same page.

    Returns:
        At least one page.
    """
    first, later, bottom = edges
    pages = [Page(end=first)]

    def room_for(height: float) -> bool:
        if pages[-1].end + height <= bottom:
            return False
        pages.append(Page(end=later))
        return True

    for section in sections:
        for placed, height, needed in _pieces(section):
            if room_for(needed) and placed.row is not None:
                _put(pages[-1], Placed(0, section, None, goes_on=True), section.head_height)
            _put(pages[-1], placed, height)
        pages[-1].end += _GAP
    room_for(closing)
    return pages


def _pieces(section: Section) -> Iterator[tuple[Placed, float, float]]:
    """A heading or row, its height, and the room without which it goes to the next page."""
    head, row = section.head_height, section.row_height
    yield Placed(0, section, None), head, head + (row if section.rows else 0)
    for cells in section.rows:
        yield Placed(0, section, cells), row, row


def _put(page: Page, placed: Placed, height: float) -> None:
    page.lines.append(Placed(page.end, placed.section, placed.row, placed.goes_on))
    page.end += height
