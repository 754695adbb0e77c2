"""Which key posts must be held at a minute, and whether they are."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from kiosk.people.key_posts import is_running, list_key_posts
from kiosk.people.views import MemberView, PostView

SINCE = datetime(2026, 11, 20, 4, tzinfo=UTC)
TODAY = date(2026, 11, 20)
CRANE = PostView(uuid4(), "塔吊", "post", "need", "", "", "", "", "", None, None, TODAY)
DAY = replace(CRANE, shift="白班", from_minute=420, to_minute=1140)
NIGHT = replace(CRANE, shift="夜班", from_minute=1140, to_minute=420)


def member(name: str, *posts: PostView, here: bool = False) -> MemberView:
    since = SINCE if here else None
    return MemberView(
        uuid4(), "1", name, "", "", "", "member", "", None, posts, on_site_since=since
    )


@pytest.mark.parametrize(
    ("post", "minute", "runs"),
    [
        (CRANE, 0, True),
        (DAY, 419, False),
        (DAY, 420, True),
        (DAY, 1139, True),
        (DAY, 1140, False),
        (NIGHT, 1140, True),
        (NIGHT, 1439, True),
        (NIGHT, 0, True),
        (NIGHT, 419, True),
        (NIGHT, 420, False),
        (replace(DAY, to_minute=420), 100, True),
    ],
)
def test_a_shift_runs_from_its_first_minute_until_before_its_last(
    post: PostView, minute: int, runs: bool
) -> None:
    assert is_running(post, minute) is runs


def test_only_the_running_shift_is_listed() -> None:
    found = list_key_posts([member("日", DAY), member("夜", NIGHT)], 600)
    assert [(post.name, post.holders[0].name) for post in found] == [("塔吊", "日")]


def test_posts_nobody_holds_on_site_come_first() -> None:
    crew = [
        member("甲", replace(CRANE, name="A"), here=True),
        member("乙", replace(CRANE, name="B")),
        member("丙", replace(CRANE, name="C")),
    ]
    found = list_key_posts(crew, 0)
    assert [(post.name, post.is_held) for post in found] == [
        ("B", False),
        ("C", False),
        ("A", True),
    ]


def test_one_holder_on_site_is_enough_and_stands_first() -> None:
    found = list_key_posts([member("在家", CRANE), member("在场", CRANE, here=True)], 0)
    assert found[0].is_held
    assert [holder.name for holder in found[0].holders] == ["在场", "在家"]


def test_a_post_that_is_no_key_post_is_not_listed() -> None:
    assert list_key_posts([member("甲", replace(CRANE, kind=""))], 0) == []
