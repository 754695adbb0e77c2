"""What corrections leave behind: what they are about, flags, what waits, stays of their own."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.connection import run_sql
from kiosk.attendance.closing import close_days
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CheckedIn, CheckedOut
from kiosk.attendance.waiting import (
    count_more,
    list_waiting,
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
    stays,
)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_forgetful_site(tmp_path)


def abouts() -> list[UUID | None]:
    """What each correction's marks say they are about, in the table; the ledger says the same."""
    rows = run_sql(
        "SELECT m.about_uid, e.payload FROM presence_mark m JOIN ledger_entry e ON e.seq = m.seq"
        " WHERE m.source = 'correction' ORDER BY m.seq"
    )
    found = [UUID(bytes=about) if about else None for about, _payload in rows]
    told = [json.loads(payload)["about"] for _about, payload in rows]
    assert told == [str(about) if about else None for about in found]
    return found


def test_a_correction_names_the_presence_it_is_about_however_that_ended(site: Services) -> None:
    closed_by_rule = stays()[0].uid
    site.corrections.correct(
        uid_of(ONE), "left", hours(5), uid_of(BOSS), "门卫看见", closed_by_rule
    )
    scan(site, "002")
    is_open = stays("002")[0].uid
    set_clock(site, hours(30))
    site.corrections.correct(uid_of("002"), "left", hours(29), None, "门卫看见", is_open)
    site.corrections.correct(uid_of("002"), "left", hours(28), None, "门卫看见", is_open)
    assert abouts() == [closed_by_rule, is_open, is_open]


def test_a_correction_that_was_asked_for_names_the_presence_it_is_about(site: Services) -> None:
    uid = ask_left(site, hours(5.5))
    meant = stays()[0].uid
    site.corrections.rule(uid, "accepted", uid_of(BOSS), "")
    assert abouts() == [meant]


def test_a_missing_check_in_names_the_presence_it_begins(site: Services) -> None:
    own = site.corrections.correct(uid_of(BOSS), "came", hours(1), None, "没带胸牌")
    scan(site, "002")
    older = stays("002")[0].uid
    site.corrections.correct(uid_of("002"), "came", hours(22), None, "门卫看见")
    assert abouts() == [own.uid, older]
    assert find_first_difference() is None


def test_the_scan_that_was_a_leaving_is_what_both_its_marks_are_about(site: Services) -> None:
    scan(site, "002")
    wrong = stays("002")[0].uid
    site.corrections.correct(uid_of("002"), "came", hours(16), None, "夜班", wrong)
    assert abouts() == [wrong, wrong]


def flags(site: Services, number: str = "002") -> list[tuple[str, ...]]:
    """The flags of a member's presences on the Saturday."""
    day = site.oversight.day(NOON.date() + timedelta(days=1))
    return [one.flags for one in day.presences if one.number == number]


def test_a_presence_whose_beginning_a_supervisor_made_is_flagged(site: Services) -> None:
    scan(site, "002")
    assert flags(site) == [()]
    site.corrections.correct(uid_of("002"), "came", hours(22), None, "门卫看见")
    assert flags(site) == [("corrected",)]
    set_clock(site, hours(26))
    scan(site, "002")
    assert flags(site) == [("corrected",)]


def test_a_direction_that_a_supervisor_says_is_flagged(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(24 + 13.5))
    answer = scan(site, "002")
    assert isinstance(answer, CheckedOut)
    assert answer.question is not None
    site.afterthoughts.answer(answer.question, "in", uid_of(BOSS), "问过本人")
    assert flags(site) == [("forgotten",), ("corrected",)]


def test_a_guess_that_nobody_answered_is_flagged_until_somebody_does(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(24 + 13.5))
    answer = scan(site, "002")
    assert isinstance(answer, CheckedOut)
    assert answer.question is not None
    assert flags(site) == [("guessed",)]
    site.afterthoughts.answer(answer.question, "out")
    assert flags(site) == [()]


def test_a_guess_that_ended_one_presence_and_began_another_flags_both(tmp_path: Path) -> None:
    services = make_site(tmp_path)
    set_clock(services, hours(28))  # 16:00
    scan(services, "002")
    set_clock(services, hours(43))  # 07:00: longer ago than a night's work
    answer = scan(services, "002")
    assert isinstance(answer, CheckedIn)
    assert answer.question is not None
    assert flags(services) == [("forgotten", "guessed")]
    (next_day,) = services.oversight.day(NOON.date() + timedelta(days=2)).presences
    assert next_day.flags == ("guessed",)


def test_what_nobody_looked_at_waits_however_old_it_is(site: Services) -> None:
    for days in range(30, 400, 30):
        set_clock(site, hours(24 * days))
        scan(site, "002")
        site.corrections.correct(uid_of("002"), "came", hours(24 * days - 20), None, "门卫看见")
    found = [one.at for one in list_waiting(site.context)]
    assert stays()[0].in_at in found
    assert site.oversight.day(NOON.date()).waiting[0].uid == stays()[0].uid


