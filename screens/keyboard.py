"""Bytes from a terminal into Textual's messages, whatever the bytes are.

Textual's own reading ends the app on a byte of invalid UTF-8, goes deaf after a paste that never
ends, keeps a paste of any size, and believes size reports that anybody can type.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from functools import partial

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message
from textual.messages import InBandWindowResize

PASTE_LIMIT = 65_536
"""Characters kept of one paste; the rest is dropped up to its end."""

PASTE_SILENCE_S = 0.5
"""Silence after which a paste that was never ended is over, in seconds."""

LONGEST_RUN = 8_192
"""Printable characters that are read in one go; no scanner and no hand sends more without a key in
between or a pause, and a megabyte would keep the gate waiting for minutes."""

FARTHEST_CELL = 4096
"""Largest column or row a mouse is believed to be in."""

_SCANS = re.compile(r"(?:\][A-Za-z]\d)?\d{34}(?=[\r\n\t]|\Z)")
_CONTROLS = re.compile(r"([\x00-\x1f\x7f])")
_MARK = len(BRACKETED_PASTE_START)
# sizes come from the operating system, pastes from the guard, and nobody asked for a cursor
_UNASKED = (events.Resize, events.CursorPosition, InBandWindowResize, events.Paste)


class InputPaused(Message):
    """The keyboard has been silent for a while, and everything before it has been read."""


class PasteGuard:
    """Takes bracketed pastes out of a stream of text, bounds them and ends them."""

    def __init__(self) -> None:
        """Start outside a paste."""
        self._paste: str | None = None
        self._recent = ""
        self._silent_at_s = 0.0

    def feed(self, text: str, at_s: float) -> list[str | events.Paste]:
        """Take more of the stream.

        Args:
            text: What was read.
            at_s: When, in seconds of a steady clock.

        Returns:
            Text for the parser and finished pastes, in order.
        """
        self._silent_at_s = at_s + PASTE_SILENCE_S
        found: list[str | events.Paste] = []
        while text:
            text, part = self._outside(text) if self._paste is None else self._inside(text)
            found += [] if part is None else [part]
        return found

    def tick(self, at_s: float) -> list[events.Paste]:
        """End a paste that has fallen silent; badges that were scanned into it come by themselves.

        Nobody can say where it should have ended, and who holds up a badge knows nothing of it.
        """
        if self._paste is None or at_s < self._silent_at_s:
            return []
        scans = [events.Paste(found[0]) for found in _SCANS.finditer(self._paste)]
        return [self._end(_SCANS.sub("", self._paste)), *scans]

    def _outside(self, text: str) -> tuple[str, str | None]:
        joined = self._recent + text
        start = joined.find(BRACKETED_PASTE_START)
        if start < 0:
            self._recent = joined[1 - _MARK :]
            return "", text
        begun = start + _MARK - len(self._recent)
        self._paste, self._recent = "", ""
        # the parser knows the mark too: it is told that the paste is over at once
        return text[begun:], text[:begun] + BRACKETED_PASTE_END

    def _inside(self, text: str) -> tuple[str, events.Paste | None]:
        pasted = (self._paste or "") + text
        end = pasted.find(BRACKETED_PASTE_END)
        if end < 0:
            # the last characters may be the start of the end mark
            self._paste = pasted[:PASTE_LIMIT] + pasted[PASTE_LIMIT:][1 - _MARK :]
            return "", None
        return pasted[end + _MARK :], self._end(pasted[:end])

    def _end(self, pasted: str) -> events.Paste:
        self._paste = None
        kept = pasted[:PASTE_LIMIT]
        return events.Paste("".join(c for c in kept if c.isprintable() or c in "\t\r\n"))


class RunLimit:
    """Drops what stands behind the first `LONGEST_RUN` characters of an unbroken run."""

    def __init__(self) -> None:
        """Start a run."""
        self._left = LONGEST_RUN

    def feed(self, text: str) -> str:
        """Take more of the stream; a control character begins a new run."""
        return "".join(map(self._cut, _CONTROLS.split(text)))

    def pause(self) -> None:
        """Silence begins a new run."""
        self._left = LONGEST_RUN

    def _cut(self, piece: str) -> str:
        if _CONTROLS.match(piece):
            self._left = LONGEST_RUN
            return piece
        kept = piece[: self._left]
        self._left -= len(kept)
        return kept


class Keyboard:
    """Decodes and parses what a terminal sends; no bytes can stop it."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")
        self._guard = PasteGuard()
        self._limit = RunLimit()
        self._parser = XTermParser()

    def feed(self, data: bytes, at_s: float) -> Iterable[Message]:
        """Parse what was read.

        Args:
            data: Any bytes; a character or sequence may go on in the next ones.
            at_s: When they were read, in seconds of a steady clock.

        Yields:
            Keys, mouse events, pastes and the terminal's answers, in order.
        """
        text = self._decoder.decode(data).replace("\N{REPLACEMENT CHARACTER}", "")
        for part in self._guard.feed(text, at_s):
            if isinstance(part, str):
                yield from self._parse(self._limit.feed(part))
            else:
                yield part

    def tick(self, at_s: float) -> Iterable[Message]:
        """Let time pass: a lone escape becomes a key, a silent paste ends.

        Args:
            at_s: The time now, in seconds of a steady clock.

        Yields:
            What was waiting, in order.
        """
        self._limit.pause()
        yield from self._guard.tick(at_s)
        yield from self._wanted(self._parser.tick)

    def _parse(self, text: str) -> Iterable[Message]:
        # one character at a time, so that a sequence the parser chokes on costs only itself
        for character in text:
            yield from self._wanted(partial(self._parser.feed, character))

    def _wanted(self, parse: Callable[[], Iterable[Message]]) -> list[Message]:
        try:
            return [message for message in parse() if _is_wanted(message)]
        except Exception:
            # garbage that Textual's parser can't take ends here; its words may be personal
            self._parser = XTermParser()
            return []


def _is_wanted(message: Message) -> bool:
    if isinstance(message, events.MouseEvent):
        return max(message.screen_x, message.screen_y) <= FARTHEST_CELL
    return not isinstance(message, _UNASKED)
