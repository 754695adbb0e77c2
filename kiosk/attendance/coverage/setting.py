"""What is set for key posts: hours, least number, holders, deputies; each change in the ledger."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from db import coverage as records
from db import people
from db.base import new_uid
from db.connection import transaction
from db.coverage import PostSetting
from db.terms import end_terms
from kiosk.attendance.coverage.changing import HoursChange, changed
from kiosk.attendance.coverage.hours import Hours, checked, pack, unpack
from kiosk.attendance.coverage.kinds import check_stands
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.by import check_by

MOST_HOLDERS = 99


class CoverageSetting:
    """The use cases of setting key posts. `by` is the supervisor at work, or None.

    Hours and least numbers count from the moment at which they are set, holders and deputies from
    a day that is not over; what was before stays as it was judged. Of a post that is no more
    nothing can be set: all of them raise `post_ended`. Where `by` names nobody who can open the
    supervisor's day, they raise `no_supervisor`.
    """

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def setting(self, post_uid: UUID) -> tuple[int, tuple[Hours, ...]]:
        """The least number of holders and the hours; none where the shifts are the hours.

        Raises:
            RefusedError: `unknown_post`, `no_key_post`.
        """
        _key_post(post_uid)
        found = records.find_setting(post_uid)
        return (found[0], unpack(found[1])) if found else (1, ())

    def set_hours(self, post_uid: UUID, hours: Sequence[Hours], by: UUID | None = None) -> None:
        """Give a key post other hours in place of all it had.

        Raises:
            RefusedError: `unknown_post`, `no_key_post`, `no_hours`, `too_many_hours`, `bad_hours`,
                `overlapping_hours`.
            NotStored: It was not recorded.
        """
        good = checked(hours, self._context.site().zone)
        with transaction():
            least, _hours = self.setting(post_uid)
            self.enter_setting(post_uid, least, good, by)

    def follow_shifts(self, post_uid: UUID, by: UUID | None = None) -> None:
        """Let the shifts in which a key post is held be its hours again.

        Raises:
            RefusedError: `unknown_post`, `no_key_post`.
            NotStored: It was not recorded.
        """
        with transaction():
            least, _hours = self.setting(post_uid)
            self.enter_setting(post_uid, least, (), by)

    def change_hours(
        self, post_uid: UUID, change: HoursChange, by: UUID | None = None
    ) -> tuple[Hours, ...]:
        """Change the hours of a key post in part, all of the change or nothing of it.

        Returns:
            The hours as they are from now on; none where the shifts are the hours.

        Raises:
            RefusedError: `unknown_post`, `no_key_post`, `no_hours`, `too_many_hours`, `bad_hours`,
                `overlapping_hours`, `unknown_moment`.
            NotStored: It was not recorded.
        """
        with transaction():
            least, before = self.setting(post_uid)
            now, zone = self._context.clock.now(), self._context.site().zone
            hours = changed(before, change, now, zone)
            if hours != before:
                self.enter_setting(post_uid, least, hours, by)
        return hours

    def set_least(self, post_uid: UUID, least: int, by: UUID | None = None) -> None:
        """Say how many holders a key post needs at least, 1 to 99.

        Raises:
            RefusedError: `unknown_post`, `no_key_post`, `bad_least`.
            NotStored: It was not recorded.
        """
        check_least(least)
        with transaction():
            _least, hours = self.setting(post_uid)
            self.enter_setting(post_uid, least, hours, by)

    def enter_setting(
        self, post_uid: UUID, least: int, hours: tuple[Hours, ...], by: UUID | None
    ) -> None:
        """Write how a key post is set from now on, in the transaction of who checked it.

        Raises:
            RefusedError: `no_supervisor`.
            NotStored: It was not recorded.
        """
        check_by(by)
        moment, uid, text = self._context.moment(), new_uid(), pack(hours)
        told = {
            "post": str(post_uid),
            "least": least,
            "hours": text,
            "by": str(by) if by else None,
            "work_day": moment.work_day.isoformat(),
        }
        seq = self._context.enter(moment, "post_setting", uid, told)
        records.add_setting(
            PostSetting(
                *(uid, seq, post_uid, least, text, by, moment.at, moment.work_day, moment.zone)
            )
        )

    def assign(
        self,
        post_uid: UUID,
        member_uid: UUID,
        *,
        since: date | None = None,
        shift_uid: UUID | None = None,
        by: UUID | None = None,
    ) -> UUID:
        """Let a member hold a post from a local day on (None: today), in a shift or always.

        Raises:
            RefusedError: `unknown_post`, `unknown_member`, `member_left`, `holds_already`,
                `unknown_shift`, `day_over`.
            NotStored: It was not recorded.
        """
        with transaction():
            check_by(by)
            moment = self._context.moment()
            day = since or moment.work_day
            check_day(day, moment.work_day)
            name, _kind = _post(post_uid)
            _check_member(member_uid, name)
            _check_shift(shift_uid)
            self._check_free("holding", (post_uid, name), member_uid, shift_uid, day)
            uid = new_uid()
            people.Holding.insert(
                uid=uid,
                post=post_uid,
                member=member_uid,
                shift=shift_uid,
                since=day,
                made_at=moment.at,
            ).execute()
            told = _told(post_uid, member_uid, by) | {
                "shift": str(shift_uid) if shift_uid else None,
                "since": day.isoformat(),
            }
            self._context.enter(moment, "holding_added", uid, told)
        return uid

    def end(
        self,
        post_uid: UUID,
        member_uid: UUID,
        *,
        until: date | None = None,
        by: UUID | None = None,
    ) -> None:
        """Let a local day be the last on which a member holds a post.

        Yesterday (None) is the earliest: they hold it today no longer.

        Raises:
            RefusedError: `unknown_post`, `unknown_member`, `holds_not`, `day_over`.
            NotStored: It was not recorded.
        """
        self._end("holding", post_uid, member_uid, until, by)

    def add_deputy(
        self,
        post_uid: UUID,
        member_uid: UUID,
        *,
        since: date | None = None,
        by: UUID | None = None,
    ) -> UUID:
        """Let a member stand in at a key post from a local day on (None: today).

        Raises:
            RefusedError: `unknown_post`, `no_key_post`, `unknown_member`, `member_left`,
                `holds_already`, `day_over`.
            NotStored: It was not recorded.
        """
        with transaction():
            check_by(by)
            moment = self._context.moment()
            day = since or moment.work_day
            check_day(day, moment.work_day)
            name = _key_post(post_uid)
            _check_member(member_uid, name)
            self._check_free("deputy", (post_uid, name), member_uid, None, day)
            uid = new_uid()
            records.add_deputy(uid, post_uid, member_uid, day, moment.at)
            told = _told(post_uid, member_uid, by) | {"since": day.isoformat()}
            self._context.enter(moment, "deputy_added", uid, told)
        return uid

    def end_deputy(
        self,
        post_uid: UUID,
        member_uid: UUID,
        *,
        until: date | None = None,
        by: UUID | None = None,
    ) -> None:
        """Let a local day, yesterday (None) at the earliest, be the last on which one may stand in.

        Raises:
            RefusedError: `unknown_post`, `unknown_member`, `holds_not`, `day_over`.
            NotStored: It was not recorded.
        """
        self._end("deputy", post_uid, member_uid, until, by)

    def _end(
        self, table: str, post_uid: UUID, member_uid: UUID, until: date | None, by: UUID | None
    ) -> None:
        with transaction():
            check_by(by)
            moment: Moment = self._context.moment()
            yesterday = moment.work_day - timedelta(days=1)
            last = until or yesterday
            check_day(last, yesterday)
            name, _kind = _post(post_uid)
            who = _member_name(member_uid)
            whose = post_uid, member_uid
            if not end_terms(table, whose, last, moment.work_day, moment.at):
                raise RefusedError(
                    "holds_not",
                    _("{member} does not hold {post} after {day}.").format(
                        member=who, post=name, day=last.isoformat()
                    ),
                )
            told = _told(post_uid, member_uid, by) | {"until": last.isoformat()}
            self._context.enter(moment, f"{table}_ended", post_uid, told)

    def _check_free(
        self,
        table: str,
        post: tuple[UUID, str],
        member_uid: UUID,
        shift_uid: UUID | None,
        since: date,
    ) -> None:
        if records.is_term(table, post[0], member_uid, shift_uid, since):
            raise RefusedError(
                "holds_already",
                _("{member} is set for {post} already.").format(
                    member=_member_name(member_uid), post=post[1]
                ),
            )


def check_least(least: int) -> None:
    """Whether a key post can need so many holders.

    Raises:
        RefusedError: `bad_least`.
    """
    if not 1 <= least <= MOST_HOLDERS:
        raise RefusedError(
            "bad_least",
            _("A key post needs 1 to {most} holders, not {least}.").format(
                most=MOST_HOLDERS, least=least
            ),
        )


def check_day(day: date, first: date) -> None:
    """Whether a term can begin or end on a day.

    Args:
        day: Its first or its last day.
        first: The first such day that changes none that is over.

    Raises:
        RefusedError: `day_over`.
    """
    if day < first:
        raise RefusedError(
            "day_over",
            _("{day} is over and stays as it was; name today or a later day.").format(
                day=day.isoformat()
            ),
        )


def _told(post_uid: UUID, member_uid: UUID, by: UUID | None) -> dict[str, str | None]:
    return {"post": str(post_uid), "member": str(member_uid), "by": str(by) if by else None}


def _post(uid: UUID) -> tuple[str, str]:
    found = records.find_post(uid)
    if found is None:
        raise RefusedError("unknown_post", _("There is no such post; look it up on the board."))
    check_stands(uid, found[0])
    return found


def _key_post(uid: UUID) -> str:
    """The name of a key post."""
    name, kind = _post(uid)
    if not kind:
        raise RefusedError(
            "no_key_post", _("{post} is no key post; only those have hours.").format(post=name)
        )
    return name


def _member_name(uid: UUID) -> str:
    return _member(uid).name


def _member(uid: UUID) -> people.Member:
    found = people.find_member_by_uid(uid)
    if found is None:
        raise RefusedError("unknown_member", _("There is no such member."))
    return found


def _check_member(uid: UUID, post: str) -> None:
    member = _member(uid)
    if member.left_at is not None:
        raise RefusedError(
            "member_left",
            _("{member} has left the site and can't hold {post}.").format(
                member=member.name, post=post
            ),
        )


def _check_shift(uid: UUID | None) -> None:
    if uid is not None and not people.Shift.select().where(people.Shift.uid == uid).exists():
        raise RefusedError("unknown_shift", _("There is no such shift."))
