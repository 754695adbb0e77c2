"""A member's own data taken home from the command line."""

from pathlib import Path

import pypdfium2

from tests.kiosk.commands.calling import Call


def test_as_json_it_is_everything(call: Call) -> None:
    told = call("members", "record", "001").json
    assert told["member"]["number"] == "001"
    assert [one["text"] for one in told["services"]] == ["帮工友修工具"]


def test_on_paper_it_is_a_pdf(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "own.pdf"
    assert call("members", "record", "001", "--out", str(out)).code == 0
    text = pypdfium2.PdfDocument(out.read_bytes())[0].get_textpage().get_text_range()
    assert "帮工友修工具" in text


def test_where_it_can_not_be_written_it_is_refused_first(call: Call, tmp_path: Path) -> None:
    assert call("members", "record", "001", "--out", str(tmp_path)).code == 1
    assert call("members", "record", "999").code == 1
