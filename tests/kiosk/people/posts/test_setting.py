"""Setting posts of any kind: refused by name, nothing half-saved, each change in the ledger."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.people.admin import NewPost
from kiosk.people.posts.views import PostChange
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, set_clock, uid_of
from tests.kiosk.attendance.coverage.site import come, make_key_site, post


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """001 is a supervisor."""
    services = make_key_site(tmp_path)
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    return services


def entries(since: int = 0) -> list[tuple[str, dict[str, object]]]:
    rows = run_sql("SELECT kind, payload FROM ledger_entry WHERE seq > ? ORDER BY seq", (since,))
    return [(kind, json.loads(payload)) for kind, payload in rows]


def head() -> int:
    seq: int = run_sql("SELECT max(seq) FROM ledger_entry")[0][0]
    return seq


def everything() -> list[object]:
    tables = ("post", "post_kind", "holding", "deputy", "ledger_entry")
    return [run_sql(f"SELECT * FROM {table}") for table in tables]


@pytest.mark.parametrize(
    "change",
    [
        lambda site, post, by: site.posts.make_post(NewPost("门卫"), by),
        lambda site, post, by: site.posts.set_post(post, PostChange(duty="巡查"), by),
        lambda site, post, by: site.posts.set_post(post, PostChange(), by),
        lambda site, post, by: site.posts.end_post(post, by),
        lambda site, post, by: site.coverage.make_post("门卫", "post", by=by),
        lambda site, post, by: site.coverage.set_kind(post, "link", by),
        lambda site, post, by: site.coverage.set_kind(post, "post", by),
        lambda site, post, by: site.coverage.follow_shifts(post, by),
        lambda site, post, by: site.coverage.set_least(post, 2, by),
        lambda site, post, by: site.coverage.assign(post, uid_of("003"), by=by),
        lambda site, post, by: site.coverage.end(post, uid_of("001"), by=by),
        lambda site, post, by: site.coverage.add_deputy(post, uid_of("003"), by=by),
        lambda site, post, by: site.coverage.end_deputy(post, uid_of("004"), by=by),
    ],
)
def test_only_a_supervisor_sets_posts(
    site: Services, change: Callable[[Services, UUID, UUID], object]
) -> None:
    crane = post(site).uid
    site.coverage.add_deputy(crane, uid_of("004"))
    before = everything()
    with pytest.raises(RefusedError) as refused:
        change(site, crane, uid_of("002"))
    assert refused.value.code == "no_supervisor"
    assert everything() == before
    change(site, crane, uid_of("001"))


def test_a_post_is_made_with_all_its_words(site: Services) -> None:
    before = head()
    new = NewPost(
        " 消防\x1b[31m值守 ", "moment", "task", "巡查消火栓", "五分钟到场", "B区", "vanguard"
    )
    uid = site.posts.make_post(new, uid_of("001"))
    line = site.posts.page(uid).post
    assert (line.name, line.kind, line.basis, line.honour) == (
        "消防值守",
        "moment",
        "task",
        "vanguard",
    )
    assert (line.duty, line.standard, line.zone, line.state) == (
        "巡查消火栓",
        "五分钟到场",
        "B区",
        "vacant",
    )
    ((kind, told),) = entries(before)
    assert (kind, told["by"], told["honour"]) == ("post_added", str(uid_of("001")), "vanguard")
    assert "消防值守" in [one.name for one in site.coverage.now()]


def test_what_is_changed_is_told_with_what_it_was_and_the_rest_stays(site: Services) -> None:
    uid, before = post(site).uid, head()
    change = PostChange(duty="指挥吊装", honour="model", zone="A区")
    site.posts.set_post(uid, change, uid_of("001"))
    line = site.posts.page(uid).post
    assert (line.duty, line.honour, line.zone, line.standard) == (
        "指挥吊装",
        "model",
        "A区",
        "随叫随到",
    )
    assert entries(before) == [
        (
            "post_changed",
            {
                "duty": ["负责3号塔吊", "指挥吊装"],
                "honour": ["", "model"],
                "by": str(uid_of("001")),
            },
        )
    ]


def test_what_is_the_same_stays_out_of_the_ledger(site: Services) -> None:
    uid, before = post(site).uid, head()
    site.posts.set_post(uid, PostChange(name="3号塔吊", kind="post", duty=" 负责3号塔吊"))
    assert head() == before


def test_a_post_becomes_a_key_post_and_is_renamed_in_one_change(site: Services) -> None:
    uid, before = add_post("宣传栏", kind=""), head()
    site.posts.set_post(uid, PostChange(name="信号指挥", kind="link"))
    assert (site.posts.page(uid).post.name, site.posts.page(uid).post.kind) == ("信号指挥", "link")
    assert [kind for kind, _told in entries(before)] == ["post_changed", "post_kind"]


def test_a_name_may_change_in_width_and_case_of_its_own(site: Services) -> None:
    uid = post(site).uid
    site.posts.set_post(uid, PostChange(name="３号塔吊"))
    assert site.posts.page(uid).post.name == "３号塔吊"


def test_a_post_that_is_given_up_is_held_by_nobody_from_now_on(site: Services) -> None:
    uid = post(site).uid
    site.coverage.add_deputy(uid, uid_of("004"))
    site.coverage.assign(uid, uid_of("003"), since=FRIDAY + timedelta(days=3))
    before = head()
    site.posts.end_post(uid, uid_of("001"))
    kinds = [kind for kind, _told in entries(before)]
    assert kinds == ["post_kind", "post_ended"]
    gone = {str(uid_of(number)) for number in ("001", "002", "003", "004")}
    told = entries(before)[1][1]
    assert (set(told["members"]), told["by"]) == (gone, str(uid_of("001")))  # type: ignore[call-overload]
    page = site.posts.page(uid)
    assert (page.post.state, page.post.holders, page.ahead, page.hours) == ("ended", (), (), ())
    assert page.coverage is None
    assert [one.member.number for one in page.history] == ["001", "002"]
    assert site.coverage.now() == ()
    assert site.people.get_member("001").posts == ()


def test_what_a_post_was_before_it_was_given_up_stays_as_it_was_judged(site: Services) -> None:
    come(site, "001", 13)
    set_clock(site, NOON + timedelta(hours=4))
    uid = post(site).uid
    before = site.coverage.day(FRIDAY)[0]
    site.posts.end_post(uid)
    set_clock(site, NOON + timedelta(hours=6))
    (after,) = site.coverage.day(FRIDAY)
    assert (after.covered_min, after.empty_min) == (before.covered_min, before.empty_min)
    assert after.covered_min == 180


def test_a_post_without_anybody_is_given_up_too(site: Services) -> None:
    uid, before = add_post("宣传栏", kind=""), head()
    site.posts.end_post(uid)
    assert [(kind, told["members"]) for kind, told in entries(before)] == [("post_ended", [])]


def test_the_name_of_a_post_that_is_no_more_stays_taken(site: Services) -> None:
    site.posts.end_post(post(site).uid)
    with pytest.raises(RefusedError) as refused:
        site.posts.make_post(NewPost("３号 塔吊"))
    assert refused.value.code == "post_exists"
    assert "原来有过" in refused.value.sentence


Act = Callable[[Services, UUID], object]


def changing(**change: str) -> Act:
    return lambda site, post: site.posts.set_post(post, PostChange(**change))


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("bad_name", lambda site, _post: site.posts.make_post(NewPost(" \x00"))),
        ("bad_name", lambda site, _post: site.posts.make_post(NewPost("岗" * 61))),
        ("post_exists", lambda site, _post: site.posts.make_post(NewPost("３号塔吊"))),
        ("unknown_kind", lambda site, _post: site.posts.make_post(NewPost("门卫", "crane"))),
        ("unknown_basis", lambda site, _post: site.posts.make_post(NewPost("门卫", basis="it"))),
        ("too_long", lambda site, _post: site.posts.make_post(NewPost("门卫", duty="长" * 10_000))),
        ("unknown_post", lambda site, _post: site.posts.set_post(uuid4(), PostChange(duty="x"))),
        ("unknown_post", lambda site, _post: site.posts.end_post(uuid4())),
        ("unknown_post", lambda site, _post: site.posts.page(uuid4())),
        ("bad_name", changing(name="\u200b")),
        ("post_exists", changing(name="宣传栏", duty="x")),
        ("unknown_kind", changing(kind="crane", duty="x")),
        ("unknown_basis", changing(basis="[b]", duty="x")),
        ("unknown_honour", changing(honour="hero", duty="x")),
        ("too_long", changing(standard="长" * 201, duty="x")),
        ("too_long", changing(zone="长" * 61, duty="x")),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(
    site: Services, code: str, act: Act
) -> None:
    add_post("宣传栏", kind="")
    before = everything()
    with pytest.raises(RefusedError) as refused:
        act(site, post(site).uid)
    assert refused.value.code == code
    assert everything() == before


@pytest.mark.parametrize(
    "act",
    [
        lambda site, post: site.posts.set_post(post, PostChange(duty="x")),
        lambda site, post: site.posts.end_post(post),
        lambda site, post: site.coverage.assign(post, uid_of("003")),
        lambda site, post: site.coverage.add_deputy(post, uid_of("003")),
        lambda site, post: site.coverage.set_least(post, 2),
        lambda site, post: site.coverage.set_kind(post, "post"),
    ],
)
def test_of_a_post_that_is_no_more_nothing_can_be_set(site: Services, act: Act) -> None:
    uid = post(site).uid
    site.posts.end_post(uid)
    before = everything()
    with pytest.raises(RefusedError) as refused:
        act(site, uid)
    assert refused.value.code == "post_ended"
    assert everything() == before
