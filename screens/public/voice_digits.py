"""What everybody may read of a voice, and beside it the pad for its author's four digits."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Self

from textual.app import ComposeResult
from textual.containers import Center, Horizontal, Vertical
from textual.widgets import Digits, Label

from kiosk.i18n import _
from screens.dialogs.keypad import Keypad
from screens.dialogs.step import KeyLabel
from screens.public.voice_thread import ThreadView, Told
from screens.supervisor.post_pads import DigitsPad
from screens.widgets.sentence import Sentence

WORD_DIGITS = 4

_PAGES = {"+": 1, "-": -1}


class WordPad(DigitsPad):
    """The digits can be typed right behind the number; Enter without any goes back."""

    DEFAULT_CSS = """
    WordPad #word-page { height: 1fr; }
    WordPad #word-story { width: 1fr; height: 100%; padding-right: 2; }
    WordPad #word-pad { width: 44; height: 100%; }
    WordPad #word-asked { width: 100%; height: auto; text-align: center; }
    WordPad #digits-meaning { height: auto; margin-bottom: 0; }
    """

    def __init__(
        self,
        title: Callable[[], str],
        told: Callable[[], Sequence[Told]],
        typed: str = "",
        answered: "asyncio.Future[str | None] | None" = None,
    ) -> None:
        """Ask for the digits.

        Args:
            title: Which voice.
            told: What everybody may read of it.
            typed: The digits typed so far.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(title, _hint, _meaning, typed, answered, most=WORD_DIGITS)
        self._told = told

    def again(self) -> Self:
        """The same digits."""
        return type(self)(self._title, self._told, self._typed, self.answered)

    def compose(self) -> ComposeResult:
        """The story at the left, the pad at the right."""
        with Horizontal(id="word-page"):
            with Vertical(id="word-story"):
                yield ThreadView(self._told)
            with Vertical(id="word-pad"):
                yield Sentence(_("Is it yours? Its four digits show it all."), id="word-asked")
                yield Digits(id="digits-typed")
                yield Label(id="digits-meaning", markup=False)
                with Center():
                    yield Keypad()

    def keys(self) -> list[KeyLabel]:
        """What ends the typing, and pages where there are several."""
        views = self.query(ThreadView)
        if not views or views.first().pages == 1:
            return super().keys()
        return [*super().keys(), ("plus", _("Read on")), ("minus", _("Page back"))]

    def on_resize(self) -> None:
        """Only now it is known whether the story has several pages."""
        self.say_keys()

    def press(self, key: str, character: str | None) -> bool:
        """The story's pages, else as on any pad."""
        by = _PAGES.get(character or "")
        if by is None:
            return super().press(key, character)
        self.query_one(ThreadView).turn(by)
        return True


def _hint() -> str:
    return _("Four digits, then Enter; Enter alone: back.")


def _meaning(typed: str) -> str | None:
    return _("Enter shows all of it.") if len(typed) == WORD_DIGITS else None
