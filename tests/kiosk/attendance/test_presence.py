"""What marks come to: stories, and a site that does anything to a few members in any order."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db import presence as records
from db.connection import close_file, run_sql
from db.errors import NotStored
from db.presence import Mark
from kiosk.attendance.clocks import present
from kiosk.attendance.closing import close_days
from kiosk.attendance.presence import derive, may_be_here, worked_s
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import Answered, CheckedIn, CheckedOut, Scan
from kiosk.errors import RefusedError
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock, uid_of

WHO = UUID(int=1)
DAY = NOON.date()


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


def mark(seq: int, kind: str, when: datetime, **more: Any) -> Mark:
    values = {"names": None, "source": "wedge", "clock": "ok"} | more
    return Mark(UUID(int=seq), seq, kind, when, DAY, **values)


def test_a_check_in_and_a_check_out_are_one_presence() -> None:
    stays = derive(WHO, [mark(1, "in", at(7)), mark(2, "out", at(17, 30))])
    (presence,) = stays.presences
    assert (presence.closed, worked_s(presence)) == ("scan", 10.5 * 3600)


def test_a_check_in_closes_a_forgotten_presence_without_a_time_of_leaving() -> None:
    stays = derive(WHO, [mark(1, "in", at(7)), mark(2, "in", at(23))])
    old, new = stays.presences
    assert (old.closed, old.out_at, worked_s(old)) == ("rule", None, None)
    assert new.closed is None


def test_a_check_out_without_a_check_in_is_a_stray() -> None:
    stays = derive(WHO, [mark(1, "out", at(7))])
    assert stays.presences == ()
    assert [stray.kind for stray in stays.strays] == ["out"]


def test_a_mark_that_arrives_late_takes_its_place_by_its_time() -> None:
    stays = derive(WHO, [mark(1, "in", at(7)), mark(2, "in", at(18)), mark(3, "out", at(12))])
    first, second = stays.presences
    assert (first.out_at, first.closed) == (at(12), "scan")
    assert second.in_at == at(18)


def test_what_was_undone_never_was() -> None:
    marks = [mark(1, "in", at(7)), mark(2, "out", at(8))]
    undone = mark(3, "undo", at(8), names=UUID(int=2))
    (presence,) = derive(WHO, [*marks, undone]).presences
    assert presence.closed is None


def test_a_correction_replaces_the_check_out_that_it_names() -> None:
    marks = [mark(1, "in", at(7)), mark(2, "out", at(18))]
    said = mark(3, "out", at(16), names=UUID(int=2), source="correction")
    (presence,) = derive(WHO, [*marks, said]).presences
    assert (presence.out_at, presence.closed) == (at(16), "correction")


def test_breaks_are_no_work_whether_they_ended_or_not() -> None:
    marks = [mark(1, "in", at(7)), mark(2, "break", at(12)), mark(3, "back", at(13))]
    marks += [mark(4, "break", at(16)), mark(5, "out", at(17))]
    (presence,) = derive(WHO, marks).presences
    assert worked_s(presence) == 8 * 3600
    assert presence.break_since is None


def test_no_hours_are_counted_from_a_time_that_nobody_knows() -> None:
    (presence,) = derive(
        WHO, [mark(1, "in", at(7)), mark(2, "out", at(7), clock="unknown")]
    ).presences
    assert worked_s(presence) is None


@pytest.mark.parametrize(
    ("when", "here"),
    [(at(6, 59), False), (at(7), True), (at(16, 59), True), (at(17), False)],
)
def test_a_presence_lasts_from_coming_to_leaving(when: datetime, *, here: bool) -> None:
    (presence,) = derive(WHO, [mark(1, "in", at(7)), mark(2, "out", at(17))]).presences
    assert may_be_here(presence, when, timedelta(hours=16)) is here


def test_who_never_checked_out_may_be_here_for_as_long_as_is_plausible() -> None:
    (presence,) = derive(WHO, [mark(1, "in", at(7))]).presences
    longest = timedelta(hours=16)
    assert may_be_here(presence, at(23), longest)
    assert not may_be_here(presence, at(23, 1), longest)


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

    @rule(turn=st.integers(0, 23), longest=st.integers(2, 48))
    def change_rules(self, turn: int, longest: int) -> None:
        before = run_sql("SELECT uid, work_day, direction FROM punch ORDER BY uid")
        change_rules(self.site.context, RuleChange(None, turn, longest, ask_h=min(13, longest - 1)))
        assert run_sql("SELECT uid, work_day, direction FROM punch ORDER BY uid") == before

    @rule()
    def close(self) -> None:
        if self.try_to(close_days, self.site.context) is not None:
            again = close_days(self.site.context)
            assert (again.days, again.closed) == ((), ())

    @rule(number=st.sampled_from(NUMBERS))
    def crash(self, number: str) -> None:
        """The power goes while a scan is being written: nothing of it is there."""
        before = run_sql("SELECT (SELECT count(*) FROM punch), (SELECT max(seq) FROM ledger_entry)")
        code = self.site.people.badge_code(number)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kiosk.attendance.desk.refold", _power_cut)
            self.site.attendance.scan(Scan(code, "wedge"))
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
        kept = {UUID(bytes=uid): way for uid, way in run_sql("SELECT uid, direction FROM punch")}
        assert self.answers.items() <= kept.items()


def _power_cut(*_args: object) -> None:
    raise NotStored("broken")


TestAnyDays = AnyDays.TestCase
TestAnyDays.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_undoing_a_check_in_opens_the_presence_again_that_it_had_closed(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    code = site.people.badge_code("001")
    site.attendance.scan(Scan(code, "wedge"))
    set_clock(site, NOON + timedelta(hours=17))
    site.attendance.scan(Scan(code, "wedge"))
    ((newest,),) = run_sql("SELECT uid FROM punch ORDER BY seq DESC LIMIT 1")
    site.afterthoughts.undo(UUID(bytes=newest), "看错了")
    (presence,) = records.list_all_presences(uid_of("001"))
    assert presence.closed is None
    assert find_first_difference() is None


def test_a_corrected_check_out_stays_replaced_by_whatever_follows(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    code, member = site.people.badge_code("001"), uid_of("001")
    site.attendance.scan(Scan(code, "wedge"))
    set_clock(site, NOON + timedelta(hours=8))
    site.attendance.scan(Scan(code, "wedge"))
    (presence,) = records.list_all_presences(member)
    site.corrections.correct(
        member, "left", NOON + timedelta(hours=5), None, "门卫看见了", presence.uid
    )
    site.corrections.correct(member, "came", NOON + timedelta(hours=6), None, "又回来了")
    for hours in (24, 32, 48, 56):
        set_clock(site, NOON + timedelta(hours=hours))
        site.attendance.scan(Scan(code, "wedge"))
        assert find_first_difference() is None
    first = records.list_all_presences(member)[0]
    assert (first.out_at, first.closed) == (NOON + timedelta(hours=5), "correction")
