"""The front door as people and gate hardware use it: real processes, pipes, a real terminal."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from db.inspection import inspect_file
from kiosk.clock import SystemClock
from kiosk.services import close_services
from tests.builders import make_site

ROOT = Path(__file__).parent.parent
RUN = [sys.executable, str(ROOT / "run.py")]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_site(tmp_path, 3, clock=SystemClock())
    close_services()
    return tmp_path / "home"


def run(
    *arguments: str, stdin: bytes | None = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    plain = {name: value for name, value in os.environ.items() if name not in {"LANG", "LC_ALL"}}
    return subprocess.run(
        [*RUN, *arguments],
        input=stdin,
        capture_output=True,
        env=plain | environment,
        timeout=60,
        check=False,
    )


def test_a_scan_through_a_pipe(home: Path) -> None:
    code = json.loads(run("badges", "show", "002", "--home", str(home), "--json").stdout)["code"]
    lines = b"\xff\xfe\n\n" + code.encode() + b"\r\n" + code.encode() + b"\n"
    ended = run("scan", "--json", "--home", str(home), stdin=lines)
    results = [json.loads(line)["result"] for line in ended.stdout.splitlines()]
    assert results == ["refused", "refused", "checked_in", "repeated"]
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_each_line_is_answered_before_the_next_one_comes(home: Path) -> None:
    command = [*RUN, "scan", "--json", "--home", str(home)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in (b"one\n", b"two\n", b"three\n"):
            process.stdin.write(text)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["reason"] == "not_a_code"
        process.stdin.close()
        assert process.wait(30) == 1


def test_errors_are_one_line_and_an_exit_code(home: Path) -> None:
    refused = run("members", "show", "999", "--home", str(home))
    assert refused.returncode == 1
    assert refused.stderr.count(b"\n") == 1
    wrong = run("nonsense", LANG="en_US.UTF-8")
    assert wrong.returncode == 2
    assert b"run.py --help" in wrong.stderr
    assert run(stdin=b"").returncode == 2


def test_a_reader_that_leaves_is_no_error(home: Path) -> None:
    line = f"{sys.executable} {ROOT / 'run.py'} day show --home {home} | true"
    ended = subprocess.run(
        ["bash", "-c", line + "; echo ${PIPESTATUS[0]}"], capture_output=True, check=False
    )
    assert ended.stderr == b""
    assert ended.stdout.strip() == b"0"


def test_a_reader_that_leaves_a_stream_ends_it_quietly(home: Path) -> None:
    line = f"yes 1 | {sys.executable} {ROOT / 'run.py'} scan --home {home} | head -1"
    ended = subprocess.run(
        ["bash", "-c", line + "; echo ${PIPESTATUS[1]}"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in ended.stderr
    assert ended.stdout.splitlines()[-1] == b"0"


@pytest.mark.parametrize("stream", ["1", "2"])
def test_closed_streams_are_no_error(home: Path, stream: str) -> None:
    line = f"{sys.executable} {ROOT / 'run.py'} onsite --home {home} {stream}>&-"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr


def test_a_terminal_without_chinese_gets_an_answer(home: Path) -> None:
    ended = run(
        "onsite",
        "--home",
        str(home),
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


def heed_ctrl_c() -> None:
    """Whoever runs the tests in the background has it ignored in all that they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_on_a_terminal_is_one_line(home: Path) -> None:
    command = [RUN[1], "scan", "--home", str(home)]
    child = pexpect.spawn(RUN[0], command, encoding="utf-8", preexec_fn=heed_ctrl_c)
    child.sendline("rubbish")
    child.expect("拒绝[^\n]*\n")
    for _try in range(6):  # a person presses it again, too
        child.sendintr()
        if child.expect(["已停止", pexpect.TIMEOUT], timeout=10) == 0:
            break
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
    assert "Traceback" not in str(child.before)


def test_the_demo_from_the_command_line(tmp_path: Path) -> None:
    home = str(tmp_path / "demo")
    made = run("demo", "--prepare", "--home", home, "--json")
    assert made.returncode == 0
    told = json.loads(made.stdout)
    assert told == {
        "home": home,
        "made": True,
        "supervisor": {"number": "001", "pin": "246810"},
    }
    again = run("demo", "--prepare", "--home", home, "--lang", "en")
    assert b"246810" in again.stdout
    assert len(json.loads(run("members", "list", "--json", "--home", home).stdout)) == 61
    assert json.loads(run("onsite", "--json", "--home", home).stdout)["count"] > 3
    assert run("doctor", "--home", home).returncode == 0


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    home = str(tmp_path / "demo")
    child = pexpect.spawn(
        RUN[0], [RUN[1], "demo", "--prepare", "--home", home], encoding="utf-8", timeout=60
    )
    child.expect("正在画头像 1/61")
    child.expect("正在生成每日记录")
    child.expect("246810")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


ROSTER_ROWS = 500
KILLED_AT_ROW = """
import os, signal, sys
from db import roster
from run import main
kept, left = roster.add_member, [int(sys.argv.pop(1))]
def add_member(*told):
    kept(*told)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
roster.add_member = add_member
sys.exit(main())
"""


@pytest.mark.parametrize("row", [1, ROSTER_ROWS // 2, ROSTER_ROWS])
def test_a_kill_in_the_middle_of_an_import_leaves_the_record_as_it_was(
    home: Path, tmp_path: Path, row: int
) -> None:
    lines = [f"{1000 + place},成员{place},木工,门岗{place % 9}" for place in range(ROSTER_ROWS)]
    roster = tmp_path / "roster.csv"
    roster.write_text("\n".join(["编号,姓名,职务,岗位", *lines]), "utf-8")
    command = ("members", "import", str(roster), "--home", str(home))
    before = inspect_file(home / "kiosk.db")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT_ROW, str(row), *command],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert inspect_file(home / "kiosk.db") == before
    assert len(json.loads(run("members", "list", "--json", "--home", str(home)).stdout)) == 3
    assert run(*command).returncode == 0
    assert len(json.loads(run("members", "list", "--json", "--home", str(home)).stdout)) == 503
    assert inspect_file(home / "kiosk.db").broken_seq is None
