"""The kiosk in a real pseudo-terminal: opened, closed, crashed, set up."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TypeAlias

import pexpect
import pytest

from kiosk.config import Home
from kiosk.errors import KioskError
from kiosk.services import close_services, open_services
from screens.opening import run_kiosk
from tests.builders import add_member, make_site

ROOT = Path(__file__).parents[2]
OPEN = """
import sys
from pathlib import Path
from typing import TypeAlias
from kiosk.config import Home
from kiosk.errors import KioskError
from screens.opening import run_kiosk
try:
    sys.exit(run_kiosk(Home(Path(sys.argv[1]))))
except KioskError as error:
    print("SAID", error.code)
    sys.exit(1)
"""
CRASHING = (
    """
from screens.public.board import BoardScreen
async def fail(self):
    secret_name = "张三"
    raise RuntimeError(secret_name)
BoardScreen.record_changed = fail
import screens.opening
screens.opening.REST_S = 1.0
screens.opening.QUICK_S = 300.0  # however slowly this machine comes to fail again
"""
    + OPEN
)
ENDING = (
    """
from screens.public.board import BoardScreen
async def end(self):
    self.app._close_messages_no_wait()
BoardScreen.record_changed = end
"""
    + OPEN
)
NUMBERS = count(100)
Terminal: TypeAlias = "pexpect.spawn[str]"


@contextlib.contextmanager
def terminal(home: Path, program: str = OPEN) -> Iterator[Terminal]:
    environment = os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    child = pexpect.spawn(
        sys.executable,
        ["-c", program, str(home)],
        env=environment,
        cwd=str(ROOT),
        encoding="utf-8",
        dimensions=(40, 120),
        timeout=60,
    )
    try:
        yield child
    finally:
        child.close(force=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_site(tmp_path).context.home.folder


def test_a_scan_in_a_terminal_is_answered(home: Path, tmp_path: Path) -> None:
    services = open_services(Home(home))
    code = services.people.badge_code("001")
    with terminal(home) as screen:
        screen.expect("北岸安置房项目")
        screen.expect("在场")
        screen.send(code + "\r")
        screen.expect("001 · 安全员")
        screen.send(services.people.badge_code("002") + "\r")  # painted ahead of the screen
        screen.expect("002 · 安全员")
        screen.kill(signal.SIGTERM)
        screen.expect(pexpect.EOF)
        screen.close()
        assert screen.exitstatus == 0
    assert [member.number for member in services.attendance.on_site()] == ["001", "002"]


def test_asked_for_on_the_command_line_it_opens_with_the_wall(home: Path) -> None:
    with terminal(home, OPEN.replace("(sys.argv[1])))", "(sys.argv[1])), wall=True)")) as screen:
        screen.expect("谁在现场")


def test_a_closed_terminal_ends_the_kiosk(home: Path) -> None:
    with terminal(home) as screen:
        screen.expect("北岸安置房项目")
        screen.kill(signal.SIGHUP)
        screen.expect(pexpect.EOF)
        screen.close()
        assert screen.signalstatus == signal.SIGHUP


def make_it_crash(screen: Terminal, home: Path, times: int, error: str = "RuntimeError") -> None:
    """Write to the record until the kiosk, which fails when it sees that, has failed so often."""
    log = home / "log" / "crash.log"
    open_services(Home(home))
    end_s = monotonic() + 60
    while not log.exists() or log.read_text("utf-8").count(error) < times:
        assert monotonic() < end_s, "it never failed"
        add_member(f"9{next(NUMBERS)}")
        screen.expect(["nothing is like this", pexpect.TIMEOUT], timeout=0.5)  # reads what it says
    close_services()


def test_a_crash_brings_the_board_back_and_shows_no_traceback(home: Path) -> None:
    with terminal(home, CRASHING) as screen:
        screen.expect("北岸安置房项目")
        screen.expect("在场")
        for times in (1, 2, 3):
            make_it_crash(screen, home, times)
        screen.expect("程序反复出错，1 秒后再试")
        screen.send("\x03\x1c\x1a")  # the keys that end, dump and stop a program in a terminal
        screen.expect("北岸安置房项目")
        assert screen.isalive()
        seen = str(screen.before)
        assert "Traceback" not in seen
        assert "张三" not in seen
    log = (home / "log" / "crash.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert "张三" not in log


def test_a_kiosk_that_ends_though_nobody_ended_it_is_opened_again(home: Path) -> None:
    with terminal(home, ENDING) as screen:
        screen.expect("北岸安置房项目")
        screen.expect("在场")
        make_it_crash(screen, home, 1, "EndedByItselfError")
        screen.expect("北岸安置房项目")
        assert screen.isalive()


def test_a_demo_that_keeps_failing_ends_and_says_so(tmp_path: Path) -> None:
    home = make_site(tmp_path, is_demo=True).context.home.folder
    with terminal(home, CRASHING) as screen:
        screen.expect("北岸安置房项目")
        for times in (1, 2):
            make_it_crash(screen, home, times)
        open_services(Home(home))
        for _try in range(60):
            add_member(f"9{next(NUMBERS)}")
            if screen.expect(["SAID keeps_crashing", pexpect.TIMEOUT], timeout=0.5) == 0:
                break
        else:
            pytest.fail("it never ended")
        close_services()


def test_an_empty_home_offers_demo_and_new_site(tmp_path: Path) -> None:
    with terminal(tmp_path / "home") as screen:
        screen.expect("新建工地")
        screen.send("\x11")
        screen.expect(pexpect.EOF)
        screen.close()
        assert screen.exitstatus == 0
    assert Home(tmp_path / "home").is_empty()


def test_without_a_terminal_it_says_so(home: Path) -> None:
    with pytest.raises(KioskError) as said:
        run_kiosk(Home(home))
    assert said.value.code == "no_terminal"
