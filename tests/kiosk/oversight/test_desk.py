"""The day: who was here, who should have been, what was refused."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.connection import run_sql
from kiosk.attendance.views import Scan
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def states(site: Services, day: date | None = None) -> list[tuple[str, str, int | None]]:
    return [(who.number, who.state, who.minutes) for who in site.oversight.day(day).presences]


def test_presences_stand_in_order_of_coming_with_their_minutes(site: Services) -> None:
    scan(site, "002")
    set_clock(site, NOON + timedelta(minutes=30))
    scan(site, "001")
    set_clock(site, NOON + timedelta(minutes=90, seconds=59))
    scan(site, "002")
    assert states(site) == [("002", "ended", 90), ("001", "on_site", None)]
    assert site.oversight.today() == FRIDAY


def test_a_night_shift_belongs_to_the_day_it_began(site: Services) -> None:
    set_clock(site, NOON + timedelta(hours=11))
    scan(site, "001")
    set_clock(site, NOON + timedelta(hours=19))
    assert states(site, FRIDAY) == [("001", "on_site", None)]
    scan(site, "001")
    assert states(site, FRIDAY) == [("001", "ended", 480)]
    assert states(site) == []


def test_a_forgotten_check_out_has_no_time_of_leaving(site: Services) -> None:
    scan(site, "001")
    set_clock(site, NOON + timedelta(days=1))
    scan(site, "001")
    assert states(site, FRIDAY) == [("001", "forgotten", None)]
    assert states(site) == [("001", "on_site", None)]


def test_coming_twice_on_a_day_makes_two_presences(site: Services) -> None:
    for minutes in (0, 60, 120, 180):
        set_clock(site, NOON + timedelta(minutes=minutes))
        scan(site, "001")
    assert states(site) == [("001", "ended", 60), ("001", "ended", 60)]


def test_a_clock_set_back_gives_no_negative_hours(site: Services) -> None:
    scan(site, "001")
    set_clock(site, NOON - timedelta(hours=2))
    scan(site, "001")
    (presence,) = site.oversight.day(FRIDAY).presences
    assert (presence.minutes, presence.clock, presence.state) == (None, "unknown", "ended")


def test_durations_over_a_clock_change_are_elapsed_time(tmp_path: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    site = make_site(tmp_path, zone="Europe/Berlin")
    set_clock(site, datetime(2026, 10, 24, 22, 0, tzinfo=berlin))
    scan(site, "001")
    set_clock(site, datetime(2026, 10, 25, 6, 0, tzinfo=berlin))
    scan(site, "001")
    assert states(site, date(2026, 10, 24)) == [("001", "ended", 9 * 60)]


def test_key_posts_show_who_held_them_and_who_was_here(site: Services) -> None:
    add_post("3号塔吊", "001", "002")
    add_post("夜间巡查", kind="moment")
    add_post("食堂", "003", kind="")
    scan(site, "001")
    duties = site.oversight.day().duties
    assert [(duty.post, duty.number, duty.state) for duty in duties] == [
        ("3号塔吊", "001", "here"),
        ("3号塔吊", "002", "absent"),
        ("夜间巡查", "", "empty"),
    ]


@pytest.mark.parametrize(
    ("begins", "asked_at_h", "state"),
    [(19, 18, "later"), (19, 19, "absent"), (2, 25, "later"), (2, 26, "absent"), (5, 5, "absent")],
)
def test_whoever_has_a_later_shift_is_not_missing_yet(
    site: Services, begins: int, asked_at_h: int, state: str
) -> None:
    add_post("3号塔吊", "001")
    run_sql(
        "INSERT INTO shift (uid, name, from_minute, to_minute, grace_min)"
        " VALUES (x'aa', '夜班', ?, 420, 0)",
        (begins * 60,),
    )
    run_sql("UPDATE holding SET shift_uid = x'aa'")
    set_clock(site, NOON + timedelta(hours=asked_at_h - 12))
    assert [duty.state for duty in site.oversight.day(FRIDAY).duties] == [state]


def test_a_post_is_held_from_its_first_to_its_last_day(site: Services) -> None:
    add_post("3号塔吊", "001")
    run_sql("UPDATE holding SET until = ?", ((FRIDAY + timedelta(days=1)).isoformat(),))
    held = [
        site.oversight.day(FRIDAY + timedelta(days=days)).duties[0].number for days in (-1, 0, 1, 2)
    ]
    assert held == ["", "001", "001", ""]


def test_refused_scans_show_their_reason_and_hide_the_code(site: Services) -> None:
    code = site.people.badge_code("002")
    run_sql("UPDATE badge SET dead_at = 1 WHERE member_uid = ?", (uid_of("002").bytes,))
    site.attendance.scan(Scan(code, "wedge"))
    site.attendance.scan(Scan("hello", "camera"))
    dead, rubbish = site.oversight.day().refused
    assert (dead.reason, dead.number, dead.name) == ("badge_dead", "002", "张工002")
    assert code not in dead.code
    assert (rubbish.reason, rubbish.code, rubbish.number) == ("not_a_code", "h…", "")
    assert rubbish.source == "camera"


def test_the_site_tells_its_rules(tmp_path: Path) -> None:
    site = make_site(tmp_path, safe_since=date(2026, 6, 28), longest_h=14).oversight.site()
    assert (site.name, site.zone.key, site.longest_h) == ("北岸安置房项目", "Asia/Shanghai", 14)
    assert site.safe_since == date(2026, 6, 28)
