"""A post is given up: what was promised for it ends with it, and says who ended it."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.inspection import inspect_file
from kiosk.errors import RefusedError
from kiosk.i18n import use_language
from kiosk.service.commitments import NewCommitment
from kiosk.service.usual_words import as_read
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, make_site, set_clock, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


@pytest.fixture
def post(site: Services) -> UUID:
    return add_post("3号塔吊", "001")


def promise(site: Services, text: str, post: UUID | None, rhythm: str = "", **more: date) -> UUID:
    new = NewCommitment(text=text, rhythm=rhythm, post_uid=post, **more)  # type: ignore[arg-type]
    return site.service.promise(uid_of("001"), new).uid


def give_up(site: Services, post: UUID, days: int) -> None:
    set_clock(site, NOON + days * DAY)
    site.posts.end_post(post, uid_of("003"))


def on_its_page(site: Services, post: UUID) -> dict[str, tuple[str, date]]:
    return {one.text: (one.state, one.due_on) for one in site.posts.page(post).commitments}


def overdue(site: Services) -> list[tuple[str, date]]:
    return [(one.text, one.due_on) for one in site.service.list_overdue()]


def test_nothing_promised_for_it_falls_due_from_that_day_on(site: Services, post: UUID) -> None:
    promise(site, "每天巡查", post, "day")
    promise(site, "清理吊臂", post, due_on=FRIDAY + 9 * DAY)
    promise(site, "别处清理", None, due_on=FRIDAY + 9 * DAY)
    give_up(site, post, 2)
    assert site.service.list_due_today() == ()
    assert on_its_page(site, post) == {
        "每天巡查": ("withdrawn", FRIDAY),
        "清理吊臂": ("withdrawn", FRIDAY + 9 * DAY),
    }
    set_clock(site, NOON + 12 * DAY)
    assert overdue(site) == [("别处清理", FRIDAY + 9 * DAY)]


def test_what_was_due_before_it_was_given_up_stays(site: Services, post: UUID) -> None:
    promise(site, "昨天的", post)
    daily = promise(site, "每天巡查", post, "day")
    ended = promise(site, "只到周六", post, "day", until_on=FRIDAY + DAY)
    kept = promise(site, "做完了", post, due_on=FRIDAY + 5 * DAY)
    site.service.judge_commitment(kept, "kept", uid_of("001"))
    site.service.judge_commitment(daily, "partly_kept", uid_of("001"))
    give_up(site, post, 2)
    assert on_its_page(site, post)["昨天的"] == ("overdue", FRIDAY)
    assert on_its_page(site, post)["做完了"][0] == "kept"
    assert on_its_page(site, post)["每天巡查"][0] == "withdrawn"
    assert on_its_page(site, post)["只到周六"] == ("overdue", FRIDAY + DAY)
    assert site.service.judge_commitment(daily, "kept", uid_of("001"), "", FRIDAY).state == "kept"
    late = site.service.judge_commitment(ended, "missed", uid_of("001"), "下雨", FRIDAY)
    assert late.state == "missed"


def test_it_says_who_gave_it_up_and_when(site: Services, post: UUID) -> None:
    promise(site, "每天巡查", post, "day")
    give_up(site, post, 1)
    (ended,) = site.posts.page(post).commitments
    assert (ended.changed_by, ended.changed_at) == ("003", NOON + DAY)
    assert as_read(ended.reason) == "岗位已撤销"
    use_language("en")
    assert as_read(ended.reason) == "The post was given up"
    found = inspect_file(site.context.home.database)
    assert (found.changed_seq, found.differing) == (None, ())


def test_a_promise_of_somebody_who_left_ends_too(site: Services, post: UUID) -> None:
    promise(site, "每天巡查", post, "day")
    site.keeping.let_go(uid_of("001"), "调走", uid_of("003"))
    give_up(site, post, 1)
    site.keeping.take_back(uid_of("001"), uid_of("003"))
    assert site.service.list_open(uid_of("001")) == ()


def test_nobody_unnamed_ends_what_was_promised(site: Services, post: UUID) -> None:
    promise(site, "每天巡查", post, "day")
    with pytest.raises(RefusedError) as refused:
        site.posts.end_post(post)
    assert refused.value.code == "no_supervisor"
    assert site.posts.page(post).post.state != "ended"
    assert len(site.service.list_due_today()) == 1
