"""Pastes in a terminal's stream, bounded, and ended where nobody ended them.

A terminal marks the start and the end of a paste. A start alone must not make the kiosk deaf, and
anybody can send one. A pause tells: what is pasted comes without one, but for a slow line. So
silence within a paste ends a piece of it, and the next piece shows what goes on: a scan and keys
are short, the rest of a slow paste is long.
"""

import re
from collections.abc import Callable

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START

PASTE_LIMIT = 65_536
"""Characters kept of one paste; the rest is dropped up to its end."""

NEWEST = 256
"""Characters at the end of a paste that are kept whatever its length, for the scan among them."""

PASTE_SILENCE_S = 0.08
"""Silence after which a piece of a paste is over, in seconds: a scanner's characters are closer
together, and its next reading is farther away."""

LONGEST_SCAN = 66
"""Characters of a code with every prefix and its terminator: from here on a piece is no scan."""

_CODES = re.compile(r"(?:\][A-Za-z]\d)?\d{34}(?=[\r\n\t]|\Z)")
_MARKS = re.compile(f"{re.escape(BRACKETED_PASTE_START)}|{re.escape(BRACKETED_PASTE_END)}")
_MARK = len(BRACKETED_PASTE_START)


class PastePiece(events.Paste):
    """What came of a paste that has not ended: a code by itself, or text that is for a field."""


class PasteGuard:
    """Takes bracketed pastes out of a stream of text, bounds them and ends them."""

    def __init__(self, is_code: Callable[[str], bool]) -> None:
        """Start outside a paste.

        Args:
            is_code: Says whether a text, scanner prefixes included, is a whole code.
        """
        self._is_code = is_code
        self._paste: str | None = None
        self._has_paused = False
        self._recent = ""
        self._silent_at_s = 0.0

    def feed(self, text: str, at_s: float) -> list[str | events.Paste]:
        """Take more of the stream.

        Args:
            text: What was read.
            at_s: When, in seconds of a steady clock.

        Returns:
            Text for the parser, pastes and pieces of pastes, in order.
        """
        self._silent_at_s = at_s + PASTE_SILENCE_S
        found: list[str | events.Paste] = []
        while text:
            text, parts = self._outside(text) if self._paste is None else self._inside(text)
            found += parts
        return found

    def tick(self, at_s: float) -> list[str | events.Paste]:
        """Let time pass: silence within a paste ends a piece of it.

        Args:
            at_s: The time now. What was read before it must have been given already.

        Returns:
            Text for the parser and pieces of pastes, in order.
        """
        if self._paste is None or at_s < self._silent_at_s:
            return []
        piece, self._paste = self._paste, ""
        if self._has_paused and _is_typed(piece):
            self._leave(piece)
            return [piece]
        self._has_paused = True
        return self._pieces(piece)

    def _outside(self, text: str) -> tuple[str, list[str | events.Paste]]:
        joined = self._recent + text
        start = joined.find(BRACKETED_PASTE_START)
        if start < 0:
            self._recent = joined[1 - _MARK :]
            return "", [text]
        begun = start + _MARK - len(self._recent)
        self._enter()
        # the parser knows the mark too: it is told that the paste is over at once
        return text[begun:], [text[:begun] + BRACKETED_PASTE_END]

    def _inside(self, text: str) -> tuple[str, list[str | events.Paste]]:
        before = self._paste or ""
        pasted = before + text
        # the last characters so far may be the start of a mark
        mark = _MARKS.search(pasted, max(0, len(before) + 1 - _MARK))
        if mark is None:
            self._paste = pasted[:PASTE_LIMIT] + pasted[PASTE_LIMIT:][-NEWEST:]
            return "", []
        rest, pasted = pasted[mark.end() :], pasted[: mark.start()]
        if mark[0] == BRACKETED_PASTE_START:
            self._enter()
            return rest, self._pieces(pasted)
        self._leave("")
        return rest, [events.Paste(_clean(pasted))]

    def _enter(self) -> None:
        self._paste, self._recent, self._has_paused = "", "", False

    def _leave(self, typed: str) -> None:
        self._paste, self._recent = None, typed[1 - _MARK :]

    def _pieces(self, pasted: str) -> list[str | events.Paste]:
        """Codes come by themselves: who holds up a badge knows nothing of the open paste."""
        codes: list[str] = []

        def take(found: re.Match[str]) -> str:
            if not self._is_code(found[0]):
                return found[0]
            codes.append(found[0])
            return ""

        # what was dropped is missing right before the newest: no code goes across
        newest_at = len(pasted) - NEWEST if len(pasted) > PASTE_LIMIT else 0
        parts = pasted[:newest_at], pasted[newest_at:]
        text = _clean("".join(_CODES.sub(take, part) for part in parts))
        return [PastePiece(piece) for piece in [text, *codes] if piece]


def _is_typed(piece: str) -> bool:
    """Whether what came between two silences is of keys, a mouse or a scanner."""
    is_sequence = piece.startswith("\x1b") and len(piece) <= PASTE_LIMIT
    return 0 < len(piece) <= LONGEST_SCAN or is_sequence


def _clean(pasted: str) -> str:
    return "".join(c for c in pasted[:PASTE_LIMIT] if c.isprintable() or c in "\t\r\n")
