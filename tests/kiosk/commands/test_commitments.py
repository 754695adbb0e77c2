"""Commitments listed, made and judged from the command line."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from db.connection import open_file, run_sql
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.service.commitments import NewCommitment
from kiosk.services import Services, close_services, open_services
from tests.builders import uid_of
from tests.kiosk.commands.calling import Call, Ended

TODAY = datetime.now(UTC) + timedelta(hours=4)
"""The site's work day turns at 04:00 in Shanghai, which is 20:00 UTC."""
DAY = f"{TODAY:%Y-%m-%d}"
DAYS = timedelta(days=1)
IN_A_WEEK = f"{TODAY + timedelta(days=7):%Y-%m-%d}"


def refused(ended: Ended, code: int = 1) -> str:
    assert ended.code == code
    assert ended.out == ""
    word: str = json.loads(ended.error)["error"]
    return word


def entries(home: Path) -> int:
    open_file(home / "kiosk.db")
    count: int = run_sql("SELECT count(*) FROM ledger_entry")[0][0]
    return count


def test_one_is_made_listed_kept_and_not_kept_twice(call: Call) -> None:
    made = call("commitments", "make", "002", "清运垃圾", "--due", IN_A_WEEK, "--json").json
    assert (made["number"], made["due_on"], made["state"]) == ("002", IN_A_WEEK, "open")
    number = str(made["entry"])
    listed = call("commitments", "list", "--member", "002", "--json").json["commitments"]
    assert [one["entry"] for one in listed] == [made["entry"]]
    kept = call("commitments", "keep", number, "--by", "002", "--part", "--json").json
    assert (kept["state"], kept["changed_by"]) == ("partly_kept", "002")
    assert call("commitments", "keep", number, "--by", "002", "--json").json["state"] == "kept"
    again = call("commitments", "keep", number, "--by", "002", "--json")
    assert refused(again) == "already_judged"


def test_the_catalogues_words_are_the_catalogues(call: Call, home: Path) -> None:
    call("commitments", "make", "002", "工完场清")
    open_file(home / "kiosk.db")
    assert run_sql("SELECT count(*) FROM commitment WHERE item_uid IS NOT NULL") == [(2,)]
    assert "Leave it clean" in call("commitments", "list", "--lang", "en").out


def test_a_repeated_one_is_judged_occasion_by_occasion(call: Call) -> None:
    made = call(
        *("commitments", "make", "001", "班前检查", "--each", "day", "--last", IN_A_WEEK),
        *("--post", "塔吊指挥", "--milestone", "主体封顶", "--json"),
    ).json
    assert (made["rhythm"], made["until_on"], made["post"]) == ("day", IN_A_WEEK, "塔吊指挥")
    assert made["milestone"] == "主体封顶"
    number = str(made["entry"])
    missed = call(
        *("commitments", "miss", number, "--by", "001", "--reason", "停电"),
        *("--occasion", made["occasion"], "--json"),
    ).json
    assert (missed["state"], missed["reason"]) == ("missed", "停电")
    bad = call("commitments", "keep", number, "--by", "001", "--occasion", IN_A_WEEK, "--json")
    assert refused(bad) == "no_occasion"
    withdraw = ("commitments", "withdraw", number, "--by", "001", "--reason", "转岗")
    assert refused(call(*withdraw, "--occasion", DAY, "--json")) == "withdrawn_whole"
    gone = call(*withdraw).out
    assert "转岗" in gone
    assert "撤回" in gone


@pytest.mark.usefixtures("supervisor")
def test_lists_say_who_said_it_and_when(call: Call) -> None:
    number = str(call("commitments", "make", "002", "浇水", "--json").json["entry"])
    told = call("commitments", "keep", number, "--by", "002").out
    assert re.search(r"本人 \d+月\d+日 周. \d\d:\d\d", told)
    assert "本人" in call("commitments", "list", "--member", "002").out
    assert "本人" in call("members", "show", "002").out
    assert "本人" in call("day", "show").out
    other = str(call("commitments", "make", "002", "扫地", "--json").json["entry"])
    assert "李工001（督导）" in call("commitments", "keep", other, "--by", "001").out


def test_lists_keep_reasons_to_supervisors(call: Call) -> None:
    number = str(call("commitments", "make", "002", "浇水", "--json").json["entry"])
    call("commitments", "miss", number, "--by", "002", "--reason", "停水")
    assert "停水" not in call("commitments", "list").out
    assert "停水" not in call("commitments", "list", "--json").out
    assert "停水" in call("commitments", "list", "--reasons").out
    (one,) = call("commitments", "list", "--state", "missed", "--reasons", "--json").json[
        "commitments"
    ]
    assert one["reason"] == "停水"


def test_lists_are_narrowed_by_day_and_say_when_empty(call: Call) -> None:
    call("commitments", "make", "002", "浇水", "--due", IN_A_WEEK)
    on = call("commitments", "list", "--on", IN_A_WEEK, "--json").json["commitments"]
    assert [one["text"] for one in on] == ["浇水"]
    later = call("commitments", "list", "--from", IN_A_WEEK, "--json").json["commitments"]
    assert len(later) == 1
    sooner = call("commitments", "list", "--until", "today", "--json").json["commitments"]
    assert [one["text"] for one in sooner] == ["工完场清"]
    none = call("commitments", "list", "--state", "kept")
    assert (none.code, none.out) == (0, "")
    assert "commitments make" in none.err


