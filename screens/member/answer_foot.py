"""What to do next, under an answer: choices, and the bar of seconds."""

import textwrap
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from kiosk.i18n import _
from kiosk.text import cell_width, fit
from screens.member.answer_refused import URGENT
from screens.member.answer_words import MY_PAGE_KEY, seconds_word
from screens.widgets.lines import Drawn, Part, line, wrap

CHOICE_HEIGHT = 3
MARGIN = 2

LEAST_PADDING = 2
"""Cells of a choice beside its key and its words."""

ROOMY = 100
"""Width from which on the choices stand two cells apart."""

LEAST_CHOICE_WIDTH = 12
"""Cells that a gloved finger needs."""


class AnswerFoot(Drawn):
    """What to do next, each choice large enough for a glove, and a bar that runs out."""

    LOOKS = "foot"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "foot--choice",
        "foot--urgent",
        "foot--key",
        "foot--bar",
    }

    class Chosen(Message):
        """A choice was touched."""

        def __init__(self, key: str) -> None:
            """Tell which.

            Args:
                key: The key printed on it.
            """
            super().__init__()
            self.key = key

    def __init__(self, share_left: Callable[[], tuple[float, int]]) -> None:
        """Offer nothing.

        Args:
            share_left: The share of the time that is left, 0 to 1, and the seconds.
        """
        super().__init__()
        self._choices: tuple[tuple[str, str], ...] = ()
        self._share_left = share_left

    def show(self, choices: tuple[tuple[str, str], ...], *, is_question: bool = False) -> None:
        """Offer choices.

        Args:
            choices: Pairs of a key and words.
            is_question: Whether they answer a question: they are higher then.
        """
        self.set_class(is_question, "-question")
        if choices != self._choices:
            self._choices = choices
            self.redraw()
        else:
            self.tick()

    def tick(self) -> None:
        """Draw the bar anew, and nothing else."""
        width, height = self.size
        self.refresh(Region(0, height - 1, width, 1))

    def render_line(self, y: int) -> Strip:
        """The bar is drawn live, the rest once."""
        return self._bar() if y == self.size.height - 1 else super().render_line(y)

    def draw(self, width: int, height: int) -> list[Strip]:
        """The choices; their middle lines say what they are."""
        if not self._choices:
            return []
        tall = max(CHOICE_HEIGHT, height - 2)
        above = [Strip.blank(width, self.ground)] * (height - 1 - tall)
        columns = [self._column(*place, tall) for place in self._places(width)]
        return [*above, *(self._row(width, [each[row] for each in columns]) for row in range(tall))]

    def _row(self, width: int, cells: list[tuple[int, list[Part]]]) -> Strip:
        parts: list[Part] = []
        for left, own in cells:
            gap = " " * (left - sum(cell_width(part) for part, _look in parts))
            parts += [(gap, self.ground), *own]
        return line(parts, width, self.ground)

    def _column(
        self, left: int, right: int, choice: tuple[str, str], tall: int
    ) -> list[tuple[int, list[Part]]]:
        """One choice from its first row to its last: the key, and words beside it."""
        key, words = choice
        look = self.look("urgent" if words.startswith(URGENT) else "choice")
        label = f" {key} "
        inner = right - left - len(label) - LEAST_PADDING
        # Two large answers stand in the middle of their halves, smaller choices at the left.
        before = max(0, inner - cell_width(words)) // 2 if tall > CHOICE_HEIGHT else 0
        inner -= before
        said = _broken(words, max(2, inner))
        middle = tall // 2
        first = max(0, middle - (len(said) - 1) // 2 - (len(said) > CHOICE_HEIGHT - 1))
        rows = []
        for row in range(tall):
            text = said[row - first] if first <= row < first + len(said) else ""
            marked = (label, self.look("key")) if row == middle else (" " * len(label), look)
            padding = (" " * (1 + before), look)
            rows.append((left, [padding, marked, (fit(f" {text}", inner + 1), look)]))
        return rows

    def on_click(self, event: events.Click) -> None:
        """A glove touched something."""
        if event.y == self.size.height - 1:
            before, spare = self._bar_words()
            if spare and 0 <= event.x - cell_width(before) < cell_width(spare):
                self.post_message(self.Chosen(MY_PAGE_KEY))
            return
        for left, right, (key, _words) in self._places(self.size.width):
            if left <= event.x < right:
                self.post_message(self.Chosen(key))

    def _tiles(self, width: int) -> tuple[tuple[str, str], ...]:
        """The choices; where they are too many for their words, one gives way to the bar."""
        choices = self._choices
        gap = 2 if width >= ROOMY else 1
        least = sum(_least_width(words) + gap for _key, words in choices) - gap
        if least <= width - 2 * MARGIN:
            return choices
        return tuple(choice for choice in choices if choice[0] != MY_PAGE_KEY)

    def _places(self, width: int) -> list[tuple[int, int, tuple[str, str]]]:
        """Where each choice stands: room for its longest word first, the rest evenly."""
        tiles = self._tiles(width)
        count = len(tiles)
        gap = 2 if width >= ROOMY else 1
        room = width - 2 * MARGIN - gap * (count - 1)
        least = [_least_width(words) for _key, words in tiles]
        if sum(least) > room or max(least) <= room // max(1, count):
            least = [room // max(1, count)] * count
        spare = (room - sum(least)) // max(1, count)
        places, left = [], MARGIN
        for wide, choice in zip(least, tiles, strict=True):
            places.append((left, left + wide + spare, choice))
            left += wide + spare + gap
        return places

    def _bar(self) -> Strip:
        width = self.size.width
        if not self._choices:
            return Strip.blank(width, self.ground)
        share, _seconds = self._share_left()
        words = "".join(self._bar_words()) + "  "
        room = max(0, width - cell_width(words) - MARGIN)
        return line(
            [(words, self.look("bar")), ("━" * round(room * share), self.look("bar"))],
            width,
            self.ground,
        )

    def _bar_words(self) -> tuple[str, str]:
        """What the bar says, and the key of the choice that has no tile, or nothing."""
        words = f"  {seconds_word(self._share_left()[1])} · 0 {_('Back')}"
        shown = self._tiles(self.size.width)
        spare = [f"{key} {said}" for key, said in self._choices if (key, said) not in shown]
        return (f"{words} · ", spare[0]) if spare else (words, "")


def _broken(words: str, width: int) -> list[str]:
    """Words under each other; those with blanks are broken at blanks only."""
    if cell_width(words) > len(words):
        return wrap(words, width, CHOICE_HEIGHT)
    return textwrap.wrap(words, width, break_long_words=False)[:CHOICE_HEIGHT]


def _least_width(words: str) -> int:
    is_wide = cell_width(words) > len(words)
    longest = -(-cell_width(words) // CHOICE_HEIGHT) if is_wide else max(map(len, words.split()))
    return max(LEAST_CHOICE_WIDTH, longest + 3 + LEAST_PADDING + 1)
