"""Commitments: made in public, judged occasion by occasion, withdrawn."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db import commitments as records
from db.base import new_uid
from db.commitments import CommitmentLine
from db.connection import transaction
from db.coverage import is_anyhow_at
from db.errors import Conflict
from db.occasions import Window, find_last_change, list_came
from db.posts import find_post
from db.service import Commitment, CommitmentChange
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _, format_day
from kiosk.service.absences import read_absences
from kiosk.service.bounded import good_line
from kiosk.service.checking import (
    FARTHEST_DUE,
    LONGEST_TEXT,
    check_due,
    check_member,
    check_own_or_supervisor,
    words_of,
)
from kiosk.service.occasions import (
    RHYTHMS,
    Plan,
    due_of,
    has_begun,
    list_occasions,
    running_occasion,
)
from kiosk.service.reading import (
    commitment_view,
    commitment_views,
    due_today,
    open_commitments,
    overdue_commitments,
    partly_kept,
)
from kiosk.service.repeating import LOOKED_BACK, occasion_view, plan_of
from kiosk.service.shift_days import find_running_day, read_shift_days
from kiosk.service.states import already_judged, check_change, check_said
from kiosk.service.usual_words import why_ended
from kiosk.service.views import CommitmentView

LINES_OF_A_POST = 30
LONGEST_MILESTONE = 60
"""Characters of a milestone's name."""


@dataclass(frozen=True, slots=True)
class NewCommitment:
    """A promise that is about to be made.

    Attributes:
        item_uid: The catalogue's item, or None for own words.
        text: Own words; without an item they must not be empty.
        due_on: By which work day a one-off one is to be kept; None: today.
        rhythm: `shift`, `day`, `week`, or empty for a one-off one.
        until_on: The last day of the rhythm; None: until it is withdrawn.
        post_uid: The post it belongs to, held by the member now or later; or None.
        milestone: The milestone it belongs to, or empty.
    """

    item_uid: UUID | None = None
    text: str = ""
    due_on: date | None = None
    rhythm: str = ""
    until_on: date | None = None
    post_uid: UUID | None = None
    milestone: str = ""


