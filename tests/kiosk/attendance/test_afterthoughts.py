"""What a member says right after a scan: what it meant, that it was wrong, that they rest."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db import base, oversight
from db import presence as records
from db.connection import run_sql, transaction
from db.errors import Conflict
from db.presence import Presence
from db.questions import ScanAnswer, add_answer
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CameBack, CheckedIn, CheckedOut, Refused, Scan
from kiosk.attendance.waiting import list_waiting
from kiosk.errors import RefusedError
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.oversight.shifts import ShiftView, add_shift
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def stays(number: str = "001") -> list[Presence]:
    return records.list_all_presences(uid_of(number))


def after(site: Services, hours: float) -> None:
    set_clock(site, NOON + timedelta(hours=hours))


def scanned(site: Services, hours: float, number: str = "001") -> UUID:
    """Scan so many hours behind noon; returns the scan's key."""
    after(site, hours)
    answer = scan(site, number)
    assert isinstance(answer, CheckedIn | CheckedOut | CameBack)
    assert answer.scan is not None
    return answer.scan


def asked(site: Services) -> UUID:
    """A scan that is asked about: 13 and a half hours behind the check-in."""
    change_rules(site.context, RuleChange(turn_hour=11))
    after(site, 0)
    scan(site, "001")
    after(site, 13.5)
    answer = scan(site, "001")
    assert isinstance(answer, CheckedOut)
    assert answer.question is not None
    assert answer.question == answer.scan
    return answer.question


def refusal(call: object, *args: object) -> str:
    assert callable(call)
    with pytest.raises(RefusedError) as refused:
        call(*args)
    assert find_first_difference() is None
    return refused.value.code


def test_an_answer_that_agrees_is_kept_and_nothing_waits(site: Services) -> None:
    question = asked(site)
    assert [one.kind for one in list_waiting(site.context)] == ["question"]
    assert site.afterthoughts.answer(question, "out") is None
    assert list_waiting(site.context) == ()
    assert [stay.closed for stay in stays()] == ["scan"]
    assert find_first_difference() is None


def test_who_says_that_they_come_opens_a_presence_and_nobody_knows_when_the_older_ended(
    site: Services,
) -> None:
    question = asked(site)
    now_open = site.afterthoughts.answer(question, "in")
    old, new = stays()
    assert new == now_open
    assert (old.closed, old.out_at) == ("rule", None)
    assert (new.in_at, new.closed) == (NOON + timedelta(hours=13.5), None)
    assert [one.kind for one in list_waiting(site.context)] == ["forgotten"]
    assert find_first_difference() is None


def test_a_guessed_check_in_can_be_a_check_out(site: Services) -> None:
    after(site, 1)
    scan(site, "001")
    after(site, 16.9)  # beyond 13 hours, and over the turn of the work day
    answer = scan(site, "001")
    assert isinstance(answer, CheckedIn)
    assert answer.question is not None
    site.afterthoughts.answer(answer.question, "out")
    (only,) = stays()
    assert (only.closed, only.out_at, only.work_day) == ("scan", answer.at, NOON.date())
    assert find_first_difference() is None


def test_a_question_is_answered_once_by_whoever_is_quicker(site: Services) -> None:
    question = asked(site)
    site.afterthoughts.answer(question, "in", uid_of("002"), "问过本人")
    assert refusal(site.afterthoughts.answer, question, "out") == "already_answered"


def test_two_answers_at_once_are_one_fact(site: Services) -> None:
    question = asked(site)
    site.afterthoughts.answer(question, "out")
    second = ScanAnswer(base.new_uid(), 1, question, "in", None, None, "", NOON)
    with pytest.raises(Conflict), transaction():
        add_answer(second, NOON.date(), "Asia/Shanghai")


def test_a_supervisor_says_why(site: Services) -> None:
    question = asked(site)
    assert refusal(site.afterthoughts.answer, question, "in", uid_of("002"), " ") == "no_reason"


def test_a_scan_that_was_clear_is_not_asked_about(site: Services) -> None:
    clear = scanned(site, 0)
    assert refusal(site.afterthoughts.answer, clear, "out") == "unknown_scan"
    assert refusal(site.afterthoughts.answer, UUID(int=7), "out") == "unknown_scan"


def test_a_question_whose_scan_was_undone_waits_no_longer(site: Services) -> None:
    question = asked(site)
    site.afterthoughts.undo(question, "误扫")
    assert list_waiting(site.context) == ()
    assert refusal(site.afterthoughts.answer, question, "in") == "already_answered"


