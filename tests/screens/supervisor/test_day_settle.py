"""What of presences waits for somebody, as the day's list tells it."""

from datetime import datetime, timedelta
from pathlib import Path

from kiosk.attendance.waiting import list_waiting
from kiosk.services import Services
from screens.supervisor.day_layout import Group, count_of, laid_out
from screens.supervisor.day_lines import groups_of
from tests.builders import NOON, make_site, scan, set_clock, uid_of

STORY_CELLS = 46
"""What the story has of a terminal of 80 columns."""


def after_days(tmp_path: Path) -> Services:
    """001 forgot to check out two days ago, 002 and 003 yesterday; 004 came today."""
    services = make_site(tmp_path, members=4)
    scan(services, "001")
    set_clock(services, NOON + timedelta(days=1))
    scan(services, "002")
    scan(services, "003")
    set_clock(services, NOON + timedelta(days=2))
    scan(services, "004")
    return services


def ask_left(services: Services, number: str, at: datetime) -> None:
    presence = next(one for one in list_waiting(services.context) if one.number == number).presence
    assert presence is not None
    services.corrections.ask(uid_of(number), "left", at, presence.uid)


def waiting_today(services: Services) -> list[Group]:
    groups = groups_of(services.oversight.day(), "forgotten", {})
    return [group for group in groups if group.lines]


def test_today_tells_of_check_outs_forgotten_on_earlier_days_as_many_as_the_list_does(
    tmp_path: Path,
) -> None:
    services = after_days(tmp_path)
    (earlier,) = found = waiting_today(services)
    assert earlier.heading == "忘记签退（往日）"
    assert earlier.is_urgent
    assert {line.cells[2].text for line in earlier.lines} == {"001", "002", "003"}
    assert count_of(found) == len(list_waiting(services.context)) == 3


def test_an_earlier_day_tells_only_of_its_own(tmp_path: Path) -> None:
    services = after_days(tmp_path)
    yesterday = services.oversight.today() - timedelta(days=1)
    found = groups_of(services.oversight.day(yesterday), "forgotten", {})
    assert [group.heading for group in found if group.lines] == ["忘记签退"]
    assert count_of(found) == 2


def test_a_forgotten_check_out_that_its_member_asked_about_is_one_thing(tmp_path: Path) -> None:
    services = after_days(tmp_path)
    at = NOON + timedelta(days=1, hours=5)
    ask_left(services, "002", at)
    for day in (None, services.oversight.today() - timedelta(days=1)):
        found = groups_of(services.oversight.day(day), "forgotten", {})
        lines = [line for group in found for line in group.lines]
        assert sum("002" in line.said for line in lines) == 1
    assert count_of(waiting_today(services)) == len(list_waiting(services.context)) == 3


def test_the_name_is_whole_beside_a_request_and_its_time_and_what_is_only_said_reads_so(
    tmp_path: Path,
) -> None:
    services = after_days(tmp_path)
    at = NOON + timedelta(days=1, hours=5)
    ask_left(services, "002", at)
    services.corrections.ask(uid_of("003"), "came", at - timedelta(hours=9))
    left, came = next(
        group for group in waiting_today(services) if group.heading == "申请的更正"
    ).lines
    told = "".join(words for words, _look in laid_out(left, STORY_CELLS))
    assert left.cells[1].text in told
    assert f"{at.astimezone(services.oversight.site().zone):%m-%d %H:%M}" in told
    assert "自述已离开" in told
    assert came.cells[-1].text == "自述已到场"
