"""Large choices, one key each: nine to a page, in the order of a keypad."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Self, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal
from textual.message import Message
from textual.widgets import Static

from kiosk.i18n import LANGUAGES, _, speaking
from screens.dialogs.step import KeyLabel, Step
from screens.dialogs.tile_words import TileWords
from screens.dialogs.written import Written, digest, written
from screens.widgets.keys import KeyBar

Value = TypeVar("Value")

KEYS = 9
_FEW = 4
_TWO_ROWS = 6
"""Choices up to which two lines of three tiles are enough, where there is one page."""

_MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


@dataclass(frozen=True, slots=True)
class Choice(Generic[Value]):
    """Something to choose.

    Attributes:
        value: What choosing it answers.
        label: What it says, cleaned text.
        note: A smaller second line, or empty.
        is_urgent: Whether it needs somebody: drawn in amber with a mark.
    """

    value: Value
    label: str
    note: str = ""
    is_urgent: bool = False


Choices = Callable[[], Sequence[Choice[Value]]]
"""Choices in the language now spoken, asked for again after it changed."""


class Tile(Horizontal):
    """One choice with its key printed on it."""

    class Chosen(Message):
        """Somebody touched a choice."""

        def __init__(self, place: int) -> None:
            """Say which."""
            super().__init__()
            self.place = place
            """Its place on the page, from 0."""

    def __init__(self, place: int, key: str, choice: Choice[Any]) -> None:
        """Draw a choice.

        Args:
            place: Its place on the page, from 0.
            key: The key printed on it.
            choice: What it says.
        """
        super().__init__()
        self._place, self._key, self._choice = place, key, choice

    def compose(self) -> ComposeResult:
        """The key at the left, what it says beside it."""
        yield Static(self._key, classes="tile-key", markup=False)
        choice = self._choice
        mark, look = ("▲ ", "bold $text-warning") if choice.is_urgent else ("", "not bold dim")
        yield TileWords(choice.label, choice.note and mark + choice.note, look)

    def on_click(self, event: events.Click) -> None:
        """Choose it."""
        event.stop()
        self.post_message(self.Chosen(self._place))


class PickList(Step[Value]):
    """A question with choices."""

    DEFAULT_CLASSES = "pick-list"
    is_typed = False
    _COLUMNS: ClassVar[tuple[int, int]] = (2, 3)

    def __init__(
        self,
        title: Callable[[], str],
        choices: Choices[Value],
        extras: Choices[Value] | None = None,
        *,
        start: int | None = 0,
        answered: "asyncio.Future[Value | None] | None" = None,
    ) -> None:
        """Ask with choices.

        Args:
            title: The question.
            choices: What can be chosen, page by page.
            extras: Choices that keep the last keys (the very last is 9) on every page.
            start: The choice that Enter takes at first; None: Enter takes none before an arrow has
                chosen one, where a key too many would do what can't be undone.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(answered)
        self._title, self._choices, self._extras = title, choices, extras
        self._taken = ""
        self._page, self._place = (0, -1) if start is None else divmod(start, self._page_size)

    @property
    def title(self) -> str:
        """The question, with the page when there are several."""
        pages = self._pages
        return f"{self._title()}  {self._page + 1}/{pages}" if pages > 1 else self._title()

    def again(self) -> Self:
        """The same choices on the same page."""
        same = type(self)(self._title, self._choices, self._extras, answered=self.answered)
        same._page, same._place = self._page, self._place
        return same

    def keys(self) -> list[KeyLabel]:
        """The choice's keys, and those that turn pages."""
        shown = [("enter", _("Choose"))] if self._place >= 0 else []
        if self._pages > 1:
            shown += [("plus", _("Next page")), ("minus", _("Previous page"))]
        return shown

    def write(self, answer: Value) -> Written:
        """A thing by its key; what has none, and words, by what its choice says."""
        key = written(answer)
        if key is not None and not isinstance(answer, str):
            return key
        known = self._known()
        return next(
            (known[place] for place, one in enumerate(self._all()) if one.label == self._taken),
            None,
        )

    def recall(self, kept: Written) -> Value | None:
        """The choice that was taken, if it is still offered."""
        for choice, known in zip(self._all(), self._known(), strict=True):
            if kept is not None and kept in (written(choice.value), known):
                return choice.value
        return None

    def _all(self) -> list[Choice[Value]]:
        """All that can be chosen, on every page."""
        return [*self._choices(), *(self._extras() if self._extras else ())]

    def _known(self) -> list[str | None]:
        """What stands for what each choice says, whatever language is spoken."""
        count = len(self._all())
        with speaking(LANGUAGES[0]):
            labels = [digest(choice.label) for choice in self._all()]
        # Where one language offers more than the other, nobody knows which is which.
        return [*labels] if len(labels) == count else [None] * count

    def _asks(self) -> str:
        return self._title()

    @property
    def _page_size(self) -> int:
        return KEYS - (len(self._extras()) if self._extras else 0)

    @property
    def _pages(self) -> int:
        return max(1, -(-len(self._choices()) // self._page_size))

    def _shown(self) -> list[tuple[str, Choice[Value]]]:
        first = self._page * self._page_size
        page = self._choices()[first : first + self._page_size]
        extras = self._extras() if self._extras else ()
        last = KEYS + 1 - len(extras)
        return [(str(place), choice) for place, choice in enumerate(page, 1)] + [
            (str(place), choice) for place, choice in enumerate(extras, last)
        ]

    @property
    def _columns(self) -> int:
        return self._COLUMNS[len(self._shown()) > _FEW]

    def compose(self) -> ComposeResult:
        """The page's choices, in columns."""
        is_low = self._pages == 1 and _FEW < len(self._shown()) <= _TWO_ROWS
        with Grid(classes=f"columns-{self._columns}" + (" rows-2" if is_low else "")):
            for place, (key, choice) in enumerate(self._shown()):
                tile = Tile(place, key, choice)
                tile.set_class(place == self._place, "chosen")
                yield tile

    def press(self, key: str, character: str | None) -> bool:
        """A choice's key, an arrow, Enter, or a page's key."""
        if key == "enter":
            self._take(self._place)
        elif key in _MOVES:
            self._move(*_MOVES[key])
        elif character in {"+", "-"} or key in {"pagedown", "pageup"}:
            self._turn(1 if character == "+" or key == "pagedown" else -1)
        elif character is not None and character in "123456789":
            self._take_key(character)
        else:
            return False
        return True

    def on_tile_chosen(self, message: Tile.Chosen) -> None:
        """A choice was touched."""
        message.stop()
        if not self.is_too_early(message):
            self._take(message.place)

    def _take_key(self, key: str) -> None:
        for place, (printed, _choice) in enumerate(self._shown()):
            if printed == key:
                self._take(place)

    def _take(self, place: int) -> None:
        shown = self._shown()
        if 0 <= place < len(shown):
            self._taken = shown[place][1].label
            self.give(shown[place][1].value)

    def _move(self, across: int, down: int) -> None:
        is_first = self._place < 0
        wanted = 0 if is_first else self._place + across + down * self._columns
        if 0 <= wanted < len(self._shown()):
            self._place = wanted
            for place, tile in enumerate(self.query(Tile)):
                tile.set_class(place == wanted, "chosen")
            if is_first:
                self._say_keys()

    def _turn(self, by: int) -> None:
        page = (self._page + by) % self._pages
        if page != self._page:
            self._page, self._place = page, 0
            self.refresh(recompose=True)
            self.post_message(self.Turned())

    def _say_keys(self) -> None:
        """Enter means something now."""
        for bar in self.screen.query(KeyBar):
            bar.redraw()

    class Turned(Message):
        """Another page is shown; the title says which."""
