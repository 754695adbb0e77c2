"""Forgetting: nothing that says who somebody was can be read any more; what happened stays."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import apsw
import pytest

from db import keeping as records
from db.base import new_uid
from db.connection import close_file, run_sql
from db.errors import NotStored
from db.inspection import inspect_file
from db.ledger import find_first_broken
from kiosk.attendance.views import Refused, Scan
from kiosk.commands import main
from kiosk.errors import RefusedError
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.people.forgetting import pseudonym_of, years_later
from kiosk.people.keeping import MemberChange, NewMember
from kiosk.people.photo_intake import TakenPhoto
from kiosk.people.photo_sizes import PhotoSize
from kiosk.people.roster import import_roster
from kiosk.services import Services, open_services
from tests.builders import FRIDAY, NOON, add_member, make_site, scan, set_clock, uid_of

PHOTO = TakenPhoto("f" * 64, 300, 400, {size: b"PORTRAIT" * 900 for size in PhotoSize})
TRACES = [
    text.encode()
    for text in (
        *("ZZ-4711", "欧阳无名", "ouyangwuming", "爆破员零零七", "13987654321"),
        *("曾用名甲", "调往海外", "胸牌借给外人", "PORTRAIT", "f" * 64, "远山支部"),
    )
]
"""Everything that is told of the member below, as bytes."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 2, debounce_s=0)


def add_known(site: Services) -> None:
    """A member of whom much is known: other names before, a photo, a PIN, badges, facts."""
    new = NewMember("ZZ-4711", "曾用名甲", "爆破员零零七", phone="13987654321")
    member = site.keeping.add(new)
    site.keeping.change(member, MemberChange(name="欧阳无名"))
    site.keeping.offer_photo(member, PHOTO)
    site.keeping.approve_photo(member)
    site.access.set_pin(member, "supervisor", "246810")
    site.access.set_pin(uid_of("002"), "supervisor", "135790")
    site.badges.code(member)
    site.badges.revoke(member, "胸牌借给外人")
    site.badges.reissue(member)
    made = site.service.make_commitment(member, text="每天巡查")
    site.service.judge_commitment(made.uid, "kept", member)
    site.service.log_service(member, 15, text="帮忙搬运")
    scan(site, "ZZ-4711")
    site.keeping.let_go(member, "调往海外")


def bytes_on_disk(site: Services) -> bytes:
    return b"".join(path.read_bytes() for path in site.context.home.folder.glob("kiosk.db*"))


def traces(site: Services) -> set[bytes]:
    stored = bytes_on_disk(site)
    return {trace for trace in TRACES if trace in stored}


def refusal(action: Callable[[], object]) -> str:
    before = run_sql("SELECT count(*) FROM ledger_entry")
    with pytest.raises(RefusedError) as refused:
        action()
    assert refused.value.sentence
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    return refused.value.code


def test_no_byte_of_the_person_is_left_in_the_file_nor_beside_it(site: Services) -> None:
    add_known(site)
    uid = uid_of("ZZ-4711")
    site.keeping.change(uid, MemberChange(branch="远山支部"))
    site.keeping.change(uid, MemberChange(branch="临时支部"))
    assert len(traces(site)) == len(TRACES)
    forgotten = site.forgetting.forget(uid, now=True, reason="asked for it")
    assert traces(site) == set()
    assert forgotten.pseudonym == pseudonym_of(uid) == f"X-{uid.hex[-8:].upper()}"
    assert inspect_file(site.context.home.database).damage is None


def test_a_branch_is_kept_for_those_who_belong_to_it(site: Services) -> None:
    add_known(site)
    for number in ("ZZ-4711", "001"):
        site.keeping.change(uid_of(number), MemberChange(branch="远山支部"))
    site.forgetting.forget(uid_of("ZZ-4711"), now=True, reason="asked for it")
    assert traces(site) == {"远山支部".encode()}
    assert site.people.get_member("001").branch == "远山支部"
    site.keeping.let_go(uid_of("001"), "x")
    site.forgetting.forget(uid_of("001"), now=True, reason="asked for it")
    assert traces(site) == set()
    assert find_first_broken() is None


