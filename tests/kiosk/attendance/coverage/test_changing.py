"""Hours changed in part: what is named changes, the rest stays, nothing is half-saved."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from db.connection import run_sql
from kiosk.attendance.coverage.changing import HoursChange
from kiosk.attendance.coverage.hours import (
    EVERY_DAY,
    Hours,
    MomentHours,
    ShiftHours,
    WeeklyHours,
    hours_words,
    pack,
    unpack,
)
from kiosk.errors import RefusedError
from kiosk.services import Services
from tests.builders import NOON, uid_of
from tests.kiosk.attendance.coverage.site import at, make_key_site, post

DAYS = WeeklyHours(EVERY_DAY, 8 * 60, 18 * 60)
NIGHTS = WeeklyHours(EVERY_DAY, 22 * 60, 2 * 60)


def moment(begins_h: float, ends_h: float, name: str = "浇筑") -> MomentHours:
    """From and to so many hours after noon."""
    return MomentHours(name, NOON + timedelta(hours=begins_h), NOON + timedelta(hours=ends_h))


POUR = moment(12, 20)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_key_site(tmp_path)
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    return site


def crane(site: Services) -> UUID:
    return post(site).uid


def change(site: Services, **parts: object) -> tuple[Hours, ...]:
    return site.coverage.change_hours(crane(site), HoursChange(**parts), uid_of("001"))  # type: ignore[arg-type]


def settings() -> int:
    count: int = run_sql("SELECT count(*) FROM post_setting")[0][0]
    return count


def test_a_moment_stands_beside_the_shifts_and_ends_by_itself(site: Services) -> None:
    assert change(site, moments=[moment(1, 2)]) == (ShiftHours(), moment(1, 2))
    assert site.coverage.setting(crane(site)) == (1, (ShiftHours(), moment(1, 2)))
    assert post(site).state == "empty"
    # 白班 is over at 19:00 and 夜班 goes on: the shifts are still its hours.
    at(site, 20)
    assert post(site).state == "empty"
    assert change(site, moments=[POUR]) == (ShiftHours(), POUR)


def test_weekly_hours_take_the_place_of_the_shifts_and_moments_stay(site: Services) -> None:
    change(site, moments=[POUR])
    assert change(site, rhythm=[DAYS, NIGHTS]) == (DAYS, NIGHTS, POUR)
    assert change(site, rhythm=[ShiftHours()]) == (ShiftHours(), POUR)
    assert change(site, ended=[POUR.begins]) == ()
    assert change(site, rhythm=[DAYS], moments=[POUR]) == (DAYS, POUR)
    assert change(site, rhythm=[]) == (POUR,)


def test_what_changes_nothing_is_not_entered(site: Services) -> None:
    change(site, rhythm=[DAYS])
    assert settings() == 1
    change(site, rhythm=[DAYS])
    assert settings() == 1


def test_a_moment_that_runs_ends_now_and_what_was_stays(site: Services) -> None:
    change(site, rhythm=[], moments=[moment(1, 5)])
    at(site, 15)
    assert post(site).state == "empty"
    (ended,) = change(site, ended=[moment(1, 5).begins])
    assert ended == moment(1, 3)
    found = post(site)
    assert (found.state, found.empty_min) == ("not_due", (8 + 2) * 60)  # its shifts until noon
    at(site, 40)
    assert post(site).state == "not_due"


def test_a_post_with_moments_only_has_no_other_hours_when_they_are_over(site: Services) -> None:
    change(site, rhythm=[], moments=[moment(1, 2), moment(3, 4)])
    at(site, 13.5)
    assert change(site, ended=[moment(3, 4).begins]) == (moment(1, 2),)
    at(site, 20)
    assert post(site).state == "not_due"
    assert [one.name for one in site.coverage.posts()[0].moments] == ["浇筑"]
    assert change(site, moments=[moment(12, 13)]) == (moment(12, 13),)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"rhythm": []}, "no_hours"),
        ({"rhythm": [], "ended": [POUR.begins]}, "no_hours"),
        ({"rhythm": [DAYS, DAYS]}, "overlapping_hours"),
        ({"moments": [moment(13, 14)]}, "overlapping_hours"),
        ({"moments": [moment(-3, -1)]}, "bad_hours"),
        ({"moments": [moment(3, 3)]}, "bad_hours"),
        ({"moments": [moment(3, 4, " ")]}, "bad_hours"),
        ({"rhythm": [WeeklyHours(0, 1, 2)]}, "bad_hours"),
        ({"ended": [NOON]}, "unknown_moment"),
        ({"moments": [moment(30 + at, 31 + at) for at in range(60)]}, "too_many_hours"),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    site: Services, parts: dict[str, object], code: str
) -> None:
    if parts != {"rhythm": []}:
        change(site, moments=[POUR])
    before = run_sql("SELECT * FROM ledger_entry"), site.coverage.setting(crane(site))
    with pytest.raises(RefusedError) as refused:
        change(site, **parts)
    assert refused.value.code == code
    assert (run_sql("SELECT * FROM ledger_entry"), site.coverage.setting(crane(site))) == before


def test_a_post_that_is_not_there_is_refused(site: Services) -> None:
    with pytest.raises(RefusedError) as refused:
        site.coverage.change_hours(uuid4(), HoursChange(rhythm=[DAYS]))
    assert refused.value.code == "unknown_post"


def test_the_supervisor_is_kept(site: Services) -> None:
    change(site, rhythm=[DAYS])
    assert run_sql("SELECT by_uid FROM post_setting") == [(uid_of("001").bytes,)]


def test_all_kinds_of_hours_are_packed_and_unpacked() -> None:
    hours = (ShiftHours(), DAYS, POUR)
    assert unpack(pack(hours)) == hours
    assert hours_words(ShiftHours(), ZoneInfo("Asia/Shanghai")) == "随班次"
