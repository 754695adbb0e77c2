"""Number and PIN, on a keyboard or on the pad; the PIN is only ever drawn as dots."""

from collections.abc import Callable
from math import ceil
from time import monotonic

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.access import WaitError, wait_sentence
from kiosk.people.views import MemberView
from screens.base import KioskDialog
from screens.dialogs.keypad import BACK, BACKSPACE, ENTER, Keypad

LONGEST_SHOWN = 16
"""Characters of a number or PIN that can be typed here."""

RUN_S = 1.0
"""Seconds within which one Backspace follows another of the same run."""


class PinDialog(KioskDialog[MemberView]):
    """Asks who wants to come in; answers with the member when number and PIN are right."""

    CSS_PATH = "pin.tcss"
    idle_s = 30.0

    def __init__(self, check: Callable[[str, str], MemberView] | None = None) -> None:
        """Start with nothing typed.

        Args:
            check: Gives the member with a number and a PIN; None: the desk that records each try.
        """
        super().__init__()
        self._check_pin = check
        self._number = ""
        self._pin = ""
        self._is_at_pin = False
        self._took_pin_back_at_s = -RUN_S
        self._is_checking = False
        self._error: KioskError | None = None
        self._wait_s = 0
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Two lines to fill, a sentence, the pad."""
        with Vertical(id="pin"):
            yield Label(self.heading(), id="pin-title", markup=False)
            yield Label(id="pin-number", classes="pin-line", markup=False)
            yield Label(id="pin-dots", classes="pin-line", markup=False)
            yield Label(id="pin-sentence", markup=False)
            yield Keypad()
            yield Label(id="pin-keys", markup=False)

    def heading(self) -> str:
        """Who is asked, or for what."""
        return _("Supervisor")

    def on_mount(self) -> None:
        """Show that nothing is typed yet, and how long that may stay so."""
        self.every(1, self._show_time)
        self._show()

    async def speak(self) -> None:
        """Say the dialog again; what was typed stays."""
        await super().speak()
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Digits, letters of a number, Backspace, Enter; the rest goes its way."""
        if self._press(event.key, event.character):
            event.stop()
            event.prevent_default()

    def on_keypad_pressed(self, message: Keypad.Pressed) -> None:
        """A key of the pad is a key."""
        message.stop()
        self.kiosk.touch()
        if message.key == BACK:
            self.action_leave_dialog()
        else:
            self._press(message.key, message.key if message.key.isdigit() else None)

    def _press(self, key: str, character: str | None) -> bool:
        if self._is_checking:
            return key != "escape"
        if key == ENTER:
            self._go_on()
        elif key == BACKSPACE:
            self._take_back()
        elif character is not None and character.isascii() and character.isalnum():
            self._type(character)
        else:
            return False
        self._show()
        return True

    def _type(self, character: str) -> None:
        if self._is_at_pin:
            self._pin = (self._pin + character)[:LONGEST_SHOWN]
        else:
            self._number = (self._number + character)[:LONGEST_SHOWN]

    def _take_back(self) -> None:
        if not self._is_at_pin:
            self._number = self._number[:-1]
        elif self._pin:
            self._pin, self._took_pin_back_at_s = self._pin[:-1], monotonic()
        elif monotonic() - self._took_pin_back_at_s >= RUN_S:
            self._is_at_pin = False
        else:  # a run that empties the PIN ends there: what is typed next is a PIN, never in clear
            self._took_pin_back_at_s = monotonic()

    def _go_on(self) -> None:
        if not self._is_at_pin:
            self._is_at_pin = bool(self._number)
        else:
            self._is_checking, self._error = True, None
            self.run_worker(self._check(), name="pin")

    async def _check(self) -> None:
        number, pin, self._pin = self._number, self._pin, ""
        try:
            check = self._check_pin or self.kiosk.services.access.check_pin
            member = await self.kiosk.write(check, number, pin)
        except KioskError as error:
            self._refuse(error)
        else:
            self.dismiss(member)

    def _refuse(self, error: KioskError) -> None:
        self._is_checking, self._error = False, error  # the number stays, the PIN is asked anew
        if isinstance(error, WaitError):
            self._wait_s = error.seconds
            if self._waiting is None:
                self._waiting = self.every(1, self._count_down)
        self._show()

    def _count_down(self) -> None:
        self._wait_s -= 1
        if self._wait_s <= 0 and self._waiting is not None:
            self._waiting.stop()
            self._waiting = self._error = None
        self._show()

    def _show(self) -> None:
        cursor = "▏"
        number = self._number + ("" if self._is_at_pin else cursor)
        dots = "●" * len(self._pin) + (cursor if self._is_at_pin else "")
        # a label takes text as it is: what is typed here is letters and digits only
        self.query_one("#pin-number", Label).update(_("Number") + "  " + number)
        self.query_one("#pin-dots", Label).update(_("PIN") + "  " + dots)
        self.query_one("#pin-number").set_class(not self._is_at_pin, "here")
        self.query_one("#pin-dots").set_class(self._is_at_pin, "here")
        sentence = self.query_one("#pin-sentence", Label)
        sentence.set_class(self._error is not None, "wrong")
        sentence.update(self._sentence())
        self._show_time()

    def _show_time(self) -> None:
        left_s = self.kiosk.idle_left_s if self.is_current else self.idle_s
        keys = _("Enter: next · ←: correct · closes in {count} s")
        self.query_one("#pin-keys", Label).update(keys.format(count=ceil(left_s or 0)))

    def _sentence(self) -> str:
        if self._is_checking:
            return _("Checking …")
        if isinstance(self._error, WaitError):
            return "▲ " + wait_sentence(self._wait_s)
        if self._error is not None:
            return "▲ " + self._error.sentence
        if self._is_at_pin:
            return _("Type your PIN, then press Enter.")
        return _("Type your number, then press Enter.")