def test_names_in_pages_that_were_freed_long_before_are_gone_too(site: Services) -> None:
    member = uid_of("001")
    for _ in range(40):
        site.keeping.change(member, MemberChange(name="欧阳无名" * 10))
        site.keeping.change(member, MemberChange(name="短"))
    site.keeping.offer_photo(member, PHOTO)
    site.keeping.refuse_photo(member, "blurred")
    run_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert traces(site)
    site.keeping.let_go(member, "x")
    site.forgetting.forget(member, now=True, reason="asked for it")
    assert traces(site) == set()


def test_a_reader_that_is_only_connected_keeps_nothing_back(site: Services) -> None:
    add_known(site)
    reader = apsw.Connection(str(site.context.home.database), flags=apsw.SQLITE_OPEN_READONLY)
    assert reader.execute("SELECT count(*) FROM member").fetchall() == [(3,)]
    site.forgetting.forget(uid_of("ZZ-4711"), now=True, reason="asked for it")
    assert traces(site) == set()
    assert reader.execute("SELECT count(*) FROM member WHERE name LIKE 'X-%'").fetchall() == [(1,)]
    reader.close()


def test_a_reader_in_the_middle_is_noticed_and_calling_again_ends_it(site: Services) -> None:
    add_known(site)
    member = uid_of("ZZ-4711")
    reader = apsw.Connection(str(site.context.home.database), flags=apsw.SQLITE_OPEN_READONLY)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM member").fetchall() == [(3,)]
    run_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(NotStored) as held:
        site.forgetting.forget(member, now=True, reason="asked for it")
    assert held.value.code == "locked"
    assert traces(site)
    reader.execute("COMMIT")
    site.forgetting.forget(member)
    assert traces(site) == set()
    reader.close()


