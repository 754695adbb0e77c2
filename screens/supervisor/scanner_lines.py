"""The scanners of this terminal as lines: what is used, what could be, how it sounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.commands.scanner_finds import Find
from kiosk.i18n import _, format_day, format_time
from kiosk.scanners.port import SourceStatus
from kiosk.scanners.settings import LONGEST_NAME, Sound, SourceSetting, TerminalSettings
from kiosk.scanners.usb import parse_usb_id
from kiosk.scanners.wording import advice, kind_word, state_word
from kiosk.text import clean_line
from screens.supervisor.day_layout import Cell, Line

WEDGE = "wedge"
"""The key of the keyboard's line."""

SOUNDS: tuple[Sound, ...] = ("bell", "short", "off")
"""In the order in which they are offered."""

_NAME_CELLS, _KIND_CELLS, _STATE_CELLS = 18, 12, 26


@dataclass(frozen=True, slots=True)
class Plugged:
    """What is known of this terminal's scanners at a moment.

    Attributes:
        settings: What is set up.
        statuses: How each of these fares, in the same order.
        found: What is plugged in, used or not.
        now: When, local.
    """

    settings: TerminalSettings
    statuses: tuple[SourceStatus, ...]
    found: tuple[Find, ...]
    now: datetime

    @property
    def unused(self) -> list[Find]:
        """What is plugged in and not used yet."""
        return [find for find in self.found if not self._is_used(find)]

    def _is_used(self, find: Find) -> bool:
        devices = {status.device for status in self.statuses}
        return find.device in devices or any(
            _means(setting, find) for setting in self.settings.sources
        )


def _means(setting: SourceSetting, find: Find) -> bool:
    if setting.kind != find.kind:
        return False
    usb = parse_usb_id(setting.where)
    if usb is not None and find.usb is not None and usb.is_met_by(find.usb):
        return True
    return setting.where in {find.where, find.device}


def setting_of(find: Find, taken: Sequence[str]) -> SourceSetting:
    """What is kept of a device that is taken into use.

    Args:
        find: The device.
        taken: Names that other scanners have already.
    """
    plain = clean_line(find.words, LONGEST_NAME) or kind_word(find.kind)
    names = [plain, *(f"{plain[: LONGEST_NAME - 4]} {number}" for number in range(2, 99))]
    name = next(name for name in names if name not in taken)
    return SourceSetting(name, find.kind, find.where)


def lines_of(plugged: Plugged) -> list[Line]:
    """All lines under their headings."""
    used = [_wedge_line(), *(_source_line(status, plugged.now) for status in plugged.statuses)]
    unused = [_found_line(find) for find in plugged.unused]
    sounds = [_sound_line(sound, plugged.settings.sound) for sound in SOUNDS]
    gap = Line("gap", (), is_heading=True)
    return [
        *used,
        gap,
        *([_heading(_("Plugged in, not used yet")), *unused, gap] if unused else []),
        _heading(_("Sound")),
        *sounds,
    ]


def _heading(words: str) -> Line:
    return Line(f"heading {words}", (Cell(words, 0, "strong"),), is_heading=True)


def _wedge_line() -> Line:
    cells = (
        Cell("●", 2),
        Cell(_("Keyboard scanner"), _NAME_CELLS, "strong"),
        Cell(_("keyboard"), _KIND_CELLS, "quiet"),
        Cell(_("ready"), _STATE_CELLS),
    )
    words = _("A scanner that types like a keyboard needs no set-up: plug it in and scan.")
    return Line(WEDGE, cells, words)


def _source_line(status: SourceStatus, now: datetime) -> Line:
    is_bad = status.is_out_of_order
    look = "urgent" if is_bad else "plain"
    sign = "▲" if is_bad else "○" if status.state == "idle" else "●"
    cells = (
        Cell(sign, 2, look),
        Cell(status.name, _NAME_CELLS, "strong"),
        Cell(kind_word(status.kind), _KIND_CELLS, "quiet"),
        Cell(_fares(status, now), _STATE_CELLS, look),
        Cell(status.device, 0, "quiet"),
    )
    told = advice(status) or status.device
    return Line(f"source {status.name}", cells, f"{status.name} · {told}" if told else status.name)


def _fares(status: SourceStatus, now: datetime) -> str:
    since = status.since.astimezone(now.tzinfo)
    time = format_time(since) if since.date() == now.date() else format_day(since.date())
    return _("{state} since {time}").format(state=state_word(status), time=time)


def _found_line(find: Find) -> Line:
    cells = (
        Cell("＋", 2),
        Cell(find.words or find.device, _NAME_CELLS + _KIND_CELLS + 1, "strong"),
        Cell(kind_word(find.kind), _STATE_CELLS, "quiet"),
        Cell(find.device, 0, "quiet"),
    )
    words = _("Press 3 to take it into use.")
    if find.kind == "evdev":
        words = _("Press 3 to take it into use. Never take the keyboard that you type on.")
    return Line(f"found {find.device}", cells, f"{find.words or find.device} · {words}")


def _sound_line(sound: Sound, chosen: Sound) -> Line:
    is_chosen = sound == chosen
    cells = (
        Cell("●" if is_chosen else "○", 2),
        Cell(sound_word(sound), _NAME_CELLS, "strong" if is_chosen else "plain"),
        Cell(_("in use") if is_chosen else "", 0, "quiet"),
    )
    words = {
        "bell": _("The terminal rings: once in, twice out, three times refused."),
        "short": _("Three short tunes: one for in, one for out, one for refused."),
        "off": _("The kiosk answers to the eye only."),
    }
    return Line(f"sound {sound}", cells, words[sound])


def sound_word(sound: Sound) -> str:
    """What a way of answering to the ear is called."""
    words = {"bell": _("Bell"), "short": _("Short tunes"), "off": _("Silence")}
    return words[sound]
