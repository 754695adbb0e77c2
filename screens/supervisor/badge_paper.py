"""Pages as they will be printed, badges before all, shown in the terminal."""

import asyncio
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Protocol, Self

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widgets import Label

from kiosk.exports.badge_card import CARD_HEIGHT, CARD_WIDTH
from kiosk.exports.badge_print import BadgePrint
from kiosk.exports.badge_sheet import COLUMNS, ROWS, Layout, make_badges_pdf
from kiosk.exports.preview import draw_page
from kiosk.i18n import _, ngettext
from screens.dialogs.step import KeyLabel, Step
from screens.widgets.lines import Canvas, Drawn
from screens.widgets.photos.geometry import CELL_ASPECT
from screens.widgets.photos.symbols import SAMPLES, fit_symbols

if TYPE_CHECKING:
    from screens.app import KioskApp

LEAST_SIDE_CELLS = 24
"""Columns beside the page, for the names on it."""

_MM_PER_INCH = 25.4
_drawing = Lock()
"""PDFium draws in one thread at a time."""


class Printable(Protocol):
    """A document that can be looked at before it is printed."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of what is shown at once, in millimetres."""

    @property
    def count(self) -> int:
        """How many pictures there are to turn through."""

    def page_of(self, place: int) -> tuple[bytes, int]:
        """A document and the page of it that shows a place, both from 0."""

    def words(self, place: int) -> Content:
        """What stands beside a place."""

    def turning(self) -> tuple[str, str]:
        """What the keys for the next and the one before are called."""


