"""What the doctor finds of scanners, and how to choose one."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.commands.checks import Check
from kiosk.commands.scanner_finds import Find, find_all
from kiosk.config import Home
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.scanners.port import SourceStatus
from kiosk.scanners.settings import SourceSetting, TerminalSettings, load_settings
from kiosk.scanners.usb import parse_usb_id
from kiosk.scanners.wording import advice, state_word

_MOST_TOLD = 2


def check_scanners(home: Home) -> Iterator[Check]:
    """Look at each scanner that is set up, then for others that are plugged in."""
    from kiosk.scanners.looking import look

    try:
        settings = load_settings(home)
    except KioskError as error:
        yield Check(_("Scanners"), "bad", error.sentence)
        return
    yield from map(_check_source, look(settings))
    yield _check_others(settings)


def _check_source(status: SourceStatus) -> Check:
    name = _("Scanner {name}").format(name=status.name)
    if status.is_out_of_order:
        return Check(name, "warn", f"{state_word(status)}: {advice(status)}")
    if status.state == "idle":  # a camera is opened only while somebody aims
        return Check(name, "idle", status.device)
    return Check(name, "ok", f"{state_word(status)}  {status.device}".rstrip())


def _check_others(settings: TerminalSettings) -> Check:
    others = [find for find in find_all() if not any(is_meant(find, s) for s in settings.sources)]
    if not others:
        sentence = _("no other is plugged in; one that types like a keyboard needs no set-up")
        return Check(_("Scanners"), "ok", sentence)
    told = "; ".join(f"{find.words or find.device}: {find.command}" for find in others[:_MOST_TOLD])
    sentence = _("plugged in and not set up: {told} (all: run.py scanners find)")
    return Check(_("Scanners"), "ok", sentence.format(told=told))


def is_meant(find: Find, setting: SourceSetting) -> bool:
    """Whether a setting means something that was found."""
    if setting.kind != find.kind:
        return False
    wanted = parse_usb_id(setting.where)
    if wanted is not None:
        return find.usb is not None and wanted.is_met_by(find.usb)
    where = f"/dev/video{setting.where}" if setting.where.isdigit() else setting.where
    return where == find.device or Path(where).resolve() == Path(find.device)
