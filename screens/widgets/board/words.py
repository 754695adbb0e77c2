"""Words that the board and the member's card share."""

from datetime import date, datetime

from kiosk.i18n import _, current_language, format_day, format_time
from kiosk.people.filters import Filter
from kiosk.service.views import CommitmentView, ServiceView

_WEEK = 7

STATE_SIGNS = {
    "open": "○",
    "overdue": "▲",
    "kept": "✓",
    "partly_kept": "◐",
    "missed": "✕",
    "withdrawn": "–",
}
"""A shape for each state of a commitment; the colour beside it only repeats it."""


def state_word(state: str) -> str:
    """What became of a commitment, in a word that shames nobody."""
    words = {
        "open": _("Open"),
        "overdue": _("Overdue"),
        "kept": _("Kept"),
        "partly_kept": _("Partly kept"),
        "missed": _("Not kept"),
        "withdrawn": _("Withdrawn"),
    }
    return words[state]


def standing_word(standing: str) -> str:
    """A member's standing."""
    words = {
        "member": _("full member"),
        "probationary": _("probationary member"),
        "activist": _("activist"),
    }
    return words.get(standing, "")


def kind_word(kind: str) -> str:
    """Which of the four kinds a key post is of; empty for another post."""
    words = {
        "post": _("Key post"),
        "procedure": _("Key procedure"),
        "link": _("Key link"),
        "moment": _("Key moment"),
    }
    return words.get(kind, "")


def honour_word(honour: str) -> str:
    """A post's honour, or empty."""
    return {"vanguard": _("Vanguard post"), "model": _("Model post")}.get(honour, "")


def basis_word(basis: str) -> str:
    """Why a post was set up, or empty."""
    words = {
        "need": _("Set up by need"),
        "task": _("Set up for a task"),
        "person": _("Set up for a person"),
    }
    return words.get(basis, "")


def when_words(at: datetime, today: date) -> str:
    """A local time of day, with its day when that is not today.

    Args:
        at: Local time.
        today: The local day.
    """
    day, clock = at.date(), format_time(at)
    ago = (today - day).days
    if ago == 0:
        return clock
    if not 0 < ago < _WEEK:
        return f"{day:%m-%d} {clock}"
    words = format_day(day).split()
    weekday = words[0] if current_language() == "en" else words[-1]
    if ago == 1:
        return _("{weekday} {time}").format(weekday=weekday, time=clock)
    return f"{weekday} {clock}"


def spoken(view: CommitmentView | ServiceView) -> str:
    """A text in the language now spoken, where there is one."""
    if current_language() == "en":
        return view.text_en or view.text
    return view.text


def filter_words(chosen: Filter) -> str:
    """What a filter shows."""
    if chosen.kind == "all":
        return _("Everybody")
    if chosen.kind == "on_site":
        return _("On site now")
    kinds = {"post": _("Post"), "branch": _("Branch"), "team": _("Team")}
    return _("{kind}: {name}").format(kind=kinds[chosen.kind], name=chosen.value)


def how_to_promise() -> str:
    """Where no promise is due: what will be here, and how to begin."""
    return _("What members promise for today will stand here. Scan your badge, then press 1.")


def how_to_log() -> str:
    """Where no service was logged: what will be here, and how to begin."""
    return _("What is done for people will stand here. Scan your badge, then press 2 to log it.")
