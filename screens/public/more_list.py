"""A list of large choices that says what will be here, and how to begin, while it is empty."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, Self, TypeVar
from uuid import UUID

from textual.app import ComposeResult

from screens.dialogs.pick_list import Choices, PickList
from screens.dialogs.step import KeyLabel
from screens.widgets.sentence import Sentence

Value = TypeVar("Value")
Words = Callable[[], str]


class _Kept(Protocol):
    @property
    def uid(self) -> UUID: ...


Thing = TypeVar("Thing", bound=_Kept)


def in_place(shown: Sequence[Thing], now: Iterable[Thing]) -> tuple[Thing, ...]:
    """What there is now in the order in which it is shown: no key means another thing at once.

    Args:
        shown: What is shown.
        now: The same, read again, in an order of its own; what is new stands last.
    """
    places = {one.uid: place for place, one in enumerate(shown)}
    return tuple(sorted(now, key=lambda one: places.get(one.uid, len(places))))


class ListOrHow(PickList[Value]):
    """Choices, or a sentence."""

    DEFAULT_CLASSES = "pick-list"
    DEFAULT_CSS = """
    ListOrHow .list-how { width: 100%; height: auto; max-width: 70; padding: 1 0; color: $text; }
    """

    def __init__(
        self,
        title: Words,
        choices: Choices[Value],
        how: Words,
        extras: Choices[Value] | None = None,
        *,
        answered: "asyncio.Future[Value | None] | None" = None,
    ) -> None:
        """Ask with choices.

        Args:
            title: The question.
            choices: What can be chosen.
            how: What is said when there is nothing to choose.
            extras: Choices that keep the last keys on every page, also of an empty list.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(title, choices, extras, answered=answered)
        self._how = how

    def again(self) -> Self:
        """The same choices on the same page."""
        same = type(self)(
            self._title, self._choices, self._how, self._extras, answered=self.answered
        )
        same._page, same._place = self._page, self._place
        return same

    def keys(self) -> list[KeyLabel]:
        """Nothing can be chosen from an empty list."""
        return super().keys() if self._shown() else []

    def compose(self) -> ComposeResult:
        """The choices, or how to begin."""
        if not self._choices():
            yield Sentence(self._how(), classes="list-how")
        if self._shown():
            yield from super().compose()
