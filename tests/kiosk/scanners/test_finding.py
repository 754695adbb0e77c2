"""What is plugged in, read from the system's own files."""

import struct
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from serial.tools import list_ports

from kiosk.scanners.finding import (
    CameraFound,
    InputFound,
    SerialFound,
    find_cameras,
    find_inputs,
    find_serial,
)
from kiosk.scanners.usb import UsbId


def bitmap(*keys: int) -> str:
    """Keys as Linux writes them: hexadecimal words of the machine's `long`, the highest first."""
    bits = 8 * struct.calcsize("l")
    number, words = sum(1 << key for key in keys), []
    while number:
        number, word = divmod(number, 1 << bits)
        words.append(f"{word:x}")
    return " ".join(reversed(words)) or "0"


KEYBOARD = bitmap(*range(1, 84), 96, 98, 240)
POWER_BUTTON = bitmap(116)
ALMOST = bitmap(*range(2, 11), 28)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def add_input(sys_root: Path, number: int, name: str, ids: tuple[str, str], keys: str) -> None:
    folder = sys_root / f"class/input/event{number}/device"
    write(folder / "name", f"{name}\n")
    write(folder / "id/vendor", f"{ids[0]}\n")
    write(folder / "id/product", f"{ids[1]}\n")
    write(folder / "capabilities/key", f"{keys}\n")


def test_input_devices_that_type_are_found(tmp_path: Path) -> None:
    system, dev = tmp_path / "sys", tmp_path / "dev"
    add_input(system, 10, "Barcode\x1b[2J Scanner", ("1eab", "8003"), KEYBOARD)
    add_input(system, 2, "AT keyboard", ("0001", "0001"), KEYBOARD)
    add_input(system, 0, "Power Button", ("0000", "0001"), POWER_BUTTON)
    add_input(system, 5, "No zero", ("0000", "0001"), ALMOST)
    add_input(system, 3, "Odd", ("zz", ""), KEYBOARD)
    add_input(system, 4, "Broken", ("1", "1"), "not a bitmap")
    write(dev / "input/event10", "")
    link = dev / "input/by-id/usb-Barcode_Scanner-event-kbd"
    link.parent.mkdir()
    link.symlink_to("../event10")
    found = find_inputs(system, dev)
    events = [str(dev / "input" / f"event{number}") for number in (2, 3, 10)]
    assert found == [
        InputFound(events[0], UsbId(1, 1, "AT keyboard"), "", "AT keyboard"),
        InputFound(events[1], UsbId(0, 0, "Odd"), "", "Odd"),
        InputFound(
            events[2], UsbId(0x1EAB, 0x8003, "Barcode Scanner"), str(link), "Barcode Scanner"
        ),
    ]
    assert [one.where for one in found[:1]] == ["0001:0001:AT keyboard"]
    assert found[2].where == str(link)


def test_cameras_are_found_once_each(tmp_path: Path) -> None:
    system = tmp_path / "sys"
    for number, index in ((10, "0"), (2, "0"), (3, "1")):
        write(system / f"class/video4linux/video{number}/name", f"Camera {number}\n")
        write(system / f"class/video4linux/video{number}/index", index)
    write(system / "class/video4linux/video11/dev", "81:11")  # a driver that says little
    assert find_cameras(system) == [
        CameraFound("/dev/video2", "Camera 2"),
        CameraFound("/dev/video10", "Camera 10"),
        CameraFound("/dev/video11", ""),
    ]
    assert find_cameras(system)[0].where == "/dev/video2"


def test_a_machine_without_any_of_it_has_none(tmp_path: Path) -> None:
    assert find_inputs(tmp_path, tmp_path) == []
    assert find_cameras(tmp_path, tmp_path) == []


def port(device: str, **about: object) -> SimpleNamespace:
    bare = {"vid": None, "pid": None, "serial_number": None, "hwid": "n/a", "description": None}
    return SimpleNamespace(device=device, **bare | about)


def test_serial_ports_are_found_with_their_usb_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [
        port("/dev/ttyACM10", vid=0x0C2E, pid=0x0720, serial_number="A\n1", hwid="USB"),
        port("/dev/ttyACM2", vid=0x0C2E, pid=0x0720, hwid="USB", description="Scanner"),
        port("/dev/ttyS0", hwid="PNP0501"),
        port("/dev/ttyS1"),
    ]
    monkeypatch.setattr(list_ports, "comports", lambda: ports)
    found = find_serial()
    assert found == [
        SerialFound("/dev/ttyACM2", UsbId(0x0C2E, 0x0720), "Scanner"),
        SerialFound("/dev/ttyACM10", UsbId(0x0C2E, 0x0720, "A 1"), ""),
        SerialFound("/dev/ttyS0", None, ""),
    ]
    assert [one.where for one in found] == ["0c2e:0720", "0c2e:0720:A 1", "/dev/ttyS0"]


def test_without_the_library_no_serial_port_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "serial.tools.list_ports", None)
    assert find_serial() == []


def test_this_machine_can_be_looked_at() -> None:
    for found in (find_serial(), find_inputs(), find_cameras()):
        assert isinstance(found, list)
