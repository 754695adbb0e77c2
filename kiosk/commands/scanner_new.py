"""Whether a scanner that is about to be added makes sense."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.scanners.finding import find_serial
from kiosk.scanners.serial_search import usb_id_at
from kiosk.scanners.settings import SourceSetting
from kiosk.scanners.usb import parse_usb_id


def check_new(new: SourceSetting, others: Iterable[SourceSetting]) -> None:
    """Refuse what can't be a device, and a device that is there already.

    Raises:
        RefusedError: `no_device`: neither a path nor a USB id. `taken_already`: another scanner of
            this terminal is the same device.
    """
    if new.kind == "evdev" and not _is_input(new.where):
        raise RefusedError(
            "no_device",
            _(
                "{where} is no input device: write a path such as /dev/input/by-id/..., or a USB"
                " id such as 0c2e:0901 (see run.py scanners find)."
            ).format(where=new.where),
        )
    same = next((one for one in others if _is_same(new, one)), None)
    if same is not None:
        sentence = _("{where} is in use already, as {name}.")
        raise RefusedError("taken_already", sentence.format(where=new.where, name=same.name))


def _is_input(where: str) -> bool:
    return parse_usb_id(where) is not None or Path(where).is_absolute()


def _is_same(new: SourceSetting, other: SourceSetting) -> bool:
    if new.kind != other.kind:
        return False
    ids = parse_usb_id(new.where), parse_usb_id(other.where)
    if ids[0] is not None and ids[1] is not None:
        return ids[0] == ids[1]
    return _plain(new) == _plain(other)


def _plain(setting: SourceSetting) -> str:
    where = setting.where.strip()
    if setting.kind == "camera" and where.isdigit():
        where = f"/dev/video{int(where)}"
    return str(Path(where).resolve()) if Path(where).is_absolute() else where.casefold()


def with_usb_id(new: SourceSetting) -> SourceSetting:
    """A serial port added by its name, with the USB id that it has there now, if it has one."""
    if new.kind != "serial" or parse_usb_id(new.where) is not None:
        return new
    return replace(new, usb=str(usb_id_at(new.where, find_serial) or ""))


def is_missing(setting: SourceSetting) -> bool:
    """Whether a serial port is named that is not here now."""
    if setting.kind != "serial" or parse_usb_id(setting.where) is not None:
        return False
    ports = {port.device.casefold() for port in find_serial()}
    return setting.where.casefold() not in ports and not Path(setting.where).exists()
