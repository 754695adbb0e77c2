"""The line over the wall: what is shown and how to see everybody again, and which page this is."""

from collections.abc import Sequence
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
from screens.dialogs.keypad import PAD_DELETE
from screens.widgets.board.words import filter_words
from screens.widgets.lines import Drawn, Part, line, spread

_MOST_DOTS = 12
_LEAST_NAMES = 12
"""Room from which on names of empty posts are told, in cells."""


class Shown(Drawn):
    """Says what the wall shows; touching it shows everybody."""

    LOOKS = "shown"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "shown--what",
        "shown--count",
        "shown--drop",
        "shown--loud",
    }
    DEFAULT_CSS = """
    Shown { height: 1; width: 1fr; }
    Shown > .shown--what { color: $text; text-style: bold; }
    Shown > .shown--count { color: $text-muted; }
    Shown > .shown--drop { color: $accent; }
    Shown > .shown--loud { color: $background; background: $warning; text-style: bold; }
    """

    chosen = EVERYBODY
    count = 0
    empty: tuple[str, ...] = ()

    def draw(self, width: int, height: int) -> list[Strip]:
        """What to do here, and loudly which key posts stand empty.

        With a filter, how many it leaves and the way to drop it. What needs somebody is said first:
        where there is no room for all, the rest gives way.
        """
        loud = self._loud(width)
        said = self._said(width - cell_width(loud))
        if not loud:
            return [line(said, width, self.ground)]
        return [spread(said, [(loud, self.look("loud"))], width, self.ground)]

    def _loud(self, width: int) -> str:
        if not self.empty:
            return ""
        count = f" ▲ {_('EMPTY')} {format_number(len(self.empty))} "
        names = _(", ").join(self.empty)
        room = width - self._least() - cell_width(count) - 3
        if room < 0 and self.chosen != EVERYBODY:
            return f" ▲ {format_number(len(self.empty))} "
        if room < _LEAST_NAMES:
            return count
        return f"{count}· {fit(names, min(room, cell_width(names)))} "

    def _least(self) -> int:
        """Cells that are left to what to do here."""
        what = cell_width(filter_words(self.chosen))
        if self.chosen != EVERYBODY:
            return what + cell_width(self._drop())
        return what + cell_width(_("Scan your badge")) + 20

    def _drop(self) -> str:
        return f"   {_('✕ [1] Show everybody')}" if self.chosen != EVERYBODY else ""

    def _said(self, width: int) -> list[Part]:
        members = ngettext("{count} member", "{count} members", self.count)
        count = f"  {members.format(count=format_number(self.count))}"
        drop, what = self._drop(), filter_words(self.chosen)
        if self.chosen != EVERYBODY and cell_width(what + count + drop) > width:
            count = ""  # the page's faces show it
        room = max(0, width - cell_width(count) - cell_width(drop))
        parts: list[Part] = [
            (fit(what, min(room, cell_width(what))), self.look("what")),
            (count, self.look("count")),
            (drop, self.look("drop")),
        ]
        if self.chosen == EVERYBODY:
            scan = "   ▸ " + _("Scan your badge")
            if sum(cell_width(text) for text, _look in parts) + cell_width(scan) > width:
                parts.pop(1)  # of how many it is the panel's and the header's business
            parts.append((scan, self.look("what")))
        return parts


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


class _Search(Input):
    """A number pad has no Backspace, and no name has a full stop."""

    def on_key(self, event: events.Key) -> None:
        """Take the last sign back."""
        if event.character == PAD_DELETE:
            event.stop()
            event.prevent_default()
            self.action_delete_left()


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
        yield _Search(compact=True, max_length=LONGEST_WORDS, select_on_focus=False)
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

    def show_empty(self, posts: Sequence[str]) -> None:
        """Say loudly which key posts stand empty.

        Args:
            posts: Their names; none where all are held.
        """
        shown = self.query_one(Shown)
        shown.empty = tuple(posts)
        shown.redraw()

    def show_page(self, page: int, pages: int) -> None:
        """Say which page this is, from 0, of how many."""
        dots = self.query_one(Pages)
        dots.page, dots.pages = page, pages
        dots.redraw()

    def open_search(self) -> None:
        """Open the search field; what stands in it gives way to the first letter typed."""
        self.add_class("-searching")
        field = self.query_one(Input)
        field.focus()
        field.select_all()

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
