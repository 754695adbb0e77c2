"""States, standings, who confirmed, and a bound of words, in the language now spoken."""

from typing import TYPE_CHECKING

from kiosk.i18n import _, format_day, format_minutes, format_time

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kiosk.service.views import CommitmentView, ServiceView


def state_words(state: str) -> str:
    """A commitment's state; one that is not known as it is."""
    words = {
        "open": _("open"),
        "overdue": _("overdue"),
        "kept": _("Kept"),
        "partly_kept": _("Partly kept"),
        "missed": _("Missed"),
        "withdrawn": _("Withdrawn"),
    }
    return words.get(state, state)


def said_words(promise: "CommitmentView", zone: "ZoneInfo") -> str:
    """Who said what became of a promise, and when; empty where nobody has.

    Whoever says it of another's promise is a supervisor.
    """
    if promise.changed_at is None:
        return ""
    is_own = promise.changed_by == promise.number
    who = _("said by themself") if is_own else _("{name} (supervisor)")
    at = promise.changed_at.astimezone(zone)
    told = who.format(name=promise.changed_name)
    return f"{told} {format_day(at.date())} {format_time(at)}"


def standing_words(standing: str) -> str:
    """A member's standing; one that is not known as it is."""
    words = {
        "member": _("full member"),
        "probationary": _("probationary member"),
        "activist": _("activist"),
    }
    return words.get(standing, standing)


def how_words(how: str) -> str:
    """Who confirmed a service: `supervisor`, `served` or `touch`."""
    words = {
        "supervisor": _("confirmed by a supervisor"),
        "served": _("confirmed by badge"),
        "touch": _("by a touch on the spot"),
    }
    return words[how]


def confirmed_words(service: "ServiceView") -> str:
    """How much of a service is confirmed, and by whom; empty where nobody has.

    Only what somebody known says has a tick: who touched, nobody knows.
    """
    if service.confirmed_minutes is None:
        return ""
    tick = "" if service.confirmed_how == "touch" else "✓ "
    said = _("{minutes} {how}").format(
        minutes=format_minutes(service.confirmed_minutes), how=how_words(service.confirmed_how)
    )
    return tick + said


def too_long_words(most: int) -> str:
    """What is said where words are longer than what is kept.

    Args:
        most: Characters that may be.
    """
    return _("At most {most} characters; say it in fewer words.").format(most=most)
