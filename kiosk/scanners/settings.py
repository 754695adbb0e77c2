"""What this terminal is: its scanners, its sound, its rest, in a file beside the record.

The file is the terminal's own and not the site's: two terminals of one site have other scanners.
"""

import json
import os
import stat
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, TypeVar, get_args

from kiosk.config import Home
from kiosk.errors import KioskError
from kiosk.files import write_whole
from kiosk.i18n import _
from kiosk.scanners.port import SourceKind
from kiosk.text import clean_line

Sound = Literal["bell", "short", "off"]
"""`bell`: the terminal's own. `short`: three short sounds, one for each answer. `off`: silence."""

CameraMode = Literal["on_demand", "always"]
"""When a camera looks: only while somebody aims with it, or all the time."""

T = TypeVar("T")

FILE_NAME = "terminal.json"
DEFAULT_BAUD = 9600
BAUDS = range(50, 4_000_001)
"""Speeds that a serial port can be asked for, in bits a second."""

WALL_AFTER = range(10, 3601)
"""Seconds after which a terminal that nobody touches can show the wall display."""

MOST_SOURCES = 8
LONGEST_NAME = 40
LONGEST_WHERE = 300
_MOST_CAMERA_DIGITS = 4
_LARGEST_FILE = 65_536
"""Bytes of the file that are looked at; eight sources need less than 4,000."""


@dataclass(frozen=True, slots=True)
class SourceSetting:
    """One scanner of this terminal.

    Attributes:
        name: What people call it; unique on this terminal, 1 to 40 characters.
        kind: What it is read through.
        where: Which device it is, 1 to 300 characters. Serial: the port's name or its USB id
            `vid:pid[:serial number]`. Evdev: a path such as `/dev/input/by-id/...`, or
            `vid:pid[:name]`. Camera: its number, or the whole path of its device file or of a
            video file; never an address, which OpenCV would open.
        baud: Speed of a serial port in bits a second; the others take no notice of it.
        mode: When a camera looks; the others take no notice of it.
        usb: USB id that a serial port had when it was added by name, by which it is found again
            under another name; empty where it is not known.
    """

    name: str
    kind: SourceKind
    where: str
    baud: int = DEFAULT_BAUD
    mode: CameraMode = "on_demand"
    usb: str = ""


@dataclass(frozen=True, slots=True)
class TerminalSettings:
    """What is set up on this terminal.

    Attributes:
        sources: Its scanners in the order in which they were added, at most 8.
        sound: How it answers to the ear.
        wall_after_s: Seconds without a touch after which it shows the wall display, with which it
            starts as well; 0: it rests on the board.
    """

    sources: tuple[SourceSetting, ...] = ()
    sound: Sound = "bell"
    wall_after_s: int = 0


class _Unusable(Exception):
    """Says in the reader's language what is wrong with a value."""


def settings_file(home: Home) -> Path:
    """Where the settings are kept."""
    return home.folder / FILE_NAME


def load_settings(home: Home) -> TerminalSettings:
    """Read the settings; without a file nothing but the keyboard is plugged in.

    Raises:
        KioskError: `bad_settings`: the file can't be read, or holds what can't be used.
    """
    path = settings_file(home)
    try:
        return _settings(json.loads(_read(path)))
    except FileNotFoundError:
        return TerminalSettings()
    except _Unusable as error:
        raise _bad_settings(path, str(error)) from error
    except OSError as error:
        raise _bad_settings(path, error.strerror or type(error).__name__) from error
    except (ValueError, RecursionError) as error:  # broken UTF-8 is a ValueError as well
        raise _bad_settings(path, _("it is not JSON")) from error


def save_settings(home: Home, settings: TerminalSettings) -> None:
    """Put the settings in place of the ones before, whole or not at all, for the owner only.

    Raises:
        KioskError: `bad_settings`: a value can't be used. `settings_not_saved`: the file can't be
            written; the one before is untouched. `no_home`: the folder can't be made.
    """
    path = settings_file(home)
    shape = asdict(settings)
    try:
        _settings(shape | {"sources": list(shape["sources"])})
    except _Unusable as error:
        sentence = _("This can't be set up: {why}.").format(why=error)
        raise KioskError("bad_settings", sentence) from error
    home.make()
    try:
        write_whole(path, f"{json.dumps(shape, ensure_ascii=False, indent=2)}\n".encode())
    except OSError as error:
        sentence = _("The settings {file} can't be written ({why}); free space or ask for rights.")
        why = error.strerror or type(error).__name__
        raise KioskError("settings_not_saved", sentence.format(file=path, why=why)) from error


