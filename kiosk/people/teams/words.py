"""Teams in words, for screens and the command line alike."""

from kiosk.i18n import _, format_day
from kiosk.people.teams.views import TeamView


def state_word(team: TeamView) -> str:
    """What a team is on the day on which it was looked at."""
    if team.is_called_off:
        return _("called off")
    return {"ahead": _("still to begin"), "running": _("running"), "ended": _("ended")}[team.state]


def days_words(team: TeamView) -> str:
    """From when to when a team stands: `11月20日 周五 起`, `11月20日 周五 至 11月22日 周日`."""
    since = format_day(team.since)
    if team.until is None or team.is_called_off:
        return _("from {day} on").format(day=since)
    return _("{since} to {until}").format(since=since, until=format_day(team.until))
