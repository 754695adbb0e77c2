"""Forgetting a member: why promises were missed and services struck is gone, and for whom."""

from pathlib import Path

import pytest

from db.connection import run_sql
from db.errors import Conflict
from db.inspection import inspect_file
from db.ledger import find_first_broken
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService, WantedServices
from kiosk.services import Services
from tests.builders import make_site, uid_of

SECRETS = (
    "我生病住院",
    "膝盖动手术",
    "老婆生孩子",
    "记成别人的了",
    "其实没有去",
    "隔壁李阿姨",
    "腿脚不便的他",
    "他家三单元",
)
"""What must not be left anywhere, as people wrote it."""

STAYS = ("别人的理由", "别人的对象", "修工具", "值班室")


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_site(tmp_path, 4)
    made.access.set_pin(uid_of("003"), "supervisor", "246810")
    return made


def speak(site: Services) -> None:
    """001 gives reasons, others speak of 001 and of themselves."""
    desk, who, other, by = site.service, uid_of("001"), uid_of("002"), uid_of("003")
    once = desk.make_commitment(who, text="巡查").uid
    desk.judge_commitment(once, "missed", who, "我生病住院")
    daily = desk.promise(who, NewCommitment(text="清理", rhythm="day")).uid
    desk.judge_commitment(daily, "missed", who, "膝盖动手术")
    desk.judge_commitment(daily, "withdrawn", by, "老婆生孩子")
    theirs = desk.make_commitment(other, text="送水").uid
    desk.judge_commitment(theirs, "missed", other, "别人的理由")
    new = NewService(30, text="修工具", for_whom="隔壁李阿姨", place="值班室")
    entry = desk.log(who, new).uid
    desk.strike_service(entry, who, "记成别人的了")
    desk.restore_service(entry, who, "其实没有去")
    for_them = NewService(
        20, text="带路", for_whom="腿脚不便的他", place="他家三单元", served_uid=who
    )
    desk.log(other, for_them)
    desk.log(other, NewService(10, text="送水", for_whom="别人的对象"))


def stored(site: Services) -> bytes:
    return b"".join(path.read_bytes() for path in site.context.home.folder.glob("kiosk.db*"))


def forget(site: Services, number: str) -> None:
    site.keeping.let_go(uid_of(number), "完工")
    site.forgetting.forget(uid_of(number), now=True, reason="本人要求")


def test_their_reasons_are_gone_and_what_happened_stays(site: Services) -> None:
    speak(site)
    assert [secret for secret in SECRETS if secret.encode() not in stored(site)] == []
    forget(site, "001")
    assert [secret for secret in SECRETS if secret.encode() in stored(site)] == []
    assert [word for word in STAYS if word.encode() not in stored(site)] == []
    states = run_sql("SELECT state, reason FROM commitment_change ORDER BY seq")
    assert states == [
        *[("missed", "")] * 2,
        ("withdrawn", ""),
        ("missed", "别人的理由"),
    ]
    found = site.service.list_services(WantedServices())
    assert [(one.text, one.for_whom, one.place) for one in found] == [
        ("送水", "别人的对象", ""),
        ("带路", "", ""),
        ("修工具", "", "值班室"),
    ]


def test_a_struck_service_stays_struck_without_its_reason(site: Services) -> None:
    entry = site.service.log(uid_of("001"), NewService(30, text="修工具")).uid
    site.service.strike_service(entry, uid_of("003"), "他在住院")
    forget(site, "001")
    (found,) = site.service.list_services(WantedServices(state="struck"))
    assert (found.is_struck, found.struck_because) == (True, "")
    assert site.service.list_latest_services(5) == ()


def test_the_record_still_holds(site: Services) -> None:
    speak(site)
    forget(site, "001")
    assert find_first_broken() is None
    found = inspect_file(site.context.home.database)
    assert (found.damage, found.changed_seq, found.differing) == (None, None, ())


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("commitment_change", "reason"),
        ("service_strike", "reason"),
        ("service_entry", "for_whom"),
        ("service_entry", "place"),
    ],
)
def test_words_can_go_but_never_change(site: Services, table: str, column: str) -> None:
    speak(site)
    for change in (f"{column} = '别的'", "seq = seq + 1000", "at = at + 1"):
        with pytest.raises(Conflict):
            run_sql(f"UPDATE {table} SET {change}")
    with pytest.raises(Conflict):
        run_sql(f"DELETE FROM {table}")
    run_sql(f"UPDATE {table} SET {column} = ''")
    assert run_sql(f"SELECT DISTINCT {column} FROM {table}") == [("",)]


def test_what_a_supervisor_said_of_others_stays(site: Services) -> None:
    entry = site.service.log(uid_of("002"), NewService(30, text="修工具")).uid
    site.service.strike_service(entry, uid_of("003"), "查无此事")
    site.access.set_pin(uid_of("004"), "supervisor", "246811")
    forget(site, "003")
    assert site.service.get_service(entry).struck_because == "查无此事"
