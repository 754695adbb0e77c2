"""`scanners`: set up, found, tried out, and what the doctor says of them."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from time import monotonic

import pytest

from kiosk.commands import scanner_finds, scanner_new, scanner_trial
from kiosk.commands.scanner_checks import is_meant
from kiosk.commands.scanner_finds import Find, find_all
from kiosk.commands.scanner_trial import try_out
from kiosk.config import Home
from kiosk.scanners import looking
from kiosk.scanners.finding import CameraFound, InputFound, SerialFound
from kiosk.scanners.hub import Arrival, ScannerHub, Watcher
from kiosk.scanners.settings import SourceSetting, TerminalSettings, load_settings, settings_file
from kiosk.scanners.usb import UsbId
from tests.kiosk.commands.calling import Call
from tests.kiosk.scanners.fakes import wait_until

USB = UsbId(0x0C2E, 0x0720, "S1")
SERIAL = SerialFound("/dev/ttyACM0", USB, "Honeywell 1900")
INPUT = InputFound(
    "/dev/input/event7", UsbId(0x1EAB, 0x8003, "Bar Code"), "/dev/input/by-id/usb-bar", "Bar Code"
)
CAMERA = CameraFound("/dev/video0", "")


@dataclass
class Machine:
    """What is plugged in, as a test says."""

    serial: list[SerialFound] = field(default_factory=list)
    inputs: list[InputFound] = field(default_factory=list)
    cameras: list[CameraFound] = field(default_factory=list)


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Nothing is plugged in; a look is short."""
    made = Machine()
    monkeypatch.setattr(scanner_finds, "find_serial", lambda: made.serial)
    monkeypatch.setattr(scanner_finds, "find_inputs", lambda: made.inputs)
    monkeypatch.setattr(scanner_finds, "find_cameras", lambda: made.cameras)
    monkeypatch.setattr(looking, "LONGEST_LOOK_S", 0.2)
    return made


@pytest.fixture
def scanner() -> Iterator[tuple[int, str]]:
    """A serial scanner: where to write what it reads, and its port."""
    ends = os.openpty()
    yield ends[0], os.ttyname(ends[1])
    for end in ends:
        os.close(end)


def test_scanners_are_added_listed_and_removed(
    call: Call, home: Path, scanner: tuple[int, str]
) -> None:
    added = call("scanners", "add", "serial", scanner[1], "--baud", "115200", "--name", "门口")
    assert (added.code, added.err) == (0, "")
    assert "门口" in added.out
    assert call("scanners", "add", "evdev", "1eab:8003", "--json").json == {"added": "evdev"}
    assert call("scanners", "add", "evdev", "/dev/input/none", "--json").json == {
        "added": "evdev 2"
    }
    assert load_settings(Home(home)).sources == (
        SourceSetting("门口", "serial", scanner[1], 115_200),
        SourceSetting("evdev", "evdev", "1eab:8003"),
        SourceSetting("evdev 2", "evdev", "/dev/input/none"),
    )
    listed = call("scanners", "list", "--json").json
    assert listed["sound"] == "bell"
    assert [one["state"] for one in listed["scanners"]] == ["working", "never_seen", "never_seen"]
    keys = {"name", "kind", "where", "state", "since", "device", "detail"}
    assert all(one.keys() == keys for one in listed["scanners"])
    told = call("scanners", "list").out.splitlines()
    assert len(told) == 3
    assert told[0].split() == ["门口", "串口", "正常", scanner[1]]
    assert call("scanners", "remove", "evdev").code == 0
    assert call("scanners", "remove", "门口", "--json").json == {"removed": "门口"}
    assert [one.name for one in load_settings(Home(home)).sources] == ["evdev 2"]


