"""Services listed, logged, confirmed and struck from the command line."""

import json
from pathlib import Path

import pytest
from PIL import Image

from db.connection import open_file, run_sql
from kiosk.config import Home
from kiosk.service.entries import NewService
from kiosk.services import close_services, open_services
from tests.kiosk.commands.calling import Call, Ended


@pytest.fixture
def supervised(call: Call) -> Call:
    """003 can open the day."""
    assert call("members", "supervisor", "003", "--pin-stdin", stdin=b"246810\n").code == 0
    return call


def refused(ended: Ended) -> str:
    assert ended.code == 1
    assert ended.out == ""
    word: str = json.loads(ended.error)["error"]
    return word


def log(call: Call, *more: str) -> str:
    logged = call("services", "log", "001", "修工具", "--minutes", "30", *more, "--json").json
    return str(logged["services"][0]["entry"])


def test_one_is_logged_with_all_there_is_to_say(call: Call, tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), "red").save(tmp_path / "a.png")
    promise = call("commitments", "list", "--json").json["commitments"][0]["entry"]
    more = ("--for", "新工友", "--for-kind", "person", "--served", "002", "--place", "3号楼")
    number = log(call, *more, "--commitment", str(promise), "--photo", str(tmp_path / "a.png"))
    found = call("services", "list", "--json").json["services"]
    (one,) = [each for each in found if str(each["entry"]) == number]
    assert (one["for_whom"], one["for_kind"], one["place"]) == ("新工友", "person", "3号楼")
    assert one["served"] == {"number": "002", "name": one["served"]["name"]}
    assert (one["commitment"], one["photos"], one["confirmed_minutes"]) == ("工完场清", 1, None)
    shown = call("services", "list", "--member", "001").out
    assert "待确认" in shown
    assert "002" in shown


def test_case_26_a_bulk_commits_nothing_and_names_every_bad_one(
    supervised: Call, home: Path
) -> None:
    good, done = log(supervised), log(supervised)
    assert supervised("services", "confirm", done, "--by", "003").code == 0
    open_file(home / "kiosk.db")
    before = run_sql("SELECT count(*) FROM ledger_entry")
    ended = supervised("services", "confirm", good, done, "7777", "--by", "003", "--json")
    assert refused(ended) == "bad_lines"
    sentence = json.loads(ended.error)["message"]
    assert f"{done}：" in sentence or f"{done}:" in sentence
    assert "7777" in sentence
    assert f" {good}:" not in sentence
    open_file(home / "kiosk.db")
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    both = supervised(
        "services", "confirm", good, log(supervised), "--by", "003", "--minutes", "20", "--json"
    ).json["services"]
    assert [one["confirmed_minutes"] for one in both] == [20, 20]
    assert "✓ 督导确认 20 分钟" in supervised("services", "list", "--state", "confirmed").out


def test_who_was_served_confirms(call: Call) -> None:
    number = log(call, "--served", "002")
    assert refused(call("services", "confirm", number, "--by", "003", "--served", "--json"))
    done = call("services", "confirm", number, "--by", "002", "--served", "--json").json
    assert done["services"][0]["confirmed_how"] == "served"


def test_one_is_struck_and_restored_on_record(call: Call) -> None:
    number = log(call)
    struck = call("services", "strike", number, "--by", "001", "--reason", "记错了", "--json")
    assert struck.json["services"][0]["struck"] is True
    assert "已划去" in call("services", "list", "--state", "struck").out
    assert "记错了" not in call("services", "list", "--json").out
    back = call("services", "restore", number, "--by", "001", "--reason", "没错", "--json")
    assert back.json["services"][0]["struck"] is False
    assert call("services", "strike", number, "--by", "001", "--reason", "错").code == 0


def test_an_empty_list_says_how_to_begin(call: Call) -> None:
    ended = call("services", "list", "--member", "003")
    assert (ended.code, ended.out) == (0, "")
    assert "services log" in ended.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("log", "001", "修工具", "--minutes", "0"), "impossible_minutes"),
        (("log", "001", "修工具", "--minutes", "9", "--photo", "/no/such.png"), "no_file"),
        (("log", "001", "修工具", "--minutes", "9", "--commitment", "1"), "unknown_commitment"),
        (("log", "001", "修工具", "--minutes", "9", "--served", "001"), "own_service"),
        (("confirm", "1", "--by", "002"), "bad_lines"),
        (("strike", "1", "--by", "002", "--reason", "错"), "unknown_service"),
    ],
)
def test_what_makes_no_sense_is_refused(call: Call, arguments: tuple[str, ...], code: str) -> None:
    assert refused(call("services", *arguments, "--json")) == code


def test_a_photo_bomb_is_refused_and_nothing_is_logged(call: Call, tmp_path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(tmp_path / "bomb.png")
    bomb = ("--photo", str(tmp_path / "bomb.png"))
    ended = call("services", "log", "001", "修工具", "--minutes", "9", *bomb, "--json")
    assert refused(ended) == "too_many_pixels"
    assert len(call("services", "list", "--json").json["services"]) == 1


def test_the_day_shows_a_struck_one_as_struck_and_does_not_count_it(supervised: Call) -> None:
    stays, wrong = log(supervised), log(supervised)
    supervised("services", "strike", wrong, "--by", "003", "--reason", "记了两次")
    services = supervised("day", "show", "--json").json["services"]
    assert {str(one["entry"]): one["struck"] for one in services if one["text"] == "修工具"} == {
        stays: False,
        wrong: True,
    }
    told = supervised("day", "show", "--lang", "en").out
    assert "Services logged  2" in told  # with the one that the site began with
    assert "Services struck  1" in told


def test_touched_minutes_are_listed_and_summed_apart(supervised: Call, home: Path) -> None:
    services = open_services(Home(home))
    who = services.people.get_member("001").uid
    entry = services.service.log(who, NewService(30, text="搬家", for_kind="household"))
    services.service.confirm_service(entry.uid, None, how="touch")
    close_services()
    supervised("services", "confirm", log(supervised), "--by", "003", "--minutes", "20")
    listed = supervised("services", "list", "--state", "touched", "--json").json
    assert [one["text"] for one in listed["services"]] == ["搬家"]
    told = supervised("services", "list", "--json").json["sums"]
    assert (told["confirmed_minutes"], told["touched_minutes"]) == (20, 30)
    assert supervised("day", "show", "--json").json["service_sums"] == told
    last = supervised("services", "list").out.splitlines()[-1]
    assert last.endswith("确认 20 分钟 · 现场点按 30 分钟")
    day = supervised("day", "show").out
    assert last in day
    assert "现场点按 30 分钟" in supervised("members", "show", "001").out
