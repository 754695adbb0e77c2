"""Scanners on a serial port: USB CDC and RS-232, by the port's name or by USB id."""

import errno
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kiosk.scanners.device_source import DeviceSource, NotOpened
from kiosk.scanners.finding import SerialFound, find_serial
from kiosk.scanners.port import RefusedFor
from kiosk.scanners.readings import SILENCE_S, Readings
from kiosk.scanners.settings import SourceSetting
from kiosk.scanners.usb import parse_usb_id

if TYPE_CHECKING:
    from serial import Serial

FindPorts = Callable[[], Iterable[SerialFound]]
"""Tells what serial ports there are now."""

_NO_RIGHTS = frozenset({errno.EACCES, errno.EPERM})
_HELD = frozenset({errno.EBUSY, errno.EAGAIN})


def make_serial_source(setting: SourceSetting, find_ports: FindPorts = find_serial) -> DeviceSource:
    """A source that reads a serial port.

    Args:
        setting: Which port and how fast.
        find_ports: Tells what ports there are; looked up only for a USB id.
    """
    return DeviceSource(
        setting.name, "serial", lambda: SerialDevice(open_port(setting, find_ports))
    )


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


def open_port(setting: SourceSetting, find_ports: FindPorts) -> "Serial":
    """Open the first of the ports that are meant which can be opened.

    Raises:
        NotOpened: None can.
    """
    try:
        import serial  # optional, and 15 ms
    except ImportError as error:
        raise NotOpened("no_library", "pyserial") from error
    failure = NotOpened("never_seen", "")
    for name in _names(setting.where, find_ports):
        try:
            return serial.Serial(name, setting.baud, timeout=SILENCE_S, exclusive=True)
        except serial.SerialException as error:
            failure = _failure(error, name)
    raise failure


def _names(where: str, find_ports: FindPorts) -> list[str]:
    wanted = parse_usb_id(where)
    if wanted is None:
        return [where]
    return [port.device for port in find_ports() if port.usb and wanted.is_met_by(port.usb)]


def _failure(error: OSError, name: str) -> NotOpened:
    refused: RefusedFor = ""
    if error.errno in _NO_RIGHTS or "PermissionError" in str(error):  # Windows gives no number
        refused = "rights"
    elif error.errno in _HELD:
        refused = "in_use"
    return NotOpened("refused" if refused else "never_seen", str(error), refused, name)
