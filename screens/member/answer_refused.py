"""What the answer to a refused scan says: why, and what to do now."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.views import Refused
from kiosk.i18n import _, format_day, format_time

URGENT = "▲ "
"""What stands before that which needs somebody."""

_Why = dict[str, tuple[str, str]]


def refused_words(result: Refused, zone: ZoneInfo) -> tuple[str, ...]:
    """Why, what to do now, and whether they are still on site."""
    reasons = _refused_codes() | _refused_badges(result)
    why = reasons.get(result.reason, reasons["not_a_code"])
    member = result.member
    if member is None or member.on_site_since is None:
        return (*why, _("You are NOT checked in."))
    still = _("You are still recorded as on site since {since} and were NOT checked out.")
    since = day_and_time(member.on_site_since, zone)
    return (*why, URGENT + still.format(since=since))


def _refused_codes() -> _Why:
    return {
        "unknown_code": (
            _("This badge is not from this site."),
            _("Ask the supervisor to look your badge up."),
        ),
        "wrong_check_digits": (
            _("The code was misread."),
            _("Wipe the badge, hold it flat and still, scan again."),
        ),
        "cut_code": (
            _("Only part of the code was read."),
            _("Hold the whole code under the scanner, scan again."),
        ),
        "too_long": (
            _("More than one code was read."),
            _("One badge at a time: step back, then scan again."),
        ),
        "not_a_code": (
            _("This is not a badge."),
            _("Scan the square code on your badge."),
        ),
        "other_version": (
            _("This badge is of another version."),
            _("Ask the supervisor to print a new one."),
        ),
    }


def _refused_badges(result: Refused) -> _Why:
    return {
        "badge_dead": (
            _("This badge is no longer valid."),
            _("Use your newer badge; if you have none, see the supervisor."),
        ),
        "badge_not_yet": (
            _("This badge does not let you in yet."),
            _begins(result.valid_from),
        ),
        "badge_expired": (
            _ended(result.valid_until),
            _("Ask the supervisor to extend it."),
        ),
        "member_left": (
            _("This member has left the site."),
            _("If that is wrong, see the supervisor."),
        ),
        "muster_over": (
            _("The roll call has just ended. You were seen."),
            _("To check out, scan again in a minute."),
        ),
        "muster_missed": (
            _("The roll call ended WITHOUT YOU: you were not seen."),
            _("Tell a warden at once that you are here."),
        ),
    }


def _begins(first: date | None) -> str:
    if first is None:
        return _("Its first day has not come. Ask the supervisor when it begins.")
    return _("It works from {day} on.").format(day=format_day(first))


def _ended(last: date | None) -> str:
    if last is None:
        return _("This badge has run out.")
    return _("This badge has run out: {day} was its last day.").format(day=format_day(last))


def day_and_time(at: datetime, zone: ZoneInfo) -> str:
    """A moment as a site says it."""
    local = at.astimezone(zone)
    return f"{format_day(local.date())} {format_time(local)}"
