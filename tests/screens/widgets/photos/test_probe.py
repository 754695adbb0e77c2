"""Asking the terminal: real answers, garbage, silence; the terminal is left as it was."""

from __future__ import annotations

import os
import select
import sys
import termios
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.photos import TerminalKind, parse_answers, probe_terminal
from screens.widgets.photos.probe import MAX_ANSWER_BYTES, QUESTIONS

KITTY_41 = (
    b"\x1bP>|kitty(0.41.1)\x1b\\"
    b"\x1b_Gi=31;OK\x1b\\"
    b"\x1bP1$r48:2:1:2:3m\x1b\\"
    b"\x1b[6;20;10t"
    b"\x1b[?62;52;c"
)
XTERM = b"\x1bP>|XTerm(379)\x1b\\\x1bP1$r0;48:2::1:2:3m\x1b\\\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c"


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        (KITTY_41, TerminalKind("kitty", (0, 41, 1), True, True, (10, 20))),
        (XTERM, TerminalKind("xterm", (379,), False, True, None)),
        (
            b"\x1bP>|kitty(0.26.5)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[?62;c",
            TerminalKind("kitty", (0, 26, 5), True),
        ),
        (b"\x1bP>|tmux 3.3a\x1b\\\x1b[?1;2c", TerminalKind("tmux", (3, 3))),
        (
            b"\x1bP>|WezTerm 20240203-110809-5046fc22\x1b\\\x1b[?65;4c",
            TerminalKind("wezterm", (20240203,)),
        ),
        (b"\x1bP>|foot(1.16.2)\x1b\\\x1b[?62;4c", TerminalKind("foot", (1, 16, 2))),
        (b"\x1bP>|Konsole v24.12\x1b\\\x1b[?62c", TerminalKind("konsole", (24, 12))),
        (b"\x1b_Gi=31;ENOTSUPPORTED\x1b\\\x1b[?62c", TerminalKind()),
        (b"\x1b[6;0;0t\x1b[?1;2c", TerminalKind()),
        (b"\x1bP1$r48;5;16m\x1b\\\x1b[?1;2c", TerminalKind()),
        (b"\x1bP>|???\x1b\\\x1b[?1;2c", TerminalKind()),
        (b"\x1bP>|mystery\x1b\\\x1b[?1;2c", TerminalKind("mystery")),
        (b"keys typed\r" + XTERM + b"more", TerminalKind("xterm", (379,), False, True, None)),
        (b"", TerminalKind()),
    ],
)
def test_answers_are_read(answers: bytes, kind: TerminalKind) -> None:
    assert parse_answers(answers) == kind


@pytest.mark.parametrize(
    ("version", "graphics", "placeholders"),
    [
        ((0, 26, 5), True, False),
        ((0, 28), True, True),
        ((0, 41, 1), True, True),
        ((1,), True, True),
        ((0, 41), False, False),
        ((), True, False),
    ],
)
def test_placeholders_need_a_kitty_that_knows_them(
    version: tuple[int, ...], graphics: bool, placeholders: bool
) -> None:
    assert TerminalKind("kitty", version, graphics).placeholders is placeholders
    assert TerminalKind("wezterm", version, graphics).placeholders is False


@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.sampled_from(
                [
                    b"\x1b",
                    b"P>|",
                    b"kitty(0.4",
                    b"9" * 40,
                    b")",
                    b"\x1b\\",
                    b"\x1b[6;",
                    b";",
                    b"t",
                    b"\x1b[?6",
                    b"c",
                    b"\x1b_Gi=31;OK",
                    b"\xff",
                ]
            ),
            max_size=30,
        ).map(b"".join),
    )
)
def test_any_bytes_are_read_without_an_error(answers: bytes) -> None:
    kind = parse_answers(answers)
    assert all(number >= 0 for number in kind.version)
    assert kind.cell_px is None or min(kind.cell_px) > 0


@pytest.fixture
def pty(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    monkeypatch.setenv("TERM", "xterm")
    master, slave = os.openpty()
    yield master, slave
    for descriptor in (master, slave):
        os.close(descriptor)


def answering(master: int, *pieces: bytes) -> threading.Thread:
    """Play a terminal: wait for the questions, then send the pieces one after another."""

    def play() -> None:
        asked = b""
        while not asked.endswith(QUESTIONS[-3:]) and select.select([master], [], [], 5)[0]:
            asked += os.read(master, 4096)
        assert asked == QUESTIONS
        for piece in pieces:
            os.write(master, piece)
            time.sleep(0.01)

    thread = threading.Thread(target=play)
    thread.start()
    return thread


def test_a_terminal_that_answers_in_pieces_is_understood_at_once(pty: tuple[int, int]) -> None:
    master, slave = pty
    before = termios.tcgetattr(slave)
    thread = answering(master, KITTY_41[:9], KITTY_41[9:40], KITTY_41[40:])
    started = time.monotonic()
    kind = probe_terminal(30.0, slave, slave)
    thread.join()
    assert kind == parse_answers(KITTY_41)
    assert time.monotonic() - started < 20
    assert termios.tcgetattr(slave) == before


def test_silence_ends_with_the_time_out_and_leaves_the_terminal_as_it_was(
    pty: tuple[int, int],
) -> None:
    _, slave = pty
    before = termios.tcgetattr(slave)
    assert probe_terminal(0.05, slave, slave) == TerminalKind()
    assert termios.tcgetattr(slave) == before


def test_an_answer_that_was_not_read_is_not_left_for_the_screen(pty: tuple[int, int]) -> None:
    master, slave = pty
    os.write(master, b"late\n")
    assert select.select([slave], [], [], 60)[0]  # the system hands it on when it has time
    assert probe_terminal(0.0, slave, slave) == TerminalKind()
    assert not select.select([slave], [], [], 0)[0]


def test_an_endless_answer_is_cut_off(pty: tuple[int, int]) -> None:
    master, slave = pty
    thread = answering(master, *[b"x" * 1024] * (MAX_ANSWER_BYTES // 1024 + 1))
    started = time.monotonic()
    assert probe_terminal(30.0, slave, slave) == TerminalKind()
    assert time.monotonic() - started < 20
    thread.join()


def test_a_terminal_that_goes_away_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    master, slave = os.openpty()
    closing = threading.Timer(0.05, os.close, [master])
    closing.start()
    assert probe_terminal(30.0, slave, slave) == TerminalKind()
    closing.join()
    os.close(slave)


def test_what_is_no_terminal_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    reading, writing = os.pipe()
    assert probe_terminal(5.0, reading, writing) == TerminalKind()
    os.close(reading)
    os.close(writing)
    assert probe_terminal(5.0, reading, writing) == TerminalKind()


def test_without_standard_streams_it_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "__stdin__", None)
    monkeypatch.setattr(sys, "__stdout__", None)
    assert probe_terminal(5.0) == TerminalKind()


@pytest.mark.parametrize("term", ["linux", "dumb", ""])
def test_terminals_that_would_print_the_questions_are_not_asked(
    pty: tuple[int, int], monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    master, slave = pty
    monkeypatch.setenv("TERM", term)
    assert probe_terminal(5.0, slave, slave) == TerminalKind()
    assert not select.select([master], [], [], 0)[0]


def test_windows_is_not_asked(pty: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    _, slave = pty
    monkeypatch.setattr(sys, "platform", "win32")
    assert probe_terminal(5.0, slave, slave) == TerminalKind()
