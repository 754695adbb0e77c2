"""Promises and services: only what is legal, and everything in the ledger."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.connection import run_sql
from db.errors import Conflict
from kiosk.errors import RefusedError
from kiosk.service import checking
from kiosk.services import Services
from tests.builders import FRIDAY, add_item, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def kinds() -> list[str]:
    return [kind for (kind,) in run_sql("SELECT kind FROM ledger_entry WHERE seq > 3")]


def test_a_promise_in_own_words_is_due_today_and_public_at_once(site: Services) -> None:
    made = site.service.make_commitment(uid_of("001"), text="  每天\x1b[31m巡查 ")
    assert (made.text, made.due_on, made.state) == ("每天巡查", FRIDAY, "open")
    assert site.people.get_page(uid_of("001")).commitments == (made,)
    assert site.oversight.day().made == (made,)
    assert site.service.list_due_today() == (made,)
    assert kinds() == ["commitment"]


def test_a_promise_from_the_catalogue_speaks_both_languages(site: Services) -> None:
    item = add_item("commitment", "班前检查安全带", "Check harnesses before work")
    assert [choice.uid for choice in site.service.list_commitment_items()] == [item]
    made = site.service.make_commitment(
        uid_of("001"), item_uid=item, due_on=FRIDAY + timedelta(days=2)
    )
    assert (made.text, made.text_en) == ("班前检查安全带", "Check harnesses before work")


def test_own_words_beside_an_item_lose_its_translation(site: Services) -> None:
    item = add_item("commitment", "班前检查", "Check")
    made = site.service.make_commitment(uid_of("001"), item_uid=item, text="班前检查塔吊")
    assert (made.text, made.text_en) == ("班前检查塔吊", "")


@pytest.mark.parametrize(("days", "code"), [(-1, "due_in_the_past"), (367, "due_too_far")])
def test_a_promise_is_due_between_today_and_a_year(site: Services, days: int, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        site.service.make_commitment(
            uid_of("001"), text="巡查", due_on=FRIDAY + timedelta(days=days)
        )
    assert refused.value.code == code
    assert kinds() == []


def test_a_promise_needs_words(site: Services) -> None:
    with pytest.raises(RefusedError) as refused:
        site.service.make_commitment(uid_of("001"), text=" \x00 ")
    assert refused.value.code == "no_words"


def test_ten_thousand_characters_are_refused_and_not_cut_off_unseen(site: Services) -> None:
    with pytest.raises(RefusedError) as refused:
        site.service.make_commitment(uid_of("001"), text="长" * 10_000)
    assert refused.value.code == "too_long"
    made = site.service.make_commitment(uid_of("001"), text="长" * 120)
    assert made.text == "长" * 120


@pytest.mark.parametrize("kind", ["service", "none"])
def test_an_item_of_another_kind_is_not_in_the_catalogue(site: Services, kind: str) -> None:
    item = add_item("service", "搬运") if kind == "service" else uuid4()
    with pytest.raises(RefusedError) as refused:
        site.service.make_commitment(uid_of("001"), item_uid=item)
    assert refused.value.code == "unknown_item"


def test_nobody_unknown_and_nobody_gone_promises(site: Services) -> None:
    run_sql("UPDATE member SET left_at = 1 WHERE number = '002'")
    for uid, code in ((uuid4(), "unknown_member"), (uid_of("002"), "member_left")):
        with pytest.raises(RefusedError) as refused:
            site.service.make_commitment(uid, text="巡查")
        assert refused.value.code == code


@pytest.mark.parametrize("state", ["kept", "partly_kept", "missed", "withdrawn"])
def test_a_promise_is_judged_once(site: Services, state: str) -> None:
    who = uid_of("001")
    made = site.service.make_commitment(who, text="巡查")
    judged = site.service.judge_commitment(made.uid, state, who, "下雨")
    assert (judged.state, judged.reason) == (state, "下雨")
    for again in ("missed", "withdrawn"):
        with pytest.raises(RefusedError) as refused:
            site.service.judge_commitment(made.uid, again, who, "改主意")
        assert refused.value.code == "already_judged"
    assert site.service.list_open(who) == ()
    assert site.oversight.day().kept == (judged,)


@pytest.mark.parametrize("state", ["missed", "withdrawn"])
def test_missing_and_withdrawing_need_a_reason(site: Services, state: str) -> None:
    who = uid_of("001")
    made = site.service.make_commitment(who, text="巡查")
    with pytest.raises(RefusedError) as refused:
        site.service.judge_commitment(made.uid, state, who, "  ")
    assert refused.value.code == "reason_needed"
    assert site.service.list_open(who) == (made,)


def test_late_is_late_not_refused(site: Services) -> None:
    who = uid_of("001")
    made = site.service.make_commitment(who, text="巡查")
    set_clock(site, site.context.clock.now() + timedelta(days=3))
    assert site.service.list_open(who)[0].state == "overdue"
    overdue = site.oversight.day().overdue
    assert [promise.uid for promise in overdue] == [made.uid]
    assert site.service.judge_commitment(made.uid, "kept", who).state == "kept"
    assert site.oversight.day().overdue == ()


def test_a_day_shows_overdue_what_was_kept_only_later(site: Services) -> None:
    who = uid_of("001")
    made = site.service.make_commitment(who, text="巡查")
    set_clock(site, site.context.clock.now() + timedelta(days=3))
    site.service.judge_commitment(made.uid, "kept", who)
    between = site.oversight.day(FRIDAY + timedelta(days=1)).overdue
    assert [(promise.uid, promise.state) for promise in between] == [(made.uid, "overdue")]


def test_whoever_judges_second_is_refused(site: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    who = uid_of("001")
    made = site.service.make_commitment(who, text="巡查")

    def taken(*_: object) -> None:
        raise Conflict("conflict")

    monkeypatch.setattr(site.service.__class__, "_change", taken)
    with pytest.raises(RefusedError) as refused:
        site.service.judge_commitment(made.uid, "kept", who)
    assert refused.value.code == "already_judged"


def test_an_unknown_promise_is_named(site: Services) -> None:
    with pytest.raises(RefusedError) as refused:
        site.service.judge_commitment(uuid4(), "kept", uid_of("001"))
    assert refused.value.code == "unknown_commitment"


def test_a_service_is_logged_against_an_own_promise(site: Services) -> None:
    who = uid_of("001")
    made = site.service.make_commitment(who, text="巡查")
    logged = site.service.log_service(
        who, 15, text="修水管", commitment_uid=made.uid, for_whom="工友", place="3号楼"
    )
    assert (logged.text, logged.minutes, logged.commitment) == ("修水管", 15, "巡查")
    assert (logged.for_whom, logged.place) == ("工友", "3号楼")
    assert site.people.get_page(who).services == (logged,)
    assert site.oversight.day().services == (logged,)
    assert site.service.list_latest_services(5) == (logged,)


def test_a_service_from_the_catalogue_stands_on_its_own(site: Services) -> None:
    item = add_item("service", "搬运", "Carrying", 30)
    assert site.service.list_service_items()[0].minutes == 30
    logged = site.service.log_service(uid_of("001"), 30, item_uid=item)
    assert (logged.text, logged.text_en, logged.commitment) == ("搬运", "Carrying", None)


def test_a_service_never_serves_somebody_elses_promise(site: Services) -> None:
    made = site.service.make_commitment(uid_of("002"), text="巡查")
    with pytest.raises(RefusedError) as refused:
        site.service.log_service(uid_of("001"), 15, text="修水管", commitment_uid=made.uid)
    assert refused.value.code == "not_your_commitment"


@pytest.mark.parametrize("minutes", [-1, 0, 1441])
def test_impossible_minutes_are_refused(site: Services, minutes: int) -> None:
    with pytest.raises(RefusedError) as refused:
        site.service.log_service(uid_of("001"), minutes, text="修水管")
    assert refused.value.code == "impossible_minutes"


def test_the_ledger_holds_what_the_rows_hold(site: Services) -> None:
    who = uid_of("001")
    made = site.service.make_commitment(who, text="巡查")
    site.service.judge_commitment(made.uid, "kept", who)
    site.service.log_service(who, 15, text="修水管")
    assert kinds() == ["commitment", "commitment_change", "service_entry"]
    payload = run_sql("SELECT payload FROM ledger_entry ORDER BY seq DESC LIMIT 1")[0][0]
    assert '"minutes":15' in payload
    assert checking.LONGEST_TEXT == 120
