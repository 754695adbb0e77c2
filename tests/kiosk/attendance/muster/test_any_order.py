"""Whatever happens while rolls are called, nobody is lost: a machine of random steps."""

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from db import muster as records
from db import presence as stays
from db.connection import run_sql
from db.errors import NotStored
from db.inspection import inspect_file
from kiosk.attendance.marks import rebuild
from kiosk.attendance.muster.taking import take_scan
from kiosk.attendance.muster.views import MusterView
from kiosk.attendance.views import CheckedOut, Scan
from kiosk.errors import RefusedError
from kiosk.services import close_services
from tests.builders import NOON, make_site, set_clock, uid_of

PEOPLE = ("001", "002", "003", "004")
people = st.sampled_from(PEOPLE)


def on_roll(view: MusterView) -> set[UUID]:
    seen = {mark.person.member.uid for mark in view.seen}
    return seen | {one.member.uid for one in view.missing}


class Musters(RuleBasedStateMachine):
    """A site of four where rolls are called, also while the record can't be written."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.before, tempfile.tempdir = tempfile.tempdir, self.folder.name
        self.site = make_site(Path(self.folder.name), len(PEOPLE))
        self.codes = {number: self.site.people.badge_code(number) for number in PEOPLE}
        self.at = NOON
        self.unwritable = False
        self.left: list[UUID] = []
        self.stood: dict[UUID, set[UUID]] = {}
        self.marked: dict[UUID, set[tuple[UUID, str]]] = {}
        self.reports: dict[UUID, tuple[set[UUID], set[UUID]]] = {}

    def teardown(self) -> None:
        close_services()
        tempfile.tempdir = self.before
        self.folder.cleanup()

    @property
    def muster(self) -> UUID | None:
        running = self.site.muster.running()
        return running.uid if running else None

    @rule(seconds=st.sampled_from((1, 20, 90, 1800)))
    def later(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)
        set_clock(self.site, self.at)

    @rule(number=people)
    def scan(self, number: str) -> None:
        runs = self.muster
        answer = take_scan(self.site, Scan(self.codes[number], "wedge"))
        if runs is not None:
            self.marked.setdefault(runs, set()).add((uid_of(number), "badge"))
            assert not isinstance(answer, CheckedOut)
            on_site = {one.number for one in self.site.attendance.on_site()}
            assert self.unwritable or number in on_site
        if isinstance(answer, CheckedOut) and answer.scan is not None:
            self.left.append(answer.scan)

    @rule(kind=st.sampled_from(("drill", "real")))
    def start(self, kind: str) -> None:
        with suppress(RefusedError):
            self.site.muster.start(kind)

    @precondition(lambda self: self.muster is not None)
    @rule(number=people)
    def mark(self, number: str) -> None:
        assert self.muster is not None
        self.site.muster.mark_safe(uid_of(number), "李工")
        if not self.hows(number):
            self.marked.setdefault(self.muster, set()).add((uid_of(number), "hand"))

    def hows(self, number: str) -> set[str]:
        """How somebody was marked: by `badge`, by `hand`, or both."""
        marks = self.marked.get(self.muster, set()) if self.muster else set()
        return {how for uid, how in marks if uid == uid_of(number)}

    @precondition(lambda self: self.muster is not None)
    @rule(number=people)
    def take_back(self, number: str) -> None:
        assert self.muster is not None
        with suppress(RefusedError):
            self.site.muster.undo(uid_of(number), "李工", "错")
            how = "hand" if "hand" in self.hows(number) else "badge"
            self.marked[self.muster].remove((uid_of(number), how))

    @precondition(lambda self: self.muster is not None)
    @rule()
    def end(self) -> None:
        self.site.muster.end("001", "李工")

    @precondition(lambda self: self.left and not self.unwritable)
    @rule()
    def undo_check_out(self) -> None:
        with suppress(RefusedError):
            self.site.afterthoughts.undo(self.left.pop(), "拿错了胸牌")

    @precondition(lambda self: not self.unwritable)
    @rule(number=people, minutes=st.sampled_from((0, 10, 120)))
    def came(self, number: str, minutes: int) -> None:
        at = self.at - timedelta(minutes=minutes)
        with suppress(RefusedError):
            self.site.corrections.correct(uid_of(number), "came", at, None, "看见了")

    @precondition(lambda self: not self.unwritable)
    @rule(number=people)
    def went(self, number: str) -> None:
        here = stays.find_open_presence(uid_of(number))
        with suppress(RefusedError):
            uid = here.uid if here else None
            self.site.corrections.correct(uid_of(number), "left", self.at, None, "看见了", uid)

    @rule(takes_over=st.booleans())
    def turn_writable(self, takes_over: bool) -> None:
        self.unwritable = not self.unwritable
        run_sql(f"PRAGMA query_only = {int(self.unwritable)}")
        if takes_over:
            assert self.site.muster.take_over() or self.unwritable

    @invariant()
    def everybody_on_site_is_on_the_roll_and_stays_there(self) -> None:
        if (uid := self.muster) is None:
            return
        view = self.site.muster.view(uid)
        here = {one.member_uid for one in stays.list_open_presences()}
        self.stood.setdefault(uid, set()).update(here)
        assert self.stood[uid] <= on_roll(view)
        assert view.expected == len(view.seen) + len(view.missing)

    @invariant()
    def nobody_is_safe_without_a_mark(self) -> None:
        for uid in self.stood:
            seen = {mark.person.member.uid for mark in self.site.muster.view(uid).seen}
            assert seen == {person for person, _how in self.marked.get(uid, set())}

    @invariant()
    def what_was_ended_stays_as_it_was_ended(self) -> None:
        for uid in self.stood:
            view = self.site.muster.view(uid)
            if view.ended_at is not None:
                now = on_roll(view), {one.member.uid for one in view.missing}
                assert self.reports.setdefault(uid, now) == now
                assert self.stood[uid] <= now[0]

    @invariant()
    def one_runs_at_a_time(self) -> None:
        waiting = self.site.muster._keeping.waiting()
        ended = {fact.muster_uid for fact in waiting if fact.kind == "muster_end"}
        starts = [*records.list_running(), *(one for one in waiting if one.kind == "muster_start")]
        assert len({fact.uid for fact in starts} - ended) <= 1

    @invariant()
    def the_record_agrees_with_its_ledger(self) -> None:
        assert inspect_file(self.site.context.home.database).changed_seq is None

    @invariant()
    def the_record_comes_to_the_same_when_it_is_read_anew(self) -> None:
        if self.unwritable:
            return
        with suppress(NotStored):
            before = [self.site.muster.view(uid) for uid in self.stood]
            presences = stays.list_open_presences()
            rebuild()
            assert stays.list_open_presences() == presences
            assert [self.site.muster.view(uid) for uid in self.stood] == before


Musters.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestMusters = Musters.TestCase
