"""What `scanners find` and the doctor found, and the line that adds it."""

import shlex
import sys
from dataclasses import dataclass

from kiosk.scanners.finding import find_cameras, find_inputs, find_serial
from kiosk.scanners.port import SourceKind
from kiosk.scanners.usb import UsbId


@dataclass(frozen=True, slots=True)
class Find:
    """Something that can be added.

    Attributes:
        kind: What it would be read through.
        device: Its port or device file now.
        where: What it is best added by.
        words: What it calls itself.
        usb: Its USB id; None where it has none or none was looked up.
    """

    kind: SourceKind
    device: str
    where: str
    words: str
    usb: UsbId | None = None

    @property
    def command(self) -> str:
        """The line that adds it."""
        return shlex.join(["python", "run.py", "scanners", "add", self.kind, self.where])


def find_all() -> list[Find]:
    """Everything that is plugged in and could be a scanner."""
    finds = [Find("serial", one.device, one.where, one.words, one.usb) for one in find_serial()]
    if sys.platform == "linux":
        finds += [Find("evdev", one.device, one.where, one.words, one.usb) for one in find_inputs()]
        finds += [Find("camera", one.device, one.where, one.words) for one in find_cameras()]
    return finds
