"""The terminal's settings: kept whole, for the owner only, and never a reason to crash."""

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk import i18n
from kiosk.config import Home
from kiosk.errors import KioskError
from kiosk.scanners.settings import (
    BAUDS,
    MOST_SOURCES,
    SourceSetting,
    TerminalSettings,
    load_settings,
    save_settings,
    settings_file,
)
from kiosk.text import clean_line

ALL = TerminalSettings(
    (
        SourceSetting("门口", "serial", "0c2e:0720:S 1", baud=115_200),
        SourceSetting("旁门", "serial", "/dev/ttyACM0", usb="1a86:7523"),
        SourceSetting("岗亭", "evdev", "/dev/input/by-id/usb-scanner-event-kbd"),
        SourceSetting("摄像头", "camera", "0", mode="always"),
    ),
    "short",
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def refused(home: Home) -> str:
    with pytest.raises(KioskError) as caught:
        load_settings(home)
    assert caught.value.code == "bad_settings"
    assert str(settings_file(home)) in caught.value.sentence
    return caught.value.sentence


def write(home: Home, text: str | bytes) -> None:
    home.make()
    settings_file(home).write_bytes(text if isinstance(text, bytes) else text.encode())


def test_without_a_file_only_the_keyboard_is_there(home: Home) -> None:
    assert load_settings(home) == TerminalSettings()
    assert load_settings(home).sound == "bell"


def test_what_was_saved_is_loaded(home: Home) -> None:
    save_settings(home, ALL)
    assert load_settings(home) == ALL
    save_settings(home, TerminalSettings())
    assert load_settings(home) == TerminalSettings()


lines = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40).filter(
    lambda text: clean_line(text, 40) == text
)
bauds = st.integers(BAUDS.start, BAUDS.stop - 1)
cameras = st.integers(0, 9999).map(str) | lines.map(lambda line: f"/{line}")
sources = st.builds(
    SourceSetting, lines, st.sampled_from(["serial", "evdev"]), lines, bauds
) | st.builds(
    SourceSetting,
    lines,
    st.just("camera"),
    cameras,
    bauds,
    st.sampled_from(["on_demand", "always"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(sources, max_size=MOST_SOURCES, unique_by=lambda source: source.name),
    st.sampled_from(["bell", "short", "off"]),
)
def test_any_settings_survive(home: Home, several: list[SourceSetting], sound: str) -> None:
    made = TerminalSettings(tuple(several), sound)  # type: ignore[arg-type]  # one of the three
    save_settings(home, made)
    assert load_settings(home) == made


def test_they_are_for_the_owner_only_and_nothing_is_left_beside(home: Home) -> None:
    old_mask = os.umask(0)
    try:
        save_settings(home, ALL)
    finally:
        os.umask(old_mask)
    assert settings_file(home).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.folder.iterdir()] == ["terminal.json"]


def test_a_file_that_others_may_write_is_replaced_by_one_they_may_not(home: Home) -> None:
    write(home, "{}")
    settings_file(home).chmod(0o666)
    save_settings(home, ALL)
    assert settings_file(home).stat().st_mode & 0o777 == 0o600


SOURCE = {"name": "a", "kind": "serial", "where": "COM3"}
CAMERA = SOURCE | {"kind": "camera"}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([], "braces"),
        ("x", "braces"),
        ({"sources": {}}, "sources must be a list"),
        ({"sources": [1]}, "braces"),
        ({"volume": 3}, "unknown key volume"),
        ({"\x1b[2Jv\u202e": 3}, "unknown key v"),
        ({"sources": [SOURCE | {"speed": 1}]}, "unknown key speed"),
        ({"sources": [SOURCE] * 2}, "two scanners are called a"),
        ({"sources": [SOURCE | {"name": str(n)} for n in range(9)]}, "more than 8"),
        ({"sources": [{"name": "a", "kind": "serial"}]}, "where must be"),
        ({"sources": [SOURCE | {"name": ""}]}, "name must be"),
        ({"sources": [SOURCE | {"name": "a\n"}]}, "name must be"),
        ({"sources": [SOURCE | {"name": "a" * 41}]}, "1 to 40"),
        ({"sources": [SOURCE | {"where": 3}]}, "where must be"),
        ({"sources": [SOURCE | {"where": "x" * 301}]}, "1 to 300"),
        ({"sources": [SOURCE | {"kind": "nose"}]}, "kind must be one of serial, evdev, camera"),
        ({"sources": [SOURCE | {"kind": ["serial"]}]}, "kind must be one of"),
        ({"sources": [CAMERA | {"where": "rtsp://10.0.0.1/1"}]}, "not rtsp://10.0.0.1/1"),
        ({"sources": [CAMERA | {"where": "videotestsrc ! appsink"}]}, "a whole path"),
        ({"sources": [CAMERA | {"where": "concat:/dev/video0"}]}, "a whole path"),
        ({"sources": [CAMERA | {"where": "-1"}]}, "a whole path"),
        ({"sources": [CAMERA | {"where": "٣"}]}, "a whole path"),
        ({"sources": [CAMERA | {"where": "gate.avi"}]}, "a whole path"),
        ({"sources": [SOURCE | {"usb": 7}]}, "usb must be"),
        ({"sources": [SOURCE | {"baud": 0}]}, "baud must be"),
        ({"sources": [SOURCE | {"baud": True}]}, "baud must be"),
        ({"sources": [SOURCE | {"baud": 9600.0}]}, "baud must be"),
        ({"sources": [SOURCE | {"mode": "never"}]}, "mode must be one of"),
        ({"sound": "loud"}, "sound must be one of bell, short, off"),
        ({"sound": None}, "sound must be one of"),
    ],
)
def test_what_is_wrong_is_said(home: Home, told: object, why: str) -> None:
    i18n.use_language("en")
    write(home, json.dumps(told))
    assert why in refused(home)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"sound": ' + b"9" * 10_000 + b"}",
        b" " * 70_000,
        b'{"sound": "bell"}' + b" " * 70_000,
        b"NaN",
    ],
)
def test_broken_and_hostile_files_give_a_sentence(home: Home, data: bytes) -> None:
    write(home, data)
    assert "请" in refused(home)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_pipe_does_not_hold_the_start(home: Home, language: str) -> None:
    i18n.use_language(language)
    home.make()
    os.mkfifo(settings_file(home))
    refused(home)


