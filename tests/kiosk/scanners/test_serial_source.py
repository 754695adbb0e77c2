"""Serial scanners over real pseudo terminals: read, unplugged, found again."""

import errno
import os
import sys
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from kiosk.scanners import serial_source
from kiosk.scanners.device_source import DeviceSource
from kiosk.scanners.finding import SerialFound
from kiosk.scanners.readings import SILENCE_S, STALL_SILENCES
from kiosk.scanners.serial_source import SerialDevice, make_serial_source
from kiosk.scanners.settings import SourceSetting
from kiosk.scanners.usb import UsbId
from tests.kiosk.scanners.fakes import wait_until

CODE = "1234567890123456789012345678901234"
USB = UsbId(0x0C2E, 0x0720, "S1")


class Cable:
    """A serial scanner: what is written to it can be read from its port."""

    def __init__(self) -> None:
        self._scanner, kiosk = os.openpty()
        tty.setraw(kiosk)
        self.port = os.ttyname(kiosk)
        self._kiosk = kiosk

    def scan(self, data: bytes) -> None:
        os.write(self._scanner, data)

    def plug_out(self) -> None:
        for end in (self._scanner, self._kiosk):
            os.close(end)
        self._scanner = self._kiosk = -1

    @property
    def is_plugged_in(self) -> bool:
        return self._scanner != -1


@pytest.fixture
def cable() -> Iterator[Cable]:
    made = Cable()
    yield made
    if made.is_plugged_in:
        made.plug_out()


@pytest.fixture
def other_cable() -> Iterator[Cable]:
    made = Cable()
    yield made
    if made.is_plugged_in:
        made.plug_out()


class Desk:
    """Runs a source and keeps what it read."""

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


def setting(where: str, baud: int = 9600) -> SourceSetting:
    return SourceSetting("门口", "serial", where, baud)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b""])
def test_a_code_is_read_whatever_ends_it(cable: Cable, end: bytes) -> None:
    with Desk(make_serial_source(setting(cable.port))) as desk:
        desk.wait_state("working")
        cable.scan(CODE.encode() + end)
        desk.wait_for(CODE)
        assert desk.source.status.device == cable.port
    assert desk.source.status.state == "idle"


