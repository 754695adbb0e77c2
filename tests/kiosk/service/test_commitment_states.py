"""Only legal changes, whatever is tried; and the ledger tells the same states again."""

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from db.connection import close_file, run_sql
from db.records import get_tallies
from kiosk.errors import RefusedError
from kiosk.service.commitments import NewCommitment
from kiosk.service.desk import CommitmentFilter
from kiosk.service.states import JUDGEMENTS, is_legal
from tests.builders import NOON, make_site, scan, set_clock, uid_of

STATES = (*JUDGEMENTS, "open", "overdue")
DAY = timedelta(days=1)


@pytest.mark.parametrize("old", STATES)
@pytest.mark.parametrize("new", [*STATES, "made", ""])
def test_what_may_follow_what(old: str, new: str) -> None:
    legal = {
        ("open", "kept"),
        ("open", "partly_kept"),
        ("open", "missed"),
        ("open", "withdrawn"),
        ("overdue", "kept"),
        ("overdue", "partly_kept"),
        ("overdue", "missed"),
        ("overdue", "withdrawn"),
        ("partly_kept", "kept"),
    }
    assert is_legal(old, new) is ((old, new) in legal)


Key = tuple[UUID, date | None]
"""A commitment, and for a repeated one its occasion."""


class Promises(RuleBasedStateMachine):
    """A member promises, comes, judges; the model knows only what is legal."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.site = make_site(Path(self.folder.name), 2)
        self.who, self.now = uid_of("001"), NOON
        self.said: dict[Key, str] = {}
        self.rhythms: dict[UUID, str] = {}
        self.ended: set[UUID] = set()

    @rule(rhythm=st.sampled_from(["", "shift", "day", "week"]), days=st.integers(0, 9))
    def promise(self, rhythm: str, days: int) -> None:
        later = self.site.oversight.today() + DAY * days
        new = NewCommitment(
            text="巡查",
            due_on=None if rhythm else later,
            rhythm=rhythm,
            until_on=later if rhythm and days else None,
        )
        self.rhythms[self.site.service.promise(self.who, new).uid] = rhythm

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        set_clock(self.site, self.now)

    @rule()
    def scans(self) -> None:
        scan(self.site, "001")

    @rule(data=st.data(), new=st.sampled_from(STATES), by_other=st.booleans())
    def judge(self, data: st.DataObject, new: str, by_other: bool) -> None:
        views = self.site.service.list_commitments(CommitmentFilter(self.who))
        if not views:
            return
        view = data.draw(st.sampled_from(views))
        by, why = (uid_of("002") if by_other else self.who), "下雨"
        whole = not view.rhythm or new == "withdrawn"
        key = (view.uid, None if whole else view.occasion)
        code = ""
        try:
            occasion = None if whole else view.occasion
            self.site.service.judge_commitment(view.uid, new, by, why, occasion)
        except RefusedError as refused:
            code = refused.code
        expected = self._expected(key, new, by_other)
        if code == "already_judged" and view.uid in self.ended:
            return  # it is due no more: the whole was withdrawn
        assert code == expected
        if not code:
            self.said[key] = new
        if view.rhythm and new == "withdrawn" and not code:
            self.ended.add(view.uid)

    def _expected(self, key: Key, new: str, by_other: bool) -> str:
        if new not in JUDGEMENTS:
            return "unknown_state"
        if by_other:
            return "not_yours"
        return "" if is_legal(self.said.get(key, "open"), new) else "already_judged"

    @invariant()
    def every_view_says_what_was_said(self) -> None:
        if not hasattr(self, "site"):
            return
        for view in self.site.service.list_commitments(CommitmentFilter(self.who)):
            key = (view.uid, view.occasion if view.rhythm else None)
            assert view.state == self.said.get(key, view.state)
            assert key in self.said or view.is_open

    @invariant()
    def the_ledger_tells_the_same_again(self) -> None:
        if hasattr(self, "site"):
            assert replayed() == self.said

    @invariant()
    def the_sums_are_those_of_the_facts(self) -> None:
        if not hasattr(self, "site"):
            return
        judged = [
            state
            for (uid, occasion), state in self.said.items()
            if occasion is not None or not self.rhythms[uid]
        ]
        counts = {state: judged.count(state) for state in JUDGEMENTS if state in judged}
        assert get_tallies(self.who).judged == counts
        days = run_sql("SELECT count(DISTINCT work_day) FROM presence")[0][0]
        assert get_tallies(self.who).hours.days == days

    def teardown(self) -> None:
        close_file()
        if hasattr(self, "folder"):
            self.folder.cleanup()


def replayed() -> dict[Key, str]:
    """The states as the ledger alone tells them, from its first entry on."""
    states: dict[Key, str] = {}
    rows = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'commitment_change' ORDER BY seq")
    for (payload,) in rows:
        told: dict[str, Any] = json.loads(payload)
        occasion = date.fromisoformat(told["occasion"]) if told["occasion"] else None
        states[UUID(told["commitment"]), occasion] = told["state"]
    return states


TestPromises = Promises.TestCase
TestPromises.settings = settings(max_examples=10, stateful_step_count=16, deadline=None)
