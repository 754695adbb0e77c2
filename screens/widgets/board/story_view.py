"""A member's story on pages of one or two columns; nothing scrolls sideways."""

from collections.abc import Callable
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events
from textual.message import Message
from textual.strip import Strip

from kiosk.people.views import MemberPage
from kiosk.service.scoring import RatingView
from screens.widgets.board.story import Block, balanced, tell
from screens.widgets.lines import Canvas, Drawn, line

Tell = Callable[[int], list[Block]]
"""Blocks in lines of a width, in the language now spoken."""

_LEAST_COLUMN = 58
_BETWEEN = 4


class StoryView(Drawn):
    """Identity, duties, commitments and services of one member."""

    LOOKS = "story"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "story--heading",
        "story--name",
        "story--text",
        "story--faint",
        "story--light",
        "story--open",
        "story--overdue",
        "story--kept",
        "story--partly_kept",
        "story--missed",
        "story--withdrawn",
    }
    DEFAULT_CSS = """
    StoryView { width: 1fr; height: 1fr; }
    StoryView > .story--heading { color: $accent; text-style: bold; }
    StoryView > .story--name { color: $text; text-style: bold; }
    StoryView > .story--text { color: $text; }
    StoryView > .story--faint { color: $text-muted; }
    StoryView > .story--light { color: $text; }
    StoryView > .story--open { color: $text; }
    StoryView > .story--overdue { color: $warning; }
    StoryView > .story--kept { color: $success; }
    StoryView > .story--partly_kept { color: $text; }
    StoryView > .story--missed { color: $text-muted; }
    StoryView > .story--withdrawn { color: $text-muted; }
    """

    class Turned(Message):
        """Another page is shown, or there are more or fewer of them."""

        def __init__(self, page: int, pages: int) -> None:
            """Say which page, from 0, of how many, at least 1."""
            super().__init__()
            self.page = page
            self.pages = pages

    def __init__(self, zone: ZoneInfo) -> None:
        """Tell nothing yet.

        Args:
            zone: The site's, for times of day.
        """
        super().__init__()
        self._zone = zone
        self._tell: Tell | None = None
        self._page = 0

    @property
    def pages(self) -> int:
        """How many pages there are at this size, at least 1."""
        return max(1, -(-len(self._flowed()) // self._across))

    def tell(self, story: MemberPage, rating: RatingView | None = None) -> None:
        """Tell this member's story; the page stays where it is."""
        self.tell_blocks(lambda width: tell(story, self._zone, width, rating))

    def tell_blocks(self, blocks: Tell) -> None:
        """Tell what is told in blocks, each in lines of a width; the page stays where it is."""
        self._tell = blocks
        self._show_page(self._page)

    def turn(self, by: int) -> None:
        """Turn pages, not beyond the ends."""
        self._show_page(self._page + by)

    def on_resize(self) -> None:
        """Flow anew."""
        self._show_page(self._page)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Turn to the next page."""
        event.stop()
        self.turn(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Turn to the page before."""
        event.stop()
        self.turn(-1)

    def draw(self, width: int, height: int) -> list[Strip]:
        """The page's columns."""
        canvas, column = Canvas(width, height, self.ground), self._column
        shown = self._flowed()[self._page * self._across :][: self._across]
        for place, rows in enumerate(shown):
            for down, row in enumerate(rows):
                parts = [(text, self.look(look)) for text, look in row]
                strip = line(parts, column, self.ground)
                canvas.put(place * (column + _BETWEEN), down, strip)
        return canvas.lines()

    @property
    def _across(self) -> int:
        return max(1, (self.size.width + _BETWEEN) // (_LEAST_COLUMN + _BETWEEN))

    @property
    def _column(self) -> int:
        return max(1, (self.size.width - (self._across - 1) * _BETWEEN) // self._across)

    def _flowed(self) -> list[Block]:
        if self._tell is None:
            return []
        return balanced(self._tell(self._column), max(1, self.size.height), self._across)

    def _show_page(self, page: int) -> None:
        self._page = min(max(0, page), self.pages - 1)
        self.redraw()
        self.post_message(self.Turned(self._page, self.pages))