def at(home: Path, days_ago: int) -> Services:
    """The site as of noon some days ago."""
    close_services()
    return open_services(Home(home), SetClock(TODAY.replace(hour=4) - timedelta(days=days_ago)))


@pytest.fixture
def old(home: Path) -> Path:
    """002 missed all but one of 20 days, 30 days ago and before, and a promise of 400 days ago."""
    site = at(home, 400)
    site.service.make_commitment(uid_of("002"), text="浇水")
    site = at(home, 50)
    daily = site.service.promise(
        uid_of("002"),
        NewCommitment(text="巡查", rhythm="day", until_on=site.oversight.today() + 19 * DAYS),
    ).uid
    for ago in range(50, 30, -1):
        site = at(home, ago)
        state = "kept" if ago == 40 else "missed"
        site.service.judge_commitment(daily, state, uid_of("002"), "下雨")
    close_services()
    return home


@pytest.mark.usefixtures("old")
def test_a_list_reaches_as_far_back_as_anything_was_promised(call: Call) -> None:
    def due(*asked: str) -> list[int]:
        """How many days ago what is listed was due."""
        found = call("commitments", "list", "--member", "002", *asked, "--json").json
        return [
            (date.fromisoformat(DAY) - date.fromisoformat(one["due_on"])).days
            for one in found["commitments"]
        ]

    missed = [ago for ago in range(31, 51) if ago != 40]
    assert due("--state", "missed") == missed
    assert due("--state", "kept") == [40]
    assert due("--state", "overdue") == [400]
    assert due() == sorted([*missed, 40, 400])
    long_ago, last_year = (f"{TODAY - timedelta(days=ago):%Y-%m-%d}" for ago in (5000, 400))
    assert due("--from", long_ago) == due()
    assert due("--from", last_year, "--until", last_year) == due("--on", last_year) == [400]


@pytest.mark.usefixtures("old")
def test_a_list_that_is_full_says_that_there_may_be_more(call: Call) -> None:
    listing = ("commitments", "list", "--member", "002", "--state", "missed", "--lang", "en")
    full = call(*listing, "--most", "19")
    assert len(full.out.splitlines()) == 19
    assert "Only the newest 19 are listed; ask for more with --most." in full.err
    assert call(*listing, "--most", "20").err == ""
    assert call(*listing, "--most", "3", "--json").err == ""
    assert "只列出最新的1条" in call(*listing[:4], "--lang", "zh", "--most", "1").err


@pytest.mark.usefixtures("old")
def test_who_left_or_was_forgotten_is_on_no_list_of_what_is_open_or_overdue(
    call: Call, home: Path
) -> None:
    call("commitments", "make", "002", "清理")
    call("commitments", "make", "002", "巡查", "--each", "day")

    def seen() -> list[int]:
        """What is listed as open and overdue, and what the day tells as due and overdue."""
        day = call("day", "show", "--json").json["commitments"]
        found = [why for one in day if one["text"] != "工完场清" for why in one["because"]]
        listed = [
            len(call("commitments", "list", "--state", state, "--json").json["commitments"])
            for state in ("open", "overdue")
        ]
        return [*listed, found.count("due"), found.count("overdue")]

    assert seen() == [3, 1, 2, 1]
    site = open_services(Home(home))
    site.keeping.let_go(uid_of("002"), "完工")
    close_services()
    assert seen() == [1, 0, 0, 0]
    site = open_services(Home(home))
    site.forgetting.forget(uid_of("002"), now=True, reason="本人要求")
    close_services()
    assert seen() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("make", "999", "浇水"), "unknown_member"),
        (("make", "002", " \x1b[31m "), "no_words"),
        (("make", "002", "浇水", "--due", "yesterday"), "due_in_the_past"),
        (("make", "002", "浇水", "--last", "today"), "no_rhythm"),
        (("make", "002", "浇水", "--post", "没有的岗"), "unknown_post"),
        (("keep", "1", "--by", "002"), "unknown_commitment"),
        (("keep", "999999999999", "--by", "002"), "unknown_commitment"),
    ],
)
def test_what_makes_no_sense_is_refused(
    call: Call, home: Path, arguments: tuple[str, ...], code: str
) -> None:
    before = entries(home)
    assert refused(call("commitments", *arguments, "--json")) == code
    assert entries(home) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--on", "today", "--from", "today"),
        ("list", "--from", "today", "--until", "yesterday"),
        ("list", "--most", "0"),
        ("list", "--on", "2026-13-45"),
        ("list", "--state", "broken"),
        ("keep", "x", "--by", "002"),
        ("keep", "3"),
    ],
)
def test_wrong_usage_is_told_as_such(call: Call, arguments: tuple[str, ...]) -> None:
    assert refused(call("commitments", *arguments, "--json"), 2) == "wrong_usage"


def test_markup_stays_text_and_ten_thousand_characters_are_refused(call: Call) -> None:
    made = call("commitments", "make", "002", "[/x]" + "长" * 116, "--json").json
    assert made["text"] == "[/x]" + "长" * 116
    long = call("commitments", "make", "002", "[/x]" + "长" * 10_000, "--json")
    assert refused(long) == "too_long"