def test_a_full_disk_while_the_file_is_rewritten_is_told(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_known(site)
    member = uid_of("ZZ-4711")

    def full() -> None:
        raise NotStored("full")

    with monkeypatch.context() as patched:
        patched.setattr(records, "erase_freed_bytes", full)
        with pytest.raises(NotStored):
            site.forgetting.forget(member, now=True, reason="asked for it")
    site.forgetting.forget_due()
    assert traces(site) == set()


def test_the_ledger_and_the_doctor_find_nothing_wrong(
    site: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    add_known(site)
    site.forgetting.forget(uid_of("ZZ-4711"), now=True, reason="asked for it")
    assert find_first_broken() is None
    close_file()
    main(["--home", str(site.context.home.folder), "--json", "doctor"])
    told = json.loads(capsys.readouterr().out)["checks"]
    about_the_site = [one["state"] for one in told if one["name"] not in machine_checks()]
    assert len(about_the_site) >= 4  # the record, its ledger, the clock, the secret
    assert set(about_the_site) == {"ok"}


def machine_checks() -> set[str]:
    """What the doctor says of the machine the tests run on, not of the record."""
    from kiosk.commands.checks import check_machine
    from kiosk.config import Home

    return {check.name for check in check_machine(Home(Path.cwd()))}


def test_facts_stay_under_the_pseudonym(site: Services) -> None:
    add_known(site)
    uid = uid_of("ZZ-4711")
    facts = {table: run_sql(f"SELECT * FROM {table}") for table in ("punch", "service_entry")}
    pseudonym = site.forgetting.forget(uid, now=True, reason="asked for it").pseudonym
    assert {table: run_sql(f"SELECT * FROM {table}") for table in facts} == facts
    day = site.oversight.day(FRIDAY)
    assert [(one.number, one.name) for one in day.presences] == [(pseudonym, pseudonym)]
    assert [(one.name, one.text) for one in day.services] == [(pseudonym, "帮忙搬运")]
    assert [one.text for one in day.kept] == ["每天巡查"]


def test_nothing_of_the_person_is_kept_in_the_tables(site: Services) -> None:
    add_known(site)
    uid, code = uid_of("ZZ-4711"), newest_code(site)
    pseudonym = site.forgetting.forget(uid, now=True, reason="asked for it").pseudonym
    rows = run_sql(
        "SELECT number, name, initials, job, phone, standing, language, photo_sha256,"
        " waiting_photo_sha256, left_because FROM member WHERE uid = ?",
        (uid.bytes,),
    )
    assert rows == [(pseudonym, pseudonym, "", "", "", "member", "", None, None, "")]
    assert run_sql("SELECT 1 FROM access WHERE member_uid = ?", (uid.bytes,)) == []
    badges = "SELECT dead_because FROM badge WHERE member_uid = ? ORDER BY 1"
    assert run_sql(badges, (uid.bytes,)) == [("",), ("",)]
    assert run_sql("SELECT count(*) FROM photo") == [(0,)]
    told = run_sql(
        "SELECT kind, payload FROM ledger_entry WHERE subject = ? AND payload IS NOT NULL",
        (uid.bytes,),
    )
    assert told == [("member_forgotten", '{"by":null,"reason":"asked for it"}')]
    answer = site.attendance.scan(Scan(code, "wedge"))
    assert isinstance(answer, Refused)
    assert (answer.reason, answer.member and answer.member.name) == ("member_left", pseudonym)
    assert uid not in site.badges.list_living()
    assert uid not in {kept.uid for kept in site.keeping.list_kept()}
    assert refusal(lambda: site.keeping.get_kept(uid)) == "unknown_member"
    assert refusal(lambda: site.keeping.take_back(uid)) == "unknown_member"


def newest_code(site: Services) -> str:
    from db.people import find_living_badge
    from kiosk.people.codes import make_code

    badge = find_living_badge(uid_of("ZZ-4711"))
    assert badge is not None
    return make_code(site.context.secret(), badge.uid)


def test_a_replaced_badge_stays_a_replaced_one(site: Services) -> None:
    member = uid_of("001")
    site.badges.reissue(member, "欧阳无名 lost it")
    site.keeping.let_go(member, "x")
    site.forgetting.forget(member, now=True, reason="asked for it")
    words = run_sql("SELECT dead_because FROM badge WHERE member_uid = ?", (member.bytes,))
    assert sorted(words) == [("",), ("reissued",)]
    assert traces(site) == set()


def test_a_photo_that_another_member_has_stays(site: Services) -> None:
    for number in ("001", "002"):
        site.keeping.offer_photo(uid_of(number), PHOTO)
        site.keeping.approve_photo(uid_of(number))
    site.keeping.let_go(uid_of("001"), "x")
    site.forgetting.forget(uid_of("001"), now=True, reason="asked for it")
    assert site.people.find_photo(site.people.get_member("002").photo, "card") is not None


def test_forgetting_twice_is_quiet(site: Services) -> None:
    member = uid_of("001")
    site.keeping.let_go(member, "x")
    first = site.forgetting.forget(member, now=True, reason="asked for it")
    entries = run_sql("SELECT count(*) FROM ledger_entry")
    assert site.forgetting.forget(member) == first
    assert run_sql("SELECT count(*) FROM ledger_entry") == entries


def test_who_comes_back_later_is_a_new_member(site: Services, tmp_path: Path) -> None:
    older = uid_of("001")
    code = site.people.badge_code("001")
    site.keeping.let_go(older, "x")
    site.forgetting.forget(older, now=True, reason="asked for it")
    newer = site.keeping.add(NewMember("001", "王工001"))
    assert newer != older
    assert site.people.badge_code("001") != code
    roster = tmp_path / "roster.csv"
    roster.write_text("编号,姓名\n001,王工001\n", encoding="utf-8")
    assert import_roster(site.context, roster).committed
    assert find_first_broken() is None


def test_a_pseudonym_that_is_somebodys_number_is_written_longer(site: Services) -> None:
    member = uid_of("001")
    add_member(pseudonym_of(member))
    site.keeping.let_go(member, "x")
    forgotten = site.forgetting.forget(member, now=True, reason="asked for it")
    assert forgotten.pseudonym == f"X-{member.hex.upper()}"
    assert site.forgetting.forget(member) == forgotten


def test_who_may_not_be_forgotten(site: Services) -> None:
    member = uid_of("001")
    assert refusal(lambda: site.forgetting.forget(uuid4())) == "unknown_member"
    assert refusal(lambda: site.forgetting.forget(member, now=True, reason="x")) == "not_left"
    site.keeping.let_go(member, "x")
    assert refusal(lambda: site.forgetting.forget(member)) == "too_early"
    assert refusal(lambda: site.forgetting.forget(member, reason="x")) == "too_early"
    assert refusal(lambda: site.forgetting.forget(member, now=True, reason=" ")) == "no_reason"
    assert site.people.get_member("001").uid == member


@pytest.mark.parametrize(
    ("left", "asked", "due"),
    [
        # 2026-11-20 in Shanghai ends at 16:00 UTC.
        ("2026-11-20T15:59:59", "2031-11-19T15:59:59", False),
        ("2026-11-20T15:59:59", "2031-11-19T16:00:00", True),
        ("2026-11-20T16:00:00", "2031-11-20T15:59:59", False),
        ("2026-11-20T16:00:00", "2031-11-20T16:00:00", True),
        # 29 February 2028 has no anniversary in 2033: the data are kept until 1 March.
        ("2028-02-29T04:00:00", "2033-02-28T15:59:59", False),
        ("2028-02-29T04:00:00", "2033-02-28T16:00:00", True),
    ],
)
def test_data_are_kept_five_years_to_the_day_in_the_sites_zone(
    site: Services, left: str, asked: str, due: bool
) -> None:
    member = uid_of("001")
    set_clock(site, datetime.fromisoformat(left).replace(tzinfo=UTC))
    site.keeping.let_go(member, "x")
    set_clock(site, datetime.fromisoformat(asked).replace(tzinfo=UTC))
    assert [kept.number for kept in site.forgetting.list_due()] == (["001"] if due else [])
    if due:
        assert site.forgetting.forget(member).uid == member
    else:
        assert refusal(lambda: site.forgetting.forget(member)) == "too_early"


def test_the_sentence_names_the_day(site: Services) -> None:
    site.keeping.let_go(uid_of("001"), "x")
    with pytest.raises(RefusedError) as early:
        site.forgetting.forget(uid_of("001"))
    assert "2031-11-20" in early.value.sentence


def test_another_retention_counts_from_now_on(site: Services) -> None:
    site.keeping.let_go(uid_of("001"), "x")
    change_rules(site.context, RuleChange(retention_years=0))
    assert [kept.number for kept in site.forgetting.list_due()] == ["001"]


def test_all_that_are_due_are_forgotten_at_once(site: Services) -> None:
    for number in ("001", "002"):
        site.keeping.let_go(uid_of(number), "x")
    uids = [uid_of(number) for number in ("001", "002")]
    assert site.forgetting.forget_due() == []
    set_clock(site, NOON + timedelta(days=5 * 366))
    forgotten = site.forgetting.forget_due(by=None)
    assert [one.uid for one in forgotten] == uids
    assert site.forgetting.list_due() == []
    assert site.forgetting.forget_due() == []


def test_who_was_taken_back_meanwhile_is_not_forgotten(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = uid_of("001")
    site.keeping.let_go(member, "x")
    set_clock(site, NOON + timedelta(days=5 * 366))
    due = site.forgetting.list_due()
    monkeypatch.setattr(site.forgetting, "list_due", lambda: due)
    site.keeping.take_back(member)
    assert site.forgetting.forget_due() == []
    assert site.people.get_member("001").name == due[0].name


def test_a_forgotten_member_is_not_in_a_site_opened_anew(site: Services) -> None:
    add_known(site)
    site.forgetting.forget(uid_of("ZZ-4711"), now=True, reason="asked for it")
    close_file()
    again = open_services(site.context.home)
    assert [kept.number for kept in again.keeping.list_kept()] == ["001", "002"]


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2026, 11, 20), 5, date(2031, 11, 20)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2028, 2, 29), 5, date(2033, 3, 1)),
        (date(2028, 2, 29), 0, date(2028, 2, 29)),
    ],
)
def test_years_later(day: date, years: int, later: date) -> None:
    assert years_later(day, years) == later


def test_a_pseudonym_says_nothing_but_is_the_same_each_time() -> None:
    uid = new_uid()
    assert pseudonym_of(uid) == pseudonym_of(uid)
    assert len(pseudonym_of(uid)) == 10
