"""`voices`: raised, listed, settled; what somebody wrote is shown to those who may read it."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import close_file, open_file, run_sql
from kiosk.config import Home
from kiosk.service import voices
from kiosk.services import close_services, open_services
from tests.builders import add_item, uid_of
from tests.kiosk.commands.calling import Call

TEXT = "塔吊钢丝绳断丝,打13800138000"


@pytest.fixture(autouse=True)
def supervisor(home: Path) -> None:
    """003 is a supervisor; the catalogue has a hazard."""
    site = open_services(Home(home))
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    add_item("hazard", "临边防护缺失", "Edge without a rail")
    close_services()


@pytest.fixture
def word(call: Call) -> str:
    """Voice 1 of nobody in particular; the author's digits."""
    raised = call("voices", "raise", "hazard", TEXT, "--place", "2号门", "--json").json
    assert (raised["number"], raised["kind"], raised["state"]) == (1, "hazard", "open")
    assert (raised["subject"], raised["shown"], raised["place"]) == (None, None, None)
    digits: str = raised["word"]
    return digits


def test_everybody_sees_number_and_state_the_author_and_supervisors_all(
    call: Call, word: str
) -> None:
    public = call("voices", "show", "1", "--json").json
    assert "text" not in public
    assert "13800138000" not in call("voices", "list").out
    for who in (("--word", word), ("--by", "003")):
        whole = call("voices", "show", "1", *who, "--json").json
        assert (whole["text"], whole["place"], whole["steps"]) == (TEXT, "2号门", [])
    assert call("voices", "show", "1", "--by", "002", "--json").code == 1
    listed = call("voices", "list", "--by", "003", "--json").json
    assert [one["text"] for one in listed["voices"]] == [TEXT]
    assert TEXT[:20] in call("voices", "list", "--by", "003").out


def test_from_raised_to_really_solved(call: Call, word: str) -> None:
    by = ("--by", "003")
    assert call("voices", "assign", "1", "001", *by, "--json").json["state"] == "in_hand"
    assert call("voices", "due", "1", "today", *by, "--json").code == 0
    answered = call("voices", "answer", "1", "马上换", "--by", "001", "--json").json
    assert answered["steps"][-1]["text"] == "马上换"
    assert call("voices", "solve", "1", "换了", "--by", "001", "--json").json["state"] == "solved"
    doubted = call("voices", "reopen", "1", "还断着", "--word", word, "--json").json
    assert (doubted["state"], doubted["steps"][-1]["by"]) == ("open", None)
    assert doubted["steps"][-1]["is_author"] is True
    assert doubted["owner"] is None
    call("voices", "assign", "1", "001", *by)
    call("voices", "solve", "1", "全换了", "--by", "001")
    assert call("voices", "confirm", "1", "--word", word, "--json").json["state"] == "confirmed"
    text = call("voices", "show", "1", *by, "--lang", "en").out
    assert "not solved after all" in text
    assert "who raised it" in text


@pytest.mark.usefixtures("word")
def test_a_voice_is_given_back(call: Call) -> None:
    call("voices", "assign", "1", "001", "--by", "003")
    released = call("voices", "release", "1", "--by", "003", "--json").json
    assert (released["state"], released["owner"]) == ("open", None)
    assert released["steps"][-1]["kind"] == "released"
    call("voices", "assign", "1", "001", "--by", "003")
    assert call("voices", "release", "1", "--by", "001", "--json").json["state"] == "open"


@pytest.mark.usefixtures("word")
def test_approved_words_are_public_with_the_number_masked(call: Call) -> None:
    call("voices", "approve", "1", "--by", "003")
    public = call("voices", "show", "1", "--json").json
    assert public["shown"] == TEXT.replace("00138000", "********")
    assert "138********" in call("voices", "show", "1").out
    call("voices", "approve", "1", "钢丝绳要换", "--by", "003")
    assert call("voices", "list", "--json").json["voices"][0]["shown"] == "钢丝绳要换"
    call("voices", "approve", "1", "--hide", "--by", "003")
    assert call("voices", "list", "--json").json["voices"][0]["shown"] is None


def test_filters(call: Call) -> None:
    call("voices", "raise", "problem", "灯不亮", "--by", "001")
    call("voices", "raise", "help", "要人", "--name", "王师傅")
    call("voices", "raise", "hazard", "--item", "临边防护缺失")
    call("voices", "assign", "2", "001", "--by", "003", "--due", "today")
    call("voices", "decline", "1", "已有安排", "--by", "003")

    def listed(*asked: str) -> list[int]:
        found = call("voices", "list", *asked, "--json").json["voices"]
        return [one["number"] for one in found]

    assert listed() == [3, 2, 1]
    assert listed("--kind", "help") == [2]
    assert listed("--state", "declined") == [1]
    assert listed("--state", "overdue") == []
    assert listed("--on", "today") == [3, 2, 1]
    assert listed("--on", "2020-01-01") == []
    assert listed("--before", "2") == [1]
    assert listed("--member", "001", "--by", "003") == [2, 1]
    page = call("voices", "list", "--most", "2", "--json").json
    assert page["more"] is True
    assert "Edge without a rail" in call("voices", "list", "--lang", "en").out
    assert "Hazard" in call("voices", "show", "3", "--lang", "en").out


