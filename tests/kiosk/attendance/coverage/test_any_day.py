"""Whatever people do at key posts and whoever sets what meanwhile: what must always hold."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from db.base import to_micros
from db.connection import close_file
from kiosk.attendance.clocks import present
from kiosk.attendance.coverage.handing import Answer
from kiosk.attendance.coverage.hours_text import read_weekly
from kiosk.attendance.coverage.judging import Stay, stand
from kiosk.attendance.coverage.reading import day_span, judge, read_plans, read_stays
from kiosk.attendance.coverage.spans import Span, common, length
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.rule_periods import HOUR_US
from kiosk.errors import RefusedError
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services
from tests.builders import NOON, add_post, scan, set_clock, uid_of
from tests.kiosk.attendance.coverage.site import make_key_site

NUMBERS = st.sampled_from(("001", "002", "003", "004"))
PLACES = st.sampled_from((0, 1))
HOURS = st.sampled_from(("mon-sun/00:00-24:00", "mon-sun/08:00-15:00", "mon-sun/13:00-02:00"))
_Past = list[tuple[str, list[tuple[int, int, str]]]]


class AnyDay(RuleBasedStateMachine):
    """Two posts, four people, a supervisor and a clock that is sometimes a little wrong."""

    @initialize()
    def open_site(self) -> None:
        self.folder = TemporaryDirectory()
        self.site: Services = make_key_site(Path(self.folder.name))
        gate = add_post("门卫", "001", "003")
        self.posts = [self.site.coverage.now()[0].uid, gate]
        self.site.coverage.add_deputy(self.posts[0], uid_of("004"))
        self.now = NOON

    def teardown(self) -> None:
        close_file()
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(minutes=st.sampled_from([1, 7, 20, 65, 300, 700]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        set_clock(self.site, self.now)

    @rule(minutes=st.sampled_from([-25, -3, 4, 30]), number=NUMBERS)
    def clock_is_wrong_for_a_scan(self, minutes: int, number: str) -> None:
        set_clock(self.site, self.now + timedelta(minutes=minutes))
        scan(self.site, number)
        set_clock(self.site, self.now)

    @rule(number=NUMBERS)
    def scan(self, number: str) -> None:
        scan(self.site, number)

    @rule(number=NUMBERS, place=PLACES)
    def take(self, number: str, place: int) -> None:
        self.try_to(lambda: self.site.coverage.take_post(uid_of(number), self.posts[place]))

    @rule(number=NUMBERS, answer=st.sampled_from(["waits", "rests", "told", "left"]))
    def leave(self, number: str, answer: Answer) -> None:
        """Whoever is asked is asked once, and their answer is the last that is heard of it."""
        desk, who = self.site.coverage, uid_of(number)
        found = desk.posts_left_empty(who) + desk.posts_given_up(who)
        desk.note_asked(who, [post.uid for post in found])
        for post in found:
            self.try_to(partial(desk.hand_over, who, post.uid, answer))

    @rule(number=NUMBERS, place=PLACES, taker=NUMBERS)
    def hand_over(self, number: str, place: int, taker: str) -> None:
        desk, post = self.site.coverage, self.posts[place]
        self.try_to(lambda: desk.hand_over(uid_of(number), post, "named", uid_of(taker)))

    @rule(number=NUMBERS, place=PLACES, begins=st.booleans())
    def set_holder(self, number: str, place: int, *, begins: bool) -> None:
        desk, post = self.site.coverage, self.posts[place]
        self.set_something(lambda: (desk.assign if begins else desk.end)(post, uid_of(number)))

    @rule(place=PLACES, text=HOURS)
    def set_hours(self, place: int, text: str) -> None:
        post = self.posts[place]
        self.set_something(lambda: self.site.coverage.set_hours(post, [read_weekly(text)]))

    @rule(place=PLACES, least=st.integers(1, 2))
    def set_least(self, place: int, least: int) -> None:
        self.set_something(lambda: self.site.coverage.set_least(self.posts[place], least))

    @rule(longest=st.integers(2, 20), turn=st.integers(0, 23))
    def change_rules(self, longest: int, turn: int) -> None:
        rules = RuleChange(turn_hour=turn, longest_h=longest, ask_h=1)
        self.set_something(lambda: change_rules(self.site.context, rules))

    def set_something(self, change: Callable[[], object]) -> None:
        before = self.past()
        self.try_to(change)
        assert self.past() == before

    def past(self) -> _Past:
        """What each post was until a moment ago."""
        now = to_micros(self.now)
        span = now - 48 * HOUR_US, now - 1
        return [
            (one.plan.name, list(one.stretches))
            for one in judge(self.site.context.site(), span, span[1])
        ]

    def try_to(self, call: Callable[[], object]) -> None:
        try:
            call()
        except RefusedError:
            assert find_first_difference() is None

    def today(self) -> Span:
        site = self.site.oversight
        return day_span(site.site(), site.today())

    @invariant()
    def who_chose_a_post_counts_at_no_other(self) -> None:
        if not hasattr(self, "site"):
            return
        site, span = self.site.context.site(), self.today()
        plans = read_plans(site, span)
        for stay in read_stays(site, span):
            for begins, ends in _chosen(stay):
                there = [one for plan in plans for one in common(stand(plan, stay), (begins, ends))]
                assert sum(e - b for b, e in there) <= ends - begins
                assert all(a[1] <= b[0] or b[1] <= a[0] for a in there for b in there if a is not b)

    @invariant()
    def all_time_that_was_due_is_covered_or_not(self) -> None:
        if not hasattr(self, "site"):
            return
        today, now = self.today(), to_micros(present(self.site.context))
        for one in judge(self.site.context.site(), today, now):
            states = ("covered", "thin", "empty")
            told = sum((one.time(state) for state in states), timedelta())
            due = length(common(one.plan.due, (today[0], min(now, today[1]))))
            assert told == timedelta(microseconds=due)
            assert sum((e - b for b, e in one.gaps), timedelta()) == one.time("empty")

    @invariant()
    def now_is_the_same_as_at_this_time(self) -> None:
        if hasattr(self, "site"):
            coverage = self.site.coverage
            assert coverage.now() == coverage.now(present(self.site.context))

    @invariant()
    def whoever_left_a_post_empty_was_asked_or_is_told_to_be_unasked_but_never_both(self) -> None:
        if not hasattr(self, "site"):
            return
        for post in self.site.coverage.day(self.site.oversight.today()):
            unasked = {(one.leaver, one.at) for one in post.asked if one.answer == "unasked"}
            asked = {(one.leaver, one.at) for one in post.asked if one.answer != "unasked"}
            assert not unasked & asked
            assert not unasked or post.empty_min or post.gaps


def _chosen(stay: Stay) -> list[Span]:
    """When the newest word about where somebody stands was their own choice."""
    words = sorted([(at, 1) for at, _post in stay.taken] + [(at, 0) for at, _post in stay.named])
    ends = [*(at for at, _own in words[1:]), stay.ends]
    return [(at, end) for (at, own), end in zip(words, ends, strict=False) if own and at < end]


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
