"""How scanners are spoken of, in the language of the moment."""

from pathlib import Path

from kiosk.i18n import _
from kiosk.scanners.port import SourceKind, SourceStatus

_USUAL_GROUPS: dict[SourceKind, str] = {"serial": "dialout", "evdev": "input", "camera": "video"}
"""The groups that own such devices on Debian and its kin."""


def kind_word(kind: SourceKind) -> str:
    """What a source is read through."""
    words = {"serial": _("serial"), "evdev": _("input device"), "camera": _("camera")}
    return words[kind]


def state_word(status: SourceStatus) -> str:
    """How a source fares, in a word or two."""
    words = {
        "working": _("working"),
        "idle": _("at rest"),
        "lost": _("lost"),
        "never_seen": _("never seen"),
        "no_library": _("not installed"),
        "refused": _("may not be opened"),
    }
    return words[status.state]


def advice(status: SourceStatus) -> str:
    """What somebody has to do about a source that is out of order; empty for the others."""
    if not status.is_out_of_order:
        return ""
    if status.kind == "camera":
        return status.detail  # says what to do itself
    sentence = _sentence(status)
    return sentence.format(device=status.device, group=_group(status), library=status.detail)


def _sentence(status: SourceStatus) -> str:
    if status.state == "no_library":
        return _("{library} is not installed; run make devices.")
    if status.refused_for == "rights":
        return _(
            "This user has no right to {device}; run sudo usermod -aG {group} $USER,"
            " then log out and in again."
        )
    if status.refused_for == "in_use":
        return _("{device} is in use: by the kiosk itself, or by another program (ModemManager).")
    if status.state == "lost":
        return _("Plug it in again; it comes back by itself.")
    return _("Plug it in, or see with run.py scanners find what is there.")


def _group(status: SourceStatus) -> str:
    usual = _USUAL_GROUPS[status.kind]
    try:
        owner = Path(status.device).group()
    except (OSError, KeyError, NotImplementedError):  # gone, unnamed, or Windows
        return usual
    return usual if owner == "root" else owner
