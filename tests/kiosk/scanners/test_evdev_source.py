"""Grabbed input devices: recorded event streams through a real pipe, and uinput where there is."""

import errno
import os
import stat
import struct
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from kiosk.scanners import evdev_source
from kiosk.scanners.device_source import DeviceSource
from kiosk.scanners.evdev_source import (
    GrabbedDevice,
    InputDevice,
    make_evdev_source,
    open_with_evdev,
)
from kiosk.scanners.finding import InputFound
from kiosk.scanners.readings import STALL_SILENCES
from kiosk.scanners.settings import SourceSetting
from kiosk.scanners.usb import UsbId
from tests.kiosk.scanners.fakes import wait_until

CODE = "1234567890123456789012345678901234"
EVENT = struct.Struct("llHHi")
"""`struct input_event` of Linux: seconds, microseconds, type, code, value."""
KEYS = dict(zip("1234567890", range(2, 12), strict=True))
ENTER, TAB, KP_ENTER, SHIFT, RIGHT_SHIFT, CONTROL = 28, 15, 96, 42, 54, 29
KEYPAD = dict(zip("7894561230", (71, 72, 73, 75, 76, 77, 79, 80, 81, 82), strict=True))
SCANNER = UsbId(0x1EAB, 0x8003, "Barcode Scanner")
UINPUT = Path("/dev/uinput")


class Event(NamedTuple):
    type: int
    code: int
    value: int


class RecordedDevice:
    """An input device whose events are bytes in a pipe, as the kernel would hand them over."""

    def __init__(self) -> None:
        self.fd, self.kernel = os.pipe()
        os.set_blocking(self.fd, False)
        self.grabs = self.ungrabs = 0
        self.is_held_by_another = False
        self.is_closed = False

    def grab(self) -> None:
        if self.is_held_by_another:
            raise OSError(errno.EBUSY, "Device or resource busy")
        self.grabs += 1

    def ungrab(self) -> None:
        self.ungrabs += 1

    def read(self) -> list[Event]:
        data = os.read(self.fd, EVENT.size * 64)
        if not data:
            raise OSError(errno.ENODEV, "No such device")
        return [Event(*fields[2:]) for fields in EVENT.iter_unpack(data)]

    def close(self) -> None:
        self.is_closed = True
        os.close(self.fd)

    def send(self, *events: tuple[int, int, int]) -> None:
        os.write(self.kernel, b"".join(EVENT.pack(0, 0, *event) for event in events))

    def press(self, *keys: int) -> None:
        self.send(*pressed(*keys))

    def plug_out(self) -> None:
        os.close(self.kernel)
        self.kernel = -1


def pressed(*keys: int) -> list[tuple[int, int, int]]:
    events: list[tuple[int, int, int]] = []
    for key in keys:
        events += [(4, 4, key), (1, key, 1), (0, 0, 0), (1, key, 0), (0, 0, 0)]
    return events


def held(key: int, *others: int) -> list[tuple[int, int, int]]:
    return [(1, key, 1), (1, key, 2), *pressed(*others), (1, key, 0)]


@pytest.fixture
def device() -> Iterator[RecordedDevice]:
    made = RecordedDevice()
    yield made
    if made.kernel != -1:
        os.close(made.kernel)
    if not made.is_closed:
        os.close(made.fd)


def setting(where: str = "/dev/input/event7") -> SourceSetting:
    return SourceSetting("大门", "evdev", where)


class Desk:
    def __init__(self, source: DeviceSource) -> None:
        self.source = source
        self.read: list[str] = []

    def __enter__(self) -> "Desk":
        self.source.start(self.read.append)
        return self

    def __exit__(self, *_: object) -> None:
        self.source.stop()

    def wait_for(self, *texts: str) -> None:
        wait_until(lambda: len(self.read) >= len(texts))
        assert self.read == list(texts)

    def wait_state(self, state: str) -> None:
        wait_until(lambda: self.source.status.state == state)


@pytest.mark.parametrize("end", [ENTER, KP_ENTER, TAB, None])
@pytest.mark.parametrize("keys", [KEYS, KEYPAD])
def test_a_code_is_read_whatever_ends_it(
    device: RecordedDevice, end: int | None, keys: dict[str, int]
) -> None:
    with Desk(make_evdev_source(setting(), lambda _path: device)) as desk:
        desk.wait_state("working")
        assert desk.source.status.device == "/dev/input/event7"
        device.press(*(keys[digit] for digit in CODE), *([end] if end else []))
        desk.wait_for(CODE)
    assert (device.grabs, device.ungrabs, device.is_closed) == (1, 1, True)


def test_a_busy_computer_does_not_cut_a_code(
    device: RecordedDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evdev_source, "SILENCE_S", 0.02)
    grabbed = GrabbedDevice("", device)
    device.press(*(KEYS[digit] for digit in CODE[:8]))
    looks = [grabbed.read() for _look in range(STALL_SILENCES)]
    assert looks == [[]] * STALL_SILENCES
    device.press(*(KEYS[digit] for digit in CODE[8:]), ENTER)
    read: list[str] = []
    while not read:
        read += grabbed.read()
    assert read == [CODE]


