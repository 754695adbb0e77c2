"""What the desk refuses: a withdrawn promise's service, a day of more than 24 hours, others' posts.

And what a supervisor struck is restored by another supervisor than who logged it.
"""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.connection import run_sql, transaction
from kiosk.errors import RefusedError
from kiosk.people.teams.views import NewTeam
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, make_site, set_clock, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path, 4)
    for number, pin in (("003", "246810"), ("004", "246811")):
        site.access.set_pin(uid_of(number), "supervisor", pin)
    return site


def refusal(call: object, *arguments: object, **named: object) -> str:
    assert callable(call)
    before = run_sql("SELECT count(*) FROM ledger_entry")
    with pytest.raises(RefusedError) as refused:
        call(*arguments, **named)
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    return refused.value.code


def log(site: Services, minutes: int, commitment: UUID | None = None) -> UUID:
    new = NewService(minutes, text="修工具", commitment_uid=commitment)
    return site.service.log(uid_of("001"), new).uid


def test_no_service_is_logged_for_a_withdrawn_promise(site: Services) -> None:
    who, desk = uid_of("001"), site.service
    once = desk.make_commitment(who, text="送水").uid
    daily = desk.promise(who, NewCommitment(text="巡查", rhythm="day")).uid
    log(site, 10, once)
    log(site, 10, daily)
    desk.judge_commitment(once, "withdrawn", who, "取消")
    desk.judge_commitment(daily, "withdrawn", who, "换岗")
    assert refusal(log, site, 10, once) == "withdrawn"
    assert refusal(log, site, 10, daily) == "withdrawn"


def test_nobody_claims_more_than_a_day_has(site: Services) -> None:
    first = log(site, 1440)
    assert refusal(log, site, 1) == "too_many_minutes"
    site.service.strike_service(first, uid_of("001"), "记错了")
    second = log(site, 1000)
    log(site, 440)
    assert refusal(log, site, 1) == "too_many_minutes"
    again = site.service.restore_service
    assert refusal(again, first, uid_of("001"), "没错") == "too_many_minutes"
    site.service.strike_service(second, uid_of("001"), "记错了")
    assert refusal(again, first, uid_of("001"), "没错") == "too_many_minutes"
    assert log(site, 1000)
    assert site.service.log(uid_of("002"), NewService(1440, text="值班"))
    set_clock(site, NOON + DAY)
    assert log(site, 1440)


def test_what_another_supervisor_struck_its_author_does_not_restore(site: Services) -> None:
    author, other = uid_of("003"), uid_of("004")
    entry = site.service.log(author, NewService(30, text="修工具")).uid
    site.service.strike_service(entry, other, "查无此事")
    assert refusal(site.service.restore_service, entry, author, "有的") == "own_service"
    assert not site.service.restore_service(entry, other, "核实").is_struck
    site.service.strike_service(entry, author, "记错了")
    assert not site.service.restore_service(entry, author, "没错").is_struck


def test_a_promise_is_tied_to_a_post_one_holds_or_will_hold(site: Services) -> None:
    promise, who = site.service.promise, uid_of("001")
    with transaction():
        crane = add_post("3号塔吊", "001")
        ahead = add_post("大门", "001", since=FRIDAY + 3 * DAY)
        others = add_post("焊机", "002")
    assert promise(who, NewCommitment(text="吊前检查", post_uid=crane)).post == "3号塔吊"
    assert promise(who, NewCommitment(text="查证件", post_uid=ahead)).post == "大门"
    assert refusal(promise, who, NewCommitment(text="看火", post_uid=others)) == "not_your_post"
    run_sql("UPDATE holding SET until = ?", ((FRIDAY - DAY).isoformat(),))
    assert refusal(promise, who, NewCommitment(text="吊", post_uid=crane)) == "not_your_post"


def test_a_deputy_promises_for_the_post_they_stand_in_at(site: Services) -> None:
    with transaction():
        crane = add_post("3号塔吊", "002", kind="procedure")
    site.coverage.add_deputy(crane, uid_of("001"))
    made = site.service.promise(uid_of("001"), NewCommitment(text="吊前检查", post_uid=crane))
    assert made.post == "3号塔吊"


def test_only_a_supervisor_raises_a_team(site: Services) -> None:
    raise_team = site.teams.raise_team
    assert refusal(raise_team, NewTeam("防汛队", "排水"), uid_of("001")) == "no_supervisor"
    assert raise_team(NewTeam("防汛队", "排水"), uid_of("003"))
    assert raise_team(NewTeam("夜战队", "浇筑"))
