"""Changing the site's rules of attendance; each change is in the ledger with what stood before.

A change counts from its moment on: the rules that stood before are kept as a version, and what was
decided under them stays decided.
"""

from dataclasses import asdict, dataclass

from db.connection import transaction
from db.oversight import Site
from kiosk.attendance.rulebook import keep_first_version, keep_version
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.oversight.views import SiteView


@dataclass(frozen=True, slots=True)
class RuleChange:
    """New rules; None leaves one as it is.

    Attributes:
        debounce_s: For how long a repeat is not counted, 0 to 3600 seconds.
        turn_hour: The local hour at which the work day turns, a whole one, 0 to 23.
        longest_h: The longest plausible presence, 2 to 48 hours.
        retention_years: For how long the data of a member who left are kept, 0 to 100 years.
        ask_h: From how many hours of presence on a scan is asked about, 1 to 47, and fewer than
            `longest_h`: beyond that nobody is asked.
        asks_out: Whether people check out.
    """

    debounce_s: int | None = None
    turn_hour: int | None = None
    longest_h: int | None = None
    retention_years: int | None = None
    ask_h: int | None = None
    asks_out: bool | None = None


RANGES = {
    "debounce_s": (0, 3600),
    "turn_hour": (0, 23),
    "longest_h": (2, 48),
    "retention_years": (0, 100),
    "ask_h": (1, 47),
    "asks_out": (0, 1),
}
"""The least and the most of each rule."""


def change_rules(context: Context, change: RuleChange) -> SiteView:
    """Change the rules from now on; what was decided before stays as it was.

    Raises:
        RefusedError: `impossible_rule`.
        NotStored: It was not recorded.
    """
    asked = {name: value for name, value in asdict(change).items() if value is not None}
    for name, value in asked.items():
        check_rule(name, value)
    with transaction():
        site = context.site()
        if (fault := find_contradiction(site, change)) is not None:
            raise RefusedError("impossible_rule", fault)
        before = {name: getattr(site, name) for name in asked}
        if before != asked:
            keep_first_version(context)
            Site.update(asked).where(Site.uid == site.uid).execute()
            payload = {"before": before, "after": asked}
            context.enter(context.moment(), "rules_changed", site.uid, payload)
            keep_version(context)
        return context.site()


def find_contradiction(site: SiteView, change: RuleChange) -> str | None:
    """What rules say against each other once they are changed, in a sentence; None for nothing.

    Args:
        site: The site as it stands.
        change: What is to change.
    """
    if change.ask_h is None and change.longest_h is None:
        return None
    asks = site.ask_h if change.ask_h is None else change.ask_h
    longest = site.longest_h if change.longest_h is None else change.longest_h
    if asks < longest:
        return None
    told = _("ask_h ({ask}) must be less than longest_h ({longest}); change both together.")
    return told.format(ask=asks, longest=longest)


def check_rule(name: str, value: int) -> None:
    """Whether a rule can be so. Raises `RefusedError` (`impossible_rule`) when not."""
    least, most = RANGES[name]
    if not least <= value <= most:
        raise RefusedError(
            "impossible_rule",
            _("{rule} lies between {least} and {most}.").format(rule=name, least=least, most=most),
        )
