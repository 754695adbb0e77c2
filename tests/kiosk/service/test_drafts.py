"""Drafts: half a form is there again for the same member, for a day, and for nobody else."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.base import canonical_json
from db.connection import close_file, run_sql
from kiosk.errors import RefusedError
from kiosk.service.drafts import MOST_BYTES
from kiosk.services import Services, open_services
from kiosk.text import clean_line, clean_text
from tests.builders import NOON, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 3)


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as refused:
        action()
    assert refused.value.sentence
    return refused.value.code


def test_it_is_offered_again_to_the_same_member_and_nobody_else(site: Services) -> None:
    site.drafts.save(uid_of("001"), "log_service", {"item": "修工具", "minutes": 30})
    draft = site.drafts.find(uid_of("001"))
    assert draft is not None
    assert (draft.errand, draft.answers) == ("log_service", {"item": "修工具", "minutes": 30})
    assert draft.saved_at == NOON
    assert site.drafts.find(uid_of("002")) is None


def test_it_survives_the_loss_of_power_in_the_middle_of_a_form(site: Services) -> None:
    close_file()
    child = os.fork()
    if child == 0:
        try:
            dying = open_services(site.context.home, site.context.clock)
            dying.drafts.save(uid_of("001"), "log_service", {"minutes": 30})
            dying.drafts.save(uid_of("001"), "log_service", {"minutes": 30, "place": "A区"})
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    again = open_services(site.context.home, site.context.clock)
    draft = again.drafts.find(uid_of("001"))
    assert draft is not None
    assert draft.answers == {"minutes": 30, "place": "A区"}
    assert again.drafts.find(uid_of("002")) is None


def test_the_form_left_last_is_offered_and_ends_when_it_is_stored(site: Services) -> None:
    site.drafts.save(uid_of("001"), "log_service", {"minutes": 30})
    set_clock(site, NOON + timedelta(minutes=1))
    site.drafts.save(uid_of("001"), "make_commitment", {"text": "清场"})
    site.drafts.save(uid_of("002"), "make_commitment", {"text": "巡查"})
    for errand in ("make_commitment", "log_service"):
        draft = site.drafts.find(uid_of("001"))
        assert draft is not None
        assert draft.errand == errand
        site.drafts.finish(uid_of("001"), errand)
    assert site.drafts.find(uid_of("001")) is None
    site.drafts.finish(uid_of("001"), "log_service")  # discarded twice
    assert site.drafts.find(uid_of("002")) is not None


@pytest.mark.parametrize(("hours", "is_there"), [(24, True), (24.01, False), (-24, True)])
def test_it_ends_after_a_day(site: Services, hours: float, is_there: bool) -> None:
    site.drafts.save(uid_of("001"), "log_service", {"minutes": 30})
    set_clock(site, NOON + timedelta(hours=hours))
    assert (site.drafts.find(uid_of("001")) is not None) is is_there
    site.drafts.save(uid_of("002"), "log_service", {})
    assert run_sql("SELECT count(*) FROM draft") == [(1 + is_there,)]


def test_it_is_no_fact_and_not_in_the_ledger(site: Services) -> None:
    before = run_sql("SELECT count(*) FROM ledger_entry")
    site.drafts.save(uid_of("001"), "log_service", {"text": "想说又没说的话"})
    site.drafts.finish(uid_of("001"), "log_service")
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    assert run_sql("SELECT count(*) FROM draft") == [(0,)]


def test_bad_input(site: Services) -> None:
    save = site.drafts.save
    assert refusal(lambda: save(uid_of("001"), " ", {})) == "no_errand"
    assert refusal(lambda: save(uuid4(), "x", {})) == "unknown_member"
    site.keeping.let_go(uid_of("003"), "完工")
    assert refusal(lambda: save(uid_of("003"), "x", {})) == "member_left"
    long = {f"{place}": "长" * 1500 for place in range(4)}
    assert refusal(lambda: save(uid_of("001"), "x", long)) == "draft_too_large"
    assert site.drafts.find(uid_of("001")) is None


def test_answers_are_cleaned(site: Services) -> None:
    site.drafts.save(
        uid_of("001"), "x", {"te\x1b[2Jxt": "好\x1b]0;x\x07\u202e\n第二行", "due": None}
    )
    draft = site.drafts.find(uid_of("001"))
    assert draft is not None
    assert draft.answers == {"text": "好\n第二行", "due": None}


SHORT = st.text(max_size=40)
ANSWERS = st.dictionaries(
    st.text(max_size=10), SHORT | st.integers() | st.booleans() | st.none(), max_size=6
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANSWERS)
def test_whatever_is_answered_comes_back(
    site: Services, answers: dict[str, str | int | bool | None]
) -> None:
    site.drafts.save(uid_of("001"), "x", answers)
    draft = site.drafts.find(uid_of("001"))
    assert draft is not None
    assert draft.answers == {
        clean_line(name): clean_text(value) if isinstance(value, str) else value
        for name, value in answers.items()
    }


@given(st.integers(1, 5), st.integers(0, 2000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_the_file_never_takes_more_than_its_bound(site: Services, count: int, length: int) -> None:
    answers = {f"{place}": "长" * length for place in range(count)}
    is_too_large = len(canonical_json(answers).encode()) > MOST_BYTES
    if is_too_large:
        assert refusal(lambda: site.drafts.save(uid_of("002"), "x", answers)) == "draft_too_large"
    else:
        site.drafts.save(uid_of("002"), "x", answers)


def test_a_scan_offers_no_form_of_the_supervisors_pages(site: Services) -> None:
    site.drafts.save(uid_of("001"), "log_service", {"minutes": 30})
    set_clock(site, NOON + timedelta(minutes=1))
    site.drafts.save(uid_of("001"), "@catalogue", {"text": "送水"})
    scanned, opened = site.drafts.find(uid_of("001")), site.drafts.find_at_desk(uid_of("001"))
    assert scanned is not None
    assert opened is not None
    assert (scanned.errand, opened.errand) == ("log_service", "@catalogue")
    assert site.drafts.find_at_desk(uid_of("002")) is None
