"""Whatever is done to badges in whatever order, a code leads to its own member or nowhere."""

import tempfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from db.badges import find_badge_holder
from db.connection import close_file, run_sql
from db.ledger import find_first_broken
from kiosk.attendance.views import CheckedIn, CheckedOut, Refused, Scan
from kiosk.people.badges import Validity
from kiosk.people.codes import token_hash, token_of
from tests.builders import FRIDAY, NOON, make_site, set_clock, uid_of

NUMBERS = st.sampled_from(["001", "002"])
DAYS = st.none() | st.integers(-2, 2).map(lambda days: FRIDAY + timedelta(days=days))


class BadgeLife(RuleBasedStateMachine):
    """Two members, their badges, and a model of what each code that ever lived is worth."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.site = make_site(Path(self.folder.name), 2, debounce_s=0)
        self.at = NOON
        self.owners: dict[str, str] = {}
        self.living: dict[str, str] = {}
        self.days = {"001": (None, None), "002": (None, None)}
        self.gone: set[str] = set()
        self.inside: set[str] = set()
        for number in ("001", "002"):
            self._lives(number, self.site.people.badge_code(number))

    def teardown(self) -> None:
        close_file()
        self.folder.cleanup()

    def _lives(self, number: str, code: str) -> None:
        assert code not in self.owners
        self.owners[code], self.living[number] = number, code

    @rule(number=NUMBERS)
    def reissue(self, number: str) -> None:
        if number in self.gone:
            return
        if number not in self.living:
            self.days[number] = (None, None)
        self._lives(number, self.site.badges.reissue(uid_of(number), "lost"))

    @rule(number=NUMBERS)
    def revoke(self, number: str) -> None:
        if self.living.pop(number, None):
            self.site.badges.revoke(uid_of(number), "copied")

    @rule(number=NUMBERS, first=DAYS, last=DAYS)
    def limit(self, number: str, first: object, last: object) -> None:
        days = Validity(first, last)  # type: ignore[arg-type]  # days or None
        if number in self.living and not (days.first and days.last and days.last < days.first):
            self.site.badges.set_validity(uid_of(number), days)
            self.days[number] = (first, last)  # type: ignore[assignment]

    @rule(number=NUMBERS)
    def leave(self, number: str) -> None:
        if number not in self.gone:
            self.site.keeping.let_go(uid_of(number), "end")
            self.gone.add(number)
            self.inside.discard(number)

    @rule(number=NUMBERS)
    def come_back(self, number: str) -> None:
        if number in self.gone:
            self.site.keeping.take_back(uid_of(number))
            self.gone.discard(number)

    @rule(days=st.integers(0, 2))
    def wait(self, days: int) -> None:
        """Whole days; whoever is inside was forgotten then."""
        self.at += timedelta(days=days, seconds=1)
        if days:
            self.inside.clear()
        set_clock(self.site, self.at)

    @rule(number=NUMBERS)
    def print_again(self, number: str) -> None:
        if number in self.living and number not in self.gone:
            assert self.site.people.badge_code(number) == self.living[number]

    @precondition(lambda self: self.owners)
    @rule(data=st.data())
    def scan(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(sorted(self.owners)))
        number = self.owners[code]
        answer = self.site.attendance.scan(Scan(code, "wedge"))
        expected = self._expected(number, code)
        if expected == "in":
            assert isinstance(answer, CheckedIn)
            self.inside.add(number)
        elif expected == "out":
            assert isinstance(answer, CheckedOut)
            self.inside.discard(number)
        else:
            assert isinstance(answer, Refused)
            assert answer.reason == expected
        assert answer.member is not None
        assert answer.member.number == number

    def _expected(self, number: str, code: str) -> str:
        if number in self.gone:
            return "member_left"
        if self.living.get(number) != code:
            return "badge_dead"
        if number in self.inside:
            return "out"
        first, last = self.days[number]
        if first is not None and self.at.date() < first:
            return "badge_not_yet"
        if last is not None and self.at.date() > last:
            return "badge_expired"
        return "in"

    @invariant()
    def one_living_badge_at_most(self) -> None:
        rows = run_sql("SELECT member_uid, count(*) FROM badge WHERE dead_at IS NULL GROUP BY 1")
        assert {UUID(bytes=uid): count for uid, count in rows} == {
            uid_of(number): 1 for number in self.living
        }

    @invariant()
    def every_code_leads_to_its_own_member_only(self) -> None:
        for code, number in self.owners.items():
            holder = find_badge_holder(token_hash(token_of(code)))
            assert holder is not None
            assert holder.member_uid == uid_of(number)
            assert holder.badge_dead is (self.living.get(number) != code)

    @invariant()
    def the_ledger_holds(self) -> None:
        assert find_first_broken() is None
        assert {who.number for who in self.site.attendance.on_site()} == self.inside


BadgeLife.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestBadgeLife = BadgeLife.TestCase