@dataclass(frozen=True, slots=True)
class BadgePaper:
    """Badges ready to be printed.

    Attributes:
        pdf: The document.
        layout: How they lie on its pages.
        badges: In their order.
        today: The day that is printed on them.
    """

    pdf: bytes
    layout: Layout
    badges: tuple[BadgePrint, ...]
    today: date

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of what is shown, a card, in millimetres."""
        return CARD_WIDTH, CARD_HEIGHT

    @property
    def count(self) -> int:
        """How many badges."""
        return len(self.badges)

    def page_of(self, place: int) -> tuple[bytes, int]:
        """A badge alone: of a whole sheet nobody could tell one face from another."""
        if self.layout == "sheet":
            return make_badges_pdf([self.badges[place]], self.today, "cards"), 0
        return self.pdf, place

    def turning(self) -> tuple[str, str]:
        """From badge to badge."""
        return _("Next badge"), _("Previous badge")

    def words(self, place: int) -> Content:
        """Whose badge it is, and how many there are."""
        badge = self.badges[place]
        told = _("Badge {place} of {count}").format(place=place + 1, count=self.count)
        sizes = {"sheet": _("A4, ten to a sheet"), "cards": _("cards of 85.6 x 54 mm")}
        sheets = ngettext("{count} sheet", "{count} sheets", self.sheets)
        more = [badge.number, badge.job, badge.branch]
        return Content.assemble(
            (told, "bold"),
            "\n",
            (f"{sizes[self.layout]} · {sheets.format(count=self.sheets)}", "$text-muted"),
            "\n\n",
            (badge.name, "bold"),
            "\n",
            "\n".join(filter(None, more)),
        )

    @property
    def sheets(self) -> int:
        """How many sheets of paper or cards are printed."""
        on_a_sheet = COLUMNS * ROWS if self.layout == "sheet" else 1
        return -(-len(self.badges) // on_a_sheet)


def cells_of(size: tuple[float, float], width: int, height: int) -> tuple[int, int]:
    """The columns and lines that a page takes in a box, as large as it can be."""
    aspect = size[0] / size[1] * CELL_ASPECT
    if width > height * aspect:
        return max(1, round(height * aspect)), height
    return width, max(1, round(width / aspect))


def page_strips(paper: Printable, place: int, cells: tuple[int, int], *, fine: bool) -> list[Strip]:
    """Draw a page in a number of columns and lines; takes a while, so never on the loop.

    Args:
        paper: The document.
        place: The page's place, from 0.
        cells: Columns and lines.
        fine: Whether the terminal's font has eighths and quarters of blocks.
    """
    from PIL import Image

    width, height = cells
    dpi = max(30.0, 2 * width * SAMPLES * _MM_PER_INCH / paper.size[0])
    pdf, page = paper.page_of(place)
    with _drawing:
        drawn = draw_page(pdf, page, dpi)
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb)
    small = picture.resize((width * SAMPLES, height * SAMPLES), Image.Resampling.LANCZOS)
    found = fit_symbols(small, width, height, fine)
    segments = [
        Segment(symbol, _style(found.inks[at : at + 3], found.papers[at : at + 3]))
        for symbol, at in zip(found.symbols, range(0, len(found.inks), 3), strict=True)
    ]
    return [Strip(segments[at : at + width], width) for at in range(0, len(segments), width)]


def _style(ink: bytes, paper: bytes) -> Style:
    return Style(color=Color.from_rgb(*ink), bgcolor=Color.from_rgb(*paper))


class PagePicture(Drawn):
    """One page, drawn beside the loop and then shown; the one before stays until then."""

    DEFAULT_CSS = "PagePicture { height: 1fr; }"

    def __init__(self, paper: Printable, page: int = 0) -> None:
        """Show a page.

        Args:
            paper: The document.
            page: From 0.
        """
        super().__init__()
        self._paper, self._page = paper, page
        self._strips: list[Strip] = []
        self._strips_size = Size(0, 0)

    def turn_to(self, page: int) -> None:
        """Show another page."""
        self._page = page
        self._start()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw it in the new size."""
        self._start()

    def _start(self) -> None:
        if self.size.width and self.size.height:
            self.run_worker(self._draw(), name="page", exclusive=True)

    async def _draw(self) -> None:
        size = self.size
        cells = cells_of(self._paper.size, size.width, size.height)
        app: KioskApp = self.app  # type: ignore[assignment]  # the kiosk's own
        fine = app.photos.name != "half-blocks"
        self._strips = await asyncio.to_thread(
            page_strips, self._paper, self._page, cells, fine=fine
        )
        self._strips_size = size
        self.redraw()

    @property
    def is_drawn(self) -> bool:
        """Whether a page is on show in the size that there is now."""
        return bool(self._strips) and self._strips_size == self.size

    def draw(self, width: int, height: int) -> list[Strip]:
        """The page in the middle."""
        canvas = Canvas(width, height, self.ground)
        top = max(0, (height - len(self._strips)) // 2)
        for place, strip in enumerate(self._strips):
            canvas.put(max(0, (width - strip.cell_length) // 2), top + place, strip)
        return canvas.lines()


class PagePreview(Step[bool]):
    """The pages one by one; Enter goes on to the printing."""

    DEFAULT_CSS = """
    PagePreview #paper { height: 1fr; }
    PagePreview PagePicture { background: $panel; margin-right: 2; }
    PagePreview #paper-words { width: 1fr; height: 1fr; }
    """

    def __init__(
        self,
        paper: Printable,
        page: int = 0,
        answered: "asyncio.Future[bool | None] | None" = None,
    ) -> None:
        """Show a document.

        Args:
            paper: The document.
            page: The page to begin with, from 0.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(answered)
        self._paper, self._page = paper, page

    @property
    def title(self) -> str:
        """What this is."""
        return _("This is what will be printed")

    def again(self) -> Self:
        """The same page."""
        return type(self)(self._paper, self._page, self.answered)

    def keys(self) -> list[KeyLabel]:
        """Go on, and turn pages where there are several."""
        on, back = self._paper.turning()
        turning = [("plus", on), ("minus", back)] if self._paper.count > 1 else []
        return [("enter", _("Print or save")), *turning]

    def compose(self) -> ComposeResult:
        """The page at the left, who is on it at the right."""
        with Horizontal(id="paper"):
            yield PagePicture(self._paper, self._page)
            yield Label(self._paper.words(self._page), id="paper-words", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Give the page all that the names leave."""
        room = max(1, event.size.width - LEAST_SIDE_CELLS)
        width, _height = cells_of(self._paper.size, room, max(1, event.size.height))
        self.query_one(PagePicture).styles.width = width

    def press(self, key: str, character: str | None) -> bool:
        """Enter, or a page's key."""
        if key == "enter":
            self.give(True)
        elif character in {"+", "-"} or key in {"pagedown", "pageup"}:
            self._turn(1 if character == "+" or key == "pagedown" else -1)
        else:
            return False
        return True

    def _turn(self, by: int) -> None:
        self._page = (self._page + by) % self._paper.count
        self.query_one(PagePicture).turn_to(self._page)
        words = self._paper.words(self._page)
        self.query_one("#paper-words", Label).update(words)
