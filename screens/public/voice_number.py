"""It is stored: its number and its four digits, large, until Enter; and what may be added."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Digits, Label

from kiosk.i18n import _
from kiosk.service.voices_views import PublicVoice, RaisedVoice
from kiosk.service.voices_wording import kind_word, subject_words
from screens.dialogs.outcome import BlockWord, Stored
from screens.dialogs.pick_list import Choice, Tile
from screens.dialogs.step import HOUSE_KEYS, KeyLabel
from screens.widgets.sentence import Sentence

Addition = Literal["place", "words", "name"]
ADDITIONS: tuple[Addition, ...] = ("place", "words", "name")
"""On the keys 1 to 3."""

_MOST_BLOCKS = 4
_WIDE = 100
"""Cells of a screen below which no more digits than these fit as block letters."""


class VoiceNumber(Stored):
    """Only Enter goes on: whoever is still writing it down must not lose it by another key."""

    DEFAULT_CSS = """
    VoiceNumber { padding: 0 2; }
    VoiceNumber .number-words { width: 100%; text-align: center; text-style: bold; }
    VoiceNumber .number-loud {
        width: 100%; text-align: center; text-style: bold;
        color: $background; background: $warning;
    }
    VoiceNumber .number-label { width: 100%; text-align: center; }
    VoiceNumber #number-both { height: 1fr; max-height: 16; width: 100%; margin: 1 0 0 0; }
    VoiceNumber #number-both Vertical { width: 1fr; height: 100%; }
    VoiceNumber Digits { width: 100%; text-align: center; text-style: bold; }
    VoiceNumber Grid { grid-size: 3 1; grid-gutter: 0 2; height: 3; margin-top: 1; }
    """

    stays_s: ClassVar[float | None] = None

    def __init__(
        self,
        raised: RaisedVoice,
        added: Sequence[str] = (),
        additions: Sequence[Addition] = ADDITIONS,
        answered: "asyncio.Future[None] | None" = None,
    ) -> None:
        """Show a number.

        Args:
            raised: What was raised.
            added: What was added to it since.
            additions: What may be added.
            answered: Where the going on goes; None makes a new place for it.
        """
        super().__init__(lambda: "", lambda: "", answered)
        self.raised = raised
        """What was raised."""
        self.added = added
        """What was added to it since."""
        self._additions = additions
        self.picked: Addition | None = None
        """What is to be added; None when somebody is done."""

    @property
    def title(self) -> str:
        """What is stored."""
        voice = self.raised.voice
        what = " · ".join(dict.fromkeys((kind_word(voice.kind), subject_words(voice))))
        said = "✓ " + _("Stored: {what}").format(what=what)
        if not self.added:
            return said
        added = _("Added: {words}").format(words=_("; ").join(self.added))
        return f"{said}   {added}"

    def again(self) -> Self:
        """The same number."""
        return type(self)(self.raised, self.added, self._additions, self.answered)

    def keys(self) -> list[KeyLabel]:
        """Enter alone goes on."""
        return [("enter", _("Written down"))]

    def compose(self) -> ComposeResult:
        """Number and digits, how they are used, what may be added."""
        with Horizontal(id="number-both"):
            for label, digits in (
                (_("Number"), str(self.raised.voice.number)),
                (_("Look-up digits"), self.raised.word),
            ):
                with Vertical():
                    yield Label(label, classes="number-label", markup=False)
                    yield self._drawn(digits)
        yield Sentence(
            _("Write both down: only with them you see what becomes of it."),
            classes="number-words",
        )
        if words := _what_happens(self.raised.voice):
            yield Sentence(words, classes="number-loud")
        with Grid():
            for place, choice in enumerate(_choices(self._additions)):
                yield Tile(place, str(place + 1), choice)

    def _drawn(self, digits: str) -> Widget:
        """Block letters where they fit."""
        is_long = len(digits) > _MOST_BLOCKS and self.app.size.width < _WIDE
        if is_long:
            return Digits(digits)
        block = BlockWord(digits)
        block.styles.margin = 0  # each line counts on a low screen
        return block

    def press(self, key: str, character: str | None) -> bool:
        """Enter, or the key of an addition; others do nothing here."""
        if key in HOUSE_KEYS:
            return False
        if key == "enter":
            self.give(None)
        elif character is not None and character in "123"[: len(self._additions)]:
            self._add(int(character) - 1)
        return True

    def on_tile_chosen(self, message: Tile.Chosen) -> None:
        """An addition was touched."""
        message.stop()
        if not self.is_too_early(message):
            self._add(message.place)

    def on_click(self, event: events.Click) -> None:
        """A touch beside the tiles loses nothing."""
        event.stop()
        event.prevent_default()  # any other outcome goes on by it

    def _add(self, place: int) -> None:
        self.picked = self._additions[place]
        self.give(None)


def _choices(additions: Sequence[Addition]) -> list[Choice[Addition]]:
    words = {"place": _("Where is it?"), "words": _("Say more"), "name": _("Give your name")}
    return [Choice(one, words[one]) for one in additions]


def _what_happens(voice: PublicVoice) -> str:
    """What a hazard or a call for help sets going, and whom to fetch where that is too slow."""
    if voice.kind == "help":
        fetch = _("If it can't wait, go to the gate and fetch the supervisor on duty.")
        return f"▲ {_('It is on the board now.')} {fetch}" if voice.is_loud else fetch
    is_hazard = voice.kind == "hazard"
    return "▲ " + _("On the board now, until somebody has it in hand.") if is_hazard else ""
