"""At the gate: what waits for a member, what they take, who takes over."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db import coverage as records
from db.connection import run_sql
from db.errors import NotStored
from kiosk.attendance.coverage.handing import Answer, HandoverHelp
from kiosk.attendance.replay import find_first_difference
from kiosk.errors import RefusedError
from kiosk.people.views import MemberView
from kiosk.services import Services
from tests.builders import NOON, add_post, uid_of
from tests.kiosk.attendance.coverage.site import at, come, hold, hour_of, make_key_site, post


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_key_site(tmp_path)


def waiting(site: Services, number: str) -> list[tuple[str, str]]:
    return [(one.name, one.state) for one in site.coverage.waiting_for(uid_of(number))]


def left_empty(site: Services, number: str) -> list[str]:
    return [one.name for one in site.coverage.posts_left_empty(uid_of(number))]


def test_their_posts_wait_for_a_member_the_emptiest_first(site: Services) -> None:
    add_post("门卫", "001", "003")
    add_post("巡查", "004")
    come(site, "003", 8)
    come(site, "001", 9)
    assert waiting(site, "001") == [("3号塔吊", "empty"), ("门卫", "covered")]
    crane, gate = site.coverage.waiting_for(uid_of("001"))
    assert (crane.is_waiting, gate.is_waiting) == (True, False)
    assert gate.holders == ("刘工003",)
    assert (crane.begins.hour, crane.ends.hour) == (23, 11)  # UTC


def test_a_post_waits_from_an_hour_before_it_begins(site: Services) -> None:
    at(site, 15.9)
    assert waiting(site, "002") == []
    at(site, 18.1)
    (crane_at_night,) = site.coverage.waiting_for(uid_of("002"))
    assert (crane_at_night.state, crane_at_night.begins.hour) == ("empty", 11)  # UTC
    crane = add_post("巡查")
    hold(crane, "003", "夜班", (0, 0))
    assert waiting(site, "003") == [("巡查", "not_due")]
    assert not site.coverage.waiting_for(uid_of("003"))[0].is_waiting


def test_a_post_that_is_due_later_than_in_an_hour_does_not_wait(site: Services) -> None:
    hold(add_post("巡查"), "003", "夜班", (0, 0))
    at(site, 17.5)
    assert waiting(site, "003") == []


def test_a_deputy_is_waited_for_as_well(site: Services) -> None:
    site.coverage.add_deputy(post(site).uid, uid_of("005"))
    assert waiting(site, "005") == [("3号塔吊", "empty")]


def test_who_takes_one_post_leaves_the_others(site: Services) -> None:
    gate = add_post("门卫", "001")
    come(site, "001", 9)
    at(site, 10)
    site.coverage.take_post(uid_of("001"), gate)
    assert (post(site).state, post(site, "门卫").state) == ("empty", "covered")
    taken = {one.name: one.is_taken for one in site.coverage.waiting_for(uid_of("001"))}
    assert taken == {"3号塔吊": False, "门卫": True}
    at(site, 11)
    site.coverage.take_post(uid_of("001"), post(site).uid)
    assert (post(site).state, post(site, "门卫").state) == ("covered", "empty")


def test_a_choice_ends_with_the_presence(site: Services) -> None:
    gate = add_post("门卫", "001")
    come(site, "001", 9)
    site.coverage.take_post(uid_of("001"), gate)
    come(site, "001", 10)
    come(site, "001", 11)
    assert (post(site).state, post(site, "门卫").state) == ("covered", "covered")


@pytest.mark.parametrize(
    ("code", "number", "name"),
    [("not_on_site", "003", "门卫"), ("not_theirs", "001", "门卫"), ("not_theirs", "001", "")],
)
def test_nobody_takes_what_is_not_theirs(site: Services, code: str, number: str, name: str) -> None:
    gate = add_post("门卫", "003")
    come(site, "001", 9)
    with pytest.raises(RefusedError) as refused:
        site.coverage.take_post(uid_of(number), gate if name else uuid4())
    assert refused.value.code == code
    assert run_sql("SELECT count(*) FROM post_taken") == [(0,)]


def test_who_goes_is_told_what_would_stand_empty_before_and_after(site: Services) -> None:
    add_post("门卫", "001", "003")
    come(site, "003", 8)
    come(site, "001", 9)
    at(site, 10)
    assert left_empty(site, "001") == ["3号塔吊"]
    come(site, "001", 11)
    assert left_empty(site, "001") == ["3号塔吊"]
    at(site, 11.3)
    assert left_empty(site, "001") == []


def test_who_did_not_stand_there_leaves_nothing_empty(site: Services) -> None:
    gate = add_post("门卫", "001")
    come(site, "001", 9)
    site.coverage.take_post(uid_of("001"), gate)
    at(site, 10)
    assert left_empty(site, "001") == ["门卫"]
    assert left_empty(site, "002") == []


def test_nothing_is_left_empty_outside_of_the_hours(site: Services) -> None:
    run_sql("UPDATE shift SET to_minute = 660 WHERE name = '白班'")
    come(site, "001", 9)
    come(site, "001", 12)
    assert left_empty(site, "001") == []


def say(site: Services, answer: Answer, taker: str | None = None) -> None:
    uid = uid_of(taker) if taker else None
    site.coverage.hand_over(uid_of("001"), post(site).uid, answer, uid)


def test_who_waits_has_not_left(site: Services) -> None:
    come(site, "001", 9)
    come(site, "001", 11)
    at(site, 11.1)
    say(site, "waits")
    assert post(site).state == "covered"
    assert site.attendance.on_site()[0].number == "001"
    (asked,) = post(site).asked
    assert (asked.leaver, asked.answer, asked.taker) == ("李工001", "waits", "")


def test_whose_waiting_cant_be_recorded_has_left(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_handover: object) -> None:
        raise NotStored("broken")

    come(site, "001", 9)
    come(site, "001", 11)
    at(site, 11.1)
    with monkeypatch.context() as patched:
        patched.setattr(records, "add_handover", broken)
        with pytest.raises(NotStored):
            say(site, "waits")
    assert site.attendance.on_site() == []
    assert run_sql("SELECT count(*) FROM handover") == [(0,)]
    say(site, "waits")
    assert site.attendance.on_site()[0].number == "001"


def test_who_waits_before_leaving_just_stays(site: Services) -> None:
    come(site, "001", 9)
    at(site, 10)
    say(site, "waits")
    assert post(site).state == "covered"


def test_who_left_long_ago_can_not_wait(site: Services) -> None:
    come(site, "001", 9)
    come(site, "001", 11)
    at(site, 12)
    with pytest.raises(RefusedError) as refused:
        say(site, "waits")
    assert refused.value.code == "not_at_post"
    assert [one.answer for one in post(site).asked] == ["unasked"]


def test_who_was_named_stands_at_the_post_from_then_on(site: Services) -> None:
    come(site, "004", 8)
    site.coverage.add_deputy(post(site).uid, uid_of("004"))
    site.coverage.take_post(uid_of("004"), add_post("巡查", "004"))
    come(site, "001", 9)
    come(site, "001", 11)
    at(site, 11.1)
    assert left_empty(site, "001") == ["3号塔吊"]
    say(site, "named", "004")
    assert [one.number for one in post(site).holders] == ["004"]
    assert left_empty(site, "001") == []
    assert post(site).asked[0].taker == "陈工004"
    at(site, 12)
    come(site, "004", 13)
    assert post(site).state == "empty"
    assert left_empty(site, "004") == ["3号塔吊"]


def test_who_leaves_it_empty_is_not_asked_again(site: Services) -> None:
    come(site, "001", 9)
    come(site, "001", 11)
    say(site, "left")
    assert left_empty(site, "001") == []
    assert post(site).state == "empty"


@pytest.mark.parametrize(
    ("code", "answer", "taker"),
    [
        ("taker_not_theirs", "named", "003"),
        ("not_a_check_out", "rests", None),
        ("no_taker", "named", None),
        ("no_taker", "named", "001"),
        ("no_taker", "left", "004"),
        ("taker_not_on_site", "named", "004"),
    ],
)
def test_a_handover_that_makes_no_sense_is_refused(
    site: Services, code: str, answer: Answer, taker: str | None
) -> None:
    come(site, "003", 8)
    come(site, "001", 9)
    with pytest.raises(RefusedError) as refused:
        say(site, answer, taker)
    assert refused.value.code == code
    with pytest.raises(RefusedError) as refused:
        site.coverage.hand_over(uid_of("001"), uuid4(), "left")
    assert refused.value.code == "unknown_post"
    assert run_sql("SELECT count(*) FROM handover") == [(0,)]


def helped(site: Services, number: str = "001") -> HandoverHelp:
    return site.coverage.handover_help(uid_of(number), post(site).uid)


def numbers(people: Sequence[MemberView]) -> list[str]:
    return [one.number for one in people]


def test_only_its_own_people_who_are_on_site_are_offered(site: Services) -> None:
    for number in ("001", "002", "003", "005"):
        come(site, number, 9)
    site.coverage.add_deputy(post(site).uid, uid_of("005"))
    site.coverage.add_deputy(post(site).uid, uid_of("004"))
    assert numbers(helped(site).takers) == ["002", "005"]
    assert site.coverage.handover_help(uid_of("001"), UUID(int=0)).takers == ()
    site.coverage.end_deputy(post(site).uid, uid_of("005"))
    assert numbers(helped(site).takers) == ["002"]
    at(site, 26)
    assert helped(site).takers == ()


def test_a_leaver_is_told_whom_to_wait_for_and_which_supervisor_is_there(site: Services) -> None:
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    site.access.set_pin(uid_of("004"), "supervisor", "135790")
    come(site, "001", 9)
    assert (helped(site).awaited, helped(site).supervisors) == ((), ())
    come(site, "004", 18.1)
    assert numbers(helped(site).awaited) == ["002"]
    assert numbers(helped(site).supervisors) == ["004"]
    assert not helped(site).can_rest
    come(site, "001", 18.2)
    assert helped(site).can_rest
    come(site, "002", 18.3)
    assert (helped(site).awaited, numbers(helped(site).takers)) == ((), ["002"])


def test_who_only_rests_has_not_left_and_that_they_were_asked_is_kept(site: Services) -> None:
    come(site, "001", 9)
    come(site, "001", 11)
    at(site, 11.1)
    say(site, "rests")
    assert [one.number for one in site.attendance.on_site()] == ["001"]
    assert run_sql("SELECT break_since IS NULL FROM presence") == [(0,)]
    assert [one.answer for one in post(site).asked] == ["rests"]


def test_who_tells_the_supervisor_goes_and_that_they_were_asked_is_kept(site: Services) -> None:
    come(site, "001", 9)
    come(site, "001", 11)
    say(site, "told")
    assert site.attendance.on_site() == []
    assert left_empty(site, "001") == []
    assert [one.answer for one in post(site).asked] == ["told"]


def test_nobody_who_never_came_can_wait(site: Services) -> None:
    with pytest.raises(RefusedError) as refused:
        say(site, "waits")
    assert refused.value.code == "not_at_post"


def test_the_facts_are_kept_and_agree_with_the_ledger(site: Services) -> None:
    from db.connection import database, transaction
    from db.errors import Conflict
    from db.inspection import inspect_file

    come(site, "001", 9)
    site.coverage.take_post(uid_of("001"), post(site).uid)
    say(site, "left")
    site.coverage.set_least(post(site).uid, 2)
    file = site.context.home.database
    assert inspect_file(file).changed_seq is None
    for table in ("post_taken", "handover", "post_setting"):
        with pytest.raises(Conflict, match="facts are never changed"), transaction():
            run_sql(f"DELETE FROM {table}")
        database.execute_sql(f"DROP TRIGGER {table}_keeps_update")
        ((seq, was),) = run_sql(f"SELECT seq, post_uid FROM {table}")
        run_sql("PRAGMA foreign_keys = 0")
        run_sql(f"UPDATE {table} SET post_uid = x'00'")
        assert inspect_file(file).changed_seq == seq
        run_sql(f"UPDATE {table} SET post_uid = ?", (was,))


def test_a_choice_follows_a_presence_that_is_begun_anew(site: Services) -> None:
    gate = add_post("门卫", "001")
    come(site, "001", 9)
    site.coverage.take_post(uid_of("001"), gate)
    at(site, 10)
    for hour in (-3.5, -4):  # twice: 08:30, then 08:00
        when = NOON + timedelta(hours=hour)
        site.corrections.correct(uid_of("001"), "came", when, None, "门卫看见")
    assert (post(site, "门卫").state, post(site).state) == ("covered", "empty")
    assert hour_of(site, "门卫") == 8
    assert hour_of(site) == -17  # since Thursday, when it was first due: 001 never stood there
    assert find_first_difference() is None


def test_a_choice_told_by_a_clock_behind_counts_from_the_coming(site: Services) -> None:
    gate = add_post("门卫", "001")
    come(site, "001", 9)
    come(site, "001", 10)
    come(site, "001", -40)  # the clock fell back: placed right behind the leaving
    site.coverage.take_post(uid_of("001"), gate)
    assert post(site, "门卫").state == "covered"
    assert hour_of(site, "门卫") == 9
    assert hour_of(site) == 10


def test_with_the_clock_behind_the_gate_judges_by_the_record(site: Services) -> None:
    crane = post(site).uid
    site.coverage.add_deputy(crane, uid_of("005"))
    for number, hour in (("001", 8), ("005", 17.9), ("001", 18.2), ("003", 18.5)):
        come(site, number, hour)
    at(site, -40)  # the battery died
    assert waiting(site, "002") == [("3号塔吊", "covered")]  # their night shift is near
    helped = site.coverage.handover_help(uid_of("001"), crane)
    assert [one.number for one in helped.takers] == ["005"]
    assert [one.number for one in helped.awaited] == ["002"]
    assert left_empty(site, "005") == ["3号塔吊"]
    come(site, "002", -39.9)
    site.coverage.take_post(uid_of("002"), crane)
