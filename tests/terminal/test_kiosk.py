"""The kiosk itself in real terminals, with its real command line beside it."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from db.connection import close_file, run_sql
from kiosk import i18n
from tests.builders import add_post, make_site
from tests.terminal.conftest import ROOT, Display, Tmux, need, program, wait_for

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminals")]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A demo site of three, so that a card draws its member's code."""
    i18n.use_language("zh_CN")  # compiled before several kiosks start at once
    services = make_site(tmp_path)
    run_sql("UPDATE site SET is_demo = 1, name = '南岸学校项目'")
    add_post("3号塔吊", "001", since=services.oversight.today())
    close_file()
    return services.context.home.folder


def ask(home: Path, *arguments: str) -> dict[str, object]:
    """What a command prints as JSON."""
    command = program("run.py", "--home", str(home), *arguments, "--json")
    run = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    answer: dict[str, object] = json.loads(run.stdout)
    return answer


def code_of(home: Path, number: str) -> str:
    return str(ask(home, "badges", "show", number)["code"])


def open_kiosk(home: Path) -> list[str]:
    return program("run.py", "--home", str(home))


def test_a_scanner_that_types_checks_in_on_the_record(home: Path, tmux: Tmux) -> None:
    code = code_of(home, "001")
    tmux.start(open_kiosk(home), columns=120, rows=40)
    tmux.wait_for("南岸学校项目")
    tmux.send(code.encode() + b"\r")
    wait_for(lambda: members(home), "the scan")
    tmux.wait_for("3号塔吊")
    assert [who["number"] for who in members(home)] == ["001"]
    presences = ask(home, "day", "show")["presences"]
    assert isinstance(presences, list)
    assert [(who["number"], who["out_at"]) for who in presences] == [("001", None)]


def members(home: Path) -> list[dict[str, str]]:
    found = ask(home, "onsite")["members"]
    assert isinstance(found, list)
    return found


def test_scans_among_a_persons_keys_leave_nothing_in_the_search_field(
    home: Path, tmux: Tmux
) -> None:
    code = code_of(home, "002")
    tmux.start(open_kiosk(home), columns=120, rows=40)
    tmux.wait_for("南岸学校项目")
    tmux.keys("/")
    tmux.wait_for("查找")
    tmux.send(code.encode() + b"\r")
    wait_for(lambda: members(home), "the scan")
    assert code not in tmux.screen()
    assert code[:6] not in tmux.screen()
    assert [who["number"] for who in members(home)] == ["002"]


@pytest.mark.parametrize(
    "noise",
    [
        b"\xff\xfe\x80 invalid",
        b"\x1b[200~ a paste without its end",
        b"x" * 1_000_000,
        b"\x1b[<0;9999;9999M\x1b]0;title\x07\x1bP\x1b[9999;9999R",
        b"123456789012345678\r",
        b"\r\r\n\t \r",
    ],
    ids=["invalid utf-8", "unfinished paste", "a megabyte", "sequences", "half a code", "blanks"],
)
def test_after_any_noise_the_next_good_scan_works(home: Path, tmux: Tmux, noise: bytes) -> None:
    code = code_of(home, "003")
    tmux.start(open_kiosk(home), columns=100, rows=30)
    tmux.wait_for("南岸学校项目")
    tmux.send(noise)
    tmux.send(b"\r")
    time.sleep(4)  # a scan comes on its own, not in the middle of the noise
    tmux.send(code.encode() + b"\r")
    wait_for(lambda: members(home), "the good scan", within_s=60)
    assert [who["number"] for who in members(home)] == ["003"]


def test_a_scan_from_another_process_lights_up_the_board(home: Path, tmux: Tmux) -> None:
    tmux.start(open_kiosk(home), columns=120, rows=40)
    tmux.wait_for("0/3")
    ask(home, "scan", code_of(home, "001"))
    tmux.wait_for("1/3")


TO_THE_CODE = ("Return", "Return", "7", "0", "0")
"""Enter chooses the first card, then opens it; 7 shows the code where there is little room, as in
kitty, which sometimes opens with 80x24 whatever it was asked for; then back, to try again."""


def test_the_code_on_a_card_is_read_off_xterm(home: Path, display: Display) -> None:
    need("xterm")
    code = code_of(home, "001")
    display.xterm(open_kiosk(home), columns=120, rows=40)
    display.wait_until_still()
    display.wait_for_qr(code, pressing=TO_THE_CODE)


def test_the_code_on_a_card_is_read_off_kitty(home: Path, display: Display) -> None:
    need("kitty")
    code = code_of(home, "001")
    display.kitty(open_kiosk(home), columns=120, rows=40)
    display.wait_until_still()
    display.wait_for_qr(code, pressing=TO_THE_CODE)


def test_a_signal_ends_it_and_gives_the_terminal_back(home: Path, tmux: Tmux) -> None:
    kiosk = " ".join(open_kiosk(home))
    tmux.start(
        ["bash", "-m", "-c", f"{kiosk} & p=$!; echo $p > {home}/pid; fg %1; echo ended $?; cat"]
    )
    tmux.wait_for("南岸学校项目")
    os.kill(int((home / "pid").read_text()), signal.SIGTERM)
    tmux.wait_for("ended")
