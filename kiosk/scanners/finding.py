"""What is plugged into this machine: serial ports, input devices, cameras.

Input devices and cameras are read from Linux's `/sys`, which needs neither rights nor libraries.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.scanners.usb import UsbId
from kiosk.text import clean_line

SYS = Path("/sys")
DEV = Path("/dev")

_DIGIT_KEYS = range(2, 12)
_ENTER_KEY = 28
_WORD_BITS = 8 * struct.calcsize("l")
"""Linux writes its bitmaps in words of the reader's `long`."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SerialFound:
    """A serial port.

    Attributes:
        device: What it is opened by: `/dev/ttyACM0`, `COM3`.
        usb: Its USB id with its serial number; None for a port that is not on USB.
        words: What the system calls it, one cleaned line.
    """

    device: str
    usb: UsbId | None
    words: str

    @property
    def where(self) -> str:
        """What to add it by: the USB id, which it keeps, where there is one."""
        return str(self.usb) if self.usb else self.device


@dataclass(frozen=True, slots=True)
class InputFound:
    """An input device that can type digits and Enter: a scanner or a keyboard.

    Attributes:
        device: Its device file.
        usb: Its ids with its name, also where it is on another bus.
        by_id: Its link under `/dev/input/by-id`, which it keeps; empty for none.
        words: What it calls itself, one cleaned line.
    """

    device: str
    usb: UsbId
    by_id: str
    words: str

    @property
    def where(self) -> str:
        """What to add it by."""
        return self.by_id or str(self.usb)


@dataclass(frozen=True, slots=True)
class CameraFound:
    """A camera.

    Attributes:
        device: Its device file.
        words: What it calls itself, one cleaned line.
    """

    device: str
    words: str

    @property
    def where(self) -> str:
        """What to add it by."""
        return self.device


def find_serial() -> list[SerialFound]:
    """The serial ports, in order of their names; none without pyserial."""
    try:
        from serial.tools.list_ports import comports
    except ImportError:
        return []
    found = []
    for port in comports():
        usb = None
        if port.vid is not None and port.pid is not None:
            usb = UsbId(port.vid, port.pid, clean_line(port.serial_number or ""))
        if usb or port.hwid != "n/a":  # the many ports of a mainboard that nobody wired
            found.append(SerialFound(port.device, usb, clean_line(port.description or "")))
    return sorted(found, key=lambda port: _natural(port.device))


def find_inputs(sys: Path = SYS, dev: Path = DEV) -> list[InputFound]:
    """The input devices that can type a code, in order of their numbers."""
    links = {_target(link): str(link) for link in sorted(dev.glob("input/by-id/*-event-*"))}
    found = []
    for folder in _numbered(sys.glob("class/input/event*")):
        if not _can_type(_text(folder / "device/capabilities/key")):
            continue
        device = str(dev / "input" / folder.name)
        name = clean_line(_text(folder / "device/name"))
        usb = UsbId(_hex(folder / "device/id/vendor"), _hex(folder / "device/id/product"), name)
        found.append(InputFound(device, usb, links.get(device, ""), name))
    return found


def find_cameras(sys: Path = SYS, dev: Path = DEV) -> list[CameraFound]:
    """The cameras, in order of their numbers.

    A camera's second device file, which only tells about the first, is left out.
    """
    return [
        CameraFound(str(dev / folder.name), clean_line(_text(folder / "name")))
        for folder in _numbered(sys.glob("class/video4linux/video*"))
        if _text(folder / "index").strip() in {"", "0"}
    ]


def _can_type(capabilities: str) -> bool:
    """Whether a bitmap of keys, in hexadecimal words of the machine, has the digits and Enter."""
    try:
        words = [int(word, 16) for word in reversed(capabilities.split())]
    except ValueError:
        return False
    keys = sum(word << _WORD_BITS * place for place, word in enumerate(words))
    return all(keys >> key & 1 for key in (*_DIGIT_KEYS, _ENTER_KEY))


def _numbered(paths: Iterable[Path]) -> Iterator[Path]:
    return iter(sorted(paths, key=lambda path: _natural(path.name)))


def _natural(name: str) -> tuple[str, int]:
    number = _NUMBER.search(name)
    return _NUMBER.sub("", name), int(number[0]) if number else 0


def _target(link: Path) -> str:
    return str(link.resolve())


def _text(path: Path) -> str:
    try:
        return path.read_bytes()[:4096].decode("utf-8", "replace")
    except OSError:
        return ""


def _hex(path: Path) -> int:
    try:
        return int(_text(path), 16)
    except ValueError:
        return 0