def test_what_has_a_ports_name_when_it_is_added_is_kept_with_it(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [SerialFound("/dev/ttyACM0", UsbId(0x0C2E, 0x0720, "S1"), "")]
    monkeypatch.setattr(scanner_new, "find_serial", lambda: there)
    for where in ("/dev/ttyACM0", "/dev/ttyS9", "1a86:7523"):
        assert call("scanners", "add", "serial", where).code == 0
    kept = [(one.where, one.usb) for one in load_settings(Home(home)).sources]
    assert kept == [("/dev/ttyACM0", "0c2e:0720:S1"), ("/dev/ttyS9", ""), ("1a86:7523", "")]


def test_a_camera_may_look_all_the_time(call: Call, home: Path) -> None:
    assert call("scanners", "add", "camera", "0", "--always").code == 0
    assert call("scanners", "add", "camera", "/dev/video2").code == 0
    assert [one.mode for one in load_settings(Home(home)).sources] == ["always", "on_demand"]


def test_without_scanners_the_keyboard_is_enough(call: Call) -> None:
    ended = call("scanners", "list")
    assert ended.code == 0
    assert "像键盘一样" in ended.out
    assert call("scanners", "list", "--json").json == {
        "sound": "bell",
        "wall_after_s": 0,
        "scanners": [],
    }


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("add", "serial", "COM3", "--name", "serial"), 1, "name_taken"),
        (("add", "serial", "COM3", "--name", "x" * 41), 1, "bad_settings"),
        (("add", "serial", ""), 1, "bad_settings"),
        (("add", "serial", "COM3", "--baud", "1"), 1, "bad_settings"),
        (("add", "camera", "rtsp://10.0.0.1/live"), 1, "bad_settings"),
        (("add", "nose", "x"), 2, "wrong_usage"),
        (("remove", "gone"), 1, "no_such_scanner"),
        (("sound", "loud"), 2, "wrong_usage"),
        (("test", "--seconds", "0"), 2, "wrong_usage"),
        (("test", "--seconds", "nan"), 2, "wrong_usage"),
        ((), 2, "wrong_usage"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    call: Call, home: Path, arguments: tuple[str, ...], code: int, word: str
) -> None:
    call("scanners", "add", "serial", "COM1")
    before = settings_file(Home(home)).read_bytes()
    ended = call("scanners", *arguments, "--json")
    assert (ended.code, ended.out) == (code, "")
    assert f'"{word}"' in ended.error
    assert settings_file(Home(home)).read_bytes() == before


def test_no_more_than_eight_are_taken(call: Call) -> None:
    for number in range(8):
        assert call("scanners", "add", "serial", f"COM{number}").code == 0
    assert '"too_many_scanners"' in call("scanners", "add", "serial", "COM1", "--json").error


def test_a_broken_file_is_told_by_every_verb(call: Call, home: Path) -> None:
    settings_file(Home(home)).write_text("{")
    for verb in (["list"], ["add", "serial", "COM1"], ["remove", "x"], ["sound", "off"], ["test"]):
        ended = call("scanners", *verb)
        assert (ended.code, ended.out) == (1, "")
        assert "terminal.json" in ended.error
    told = call("doctor", "--json")
    assert told.code == 1
    check = next(one for one in told.json["checks"] if one["name"] == "扫码枪")
    assert (check["state"], "terminal.json" in check["sentence"]) == ("bad", True)


def test_a_terminal_is_told_to_rest_on_the_wall_and_its_sound_stays(call: Call, home: Path) -> None:
    call("scanners", "sound", "off")
    assert call("scanners", "wall", "60", "--json").json == {"wall_after_s": 60}
    settings = load_settings(Home(home))
    assert (settings.sound, settings.wall_after_s) == ("off", 60)
    assert call("scanners", "list", "--json").json["wall_after_s"] == 60
    assert "60 秒后回到大屏轮播" in call("scanners", "wall", "60").out
    assert "停在公示板" in call("scanners", "wall", "0").out
    for wrong in ("9", "3601", "-1"):
        assert "10 到 3600" in call("scanners", "wall", wrong).error
    assert load_settings(Home(home)).wall_after_s == 0


