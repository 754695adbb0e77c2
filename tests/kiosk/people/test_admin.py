"""Members, posts, shifts and teams added by hand: on the board and in the ledger."""

import json
from pathlib import Path

import pytest

from db.base import new_uid
from db.connection import run_sql
from db.errors import Conflict
from db.rule_versions import list_rule_versions
from kiosk.errors import RefusedError
from kiosk.people.admin import Admin, NewMember, NewPost
from kiosk.people.photo_intake import take_photo
from kiosk.people.portraits import draw_portrait
from kiosk.services import Services
from tests.builders import NOON, make_site

TODAY = NOON.date()


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return make_site(tmp_path, 1)


@pytest.fixture
def admin(services: Services) -> Admin:
    return Admin(services.context)


def last_entry() -> tuple[str, dict[str, object]]:
    kind, payload = run_sql("SELECT kind, payload FROM ledger_entry ORDER BY seq DESC LIMIT 1")[0]
    return kind, json.loads(payload)


def test_a_member_with_a_photo(services: Services, admin: Admin) -> None:
    photo = take_photo(draw_portrait(1, (160, 200)))
    new = NewMember(" 100 ", "李\x1b[2J明", "电工", "远方支部", standing="activist", language="en")
    admin.add_member(new, photo)
    member = services.people.get_member("100")
    assert (member.name, member.initials, member.branch) == ("李明", "lm liming", "远方支部")
    assert (member.standing, member.language) == ("activist", "en")
    assert services.people.find_photo(member.photo, "thumb") == photo.renditions["thumb"]  # type: ignore[index]
    kind, payload = last_entry()
    assert kind == "member_added"
    assert payload["photo"] == photo.sha256


def test_a_member_without_a_branch_is_of_the_sites_own(services: Services, admin: Admin) -> None:
    admin.add_member(NewMember("100", "李明"))
    admin.add_member(NewMember("101", "李亮"))
    assert services.people.get_member("100").branch == services.oversight.site().branch
    assert run_sql("SELECT count(*) FROM ledger_entry WHERE kind = 'branch_added'") == [(1,)]


@pytest.mark.parametrize(
    ("number", "name", "code"),
    [("001", "李明", "number_taken"), ("", "李明", "no_number"), ("7", " \x00", "no_name")],
)
def test_a_member_that_can_not_be(admin: Admin, number: str, name: str, code: str) -> None:
    before = run_sql("SELECT (SELECT count(*) FROM branch), (SELECT count(*) FROM ledger_entry)")
    with pytest.raises(RefusedError) as refused:
        admin.add_member(NewMember(number, name, branch="新支部"))
    assert refused.value.code == code
    assert before == run_sql(
        "SELECT (SELECT count(*) FROM branch), (SELECT count(*) FROM ledger_entry)"
    )


def test_a_post_held_in_a_shift(services: Services, admin: Admin) -> None:
    member = services.people.get_member("001").uid
    shift = admin.add_shift("白班", 420, 1140)
    assert list_rule_versions()[-1].shifts == (("白班", 420, 1140, 127, 15),)
    post = admin.add_post(NewPost("塔吊", "post", "task", "指挥", "随叫随到", "A区", "model"))
    admin.assign_post(post, member, since=TODAY, shift_uid=shift)
    assert last_entry()[0] == "holding_added"
    (held,) = services.people.get_member("001").posts
    assert (held.name, held.kind, held.basis, held.honour) == ("塔吊", "post", "task", "model")
    assert (held.shift, held.from_minute, held.to_minute) == ("白班", 420, 1140)


def test_a_post_held_without_a_shift(services: Services, admin: Admin) -> None:
    member = services.people.get_member("001").uid
    admin.assign_post(admin.add_post(NewPost("资料")), member, since=TODAY)
    (held,) = services.people.get_member("001").posts
    assert (held.shift, held.is_key) == ("", False)


def test_a_team(services: Services, admin: Admin) -> None:
    admin.raise_team("突击队", "抢工期", [services.people.get_member("001").uid], since=TODAY)
    (member,) = services.people.list_members()
    assert member.teams == ("突击队",)
    assert last_entry()[1]["goal"] == "抢工期"


def test_a_second_of_the_same_name_changes_nothing(admin: Admin) -> None:
    admin.add_shift("白班", 420, 1140)
    admin.add_post(NewPost("塔吊"))
    before = last_entry()
    with pytest.raises(RefusedError) as refused:
        admin.add_shift("白班", 0, 60)
    assert refused.value.code == "shift_exists"
    with pytest.raises(Conflict):
        admin.add_post(NewPost("塔吊"))
    with pytest.raises(Conflict):
        admin.raise_team("队", "", [new_uid()], since=TODAY)
    assert last_entry() == before
