"""Bytes from a terminal into Textual's messages, whatever the bytes are.

Textual's own reading ends the app on a byte of invalid UTF-8, goes deaf after a paste that never
ends, keeps a paste of any size, and believes size reports that anybody can type.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from functools import partial

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message
from textual.messages import InBandWindowResize

from kiosk.scanners.splitting import CODE_DIGITS
from screens.pasting import PasteGuard
from screens.scanning import is_code

LONGEST_RUN = 8_192
"""Printable characters that are read in one go; no scanner and no hand sends more without a key in
between or a pause, and a megabyte would keep the gate waiting for minutes."""

FARTHEST_CELL = 4096
"""Largest column or row a mouse is believed to be in."""

_CONTROLS = re.compile(r"([\x00-\x1f\x7f])")
_DIGITS = re.compile(rf"[0-9]{{{CODE_DIGITS},}}")
# sizes come from the operating system, pastes from the guard, and nobody asked for a cursor
_UNASKED = (events.Resize, events.CursorPosition, InBandWindowResize, events.Paste)


class InputPaused(Message):
    """The keyboard has been silent for a while, and everything before it has been read."""


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
        self._guard = PasteGuard(is_code)
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
        yield from self._read(self._guard.feed(text, at_s))

    def tick(self, at_s: float) -> Iterable[Message]:
        """Let time pass: a lone escape becomes a key, silence parts what is pasted.

        Args:
            at_s: The time now, in seconds of a steady clock.

        Yields:
            What was waiting, in order.
        """
        self._limit.pause()
        yield from self._read(self._guard.tick(at_s))
        yield from self._wanted(self._parser.tick)

    def _read(self, parts: Iterable[str | events.Paste]) -> Iterable[Message]:
        for part in parts:
            if isinstance(part, str):
                yield from self._parse(self._limit.feed(part))
            else:
                yield part

    def _parse(self, text: str) -> Iterable[Message]:
        codes = _code_starts(text)
        # one character at a time, so that a sequence the parser chokes on costs only itself
        for place, character in enumerate(text):
            if place in codes:
                self._parser = XTermParser()  # a sequence cut off before it would eat its digits
            yield from self._wanted(partial(self._parser.feed, character))

    def _wanted(self, parse: Callable[[], Iterable[Message]]) -> list[Message]:
        try:
            return [message for message in parse() if _is_wanted(message)]
        except Exception:
            # garbage that Textual's parser can't take ends here; its words may be personal
            self._parser = XTermParser()
            return []


def _code_starts(text: str) -> set[int]:
    """Where whole codes begin; a busy computer reads them together with what came before."""
    runs = ((run.start(), run.end()) for run in _DIGITS.finditer(text))
    starts = {start for first, end in runs for start in (first, end - CODE_DIGITS)}
    return {start for start in starts if is_code(text[start : start + CODE_DIGITS])}


def _is_wanted(message: Message) -> bool:
    if isinstance(message, events.MouseEvent):
        return max(message.screen_x, message.screen_y) <= FARTHEST_CELL
    return not isinstance(message, _UNASKED)
