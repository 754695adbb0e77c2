"""What is gathered for a badge, and who gets none."""

from datetime import date
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.exports.badge_print import gather_badges
from kiosk.people.badges import Validity
from kiosk.services import Services
from tests.builders import NOON, add_member, add_post, make_site, uid_of

LAST = date(2026, 12, 31)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 3)


def refusal(services: Services, *numbers: str) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        gather_badges(services, numbers)
    return caught.value


def count_badges() -> int:
    ((count,),) = run_sql("SELECT count(*) FROM badge")
    return int(count)


def test_a_badge_says_what_the_board_says(site: Services) -> None:
    add_post("夜间巡查", "002", kind="")
    add_post("高处作业", "002", kind="moment")
    site.badges.set_validity(uid_of("002"), Validity(None, LAST))
    (badge,) = gather_badges(site, ["002"])
    member = site.people.get_member("002")
    assert (badge.uid, badge.number, badge.name) == (member.uid, "002", member.name)
    assert (badge.job, badge.branch) == (member.job, member.branch)
    assert (badge.post, badge.is_key_post) == ("高处作业", True)
    assert (badge.site, badge.site_branch) == ("北岸安置房项目", "临时支部")
    assert (badge.code, badge.valid_until) == (site.badges.code(member.uid), LAST)
    assert badge.photo is None


def test_a_post_that_is_no_key_post_and_none_at_all(site: Services) -> None:
    add_post("夜间巡查", "001", kind="")
    found = gather_badges(site, ["001", "003"])
    assert [(badge.post, badge.is_key_post) for badge in found] == [
        ("夜间巡查", False),
        ("", False),
    ]


def test_members_come_in_the_order_asked_for_each_once(site: Services) -> None:
    found = gather_badges(site, ["003", "001", "003"])
    assert [badge.number for badge in found] == ["003", "001"]


def test_without_numbers_all_who_have_not_left_come(site: Services) -> None:
    add_member("010")
    add_member("004", left_at=NOON)
    assert [badge.number for badge in gather_badges(site)] == ["001", "002", "003", "010"]


def test_printing_again_issues_nothing_anew(site: Services) -> None:
    add_member("010")
    first = gather_badges(site)
    assert count_badges() == 4
    assert gather_badges(site) == first
    assert count_badges() == 4


def test_everybody_without_a_badge_is_named_and_nobody_gets_one(site: Services) -> None:
    add_member("004", left_at=NOON, name="赵离")
    add_member("010")
    refused = refusal(site, "010", "004", "777", "888")
    assert refused.code == "member_left"
    assert all(said in refused.sentence for said in ("赵离", "777", "888"))
    assert refusal(site, "777").code == "unknown_member"
    assert count_badges() == 3


def test_a_revoked_badge_is_not_printed(site: Services) -> None:
    site.badges.revoke(uid_of("002"), "遗失")
    refused = refusal(site, "001", "002")
    assert refused.code == "no_badge"
    assert "002" in refused.sentence
    assert "001" not in refused.sentence
    assert [badge.number for badge in gather_badges(site)] == ["001", "003"]
