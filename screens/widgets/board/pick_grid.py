"""Up to nine large choices, each with its key on it."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from kiosk.i18n import _
from kiosk.people.filters import Choice
from screens.widgets.lines import Canvas, Drawn, Part, line, wrap

ACROSS = 3
"""Choices side by side, as on a keypad."""

ON_A_PAGE = 9
"""Choices on a page: one for each digit from 1."""

_GAP_X, _GAP_Y = 2, 1
_LEAST_HEIGHT = 3
_HIGHEST = 7
_BESIDE = 5  # cells of "  1  "


class PickGrid(Drawn):
    """One page of posts, branches or teams."""

    LOOKS = "pick"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick--key", "pick--name", "pick--count"}
    DEFAULT_CSS = """
    PickGrid { height: 1fr; }
    PickGrid > .pick--key { color: $accent; background: $panel; text-style: bold; }
    PickGrid > .pick--name { color: $text; background: $panel; text-style: bold; }
    PickGrid > .pick--count { color: $text-muted; background: $panel; }
    """

    class Picked(Message):
        """A choice was touched."""

        def __init__(self, place: int) -> None:
            """Say which one of the page, from 0."""
            super().__init__()
            self.place = place

    def __init__(self, choices: Sequence[Choice]) -> None:
        """Offer these, from the first."""
        super().__init__()
        self._choices = choices
        self.page = 0

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-len(self._choices) // ON_A_PAGE))

    def find(self, place: int) -> Choice | None:
        """The choice at a place of the page, from 0, or None."""
        at = self.page * ON_A_PAGE + place
        return self._choices[at] if at < len(self._choices) else None

    def turn(self, by: int) -> None:
        """Turn pages, round at the ends."""
        self.page = (self.page + by) % self.pages
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """The page's choices, in the order of a keypad read from the top."""
        canvas = Canvas(width, height, self.ground)
        for place in range(ON_A_PAGE):
            choice = self.find(place)
            if choice is not None:
                self._put(canvas, place, choice)
        return canvas.lines()

    def _tile(self) -> tuple[int, int]:
        width = (self.size.width - (ACROSS - 1) * _GAP_X) // ACROSS
        height = (self.size.height - (ACROSS - 1) * _GAP_Y) // ACROSS
        return max(1, width), max(_LEAST_HEIGHT, min(height, _HIGHEST))

    def _put(self, canvas: Canvas, place: int, choice: Choice) -> None:
        width, height = self._tile()
        row, column = divmod(place, ACROSS)
        x, y = column * (width + _GAP_X), row * (height + _GAP_Y)
        texts = self._texts(choice, width - _BESIDE, height)
        top = (height - len(texts)) // 2
        for down in range(height):
            parts: list[Part] = []
            if top <= down < top + len(texts):
                key = f"  {place + 1}  " if down == top else " " * _BESIDE
                parts = [(key, self.look("key")), texts[down - top]]
            canvas.put(x, y + down, line(parts, width, self.look("count")))

    def _texts(self, choice: Choice, width: int, height: int) -> list[Part]:
        names = wrap(choice.name, max(2, width), max(1, height - 2))
        counts = _("{here} of {all} on site").format(here=choice.on_site, all=choice.members)
        return [*((name, self.look("name")) for name in names), (counts, self.look("count"))]

    def on_click(self, event: events.Click) -> None:
        """Take the choice that was touched."""
        width, height = self._tile()
        column, row = event.x // (width + _GAP_X), event.y // (height + _GAP_Y)
        if column < ACROSS and row < ACROSS:
            self.post_message(self.Picked(row * ACROSS + column))
