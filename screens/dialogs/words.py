"""A few words of one's own: on a keyboard, or by the digits of a telephone and a list of words.

What is typed is written as it is, so a keyboard and an input method work as in any field. Digits
and letters at the end of it also narrow a list of words, by the first letters of their Pinyin;
a word that is picked takes their place. A number pad has no letters and no arrows: there `+` and
`-` walk through the list until the first sign that somebody writes on a keyboard.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Self

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from kiosk.i18n import _
from kiosk.service.phrase_readings import PHONE_LETTERS
from kiosk.service.phrases import PhraseView
from kiosk.service.words import too_long_words
from kiosk.text import clean_line
from screens.dialogs.keypad import BACK, BACKSPACE, ENTER, PAD_DELETE, Keypad
from screens.dialogs.step import KeyLabel, Step
from screens.dialogs.words_matching import joined, matching, token_before
from screens.dialogs.words_phone import phone_page_address
from screens.dialogs.words_picks import WordPicks
from screens.widgets.keys import KeyBar

LONGEST = 120
"""Characters kept, as the service desk keeps them."""

_PAD = frozenset("0123456789+-./*")
"""What a number pad can type."""

_WALKS = {"+": 1, "-": -1, "down": 1, "up": -1}


class _Words(Input):
    """Takes no key that was meant for the question before, and none that picks a word."""

    def on_key(self, event: events.Key) -> None:
        """Drop what comes too early to be writing; let the list have its keys."""
        fields = [step for step in self.ancestors if isinstance(step, WordsField)]
        if any(field.is_too_early(event) or field.picks(event) for field in fields):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Only a keyboard, or an input method, pastes."""
        for step in self.ancestors:
            if isinstance(step, WordsField):
                step.note_keyboard()

    def restricted(self) -> None:
        """Say why nothing of it was written: it is longer than what may be."""
        for step in self.ancestors:
            if isinstance(step, WordsField):
                step.say_too_long()


