"""The life of a device on its thread: whatever it does, the thread goes on."""

import threading
from datetime import datetime, timedelta

from kiosk.scanners.device_source import Device, DeviceSource, NotOpened
from tests.kiosk.scanners.fakes import NOW, wait_until


class Moody:
    """A device that gives what a test puts down, errors among it."""

    def __init__(self, *moods: list[str] | Exception) -> None:
        self.moods = list(moods)
        self.where = "\x1b[2J/dev/moody\n"
        self.closes = 0

    def read(self) -> list[str]:
        mood = self.moods.pop(0) if self.moods else []
        if isinstance(mood, Exception):
            raise mood
        threading.Event().wait(0.01)
        return mood

    def close(self) -> None:
        self.closes += 1
        raise ValueError("it was closed before")


class TickingClock:
    """A clock that is a second later each time it is asked."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def source_of(*devices: Device | Exception) -> DeviceSource:
    waiting = list(devices)

    def connect() -> Device:
        device = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(device, Exception):
            raise device
        return device

    return DeviceSource("门口", "serial", connect, TickingClock(), look_again_s=0.01)


def test_whatever_a_driver_throws_the_next_look_may_be_better() -> None:
    first, second = Moody(["1"], KeyError("odd")), Moody(["2"])
    source = source_of(RuntimeError(), first, ZeroDivisionError("no"), second)
    read: list[str] = []
    source.start(read.append)
    wait_until(lambda: read == ["1", "2"])
    assert source.status.state == "working"
    assert source.status.device == "/dev/moody"
    assert source.status.detail == ""
    assert first.closes == 1
    source.stop()
    assert second.closes == 1


def test_what_was_there_is_lost_and_what_was_not_was_never_seen() -> None:
    missing = NotOpened("never_seen", "no such file")
    never, lost = source_of(missing), source_of(Moody(OSError("gone")), missing)
    for source in (never, lost):
        source.start(lambda _text: None)
    wait_until(lambda: never.status.detail == "no such file")
    assert never.status.state == "never_seen"
    wait_until(lambda: lost.status.detail == "no such file")
    assert (lost.status.state, lost.status.device) == ("lost", "/dev/moody")
    assert not lost.status.refused_for
    since, told = lost.status.since, lost.status
    wait_until(lambda: lost.status is not told)  # it looked again, in vain
    for source in (never, lost):
        source.stop()
    assert lost.status.since == since
    assert since > never.status.since == NOW + timedelta(seconds=1)
    assert lost.status.state == "lost"


def test_an_error_without_words_is_told_by_its_name() -> None:
    source = source_of(RuntimeError())
    source.start(lambda _text: None)
    wait_until(lambda: source.status.detail == "RuntimeError")
    source.stop()


def test_a_source_that_was_never_started_stops() -> None:
    source_of(Moody()).stop()
