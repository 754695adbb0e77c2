"""Textual's driver for Linux and macOS, made fit for a keyboard that anybody can reach."""

import os
import selectors
from collections.abc import Callable, Iterable
from time import monotonic
from typing import IO, Any, cast

from textual.app import App
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from kiosk.scanners.burst import GAP_S, PACE_S, STALL_S, TERMINATOR_S
from kiosk.scanners.wedge import SLACK_S
from screens.heard import note_heard
from screens.keyboard import InputPaused, Keyboard

READ_BYTES = 4096
"""Most bytes of one read."""

POLL_S = 0.05
"""How often waiting keys and the end of the app are looked at, in seconds."""


_TOLD_S = (
    GAP_S + SLACK_S,
    PACE_S + SLACK_S,
    ESCAPE_DELAY,
    TERMINATOR_S + SLACK_S,
    STALL_S + SLACK_S,
)

PAUSES_S = tuple(sorted(pause_s + 0.001 for pause_s in _TOLD_S))
"""Lengths of silence that the app is told of, in seconds. At each of them the keyboard ticks too:
the second parts what is pasted, and a sequence cut off is over before the next scan can come."""


EMPTY_READS = 20
"""Reads that must give nothing in a row before the terminal is taken for closed: one that fails
for a moment must not end the kiosk, behind which lies a shell."""

EMPTY_S = 0.02
"""Between two of them, in seconds."""


class TerminalFile:
    """The terminal as a file to write to, which may go away.

    Textual's writer thread dies of a failed write and then holds up the whole app.
    """

    def __init__(self, file: IO[str]) -> None:
        """Write to a file until it fails."""
        self._file = file
        self.is_gone = False

    def write(self, text: str) -> int:
        """Write, or drop the text if the terminal is gone."""
        self._try(lambda: self._file.write(text))
        return len(text)

    def flush(self) -> None:
        """Hand everything to the terminal if there is one."""
        self._try(self._file.flush)

    def fileno(self) -> int:
        """The terminal's file number."""
        return self._file.fileno()

    def _try(self, act: Callable[[], object]) -> None:
        if self.is_gone:
            return
        try:
            act()
        except (OSError, ValueError):
            self.is_gone = True


class Pauses:
    """A clock of what is typed, which only silence moves on, and what the app is told of silence.

    Only the thread that reads can tell a pause of the scanner from a pause of its own: what has
    been waiting while this thread was kept from reading came without a pause, for all that is
    known, and a silence begins when nothing is left to read. Time that the thread itself lost is
    never counted, not at the next key either: it would cut a scan in two.
    """

    def __init__(self) -> None:
        """Start in an old silence."""
        self._heard_s = self._silent_since_s = monotonic()
        self._untold: list[float] = []

    @property
    def now_s(self) -> float:
        """The time on this clock while nothing comes, in seconds; never ahead of `monotonic`."""
        return self._heard_s + monotonic() - self._silent_since_s

    @property
    def heard_s(self) -> float:
        """When what is now read came, on this clock."""
        return self._heard_s

    def wait_for_input(self, selector: selectors.BaseSelector) -> bool:
        """Wait until there is something to read, or `tick` is due.

        Returns:
            True if there is something to read.
        """
        if selector.select(0):
            return True
        if not selector.select(self._patience_s()):
            return False
        self._heard_s = self.now_s
        return True

    def _patience_s(self) -> float:
        if not self._untold:
            return POLL_S
        return min(POLL_S, max(0.0, self._silent_since_s + self._untold[0] - monotonic()))

    def begin(self) -> None:
        """Everything has been read: a silence begins, and the app is to be told of it."""
        self._silent_since_s = monotonic()
        self._untold = list(PAUSES_S)

    def begin_again(self) -> None:
        """Something was heard in a silence, such as a lone escape: it begins anew."""
        self._heard_s = self.now_s
        self.begin()

    def tick(self) -> list[Message]:
        """What the app is to be told by now."""
        silent_s = monotonic() - self._silent_since_s
        told = [pause_s for pause_s in self._untold if pause_s <= silent_s]
        del self._untold[: len(told)]
        return [InputPaused() for _ in told]


class KioskDriver(LinuxDriver):
    """Goes on after any input, and ends the app when the terminal is closed."""

    tells_pauses = True
    """It sends `InputPaused`, in order with the keys."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Take the terminal of this process.

        Args:
            app: The app that gets the messages.
            debug: Textual's debug mode; what is typed is never written to a file here.
            mouse: Take the mouse as well.
            size: Columns and rows; None asks the terminal.
        """
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # only the writer thread uses it: write, flush and fileno
        self._file = cast(Any, TerminalFile(cast(IO[str], self._file)))

    @property
    def can_suspend(self) -> bool:
        """No: behind a suspended kiosk lies a shell."""
        return False

    def run_input_thread(self) -> None:
        """Read until the app ends or the terminal is closed."""
        keyboard = Keyboard()
        pauses = Pauses()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if pauses.wait_for_input(selector):
                    data = self._read_for_certain()
                    if not data:
                        self._hang_up()
                        return
                    self._process(keyboard.feed(data, monotonic()), pauses.heard_s)
                    pauses.begin()
                else:
                    if self._process(keyboard.tick(monotonic()), pauses.now_s):
                        pauses.begin_again()  # the app has yet to hear of the silence after these
                    self._process(pauses.tick(), pauses.now_s)

    def _process(self, messages: Iterable[Message], at_s: float) -> int:
        count = 0
        for message in messages:
            note_heard(message, at_s)
            self.process_message(message)
            count += 1
        return count

    def _read_for_certain(self) -> bytes:
        """What there is to read; nothing only when the terminal gives nothing again and again."""
        for _try in range(EMPTY_READS):
            if data := self._read():
                return data
            if self.exit_event.wait(EMPTY_S):
                break
        return b""

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, READ_BYTES)
        except OSError:  # a hung-up terminal gives EIO on Linux and nothing on macOS
            return b""

    def _hang_up(self) -> None:
        self._app.call_later(self._app.exit)

    def _query_in_band_window_resize(self) -> None:
        """Ask for no sizes in the keyboard's stream: anybody can type them."""
