"""A post becomes a key post, one of another kind, or none: from then on, never before."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.connection import run_sql
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.views import CheckedIn
from kiosk.errors import RefusedError
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, scan, uid_of
from tests.kiosk.attendance.coverage.site import at, come, hour_of, make_key_site, post

BOARD = "宣传栏"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """宣传栏 is no key post, as a roster makes posts; 003 holds it since the week before."""
    services = make_key_site(tmp_path)
    for number, pin in (("001", "246810"), ("002", "246811")):
        services.access.set_pin(uid_of(number), "supervisor", pin)
    add_post(BOARD, "003", kind="", since=FRIDAY - timedelta(days=7))
    return services


def board(site: Services) -> UUID:
    return site.coverage.post_named(BOARD)


def names(posts: tuple[PostCoverageView, ...]) -> list[str]:
    return [one.name for one in posts if one.name == BOARD]


def refusal(call: Any, *args: object) -> str:
    count = "SELECT count(*) FROM ledger_entry"
    before = run_sql(count)
    with pytest.raises(RefusedError) as refused:
        call(*args)
    assert run_sql(count) == before
    return refused.value.code


def test_a_post_newly_made_key_is_empty_from_then_on_and_was_never_before(site: Services) -> None:
    at(site, 12)
    site.coverage.set_kind(board(site), "link", uid_of("001"))
    at(site, 14)
    found = post(site, BOARD)
    assert (found.kind, found.state, hour_of(site, BOARD)) == ("link", "empty", 12)
    assert found.empty_min == 120
    assert names(site.coverage.day(FRIDAY - timedelta(days=1))) == []
    assert names(site.coverage.now(NOON - timedelta(hours=1))) == []


def test_who_was_there_before_it_became_key_covers_it(site: Services) -> None:
    come(site, "003", 8)
    at(site, 12)
    site.coverage.set_kind(board(site), "procedure")
    at(site, 13)
    found = post(site, BOARD)
    assert (found.state, found.covered_min) == ("covered", 60)
    assert [one.number for one in found.holders] == ["003"]


def test_what_is_no_key_post_any_more_stays_in_the_day_on_which_it_was(site: Services) -> None:
    at(site, 9)
    site.coverage.set_kind(board(site), "post")
    at(site, 11)
    site.coverage.set_kind(board(site), "")
    at(site, 13)
    assert names(site.coverage.now()) == []
    assert names(site.coverage.now(NOON - timedelta(hours=2))) == [BOARD]
    (found,) = (one for one in site.coverage.day(FRIDAY) if one.name == BOARD)
    assert (found.kind, found.empty_min, found.state) == ("post", 120, "not_due")
    duty = next(one for one in site.oversight.day().duties if one.post == BOARD)
    assert (duty.kind, duty.number) == ("post", "003")
    at(site, 24 + 13)
    assert names(site.coverage.day(FRIDAY + timedelta(days=1))) == []
    assert names(site.coverage.day(FRIDAY)) == [BOARD]


def test_the_day_says_of_which_kind_a_post_was_then(site: Services) -> None:
    at(site, 12)
    site.coverage.set_kind(post(site).uid, "moment")
    at(site, 36)
    thursday, friday = (
        next(one for one in site.coverage.day(FRIDAY - timedelta(days=back)) if one.planned).kind
        for back in (1, 0)
    )
    assert (thursday, friday, post(site).kind) == ("post", "moment", "moment")


def test_a_post_that_is_none_any_more_waits_for_nobody(site: Services) -> None:
    at(site, 9)
    site.coverage.set_kind(board(site), "post")
    assert [one.name for one in site.coverage.waiting_for(uid_of("003"))] == [BOARD]
    at(site, 10)
    site.coverage.set_kind(board(site), "")
    assert isinstance(scan(site, "003"), CheckedIn)
    assert site.coverage.waiting_for(uid_of("003")) == ()
    assert refusal(site.coverage.take_post, uid_of("003"), board(site)) == "not_theirs"
    assert refusal(site.coverage.set_least, board(site), 2) == "no_key_post"


def test_its_hours_and_people_are_kept_for_when_it_is_one_again(site: Services) -> None:
    at(site, 9)
    site.coverage.set_kind(board(site), "post")
    site.coverage.set_least(board(site), 3)
    site.coverage.add_deputy(board(site), uid_of("004"))
    at(site, 10)
    site.coverage.set_kind(board(site), "")
    (kept,) = site.coverage.other_posts()
    assert (kept.kind, kept.least, kept.deputies[0].member.number) == ("", 3, "004")
    at(site, 12)
    site.coverage.set_kind(board(site), "link")
    at(site, 13)
    found = post(site, BOARD)
    assert (found.least, found.empty_min) == (3, 120)
    assert [len(gap) for gap in found.gaps] == [2, 2]


def test_a_change_taken_back_by_a_clock_set_back_was_never(site: Services) -> None:
    at(site, 12)
    site.coverage.set_kind(board(site), "post")
    at(site, 11)
    site.coverage.set_kind(board(site), "")
    at(site, 13)
    assert names(site.coverage.day(FRIDAY)) == []


def test_each_change_is_told_with_who_said_so_and_the_same_once_more_is_none(
    site: Services,
) -> None:
    site.coverage.set_kind(board(site), "link", uid_of("001"))
    site.coverage.set_kind(board(site), "link", uid_of("002"))
    told = run_sql(
        "SELECT payload ->> 'kind', payload ->> 'was', payload ->> 'by' FROM ledger_entry"
        " WHERE kind = 'post_kind'"
    )
    assert told == [("link", "", str(uid_of("001")))]


def test_a_post_is_made_with_its_kind_and_zone(site: Services) -> None:
    made = site.coverage.make_post(" 消防\x1b[31m值守 ", "moment", "B区", uid_of("001"))
    (found,) = (one for one in site.coverage.posts() if one.uid == made)
    assert (found.name, found.kind, found.least, found.holders) == ("消防值守", "moment", 1, ())
    assert site.coverage.zones() == ["A区", "B区"]
    plain = site.coverage.make_post("资料室", "")
    assert plain in {one.uid for one in site.coverage.other_posts()}
    told = run_sql("SELECT payload ->> 'by' FROM ledger_entry WHERE kind = 'post_added' LIMIT 1")
    assert told == [(str(uid_of("001")),)]


def test_a_new_post_is_loud_from_when_it_was_made(site: Services) -> None:
    site.coverage.make_post("消防值守", "post")
    at(site, 13)
    assert (post(site, "消防值守").state, hour_of(site, "消防值守")) == ("empty", 12)


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("", "post", "bad_name"),
        (" \x07 ", "post", "bad_name"),
        ("岗" * 61, "post", "bad_name"),
        ("门卫", "gate", "unknown_kind"),
        ("3号塔吊", "post", "post_exists"),
        ("３号 塔吊", "post", "post_exists"),
        (BOARD, "post", "post_exists"),
    ],
)
def test_a_post_that_can_not_be_made_is_refused(
    site: Services, name: str, kind: str, code: str
) -> None:
    assert refusal(site.coverage.make_post, name, kind) == code


def test_an_unknown_post_or_kind_is_refused(site: Services) -> None:
    assert refusal(site.coverage.set_kind, uuid4(), "post") == "unknown_post"
    assert refusal(site.coverage.set_kind, board(site), "crane") == "unknown_kind"