class Commitments:
    """The use cases of commitments."""

    _context: Context

    def list_due_today(self) -> tuple[CommitmentView, ...]:
        """All commitments and occasions due today, whatever became of them, by due date."""
        return due_today(self._context.moment().work_day)

    def list_open(self, member_uid: UUID) -> tuple[CommitmentView, ...]:
        """A member's open commitments, by due date.

        Of a repeated one the occasion that runs, and the newest one before it that is silent.
        """
        return open_commitments(member_uid, self._context.moment().work_day)

    def list_to_judge(self, member_uid: UUID) -> tuple[CommitmentView, ...]:
        """Of what a member can say what became of it: what is open, then what was partly kept.

        That was said in the last 14 days; it can only become kept.
        """
        today = self._context.moment().work_day
        return (*open_commitments(member_uid, today), *partly_kept(member_uid, today))

    def list_overdue(self, work_day: date | None = None) -> tuple[CommitmentView, ...]:
        """What was due before a work day (None: today) and nobody spoke of, by due date.

        Of each repeated commitment the newest silent occasion of the last 14 days.
        """
        return overdue_commitments(work_day or self._context.moment().work_day)

    def list_post_commitments(self, post_uid: UUID, today: date) -> tuple[CommitmentView, ...]:
        """The newest commitments that belong to a post, as they stand on a day, newest first.

        What was left open by members who have left is not among them.
        """
        lines = records.list_post_commitments(post_uid, LINES_OF_A_POST)
        gone = {line.uid for line in lines if line.left_at is not None}
        views = commitment_views(lines, today)
        return tuple(view for view in views if not (view.is_open and view.uid in gone))

    def list_milestones(self, most: int) -> tuple[str, ...]:
        """The milestones that commitments belong to, the one named last first."""
        return tuple(records.list_milestones(most))

    def make_commitment(
        self,
        member_uid: UUID,
        *,
        item_uid: UUID | None = None,
        text: str = "",
        due_on: date | None = None,
    ) -> CommitmentView:
        """Promise something once, in public; see `promise`.

        Raises:
            RefusedError: As `promise`.
            NotStored: It was not recorded.
        """
        return self.promise(member_uid, NewCommitment(item_uid, text, due_on))

    def promise(self, member_uid: UUID, new: NewCommitment) -> CommitmentView:
        """Promise something in public, once or again and again.

        Returns:
            It, or of a repeated one its first occasion: the one that runs now.

        Raises:
            RefusedError: `no_words`, `too_long`, `due_in_the_past`, `due_too_far`, `unknown_item`,
                `unknown_rhythm`, `no_rhythm` (a last day without one, or a due day with one),
                `until_in_the_past`, `unknown_post`, `not_your_post`, `unknown_member`,
                `member_left`.
            NotStored: It was not recorded.
        """
        with transaction():
            moment = self._context.moment()
            check_member(member_uid)
            words = words_of("commitment", new.item_uid, new.text)
            _check_rhythm(new, moment.work_day)
            _check_post(new.post_uid, member_uid, moment.work_day)
            row: dict[str, object] = {
                "member": member_uid,
                "item": new.item_uid,
                "text": words,
                "due_on": _first_due(member_uid, new, moment.work_day),
                "rhythm": new.rhythm or None,
                "until_on": new.until_on,
                "post": new.post_uid,
                "milestone": good_line(new.milestone, LONGEST_MILESTONE) or None,
            }
            uid = self._write(moment, "commitment", row)
            return self._made(uid, moment.work_day)

    def _made(self, uid: UUID, today: date) -> CommitmentView:
        line = _get(uid)
        if not line.rhythm:
            return commitment_view(line, today)
        return occasion_view(line, line.due_on, None, over=False)

    def judge_commitment(  # which, what, who, why, when: said at once
        self,
        commitment_uid: UUID,
        state: str,
        by_uid: UUID,
        reason: str = "",
        occasion: date | None = None,
    ) -> CommitmentView:
        """Say what became of a commitment, or of an occasion of it; said once, it stands.

        Only `partly_kept` may become `kept` later. To withdraw a repeated one ends the whole: what
        is due on that day or later, and was not judged, is due no more.

        Args:
            commitment_uid: Which one.
            state: `kept`, `partly_kept`, `missed` or `withdrawn`.
            by_uid: Who says so: the member themself or a supervisor.
            reason: Why; needed for `missed` and `withdrawn`.
            occasion: A day of the occasion of a repeated one; None: the one that runs, or else the
                last one. A one-off one has none but its due day.

        Raises:
            RefusedError: `already_judged`, `reason_needed`, `too_long`, `unknown_commitment`,
                `unknown_state`, `not_yours`, `no_occasion`, `withdrawn_whole` (a repeated one has
                no occasion that is withdrawn), `unknown_member`, `member_left`.
            NotStored: It was not recorded.
        """
        check_said(state)
        why = good_line(reason, LONGEST_TEXT)
        try:
            with transaction():
                return self._judge(_get(commitment_uid), state, by_uid, why, occasion)
        except Conflict as conflict:
            raise already_judged() from conflict

    def _judge(
        self, line: CommitmentLine, state: str, by_uid: UUID, why: str, day: date | None
    ) -> CommitmentView:
        moment = self._context.moment()
        check_own_or_supervisor(line.member_uid, by_uid)
        _check_day(line, state, day)
        is_part = bool(line.rhythm) and state != "withdrawn"
        due = _occasion(line, day, moment.work_day) if is_part else None
        before = find_last_change(line.uid, due)
        check_change(before.state if before else "open", state, why)
        after = before.uid if before else None
        self._change(moment, line.uid, (state, why, by_uid), (due, after))
        if due is None:
            return commitment_view(_get(line.uid), moment.work_day)
        return occasion_view(line, due, find_last_change(line.uid, due), over=False)

    def withdraw_of_post(self, post_uid: UUID, by_uid: UUID | None) -> None:
        """Withdraw what was promised for a post that is given up, inside its transaction.

        What was due before today, and what was said of it, stays.

        Args:
            post_uid: The post.
            by_uid: Who gives it up; None: nobody is named, then nothing may be promised for it.

        Raises:
            RefusedError: `no_supervisor`.
        """
        moment = self._context.moment()
        promised = records.list_standing_of_post(post_uid, moment.work_day)
        if promised and by_uid is None:
            sentence = _("Promises belong to this post: say which supervisor gives it up.")
            raise RefusedError("no_supervisor", sentence)
        (why,) = why_ended(_)
        for uid in promised:
            self._change(moment, uid, ("withdrawn", why, by_uid), (None, None))

    def _change(
        self,
        moment: Moment,
        uid: UUID,
        said: tuple[str, str, UUID | None],
        place: tuple[date | None, UUID | None],
    ) -> None:
        """Write what became of a commitment: state, why and who; of which occasion, after what."""
        (state, why, by), (occasion, after) = said, place
        row = {"commitment": uid, "state": state, "by": by, "reason": why}
        self._write(moment, "commitment_change", {**row, "occasion": occasion, "after_uid": after})

    def _write(self, moment: Moment, kind: str, row: dict[str, object]) -> UUID:
        """Write a fact of this room with its ledger entry; returns its key."""
        tables = {"commitment": Commitment, "commitment_change": CommitmentChange}
        uid = new_uid()
        told = {name.removesuffix("_uid"): _told(value) for name, value in row.items()}
        when = {"work_day": moment.work_day.isoformat(), "zone": moment.zone}
        seq = self._context.enter(moment, kind, uid, told | when)
        tables[kind].insert(
            uid=uid,
            seq=seq,
            at=moment.at,
            work_day=moment.work_day,
            zone=moment.zone,
            **row,
        ).execute()
        return uid