def test_a_folder_in_its_place_is_refused(home: Home) -> None:
    settings_file(home).mkdir(parents=True)
    refused(home)


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_settings_or_a_sentence(home: Home, data: bytes) -> None:
    write(home, data)
    try:
        loaded = load_settings(home)
    except KioskError:
        return
    assert isinstance(loaded, TerminalSettings)


def test_what_could_not_be_loaded_is_not_saved(home: Home) -> None:
    save_settings(home, ALL)
    for bad in (ALL.sources * 2, (SourceSetting("\x1b", "serial", "COM3"),)):
        with pytest.raises(KioskError) as caught:
            save_settings(home, TerminalSettings(bad))
        assert caught.value.code == "bad_settings"
    assert load_settings(home) == ALL


def test_a_full_disk_leaves_the_file_before(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(home, ALL)

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KioskError) as caught:
        save_settings(home, TerminalSettings())
    assert caught.value.code == "settings_not_saved"
    assert "No space left" in caught.value.sentence
    assert load_settings(home) == ALL
    assert [path.name for path in home.folder.iterdir()] == ["terminal.json"]


@pytest.mark.parametrize("after", [0, 10, 60, 3600])
def test_a_terminal_may_rest_on_the_wall(home: Home, after: int) -> None:
    save_settings(home, TerminalSettings(wall_after_s=after))
    assert load_settings(home).wall_after_s == after


@pytest.mark.parametrize("after", ["true", '"60"', "9", "3601", "-1", "60.5", "null"])
def test_what_is_no_time_to_rest_is_refused(home: Home, after: str) -> None:
    write(home, f'{{"wall_after_s": {after}}}')
    assert "wall_after_s" in refused(home)
