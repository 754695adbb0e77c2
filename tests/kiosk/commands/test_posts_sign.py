"""`posts sign`: a post's sign into a file, to standard output, or refused by name."""

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from kiosk.commands import main
from tests.kiosk.commands.calling import Call
from tests.kiosk.exports.papers import draw, read

CRANE = "塔吊指挥"


def test_a_sign_is_written_and_its_code_is_what_is_told(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "sign.pdf"
    told = call("posts", "sign", CRANE, "--out", str(file), "--json").json
    assert (told["out"], told["printer"], told["post"]) == (str(file), None, CRANE)
    assert told["link"].startswith("http://kiosk.local:8080/p/")
    assert read(draw(file.read_bytes(), 0, "pdfium")) == [told["link"]]
    said = call("posts", "sign", CRANE, "--out", str(file))
    assert said.out == f"“{CRANE}”岗位牌：{file}\n"


def test_the_phone_page_is_where_it_is_said(call: Call, tmp_path: Path) -> None:
    words = ("--out", str(tmp_path / "sign.pdf"), "--phone-page", "https://site.example/")
    told = call("posts", "sign", CRANE, *words, "--json").json
    assert told["link"].startswith("https://site.example/p/")


def test_with_a_dash_the_sign_and_nothing_else_is_written(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(out, "utf-8"))
    assert main(["--home", str(home), "posts", "sign", CRANE, "--out", "-", "--json"]) == 0
    sys.stdout.flush()
    assert out.getvalue().startswith(b"%PDF-")
    assert out.getvalue().rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("没有的岗",), "unknown_post"),
        ((CRANE, "--phone-page", "kiosk.local"), "bad_address"),
        ((CRANE, "--phone-page", ""), "bad_address"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    call: Call, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    file = tmp_path / "sign.pdf"
    ended = call("posts", "sign", *words, "--out", str(file), "--json")
    assert (ended.code, ended.out) == (1, "")
    assert json.loads(ended.error)["error"] == code
    assert not file.exists()


def test_a_place_that_can_not_be_written_is_named(call: Call, tmp_path: Path) -> None:
    ended = call("posts", "sign", CRANE, "--out", str(tmp_path), "--json")
    assert json.loads(ended.error)["error"] == "not_written"
