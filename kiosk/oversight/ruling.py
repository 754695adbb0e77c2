"""Changing the site's rules of attendance; each change is in the ledger with what stood before."""

from dataclasses import dataclass

from db.connection import transaction
from db.oversight import Site
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.oversight.views import SiteView


@dataclass(frozen=True, slots=True)
class RuleChange:
    """New rules; None leaves one as it is.

    Attributes:
        debounce_s: For how long a repeat is not counted, 0 to 3600 seconds.
        turn_hour: The local hour at which the work day turns, 0 to 23.
        longest_h: The longest plausible presence, 1 to 48 hours.
        retention_years: For how long the data of a member who left are kept, 0 to 100 years.
    """

    debounce_s: int | None = None
    turn_hour: int | None = None
    longest_h: int | None = None
    retention_years: int | None = None


_RANGES = {
    "debounce_s": (0, 3600),
    "turn_hour": (0, 23),
    "longest_h": (1, 48),
    "retention_years": (0, 100),
}


def change_rules(context: Context, change: RuleChange) -> SiteView:
    """Change the rules from now on; what was decided before stays as it was.

    Raises:
        RefusedError: `impossible_rule`.
        NotStored: It was not recorded.
    """
    wanted = {name: getattr(change, name) for name in _RANGES}
    asked = {name: value for name, value in wanted.items() if value is not None}
    for name, value in asked.items():
        _check(name, value)
    with transaction():
        site = context.site()
        before = {name: getattr(site, name) for name in asked}
        if before != asked:
            Site.update(asked).where(Site.uid == site.uid).execute()
            payload = {"before": before, "after": asked}
            context.enter(context.moment(), "rules_changed", site.uid, payload)
        return context.site()


def _check(name: str, value: int) -> None:
    least, most = _RANGES[name]
    if not least <= value <= most:
        raise RefusedError(
            "impossible_rule",
            _("{rule} lies between {least} and {most}.").format(rule=name, least=least, most=most),
        )