class WordsField(Step[str]):
    """Own words, cleaned and bounded; Enter on an empty field goes back, a keypad has no Escape."""

    back_key = "escape"

    DEFAULT_CSS = """
    WordsField #words-page { height: 1fr; }
    WordsField #words-said { width: 1fr; height: 100%; padding-right: 2; }
    WordsField Label { width: 100%; height: auto; }
    WordsField #words-left.-over { color: $text-warning; text-style: bold; }
    WordsField Keypad { height: 100%; }
    """

    def __init__(
        self,
        title: Callable[[], str],
        hint: Callable[[], str],
        typed: str = "",
        *,
        phrases: Sequence[PhraseView] = (),
        longest: int = LONGEST,
        answered: "asyncio.Future[str | None] | None" = None,
    ) -> None:
        """Ask for words.

        Args:
            title: The question.
            hint: What somebody without a keyboard does.
            typed: What was written so far.
            phrases: Words to pick, most used first.
            longest: Characters that may be written.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(answered)
        self._title, self._hint, self._typed = title, hint, typed
        self._phrases, self._longest = phrases, longest
        self._marked: int | None = None
        self._walked: list[tuple[int, str]] = []
        self._has_keyboard = False
        self._settled_at = 0
        self._refused_at: str | None = None
        self._slipped_at: str | None = None

    def offer(self, phrases: Sequence[PhraseView]) -> None:
        """Offer words to pick, most used first."""
        self._phrases = phrases
        for hint in self.query("#words-hint").results(Label):
            hint.update(self._advice)
        self._mark(None)

    def begin_with(self, words: str) -> Self:
        """The same field, with words that were half written before; call it before it is shown."""
        self._typed = words
        return self

    @property
    def half_written(self) -> str:
        """What stands in the field now, cleaned; empty before it is shown."""
        return clean_line(self._written, self._longest)

    @property
    def title(self) -> str:
        """The question."""
        return self._title()

    def again(self) -> Self:
        """The same words."""
        same = type(self)(
            *(self._title, self._hint, self._field.value),
            phrases=self._phrases,
            longest=self._longest,
            answered=self.answered,
        )
        same._has_keyboard, same._settled_at = self._has_keyboard, self._settled_at
        return same

    def keys(self) -> list[KeyLabel]:
        """What walks through the list, and what ends the writing."""
        keys = [] if self._leads_back else [("enter", self._enter_words)]
        if self._written and not self._has_keyboard:
            keys.append(("full_stop", _("Delete")))
        if self._rows():
            walk = ("down", "up") if self._has_keyboard else ("plus", "minus")
            keys += [(walk[0], _("Next word")), (walk[1], _("Back in the list"))]
        return keys

    @property
    def printed_back(self) -> str:
        """Enter, as long as there is nothing that it would take."""
        return "enter" if self._leads_back else self.back_key

    @property
    def _leads_back(self) -> bool:
        return not self._written and self._marked is None

    @property
    def _enter_words(self) -> str:
        return _("Done") if self._marked is None else _("Take this word")

    @property
    def _written(self) -> str:
        return self._field.value if self.is_mounted else self._typed

    @property
    def _advice(self) -> str:
        """What somebody without a keyboard does."""
        if self._phrases:
            return self._hint()
        return _("There is no word to pick here: write on the keyboard; empty, Enter leads back.")

    def compose(self) -> ComposeResult:
        """The field, a counter and the list; beside them the digits of a telephone."""
        with Horizontal(id="words-page"):
            with Vertical(id="words-said"):
                yield _Words(self._typed, max_length=self._longest, id="words")
                yield Label(id="words-left", markup=False)
                yield WordPicks()
            yield Keypad(PHONE_LETTERS)
        if (address := phone_page_address()) is not None:
            said = _("Or write it on your phone: {address}").format(address=address)
            yield Label(said, id="words-phone", markup=False)
        yield Label(self._advice, id="words-hint", markup=False)

    def on_mount(self) -> None:
        """Let the keys go into the field."""
        self._field.focus()
        self._show()

    def on_resize(self) -> None:
        """Show as many words as there is room for."""
        self._show()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Other words match, and none of them is marked."""
        message.stop()
        self._marked = None
        self._settled_at = min(self._settled_at, len(message.value))
        self._show()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Done, or back when there are no words."""
        message.stop()
        self._done()

    def on_keypad_pressed(self, message: Keypad.Pressed) -> None:
        """A key of the pad is a key of the keyboard."""
        message.stop()
        if self.is_too_early(message):
            return
        self._field.focus()
        if message.key == BACK:
            self.give(None)
        elif message.key == ENTER:
            self._enter()
        elif message.key == BACKSPACE:
            self._field.action_delete_left()
        else:
            self._field.insert_text_at_cursor(message.key)

    def on_word_picks_touched(self, message: WordPicks.Touched) -> None:
        """Take what was touched."""
        message.stop()
        if not self.is_too_early(message):
            self._field.focus()
            self._take(message.place)

    def press(self, key: str, character: str | None) -> bool:
        """The field takes its keys itself: characters as they come, the others as bindings."""
        return False

    def picks(self, event: events.Key) -> bool:
        """Take a key that walks through the list or takes what is marked there.

        Returns:
            Whether it did; else it is written.
        """
        if event.key == ENTER and self._marked is not None:
            self._take(self._marked)
        elif self._takes_back(event) and self._marked is not None:
            self._mark(None)
        elif self._deletes(event.character):
            self._delete()
        elif event.key in _WALKS and self._rows():
            self._walk(_WALKS[event.key])
        elif self._walks(event.character):
            self._walked.append((self._field.cursor_position, event.character or ""))
            self._walk(_WALKS[event.character or ""])
        else:
            self._note_written(event.character)
            return False
        return True

    def note_keyboard(self) -> None:
        """Somebody writes on a keyboard: every sign is a sign, also those that walked before."""
        self._has_keyboard = True
        walked, self._walked = self._walked, []
        field, cursor = self._field, self._field.cursor_position
        for at, sign in reversed(walked):
            field.insert(sign, min(at, len(field.value)))
        field.cursor_position = cursor + sum(len(sign) for _at, sign in walked)

    def say_too_long(self) -> None:
        """Something more was to be written than fits: nothing of it is, until there is room."""
        self._refused_at = self._field.value
        self._show()

    def _takes_back(self, event: events.Key) -> bool:
        return event.key == BACKSPACE or self._deletes(event.character)

    def _deletes(self, character: str | None) -> bool:
        return character == PAD_DELETE and not self._has_keyboard

    def _delete(self) -> None:
        """Take the last sign back; a number comes back if it had the point of a keyboard."""
        field, at = self._field, self._field.cursor_position
        taken = field.value[max(0, at - 1) : at]
        if taken.isdigit() or not taken:
            self._walked.append((at - len(taken), taken + PAD_DELETE))
        field.action_delete_left()

    def _walks(self, character: str | None) -> bool:
        return character in {"+", "-"} and not self._has_keyboard and bool(self._rows())

    def _note_written(self, character: str | None) -> None:
        if character is not None and character.isprintable() and character not in _PAD:
            self.note_keyboard()

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    @property
    def _token(self) -> str:
        if not self.is_mounted:
            return token_before(self._typed)
        return token_before(self._field.value[self._settled_at : self._field.cursor_position])

    def _matches(self) -> list[PhraseView]:
        return [one for one in matching(self._phrases, self._token) if one.said != self._written]

    def _rows(self) -> list[str]:
        """What can be picked; digits can always be left as digits."""
        if not self._phrases:
            return []
        kept = [_("{digits} · as digits").format(digits=self._token)]
        return [*(one.said for one in self._matches()), *(kept if self._token.isdigit() else [])]

    def _walk(self, by: int) -> None:
        places = len(self._rows()) + 1  # the last one stands for none
        at = places - 1 if self._marked is None else self._marked
        at = (at + by) % places
        self._mark(None if at == places - 1 else at)

    def _mark(self, place: int | None) -> None:
        self._marked = place
        self._show()

    def _enter(self) -> None:
        if self._marked is None:
            self._done()
        else:
            self._take(self._marked)

    def _done(self) -> None:
        """Answer; digits of a number pad that stand for no words yet are not stored by a slip."""
        if self._phrases and not self._has_keyboard and self._token.isdigit():
            self._slipped_at = self._field.value
            self._show()
        else:
            self.give(clean_line(self._field.value, self._longest) or None)

    def _take(self, place: int) -> None:
        """Put the words where their digits are; or leave the digits, and begin anew behind them."""
        found, field = self._matches(), self._field
        at, self._walked = field.cursor_position, []
        before, behind = field.value[:at], field.value[at:]
        if place < len(found):
            bare = before[: len(before) - len(self._token)]
            before = joined(bare, found[place].said)
            if len(before + behind) > self._longest:
                self.say_too_long()
                return
        self._settled_at = len(before)
        with field.prevent(Input.Changed):
            field.value = before + behind
        field.cursor_position = len(before)
        self._mark(None)

    def _show(self) -> None:
        if not self.query(WordPicks):
            return
        words = self._field.value
        label = self.query_one("#words-left", Label)
        label.update(self._counted(words))
        label.set_class(words in {self._refused_at, self._slipped_at}, "-over")
        self.query_one(WordPicks).show(self._rows(), self._marked, self._empty())
        for bar in self.screen.query(KeyBar):
            bar.redraw()

    def _counted(self, words: str) -> str:
        """How many characters there are, or why these words were not taken."""
        if words == self._refused_at:
            return too_long_words(self._longest)
        if words == self._slipped_at:
            if self._matches():
                return _("▲ Digits are no words yet: + picks words, at the end of the list digits.")
            return _("▲ No words begin like this: . takes a digit back; + keeps them as digits.")
        return _("{used} of {most} characters").format(used=len(words), most=self._longest)

    def _empty(self) -> str:
        if not self._phrases:
            return ""
        return _("No words begin like this. Press ← and try another digit.")
