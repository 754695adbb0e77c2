"""Posts of any kind: in a list on a day, and opened."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.people.posts.desk import Posts
from kiosk.people.posts.told import Told
from kiosk.people.posts.views import HolderView, PostChange
from kiosk.people.posts.words import basis_word, honour_word, kind_word, state_word
from kiosk.people.views import MemberView
from kiosk.service.scoring import RatingView
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, set_clock, uid_of
from tests.kiosk.attendance.coverage.site import come, make_key_site, post

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_key_site(tmp_path)
    add_post("宣传栏", "003", kind="")
    return services


def numbers(holders: tuple[HolderView, ...]) -> list[str]:
    return [one.member.number for one in holders]


def test_all_posts_are_listed_with_who_holds_them_today(site: Services) -> None:
    crane, board = site.posts.list_posts()
    assert (crane.name, crane.is_key, crane.state, crane.duty) == (
        "3号塔吊",
        True,
        "held",
        "负责3号塔吊",
    )
    assert [(one.member.number, one.shift) for one in crane.holders] == [
        ("001", "白班"),
        ("002", "夜班"),
    ]
    assert (board.name, board.is_key, numbers(board.holders)) == ("宣传栏", False, ["003"])


def test_who_is_on_site_has_their_light_on_today_only(site: Services) -> None:
    come(site, "003", 13)
    board = site.posts.list_posts(member=uid_of("003"))[0]
    assert board.holders[0].member.on_site_since is not None
    tomorrow = site.posts.list_posts(FRIDAY + DAY, member=uid_of("003"))[0]
    assert tomorrow.holders[0].member.on_site_since is None


def test_a_list_leaves_what_was_asked_for(site: Services) -> None:
    add_post("空着的岗")
    names = [one.name for one in site.posts.list_posts(member=uid_of("001"))]
    assert names == ["3号塔吊"]
    assert [one.name for one in site.posts.list_posts(state="vacant")] == ["空着的岗"]
    assert site.posts.list_posts(state="ended") == ()


def test_a_day_is_listed_as_it_was(site: Services) -> None:
    board = next(one.uid for one in site.posts.list_posts() if one.name == "宣传栏")
    set_clock(site, NOON + 3 * DAY)
    site.coverage.end(board, uid_of("003"), until=FRIDAY + 2 * DAY)
    site.coverage.assign(board, uid_of("004"))
    made = site.coverage.make_post("门卫", "")
    set_clock(site, NOON + 5 * DAY)
    site.posts.end_post(board)
    assert numbers(site.posts.list_posts(FRIDAY)[1].holders) == ["003"]
    monday = {one.name: one for one in site.posts.list_posts(FRIDAY + 3 * DAY)}
    assert numbers(monday["宣传栏"].holders) == ["004"]
    assert (monday["宣传栏"].state, monday["门卫"].state) == ("held", "vacant")
    assert made not in {one.uid for one in site.posts.list_posts(FRIDAY + 2 * DAY)}
    today = {one.name: one.state for one in site.posts.list_posts()}
    assert today == {"3号塔吊": "held", "宣传栏": "ended", "门卫": "vacant"}
    assert [one.name for one in site.posts.list_posts(state="ended")] == ["宣传栏"]


def test_an_opened_key_post_tells_its_hours_and_how_it_stands(site: Services) -> None:
    come(site, "001", 13)
    page = site.posts.page(post(site).uid)
    assert page.hours == ("随班次：每天 07:00-19:00、每天 19:00-07:00",)
    assert page.coverage is not None
    assert page.coverage.state == "covered"
    assert [one.member.on_site_since is not None for one in page.post.holders] == [True, False]
    assert (page.commitments, page.services, page.rating) == ((), (), None)


def test_hours_are_told_of_a_post_that_is_held_in_a_shift_or_must_be_held(site: Services) -> None:
    board = next(one.uid for one in site.posts.list_posts() if one.name == "宣传栏")
    assert (site.posts.page(board).hours, site.posts.page(board).coverage) == ((), None)
    (day, _night) = site.coverage.shifts()
    site.coverage.assign(board, uid_of("004"), shift_uid=day.uid)
    assert site.posts.page(board).hours == ("随班次：每天 07:00-19:00",)
    site.posts.set_post(board, PostChange(kind="moment"))
    assert site.posts.page(board).coverage is not None


def test_holders_come_and_go_and_the_page_keeps_them_the_last_to_go_first(site: Services) -> None:
    board = next(one.uid for one in site.posts.list_posts() if one.name == "宣传栏")
    site.coverage.assign(board, uid_of("001"))
    site.coverage.end(board, uid_of("001"))  # today: they never held it
    site.coverage.assign(board, uid_of("002"))
    set_clock(site, NOON + 5 * DAY)
    site.coverage.end(board, uid_of("002"), until=FRIDAY + 4 * DAY)
    site.coverage.assign(board, uid_of("004"), since=FRIDAY + 9 * DAY)
    site.coverage.assign(board, uid_of("001"), since=FRIDAY + 8 * DAY)
    set_clock(site, NOON + 6 * DAY)
    site.coverage.end(board, uid_of("003"), until=FRIDAY + 5 * DAY)
    page = site.posts.page(board)
    assert (numbers(page.post.holders), page.post.state) == ([], "vacant")
    assert numbers(page.ahead) == ["001", "004"]
    assert [(one.member.number, one.since, one.until) for one in page.history] == [
        ("003", FRIDAY, FRIDAY + 5 * DAY),
        ("002", FRIDAY, FRIDAY + 4 * DAY),
    ]


def test_a_holder_who_left_is_in_the_history_with_their_name(site: Services) -> None:
    site.keeping.let_go(uid_of("003"), "完工")
    set_clock(site, NOON + DAY)
    board = next(one.uid for one in site.posts.list_posts() if one.name == "宣传栏")
    (gone,) = site.posts.page(board).history
    assert (gone.member.number, gone.until) == ("003", FRIDAY)


def test_what_other_rooms_tell_stands_on_the_page(site: Services) -> None:
    made = site.service.make_commitment(uid_of("001"), text="每班巡查")
    logged = site.service.log_service(uid_of("001"), 15, text="帮忙")
    rating, rated = RatingView(5, 4.0), []

    def rate(holders: tuple[MemberView, ...]) -> RatingView:
        rated.append([one.number for one in holders])
        return rating

    told = Told(lambda _post, _today: (made,), lambda _post: (logged,), rate)
    desk = Posts(site.context, site.attendance, site.coverage, told)
    page = desk.page(post(site).uid)
    assert (page.commitments, page.services, page.rating) == ((made,), (logged,), rating)
    assert rated == [["001", "002"]]


def test_what_was_said_of_former_holders_is_not_in_the_mean_of_a_post(site: Services) -> None:
    board = next(one.uid for one in site.posts.list_posts() if one.name == "宣传栏")
    for hour in range(5):
        set_clock(site, NOON + timedelta(hours=hour))
        site.ratings.give("member", 2, subject_uid=uid_of("003"))
    set_clock(site, NOON + DAY)
    site.ratings.empty_box()
    assert site.posts.page(board).rating == RatingView(5, 2.0)
    site.coverage.end(board, uid_of("003"), until=FRIDAY)
    site.coverage.assign(board, uid_of("004"))
    page = site.posts.page(board)
    assert (numbers(page.post.holders), numbers(page.history)) == (["004"], ["003"])
    assert page.rating is None


def test_who_holds_a_post_for_the_last_day_is_not_yet_among_those_before(site: Services) -> None:
    board = next(one.uid for one in site.posts.list_posts() if one.name == "宣传栏")
    site.coverage.end(board, uid_of("003"), until=FRIDAY)
    page = site.posts.page(board)
    assert (numbers(page.post.holders), page.history) == (["003"], ())
    set_clock(site, NOON + DAY)
    page = site.posts.page(board)
    assert (page.post.holders, numbers(page.history)) == ((), ["003"])


def test_where_no_other_room_tells_anything_the_page_has_nothing_of_it(site: Services) -> None:
    page = Posts(site.context, site.attendance, site.coverage).page(post(site).uid)
    assert (page.commitments, page.services, page.rating) == ((), (), None)


def test_every_word_of_a_post_is_said() -> None:
    words = [
        *map(honour_word, ("vanguard", "model")),
        *map(basis_word, ("need", "task", "person")),
        *map(kind_word, ("post", "procedure", "link", "moment")),
        *map(state_word, ("held", "vacant", "ended")),
    ]
    assert len(set(words)) == len(words)
    assert (honour_word(""), kind_word("")) == ("", "")
