"""A muster in words: what kind it is, why somebody is looked for, who was seen how."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.muster.views import PersonView, SeenView, TakenBackView
from kiosk.i18n import _, format_time

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
        "forgotten": _("in {time}, not out"),
        "guessed": _("left {time}?"),
        "let_go": _("let go, in {time}"),
        "overdue": _("here since {time}?"),
        "on_break": _("on break from {time}"),
        "visitor": _("visitor, {time}"),
        "on_site": _("checked in {time}"),
        "during": _("checked in {time}, added meanwhile"),
        "came": _("not on the list, {time}"),
    }[person.why]
    return said.format(time=time_words(person.since, now, zone))


def how_words(seen: SeenView) -> str:
    """How somebody was seen and by whom, and on which terminal where that is another one.

    Who was seen in several ways is told so, the surest way first.
    """
    return " · ".join(_way_words(one) for one in (seen, *seen.beside))


def _way_words(seen: SeenView) -> str:
    said = _made_words(seen.how, seen.by)
    if not seen.is_elsewhere:
        return said
    return _("{how} ({station})").format(how=said, station=station_words(seen.station))


def station_words(station: str) -> str:
    """A terminal by the name that people know it by.

    Args:
        station: Where a fact was entered, such as `kiosk@gate`; of a badge at a gate, the gate.
    """
    what, _at, host = station.partition("@")
    named = {"kiosk": _("terminal {host}"), "command": _("command on {host}")}.get(what, what)
    return named.format(host=host) if host else named


def taken_back_words(back: TakenBackView, zone: ZoneInfo) -> tuple[str, str]:
    """Which mark it was, and who took it back why.

    Args:
        back: A mark that was taken back.
        zone: The site's.
    """
    how = _made_words(back.how, back.marked_by)
    at = f"{back.marked_at.astimezone(zone):%H:%M:%S} " if back.marked_at else ""
    why = _("taken back by {name}: {reason}").format(name=back.by, reason=back.reason)
    return _("marked {mark}").format(mark=at + how), why


def _made_words(how: str, by: str) -> str:
    return {
        "badge": _("badge"),
        "hand": _("by hand: {name}"),
        "gate": _("badge at the gate"),
    }[how].format(name=by)


def time_words(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A time in the site's zone, with its day when that is another."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return format_time(local)
    if (today - local.date()).days == 1:
        return _("yest. {time}").format(time=format_time(local))
    return f"{local:%m-%d} {format_time(local)}"
