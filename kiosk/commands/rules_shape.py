"""Rules, shifts and key posts as programs read them and as `rules --file` takes them."""

from typing import TYPE_CHECKING

from kiosk.commands.posts_shape import post_shape
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.oversight.shifts import ShiftView
    from kiosk.oversight.views import SiteView
    from kiosk.services import Services

_ALL_DAYS = 0b1111111


def rules_shape(services: "Services") -> dict[str, object]:
    """All that a rule file can hold, as it stands; taken back as a file it changes nothing."""
    from kiosk.oversight.shifts import list_shifts

    return site_rules(services.oversight.site()) | {
        "shifts": [_shift_shape(shift) for shift in list_shifts()],
        "posts": [post_shape(post) for post in services.coverage.posts()],
    }


def site_rules(site: "SiteView") -> dict[str, object]:
    """The rules by name."""
    return {
        "debounce_s": site.debounce_s,
        "turn_hour": site.turn_hour,
        "longest_h": site.longest_h,
        "retention_years": site.retention_years,
        "ask_h": site.ask_h,
        "asks_out": site.asks_out,
    }


def shift_line(shift: "ShiftView") -> tuple[str, ...]:
    """A shift as a line of a table."""
    hours = f"{_clock(shift.from_minute)}-{_clock(shift.to_minute)}"
    grace = _("{minutes} min grace").format(minutes=shift.grace_min)
    return shift.name, hours, _days(shift.weekdays), grace


def _shift_shape(shift: "ShiftView") -> dict[str, object]:
    return {
        "name": shift.name,
        "from": _clock(shift.from_minute),
        "to": _clock(shift.to_minute),
        "days": _days(shift.weekdays),
        "grace_min": shift.grace_min,
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _days(weekdays: int) -> str:
    """Weekdays as they are typed: `1-7`, or each for itself."""
    if weekdays == _ALL_DAYS:
        return "1-7"
    return ",".join(str(day + 1) for day in range(7) if weekdays >> day & 1)
