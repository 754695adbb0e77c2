"""Setting up: at once when it is done, and one clear line for whatever goes wrong."""

import sys
from pathlib import Path

import pytest

from deploy import prepare

NO_WHEEL = """\
echo "Collecting peewee==4.5.3"
echo "ERROR: Could not find a version that satisfies the requirement apsw==3.54 (from versions: none)" >&2
echo "ERROR: No matching distribution found for apsw==3.54" >&2
exit 1
"""  # noqa: E501  # as pip says it


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a lock and an environment whose pip does what `pip` says."""
    venv = tmp_path / ".venv"
    monkeypatch.setattr(prepare, "VENV", venv)
    monkeypatch.setattr(prepare, "MARKER", venv / ".being-set-up")
    lock = tmp_path / "requirements.lock"
    lock.write_text("apsw==3.54 --hash=sha256:00\n")
    monkeypatch.setattr(prepare, "LOCKS", {"run": lock, "dev": lock})
    return tmp_path


def pip_does(folder: Path, script: str) -> None:
    python = prepare.python()
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{script}")
    python.chmod(0o755)


def test_a_package_that_nobody_made_for_this_machine_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pip_does(folder, NO_WHEEL)
    assert prepare.main("run") == 1
    told = capsys.readouterr()
    assert "peewee==4.5.3 (of at most 1)" in told.out
    assert told.err.startswith("apsw==3.54 could not be had for this machine (")
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'ERROR: Hashes differ.' >&2; echo more; exit 1", "(Hashes differ.)"),
        ("echo 'Traceback (most recent call last):'; exit 2", "(Traceback"),
        ("exit 3", "(pip said nothing)"),
    ],
)
def test_any_failure_of_pip_is_one_line_and_the_next_call_starts_afresh(
    folder: Path, capsys: pytest.CaptureFixture[str], script: str, said: str
) -> None:
    pip_does(folder, script)
    assert prepare.main("run") == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not prepare.is_ready("run")


def test_a_missing_network_is_told_while_it_is_waited_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pip_does(folder, "echo 'WARNING: Retrying (Retry(total=4)) after connection broken'; exit 0")
    assert prepare.main("run") == 0
    assert "waiting for the network" in capsys.readouterr().out


def test_what_is_ready_is_not_done_again(folder: Path) -> None:
    pip_does(folder, "exit 0")
    assert prepare.main("run") == 0
    prepare.python().write_text("#!/bin/sh\nexit 1")
    assert prepare.main("run") == 0
    (folder / "requirements.lock").write_text("apsw==3.55 --hash=sha256:00\n")
    assert prepare.main("run") == 1


def test_a_missing_lock_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pip_does(folder, "exit 0")
    (folder / "requirements.lock").unlink()
    assert prepare.main("run") == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_python_without_venv_is_told_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert prepare.main("run") == 1
    error = capsys.readouterr().err
    assert "apt install python3" in error
    assert error.count("\n") == 1
    assert not prepare.VENV.exists()


def test_a_python_that_is_too_old_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "OLDEST", (99, 0))
    assert prepare.main("run") == 1
    assert "3.11" in capsys.readouterr().err
