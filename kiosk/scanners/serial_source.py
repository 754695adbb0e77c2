"""Scanners on a serial port: USB CDC and RS-232, by the port's name or by USB id."""

import errno
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.scanners.device_source import DeviceSource, NotOpened
from kiosk.scanners.finding import find_serial
from kiosk.scanners.port import RefusedFor
from kiosk.scanners.readings import SILENCE_S, Readings
from kiosk.scanners.serial_search import FindPorts, PortSearch
from kiosk.scanners.settings import SourceSetting
from kiosk.scanners.usb import parse_usb_id

if TYPE_CHECKING:
    from serial import Serial

_NO_RIGHTS = frozenset({errno.EACCES, errno.EPERM})
_HELD = frozenset({errno.EBUSY, errno.EAGAIN})


def make_serial_source(
    setting: SourceSetting,
    find_ports: FindPorts = find_serial,
    others: Collection[SourceSetting] = (),
) -> DeviceSource:
    """A source that reads a serial port.

    Args:
        setting: Which port and how fast.
        find_ports: Tells what ports there are.
        others: The other scanners of this terminal, whose ports are left to them.
    """
    taken = [one.where for one in others]
    search = PortSearch(setting.where, find_ports, taken, parse_usb_id(setting.usb))

    def connect() -> SerialDevice:
        port = open_port(search.names(), setting.baud)
        with suppress(Exception):  # it is read, whether or not it can be found elsewhere later
            search.remember(port.port or "")
        return SerialDevice(port)

    return DeviceSource(setting.name, "serial", connect)


class SerialDevice:
    """An open serial port."""

    def __init__(self, port: "Serial") -> None:
        """Read from a port whose timeout is `SILENCE_S`."""
        self._port = port
        self._readings = Readings()

    @property
    def where(self) -> str:
        """The port's name."""
        return self._port.port or ""

    def read(self) -> list[str]:
        """What was read since; raises when the port is gone."""
        data = self._port.read(1)
        if not data:
            return self._readings.silence()
        data += self._port.read(self._port.in_waiting)
        return self._readings.feed(data.decode("ascii", "replace"))

    def close(self) -> None:
        """Let go of the port."""
        self._port.close()


def open_port(names: Iterable[str], baud: int) -> "Serial":
    """Open the first of some ports that can be opened.

    Args:
        names: The ports, in the order in which they are tried.
        baud: Speed in bits a second.

    Raises:
        NotOpened: None can.
    """
    try:
        import serial  # optional, and 15 ms
    except ImportError as error:
        raise NotOpened("no_library", "pyserial") from error
    failure: NotOpened | None = None
    for name in names:
        try:
            return serial.Serial(name, baud, timeout=SILENCE_S, exclusive=True)
        except serial.SerialException as error:
            failure = failure or _failure(error, name)  # of the likeliest
    raise failure or NotOpened("never_seen", "")


def _failure(error: OSError, name: str) -> NotOpened:
    refused: RefusedFor = ""
    if error.errno in _NO_RIGHTS or "PermissionError" in str(error):  # Windows gives no number
        refused = "rights"
    elif error.errno in _HELD:
        refused = "in_use"
    return NotOpened("refused" if refused else "never_seen", str(error), refused, name)
