"""The lines of the members' list, and the words for how a member stands."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.i18n import _, ngettext
from kiosk.people.badges import BadgeView
from kiosk.people.keeping import KeptMember
from screens.supervisor.day_layout import Cell, Group, Line
from screens.widgets.board.words import standing_word

_NUMBER, _NAME, _JOB, _STATE = 6, 11, 17, 16
_MOST_BRANCH = 36


def groups_of(members: Sequence[KeptMember], zone: ZoneInfo) -> list[Group]:
    """Those whose photo waits, then the others, then those who left."""
    here = [kept for kept in members if kept.left_at is None]
    waiting = [kept for kept in here if kept.waiting_photo]
    others = [kept for kept in here if not kept.waiting_photo]
    left = [kept for kept in members if kept.left_at is not None]
    return [
        Group(_("Photo waits for approval"), _lines(waiting, zone), is_urgent=True),
        Group(_("Other members") if waiting else "", _lines(others, zone)),
        Group(_("Left the site"), _lines(left, zone)),
    ]


def _lines(members: Sequence[KeptMember], zone: ZoneInfo) -> tuple[Line, ...]:
    return tuple(_line(kept, zone) for kept in members)


def _line(kept: KeptMember, zone: ZoneInfo) -> Line:
    look = "quiet" if kept.left_at else "plain"
    cells = (
        Cell(kept.number, _NUMBER, "quiet"),
        Cell(kept.name, _NAME, look),
        Cell(kept.job, _JOB, look),
        Cell(kept.branch, 0, "quiet", _MOST_BRANCH),
        Cell(_state(kept, zone), _STATE, "urgent" if waits(kept) else "quiet"),
    )
    said = (kept.number, kept.name, kept.initials, kept.job, kept.branch)
    return Line(str(kept.uid), cells, said=said)


def waits(kept: KeptMember) -> bool:
    """Whether a photo of somebody who is here waits for approval."""
    return kept.waiting_photo is not None and kept.left_at is None


def _state(kept: KeptMember, zone: ZoneInfo) -> str:
    if kept.left_at is not None:
        return _("left {day}").format(day=day_words(kept.left_at, zone))
    if kept.waiting_photo:
        return _("▲ another photo") if kept.photo else _("▲ first photo")
    return "" if kept.photo else _("no photo")


def state_sentence(kept: KeptMember) -> str:
    """How a member and their photo stand."""
    if kept.left_at is not None:
        return _("Left the site")
    if kept.waiting_photo:
        return _("▲ waits for approval")
    return _("On the board") if kept.photo else _("No photo yet")


def day_words(at: datetime, zone: ZoneInfo) -> str:
    """A local day in digits, short enough for a column."""
    return f"{at.astimezone(zone):%Y-%m-%d}"


def language_word(language: str) -> str:
    """A member's own language."""
    names = {"zh_CN": "中文", "en": "English"}
    return names.get(language) or _("as the kiosk")


def standing_words(standing: str) -> str:
    """A member's standing, in the board's words."""
    return standing_word(standing)


def badge_words(badge: BadgeView, zone: ZoneInfo) -> str:
    """How a badge stands, since when, and how often it was printed."""
    states = {
        "valid": _("✓ valid"),
        "not_yet": _("○ not valid yet"),
        "expired": _("▲ expired"),
        "dead": _("✕ dead"),
    }
    told = [states[badge.state], _("issued {day}").format(day=day_words(badge.issued_at, zone))]
    if badge.validity.last is not None:
        told.append(_("until {day}").format(day=badge.validity.last.isoformat()))
    if badge.dead_at is not None:
        why = _("replaced") if badge.dead_because == "reissued" else badge.dead_because
        told.append(why)
    elif badge.prints:
        words = ngettext("printed once", "printed {count} times", badge.prints)
        told.append(words.format(count=badge.prints))
    return " · ".join(told)