@pytest.mark.parametrize("sound", ["bell", "short", "off"])
def test_the_sound_is_chosen_and_scanners_stay(call: Call, home: Path, sound: str) -> None:
    call("scanners", "add", "serial", "COM1")
    assert call("scanners", "sound", sound, "--json").json == {"sound": sound}
    assert call("scanners", "sound", sound).out.count("\n") == 1
    settings = load_settings(Home(home))
    assert (settings.sound, len(settings.sources)) == (sound, 1)


def test_what_is_plugged_in_is_told_with_the_line_that_adds_it(
    call: Call, machine: Machine, home: Path
) -> None:
    machine.serial, machine.inputs, machine.cameras = [SERIAL], [INPUT], [CAMERA]
    told = call("scanners", "find", "--lang", "en").out
    assert "python run.py scanners add serial 0c2e:0720:S1\n" in told
    assert "python run.py scanners add evdev /dev/input/by-id/usb-bar\n" in told
    assert "Honeywell 1900" in told
    assert "Never add the keyboard" in told
    found = call("scanners", "find", "--json").json
    assert [one["kind"] for one in found] == ["serial", "evdev", "camera"]
    assert found[2] == {"kind": "camera", "where": "/dev/video0", "words": ""}
    for one in found:
        assert call("scanners", "add", one["kind"], one["where"]).code == 0
    assert len(load_settings(Home(home)).sources) == 3


def test_nothing_plugged_in_is_told(call: Call, machine: Machine) -> None:
    assert "没有找到" in call("scanners", "find").out
    assert call("scanners", "find", "--json").json == []
    machine.serial = [SERIAL]
    assert "Never" not in call("scanners", "find", "--lang", "en").out


def test_a_name_with_blanks_is_quoted() -> None:
    assert Find("evdev", "", "1eab:8003:Bar Code", "").command.endswith("'1eab:8003:Bar Code'")


