"""Corrections: a member asks, a supervisor rules, and what was recorded stays beside it."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.connection import run_sql
from kiosk.attendance.closing import close_days
from kiosk.attendance.presence import worked_s
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CheckedOut
from kiosk.attendance.waiting import (
    list_own_presences,
    list_waiting,
    settle,
    waiting_on,
)
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of
from tests.kiosk.attendance.correcting import (
    BOSS,
    ONE,
    ask_left,
    hours,
    make_forgetful_site,
    refused,
    rulings,
    state,
    stays,
)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_forgetful_site(tmp_path)


def test_what_a_member_asks_waits_and_changes_nothing(site: Services) -> None:
    before = state()
    ask_left(site, hours(5.5))
    assert state() == before
    (asked,) = site.corrections.list_requests()
    assert (asked.number, asked.kind, asked.happened_at, asked.text) == (
        ONE,
        "left",
        hours(5.5),
        "忘了扫码",
    )
    (waiting,) = list_waiting(site.context)
    assert (waiting.kind, waiting.request) == ("request", asked)


def test_an_accepted_one_is_a_new_fact_that_ends_the_presence(site: Services) -> None:
    uid = ask_left(site, hours(5.5))
    site.corrections.rule(uid, "accepted", uid_of(BOSS), "")
    (stay,) = stays()
    assert (stay.closed, stay.out_at, worked_s(stay)) == ("correction", hours(5.5), 5.5 * 3600)
    assert list_waiting(site.context) == ()
    assert site.corrections.list_requests() == []
    assert find_first_difference() is None


def test_a_changed_one_takes_the_supervisors_time(site: Services) -> None:
    uid = ask_left(site, hours(5.5))
    site.corrections.rule(uid, "changed", uid_of(BOSS), "门卫看见", hours(6))
    assert stays()[0].out_at == hours(6)


def test_a_refused_one_changes_no_presence(site: Services) -> None:
    uid = ask_left(site, hours(5.5))
    before = state()
    site.corrections.rule(uid, "refused", uid_of(BOSS), "那时还在场")
    assert state() == before
    assert [one.kind for one in list_waiting(site.context)] == ["forgotten"]


def test_it_is_ruled_once_with_a_reason_and_by_another(site: Services) -> None:
    uid, rule = ask_left(site, hours(5.5)), site.corrections.rule
    assert refused(rule, uid, "refused", uid_of(BOSS), " ") == "no_reason"
    assert refused(rule, uid, "accepted", uid_of(ONE), "") == "own_request"
    rule(uid, "accepted", uid_of(BOSS), "")
    assert refused(rule, uid, "accepted", uid_of(BOSS), "") == "unknown_request"


def test_a_missing_check_in_is_asked_for_and_comes_to_a_presence(site: Services) -> None:
    uid = site.corrections.ask(uid_of("002"), "came", hours(20))
    site.corrections.rule(uid, "accepted", uid_of(BOSS), "")
    (stay,) = stays("002")
    assert (stay.in_at, stay.closed) == (hours(20), None)
    assert find_first_difference() is None


def test_the_scan_that_was_taken_for_the_check_in_becomes_the_check_out(site: Services) -> None:
    scan(site, "002")
    (wrong,) = stays("002")
    uid = site.corrections.ask(uid_of("002"), "came", hours(16), wrong.uid)
    site.corrections.rule(uid, "accepted", uid_of(BOSS), "")
    (stay,) = stays("002")
    assert (stay.in_at, stay.out_at, stay.closed) == (hours(16), hours(24), "correction")
    assert find_first_difference() is None


def test_a_check_out_by_scan_is_replaced_and_stays_in_the_record(site: Services) -> None:
    who = uid_of("002")
    scan(site, "002")
    set_clock(site, hours(32))
    scan(site, "002")
    (stay,) = stays("002")
    site.corrections.correct(who, "left", hours(30), uid_of(BOSS), "早走了", stay.uid)
    assert stays("002")[0].out_at == hours(30)
    site.corrections.correct(who, "left", hours(29), uid_of(BOSS), "更早", stay.uid)
    assert stays("002")[0].out_at == hours(29)
    assert run_sql("SELECT count(*) FROM punch WHERE direction = 'out'") == [(1,)]


def test_case_20_what_can_not_be_is_refused_and_changes_nothing(site: Services) -> None:
    stay, who = stays()[0], uid_of(ONE)
    correct = site.corrections.correct
    assert refused(correct, who, "left", hours(25), None, "猜的", stay.uid) == "in_the_future"
    assert refused(correct, who, "left", hours(-1), None, "猜的", stay.uid) == "before_coming"
    assert refused(correct, who, "left", hours(0), None, "猜的", stay.uid) == "before_coming"
    assert refused(correct, who, "left", hours(16.1), None, "猜的", stay.uid) == "too_long"
    assert refused(correct, who, "left", hours(5), None, "猜的", None) == "unknown_presence"
    assert refused(correct, who, "left", hours(5), None, "猜的", UUID(int=1)) == "unknown_presence"
    assert refused(correct, who, "left", hours(5), None, "", stay.uid) == "no_reason"
    assert (
        refused(correct, uid_of("002"), "left", hours(5), None, "猜的", stay.uid)
        == "unknown_presence"
    )


def test_case_20_a_second_presence_inside_another_is_refused(site: Services) -> None:
    who, correct = uid_of(ONE), site.corrections.correct
    correct(who, "left", hours(8), None, "问过", stays()[0].uid)
    assert refused(correct, who, "came", hours(4), None, "猜的") == "overlaps"
    assert refused(correct, who, "came", hours(0), None, "猜的") == "overlaps"


def test_case_20_a_leaving_behind_the_next_coming_is_refused(site: Services) -> None:
    who = uid_of("002")
    scan(site, "002")
    set_clock(site, hours(24 + 13.5))
    answer = scan(site, "002")
    assert isinstance(answer, CheckedOut)
    assert answer.question is not None
    site.afterthoughts.answer(answer.question, "in")
    set_clock(site, hours(24 + 15))
    old = stays("002")[0]
    wrong = hours(24 + 14)
    assert refused(site.corrections.correct, who, "left", wrong, None, "猜", old.uid) == "overlaps"
    assert refused(site.corrections.correct, who, "came", hours(37.5), None, "猜") == "overlaps"


def test_case_16_leaving_at_the_moment_of_the_next_coming_only_touches(site: Services) -> None:
    who = uid_of("002")
    for at in (0.0, 4.0):
        set_clock(site, hours(30 + at))
        scan(site, "002")
        set_clock(site, hours(32 + at))
        scan(site, "002")
    first, second = stays("002")
    set_clock(site, hours(40))
    just_before = second.in_at - timedelta(microseconds=1)
    site.corrections.correct(who, "left", just_before, None, "对", first.uid)
    assert [stay.out_at for stay in stays("002")] == [just_before, second.out_at]


def test_closed_by_rule_comes_first_where_a_member_chooses(site: Services) -> None:
    scan(site, ONE)
    set_clock(site, hours(30))
    scan(site, ONE)
    assert [one.closed for one in list_own_presences(uid_of(ONE))] == ["rule", "scan"]


def test_a_presence_that_was_looked_at_waits_no_longer(site: Services) -> None:
    (stay,) = stays()
    assert refused(settle, site.context, stay.uid, uid_of(BOSS), " ") == "no_reason"
    settle(site.context, stay.uid, uid_of(BOSS), "本人记不清")
    assert list_waiting(site.context) == ()
    assert refused(settle, site.context, stay.uid, None, "再看") == "already_settled"
    assert refused(settle, site.context, UUID(int=1), None, "再看") == "unknown_presence"
    day = site.oversight.day(NOON.date())
    assert (day.presences[0].is_settled, day.waiting) == (True, ())


def test_an_open_presence_longer_than_plausible_waits_before_the_night(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(24 + 17))
    found = {(one.number, one.kind) for one in list_waiting(site.context)}
    assert found == {(ONE, "forgotten"), ("002", "forgotten")}


def test_where_nobody_checks_out_nothing_is_forgotten(tmp_path: Path) -> None:
    services = make_site(tmp_path, asks_out=False)
    scan(services, ONE)
    set_clock(services, hours(24))
    close_days(services.context)
    assert list_waiting(services.context) == ()


def test_any_presence_can_be_opened_to_be_set_right(site: Services) -> None:
    scan(site, "002")
    forgotten, plain = waiting_on(stays()[0].uid), waiting_on(stays("002")[0].uid)
    assert forgotten is not None
    assert plain is not None
    assert (forgotten.kind, plain.kind) == ("forgotten", "presence")
    assert waiting_on(UUID(int=5)) is None


def test_an_open_presence_told_by_a_clock_in_doubt_is_not_forgotten(site: Services) -> None:
    set_clock(site, hours(-48))
    scan(site, "002")
    set_clock(site, hours(25))
    found = {one.number: one.kind for one in list_waiting(site.context)}
    assert found == {ONE: "forgotten", "002": "clock"}


def test_case_22_a_clock_behind_the_record_is_for_a_supervisor_to_look_at(site: Services) -> None:
    set_clock(site, hours(-48))
    scan(site, "002")
    set_clock(site, hours(-47))
    scan(site, "002")
    found = [one for one in list_waiting(site.context) if one.number == "002"]
    assert [(one.kind, one.presence.clock if one.presence else "") for one in found] == [
        ("clock", "behind")
    ]


def test_today_tells_of_every_day_and_another_day_of_its_own(site: Services) -> None:
    ask_left(site, hours(5))
    assert [one.kind for one in site.oversight.day().waiting] == ["request"]
    assert [one.kind for one in site.oversight.day(NOON.date()).waiting] == ["request"]
    assert site.oversight.day(NOON.date() - timedelta(days=3)).waiting == ()


def test_a_check_in_added_before_a_presence_is_its_beginning(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(26))
    uid = site.corrections.ask(uid_of("002"), "came", hours(21), None, "早上忘了扫码")
    site.corrections.rule(uid, "accepted", uid_of(BOSS), "")
    (stay,) = stays("002")
    assert (stay.in_at, stay.closed) == (hours(21), None)
    scan(site, "002")
    (stay,) = stays("002")
    assert (worked_s(stay), stay.clock) == (5 * 3600, "ok")
    assert [one.number for one in list_waiting(site.context)] == [ONE]
    assert find_first_difference() is None


def test_a_check_in_added_before_a_presence_that_ended_keeps_its_end(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(28))
    scan(site, "002")
    site.corrections.correct(uid_of("002"), "came", hours(22), None, "门卫看见")
    (stay,) = stays("002")
    assert (stay.in_at, stay.out_at, stay.closed) == (hours(22), hours(28), "scan")


def test_a_check_in_added_before_a_forgotten_presence_leaves_it_forgotten(site: Services) -> None:
    site.corrections.correct(uid_of(ONE), "came", hours(-5), None, "门卫看见")
    (stay,) = stays()
    assert (stay.in_at, stay.out_at, stay.closed) == (hours(-5), None, "rule")
    assert close_days(site.context).closed == ()
    site.corrections.correct(uid_of(ONE), "left", hours(5), None, "门卫看见", stay.uid)
    assert worked_s(stays()[0]) == 10 * 3600
    assert find_first_difference() is None


def test_a_check_in_too_long_before_a_presence_is_a_stay_of_its_own(site: Services) -> None:
    scan(site, "002")
    site.corrections.correct(uid_of("002"), "came", hours(7), None, "门卫看见")
    own, later = stays("002")
    assert (own.in_at, own.closed, later.closed) == (hours(7), "rule", None)
    site.corrections.correct(uid_of("002"), "left", hours(12), None, "门卫看见", own.uid)
    assert [stay.out_at for stay in stays("002")] == [hours(12), None]


def test_case_20_nobody_comes_who_is_on_site_already(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(30))
    correct = site.corrections.correct
    assert refused(correct, uid_of("002"), "came", hours(28), None, "猜的") == "overlaps"
    assert refused(site.corrections.ask, uid_of("002"), "came", hours(28)) == "overlaps"


def test_who_forgot_to_leave_before_the_night_can_have_come_again(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(24 + 23))
    site.corrections.correct(uid_of("002"), "came", hours(24 + 19), None, "忘了扫码")
    assert [stay.closed for stay in stays("002")] == ["rule", None]
    assert find_first_difference() is None


def test_a_corrections_work_day_turns_at_the_hour_of_its_own_time(site: Services) -> None:
    set_clock(site, hours(48))
    change_rules(site.context, RuleChange(turn_hour=8))
    seven = hours(-5)  # 07:00 on the Friday, when the day turned at 4
    mark = site.corrections.correct(uid_of("002"), "came", seven, None, "没带胸牌")
    assert mark.work_day == NOON.date()
    uid = site.corrections.ask(uid_of(BOSS), "came", seven)
    ((day,),) = run_sql("SELECT work_day FROM correction_request WHERE uid = ?", (uid.bytes,))
    assert day == NOON.date().isoformat()


def test_nobody_sets_their_own_presence_right(site: Services) -> None:
    (stay,) = stays()
    own = uid_of(ONE)
    correct = site.corrections.correct
    assert refused(correct, own, "left", hours(5), own, "自己改", stay.uid) == "own_request"
    assert refused(correct, own, "came", hours(20), own, "自己改") == "own_request"
    assert refused(settle, site.context, stay.uid, own, "就这样") == "own_request"
    correct(own, "left", hours(5), uid_of(BOSS), "门卫看见", stay.uid)


def test_a_direct_correction_settles_what_was_asked_about_the_presence(site: Services) -> None:
    uid = ask_left(site, hours(5))
    mark = site.corrections.correct(
        uid_of(ONE), "left", hours(6), uid_of(BOSS), "门卫看见", stays()[0].uid
    )
    assert site.corrections.list_requests() == []
    assert rulings() == [("superseded", mark.uid.bytes)]
    assert refused(site.corrections.rule, uid, "accepted", None, "") == "unknown_request"
    ((told,),) = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'correction_ruling'")
    assert str(mark.uid) in told
    assert str(uid) in told


def test_asking_again_about_a_presence_takes_the_place_of_what_was_asked(site: Services) -> None:
    for hour in (5, 6, 7):
        ask_left(site, hours(hour))
    (asked,) = site.corrections.list_requests()
    assert asked.happened_at == hours(7)
    site.corrections.rule(asked.uid, "accepted", uid_of(BOSS), "")
    assert stays()[0].out_at == hours(7)
    assert [ruling for ruling, _mark in rulings()] == ["superseded", "superseded", "accepted"]


def test_a_presence_begun_anew_settles_what_was_asked_about_the_older_one(site: Services) -> None:
    ask_left(site, hours(5))
    uid = site.corrections.ask(uid_of(ONE), "came", hours(-3))
    site.corrections.rule(uid, "accepted", uid_of(BOSS), "")
    assert site.corrections.list_requests() == []
    assert [ruling for ruling, _mark in rulings()] == ["accepted", "superseded"]


def test_a_correction_between_a_change_and_the_new_hour_stays_on_the_day_that_has_begun(
    site: Services,
) -> None:
    set_clock(site, hours(24))
    change_rules(site.context, RuleChange(turn_hour=13))  # at noon; the day began at 4
    set_clock(site, hours(24.75))
    mark = site.corrections.correct(uid_of("002"), "came", hours(24.5), None, "没带胸牌")
    assert mark.work_day == NOON.date() + timedelta(days=1)
