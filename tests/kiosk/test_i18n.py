"""Both languages, complete and switched live."""

import argparse
import ast
import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from kiosk import catalogues, i18n
from kiosk.i18n import _, ngettext

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "kiosk/locale/zh_CN").glob("*.po"))


def messages_of(source: Path) -> Iterator[tuple[str, str]]:
    """Each message in a file with its place; read from the syntax tree, f-strings included."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "ngettext"}:
            message, place = node.args[0], f"{source}:{node.lineno}"
            assert isinstance(message, ast.Constant), f"{place}: a message must stand as it is"
            yield str(message.value), place


def used_messages() -> dict[str, str]:
    """Every message in the code, with the place of a use; plurals by their singular."""
    sources = [path for folder in ("kiosk", "screens") for path in (ROOT / folder).rglob("*.py")]
    return {message: place for source in sources for message, place in messages_of(source)}


def key_of(message: object) -> str:
    """A message's singular."""
    return str(message[0] if isinstance(message, tuple | list) else message)


def chinese() -> Catalog:
    return catalogues.merge_catalogues(SOURCES, "zh_CN")


def test_every_message_has_a_chinese_translation() -> None:
    catalogue = chinese()
    missing = {
        message: place
        for message, place in used_messages().items()
        if not (entry := catalogue.get(message)) or not entry.string or entry.fuzzy
    }
    assert not missing


def test_no_translation_is_left_over() -> None:
    # The command line's own words are argparse's, asked for through gettext.
    library = extract_from_file("python", argparse.__file__)
    used = set(used_messages()) | {key_of(message) for _line, message, *_rest in library}
    ids = [entry.id for entry in chinese() if entry.id]
    keys = [key_of(message) for message in ids]
    assert [key for key in keys if key not in used] == []


def test_translations_name_the_same_fields() -> None:
    fields = re.compile(r"\{(\w+)[^}]*\}")
    for entry in chinese():
        if entry.id:
            english, said = str(entry.id), str(entry.string)
            assert set(fields.findall(said)) <= set(fields.findall(english)), entry.id


def test_the_language_switches_live() -> None:
    assert i18n.current_language() == "zh_CN"
    before = _("{minutes} min")
    i18n.use_language(i18n.other_language())
    assert i18n.current_language() == "en"
    assert (_("{minutes} min"), before) == ("{minutes} min", "{minutes} 分钟")
    i18n.use_language(i18n.other_language())
    assert i18n.current_language() == "zh_CN"


def test_an_unknown_language_gives_chinese() -> None:
    i18n.use_language("tlh")
    assert i18n.current_language() == "zh_CN"


def test_plurals_follow_the_language() -> None:
    i18n.use_language("en")
    assert [ngettext("{n} day", "{n} days", n).format(n=n) for n in (1, 2)] == ["1 day", "2 days"]


@pytest.mark.parametrize("day", [date(2026, month, 22) for month in range(1, 13)])
def test_days_are_written_as_cldr_writes_them(day: date) -> None:
    assert i18n.format_day(day) == format_date(day, "M月d日 EEE", "zh_CN")
    assert i18n.format_long_day(day) == format_date(day, "y年M月d日 EEE", "zh_CN")
    i18n.use_language("en")
    assert i18n.format_day(day) == format_date(day, "EEE d MMM", "en")
    assert i18n.format_long_day(day) == format_date(day, "EEE d MMM y", "en")


def test_every_weekday_has_its_name() -> None:
    for number in range(1, 8):
        day = date(2026, 6, number)
        assert i18n.format_day(day) == format_date(day, "M月d日 EEE", "zh_CN")


def test_times_numbers_and_durations_are_written() -> None:
    assert i18n.format_time(datetime(2026, 11, 22, 6, 5, tzinfo=UTC)) == "06:05"
    assert i18n.format_number(20000) == "20,000"
    assert i18n.format_minutes(485) == "8小时05分"
    assert i18n.format_minutes(60) == "1小时"
    assert i18n.format_minutes(45) == "45 分钟"
    i18n.use_language("en")
    assert i18n.format_minutes(485) == "8 h 05 min"
    assert i18n.format_minutes(60) == "1 h"


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "zh_CN"
    folder.mkdir()
    monkeypatch.setattr(i18n, "_LOCALE", tmp_path)
    write_catalogue(folder / "a.po", "Hello", "你好")
    return folder


def write_catalogue(path: Path, message: str, translation: str) -> None:
    catalogue = Catalog(locale="zh_CN")
    catalogue.add(message, translation)
    data = BytesIO()
    write_po(data, catalogue)
    path.write_bytes(data.getvalue())


def test_catalogues_are_compiled_once_and_after_each_change(locale: Path) -> None:
    assert i18n.load("zh_CN").gettext("Hello") == "你好"
    compiled = locale / "kiosk.mo"
    first = compiled.stat().st_mtime_ns
    assert i18n.load("zh_CN").gettext("Hello") == "你好"
    assert compiled.stat().st_mtime_ns == first
    write_catalogue(locale / "a.po", "Hello", "您好")
    os.utime(locale / "a.po", ns=(first + 1, first + 1))
    assert i18n.load("zh_CN").gettext("Hello") == "您好"


def test_a_read_only_installation_keeps_its_messages_in_memory(
    locale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert i18n.load("zh_CN").gettext("Hello") == "你好"
    assert not (locale / "kiosk.mo").exists()


def test_where_two_rooms_disagree_the_first_ones_words_stand(locale: Path) -> None:
    write_catalogue(locale / "b.po", "Hello", "喂")
    assert i18n.load("zh_CN").gettext("Hello") == "你好"
    assert catalogues.find_disagreements(sorted(locale.glob("*.po")), "zh_CN") == ["Hello"]


def test_no_two_rooms_translate_a_message_in_two_ways() -> None:
    assert catalogues.find_disagreements(SOURCES, "zh_CN") == []


def test_another_language_is_spoken_for_a_moment() -> None:
    for _round in range(2):
        with i18n.speaking("en"):
            assert _("{minutes} min") == "{minutes} min"
        assert i18n.current_language() == "zh_CN"
    for same in ("zh_CN", "", "tlh"):
        with i18n.speaking(same):
            assert i18n.current_language() == "zh_CN"


def test_messages_are_loaded_when_they_are_first_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "translations", None)
    assert _("{minutes} min") == "{minutes} 分钟"