def test_case_11_a_scan_is_undone_within_15_minutes_with_a_reason(site: Services) -> None:
    wrong = scanned(site, 0)
    after(site, 0.25)
    assert refusal(site.afterthoughts.undo, wrong, "  ") == "no_reason"
    site.afterthoughts.undo(wrong, "拿错胸牌")
    assert stays() == []
    assert refusal(site.afterthoughts.undo, wrong, "再来") == "already_answered"


@pytest.mark.parametrize("minutes", [15.01, -15.01])
def test_case_11_beyond_15_minutes_or_before_the_scan_it_is_too_late(
    site: Services, minutes: float
) -> None:
    wrong = scanned(site, 0)
    after(site, minutes / 60)
    assert refusal(site.afterthoughts.undo, wrong, "误扫") == "too_late"
    ((told,),) = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'undo_refused'")
    assert "too_late" in told


def test_case_11_only_the_newest_scan_is_undone(site: Services) -> None:
    first = scanned(site, 0)
    scanned(site, 0.1)
    assert refusal(site.afterthoughts.undo, first, "误扫") == "not_newest"


def test_case_11_a_scan_of_another_terminal_is_not_undone_here(site: Services) -> None:
    wrong = scanned(site, 0)
    with transaction():
        other = base.new_uid()
        oversight.Terminal.insert(uid=other, name="2号门", made_at=NOON).execute()
    site.context.terminal_uid = other
    assert refusal(site.afterthoughts.undo, wrong, "误扫") == "other_terminal"


def test_a_scan_after_an_undone_one_counts_at_once(site: Services) -> None:
    wrong = scanned(site, 0)
    site.afterthoughts.undo(wrong, "误扫")
    assert isinstance(scan(site, "001"), CheckedIn)


def test_case_11_a_scan_made_with_the_clock_behind_is_undone_within_15_minutes(
    site: Services,
) -> None:
    scanned(site, 0)
    wrong = scanned(site, -2)
    after(site, -1.8)
    site.afterthoughts.undo(wrong, "误扫")
    (stay,) = stays()
    assert (stay.closed, stay.clock) == (None, "ok")


def test_case_11_a_clock_nudged_back_does_not_make_an_undo_too_late(site: Services) -> None:
    wrong = scanned(site, 0)
    after(site, -0.01)
    site.afterthoughts.undo(wrong, "误扫")
    assert stays() == []


def test_an_answered_check_in_belongs_to_the_day_by_the_turn_of_its_own_time(
    site: Services,
) -> None:
    question = asked(site)  # at 01:30, the day turns at 11
    after(site, 14)
    change_rules(site.context, RuleChange(turn_hour=0))
    assert site.afterthoughts.answer(question, "in") is not None
    assert [stay.work_day for stay in stays()] == [NOON.date(), NOON.date()]


def test_a_clock_that_jumped_marks_what_is_recorded(site: Services) -> None:
    site.context.has_jumped = True
    scanned(site, 0)
    ((word,),) = run_sql("SELECT clock FROM punch")
    assert (word, stays()[0].clock) == ("jumped", "behind")
    assert [one.kind for one in list_waiting(site.context)] == ["clock"]


def test_case_9_a_break_is_ended_by_a_badge_that_lets_nobody_in(site: Services) -> None:
    scanned(site, 0)
    after(site, 1)
    site.afterthoughts.begin_break(uid_of("001"))
    run_sql("UPDATE badge SET valid_until = '2026-11-01'")
    after(site, 2)
    assert isinstance(scan(site, "001"), CameBack)
    scanned(site, 3)
    after(site, 4)
    assert isinstance(scan(site, "001"), Refused)


def test_a_bare_scan_text_is_no_scan(site: Services) -> None:
    assert isinstance(site.attendance.scan(Scan(" ", "wedge")), Refused)


def test_an_answer_between_a_change_and_the_new_hour_stays_on_the_day_that_has_begun(
    site: Services,
) -> None:
    add_shift(site.context, ShiftView("白班", 7 * 60, 19 * 60))
    scanned(site, -13.25)
    after(site, 0)
    change_rules(site.context, RuleChange(turn_hour=13))  # at noon; the day began at 4
    after(site, 0.5)
    answer = scan(site, "001")
    assert isinstance(answer, CheckedOut)
    assert answer.question is not None
    now_open = site.afterthoughts.answer(answer.question, "in")
    assert now_open is not None
    assert now_open.work_day == NOON.date()


def test_nobody_answers_as_a_supervisor_what_their_own_scan_meant(site: Services) -> None:
    question = asked(site)
    answer = site.afterthoughts.answer
    assert refusal(answer, question, "in", uid_of("001"), "我记得") == "own_request"
    assert [one.kind for one in list_waiting(site.context)] == ["question"]
    assert answer(question, "in", uid_of("002"), "问过本人") is not None