def _told(value: object) -> object:
    return str(value) if isinstance(value, UUID | date) else value


def _get(uid: UUID) -> CommitmentLine:
    line = records.find_commitment(uid)
    if line is None:
        raise RefusedError("unknown_commitment", _("This commitment is not known here."))
    return line


def _check_day(line: CommitmentLine, state: str, day: date | None) -> None:
    """Raises `withdrawn_whole` or `no_occasion` where the day that is named says nothing."""
    if day is None:
        return
    if not line.rhythm and day != line.due_on:
        sentence = _("This commitment comes once, on {day}; leave the occasion out.")
        raise RefusedError("no_occasion", sentence.format(day=format_day(line.due_on)))
    if line.rhythm and state == "withdrawn":
        sentence = _("A repeated commitment is withdrawn as a whole; leave the occasion out.")
        raise RefusedError("withdrawn_whole", sentence)


def _occasion(line: CommitmentLine, day: date | None, today: date) -> date:
    """The day on which the meant occasion is due.

    Raises `no_occasion` if there is none; `already_judged` if that is so because it was withdrawn,
    or if it was and no day is named: of its earlier occasions it must be said which one is meant.
    """
    plan = plan_of(line, read_absences([line.member_uid]).days(line.member_uid))
    withdrawn_on = line.changed_on
    if withdrawn_on is not None and day is None:
        raise already_judged("withdrawn")
    due = _latest(line, plan, today) if day is None else _named(line, plan, day, today)
    if due is None:
        if withdrawn_on is not None and day is not None and due_of(plan, day) >= withdrawn_on:
            raise already_judged("withdrawn")
        raise RefusedError("no_occasion", _("This commitment has no occasion on that day."))
    return due


def _latest(line: CommitmentLine, plan: Plan, today: date) -> date | None:
    """The occasion that runs, or the last one before it."""
    first = today - LOOKED_BACK
    came = _came(line, first, today)
    days = read_shift_days(today, line.member_uid)
    running = running_occasion(plan, days.last(line.member_uid), came)
    return running or next(reversed(list_occasions(plan, first, today, came)), None)


def _named(line: CommitmentLine, plan: Plan, day: date, today: date) -> date | None:
    due = due_of(plan, day)
    if find_last_change(line.uid, due) is not None:  # it stays, whatever became of the rest
        return due
    known = list_occasions(plan, due, due, _came(line, due, due))
    return due if known and has_begun(plan, due, today) else None


def _came(line: CommitmentLine, first: date, last: date) -> set[date]:
    return list_came([Window(line.uid, line.member_uid, first, last)]).get(line.uid, set())


def _check_rhythm(new: NewCommitment, today: date) -> None:
    if new.rhythm not in {"", *RHYTHMS}:
        raise RefusedError("unknown_rhythm", _("Choose each shift, each day or each week."))
    if (new.until_on if not new.rhythm else new.due_on) is not None:
        sentence = _("A commitment has a due day, or a rhythm with or without a last day.")
        raise RefusedError("no_rhythm", sentence)
    if new.until_on is not None and new.until_on < today:
        raise RefusedError("until_in_the_past", _("The last day of a rhythm is today or later."))
    if new.until_on is not None and new.until_on - today > FARTHEST_DUE:
        raise RefusedError("due_too_far", _("The last day of a rhythm is within a year."))
    if not new.rhythm:
        check_due(new.due_on or today, today)


def _first_due(member_uid: UUID, new: NewCommitment, today: date) -> date:
    if not new.rhythm:
        return new.due_on or today
    running = find_running_day(member_uid, today)
    return due_of(Plan(new.rhythm, running, new.until_on), running)


def _check_post(post_uid: UUID | None, member_uid: UUID, today: date) -> None:
    """For a post promises who holds it, stands in at it, or will."""
    if post_uid is None:
        return
    post = find_post(post_uid)
    if post is None or post.ended_at is not None:
        raise RefusedError("unknown_post", _("There is no such post."))
    if not is_anyhow_at(post_uid, member_uid, today):
        sentence = _("Promise for a post that you hold: {post} is another's.")
        raise RefusedError("not_your_post", sentence.format(post=post.name))
