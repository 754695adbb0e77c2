"""A muster in words: what kind it is, why somebody is looked for, who was seen how."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.muster.views import PersonView, SeenView
from kiosk.i18n import _, format_day, format_time

BOTH = {"drill": "演练 DRILL", "real": "紧急集合 REAL"}
"""Each kind in both languages at once, where nobody may take one for the other."""


def kind_words(kind: str) -> str:
    """A drill or a real muster, so that nobody takes one for the other."""
    return {"drill": _("DRILL"), "real": _("REAL EMERGENCY")}.get(kind, kind)


def why_words(person: PersonView, now: datetime, zone: ZoneInfo) -> str:
    """Why somebody is on the roll: what was last known of them.

    Args:
        person: Somebody on the roll.
        now: Times of other days are told with their day; aware.
        zone: The site's.
    """
    said = {
        "forgotten": _("no check-out after {time}"),
        "guessed": _("left {time}?"),
        "let_go": _("let go, no check-out after {time}"),
        "overdue": _("here since {time}?"),
        "on_break": _("on a break since {time}"),
        "visitor": _("visitor, {time}"),
        "on_site": _("checked in {time}"),
        "came": _("not on the list, {time}"),
    }[person.why]
    return said.format(time=time_words(person.since, now, zone))


def how_words(seen: SeenView) -> str:
    """How somebody was seen and by whom."""
    said = {
        "badge": _("badge"),
        "hand": _("by hand: {name}"),
        "gate": _("badge at the gate"),
    }[seen.how].format(name=seen.by)
    return _("{how} (other terminal)").format(how=said) if seen.is_elsewhere else said


def time_words(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A time in the site's zone, with its day when that is another."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return format_time(local)
    if (today - local.date()).days == 1:
        return _("yesterday {time}").format(time=format_time(local))
    return f"{format_day(local.date())} {format_time(local)}"