def _bad_settings(path: Path, why: str) -> KioskError:
    sentence = _(
        "The settings {file} can't be used: {why}. Repair the file, or move it away and add the"
        " scanners again (run.py scanners add)."
    )
    return KioskError("bad_settings", sentence.format(file=path, why=why))


def _read(path: Path) -> str:
    # Not blocking: a pipe under this name must not hold the kiosk's start for ever.
    file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(file, "rb") as stream:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise _Unusable(_("it is no file"))
        data = stream.read(_LARGEST_FILE + 1)
    if len(data) > _LARGEST_FILE:
        raise _Unusable(_("it is too large"))
    return data.decode("utf-8")


def _settings(value: object) -> TerminalSettings:
    told = _object(value, TerminalSettings)
    sources = told.get("sources", [])
    if not isinstance(sources, list):
        raise _Unusable(_("{key} must be a list").format(key="sources"))
    if len(sources) > MOST_SOURCES:
        raise _Unusable(_("there are more than {count} scanners").format(count=MOST_SOURCES))
    read = tuple(map(_source, sources))
    names = [source.name for source in read]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _Unusable(_("two scanners are called {name}").format(name=twice))
    sound: Sound = _choice(told, "sound", get_args(Sound), "bell")
    return TerminalSettings(read, sound, _wall_after(told.get("wall_after_s", 0)))


def _wall_after(told: object) -> int:
    if type(told) is int and (told == 0 or told in WALL_AFTER):
        return told
    raise _Unusable(_("{key} must be 0 or a number from 10 to 3600").format(key="wall_after_s"))


def _source(value: object) -> SourceSetting:
    told = _object(value, SourceSetting)
    baud = told.get("baud", DEFAULT_BAUD)
    if type(baud) is not int or baud not in BAUDS:
        raise _Unusable(_("{key} must be a number from 50 to 4000000").format(key="baud"))
    kind: SourceKind = _choice(told, "kind", get_args(SourceKind), None)
    where = _line(told, "where", LONGEST_WHERE)
    if kind == "camera":
        _check_camera(where)
    return SourceSetting(
        _line(told, "name", LONGEST_NAME),
        kind,
        where,
        baud,
        _choice(told, "mode", get_args(CameraMode), "on_demand"),
        "" if told.get("usb", "") == "" else _line(told, "usb", LONGEST_WHERE),
    )


def _check_camera(where: str) -> None:
    # OpenCV would take an address, a pipeline or a protocol such as `concat:` for a camera as well.
    is_number = where.isascii() and where.isdecimal() and len(where) <= _MOST_CAMERA_DIGITS
    if not is_number and not Path(where).is_absolute():
        sentence = _(
            "a camera is a number such as 0 or a whole path such as /dev/video0, not {where}"
        )
        raise _Unusable(sentence.format(where=clean_line(where, LONGEST_NAME)))


def _object(value: object, kind: type[TerminalSettings] | type[SourceSetting]) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _Unusable(_("an object in braces is missing"))
    known = {field.name for field in fields(kind)}
    strange = next((key for key in value if key not in known), None)
    if strange is not None:
        raise _Unusable(_("unknown key {key}").format(key=clean_line(strange, LONGEST_NAME)))
    return value


def _line(told: dict[str, object], key: str, most: int) -> str:
    text = told.get(key)
    if not isinstance(text, str) or not text or clean_line(text, most) != text:
        sentence = _("{key} must be one line of 1 to {most} characters")
        raise _Unusable(sentence.format(key=key, most=most))
    return text


def _choice(told: dict[str, object], key: str, choices: Collection[T], default: T | None) -> T:
    chosen = told.get(key, default)
    for choice in choices:
        if chosen == choice:
            return choice
    sentence = _("{key} must be one of {choices}")
    raise _Unusable(sentence.format(key=key, choices=", ".join(map(str, choices))))