@pytest.mark.parametrize(
    ("overdue", "level", "words"),
    [
        (0, "nobody", ""),
        (1, "owner", "已逾期：归承办人"),
        (2, "owner", "已逾期：归承办人"),
        (3, "supervisor", "逾期满3天：升到值班负责人"),
        (6, "supervisor", "逾期满3天：升到值班负责人"),
        (7, "admin", "逾期满7天：升到管理员"),
    ],
)
@pytest.mark.usefixtures("word")
def test_the_list_tells_to_whom_an_overdue_voice_has_risen(
    call: Call, home: Path, overdue: int, level: str, words: str
) -> None:
    site = open_services(Home(home))
    due = site.oversight.today() - timedelta(days=overdue)
    run_sql("UPDATE voice_standing SET due_on = ?", (due.isoformat(),))
    close_services()
    (voice,) = call("voices", "list", "--by", "003", "--json").json["voices"]
    assert (voice["level"], voice["due_on"]) == (level, due.isoformat())
    assert call("voices", "show", "1", "--by", "003", "--json").json["level"] == level
    told = call("voices", "list", "--by", "003").out
    assert words in told
    assert ("逾期" in told) == bool(overdue)
    assert "level" not in call("voices", "list", "--json").json["voices"][0]


def test_a_list_that_is_cut_says_how_to_go_on(call: Call) -> None:
    for text in ("一", "二", "三"):
        call("voices", "raise", "problem", text)
    first = call("voices", "list", "--most", "2", "--lang", "en")
    assert "There are older ones: --before 2 lists them." in first.err
    assert len(first.out.splitlines()) == 2
    rest = call("voices", "list", "--most", "2", "--before", "2")
    assert (len(rest.out.splitlines()), rest.err) == (1, "")


def test_the_day_says_how_many_more_need_somebody(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voices, "MOST_ESCALATED", 1)
    for _turn in range(3):
        call("voices", "raise", "hazard", "缺护栏")
    day = call("day", "show", "--json").json
    assert (len(day["overdue_voices"]), day["more_overdue_voices"]) == (1, 2)
    assert "另有2条：见 `voices list`" in call("day", "show").out
    monkeypatch.setattr(voices, "MOST_ESCALATED", 3)
    assert call("day", "show", "--json").json["more_overdue_voices"] == 0
    assert "另有" not in call("day", "show").out


def test_the_author_is_told_number_and_digits(call: Call) -> None:
    told = call("voices", "raise", "help", "要人", "--lang", "en").out
    assert told.startswith("Number 1, digits ")


def test_an_empty_list_says_how_to_begin(call: Call) -> None:
    assert "voices raise" in call("voices", "list", "--lang", "en").out
    assert call("voices", "list", "--json").json == {"voices": [], "more": False}


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("raise", "hazard"), 1, "no_words"),
        (("raise", "hazard", "长" * 10_000), 1, "too_long"),
        (("raise", "hazard", "--item", "没有"), 1, "unknown_item"),
        (("raise", "other", "x"), 2, "wrong_usage"),
        (("show", "7"), 1, "unknown_voice"),
        (("show", "1", "--word", "x"), 1, "wrong_word"),
        (("answer", "1", "x"), 2, "wrong_usage"),
        (("answer", "1", "x", "--by", "002"), 1, "not_allowed"),
        (("assign", "1", "009", "--by", "003"), 1, "unknown_member"),
        (("assign", "1", "001", "--by", "002"), 1, "no_supervisor"),
        (("assign", "1", "001", "--by", "003", "--due", "2020-01-01"), 1, "due_in_the_past"),
        (("confirm", "1", "--by", "003"), 1, "not_now"),
        (("release", "1", "--by", "003"), 1, "not_now"),
        (("release", "1"), 2, "wrong_usage"),
        (("list", "--most", "0"), 2, "wrong_usage"),
        (("list", "--member", "001"), 2, "wrong_usage"),
        (("list", "--by", "002"), 1, "no_supervisor"),
    ],
)
@pytest.mark.usefixtures("word")
def test_what_is_refused(call: Call, arguments: tuple[str, ...], code: int, why: str) -> None:
    refused = call("voices", *arguments, "--json")
    assert (refused.code, refused.out) == (code, "")
    assert f'"{why}"' in refused.error


def test_the_day_shows_overdue_voices_and_nothing_that_a_person_wrote(
    call: Call, home: Path, word: str
) -> None:
    call("voices", "assign", "1", "002", "--by", "003")
    open_file(home / "kiosk.db")
    run_sql("UPDATE voice_standing SET due_on = '2000-01-01'")
    close_file()
    (voice,) = call("day", "show", "--json").json["overdue_voices"]
    assert (voice["number"], voice["level"], voice["subject"]) == (1, "admin", None)
    told = call("day", "show").out
    assert "钢丝绳" not in told
    assert "逾期满7天：升到管理员" in told
    whose = {
        number: len(call("day", "show", "--member", number, "--json").json["overdue_voices"])
        for number in ("001", "002")
    }
    assert whose == {"001": 0, "002": 1}


def test_the_place_is_told_later(call: Call, word: str) -> None:
    placed = call("voices", "place", "1", "食堂", "--word", word, "--json").json
    assert (placed["place"], placed["steps"][0]["kind"]) == ("食堂", "placed")
    assert call("voices", "show", "1", "--json").json["place"] == "食堂"
    assert call("voices", "place", "1", "食堂").code == 2
