"""The line over the wall: what is shown and how to see everybody again, and which page this is."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from kiosk.i18n import _, format_number, ngettext
from kiosk.people.filters import EVERYBODY, LONGEST_WORDS, Filter
from kiosk.text import cell_width, fit
from screens.widgets.board.words import filter_words
from screens.widgets.lines import Drawn, Part, line, spread

_MOST_DOTS = 12


class Shown(Drawn):
    """Says what the wall shows; touching it shows everybody."""

    LOOKS = "shown"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"shown--what", "shown--count", "shown--drop"}
    DEFAULT_CSS = """
    Shown { height: 1; width: 1fr; }
    Shown > .shown--what { color: $text; text-style: bold; }
    Shown > .shown--count { color: $text-muted; }
    Shown > .shown--drop { color: $accent; }
    """

    chosen = EVERYBODY
    count = 0

    def draw(self, width: int, height: int) -> list[Strip]:
        """What to do here; with a filter, how many it leaves and the way to drop it."""
        members = ngettext("{count} member", "{count} members", self.count)
        count = f"  {members.format(count=format_number(self.count))}"
        drop = f"   {_('✕ [1] Show everybody')}" if self.chosen != EVERYBODY else ""
        what = filter_words(self.chosen)
        room = max(0, width - cell_width(count) - cell_width(drop))
        parts: list[Part] = [
            (fit(what, min(room, cell_width(what))), self.look("what")),
            (count, self.look("count")),
            (drop, self.look("drop")),
        ]
        if self.chosen == EVERYBODY:
            parts.append(("   ▸ " + _("Scan your badge"), self.look("what")))
        return [line(parts, width, self.ground)]


class Pages(Drawn):
    """The page's number and a dot for each page; touching its ends turns pages."""

    LOOKS = "pages"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"pages--number", "pages--here", "pages--other"}
    DEFAULT_CSS = """
    Pages { height: 1; width: 30; }
    Pages > .pages--number { color: $text-muted; }
    Pages > .pages--here { color: $accent; }
    Pages > .pages--other { color: $text-disabled; }
    """

    page = 0
    pages = 1

    class Pressed(Message):
        """Somebody touched it."""

        def __init__(self, by: int) -> None:
            """Say whether the page before (-1) or the next one (1) is wanted."""
            super().__init__()
            self.by = by

    def draw(self, width: int, height: int) -> list[Strip]:
        """Nothing where there is one page only."""
        if self.pages < 2:  # noqa: PLR2004  # more than one
            return []
        number = _("Page {page} of {pages}").format(page=self.page + 1, pages=self.pages)
        parts: list[Part] = [("‹ ", self.look("number")), (number, self.look("number"))]
        if self.pages <= _MOST_DOTS:
            parts.append((" " + "▫" * self.page, self.look("other")))
            parts.append(("▪", self.look("here")))
            parts.append(("▫" * (self.pages - self.page - 1), self.look("other")))
        return [spread([], [*parts, (" ›", self.look("number"))], width, self.ground)]

    def on_click(self, event: events.Click) -> None:
        """The right end turns on, the rest turns back."""
        self.post_message(self.Pressed(1 if event.x >= self.size.width * 2 // 3 else -1))


class FilterBar(Horizontal):
    """What is shown, the search field while somebody searches, and the pages."""

    DEFAULT_CSS = """
    FilterBar { height: 1; }
    FilterBar Input { width: 1fr; display: none; background: $surface; }
    FilterBar.-searching Input { display: block; }
    FilterBar.-searching Shown { display: none; }
    """

    class Dropped(Message):
        """Everybody is to be shown again."""

    class Typed(Message):
        """The words looked for changed."""

        def __init__(self, words: str) -> None:
            """Say to what."""
            super().__init__()
            self.words = words

    class Found(Message):
        """Somebody finished typing and turns to the results."""

    def compose(self) -> ComposeResult:
        """The parts, the search field hidden."""
        yield Shown()
        yield Input(compact=True, max_length=LONGEST_WORDS, select_on_focus=False)
        yield Pages()

    @property
    def is_searching(self) -> bool:
        """Whether the search field is open."""
        return self.has_class("-searching")

    @property
    def is_typing(self) -> bool:
        """Whether the keys go to the search field."""
        return self.is_searching and self.query_one(Input).has_focus

    def show(self, chosen: Filter, count: int) -> None:
        """Say what the wall shows.

        Args:
            chosen: The filter.
            count: How many members it leaves.
        """
        shown = self.query_one(Shown)
        shown.chosen, shown.count = chosen, count
        self.query_one(Input).placeholder = _("Type a name, a number or pinyin initials")
        shown.redraw()
        self.query_one(Pages).redraw()

    def show_page(self, page: int, pages: int) -> None:
        """Say which page this is, from 0, of how many."""
        dots = self.query_one(Pages)
        dots.page, dots.pages = page, pages
        dots.redraw()

    def open_search(self) -> None:
        """Open the search field, with the words that stand in it."""
        self.add_class("-searching")
        self.query_one(Input).focus()

    def close_search(self) -> None:
        """Close the search field and forget its words."""
        self.remove_class("-searching")
        self.query_one(Input).clear()

    def on_click(self, event: events.Click) -> None:
        """Everybody again."""
        if isinstance(event.widget, Shown) and event.widget.chosen != EVERYBODY:
            self.post_message(self.Dropped())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the wall while somebody types."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Turn to the results."""
        event.stop()
        self.post_message(self.Found())
