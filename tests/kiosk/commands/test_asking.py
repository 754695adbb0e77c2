"""The commands that only ask: members, badges, onsite, day. Their JSON and their text."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.connection import close_file, open_file, run_sql
from kiosk.clock import SetClock
from kiosk.commands.arguments import UsageError
from kiosk.commands.badges import draw
from kiosk.commands.day import read_day
from kiosk.commands.onsite import read_time
from kiosk.services import close_services
from kiosk.text import cell_width
from tests.builders import make_site, scan, set_clock
from tests.kiosk.commands.calling import Call, CodeOf

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=SHANGHAI)


def test_members_list(call: Call) -> None:
    ended = call("members", "list", "--json")
    assert ended.code == 0
    assert [member["number"] for member in ended.json] == ["001", "002", "003"]
    assert {frozenset(member) for member in ended.json} == {
        frozenset({"number", "name", "job", "branch", "on_site"})
    }
    assert [member["on_site"] for member in ended.json] == [True, False, False]


def test_members_list_stands_in_columns(call: Call) -> None:
    lines = call("members", "list").out.splitlines()
    assert lines[-1] == "共 3 名成员，1 人在场"
    lights = [re.split("[●○]", line)[0] for line in lines[:-1]]
    assert len({cell_width(light) for light in lights}) == 1
    assert call("members", "list", "--lang", "en").out.endswith("3 members, 1 on site\n")


def test_members_list_of_nobody(call: Call, home: Path) -> None:
    open_file(home / "kiosk.db")
    run_sql("UPDATE member SET left_at = 1")
    close_file()
    assert call("members", "list").out == "共 0 名成员，0 人在场\n"


def test_members_show(call: Call) -> None:
    card = call("members", "show", "001", "--json").json
    assert card["number"] == "001"
    assert card["since"].endswith("Z")
    assert [post["name"] for post in card["posts"]] == ["塔吊指挥"]
    assert [one["state"] for one in card["commitments"]] == ["open"]
    assert [one["minutes"] for one in card["services"]] == [75]


def test_members_show_as_text_in_both_languages(call: Call) -> None:
    chinese, english = (
        call("members", "show", "001").out,
        call("members", "show", "001", "--lang", "en").out,
    )
    assert "工完场清" in chinese
    assert "1小时15分" in chinese
    assert "Leave it clean" in english
    assert "● on site since" in english
    assert "—" in call("members", "show", "002").out


def test_an_unknown_member_is_refused_in_one_line(call: Call) -> None:
    for verb in (("members", "show"), ("badges", "show")):
        ended = call(*verb, "999")
        assert ended.code == 1
        assert "999" in ended.error


def test_badges_show(call: Call) -> None:
    found = call("badges", "show", "003", "--json").json
    assert found.keys() == {"number", "code"}
    assert found["number"] == "003"
    assert re.fullmatch(r"\d{34}", found["code"])


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_drawn_badge_can_be_read_again(code_of: CodeOf, is_terminal: bool) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    import numpy as np

    code = code_of("002")
    lines = [re.sub(r"\x1b\[[^m]*m", "", line) for line in draw(code, is_terminal=is_terminal)]
    halves = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    rows = [[halves[c][half] for c in line] for line in lines for half in (0, 1)]
    ink = np.array(rows, dtype=np.uint8)
    picture = 255 * (1 - ink if is_terminal else ink)
    found = zxingcpp.read_barcodes(np.kron(picture, np.ones((6, 6), dtype=np.uint8)))
    assert [one.text for one in found] == [code]


def test_badges_show_draws_under_the_code(call: Call, code_of: CodeOf) -> None:
    lines = call("badges", "show", "002").out.splitlines()
    assert code_of("002") in lines[0]
    assert len(lines) > 12


def test_onsite(call: Call) -> None:
    found = call("onsite", "--json").json
    assert found["count"] == 1
    assert [member["number"] for member in found["members"]] == ["001"]
    assert found["members"][0].keys() == {"number", "name", "since"}
    assert datetime.fromisoformat(found["members"][0]["since"]).tzinfo is not None


def test_onsite_at_another_time(call: Call) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    assert call("onsite", "--at", yesterday, "--json").json == {"count": 0, "members": []}
    assert "0" in call("onsite", "--at", yesterday).out


def test_onsite_as_text(call: Call) -> None:
    first, line = call("onsite").out.splitlines()
    assert "在场 1 人" in first
    assert line.strip().startswith("001")


def test_a_time_that_is_none_is_wrong_usage(call: Call) -> None:
    ended = call("onsite", "--at", "later")
    assert ended.code == 2
    assert "later" in ended.error


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("06:55", "2026-11-21T22:55:00+00:00"),
        ("06:55:30", "2026-11-21T22:55:30+00:00"),
        ("2026-11-20T06:55", "2026-11-19T22:55:00+00:00"),
        ("2026-11-20 06:55", "2026-11-19T22:55:00+00:00"),
        ("2026-11-20T06:55Z", "2026-11-20T06:55:00+00:00"),
        ("2026-11-20T06:55+02:00", "2026-11-20T04:55:00+00:00"),
        ("2026-11-20", "2026-11-19T16:00:00+00:00"),
    ],
)
def test_times_are_read_in_the_sites_zone(text: str, at: str) -> None:
    assert read_time(text, NOON, SHANGHAI).astimezone(UTC) == datetime.fromisoformat(at)


@pytest.mark.parametrize("text", ["", "now", "25:00", "2026-13-01", "9999-12-31T23:59-23:00", "7"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_time(text, NOON, SHANGHAI)


def test_day_show(call: Call) -> None:
    call("scan", "rubbish")
    day = call("day", "show", "--json").json
    assert day["work_day"] == call("scan", "x", "--json").json["work_day"]
    assert day["site"] == "北岸安置房项目"
    assert day["signed"] is None
    (presence,) = day["presences"]
    assert presence["number"] == "001"
    assert presence["in_at"].endswith("Z")
    assert (presence["out_at"], presence["minutes"]) == (None, None)
    assert presence["state"] == "on_site"
    (commitment,) = day["commitments"]
    assert commitment["because"] == ["made", "due"]
    assert "reason" not in commitment
    assert [entry["text"] for entry in day["services"]] == ["帮工友修工具"]
    assert [one["reason"] for one in day["refused_scans"]] == ["not_a_code"]
    assert [(one["post"], one["state"]) for one in day["key_posts"]] == [
        ("塔吊指挥", "here"),
        ("空着的岗", "empty"),
    ]


def test_a_refused_scan_of_a_member_names_them(call: Call, code_of: CodeOf, home: Path) -> None:
    code = code_of("002")
    open_file(home / "kiosk.db")
    run_sql("UPDATE badge SET dead_at = 1")
    close_file()
    call("scan", code)
    (refused,) = call("day", "show", "--json").json["refused_scans"]
    assert refused["member"]["number"] == "002"
    assert code not in refused["code"]


def test_day_show_as_text(call: Call, code_of: CodeOf, home: Path) -> None:
    open_file(home / "kiosk.db")
    run_sql("UPDATE site SET debounce_s = 0")
    close_file()
    call("scan", code_of("001"))
    call("scan", "rubbish")
    chinese = call("day", "show").out
    for word in ("签到签退  1", "关键岗  2", "今日承诺  1", "工完场清", "帮工友修工具", "无人在岗"):
        assert word in chinese
    assert "起不在岗" in chinese
    (left, empty) = call("day", "show", "--json").json["key_posts"]
    assert (left["state"], left["left_at"][-1]) == ("left", "Z")
    assert (empty["state"], empty["left_at"]) == ("empty", None)
    english = call("day", "show", "--lang", "en").out
    assert "Leave it clean" in english
    assert "0 min" in english


def test_an_empty_day_is_shown(call: Call) -> None:
    day = call("day", "show", "yesterday", "--json").json
    assert day["presences"] == day["services"] == []
    assert call("day", "show", day["work_day"], "--json").json == day


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", ""])
def test_a_day_that_is_none_is_wrong_usage(call: Call, text: str) -> None:
    ended = call("day", "show", text)
    assert ended.code == 2
    assert ended.error


def test_days_by_word() -> None:
    today = date(2026, 3, 1)
    assert read_day("today", today) == today
    assert read_day("yesterday", today) == date(2026, 2, 28)


def test_members_import(call: Call, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("编号,姓名\n100,李明\n")
    assert call("members", "import", str(roster), "--json").json["committed"] is True
    assert "100" in {member["number"] for member in call("members", "list", "--json").json}
    refused = call("members", "import", str(tmp_path / "nothing.csv"))
    assert refused.code == 1
    assert refused.error


def test_a_time_of_the_next_morning_says_so(call: Call, tmp_path: Path) -> None:
    evening = datetime.now(UTC).replace(hour=23, minute=0) - timedelta(days=2)
    night = make_site(tmp_path / "night", zone="UTC", clock=SetClock(evening))
    scan(night, "001")
    set_clock(night, evening + timedelta(hours=8))
    scan(night, "001")
    close_services()
    told = call("day", "show", evening.date().isoformat(), at=tmp_path / "night" / "home").out
    assert re.search(r"23:00.*07:00 \+1\b", told)


def test_a_day_of_one_member(call: Call, code_of: CodeOf) -> None:
    call("scan", code_of("002"))
    call("scan", "rubbish")
    whole = call("day", "show", "--json").json
    day = call("day", "show", "--member", "001", "--json").json
    assert [one["number"] for one in whole["presences"]] == ["001", "002"]
    assert [one["number"] for one in day["presences"]] == ["001"]
    assert [one["post"] for one in day["key_posts"]] == ["塔吊指挥"]
    assert day["refused_scans"] == []
    assert (day["commitments"], day["services"]) == (whole["commitments"], whole["services"])
    assert call("day", "show", "--member", "999").code == 1
