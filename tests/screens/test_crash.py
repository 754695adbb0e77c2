"""What is kept of a crash."""

from pathlib import Path

from screens import crash
from screens.crash import describe, log_crash


def failed(name: str) -> Exception:
    try:
        try:
            raise ValueError(name)
        except ValueError as error:
            raise RuntimeError(f"no {name}") from error
    except RuntimeError as error:
        return error


def test_the_log_says_where_and_never_whose(tmp_path: Path) -> None:
    log_crash(tmp_path / "log", failed("张工 13800000000"))
    text = (tmp_path / "log" / "crash.log").read_text("utf-8")
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert "test_crash.py:" in text
    assert "张工" not in text
    assert "138" not in text


def test_a_log_that_grew_large_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "crash.log").write_bytes(b"x" * (crash.MOST_BYTES + 1))
    log_crash(tmp_path, failed("x"))
    assert (tmp_path / "crash.log.1").stat().st_size > crash.MOST_BYTES
    assert (tmp_path / "crash.log").stat().st_size < 4_000


def test_a_log_that_cannot_be_written_is_no_second_crash(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    log_crash(tmp_path / "file" / "log", failed("x"))


def test_causes_in_a_circle_end() -> None:
    error = ValueError()
    error.__cause__ = RuntimeError()
    error.__cause__.__cause__ = error
    assert len(describe(error).splitlines()) <= 200
