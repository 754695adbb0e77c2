"""Scanners that Linux takes for a keyboard, grabbed: what they send reaches the kiosk alone."""

import errno
import select
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol

from kiosk.scanners.device_source import DeviceSource, NotOpened
from kiosk.scanners.finding import InputFound, find_inputs
from kiosk.scanners.keymap import CONTROLS, SHIFTS, character_of
from kiosk.scanners.port import RefusedFor, SourceState
from kiosk.scanners.readings import SILENCE_S, Readings
from kiosk.scanners.settings import SourceSetting
from kiosk.scanners.usb import parse_usb_id

_SYN, _KEY = 0, 1  # event types, code and values of Linux's input-event-codes.h
_SYN_DROPPED = 3
_UP, _DOWN = 0, 1

_REFUSALS: dict[int, RefusedFor] = {
    errno.EACCES: "rights",
    errno.EPERM: "rights",
    errno.EBUSY: "in_use",
}


class InputEvent(Protocol):
    """One event of an input device; the numbers are Linux's."""

    @property
    def type(self) -> int:
        """Its type."""

    @property
    def code(self) -> int:
        """Which key."""

    @property
    def value(self) -> int:
        """0 let go, 1 pressed, 2 held."""


class InputDevice(Protocol):
    """An open input device, as python-evdev gives it."""

    @property
    def fd(self) -> int:
        """Its file descriptor."""

    def grab(self) -> None:
        """Take its events from everybody else. Raises OSError where another program has them."""

    def ungrab(self) -> None:
        """Give them back."""

    def read(self) -> Iterable[InputEvent]:
        """The events that are there. Raises OSError when the device is gone."""

    def close(self) -> None:
        """Close it."""


OpenInput = Callable[[str], InputDevice]
"""Opens a device file. Raises OSError, or `NotOpened` without the library."""

FindInputs = Callable[[], Iterable[InputFound]]
"""Tells what input devices there are now."""


def make_evdev_source(
    setting: SourceSetting,
    open_input: OpenInput | None = None,
    find: FindInputs = find_inputs,
) -> DeviceSource:
    """A source that grabs an input device.

    Args:
        setting: Which device.
        open_input: Opens a device file; None: python-evdev does.
        find: Tells what devices there are; looked up only for a USB id.
    """
    opening = open_input or open_with_evdev
    return DeviceSource(
        setting.name, "evdev", lambda: grab_first(_paths(setting.where, find), opening)
    )


def open_with_evdev(path: str) -> InputDevice:
    """Open a device file with python-evdev."""
    try:
        import evdev  # optional, Linux alone, and 60 ms
    except ImportError as error:
        raise NotOpened("no_library", "evdev") from error
    device: InputDevice = evdev.InputDevice(path)
    return device


def grab_first(paths: Iterable[str], open_input: OpenInput) -> "GrabbedDevice":
    """Grab the first of some devices that can be grabbed.

    Raises:
        NotOpened: None can.
    """
    failure = NotOpened("never_seen", "")
    for path in paths:
        try:
            return GrabbedDevice(path, open_input(path))
        except OSError as error:
            refused = _REFUSALS.get(error.errno or 0, "")
            state: SourceState = "refused" if refused else "never_seen"
            failure = NotOpened(state, error.strerror or str(error), refused, path)
    raise failure


def _paths(where: str, find: FindInputs) -> list[str]:
    wanted = parse_usb_id(where)
    if wanted is None:
        return [where]
    return [found.device for found in find() if wanted.is_met_by(found.usb)]


class GrabbedDevice:
    """An input device whose events come here and nowhere else."""

    def __init__(self, path: str, device: InputDevice) -> None:
        """Grab it. Raises OSError where another program has it; it is closed then."""
        try:
            device.grab()
        except OSError:
            device.close()
            raise
        self._path = path
        self._device = device
        self._readings = Readings()
        self._held: set[int] = set()

    @property
    def where(self) -> str:
        """Its device file."""
        return self._path

    def read(self) -> list[str]:
        """What was read since; raises OSError when the device is gone."""
        if not select.select([self._device.fd], [], [], SILENCE_S)[0]:
            return self._readings.silence()
        return self._readings.feed("".join(map(self._character, self._device.read())))

    def close(self) -> None:
        """Give it back and close it."""
        with suppress(OSError):  # a device that is gone is nobody's
            self._device.ungrab()
        self._device.close()

    def _character(self, event: InputEvent) -> str:
        if event.type == _SYN and event.code == _SYN_DROPPED:
            # Keys were lost. The check digits refuse what is left, aloud, so it is not hidden.
            self._held.clear()
        if event.type != _KEY:
            return ""
        if event.code in SHIFTS | CONTROLS:
            (self._held.discard if event.value == _UP else self._held.add)(event.code)
            return ""
        if event.value != _DOWN:
            return ""
        shift, control = bool(self._held & SHIFTS), bool(self._held & CONTROLS)
        return character_of(event.code, shift=shift, control=control)
