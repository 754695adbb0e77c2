"""Files as tables: encodings, separators, Excel's habits, and files that mean harm."""

import csv
import io
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kiosk.people.roster import table as tables
from kiosk.people.roster import xlsx_table
from kiosk.people.roster.cells import Flaw, value_cell
from kiosk.people.roster.refusal import RosterRefused
from kiosk.people.roster.table import MOST_BYTES, Table, column_letter, read_table

ROWS = [["编号", "姓名", "职务"], ["001", "王工", "焊工, 电工"], ["002", "李\n“四”", 'a "b"']]


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[bytes], Table]:
    def read(data: bytes) -> Table:
        path = tmp_path / "roster"
        path.write_bytes(data)
        return read_table(path)

    return read


MIDNIGHT = datetime.fromisoformat("2026-01-02T03:00")
Reading = Callable[[bytes], Table]


def texts(table: Table) -> list[list[str]]:
    return [line.texts() for line in table.lines]


def csv_text(rows: list[list[str]], separator: str = ",") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue()


def xlsx(*rows: list[Any], change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refusal(reading: Reading, data: bytes) -> str:
    with pytest.raises(RosterRefused) as caught:
        reading(data)
    assert caught.value.sentence
    return caught.value.code


@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_every_encoding_and_separator_is_read(
    reading: Reading, separator: str, encoding: str, name: str
) -> None:
    data = csv_text(ROWS, separator).encode(encoding)
    table = reading(b"\xfe\xff" + data if encoding == "utf-16-be" else data)
    assert table.encoding == name
    assert texts(table) == [ROWS[0], ROWS[1], ["002", "李 “四”", 'a "b"']]


def test_rows_are_counted_as_a_spreadsheet_does_and_empty_ones_skipped(reading: Reading) -> None:
    table = reading('编号,姓名\n,\n\n1,"王\n工"\n2,李\n'.encode())
    assert [line.row for line in table.lines] == [1, 4, 5]
    table = reading(xlsx(["编号", "姓名"], [], [" ", None], [1, "王"]))
    assert [line.row for line in table.lines] == [1, 4]


def test_a_short_row_has_empty_cells(reading: Reading) -> None:
    assert reading(b"a,b,c\n1\n").lines[1].cell(2).text == ""


@pytest.mark.parametrize("data", [b"\xff\xff\xff", b"\xff\xfe\x00", b"\x81"])
def test_an_unknown_encoding_is_refused(reading: Reading, data: bytes) -> None:
    assert refusal(reading, data) == "unknown_encoding"


@pytest.mark.parametrize("data", [b"a\0b", b'1,"2\n3', b'1,"2"3\n'])
def test_text_that_is_no_table_is_refused(reading: Reading, data: bytes) -> None:
    assert refusal(reading, data) == "not_a_table"


def test_numbers_look_as_they_do_in_excel(reading: Reading) -> None:
    def change(book: Workbook) -> None:
        book.worksheets[0]["A2"].number_format = "000"

    values = [7, "007", 1.0, 1.5, 13800001111.0, True, date(2026, 1, 2), MIDNIGHT]
    table = reading(xlsx(["编号"], values, change=change))
    assert texts(table)[1] == [
        "007", "007", "1", "1.5", "13800001111", "TRUE", "2026-01-02", "2026-01-02",
    ]  # fmt: skip


def test_numbers_that_are_none_are_text() -> None:
    assert value_cell(float("nan")).text == "nan"
    assert value_cell(float("inf")).text in {"inf", "nan"}


def with_cached_value(data: bytes, formula: bytes, value: bytes) -> bytes:
    """openpyxl writes no computed values, Excel does: put one in."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            cell = b"<f>" + formula + b"</f>"
            new.writestr(name, body.replace(cell + b"<v />", cell + b"<v>" + value + b"</v>"))
    return file.getvalue()


def test_a_formula_is_taken_by_its_value_or_refused(reading: Reading) -> None:
    data = xlsx(["编号", "姓名"], ["=1+6", "=A1"])
    first, second = reading(with_cached_value(data, b"1+6", b"7")).lines[1].cells
    assert (first.text, first.flaw) == ("7", None)
    assert second.flaw is Flaw.FORMULA


def test_an_error_value_is_marked(reading: Reading) -> None:
    def change(book: Workbook) -> None:
        book.worksheets[0]["A1"].data_type = "e"

    cell = reading(xlsx(["#N/A"], change=change)).lines[0].cells[0]
    assert (cell.text, cell.flaw) == ("#N/A", Flaw.ERROR_VALUE)


def merging(*ranges: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for cells in ranges:
            book.worksheets[0].merge_cells(cells)

    return change


def test_cells_merged_over_rows_count_for_all_of_them(reading: Reading) -> None:
    rows: list[list[Any]] = [
        ["编号", "姓名", "支部"],
        [1, "甲", "一支部"],
        [2, "乙"],
        [],
        [3, "丙"],
        [4, "丁"],
    ]
    merged = merging("C2:C5", "A1:B1", "C7:C9", "ZZ1:ZZ9")
    assert texts(reading(xlsx(*rows, change=merged))) == [
        ["编号", "", "支部"],
        ["1", "甲", "一支部"],
        ["2", "乙", "一支部"],
        ["3", "丙", "一支部"],
        ["4", "丁"],
    ]


def test_more_merged_than_a_sheet_can_hold_is_refused(reading: Reading) -> None:
    def change(book: Workbook) -> None:
        for cells in ("A2:A900000", "B2:B900000"):
            book.worksheets[0].merged_cells.add(cells)

    assert refusal(reading, xlsx(["编号", "姓名"], change=change)) == "damaged"


def test_the_first_visible_sheet_is_read_and_that_is_said(reading: Reading) -> None:
    def change(book: Workbook) -> None:
        book.worksheets[0].sheet_state = "hidden"
        book.create_sheet("名册").append(["编号", "姓名"])

    table = reading(xlsx(["旧"], change=change))
    assert texts(table) == [["编号", "姓名"]]
    assert "名册" in table.notes[0]


def test_files_that_are_not_there_or_no_files_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "pipe", Path("a\0b")):
        with pytest.raises(RosterRefused) as caught:
            read_table(path)
        assert caught.value.code == "no_file"


def test_a_file_beyond_the_limit_is_refused(reading: Reading) -> None:
    assert refusal(reading, bytes(MOST_BYTES + 1)) == "too_many_bytes"


def test_an_old_or_protected_excel_file_is_refused(reading: Reading) -> None:
    assert refusal(reading, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)) == "old_excel"


@pytest.mark.parametrize("make", [lambda rows: csv_text(rows).encode(), lambda rows: xlsx(*rows)])
def test_too_many_rows_are_refused(
    reading: Reading, make: Callable[[list[list[str]]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.people.roster import csv_table

    for module in (csv_table, xlsx_table, tables):
        monkeypatch.setattr(module, "MOST_ROWS", 3)
    rows = [["编号", "姓名"], *([str(place), "王"] for place in range(3))]
    assert len(reading(make(rows)).lines) == 4
    assert refusal(reading, make([*rows, ["9", "李"]])) == "too_many_rows"


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return file.getvalue()


def test_a_zip_that_is_no_workbook_is_refused(reading: Reading) -> None:
    assert refusal(reading, archive(a=b"b")) == "damaged"
    assert refusal(reading, xlsx(["编号"])[:-40]) == "damaged"
    assert refusal(reading, b"PK\x03\x04" + bytes(100)) == "damaged"
    assert refusal(reading, b"PK\x03\x04") == "damaged"


def test_bombs_are_refused_before_they_are_unpacked(reading: Reading) -> None:
    assert refusal(reading, archive(a=bytes(2_000_000))) == "bomb"
    noise = os.urandom(20_000)
    assert refusal(reading, archive(**{"xl/styles.xml": noise * 300})) == "bomb"


def with_second_row_at(row: bytes) -> bytes:
    data = xlsx(["编号", "姓名"], [1, "王"])
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name).replace(b'<row r="2"', b'<row r="' + row + b'"')
            new.writestr(name, body)
    return file.getvalue()


def test_a_gap_is_crossed_whatever_size_the_sheet_claims(reading: Reading) -> None:
    assert [line.row for line in reading(with_second_row_at(b"5000")).lines] == [1, 5000]


def test_an_endless_gap_between_rows_is_refused(reading: Reading) -> None:
    assert refusal(reading, with_second_row_at(b"99999999999")) == "too_many_rows"


def test_entities_in_a_workbook_are_refused(reading: Reading) -> None:
    data = xlsx(["编号", "姓名"])
    file = io.BytesIO()
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, laughs + body if name.startswith("xl/worksheets") else body)
    assert refusal(reading, file.getvalue()) == "damaged"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    head=st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe"]),
    tail=st.binary(max_size=300),
)
def test_any_bytes_are_a_table_or_refused(reading: Reading, head: bytes, tail: bytes) -> None:
    try:
        table = reading(head + tail)
    except RosterRefused as refused:
        assert refused.code  # noqa: PT017
    else:
        assert table.encoding


WHOLE = xlsx(["编号", "姓名"], [1, "王工"], ["=A1", "李"])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=5))
def test_any_damage_to_a_workbook_gets_an_answer(
    reading: Reading, changes: list[tuple[float, int]]
) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    try:
        table = reading(bytes(data))
    except RosterRefused:
        return
    assert table.encoding


def test_columns_are_called_as_a_spreadsheet_calls_them() -> None:
    assert [column_letter(at) for at in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
