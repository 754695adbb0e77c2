"""A site that does anything to a few members in any order: whatever happens, the record holds."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db import presence as records
from db.connection import close_file, run_sql, transaction
from db.errors import NotStored
from db.presence import Mark
from kiosk.attendance.clocks import present
from kiosk.attendance.closing import close_days
from kiosk.attendance.marks import SAID
from kiosk.attendance.misfits import list_open_questions
from kiosk.attendance.presence import derive, worked_s
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.rulebook import Rulebook
from kiosk.attendance.views import Answered, CameBack, CheckedIn, CheckedOut, Scan
from kiosk.errors import RefusedError
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.oversight.shifts import ShiftView, put_shifts
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock, uid_of

NIGHT = ShiftView("夜班", 19 * 60, 7 * 60)
SHIFTS = ((), (NIGHT,), (ShiftView("白班", 7 * 60, 19 * 60), NIGHT), (ShiftView("晚班", 1200, 30),))
"""None, one over midnight, round the clock, one that ends just after midnight."""

NUMBERS = ("001", "002", "003")


class AnyDays(RuleBasedStateMachine):
    """Anything that can happen to presences, in any order, on a real file."""

    @initialize()
    def open_site(self) -> None:
        self.folder = TemporaryDirectory()
        self.site: Services = make_site(Path(self.folder.name), 3)
        self.now = NOON
        self.answers: dict[UUID, str] = {}
        self.questions: list[UUID] = []
        self.scans: list[UUID] = []

    def teardown(self) -> None:
        close_file()
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(number=st.sampled_from(NUMBERS))
    def scan(self, number: str) -> None:
        answer = self.site.attendance.scan(Scan(self.site.people.badge_code(number), "wedge"))
        assert isinstance(answer, Answered)
        if answer.scan is not None:
            self.scans.append(answer.scan)
        if isinstance(answer, CheckedIn | CheckedOut):
            ((uid, direction),) = run_sql(
                "SELECT uid, direction FROM punch WHERE member_uid = ? ORDER BY seq DESC LIMIT 1",
                (uid_of(number).bytes,),
            )
            self.answers[UUID(bytes=uid)] = direction
            assert (answer.at, answer.scan) == (self.now, UUID(bytes=uid))
            if answer.question is not None:
                self.questions.append(answer.question)
        elif isinstance(answer, CameBack) and answer.scan is not None:
            self.answers[answer.scan] = "back"

    @rule(
        number=st.sampled_from(NUMBERS),
        ago=st.lists(
            st.sampled_from([0.02, 0.1, 0.5, 2, 5, 8.5, 12, 14, 17, 30, 60]),
            min_size=1,
            max_size=4,
            unique=True,
        ),
    )
    def deliver(self, number: str, ago: list[float]) -> None:
        """Gates that were cut off deliver what they read of a badge, in any order."""
        for hours in ago:
            self._deliver(number, hours)

    def _deliver(self, number: str, hours: float) -> None:
        when = self.now - timedelta(hours=hours)
        code = self.site.people.badge_code(number)
        answer = self.site.attendance.scan(Scan(code, "gate-3", at=when))
        assert isinstance(answer, Answered)
        if isinstance(answer, CheckedIn | CheckedOut):
            assert answer.scan is not None
            assert answer.at == when
            self.scans.append(answer.scan)
            self.answers[answer.scan] = "in" if isinstance(answer, CheckedIn) else "out"

    @rule(hours=st.sampled_from([0.002, 0.1, 1, 6, 9.5, 12.5, 13.5, 15.9, 17, 24, 40]))
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)
        set_clock(self.site, self.now)

    @rule(hours=st.floats(-400, 60))
    def clock_jumps(self, hours: float) -> None:
        self.now += timedelta(hours=hours)
        set_clock(self.site, self.now)

    @rule(years=st.sampled_from([-20, -1, 1, 9]))
    def clock_is_absurd_for_a_while(self, years: int) -> None:
        """Some scan meanwhile; then the clock is right again."""
        before, self.now = self.now, self.now + timedelta(days=years * 365)
        set_clock(self.site, self.now)
        self.scan(NUMBERS[0])
        self.rest(NUMBERS[1], begins=True)
        self.close()
        self.now = before
        set_clock(self.site, self.now)

    @rule(
        hours=st.sampled_from([-30, -3, -0.2, -0.002, 0.002, 0.2, 3, 19, 30, 300]),
        closes=st.booleans(),
        number=st.sampled_from(NUMBERS),
    )
    def clock_is_off_for_a_while(self, hours: float, number: str, *, closes: bool) -> None:
        """Somebody scans meanwhile, the night may close; then the clock is mended."""
        before, self.now = self.now, self.now + timedelta(hours=hours)
        set_clock(self.site, self.now)
        self.scan(number)
        if closes:
            self.close()
        self.now = before
        set_clock(self.site, self.now)

    @rule(number=st.sampled_from(NUMBERS), hours=st.sampled_from([0, 0.5, 3, 9]))
    def say_that_they_came_later(self, number: str, hours: float) -> None:
        member, when = uid_of(number), self.now - timedelta(hours=hours)
        found = records.list_member_presences(member, 1)
        named = found[0].uid if found else None
        correct = self.site.corrections.correct
        self.try_to(correct, member, "came", when, None, "看监控", named)

    @precondition(lambda self: bool(self.questions))
    @rule(direction=st.sampled_from(["in", "out"]))
    def answer(self, direction: str) -> None:
        self.try_to(self.site.afterthoughts.answer, self.questions.pop(), direction)

    @precondition(lambda self: bool(self.scans))
    @rule()
    def undo(self) -> None:
        self.try_to(self.site.afterthoughts.undo, self.scans[-1], "看错了")

    @precondition(lambda self: bool(self.scans))
    @rule(leaves=st.booleans())
    def mean_otherwise(self, *, leaves: bool) -> None:
        desk = self.site.afterthoughts
        self.try_to(desk.leave_instead if leaves else desk.rest_instead, self.scans[-1])

    @rule(number=st.sampled_from(NUMBERS), begins=st.booleans())
    def rest(self, number: str, *, begins: bool) -> None:
        desk = self.site.afterthoughts
        self.try_to(desk.begin_break if begins else desk.end_break, uid_of(number))

    @rule(
        number=st.sampled_from(NUMBERS),
        kind=st.sampled_from(["came", "left"]),
        hours=st.sampled_from([-1, 0.5, 2, 7, 11, 13, 20, 30, 45]),
        which=st.integers(0, 2),
        ruling=st.sampled_from(["accepted", "changed", "refused"]),
        names=st.booleans(),
    )
    def correct(  # what can be said of a correction
        self, number: str, kind: str, hours: float, which: int, ruling: str, *, names: bool
    ) -> None:
        member = uid_of(number)
        found = records.list_member_presences(member, 3)[which:]
        presence = found[0] if found and (names or kind == "left") else None
        when = self.now - timedelta(hours=hours)
        if presence is not None and hours > 0:
            way = 1 if kind == "left" else -1
            when = min(self.now, presence.in_at + way * timedelta(hours=hours))
        named = presence.uid if presence else None
        uid = self.try_to(self.site.corrections.ask, member, kind, when, named)
        if uid is not None:
            earlier = when - timedelta(minutes=5)
            self.try_to(self.site.corrections.rule, uid, ruling, None, "核实过", earlier)

    @rule(
        number=st.sampled_from(NUMBERS),
        kind=st.sampled_from(["came", "left"]),
        hours=st.sampled_from([0, 0.5, 3, 9, 17, 30]),
        which=st.integers(0, 2),
    )
    def set_right(self, number: str, kind: str, hours: float, which: int) -> None:
        """A supervisor corrects without being asked; that settles what was asked."""
        member, when = uid_of(number), self.now - timedelta(hours=hours)
        found = records.list_member_presences(member, 3)[which:]
        named = found[0].uid if found and kind == "left" else None
        correct = self.site.corrections.correct
        if self.try_to(correct, member, kind, when, None, "看监控", named) is not None:
            asked = run_sql("SELECT punch_uid, uid FROM correction_request")
            ruled = {uid for (uid,) in run_sql("SELECT request_uid FROM correction_ruling")}
            assert not named or all(uid in ruled for on, uid in asked if on == named.bytes)

    @rule(
        turn=st.integers(0, 23),
        longest=st.integers(2, 48),
        ask=st.integers(1, 47),
        debounce=st.sampled_from([0, 10, 600, 3600]),
        asks_out=st.sampled_from([True, True, False]),
    )
    def change_rules(
        self, turn: int, longest: int, ask: int, debounce: int, *, asks_out: bool
    ) -> None:
        before = self._decided()
        ask_h = min(ask, longest - 1)
        change = RuleChange(debounce, turn, longest, ask_h=ask_h, asks_out=asks_out)
        change_rules(self.site.context, change)
        assert self._decided() == before

    @rule(shifts=st.sampled_from(SHIFTS))
    def change_shifts(self, shifts: tuple[ShiftView, ...]) -> None:
        before = self._decided()
        with transaction():
            put_shifts(self.site.context, shifts)
        assert self._decided() == before

    def _decided(self) -> list[tuple[object, ...]]:
        return run_sql("SELECT uid, work_day, direction FROM punch ORDER BY uid") + run_sql(
            "SELECT uid, work_day, kind FROM presence_mark ORDER BY uid"
        )

    @rule()
    def close(self) -> None:
        if self.try_to(close_days, self.site.context) is not None:
            again = close_days(self.site.context)
            assert (again.days, again.closed) == ((), ())

    @rule(number=st.sampled_from(NUMBERS), is_late=st.booleans())
    def crash(self, number: str, *, is_late: bool) -> None:
        """The power goes while a scan is being written: nothing of it is there."""
        before = run_sql("SELECT (SELECT count(*) FROM punch), (SELECT max(seq) FROM ledger_entry)")
        code = self.site.people.badge_code(number)
        with pytest.MonkeyPatch.context() as patch:
            for module in ("desk", "late", "leaps"):
                patch.setattr(f"kiosk.attendance.{module}.refold", _power_cut)
            when = self.now - timedelta(hours=1) if is_late else None
            self.site.attendance.scan(Scan(code, "wedge", at=when))
        after = run_sql("SELECT (SELECT count(*) FROM punch), (SELECT max(seq) FROM ledger_entry)")
        assert after == before

    def try_to(self, call: Any, *args: Any) -> Any:  # any use case
        before = run_sql("SELECT count(*) FROM presence_mark")
        try:
            return call(*args)
        except RefusedError:
            assert run_sql("SELECT count(*) FROM presence_mark") == before
            return None

    @invariant()
    def presences_hold(self) -> None:
        if not hasattr(self, "site"):
            return
        for number in NUMBERS:
            stays = records.list_all_presences(uid_of(number))
            assert sum(stay.closed is None for stay in stays) <= 1
            for stay in stays:
                ends = [end for end in (stay.out_at, stay.closed_at) if end is not None]
                assert all(end >= stay.in_at for end in ends)
                assert (worked_s(stay) or 0) >= 0
            for before, after in itertools.pairwise(stays):
                assert before.closed_at is not None
                assert before.closed_at <= after.in_at

    @invariant()
    def whose_presence_is_open_is_on_site_until_it_is_too_long(self) -> None:
        if not hasattr(self, "site"):
            return
        now = present(self.site.context)
        found = records.list_open_presences(now)
        asked = self.site.attendance.on_site_since(self.site.context.clock.now())
        assert asked == self.site.attendance.on_site_since()
        longest = timedelta(hours=self.site.oversight.site().longest_h)
        here = self.site.attendance.on_site_since()
        sure = [one for one in found if now - one.in_at <= min(longest, timedelta(hours=1))]
        assert {one.member_uid for one in sure} <= here.keys()
        assert here.keys() <= {one.member_uid for one in found}

    @invariant()
    def the_ledger_says_the_same(self) -> None:
        if hasattr(self, "site"):
            assert find_first_difference() is None

    @invariant()
    def what_was_acknowledged_is_there(self) -> None:
        if not hasattr(self, "site"):
            return
        kept = {UUID(bytes=uid): way for uid, way in run_sql(_KEPT)}
        assert self.answers.items() <= kept.items()

    @invariant()
    def a_scan_that_counts_for_nothing_is_asked_about_or_was(self) -> None:
        if not hasattr(self, "site"):
            return
        book = Rulebook(self.site.context.site())
        asked = {question.uid for question in list_open_questions(book)}
        asked |= {UUID(bytes=uid) for (uid,) in run_sql("SELECT question_uid FROM scan_answer")}
        assert [
            mark for number in NUMBERS for mark in _strays(number) if mark.uid not in asked
        ] == []


_KEPT = "SELECT uid, direction FROM punch UNION ALL SELECT uid, kind FROM presence_mark"


def _strays(number: str) -> Iterator[Mark]:
    """Of a member's scans that end or interrupt no presence, what somebody must be asked about."""
    marks = records.list_marks(uid_of(number))
    for stray in derive(uid_of(number), marks).strays:
        odd = stray
        if stray.kind != "out":  # a way back: what is in doubt is the leaving before it
            if stray.source == "kiosk":
                continue
            before = [one for one in marks if one.kind == "out" and one.at <= stray.at]
            odd = max(before, key=lambda one: one.at, default=stray)
        if odd.source not in SAID:
            yield odd


def _power_cut(*_args: object) -> None:
    raise NotStored("broken")


TestAnyDays = AnyDays.TestCase
TestAnyDays.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
