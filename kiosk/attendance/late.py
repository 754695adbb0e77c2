"""Scans that arrive late: a gate was cut off, kept what it read, and delivers it now.

Such a fact is recorded now and takes its place by the time at which the badge was read. Whether it
came or left is decided by who was there then, not by who is there now; nobody is there to be asked.
So is the badge: one that was replaced or revoked since, or whose owner was let go since, was good.
"""

from datetime import date, datetime, timedelta

from db import presence as stays
from db.badges import BadgeHolder
from db.base import new_uid
from db.presence import Mark, Presence
from kiosk.attendance.clocks import present
from kiosk.attendance.marks import LET_GO, enter_mark, new_mark, refold
from kiosk.attendance.misfits import ask_about_misfits
from kiosk.attendance.presence import may_be_here
from kiosk.attendance.rule_periods import read_work_days
from kiosk.attendance.rulebook import Rulebook
from kiosk.attendance.rules import Rules
from kiosk.attendance.views import CheckedIn, CheckedOut, Repeated, Scan
from kiosk.context import Context, Moment
from kiosk.people.reading import get_member
from kiosk.people.views import MemberView
from kiosk.service.reading import open_commitments
from kiosk.service.views import CommitmentView

LATE = timedelta(minutes=1)
"""A scan that was read less long ago is taken for one that is read now."""

Told = CheckedIn | CheckedOut | Repeated
_Common = tuple[MemberView, datetime, date, tuple[CommitmentView, ...]]


def is_late(scan: Scan, now: datetime) -> bool:
    """Whether a scan was read a while ago."""
    return scan.at is not None and now - scan.at >= LATE


def read_late(scan: Scan, moment: Moment) -> Moment | None:
    """When a scan was read that comes late; None for one that is read now."""
    if scan.at is None or not is_late(scan, moment.at):
        return None
    return Moment(scan.at, read_work_days().of(scan.at), moment.zone)


class LateScan:
    """One member's scan of a while ago."""

    def __init__(self, context: Context, read: Moment, holder: BadgeHolder) -> None:
        """Look up who was there.

        Args:
            context: The circumstances.
            read: When the badge was read.
            holder: Whose it is.
        """
        member_uid = holder.member_uid
        self._context, self._read, self._member_uid = context, read, member_uid
        self._let_go_at = holder.left_at
        self._book = Rulebook(context.site())
        self._rules: Rules = self._book.at(read.at)
        near = stays.find_presence_at(member_uid, read.at + self._rules.debounce)
        self._repeats = self._end_near(near) if near else ""
        self._near = near
        self.here = self._who_was_here()
        """The presence that this scan ends; None: it begins one."""

    @property
    def comes(self) -> bool:
        """Whether it is a check-in that is not known yet."""
        return not self._repeats and self.here is None

    def take(self, source: str) -> Told:
        """Record it, inside a transaction, and tell what it came to."""
        here = self.here
        if here is not None and not self._rules.asks_out:
            return self._told_repeated(here, "in")
        if self._repeats and self._near is not None:
            return self._told_repeated(self._near, self._repeats)
        day = here.work_day if here else self._read.work_day
        kind = "out" if here else "in"
        mark = Mark(new_uid(), 0, kind, self._read.at, day, None, source, "ok")
        moment = self._context.moment()
        enter_mark(self._context, moment, self._member_uid, mark)
        refold(self._member_uid, mark.at)
        self._end_at_letting_go(moment)
        ask_about_misfits(self._context, moment, self._member_uid, mark.at)
        if here is None:
            return CheckedIn(*self._common(mark.at, day), scan=mark.uid)
        return CheckedOut(*self._common(mark.at, day), scan=mark.uid, since=here.in_at)

    def _end_at_letting_go(self, moment: Moment) -> None:
        """End a presence of somebody who was let go since; nobody knew of it when they were."""
        open_now = stays.find_open_presence(self._member_uid, present(self._context))
        at = self._let_go_at
        if open_now is None or at is None:
            return
        if may_be_here(open_now, at, self._book.judging(open_now).longest):
            mark = new_mark("out", at, open_now, source=LET_GO)
            enter_mark(self._context, moment, self._member_uid, mark)
            refold(self._member_uid, open_now.in_at)

    def _who_was_here(self) -> Presence | None:
        found = stays.find_presence_at(self._member_uid, self._read.at)
        if found is None:
            return None
        longest = self._book.judging(found).longest
        return found if may_be_here(found, self._read.at, longest) else None

    def _end_near(self, presence: Presence) -> str:
        """Which of a presence's ends this scan only repeats: `in`, `out` or neither."""
        ends = {"in": presence.in_at, "out": presence.out_at}
        near = [
            end
            for end, at in ends.items()
            if at is not None and abs(self._read.at - at) < self._rules.debounce
        ]
        return near[-1] if near else ""

    def _told_repeated(self, presence: Presence, end: str) -> Repeated:
        at = presence.in_at if end == "in" else presence.out_at or presence.in_at
        return Repeated(*self._common(at, presence.work_day), direction=end)

    def _common(self, at: datetime, day: date) -> _Common:
        today = self._context.moment().work_day
        here = stays.find_open_presence(self._member_uid, present(self._context))
        member = get_member(self._member_uid, today, here.in_at if here else None)
        return member, at, day, open_commitments(self._member_uid, today)
