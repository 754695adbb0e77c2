"""A scanner that types: tells its keys from those of a hand.

A keyboard wedge sends a code as key presses and ends it with a terminator. What tells it from a
hand:

- **Pace.** Keys at most 50 ms apart are one burst, digits under way 75 ms, since a busy computer
  delivers late what came in time. A terminator may take 150 ms.
- **A whole code** (34 digits with right check digits) in a burst is a scan, with or without a
  terminator, also where a hand's key touched it: that key is given back as typed.
- **Length.** From 8 characters on a burst is a machine's. A pause of up to half a second between
  its digits is then a busy computer, not its end; one of up to 150 ms may come before.
- **Speed.** A shorter burst is a scan only with its terminator and with no pause over 10 ms: two
  fingers can roll over two keys as fast, but not three in order.
- **Variety.** One key over and over is a held key, never a scan.
- **Alphabet.** What comes in one moment with a character beyond ASCII is an input method's text;
  of it only a whole code is a scan, or the many digits that a half-written word has left of one.
- **Writing.** While a field has the focus, letters alone that come at once and without a terminator
  are a half-written word that an input method gave up, however many. One digit or sign among them
  and they are a scan: digits never stay behind in a field.

Everything else is typing and is given back in order: a key by itself after 58 ms, a half-written
word and two digits that came closer together than a hand's after 158 ms. Keys without a character
of their own (arrows, escape, function keys) never wait.
"""

from collections.abc import Callable
from typing import Generic

from kiosk.scanners.burst import GAP_S, TERMINATOR_S, Burst, E, Held, Scanned, Typed
from kiosk.scanners.splitting import IsCode

SLACK_S = 0.008
"""How much longer than it should a pause may be, in seconds: a scanner at 50 ms a character never
takes 50 ms exactly."""

_TERMINATORS = frozenset({"enter", "ctrl+j", "tab"})
_MODIFIED = ("alt+", "ctrl+", "hyper+", "meta+", "super+")
_MODIFIERS = frozenset(
    f"{side}_{name}"
    for side in ("left", "right")
    for name in ("shift", "control", "alt", "super", "hyper", "meta")
) | {"iso_level3_shift", "iso_level5_shift", "caps_lock", "num_lock", "scroll_lock"}


class Wedge(Generic[E]):
    """Collects keys and says which were scans and which were typed.

    It does no I/O and has no clock: the caller gives each key with the time its event was made,
    and calls `tick` when `next_deadline_s` has come.
    """

    def __init__(self, is_code: IsCode, is_writing: Callable[[], bool] = lambda: False) -> None:
        """Start with nothing held.

        Args:
            is_code: Says whether a text, scanner prefixes included, is a whole code.
            is_writing: Says whether somebody writes into a field now; asked when it is decided what
                a burst was.
        """
        self._is_code = is_code
        self._is_writing = is_writing
        self._burst: Burst[E] = Burst()
        self._text_at_s = float("-inf")
        # terminators that still belong to the scan just decided, and until when
        self._spent: frozenset[str] = frozenset()
        self._spent_until_s = 0.0

    @property
    def next_deadline_s(self) -> float | None:
        """When `tick` is due, on the clock of the events; None while nothing is held."""
        if not self._burst.keys:
            return None
        return self._burst.last_at_s + self._burst.patience_s + SLACK_S

    def tick(self, at_s: float) -> list[Scanned | Typed[E]]:
        """Let time pass.

        Args:
            at_s: The time now. Keys made before it must have been given already.

        Returns:
            What was decided, in order; empty while a burst may still go on.
        """
        due_s = self.next_deadline_s
        return [] if due_s is None or at_s < due_s else self._settle()

    def key(
        self, event: E, character: str | None, key: str, at_s: float
    ) -> list[Scanned | Typed[E]]:
        """Take one key.

        Args:
            event: What is given back if the key turns out to be typed.
            character: The character it makes, None if it makes none.
            key: Its name as Textual has it: "enter", "ctrl+j", "tab", "left_shift" and so on.
            at_s: When the event was made, in seconds of any steady clock.

        Returns:
            What was decided, in order; empty while the key is held.
        """
        if key in _MODIFIERS:
            return [] if self._burst.keys else [Typed((event,))]
        if key in _TERMINATORS:
            return self._terminator(event, key, at_s)
        if character is None or not character.isprintable() or key.startswith(_MODIFIED):
            decided = [*self.tick(at_s), *self._command(event)]
        elif not character.isascii():
            decided = [*self.tick(at_s), *self._foreign(event, at_s)]
        else:
            decided = self._character(Held(event, character, at_s))
        self._spent = frozenset()
        return decided

    def _terminator(self, event: E, key: str, at_s: float) -> list[Scanned | Typed[E]]:
        decided = self.tick(at_s)
        if key in self._spent and at_s <= self._spent_until_s:
            self._spent -= {key}
            return decided
        if not self._burst.keys:
            return [*decided, Typed((event,))]
        burst, self._burst = self._burst, Burst()
        decided += burst.decide(self._is_code, at_s, is_writing=self._is_writing())
        if isinstance(decided[-1], Typed):
            return [*decided, Typed((event,))]
        # CR LF and TAB CR are one terminator
        self._spent, self._spent_until_s = _TERMINATORS - {key}, at_s + GAP_S
        return decided

    def _command(self, event: E) -> list[Scanned | Typed[E]]:
        """Pass a key that makes no character: it ends typing but does not cut a scan."""
        is_word = self._burst.is_half_word and self._is_writing()
        is_scan = self._burst.is_unfinished and not is_word
        return [*([] if is_scan else self._settle()), Typed((event,))]

    def _foreign(self, event: E, at_s: float) -> list[Scanned | Typed[E]]:
        self._text_at_s = at_s
        self._burst.after_text = True
        return [*self._settle(), Typed((event,))]

    def _character(self, key: Held[E]) -> list[Scanned | Typed[E]]:
        decided = [] if self._goes_on(key) else self._settle()
        if not self._burst.keys:
            self._burst.after_text = key.at_s - self._text_at_s <= GAP_S
        self._burst.add(key, self._is_code)
        return [*decided, *(self._settle() if self._burst.is_held_key else [])]

    def _goes_on(self, key: Held[E]) -> bool:
        if not self._burst.keys:
            return True
        pause_s = key.at_s - self._burst.last_at_s
        digits = key.character.isdecimal() and self._burst.is_digits
        return pause_s < (self._burst.patience_s if digits else GAP_S) + SLACK_S

    def _settle(self) -> list[Scanned | Typed[E]]:
        if not self._burst.keys:
            self._burst = Burst()
            return []
        burst, self._burst = self._burst, Burst()
        self._spent, self._spent_until_s = _TERMINATORS, burst.last_at_s + TERMINATOR_S
        decided = burst.decide(self._is_code, None, is_writing=self._is_writing())
        if isinstance(decided[-1], Typed):
            self._spent = frozenset()
        return decided