def test_elsewhere_than_on_linux_only_serial_ports_are_looked_for(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.serial, machine.inputs = [SERIAL], [INPUT]
    monkeypatch.setattr(sys, "platform", "win32")
    assert [one.kind for one in find_all()] == ["serial"]


@pytest.mark.parametrize(
    ("find", "where", "meant"),
    [
        (Find("serial", "/dev/ttyACM0", "", "", USB), "0c2e:0720", True),
        (Find("serial", "/dev/ttyACM0", "", "", USB), "0c2e:0720:other", False),
        (Find("serial", "/dev/ttyACM0", "", "", USB), "/dev/ttyACM0", True),
        (Find("serial", "/dev/ttyS0", "", ""), "0c2e:0720", False),
        (Find("camera", "/dev/video1", "", ""), "1", True),
        (Find("camera", "/dev/video1", "", ""), "0", False),
    ],
)
def test_what_is_set_up_is_known_again(find: Find, where: str, meant: bool) -> None:
    assert is_meant(find, SourceSetting("a", find.kind, where)) is meant
    other = SourceSetting("a", "evdev", where)
    assert not is_meant(find, other)


def test_a_link_to_a_device_is_known_again(tmp_path: Path) -> None:
    device, link = tmp_path / "event7", tmp_path / "by-id"
    device.touch()
    link.symlink_to(device)
    find = Find("evdev", str(device), "", "", INPUT.usb)
    assert is_meant(find, SourceSetting("a", "evdev", str(link)))


def test_the_doctor_says_what_it_finds_and_how_to_choose_it(
    call: Call, machine: Machine, scanner: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LONGEST_LOOK_S", 3.0)
    call("scanners", "add", "serial", scanner[1], "--name", "A")
    call("scanners", "add", "serial", "/dev/ttyNone", "--name", "B")
    machine.serial = [SERIAL]
    ended = call("doctor", "--json", "--lang", "en")
    checks = {one["name"]: one for one in ended.json["checks"]}
    assert ended.code == 0
    assert checks["Scanner A"]["state"] == "ok"
    assert scanner[1] in checks["Scanner A"]["sentence"]
    assert checks["Scanner B"]["state"] == "warn"
    assert "never seen" in checks["Scanner B"]["sentence"]
    assert "Honeywell 1900: python run.py scanners add serial" in checks["Scanners"]["sentence"]
    call("scanners", "add", "serial", "0c2e:0720")
    checks = {one["name"]: one for one in call("doctor", "--json", "--lang", "en").json["checks"]}
    assert "no other is plugged in" in checks["Scanners"]["sentence"]


@pytest.fixture
def scans(scanner: tuple[int, str], monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is scanned once the scanner works; the trial is over when all of it has arrived."""
    texts: list[bytes] = []
    arrived: list[Arrival] = []

    @contextmanager
    def watched(settings: TerminalSettings, watcher: Watcher) -> Iterator[ScannerHub]:
        def see(arrival: Arrival) -> None:
            watcher(arrival)
            arrived.append(arrival)

        with looking.trial(settings, see) as hub:
            wait_until(lambda: hub.statuses()[0].state == "working")
            os.write(scanner[0], b"".join(texts))
            wait_until(lambda: len(arrived) == len(texts))
            yield hub

    monkeypatch.setattr(scanner_trial, "trial", watched)
    return texts


@pytest.mark.parametrize(
    ("options", "shown"), [((), "1234…34"), (("--raw",), "1234567890123456789012345678901234")]
)
def test_what_arrives_is_shown_and_its_middle_hidden(
    call: Call,
    scanner: tuple[int, str],
    scans: list[bytes],
    options: tuple[str, ...],
    shown: str,
) -> None:
    call("scanners", "add", "serial", scanner[1], "--name", "A")
    scans.append(b"1234567890123456789012345678901234\r")
    ended = call("scanners", "test", "--seconds", "0.1", *options)
    assert ended.code == 0
    assert ended.out.splitlines()[1].split()[1:] == ["A", shown]


def test_a_program_gets_an_object_a_reading(
    call: Call, scanner: tuple[int, str], scans: list[bytes]
) -> None:
    call("scanners", "add", "serial", scanner[1], "--name", "A")
    scans.append(b"12345\r")
    (line,) = call("scanners", "test", "--seconds", "0.1", "--json").json_lines
    assert line.keys() == {"name", "text", "at"}
    assert (line["name"], line["text"]) == ("A", "12345")


def test_without_scanners_there_is_nothing_to_try(call: Call) -> None:
    assert '"no_scanner"' in call("scanners", "test", "--json").error


class Keyboard(StringIO):
    """A terminal's keyboard on which somebody presses Enter."""

    def isatty(self) -> bool:
        return True


def test_enter_ends_the_trial(
    scanner: tuple[int, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard("\n"))
    settings = TerminalSettings((SourceSetting("A", "serial", scanner[1]),))
    began_s = monotonic()
    try_out(settings, 60, raw=False, as_json=False)
    assert monotonic() - began_s < 10
    assert capsys.readouterr().out.count("\n") == 1


def test_ctrl_c_ends_the_trial(
    scanner: tuple[int, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(scanner_trial, "Event", Interrupted)
    settings = TerminalSettings((SourceSetting("A", "serial", scanner[1]),))
    try_out(settings, 60, raw=False, as_json=True)
    assert capsys.readouterr().out == ""


def test_the_doctor_calls_a_camera_that_nobody_aims_with_at_rest(
    call: Call, tmp_path: Path
) -> None:
    video = tmp_path / "gate.avi"
    video.touch()
    call("scanners", "add", "camera", str(video), "--name", "门口")
    checks = call("doctor", "--json").json["checks"]
    assert [one["state"] for one in checks if "门口" in one["name"]] == ["idle"]
