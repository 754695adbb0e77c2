"""The driver on a real pseudo-terminal."""

import asyncio
import fcntl
import os
import random
import struct
import sys
import termios
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from itertools import pairwise
from time import monotonic, sleep
from typing import IO, Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.drivers.linux_driver import LinuxDriver
from textual.widgets import Input

from kiosk.scanners.burst import Scanned, Typed
from kiosk.scanners.wedge import Wedge
from screens.driver import driver_class
from screens.heard import heard_s
from screens.keyboard import InputPaused
from screens.linux_driver import KioskDriver, Pauses, TerminalFile

LATE_S = 0.006
"""How late this machine may send a character in a test of the scanner's pace, in seconds."""

CHUNKS = 400


def is_code(text: str) -> bool:
    return len(text) == 34 and text.startswith("7")


class Listener(App[None]):
    """Writes down what it hears, with a text field in the focus."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__(driver_class=driver_class())
        self.heard: list[str] = []
        self.wedge: Wedge[events.Key] = Wedge(is_code)
        self.made_at_s: list[float] = []
        self.read_at_s: list[float] = []

    @property
    def longest_gap_s(self) -> float:
        """The longest pause between two keys as this machine read them."""
        gaps = (after - before for before, after in pairwise(self.read_at_s))
        return max(gaps, default=0.0)

    def compose(self) -> ComposeResult:
        yield Input()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.made_at_s.append(event.time)
            self.read_at_s.append(heard_s(event))
            await self.act(self.wedge.key(event, event.character, event.key, heard_s(event)))
        elif isinstance(event, events.Paste) and is_code(event.text):
            self.heard.append(event.text)
        else:
            await super().on_event(event)

    async def on_input_paused(self, message: InputPaused) -> None:
        await self.act(self.wedge.tick(heard_s(message)))

    async def act(self, outcomes: list[Scanned | Typed[events.Key]]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, Scanned):
                self.heard.append(outcome.text)
            else:
                for key in outcome.keys:
                    await super().on_event(key)

    def action_help_quit(self) -> None:
        """Say nothing of a way out."""

    async def action_quit(self) -> None:
        """Stay."""


class Terminal:
    """The master's end of a pty."""

    def __init__(self, app: Listener, master: int) -> None:
        self.app = app
        self.master = master
        self.running: asyncio.Task[None] | None = None
        threading.Thread(target=self._drain, daemon=True).start()

    async def send(self, data: bytes) -> None:
        await asyncio.to_thread(self._write, data)

    async def type(self, text: str, gap_s: float) -> float:
        """Send a character at a time; returns the longest time one took, in seconds."""
        return await asyncio.to_thread(self._type, text, gap_s)

    async def until_heard(self, text: str, within_s: float = 60.0) -> None:
        end_s = monotonic() + within_s
        while text not in self.app.heard:
            assert monotonic() < end_s, f"{text} was not heard; last: {self.app.heard[-3:]}"
            assert self.running is None or not self.running.done(), "the app has ended"
            await asyncio.sleep(0.005)

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self.master, data) :]

    def _type(self, text: str, gap_s: float) -> float:
        longest_s, at_s = 0.0, monotonic()
        for character in text:
            self._write(character.encode())
            sleep(gap_s)
            longest_s, at_s = max(longest_s, monotonic() - at_s), monotonic()
        return longest_s

    def _drain(self) -> None:
        with suppress(OSError):
            while os.read(self.master, 65536):
                pass


@asynccontextmanager
async def terminal(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Terminal]:
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    raw, writer = os.fdopen(slave, "r+b", buffering=0), os.fdopen(os.dup(slave), "w")
    with leaving_quietly(raw), leaving_quietly(writer):
        monkeypatch.setattr(sys, "__stdin__", raw)
        monkeypatch.setattr(sys, "__stderr__", writer)
        app = Listener()
        desk = Terminal(app, master)
        desk.running = asyncio.create_task(app.run_async())
        await desk.send(b"")
        await ready(desk)
        try:
            yield desk
        finally:
            app.exit()
            await asyncio.wait_for(desk.running, 60)
            with suppress(OSError):
                os.close(master)


@contextmanager
def leaving_quietly(file: IO[Any]) -> Iterator[None]:
    """Close a file whose other end may be gone."""
    try:
        yield
    finally:
        with suppress(OSError):
            file.close()


async def ready(desk: Terminal) -> None:
    first = code(0)
    while first not in desk.app.heard:
        await desk.send(f"{first}\r".encode())
        await asyncio.sleep(0.2)


def code(number: int) -> str:
    return f"7{number:033}"


