"""`presence` and `day close`: what waits, set right and undone from the command line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.services import Services, close_services, open_services
from tests.builders import make_site, scan, set_clock
from tests.kiosk.commands.calling import Call


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """001 forgot to leave yesterday; 002 came and left; 003 was never here."""
    midday = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
    long_ago = midday - timedelta(days=2)  # whatever the hour of the test, four hours are one day
    services: Services = make_site(tmp_path, 3, clock=SetClock(long_ago), zone="UTC", turn_hour=0)
    scan(services, "001")
    scan(services, "002")
    set_clock(services, long_ago + timedelta(hours=4))
    scan(services, "002")
    close_services()
    return tmp_path / "home"


def began(call: Call, number: str = "001") -> datetime:
    told = call("presence", "list", number, "--json").json
    return datetime.fromisoformat(told["presences"][0]["in_at"])


def test_what_nobody_ended_is_closed_by_rule_once_and_waits(call: Call) -> None:
    assert call("day", "close", "--json").json["closed_by_rule"] == 1
    assert call("day", "close", "--json").json == {"days": [], "closed_by_rule": 0}
    assert "0" in call("day", "close").out
    (waiting,) = call("presence", "list", "--json").json["waiting"]
    assert (waiting["kind"], waiting["number"]) == ("forgotten", "001")
    assert waiting["presence"]["closed"] == "rule"
    assert "001" in call("presence", "list").out


def test_a_forgotten_leaving_is_set_right_and_no_longer_waits(call: Call) -> None:
    call("day", "close")
    left = began(call) + timedelta(hours=9, minutes=30)
    made = call(
        "presence", "correct", "001", "--left", left.isoformat(), "--reason", "门卫看见", "--json"
    ).json
    assert (made["closed"], datetime.fromisoformat(made["out_at"])) == ("correction", left)
    assert call("presence", "list", "--json").json == {"waiting": [], "more": 0}
    day = call("day", "show", made["work_day"], "--json").json["presences"]
    assert [(one["closed"], one["flags"]) for one in day] == [
        ("correction", ["corrected"]),
        ("scan", []),
    ]
    assert "001" not in call("presence", "list").out
    assert call("presence", "list", "001").out


def test_a_bare_time_is_on_the_day_of_the_presence_or_the_next(call: Call) -> None:
    came = began(call)
    wanted = came + timedelta(hours=7, minutes=13)
    hands = f"{wanted:%H:%M}"
    told = call("presence", "correct", "001", "--left", hands, "--reason", "排班", "--json").json
    left = datetime.fromisoformat(told["out_at"])
    assert timedelta(0) < left - came < timedelta(hours=16)
    assert f"{left:%H:%M}" == hands


def test_a_presence_is_named_by_its_number_or_its_day(call: Call) -> None:
    came = began(call, "002")
    day = came.date().isoformat()
    for which, hours in ((("--presence", "1"), 3), (("--on", day), 2)):
        at = (came + timedelta(hours=hours)).isoformat()
        told = call("presence", "correct", "002", "--left", at, *which, "--reason", "早走了")
        assert told.code == 0
        assert f"{came + timedelta(hours=hours):%m-%d %H:%M}" in told.out


def test_a_missing_check_in_is_added(call: Call) -> None:
    at = (began(call) + timedelta(hours=30)).isoformat()
    made = call("presence", "correct", "003", "--came", at, "--reason", "没带胸牌", "--json").json
    assert (made["closed"], made["out_at"]) == (None, None)
    day = (began(call) + timedelta(days=1)).date().isoformat()
    told = call("presence", "correct", "003", "--came", "00:01", "--on", day, "--reason", "x")
    assert "00:01" in told.out
    assert day in told.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("correct", "001", "--left", "12:00", "--presence", "9", "--reason", "x"), 1),
        (("correct", "003", "--left", "12:00", "--reason", "x"), 1),
        (("correct", "003", "--left", "12:00", "--on", "2020-01-01", "--reason", "x"), 1),
        (("correct", "001", "--left", "12:00", "--reason", " "), 1),
        (("correct", "001", "--left", "noon", "--reason", "x"), 2),
        (("correct", "001", "--reason", "x"), 2),
        (("undo", "003", "--reason", "x"), 1),
        (("undo", "001", "--reason", "x"), 1),
    ],
)
def test_what_can_not_be_is_refused(call: Call, arguments: tuple[str, ...], code: int) -> None:
    ended = call("presence", *arguments)
    assert ended.code == code
    assert ended.error


def test_the_newest_scan_is_undone(call: Call) -> None:
    code = call("badges", "show", "003", "--json").json["code"]
    call("scan", code)
    assert call("presence", "undo", "003", "--reason", "误扫", "--json").json["member"] == "003"
    assert call("presence", "list", "003", "--json").json == {"presences": []}
    call("scan", code)
    assert call("presence", "undo", "003", "--reason", "误扫").code == 0


def test_the_way_back_from_a_break_is_undone_as_the_newest_scan(call: Call, home: Path) -> None:
    code = call("badges", "show", "003", "--json").json["code"]
    call("scan", code)
    services = open_services(Home(home))
    who = services.people.get_member("003").uid
    services.afterthoughts.begin_break(who)
    run_sql("UPDATE site SET debounce_s = 0")
    close_services()
    call("scan", code)
    told = call("presence", "undo", "003", "--reason", "误扫", "--json")
    assert told.code == 0
    (stay,) = call("presence", "list", "003", "--json").json["presences"]
    assert (stay["on_break"], stay["closed"]) == (True, None)
    assert call("presence", "undo", "003", "--reason", "误扫").code == 1


def test_what_a_supervisor_set_right_is_no_scan_to_be_undone(call: Call) -> None:
    at = (began(call) + timedelta(hours=30)).isoformat()
    call("presence", "correct", "003", "--came", at, "--reason", "没带胸牌")
    assert call("presence", "undo", "003", "--reason", "误扫").code == 1
    assert len(call("presence", "list", "003", "--json").json["presences"]) == 1


def test_the_list_says_how_many_more_wait_than_it_shows(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("day", "close")
    monkeypatch.setattr("kiosk.attendance.waiting.MOST", 0)
    told = call("presence", "list", "--json").json
    assert (told["waiting"], told["more"]) == ([], 1)
    assert "1" in call("presence", "list").out


def test_a_missing_stay_is_added_whole(call: Call) -> None:
    came = began(call) + timedelta(hours=20)
    times = ("--came", came.isoformat(), "--left", (came + timedelta(hours=2)).isoformat())
    made = call("presence", "correct", "003", *times, "--reason", "没带胸牌", "--json").json
    assert datetime.fromisoformat(made["out_at"]) - came == timedelta(hours=2)
    wrong = ("--presence", "1", "--reason", "x")
    assert call("presence", "correct", "003", *times, *wrong).code == 2


def test_the_leaving_of_an_added_stay_may_be_a_bare_time_behind_its_coming(call: Call) -> None:
    came = (began(call) + timedelta(hours=20)).replace(second=0)
    left = came + timedelta(hours=1)
    hands = ("--came", came.isoformat(), "--left", f"{left:%H:%M}")
    made = call("presence", "correct", "003", *hands, "--reason", "没带胸牌", "--json").json
    assert datetime.fromisoformat(made["out_at"]) == left