@pytest.mark.parametrize("baud", [300, 9600, 115_200, 12_345])
def test_any_speed_can_be_asked_for(cable: Cable, baud: int) -> None:
    with Desk(make_serial_source(setting(cable.port, baud))) as desk:
        desk.wait_state("working")
        cable.scan(b"7\r")
        desk.wait_for("7")


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times slower than the kiosk: a machine that is busy then cuts nothing."""
    monkeypatch.setattr(serial_source, "SILENCE_S", 10 * SILENCE_S)


@pytest.mark.usefixtures("slowly")
def test_a_slow_scanner_is_not_cut(cable: Cable) -> None:
    with Desk(make_serial_source(setting(cable.port))) as desk:
        desk.wait_state("working")
        for digit in CODE[:7]:
            cable.scan(digit.encode())
            time.sleep(10 * 0.033)
        desk.wait_for(CODE[:7])


def test_a_busy_computer_does_not_cut_a_code(cable: Cable) -> None:
    device = SerialDevice(serial.Serial(cable.port, timeout=0.02))
    cable.scan(CODE[:20].encode())
    while device._readings._begun != CODE[:20]:
        assert device.read() == []
    assert [device.read() for _silence in range(STALL_SILENCES - 1)] == [[]] * (STALL_SILENCES - 1)
    cable.scan(CODE[20:].encode() + b"\r")
    read: list[str] = []
    while not read:
        read += device.read()
    device.close()
    assert read == [CODE]


@pytest.mark.usefixtures("slowly")
def test_noise_without_an_end_is_bounded_and_the_next_scan_is_whole(cable: Cable) -> None:
    with Desk(make_serial_source(setting(cable.port))) as desk:
        desk.wait_state("working")
        for _piece in range(50):
            cable.scan(b"\xff" * 1000)
        cable.scan(b"\r" + CODE.encode() + b"\r")
        desk.wait_for("\ufffd" * 256, CODE)


def test_a_port_that_comes_back_under_another_number_is_found_by_its_usb_id(
    cable: Cable, other_cable: Cable, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [SerialFound("/dev/ttyS0", None, ""), SerialFound(cable.port, USB, "scanner")]
    source = make_serial_source(setting("0C2E:0720"), lambda: there)
    monkeypatch.setattr(source, "_look_again_s", 0.05)
    with Desk(source) as desk:
        desk.wait_state("working")
        there.clear()
        cable.plug_out()
        desk.wait_state("lost")
        since = source.status.since
        assert source.status.device == cable.port
        time.sleep(0.2)
        assert source.status.since == since
        there.append(SerialFound(other_cable.port, USB, "scanner"))
        desk.wait_state("working")
        assert source.status.device == other_cable.port
        other_cable.scan(b"8\r")
        desk.wait_for("8")


def test_a_port_is_found_again_by_its_name(
    cable: Cable, other_cable: Cable, tmp_path: Path
) -> None:
    link = tmp_path / "ttyScanner"
    link.symlink_to(cable.port)
    with Desk(make_serial_source(setting(str(link)))) as desk:
        desk.wait_state("working")
        link.unlink()
        cable.plug_out()
        desk.wait_state("lost")
        link.symlink_to(other_cable.port)
        desk.wait_state("working")
        other_cable.scan(CODE.encode() + b"\r\n")
        desk.wait_for(CODE)


def test_a_port_added_by_its_name_is_found_under_another_number(
    cable: Cable, other_cable: Cable, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    link = tmp_path / "ttyACM0"
    link.symlink_to(cable.port)
    there = [SerialFound(str(link), USB, "")]
    source = make_serial_source(setting(str(link)), lambda: there)
    monkeypatch.setattr(source, "_look_again_s", 0.05)
    with Desk(source) as desk:
        desk.wait_state("working")
        there.clear()
        link.unlink()
        cable.plug_out()
        desk.wait_state("lost")
        there.append(SerialFound(other_cable.port, USB, ""))
        desk.wait_state("working")
        assert source.status.device == other_cable.port
        other_cable.scan(b"8\r")
        desk.wait_for("8")


def test_a_port_is_read_even_if_nobody_can_tell_its_usb_id(cable: Cable) -> None:
    def fail() -> list[SerialFound]:
        raise OSError(errno.EIO, "no list of ports")

    with Desk(make_serial_source(setting(cable.port), fail)) as desk:
        desk.wait_state("working")
        cable.scan(b"8\r")
        desk.wait_for("8")


@pytest.mark.usefixtures("slowly")
def test_what_was_half_read_when_it_was_unplugged_is_no_reading(
    cable: Cable, other_cable: Cable, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [SerialFound(cable.port, USB, "")]
    source = make_serial_source(setting(str(USB)), lambda: there)
    monkeypatch.setattr(source, "_look_again_s", 0.05)
    with Desk(source) as desk:
        desk.wait_state("working")
        cable.scan(CODE[:5].encode())
        cable.plug_out()
        there[:] = [SerialFound(other_cable.port, USB, "")]
        wait_until(lambda: source.status.device == other_cable.port)
        other_cable.scan(b"9\r")
        desk.wait_for("9")


def test_a_port_that_was_never_there_is_never_seen() -> None:
    with Desk(make_serial_source(setting("/dev/ttyNone"))) as desk:
        wait_until(lambda: desk.source.status.detail != "")
        assert desk.source.status.state == "never_seen"
        assert desk.source.status.device == "/dev/ttyNone"


def test_no_port_with_the_usb_id_is_never_seen() -> None:
    with Desk(make_serial_source(setting("0c2e:0720"), lambda: [])) as desk:
        time.sleep(0.1)
        assert (desk.source.status.state, desk.source.status.device) == ("never_seen", "")


def test_a_port_that_another_program_holds_is_refused_and_the_next_like_it_is_taken(
    cable: Cable, other_cable: Cable
) -> None:
    with serial.Serial(cable.port, exclusive=True):
        with Desk(make_serial_source(setting(cable.port))) as desk:
            desk.wait_state("refused")
            assert desk.source.status.refused_for == "in_use"
        twins = [SerialFound(cable.port, USB, ""), SerialFound(other_cable.port, USB, "")]
        with Desk(make_serial_source(setting("0c2e:0720"), lambda: twins)) as desk:
            desk.wait_state("working")
            assert desk.source.status.device == other_cable.port


@pytest.mark.parametrize(
    "error",
    [
        serial.SerialException(errno.EACCES, "could not open port"),
        serial.SerialException("could not open port 'COM3': PermissionError(13, 'Access denied')"),
    ],
)
def test_a_port_without_rights_is_refused(
    monkeypatch: pytest.MonkeyPatch, error: serial.SerialException
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(serial, "Serial", refuse)
    with Desk(make_serial_source(setting("COM3"))) as desk:
        desk.wait_state("refused")
        assert (desk.source.status.refused_for, desk.source.status.device) == ("rights", "COM3")


def test_without_the_library_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "serial", None)
    with Desk(make_serial_source(setting("/dev/ttyS0"))) as desk:
        desk.wait_state("no_library")
        assert desk.source.status.detail == "pyserial"


def test_waiting_costs_no_time(cable: Cable) -> None:
    with Desk(make_serial_source(setting(cable.port))) as desk:
        desk.wait_state("working")
        before_s = time.process_time()
        time.sleep(1.0)
        assert time.process_time() - before_s < 0.1


def test_it_lets_go_of_the_port_at_once(cable: Cable) -> None:
    before = set(threading.enumerate())
    with Desk(make_serial_source(setting(cable.port))) as desk:
        desk.wait_state("working")
        began_s = time.monotonic()
    assert time.monotonic() - began_s < 1.0
    assert set(threading.enumerate()) <= before
    serial.Serial(cable.port, exclusive=True).close()


def test_a_port_without_a_name_is_nowhere() -> None:
    assert SerialDevice(serial.Serial()).where == ""