async def test_a_key_says_when_it_was_made_though_its_reader_has_lost_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page drops keys that were pressed before it came; a busy machine must not make them old."""
    begin = Pauses.begin

    def begin_late(pauses: Pauses) -> None:
        sleep(0.05)
        begin(pauses)

    monkeypatch.setattr(Pauses, "begin", begin_late)
    async with terminal(monkeypatch) as desk:
        desk.app.made_at_s.clear()
        desk.app.read_at_s.clear()
        for _key in range(12):
            await desk.send(b"x")
            await asyncio.sleep(0.1)
        before_s = monotonic()
        await desk.send(b"y")
        while len(desk.app.made_at_s) < 13:
            await asyncio.sleep(0.01)
        assert desk.app.made_at_s[-1] >= before_s
        assert desk.app.read_at_s[-1] < before_s - 0.3


async def test_a_thousand_scans_at_full_speed_are_a_thousand_scans(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with terminal(monkeypatch) as desk:
        desk.app.heard.clear()
        await desk.send("".join(f"{code(n)}\r" for n in range(1000)).encode())
        await desk.until_heard(code(999))
        assert desk.app.heard == [code(n) for n in range(1000)]
        assert desk.app.query_one(Input).value == ""


@pytest.mark.parametrize("gap_s", [0.0, 0.002, 0.02, 0.05])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t", ""])
async def test_a_code_is_read_at_any_pace_with_any_end(
    monkeypatch: pytest.MonkeyPatch, gap_s: float, end: str
) -> None:
    async with terminal(monkeypatch) as desk:
        for number in range(1, 10):
            desk.app.read_at_s.clear()
            typed_s = await desk.type(code(number) + end, gap_s)
            await asyncio.sleep(0.3)
            if max(typed_s, desk.app.longest_gap_s) < gap_s + LATE_S:
                break  # this machine kept the scanner's own pace, sending and reading
        else:
            return  # it never did: nothing can be said of the scanner's pace here
        await desk.until_heard(code(number))
        await asyncio.sleep(0.3)
        assert desk.app.heard[-1] == code(number)
        assert desk.app.query_one(Input).has_focus
        assert number > 1 or desk.app.query_one(Input).value == ""


async def test_typing_reaches_the_field_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    async with terminal(monkeypatch) as desk:
        for character in "Li 3号":
            await desk.send(character.encode())
            await asyncio.sleep(0.08)
        await desk.send(f"{code(5)}\r".encode())
        await desk.until_heard(code(5))
        async with asyncio.timeout(60):
            while len(desk.app.query_one(Input).value) < len("Li 3号"):
                await asyncio.sleep(0.01)
        assert desk.app.query_one(Input).value == "Li 3号"


async def test_invalid_bytes_and_an_open_paste_leave_the_app_listening(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with terminal(monkeypatch) as desk:
        await desk.send(b"\xff\xfe\xc3(\x1b[200~never ended")
        await asyncio.sleep(2)
        await desk.send(f"{code(6)}\r".encode())
        await desk.until_heard(code(6))


async def test_half_a_scan_after_an_open_paste_is_told_when_silence_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with terminal(monkeypatch) as desk:
        await desk.send(b"\x1b[200~never ended")
        await asyncio.sleep(1)
        await desk.send(b"7123456789")
        await desk.until_heard("7123456789")


async def test_a_read_that_fails_for_a_moment_does_not_end_the_kiosk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    really_read, fails = KioskDriver._read, iter([True] * 5)

    def read(driver: KioskDriver) -> bytes:
        return b"" if next(fails, False) else really_read(driver)

    async with terminal(monkeypatch) as desk:
        monkeypatch.setattr(KioskDriver, "_read", read)
        await desk.send(f"{code(7)}\r".encode())
        await desk.until_heard(code(7))
        assert next(fails, None) is None


async def test_a_closed_terminal_ends_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    async with terminal(monkeypatch) as desk:
        assert desk.running
        os.close(desk.master)
        await asyncio.wait_for(asyncio.shield(desk.running), 60)


async def test_a_terminal_that_fails_ends_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_fileno: int, _size: int) -> bytes:
        raise OSError

    async with terminal(monkeypatch) as desk:
        assert desk.running
        monkeypatch.setattr("screens.linux_driver.os.read", fail)
        os.write(desk.master, b"x")
        await asyncio.wait_for(asyncio.shield(desk.running), 60)
        monkeypatch.undo()


async def test_there_is_no_way_to_suspend_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    async with terminal(monkeypatch) as desk:
        assert isinstance(desk.app._driver, KioskDriver)
        desk.app.action_suspend_process()
        await desk.send(f"\x1a{code(7)}\r".encode())
        await desk.until_heard(code(7))


PIECES = [
    b"\x1b", b"\x1b[", b"\x1b[200~", b"\x1b[201~", b"\x1b[<0;5;5M", b"\x1b[<0;5;5m", b"\x1b[<35;1;",
    b"\x1b[48;1;1;1;1t", b"\x1b[99999999;5u", b"\x1bO", b"\x1b]0;x\x07", b"\x1bP", b"\x9b", b"\r",
    b"\n", b"\t", b"\xff", b"\xe5\xb7", "工".encode(), b"\x00", b"\x03", b"\x11", b"\x10", b"\x1a",
    b"Q1\r", b"7" * 20, b" ", b"\x1b[I", b"\x1b[O", b"\x1b[Z", b"\x1b[1;5P",
]  # fmt: skip


def noise(source: random.Random) -> bytes:
    pieces = source.choices(PIECES, k=source.randint(0, 6))
    return b"".join([*pieces, source.randbytes(source.randint(0, 24))])


async def test_after_any_noise_the_next_scan_that_is_not_cut_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = random.Random(20261122)  # noqa: S311  # a test's noise
    async with terminal(monkeypatch) as desk:
        for number in range(1, CHUNKS + 1):
            await desk.send(noise(source))
            if number % 25 == 0:
                # a scan right behind half a sequence or half a character is cut by it
                await asyncio.sleep(0.8)
                await desk.send(f"{code(number)}\r".encode())
                await desk.until_heard(code(number))
                desk.app.heard.clear()


def test_a_terminal_that_is_gone_takes_no_more_text() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w") as pipe:
        file = TerminalFile(pipe)
        assert file.fileno() == write_end
        file.write("x")
        file.flush()
        assert file.is_gone
        assert file.write("more") == 4
        with suppress(OSError):
            pipe.close()


def test_the_environment_may_name_another_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = driver_class()
    assert chosen is not None
    assert issubclass(chosen, LinuxDriver)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert driver_class() is None
