"""The command line of the import: a report that can be read, one that can be parsed, exit codes."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.commands.members_import import add_arguments, run
from kiosk.errors import Exit
from kiosk.i18n import use_language
from kiosk.people.roster import RosterRefused
from kiosk.services import Services, close_services
from kiosk.text import cell_width
from tests.builders import make_site

Command = Callable[..., Exit]


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("zh_CN")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Services]:
    yield make_site(tmp_path, members=1)
    close_services()


@pytest.fixture
def command(site: Services, tmp_path: Path) -> Command:
    def call(text: str, *options: str) -> Exit:
        parser = argparse.ArgumentParser()
        parser.add_argument("--json", action="store_true")
        add_arguments(parser)
        path = tmp_path / "roster.csv"
        path.write_text(text, "utf-8")
        return run(site, parser.parse_args([str(path), *options]))

    return call


GOOD = "编号,姓名,职务\n001,李工001,木工\n101,欧阳娜娜,电工\n102,Anna,\n"
BAD = GOOD + "103,,\n"


def test_rows_are_printed_in_columns(
    command: Command, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert command(BAD) is Exit.REFUSED
    table = capsys.readouterr().out.split("\n\n")[0].splitlines()
    assert len(table) == 5
    starts = {cell_width(line[: line.index(name)]) for line, name in zip(
        table[1:4], ("李工001", "欧阳娜娜", "Anna"), strict=True
    )}  # fmt: skip
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (GOOD, [], ("导入完成：新增 2 人，更新 1 人", "Imported: 2 added, 1 updated")),
        (GOOD, ["--dry-run"], ("可新增 2 人，可更新 1 人", "2 would be added, 1 would be updated")),
        (BAD, [], ("有 1 行不能收", "1 row was refused")),
        (BAD + "104,,\n", [], ("有 2 行不能收", "2 rows were refused")),
    ],
)
def test_the_last_line_says_what_became_of_it(
    command: Command,
    capsys: pytest.CaptureFixture[str],
    language: str,
    text: str,
    options: list[str],
    said: tuple[str, str],
) -> None:
    command(text, *options)
    last = capsys.readouterr().out.splitlines()[-1]
    assert said[language == "en"] in last


@pytest.mark.parametrize(("text", "options"), [(GOOD, ["--dry-run"]), (BAD, [])])
def test_nothing_is_called_added_that_is_not_in_the_record(
    command: Command,
    capsys: pytest.CaptureFixture[str],
    language: str,
    text: str,
    options: list[str],
) -> None:
    command(text, *options)
    rows = capsys.readouterr().out.splitlines()[1:4]
    said = ("would be updated", "would be added") if language == "en" else ("可更新", "可新增")
    assert [said[0] in row for row in rows] == [True, False, False]
    assert [said[1] in row for row in rows] == [False, True, True]


def test_what_was_taken_is_called_added(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command(GOOD)
    rows = capsys.readouterr().out.splitlines()[1:4]
    assert ["可" in row for row in rows] == [False] * 3
    assert "更新" in rows[0]
    assert "新增" in rows[1]


def test_json_is_one_object(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(GOOD, "--json", "--dry-run") is Exit.DONE
    report = json.loads(capsys.readouterr().out)
    assert (report["committed"], report["dry_run"], report["notes"]) == (False, True, [])
    assert report["rows"][1] == {
        "row": 3,
        "number": "101",
        "name": "欧阳娜娜",
        "outcome": "added",
        "reasons": [],
    }


def test_a_file_that_can_not_be_read_is_one_clear_sentence(command: Command) -> None:
    with pytest.raises(RosterRefused) as caught:
        command("姓名,职务\n")
    assert caught.value.exit_code is Exit.REFUSED
    assert "编号" in caught.value.sentence


def test_a_long_name_does_not_push_the_table_apart(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command(f"编号,姓名\n101,{'长' * 60}\n102,王工\n", "--dry-run")
    table = capsys.readouterr().out.split("\n\n")[0].splitlines()
    assert max(map(cell_width, table)) < 60
