"""A run of keys in quick succession, and the decision what it was: scans or typing."""

import re
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kiosk.scanners.splitting import (
    CODE_DIGITS,
    LONGEST_CODE,
    MACHINE_LENGTH,
    IsCode,
    Span,
    ends_with_code,
    split_codes,
)

SWIFT_S = 0.010
"""Longest pause within a short scan, in seconds: no hand plays three keys that fast."""

GAP_S = 0.050
"""Longest pause between two keys of a burst, in seconds."""

PACE_S = 0.075
"""Longest pause between two digits once two have come within `GAP_S`, in seconds: a scanner that
takes 50 ms a character, on a computer that is busy. No hand keeps that up for eight digits."""

STALL_S = 0.500
"""Longest pause between the digits of a code under way, in seconds: no hand types eight digits at
a scanner's pace, so the rest of them must come from it, however long the computer was busy."""

TERMINATOR_S = 0.150
"""Longest pause before a scanner's terminator, in seconds, and the longest that a busy computer
puts into a code of which fewer than `MACHINE_LENGTH` digits have come, once."""

MAX_LENGTH = 4096
"""Characters of the longest burst that is kept; of a longer one only its start is reported."""

REPORTED_LENGTH = 200
"""Characters reported of a burst that was too long."""

REST_OF_CODE = 20
"""Digits behind an input method's text from which on they are what it has left of a code, whose
first ones chose how a half-written word goes on. No number is so long: an identity card has 18."""

_HALF_WORD = re.compile(r"[A-Za-z' ]+")
"""What an input method gives as it stands of a word that was not finished: the letters typed, with
the apostrophes and blanks that part its syllables."""

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Scanned:
    """One reading, not yet judged.

    Attributes:
        text: What the scanner sent, terminator left out; its first 200 characters if too long.
        at_s: Time of its last key, on the clock of the events.
        too_long: True if more than 4,096 characters came in one burst.
    """

    text: str
    at_s: float
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Typed(Generic[E]):
    """Keys of a hand, to be handled as if they had never been held.

    Attributes:
        keys: The events that were given, in order.
    """

    keys: tuple[E, ...]


@dataclass(frozen=True, slots=True)
class Held(Generic[E]):
    """A key that waits for the decision.

    Attributes:
        event: What is given back if the key was typed.
        character: Its printable ASCII character.
        at_s: When it was made, in seconds.
    """

    event: E
    character: str
    at_s: float


@dataclass(slots=True)
class Burst(Generic[E]):
    """Keys in quick succession.

    Attributes:
        keys: The keys held; only the last ones once the burst is too long.
        after_text: True if an input method's text came in the same moment.
        start: The first characters of a burst that is too long; empty otherwise.
        letters: The different characters seen.
        widest_s: The longest pause between two keys, in seconds.
        has_hesitated: True once there was a pause longer than a scanner's pace.
        has_code: True once a whole code has come.
    """

    keys: list[Held[E]] = field(default_factory=list)
    after_text: bool = False
    start: str = ""
    letters: set[str] = field(default_factory=set)
    widest_s: float = 0.0
    has_hesitated: bool = False
    has_code: bool = False

    @property
    def text(self) -> str:
        """The characters held."""
        return "".join(key.character for key in self.keys)

    @property
    def last_at_s(self) -> float:
        """When the last key was made; the burst must not be empty."""
        return self.keys[-1].at_s

    @property
    def is_machine(self) -> bool:
        """True if it is too long and too varied for a hand."""
        return bool(self.start) or self._is_reading(self.keys)

    @property
    def is_half_word(self) -> bool:
        """True if nothing but letters have come, as an input method gives them up at once."""
        return not self.start and _HALF_WORD.fullmatch(self.text) is not None

    @property
    def is_unfinished(self) -> bool:
        """True for a machine's that may pause: no whole code has come yet."""
        return self.is_machine and not self.has_code

    @property
    def patience_s(self) -> float:
        """How long its next digit or terminator is waited for, in seconds."""
        if self.is_unfinished:
            return STALL_S if self.is_digits else TERMINATOR_S
        if self.has_code or len(self.letters) == 1 or not self.is_digits:
            return GAP_S
        return PACE_S if self.has_hesitated else TERMINATOR_S

    @property
    def is_held_key(self) -> bool:
        """True if it is one key repeating, for longer than a code is."""
        return len(self.keys) > CODE_DIGITS and len(self.letters) == 1

    @property
    def is_digits(self) -> bool:
        """True if only digits have come lately."""
        return self._tail().isdecimal()

    def add(self, key: Held[E], is_code: IsCode) -> None:
        """Take one more key; of a burst that is too long only the last ones stay.

        Args:
            key: The key.
            is_code: Says whether a text, scanner prefixes included, is a whole code.
        """
        if self.keys:
            self.widest_s = max(self.widest_s, key.at_s - self.last_at_s)
            self.has_hesitated = self.widest_s > PACE_S
        self.keys.append(key)
        self.letters.add(key.character)
        if len(self.keys) >= CODE_DIGITS and not self.has_code:
            self.has_code = ends_with_code(self._tail(), is_code)
        if len(self.keys) > MAX_LENGTH:
            self.start = self.start or self.text[:REPORTED_LENGTH]
            del self.keys[:-LONGEST_CODE]

    def decide(
        self, is_code: IsCode, terminated_at_s: float | None, *, is_writing: bool = False
    ) -> list[Scanned | Typed[E]]:
        """Say what it was.

        Args:
            is_code: Says whether a text, scanner prefixes included, is a whole code.
            terminated_at_s: When the terminator came; None without one.
            is_writing: Whether somebody writes into a field, so that letters without a terminator
                are a word.

        Returns:
            Scans and typed keys in order, every key in one of them.
        """
        if terminated_at_s is not None and self._is_short_scan(terminated_at_s):
            return [Scanned(self.text, terminated_at_s)]
        terminated = terminated_at_s is not None
        if is_writing and not terminated and self.is_half_word:
            return [Typed(tuple(key.event for key in self.keys))]
        spans = split_codes(self.text, is_code, terminated=terminated)
        decided: list[Scanned | Typed[E]] = []
        if self.start:
            decided.append(Scanned(self.start, self.last_at_s, too_long=True))
        for span in spans:
            decided += self._decide_span(span)
        return decided

    def _tail(self) -> str:
        return "".join(key.character for key in self.keys[-LONGEST_CODE:])

    def _decide_span(self, span: Span) -> list[Scanned | Typed[E]]:
        keys = self.keys[span.start : span.end]
        if span.is_code or (self._is_reading(keys) and not self.start):
            return [Scanned("".join(key.character for key in keys), keys[-1].at_s)]
        return [] if self.start else [Typed(tuple(key.event for key in keys))]

    def _is_reading(self, keys: list[Held[E]]) -> bool:
        letters = {key.character for key in keys}
        if len(keys) < (REST_OF_CODE if self.after_text else MACHINE_LENGTH) or len(letters) == 1:
            return False
        return not self.after_text or all(letter.isdecimal() for letter in letters)

    def _is_short_scan(self, terminated_at_s: float) -> bool:
        pause_s = max(self.widest_s, terminated_at_s - self.last_at_s)
        short = len(self.keys) < MACHINE_LENGTH and not self.after_text
        return short and len(self.letters) > 1 and pause_s <= SWIFT_S
