"""Keeping members from the command line: add, change, leave, back, photos."""

import json
import os
from pathlib import Path

import pytest

from db.connection import close_file, open_file, run_sql
from kiosk.people.photo_refusal import MOST_BYTES
from kiosk.people.portraits import draw_portrait
from tests.kiosk.commands.calling import Call, CodeOf, Ended

SHAPE = {
    *("number", "name", "job", "branch", "standing", "language", "photo", "waiting_photo"),
    *("joined_at", "left_at", "left_because"),
}


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    path = tmp_path / "face.png"
    path.write_bytes(draw_portrait(1, (160, 200)))
    return path


def refused(ended: Ended) -> str:
    assert (ended.code, ended.out) == (1, "")
    code: str = json.loads(ended.error)["error"]
    return code


def test_add(call: Call) -> None:
    new = ("--number", "100", "--name", "李明", "--job", "电工", "--branch", "远方支部")
    more = ("--phone", "13912345678", "--standing", "activist", "--language", "en")
    ended = call("members", "add", *new, *more, "--json")
    assert ended.json.keys() == SHAPE
    assert ended.json["number"] == "100"
    assert (ended.json["standing"], ended.json["photo"]) == ("activist", False)
    assert "13912345678" not in ended.out
    assert call("members", "show", "100", "--json").json["name"] == "李明"
    assert refused(call("members", "add", *new, "--json")) == "number_taken"
    assert call("members", "add", "--name", "李明").code == 2
    assert call("members", "add", "101", "--number", "102", "--name", "李明").code == 2


def test_add_with_the_number_first_and_a_new_branch(call: Call) -> None:
    new = ("members", "add", "070", "--name", "李明", "--branch")
    assert call(*new, "远方支部").out == "070  李明  远方支部（新支部）\n"
    assert call("members", "change", "070", "--branch", "近处支部").out.endswith("（新支部）\n")
    assert "新支部" not in call("members", "change", "070", "--branch", "远方支部").out
    assert "(new branch)" in call("members", "change", "070", "--branch", "b", "--lang", "en").out


def test_a_phone_number_is_checked(call: Call) -> None:
    new = ("members", "add", "070", "--name", "李明", "--phone", "x", "--json")
    assert refused(call(*new)) == "no_phone_number"


def test_the_help_is_chinese(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call("members", "add", "--help")
    told = capsys.readouterr().out
    for word in ("编号", "姓名", "职务", "支部", "电话", "身份", "语言"):
        assert f" {word}" in told


def test_add_as_text(call: Call) -> None:
    out = call("members", "add", "--number", "100", "--name", "李明", "--job", "电工").out
    assert out == "100  李明  电工  临时支部\n"


def test_names_in_bytes_that_are_no_text_are_taken_clean(call: Call) -> None:
    told = call("members", "add", "--number", "100", "--name", "\udcff李\x1b[2J明", "--json").json
    assert told["name"] == "李明"


def test_change(call: Call, home: Path) -> None:
    told = call("members", "change", "002", "--job", "焊工", "--number", "200", "--json").json
    assert (told["number"], told["job"]) == ("200", "焊工")
    assert call("members", "show", "002").code == 1
    open_file(home / "kiosk.db")
    (payload,) = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'member_changed'")
    close_file()
    assert json.loads(payload[0]) == {
        "number": ["002", "200"],
        "job": ["安全员", "焊工"],
        "by": None,
    }
    assert refused(call("members", "change", "200", "--number", "001", "--json")) == "number_taken"
    assert (
        refused(call("members", "change", "200", "--standing", "boss", "--json"))
        == "unknown_standing"
    )
    ended = call("members", "change", "200")
    assert ended.code == 2
    assert ended.error


def test_leave_and_back(call: Call, code_of: CodeOf) -> None:
    code = code_of("001")
    told = call("members", "leave", "001", "--reason", "end of work", "--json").json
    assert told["left_because"] == "end of work"
    assert told["left_at"].endswith("Z")
    assert call("onsite", "--json").json["count"] == 0
    assert call("scan", code, "--json").json["reason"] == "member_left"
    assert refused(call("members", "leave", "001", "--reason", "x", "--json")) == "member_left"
    assert call("members", "leave", "002").code == 2
    assert call("members", "back", "001", "--json").json["left_at"] is None
    assert refused(call("members", "back", "001", "--json")) == "not_left"
    assert code_of("001") == code


def test_leaving_as_text_in_both_languages(call: Call) -> None:
    assert "已离场" in call("members", "leave", "002", "--reason", "x").out
    assert "left the site" in call("members", "leave", "003", "--reason", "x", "--lang", "en").out


def test_a_photo_waits_until_it_is_approved(call: Call, portrait: Path) -> None:
    told = call("members", "photo", "002", str(portrait), "--json").json
    assert (told["photo"], told["waiting_photo"]) == (False, True)
    assert "照片等待批准" in call("members", "photo", "002", str(portrait)).out
    told = call("members", "approve", "002", "--json").json
    assert (told["photo"], told["waiting_photo"]) == (True, False)
    assert refused(call("members", "approve", "002", "--json")) == "no_photo"
    told = call("members", "photo", "003", str(portrait), "--approve", "--json").json
    assert (told["photo"], told["waiting_photo"]) == (True, False)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"%PDF-1.7", "not_a_photo"), (bytes(MOST_BYTES + 5), "too_many_bytes"), (None, "no_file")],
)
def test_what_is_no_photo_changes_nothing(
    call: Call, tmp_path: Path, content: bytes | None, why: str
) -> None:
    file = tmp_path / "face.jpg"
    if content is not None:
        file.write_bytes(content)
    assert refused(call("members", "photo", "002", str(file), "--json")) == why
    assert refused(call("members", "approve", "002", "--json")) == "no_photo"


def test_a_path_that_can_not_be_is_told_in_one_line(call: Call) -> None:
    assert refused(call("members", "photo", "002", "a\0b", "--json")) == "no_file"


@pytest.mark.parametrize(
    "verb",
    [("change", "--job", "x"), ("leave", "--reason", "x"), ("back",), ("approve",), ("forget",)],
)
def test_an_unknown_member_is_named(call: Call, verb: tuple[str, ...]) -> None:
    ended = call("members", verb[0], "999", *verb[1:])
    assert ended.code == 1
    assert "999" in ended.error
    assert "members list" in ended.error


def test_what_is_no_ordinary_file_is_no_photo(call: Call, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        assert refused(call("members", "photo", "001", str(name), "--json")) == "no_file"
