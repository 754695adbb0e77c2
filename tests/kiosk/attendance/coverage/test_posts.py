"""Key posts as they are set, listed."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from kiosk.attendance.coverage.changing import HoursChange
from kiosk.attendance.coverage.hours import EVERY_DAY, MomentHours, WeeklyHours
from kiosk.attendance.coverage.words import least_words, post_hours_words
from kiosk.errors import RefusedError
from kiosk.i18n import speaking
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, uid_of
from tests.kiosk.attendance.coverage.site import make_key_site

DAYS = WeeklyHours(EVERY_DAY, 8 * 60, 18 * 60)
POUR = MomentHours("浇筑", NOON + timedelta(hours=12), NOON + timedelta(hours=20))


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_key_site(tmp_path)


def test_a_post_is_listed_with_its_people_and_shifts(site: Services) -> None:
    add_post("宣传栏", "003", kind="")
    (crane,) = site.coverage.posts()
    site.coverage.add_deputy(crane.uid, uid_of("004"))
    site.coverage.end(crane.uid, uid_of("002"), until=FRIDAY)
    crane = site.coverage.get_post(crane.uid)
    assert [(one.member.number, one.shift, one.until) for one in crane.holders] == [
        ("001", "白班", None),
        ("002", "夜班", FRIDAY),
    ]
    assert [(one.member.number, one.shift, one.since) for one in crane.deputies] == [
        ("004", "", FRIDAY)
    ]
    assert (crane.name, crane.kind, crane.least) == ("3号塔吊", "post", 1)
    assert crane.shifts == (WeeklyHours(127, 420, 1140), WeeklyHours(127, 1140, 420))
    assert crane.follows_shifts


def test_who_held_a_post_until_yesterday_is_not_listed(site: Services) -> None:
    (crane,) = site.coverage.posts()
    site.coverage.end(crane.uid, uid_of("001"))
    assert [one.member.number for one in site.coverage.posts()[0].holders] == ["002"]


def test_its_hours_are_told_in_words(site: Services) -> None:
    (crane,) = site.coverage.posts()
    zone = site.oversight.site().zone

    def words(**parts: object) -> list[str]:
        site.coverage.change_hours(crane.uid, HoursChange(**parts))  # type: ignore[arg-type]
        return post_hours_words(site.coverage.get_post(crane.uid), NOON, zone)

    shifts = "随班次：每天 07:00-19:00、每天 19:00-07:00"
    assert words(moments=[POUR]) == [shifts, "浇筑 2026-11-21 00:00 - 2026-11-21 08:00"]
    assert words(rhythm=[DAYS]) == [
        "每天 08:00-18:00",
        "浇筑 2026-11-21 00:00 - 2026-11-21 08:00",
    ]
    words(rhythm=[])
    later = POUR.ends + timedelta(hours=1)
    assert post_hours_words(site.coverage.get_post(crane.uid), later, zone) == ["关键时刻都已结束"]
    add_post("门卫", "003")
    gate = next(one for one in site.coverage.posts() if one.name == "门卫")
    assert post_hours_words(gate, NOON, zone) == ["全天"]
    with speaking("en"):
        assert (least_words(1), least_words(2)) == ("1 person at least", "2 people at least")


def test_a_post_is_found_by_its_name(site: Services) -> None:
    (crane,) = site.coverage.posts()
    assert site.coverage.post_named("3号塔吊") == crane.uid
    with pytest.raises(RefusedError, match="posts list") as refused:
        site.coverage.post_named("塔吊")
    assert refused.value.code == "unknown_post"
    with pytest.raises(RefusedError) as refused:
        site.coverage.get_post(uuid4())
    assert refused.value.code == "unknown_post"


def test_the_shifts_of_the_site_are_offered(site: Services) -> None:
    assert [(one.name, one.hours) for one in site.coverage.shifts()] == [
        ("白班", WeeklyHours(127, 420, 1140)),
        ("夜班", WeeklyHours(127, 1140, 420)),
    ]