def test_letters_and_signs_are_read_as_on_a_us_keyboard(device: RecordedDevice) -> None:
    with Desk(make_evdev_source(setting(), lambda _path: device)) as desk:
        device.send(  # together: silence ends a reading too
            *held(SHIFT, 16, 27),  # Q}
            *pressed(27, 16, 57, 26, 43, 41, 40),  # ]q [\`'
            *held(RIGHT_SHIFT, 2, 43, 13),  # !|+
            *pressed(200, 55, 98),  # a key that is no character, * and /
            *held(CONTROL, 30, 50),  # Ctrl+A is nothing, Ctrl+M an end
        )
        desk.wait_for("Q}]q [\\`'!|+*/")


def test_a_key_that_is_held_is_one_character(device: RecordedDevice) -> None:
    with Desk(make_evdev_source(setting(), lambda _path: device)) as desk:
        device.send(*held(KEYS["5"]), *pressed(KEYS["6"], ENTER))
        desk.wait_for("56")


def test_lost_events_let_go_of_shift(device: RecordedDevice) -> None:
    with Desk(make_evdev_source(setting(), lambda _path: device)) as desk:
        device.send((1, SHIFT, 1), (0, 3, 0), *pressed(KEYS["5"], ENTER))
        desk.wait_for("5")


def test_an_unplugged_device_comes_back_under_another_number(device: RecordedDevice) -> None:
    other = RecordedDevice()
    devices = {"/dev/input/event7": device, "/dev/input/event9": other}
    there = [InputFound("/dev/input/event7", SCANNER, "", "")]
    source = make_evdev_source(setting("1eab:8003"), devices.__getitem__, lambda: there)
    source._look_again_s = 0.05
    with Desk(source) as desk:
        desk.wait_state("working")
        there.clear()
        device.plug_out()
        desk.wait_state("lost")
        assert source.status.detail
        there.append(InputFound("/dev/input/event9", SCANNER, "", ""))
        desk.wait_state("working")
        assert source.status.device == "/dev/input/event9"
        other.press(KEYS["3"], ENTER)
        desk.wait_for("3")
    other.plug_out()


def test_a_device_that_another_program_has_is_refused_and_closed(device: RecordedDevice) -> None:
    device.is_held_by_another = True
    with Desk(make_evdev_source(setting(), lambda _path: device)) as desk:
        desk.wait_state("refused")
        assert desk.source.status.refused_for == "in_use"
    assert device.is_closed


def test_a_device_without_rights_is_refused() -> None:
    def refuse(_path: str) -> InputDevice:
        raise PermissionError(errno.EACCES, "Permission denied")

    with Desk(make_evdev_source(setting(), refuse)) as desk:
        desk.wait_state("refused")
        status = desk.source.status
        assert (status.refused_for, status.device) == ("rights", "/dev/input/event7")
        assert status.detail == "Permission denied"


def test_a_device_that_is_not_there_is_never_seen(tmp_path: Path) -> None:
    with Desk(make_evdev_source(setting(str(tmp_path / "event99")))) as desk:
        wait_until(lambda: desk.source.status.detail != "")
        assert desk.source.status.state == "never_seen"


def test_a_device_that_is_gone_when_it_is_let_go_of_does_no_harm(device: RecordedDevice) -> None:
    def gone() -> None:
        raise OSError(errno.ENODEV, "No such device")

    device.ungrab = gone  # type: ignore[method-assign]  # what the kernel says then
    with Desk(make_evdev_source(setting(), lambda _path: device)) as desk:
        desk.wait_state("working")
    assert device.is_closed


def test_without_the_library_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "evdev", None)
    with Desk(make_evdev_source(setting())) as desk:
        desk.wait_state("no_library")
        assert desk.source.status.detail == "evdev"


def test_the_library_opens_the_device_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "evdev", SimpleNamespace(InputDevice=lambda path: path))
    assert str(open_with_evdev("/dev/input/event3")) == "/dev/input/event3"


def test_waiting_costs_no_time(device: RecordedDevice) -> None:
    with Desk(make_evdev_source(setting(), lambda _path: device)) as desk:
        desk.wait_state("working")
        before_s = time.process_time()
        time.sleep(1.0)
        assert time.process_time() - before_s < 0.1


@pytest.mark.skipif(
    not UINPUT.exists() or not stat.S_ISCHR(UINPUT.stat().st_mode),
    reason="the kernel offers no /dev/uinput here: load it with modprobe uinput",
)
def test_a_device_made_by_the_kernel_is_grabbed_read_lost_and_found() -> None:
    from evdev import UInput, ecodes

    keys: dict[int, Sequence[int]] = {ecodes.EV_KEY: [*KEYS.values(), ENTER]}
    where = "1eab:8003:Kiosk test scanner"

    def plug_in() -> UInput:
        return UInput(keys, name="Kiosk test scanner", vendor=0x1EAB, product=0x8003)

    scanner = plug_in()
    with Desk(make_evdev_source(setting(where))) as desk:
        for times in (1, 2):
            desk.wait_state("working")
            for key in (*(KEYS[digit] for digit in CODE), ENTER):
                scanner.write(ecodes.EV_KEY, key, 1)
                scanner.write(ecodes.EV_KEY, key, 0)
                scanner.syn()
            desk.wait_for(*[CODE] * times)
            scanner.close()
            desk.wait_state("lost")
            if times == 1:
                scanner = plug_in()
