"""The site's rules as they changed: each change counts from its time on, never before.

A presence that began under older rules is judged by them: by how long it may plausibly last, and
from which length on its end is asked about.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from db import rule_versions as records
from db.base import new_uid, to_micros
from db.presence import Presence
from db.rule_versions import RuleVersion
from kiosk.attendance.periods import in_force
from kiosk.attendance.rules import Rules, ShiftSpan, rules_of
from kiosk.context import Context
from kiosk.oversight.views import SiteView


class Rulebook:
    """The rules of a site at any time."""

    def __init__(self, site: SiteView) -> None:
        """Read the versions.

        Args:
            site: The site as it stands; its rules were always in force where none was kept.
        """
        self._now = rules_of(site)
        self._versions = records.list_rule_versions()

    @property
    def now(self) -> Rules:
        """The rules now in force."""
        return self._now

    @property
    def longest_ever(self) -> timedelta:
        """The longest presence that was ever plausible."""
        hours = (timedelta(hours=version.longest_h) for version in self._versions)
        return max([self._now.longest, *hours])

    def at(self, when: datetime) -> Rules:
        """The rules in force at a time; before the first of them: the first.

        Args:
            when: UTC.
        """
        known = [version for version in self._versions if version.since <= when]
        if known:
            return self._rules(known[-1])
        return self._rules(self._versions[0]) if self._versions else self._now

    @property
    def asking_out(self) -> list[tuple[int, int]]:
        """From when to before when people were asked to check out, in microseconds since 1970."""
        known = [(to_micros(one.since), one.asks_out) for one in self._versions]
        asked, changes = (known[0][1], known[1:]) if known else (self._now.asks_out, [])
        return [(begins, ends) for begins, ends, asks in in_force(asked, changes) if asks]

    def judging(self, presence: Presence) -> Rules:
        """The rules now in force, with the lengths by which a presence is judged."""
        then = self.at(presence.in_at)
        return replace(self._now, longest=then.longest, ask=then.ask)

    def _rules(self, version: RuleVersion) -> Rules:
        return Rules(
            self._now.zone,
            timedelta(seconds=version.debounce_s),
            timedelta(hours=version.longest_h),
            timedelta(hours=version.ask_h),
            version.asks_out,
            tuple(ShiftSpan(*shift[1:4]) for shift in version.shifts),
        )


def keep_version(context: Context, since: datetime | None = None) -> None:
    """Keep the rules that now stand as a version, inside the transaction that changes them.

    Args:
        context: The circumstances.
        since: From when on they are in force, UTC; None: from now on.
    """
    site, moment, uid = context.site(), context.moment(), new_uid()
    at = since or moment.at
    shifts = tuple(records.list_shift_rows())
    told = {
        "since": at.isoformat(),
        "turn_hour": site.turn_hour,
        "debounce_s": site.debounce_s,
        "longest_h": site.longest_h,
        "ask_h": site.ask_h,
        "asks_out": site.asks_out,
        "shifts": records.shifts_text(shifts),
    }
    seq = context.enter(moment, "rule_version", uid, told)
    records.add_rule_version(
        RuleVersion(
            uid,
            seq,
            at,
            site.turn_hour,
            site.debounce_s,
            site.longest_h,
            site.ask_h,
            site.asks_out,
            shifts,
        )
    )


def keep_first_version(context: Context) -> None:
    """Keep the rules of a site whose rules never changed, before they do for the first time."""
    if not records.list_rule_versions():
        keep_version(context, context.made_at())
