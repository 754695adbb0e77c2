"""What a line says of a member, and what is wrong with it."""

import pytest

from kiosk.people.names import name_key
from kiosk.people.roster.cells import Cell, Flaw, text_cell
from kiosk.people.roster.fields import Field
from kiosk.people.roster.rows import RosterRow, number_key, read_rows
from kiosk.people.roster.table import Line

COLUMNS = {field: place for place, field in enumerate(Field)}
ORDER = list(Field)


def line(row: int, texts: dict[str, str]) -> Line:
    return Line(row, tuple(text_cell(texts.get(field.value, "")) for field in ORDER))


def read(**texts: str) -> RosterRow:
    return read_rows([line(2, {"number": "001", "name": "王工"} | texts)], COLUMNS)[0]


def test_a_full_line_is_read() -> None:
    row = read(
        job="焊工",
        branch="第一支部",
        phone="+86 138",
        post="1号塔吊、门岗;门岗,质检",
        team="先锋队/夜班",
        standing="预备党员",
        language="EN",
    )
    assert (row.number, row.name, row.reasons, row.remarks) == ("001", "王工", [], [])
    assert (row.job, row.branch, row.phone) == ("焊工", "第一支部", "+86 138")
    assert row.posts == ("1号塔吊", "门岗", "质检")
    assert row.teams == ("先锋队", "夜班")
    assert (row.standing, row.language) == ("probationary", "en")


def test_an_empty_cell_says_nothing_and_a_dash_says_none() -> None:
    silent, none = read(), read(job="-", branch="无", phone="—", post="/", team="无", language="无")
    assert (silent.job, silent.phone, silent.posts, silent.teams) == (None,) * 4
    assert (silent.branch, silent.standing, silent.language) == (None,) * 3
    assert (none.job, none.phone, none.posts, none.teams, none.language) == ("", "", (), (), "")
    assert (none.branch, none.standing, none.reasons) == (None, None, [])


@pytest.mark.parametrize(
    ("written", "standing"),
    [
        ("党员", "member"),
        ("中共党员", "member"),
        ("Member", "member"),
        ("预备 党员", "probationary"),
        ("入党积极分子", "activist"),
        ("（积极分子）", "activist"),
    ],
)
def test_standings_are_understood(written: str, standing: str) -> None:
    assert read(standing=written).standing == standing


@pytest.mark.parametrize(
    "name",
    [
        "王工",
        "阿卜杜热合曼·买买提",
        "Anne-Marie O’Neill",
        "Юлия Ким",
        "[red]王工[/red]",
        "<b>王</b>",
        "王" * 60,
    ],
)
def test_legal_names_are_kept_as_they_are(name: str) -> None:
    row = read(name=name)
    assert (row.name, row.reasons) == (name, [])


@pytest.mark.parametrize("written", ["王 工", "王　工", " 王  工 "])
def test_blanks_that_line_up_short_chinese_names_go(written: str) -> None:
    assert read(name=written).name == "王工"


@pytest.mark.parametrize(
    "written", ["王\x1b[31m工", "王\u202e工", "王\0工", "\u200b王工", "王工\x07"]
)
def test_what_is_no_text_is_taken_out_and_said(written: str) -> None:
    row = read(name=written)
    assert (row.name, row.reasons) == ("王工", [])
    assert "看不见" in row.remarks[0]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"name": ""}, "没有姓名"),
        ({"name": "\u202e\x1b[0m"}, "没有姓名"),
        ({"name": "…"}, "没有姓名"),
        ({"name": "王" * 61}, "超过 60"),
        ({"name": "王" * 201}, "超过 200"),
        ({"name": "=A1"}, "公式"),
        ({"name": "＝A1"}, "公式"),
        ({"number": ""}, "没有编号"),
        ({"number": "=1"}, "公式"),
        ({"number": "1" * 33}, "最多 32"),
        ({"number": "-1"}, "编号最多"),
        ({"number": "../1"}, "编号最多"),
        ({"standing": "群众"}, "群众"),
        ({"language": "fr"}, "fr"),
        ({"post": "岗" * 61}, "岗位"),
        ({"team": "、".join("甲乙丙丁戊己庚辛壬癸")}, "突击队"),
    ],
)
def test_what_is_wrong_is_said_once(texts: dict[str, str], said: str) -> None:
    reasons = read(**texts).reasons
    assert len(reasons) == 1
    assert said in reasons[0]


def test_an_error_of_the_spreadsheet_is_named() -> None:
    cells = (text_cell("001"), text_cell("王工"), Cell("#N/A", Flaw.ERROR_VALUE))
    (row,) = read_rows([Line(2, cells)], COLUMNS)
    assert row.reasons == ["职务：单元格是错误值 #N/A。"]


def test_numbers_that_occur_twice_are_refused_in_both_rows() -> None:
    lines = [
        line(2, {"number": "A1", "name": "甲"}),
        line(3, {"number": "7", "name": "乙"}),
        line(5, {"number": "ａ1", "name": "丙"}),
        line(6, {"number": "007", "name": "丁"}),
        line(7, {"number": "8", "name": "戊"}),
    ]
    rows = read_rows(lines, COLUMNS)
    assert [bool(row.reasons) for row in rows] == [True, True, True, True, False]
    assert "2、5" in rows[0].reasons[0]
    assert "3、6" in rows[3].reasons[0]


def test_keys_forget_what_people_write_differently() -> None:
    assert number_key("００7") == number_key("7") == "7"
    assert (number_key("0"), number_key("000"), number_key("")) == ("0", "0", "")
    assert name_key("Ａnna　LI") == name_key("anna li")
