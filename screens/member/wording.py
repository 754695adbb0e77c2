"""How commitments and catalogue items are worded in the language now spoken."""

from datetime import date, timedelta

from kiosk.i18n import _, current_language, format_day
from kiosk.service.views import CommitmentView, ItemView, ServiceView


def words_of(said: ItemView | CommitmentView | ServiceView) -> str:
    """Its words: in English where they were translated, else as they were written."""
    return said.text_en if current_language() == "en" and said.text_en else said.text


def due_words(commitment: CommitmentView) -> str:
    """By when, and whether that has passed."""
    if commitment.rhythm:
        often = rhythm_words(commitment.rhythm)
        return f"{often} · {format_day(commitment.due_on)}"
    if commitment.state == "overdue":
        return _("overdue since {day}").format(day=format_day(commitment.due_on))
    return _("due {day}").format(day=format_day(commitment.due_on))


def rhythm_words(rhythm: str) -> str:
    """How often a repeated commitment is due; empty for none."""
    words = {"shift": _("Each shift"), "day": _("Each day"), "week": _("Each week")}
    return words.get(rhythm, "")


def rhythm_notes() -> dict[str, str]:
    """What each rhythm means, in the order of the keys."""
    return {
        "shift": _("whenever I come"),
        "day": _("whether I come or not"),
        "week": _("due on Sundays"),
    }


def due_days(today: date) -> list[date]:
    """The days a promise is usually due on: the keys stay the same on every day of the week.

    Returns:
        Today, tomorrow, this week's Sunday, a week, two weeks and thirty days from today.
    """
    sunday = today + timedelta(days=6 - today.weekday())
    after = [today + timedelta(days=days) for days in (7, 14, 30)]
    return [today, today + timedelta(days=1), sunday, *after]


def due_labels() -> list[str]:
    """What the days of `due_days` are called."""
    return [
        _("Today"),
        _("Tomorrow"),
        _("This week, by Sunday"),
        _("In a week"),
        _("In two weeks"),
        _("In thirty days"),
    ]
