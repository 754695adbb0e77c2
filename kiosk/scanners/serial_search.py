"""Which serial port is meant, also once it has come back under another number."""

import os
from collections.abc import Callable, Collection, Iterable

from kiosk.scanners.finding import SerialFound
from kiosk.scanners.usb import UsbId, parse_usb_id

FindPorts = Callable[[], Iterable[SerialFound]]
"""Tells what serial ports there are now."""


class PortSearch:
    """Finds the port of one scanner again and again; used on one thread.

    One that was set up by USB id is looked for by that. One that was set up by its port's name is
    looked for there, and from the first time on also by the USB id that it had there: plugged in
    again, the system may give it another number, and its name to another device.
    """

    def __init__(
        self,
        where: str,
        find_ports: FindPorts,
        taken: Collection[str] = (),
        met: UsbId | None = None,
    ) -> None:
        """Know where the scanner was set up.

        Args:
            where: The port's name or the scanner's USB id.
            find_ports: Tells what ports there are.
            taken: Names and USB ids under which other scanners were set up.
            met: The USB id that it had under its name; None: it was never seen there.
        """
        self._where = where
        self._find_ports = find_ports
        self._taken = taken
        self._meant = parse_usb_id(where)
        self._met = met

    def names(self) -> list[str]:
        """The ports that may be it, the likeliest first."""
        if self._meant is not None:
            return [port.device for port in self._find_ports() if _meets(port.usb, self._meant)]
        return [self._where] if self._met is None else self._names_of(self._met)

    def remember(self, name: str) -> None:
        """Keep what USB id the scanner has, now that its port is open.

        Args:
            name: The port's name.
        """
        if self._meant is None:
            self._met = usb_id_at(name, self._find_ports) or self._met

    def _names_of(self, met: UsbId) -> list[str]:
        ports = list(self._find_ports())
        at_home = [port for port in ports if _same_port(port.device, self._where)]
        is_one = bool(met.rest)
        moved = [
            port for port in ports if port.usb == met and not self._is_anothers(port, is_one=is_one)
        ]
        if not any(port.usb not in {None, met} for port in at_home):
            return [self._where, *(port.device for port in moved if port not in at_home)]
        # Another device has its name now: a scanner bought instead of it, unless it is elsewhere.
        strangers = [port for port in at_home if not self._is_anothers(port)]
        return [port.device for port in (*moved, *strangers)]

    def _is_anothers(self, port: SerialFound, *, is_one: bool = False) -> bool:
        return any(_is_set_up_as(port, where, is_one=is_one) for where in self._taken)


def usb_id_at(name: str, find_ports: FindPorts) -> UsbId | None:
    """The USB id of what has a port's name now; None where there is none."""
    here = (port.usb for port in find_ports() if _same_port(port.device, name))
    return next(here, None)


def _is_set_up_as(port: SerialFound, where: str, *, is_one: bool) -> bool:
    wanted = parse_usb_id(where)
    if wanted is None:
        return _same_port(port.device, where)
    # An id that any of a product meets says nothing against one that is known by its number.
    return _meets(port.usb, wanted) and bool(wanted.rest or not is_one)


def _meets(usb: UsbId | None, wanted: UsbId) -> bool:
    return usb is not None and wanted.is_met_by(usb)


def _same_port(one: str, other: str) -> bool:
    return _whole(one) == _whole(other)


def _whole(name: str) -> str:
    return os.path.realpath(name).casefold()
