"""Members as supervisors keep them; what is shown of them, and what the ledger keeps of it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.connection import run_sql
from db.ledger import find_first_broken
from kiosk.attendance.views import CheckedIn, Refused
from kiosk.errors import RefusedError
from kiosk.people.keeping import MemberChange, NewMember
from kiosk.people.photo_intake import TakenPhoto
from kiosk.people.photo_sizes import PhotoSize
from kiosk.people.roster import import_roster
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_member, add_post, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 2)


def photo(sign: str) -> TakenPhoto:
    """A photo as the intake gives it; keeping never looks into it."""
    return TakenPhoto(sign * 64, 300, 400, {size: f"{sign}{size}".encode() for size in PhotoSize})


def refusal(action: Callable[[], object]) -> str:
    before = run_sql("SELECT count(*) FROM ledger_entry")
    with pytest.raises(RefusedError) as refused:
        action()
    assert refused.value.sentence
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    return refused.value.code


def last_entry() -> tuple[str, dict[str, object]]:
    kind, payload = run_sql("SELECT kind, payload FROM ledger_entry ORDER BY seq DESC LIMIT 1")[0]
    return kind, json.loads(payload)


def kept_photos() -> list[str]:
    held = [sha[0] for (sha,) in run_sql("SELECT sha256 FROM photo ORDER BY 1")]
    assert run_sql("SELECT DISTINCT substr(sha256, 1, 1) FROM photo_rendition ORDER BY 1") == [
        (sign,) for sign in held
    ]
    return held


def test_a_member_is_added_clean(site: Services) -> None:
    new = NewMember(" 100 ", "李\x1b[2J明\ud800", "电工", "远方支部", "138000", "activist", "en")
    member = site.keeping.get_kept(site.keeping.add(new, by=uid_of("001")))
    assert (member.number, member.name, member.initials) == ("100", "李明", "lm liming")
    assert (member.job, member.branch, member.phone) == ("电工", "远方支部", "138000")
    assert (member.standing, member.language, member.joined_at) == ("activist", "en", NOON)
    assert (member.left_at, member.left_because, member.forgotten_at) == (None, "", None)
    kind, told = last_entry()
    assert (kind, told["name"], told["by"]) == ("member_added", "李明", str(uid_of("001")))


def test_a_member_without_a_branch_belongs_to_the_sites_own(site: Services) -> None:
    assert site.keeping.get_kept(site.keeping.add(NewMember("100", "李明"))).branch == "临时支部"


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewMember("", "李明"), "no_number"),
        (NewMember("100", " "), "no_name"),
        (NewMember("001", "李明"), "number_taken"),
        (NewMember("100", "李明", standing="boss"), "unknown_standing"),
        (NewMember("100", "李明", language="fr"), "unknown_language"),
    ],
)
def test_who_can_not_be_added_is_told_why(site: Services, new: NewMember, why: str) -> None:
    assert refusal(lambda: site.keeping.add(new)) == why
    assert len(site.keeping.list_kept()) == 2


def test_only_what_changed_is_entered(site: Services) -> None:
    member, supervisor = uid_of("001"), uid_of("002")
    before = site.keeping.get_kept(member)
    change = MemberChange("001", " 欧阳 明 ", before.job, phone="13900", standing="probationary")
    after = site.keeping.change(member, change, by=supervisor)
    assert (after.name, after.phone, after.standing) == ("欧阳 明", "13900", "probationary")
    assert "oym" in after.initials
    assert last_entry() == (
        "member_changed",
        {
            "name": [before.name, "欧阳 明"],
            "phone": [before.phone, "13900"],
            "standing": ["member", "probationary"],
            "by": str(supervisor),
        },
    )


def test_a_change_that_changes_nothing_is_not_entered(site: Services) -> None:
    entries = run_sql("SELECT count(*) FROM ledger_entry")
    kept = site.keeping.get_kept(uid_of("001"))
    same = MemberChange(kept.number, kept.name, kept.job, "", kept.phone, "member", "")
    assert site.keeping.change(uid_of("001"), same) == kept
    assert run_sql("SELECT count(*) FROM ledger_entry") == entries


def test_another_branch_is_made_once_and_entered(site: Services) -> None:
    for number in ("001", "002"):
        changed = site.keeping.change(uid_of(number), MemberChange(branch="新支部"))
        assert changed.branch == "新支部"
    added = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'branch_added'")
    assert added == [('{"name":"新支部"}',)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (MemberChange(number="002"), "number_taken"),
        (MemberChange(number=" "), "no_number"),
        (MemberChange(name="\x07"), "no_name"),
        (MemberChange(standing=""), "unknown_standing"),
        (MemberChange(language="zh"), "unknown_language"),
    ],
)
def test_what_can_not_be_changed_is_told_why(
    site: Services, change: MemberChange, why: str
) -> None:
    before = site.keeping.get_kept(uid_of("001"))
    assert refusal(lambda: site.keeping.change(uid_of("001"), change)) == why
    assert site.keeping.get_kept(uid_of("001")) == before


def test_nobody_unknown_is_kept(site: Services) -> None:
    keeping, nobody = site.keeping, uuid4()
    for action in (
        lambda: keeping.get_kept(nobody),
        lambda: keeping.change(nobody, MemberChange(job="x")),
        lambda: keeping.let_go(nobody, "x"),
        lambda: keeping.take_back(nobody),
        lambda: keeping.offer_photo(nobody, photo("a")),
        lambda: keeping.approve_photo(nobody),
        lambda: keeping.remove_photo(nobody, "x"),
    ):
        assert refusal(action) == "unknown_member"


def test_leaving_ends_presence_posts_and_the_photo_on_the_board(site: Services) -> None:
    member = uid_of("001")
    add_post("3号塔吊", "001", "002")
    code = site.people.badge_code("001")
    site.keeping.offer_photo(member, photo("a"))
    site.keeping.approve_photo(member)
    scan(site, "001")
    set_clock(site, NOON + timedelta(hours=2))
    left = site.keeping.let_go(member, " end of\ncontract ", by=uid_of("002"))
    assert (left.left_at, left.left_because) == (NOON + timedelta(hours=2), "end of contract")
    assert site.attendance.on_site() == []
    assert [shown.number for shown in site.people.list_members()] == ["002"]
    punches = run_sql("SELECT direction, source, badge_uid IS NULL, work_day FROM punch")
    assert punches == [("in", "wedge", 0, "2026-11-20"), ("out", "member_left", 1, "2026-11-20")]
    assert last_entry() == (
        "member_left",
        {"reason": "end of contract", "was_on_site": True, "by": str(uid_of("002"))},
    )
    held = run_sql("SELECT until FROM holding WHERE member_uid = ?", (member.bytes,))
    assert held == [("2026-11-20",)]
    assert run_sql("SELECT count(*) FROM holding WHERE until IS NULL") == [(1,)]
    (presence,) = site.oversight.day(FRIDAY).presences
    assert (presence.number, presence.out_at) == ("001", NOON + timedelta(hours=2))
    answer = refused_answer(site, code)
    assert answer == "member_left"
    assert find_first_broken() is None


def refused_answer(site: Services, code: str) -> str:
    from kiosk.attendance.views import Scan

    answer = site.attendance.scan(Scan(code, "wedge"))
    assert isinstance(answer, Refused)
    return answer.reason


@pytest.mark.parametrize("hours", [None, 17])
def test_leaving_closes_nothing_where_nothing_is_open(site: Services, hours: int | None) -> None:
    if hours:  # came, was never seen to leave: nobody knows when, so no time is invented
        scan(site, "001")
        set_clock(site, NOON + timedelta(hours=hours))
    site.keeping.let_go(uid_of("001"), "x")
    assert last_entry()[1]["was_on_site"] is False
    assert run_sql("SELECT count(*) FROM punch WHERE direction = 'out'") == [(0,)]


def test_leaving_after_going_out_closes_nothing(site: Services) -> None:
    for hours in (0, 1):
        set_clock(site, NOON + timedelta(hours=hours))
        scan(site, "001")
    site.keeping.let_go(uid_of("001"), "x")
    assert run_sql("SELECT source FROM punch") == [("wedge",), ("wedge",)]


def test_leaving_needs_a_reason_and_happens_once(site: Services) -> None:
    member = uid_of("001")
    assert refusal(lambda: site.keeping.let_go(member, " ")) == "no_reason"
    site.keeping.let_go(member, "x")
    before = site.keeping.get_kept(member)
    assert refusal(lambda: site.keeping.let_go(member, "y")) == "member_left"
    assert site.keeping.get_kept(member) == before


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_the_last_one_who_can_open_the_day_stays(site: Services, role: str) -> None:
    first, second = uid_of("001"), uid_of("002")
    site.access.set_pin(first, role, "246810")
    before = last_entry()
    assert refusal(lambda: site.keeping.let_go(first, "x")) == "last_supervisor"
    assert refusal(lambda: site.forgetting.forget(first, now=True, reason="x")) == "last_supervisor"
    assert (site.keeping.get_kept(first).left_at, last_entry()) == (None, before)
    site.access.set_pin(second, "supervisor", "135790")
    site.keeping.let_go(first, "x")
    assert refusal(lambda: site.keeping.let_go(second, "x")) == "last_supervisor"
    site.keeping.take_back(first)  # who is back has no PIN, so the second one is still needed
    assert refusal(lambda: site.keeping.let_go(second, "x")) == "last_supervisor"


def test_a_member_who_is_back_gets_in_with_the_same_badge(site: Services) -> None:
    member = uid_of("001")
    add_post("3号塔吊", "001")
    assert refusal(lambda: site.keeping.take_back(member)) == "not_left"
    site.keeping.let_go(member, "x")
    set_clock(site, NOON + timedelta(days=1))
    back = site.keeping.take_back(member, by=uid_of("002"))
    assert (back.left_at, back.left_because) == (None, "")
    assert last_entry() == ("member_back", {"role_ended": None, "by": str(uid_of("002"))})
    answer = scan(site, "001")
    assert isinstance(answer, CheckedIn)
    assert answer.member.posts == ()


def test_a_supervisor_who_is_back_has_no_role_until_it_is_given_anew(site: Services) -> None:
    member = uid_of("001")
    site.access.set_pin(member, "supervisor", "246810")
    site.access.set_pin(uid_of("002"), "supervisor", "135790")
    site.keeping.let_go(member, "x")
    site.keeping.take_back(member)
    assert last_entry() == ("member_back", {"role_ended": "supervisor", "by": None})
    with pytest.raises(RefusedError) as refused:
        site.access.check_pin("001", "246810")
    assert refused.value.code == "wrong_pin"


def test_a_roster_that_takes_a_member_back_clears_why_they_left(
    site: Services, tmp_path: Path
) -> None:
    site.keeping.let_go(uid_of("001"), "x")
    roster = tmp_path / "roster.csv"
    roster.write_text("编号,姓名\n001,王工001\n", encoding="utf-8")
    assert import_roster(site.context, roster).committed
    kept = site.keeping.get_kept(uid_of("001"))
    assert (kept.left_at, kept.left_because) == (None, "")


def test_all_are_kept_by_number_with_those_who_left(site: Services) -> None:
    add_member("10")
    site.keeping.let_go(uid_of("001"), "x")
    assert [kept.number for kept in site.keeping.list_kept()] == ["10", "001", "002"]


def test_a_waiting_photo_is_never_shown(site: Services) -> None:
    member, supervisor = uid_of("001"), uid_of("002")
    site.keeping.offer_photo(member, photo("a"), by=supervisor)
    kept = site.keeping.get_kept(member)
    assert (kept.photo, kept.waiting_photo) == (None, "a" * 64)
    assert last_entry() == ("photo_offered", {"photo": "a" * 64, "by": str(supervisor)})
    shown = [site.people.get_member("001"), site.people.get_page(member).member]
    answer = scan(site, "001")
    assert isinstance(answer, CheckedIn)
    shown += [*site.people.list_members(), answer.member]
    assert {one.photo for one in shown} == {None}


def test_an_approved_photo_is_shown_and_the_older_one_is_gone(site: Services) -> None:
    member = uid_of("001")
    for sign in "ab":
        site.keeping.offer_photo(member, photo(sign))
        site.keeping.approve_photo(member, by=uid_of("002"))
    told = {"photo": "b" * 64, "by": str(uid_of("002"))}
    assert last_entry() == ("photo_approved", told)
    assert site.people.get_member("001").photo == "b" * 64
    assert site.people.find_photo("b" * 64, "card") == f"b{PhotoSize.CARD}".encode()
    assert site.people.find_photo("a" * 64, "card") is None
    assert kept_photos() == ["b"]
    assert refusal(lambda: site.keeping.approve_photo(member)) == "no_photo"


def test_a_refused_photo_is_gone_and_the_shown_one_stays(site: Services) -> None:
    member = uid_of("001")
    site.keeping.offer_photo(member, photo("a"))
    site.keeping.approve_photo(member)
    site.keeping.offer_photo(member, photo("b"))
    assert refusal(lambda: site.keeping.refuse_photo(member, "")) == "no_reason"
    site.keeping.refuse_photo(member, "a hat", by=uid_of("002"))
    told = {"photo": "b" * 64, "reason": "a hat", "by": str(uid_of("002"))}
    assert last_entry() == ("photo_refused", told)
    kept = site.keeping.get_kept(member)
    assert (kept.photo, kept.waiting_photo) == ("a" * 64, None)
    assert kept_photos() == ["a"]
    assert refusal(lambda: site.keeping.refuse_photo(member, "a hat")) == "no_photo"


def test_another_waiting_photo_takes_the_place_of_the_first(site: Services) -> None:
    for sign in "ab":
        site.keeping.offer_photo(uid_of("001"), photo(sign))
    assert kept_photos() == ["b"]
    assert site.keeping.get_kept(uid_of("001")).waiting_photo == "b" * 64


def test_a_photo_is_taken_off_the_board(site: Services) -> None:
    member = uid_of("001")
    assert refusal(lambda: site.keeping.remove_photo(member, "x")) == "no_photo"
    site.keeping.offer_photo(member, photo("a"))
    site.keeping.approve_photo(member)
    assert refusal(lambda: site.keeping.remove_photo(member, " ")) == "no_reason"
    site.keeping.remove_photo(member, "asked for it", by=uid_of("002"))
    told = {"photo": "a" * 64, "reason": "asked for it", "by": str(uid_of("002"))}
    assert last_entry() == ("photo_removed", told)
    assert (site.people.get_member("001").photo, kept_photos()) == (None, [])


def test_a_photo_that_two_members_have_stays_for_the_other(site: Services) -> None:
    for number in ("001", "002"):
        site.keeping.offer_photo(uid_of(number), photo("a"))
    site.keeping.approve_photo(uid_of("002"))
    site.keeping.refuse_photo(uid_of("001"), "not you")
    assert kept_photos() == ["a"]
    site.keeping.remove_photo(uid_of("002"), "not you either")
    assert kept_photos() == []


@pytest.mark.parametrize("phone", ["", "13800000000", "+86 138-0000 0000", "12345"])
def test_a_phone_number_that_looks_like_one_is_kept(site: Services, phone: str) -> None:
    uid = site.keeping.add(NewMember("100", "李明", phone=phone))
    assert site.keeping.get_kept(uid).phone == phone


@pytest.mark.parametrize("phone", ["1234", "老王", "1-- --2", "138x0000", "+" * 6, "1" * 21])
def test_a_phone_number_of_another_shape_is_refused(site: Services, phone: str) -> None:
    assert refusal(lambda: site.keeping.add(NewMember("100", "李", phone=phone))) == (
        "no_phone_number"
    )
    change = MemberChange(phone=phone)
    assert refusal(lambda: site.keeping.change(uid_of("001"), change)) == "no_phone_number"


def test_an_older_phone_number_of_another_shape_stays(site: Services) -> None:
    run_sql("UPDATE member SET phone = '分机 12' WHERE number = '001'")
    change = MemberChange(job="焊工", phone="分机 12")
    assert site.keeping.change(uid_of("001"), change).job == "焊工"


def test_branches_are_listed_with_the_sites_own(site: Services) -> None:
    assert site.context.site().branch in site.keeping.list_branches()
    site.keeping.change(uid_of("001"), MemberChange(branch="远方支部"))
    assert "远方支部" in site.keeping.list_branches()