def test_beyond_its_bound_the_list_says_how_many_more_there_are(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (2, 4, 6):
        set_clock(site, hours(24 * days))
        scan(site, "002")
        set_clock(site, hours(24 * days + 30))
        close_days(site.context)
    assert (len(list_waiting(site.context)), count_more(site.context)) == (4, 0)
    monkeypatch.setattr("kiosk.attendance.waiting.MOST", 3)
    newest = [stay.in_at for stay in reversed(stays("002"))]
    assert [one.at for one in list_waiting(site.context)] == newest
    assert count_more(site.context) == 1
    today, first = site.oversight.day(), site.oversight.day(NOON.date())
    assert (today.more_waiting, first.more_waiting) == (1, 0)
    assert [one.uid for one in first.waiting] == [stays()[0].uid]


def test_what_is_told_while_nobody_checks_out_is_no_forgetting_later_on(site: Services) -> None:
    set_clock(site, hours(48))
    change_rules(site.context, RuleChange(asks_out=False))
    scan(site, "002")
    set_clock(site, hours(96))
    close_days(site.context)
    change_rules(site.context, RuleChange(asks_out=True))
    assert [one.number for one in list_waiting(site.context)] == [ONE]
    assert count_more(site.context) == 0


def test_asking_again_for_a_missing_check_in_replaces_what_was_asked_before(
    site: Services,
) -> None:
    for hour in (20, 20.5, 21):
        site.corrections.ask(uid_of("002"), "came", hours(hour))
    site.corrections.ask(uid_of("003"), "came", hours(20))
    site.corrections.ask(uid_of("002"), "came", hours(2))  # on another work day
    asked = [(one.number, one.happened_at) for one in site.corrections.list_requests()]
    assert asked == [("002", hours(21)), ("003", hours(20)), ("002", hours(2))]
    assert [ruling for ruling, _mark in rulings()] == ["superseded", "superseded"]


def test_adding_a_missing_check_in_settles_what_was_asked_for_it(site: Services) -> None:
    site.corrections.ask(uid_of("002"), "came", hours(20))
    mark = site.corrections.correct(uid_of("002"), "came", hours(20.2), None, "门卫看见")
    assert site.corrections.list_requests() == []
    assert rulings() == [("superseded", mark.uid.bytes)]


def test_a_missing_check_in_with_its_own_end_is_a_stay_of_its_own(site: Services) -> None:
    who = uid_of("002")
    scan(site, "002")
    set_clock(site, hours(26))
    scan(site, "002")
    mark = site.corrections.correct_stay(who, hours(21), hours(22), None, "门卫看见")
    first, second = stays("002")
    assert (first.uid, first.in_at, first.out_at) == (mark.uid, hours(21), hours(22))
    assert (second.in_at, second.out_at) == (hours(24), hours(26))
    assert abouts() == [mark.uid, mark.uid]
    assert flags(site) == [("corrected",), ()]
    assert find_first_difference() is None


def test_a_stay_that_was_asked_for_with_its_end_is_accepted_or_changed(site: Services) -> None:
    scan(site, "002")
    rule = site.corrections.rule
    for who, came in (("002", 21), (BOSS, 20)):
        uid = site.corrections.ask(uid_of(who), "came", hours(21), left_at=hours(22))
        (asked,) = site.corrections.list_requests()
        assert asked.left_at == hours(22)
        if came == 21:
            rule(uid, "accepted", uid_of(ONE), "")
        else:
            rule(uid, "changed", uid_of(ONE), "问过", hours(came))
        assert (stays(who)[0].in_at, stays(who)[0].out_at) == (hours(came), hours(22))
    assert len(stays("002")) == 2


def test_two_stays_of_a_day_can_be_asked_for_and_each_is_replaced_by_its_own(
    site: Services,
) -> None:
    ask, who = site.corrections.ask, uid_of("002")
    ask(who, "came", hours(17), left_at=hours(18))
    ask(who, "came", hours(20), left_at=hours(21))
    ask(who, "came", hours(20.5), left_at=hours(22))
    asked = [(one.happened_at, one.left_at) for one in site.corrections.list_requests()]
    assert asked == [(hours(17), hours(18)), (hours(20.5), hours(22))]


@pytest.mark.parametrize(
    ("came", "left", "code"),
    [
        (21, 21, "before_coming"),
        (21, 20, "before_coming"),
        (5, 23, "too_long"),
        (21, 24.001, "overlaps"),
        (21, 25, "overlaps"),
        (24.5, 24.9, "overlaps"),
        (25.5, 30, "in_the_future"),
    ],
)
def test_case_20_a_stay_that_can_not_be_is_refused(
    site: Services, came: float, left: float, code: str
) -> None:
    scan(site, "002")
    set_clock(site, hours(25))
    scan(site, "002")
    set_clock(site, hours(26))
    who, spans = uid_of("002"), (hours(came), hours(left))
    assert refused(site.corrections.correct_stay, who, *spans, None, "猜的") == code
    assert refused(site.corrections.ask, who, "came", spans[0], None, "", spans[1]) == code


def test_case_16_stays_that_only_touch_another_do_not_overlap(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(25))
    scan(site, "002")
    set_clock(site, hours(28))
    who = uid_of("002")
    site.corrections.correct_stay(who, hours(21), hours(24), None, "门卫看见")
    site.corrections.correct_stay(who, hours(25), hours(27), None, "门卫看见")
    ends = [(one.in_at, one.out_at, one.closed) for one in stays("002")]
    assert [(came, left) for came, left, _how in ends] == [
        (hours(21), hours(24)),
        (hours(24), hours(25)),
        (hours(25), hours(27)),
    ]
    assert [how for _came, _left, how in ends] == ["correction", "scan", "correction"]
    assert find_first_difference() is None


def test_case_20_no_stay_begins_while_another_one_is_open(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(26))
    spans = hours(24.5), hours(25.5)
    assert refused(site.corrections.correct_stay, uid_of("002"), *spans, None, "猜的") == "overlaps"


def test_a_stay_can_begin_after_another_one_that_ended(site: Services) -> None:
    scan(site, "002")
    set_clock(site, hours(25))
    scan(site, "002")
    set_clock(site, hours(27))
    site.corrections.correct_stay(uid_of("002"), hours(25.5), hours(26.5), None, "门卫看见")
    assert [stay.in_at for stay in stays("002")] == [hours(24), hours(25.5)]
