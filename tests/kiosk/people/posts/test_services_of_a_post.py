"""A post's page tells what its holders did while they held it, as their cards do."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from db import base, people
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService
from kiosk.services import Services
from screens.public.post_story import tell_post
from tests.builders import FRIDAY, NOON, add_post, make_site, set_clock, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def hold(post: UUID, number: str, since: date, until: date | None) -> None:
    people.Holding.insert(
        uid=base.new_uid(), post=post, member=uid_of(number), since=since, until=until
    ).execute()


def log(site: Services, number: str, text: str, promise: UUID | None = None) -> UUID:
    new = NewService(30, text=text, commitment_uid=promise)
    return site.service.log(uid_of(number), new).uid


def told(site: Services, post: UUID) -> list[str]:
    return [one.text for one in site.posts.page(post).services]


def test_what_a_holder_logs_on_a_day_of_theirs_is_the_posts_too(site: Services) -> None:
    post = add_post("3号塔吊")
    hold(post, "001", FRIDAY, FRIDAY + DAY)
    hold(post, "002", FRIDAY + DAY, None)
    for day in range(3):
        set_clock(site, NOON + day * DAY)
        for number in ("001", "002", "003"):
            log(site, number, f"{number}第{day}天")
    assert told(site, post) == ["002第2天", "002第1天", "001第1天", "001第0天"]
    card = [one.text for one in site.people.get_page(uid_of("001")).services]
    assert set(told(site, post)) & set(card) == {"001第1天", "001第0天"}


def test_what_was_done_for_another_posts_promise_is_that_posts(site: Services) -> None:
    crane, gate = add_post("3号塔吊", "001"), add_post("门卫", "001")
    promise = site.service.promise(uid_of("001"), NewCommitment(text="巡查", post_uid=gate))
    own = site.service.make_commitment(uid_of("001"), text="清理")
    log(site, "001", "查夜", promise.uid)
    log(site, "001", "清运", own.uid)
    assert (told(site, crane), told(site, gate)) == (["清运"], ["清运", "查夜"])


def test_a_struck_entry_is_no_posts_and_each_stands_once(site: Services) -> None:
    post = add_post("3号塔吊", "001")
    hold(post, "001", FRIDAY, None)
    promise = site.service.promise(uid_of("001"), NewCommitment(text="巡查", post_uid=post))
    site.service.strike_service(log(site, "001", "记错"), uid_of("001"), "记错")
    log(site, "001", "查夜", promise.uid)
    assert told(site, post) == ["查夜"]


def test_the_newest_thirty_are_told(site: Services) -> None:
    post = add_post("3号塔吊", "001")
    for number in range(32):
        log(site, "001", f"第{number}次")
    assert told(site, post) == [f"第{number}次" for number in range(31, 1, -1)]


def test_it_is_said_whether_it_was_for_a_promise_or_while_they_held_the_post(
    site: Services,
) -> None:
    post = add_post("3号塔吊", "001")
    promise = site.service.promise(uid_of("001"), NewCommitment(text="巡查", post_uid=post))
    log(site, "001", "送水")
    log(site, "001", "查夜", promise.uid)
    blocks = tell_post(site.posts.page(post), NOON, ZoneInfo("Asia/Shanghai"), 80)
    rows = ["".join(text for text, _look in row).strip() for block in blocks for row in block]
    assert rows[rows.index("查夜") + 2] == "对应承诺：巡查"
    assert rows[rows.index("送水") + 2] == "在岗期间所做"
