"""A small lively site for tests of the board: posts, teams, photos, promises, services."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import monotonic

from textual.css.query import NoMatches
from textual.pilot import Pilot

from db import base, people
from db.connection import transaction
from kiosk.people.photo_sizes import PhotoSize
from kiosk.people.portraits import draw_portrait
from kiosk.people.views import MemberView
from kiosk.services import Services
from tests.builders import NOON, add_post, add_team, make_site, scan, set_clock, uid_of
from tests.resting import at_rest, plain_pause, until_keys_count

POSTS = ("3号塔吊", "深基坑支护", "高支模验收", "临边防护", "动火审批", "夜间巡查", "混凝土浇筑")
JOBS = ("安全员", "质检员", "施工员", "塔吊司机", "班组长", "资料员")
FIRST_NAMES = ("建国", "小红", "志强", "海燕", "明", "国庆", "丽华", "永刚")


def make_board_site(
    folder: Path, members: int = 61, photos: int = 0, *, is_demo: bool = False
) -> Services:
    """Make a site at noon: every third member on site, seven key posts, two teams.

    Args:
        folder: Where its home is made.
        members: How many, at least 14.
        photos: How many of the first members have a photo of their own.
        is_demo: Whether the cards draw badge codes.
    """
    services = make_site(folder, members, is_demo=is_demo)
    numbers = [f"{place:03}" for place in range(1, members + 1)]
    with transaction():
        for place, number in enumerate(numbers):
            _name(number, place)
        for place, post in enumerate(POSTS):
            add_post(post, numbers[place * 2])
        add_post("宣传栏", numbers[1], kind="")
        add_team("防汛突击队", *numbers[:5])
        add_team("抢工突击队", *numbers[5:9])
        for place, number in enumerate(numbers[:photos]):
            give_photo(number, place)
    for number in numbers[::3]:
        scan(services, number)
    _promise(services, numbers)
    return services


def give_photo(number: str, seed: int) -> None:
    """Give a member a drawn portrait, inside a transaction."""
    sha = f"{seed:064x}"
    renditions = [(size.value, draw_portrait(seed, size.pixels)) for size in PhotoSize]
    people.add_photo(sha, 480, 600, NOON, renditions)
    people.Member.update(photo_sha256=sha, photo_approved_at=NOON).where(
        people.Member.number == number
    ).execute()


def add_shift(name: str, from_minute: int, to_minute: int, post: str, number: str) -> None:
    """Give a member a key post in a shift, inside a transaction."""
    uid = base.new_uid()
    people.Shift.insert(uid=uid, name=name, from_minute=from_minute, to_minute=to_minute).execute()
    post_uid = add_post(post)
    people.Holding.insert(
        uid=base.new_uid(), post=post_uid, member=uid_of(number), shift=uid, since=NOON.date()
    ).execute()


def member_of(services: Services, number: str) -> MemberView:
    """A member as the board shows them."""
    return services.people.get_member(number)


def _name(number: str, place: int) -> None:
    row = people.find_member(number)
    assert row is not None
    people.Member.update(
        name=row.name[0] + FIRST_NAMES[place % len(FIRST_NAMES)],
        job=JOBS[place % len(JOBS)],
        standing="probationary" if place % 9 == 4 else "member",
    ).where(people.Member.number == number).execute()


def _promise(services: Services, numbers: list[str]) -> None:
    desk, texts = (
        services.service,
        ("每日巡查临边防护", "帮带两名新工人", "清理楼层垃圾", "当班零违章"),
    )
    for place, text in enumerate(texts):
        uid = uid_of(numbers[place * 3])
        promise = desk.make_commitment(uid, text=text)
        if place % 2:
            desk.judge_commitment(promise.uid, "kept", uid)
    for place, text in enumerate(("帮工友修好宿舍水管", "教新工人系安全带", "陪护受伤工友就医")):
        set_clock(services, NOON + timedelta(minutes=7 * place))
        desk.log_service(uid_of(numbers[place]), 20 + place, text=text, for_whom="木工班组")
    set_clock(services, NOON + timedelta(minutes=30))


async def wait_until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    """Let an app go on until something is so; fails when it takes more than a minute.

    A screen just switched to is not composed at once: what is not there yet is not so yet.
    """
    end_s = monotonic() + 60
    while monotonic() < end_s:
        with suppress(NoMatches):
            if is_so():
                return
        await plain_pause(pilot, 0.02)
    raise AssertionError("it never came to be")


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as a hand does: each when all that the one before it brought is there."""
    for key in keys:
        await until_keys_count(pilot)
        await pilot.press(key)
        await at_rest(pilot)
