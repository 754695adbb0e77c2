import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events

from kiosk.people.codes import check_digits
from screens.keyboard import LONGEST_RUN, Keyboard
from tests.screens.desk import END, START, Desk, characters

CODE = "1" + "0" * 31
CODE += check_digits(CODE)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_characters_may_arrive_in_pieces(desk: Desk) -> None:
    assert characters([m for byte in "工地".encode() for m in desk.read(bytes([byte]))]) == "工地"


def test_invalid_bytes_are_dropped_and_the_rest_is_read(desk: Desk) -> None:
    assert characters(desk.read(b"a\xff\xc3b\xe5\xb7c")) == "abc"


@pytest.mark.parametrize(
    "forged",
    [b"\x1b[48;1;1;1;1t", b"\x1b[48;99999999;99999999;0;0t", b"\x1b[?2048;1$y", b"\x1b[5;5R"],
)
def test_sizes_and_positions_that_anybody_can_type_are_not_believed(
    desk: Desk, forged: bytes
) -> None:
    assert desk.read(forged) == []


def test_a_mouse_beyond_every_screen_is_not_believed(desk: Desk) -> None:
    assert desk.read(b"\x1b[<0;99999999999;3M") == []
    assert isinstance(desk.read(b"\x1b[<0;3;3M")[0], events.MouseDown)


def test_a_sequence_that_the_parser_chokes_on_costs_only_itself(desk: Desk) -> None:
    assert characters(desk.read(b"\x1b[99999999999;1uok")) == "ok"


def test_a_lone_escape_becomes_a_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk.read(b"\x1b") == []
    monkeypatch.setattr("textual._parser.get_time", lambda: float("inf"))
    assert [m.key for m in desk.wait(1) if isinstance(m, events.Key)] == ["escape"]


CUT_OFF = [
    b"\x1b", b"\x1b\x1b", b"\x1b[", b"\x1bO", b"\x1b[<0;1", b"\x1b[<35;1;", b"\x1b[1;5",
    b"\x1b[57441;2:", b"\x1b]0;x", b"\x1bPzz", b"\x1b_G", b"\x9b", b"\xc2\x9b", b"\xe5\xb7",
    b"9999\x1b", b"\x1b[M!",
]  # fmt: skip


@pytest.mark.parametrize("before", CUT_OFF)
def test_a_sequence_cut_off_takes_no_digit_of_the_code_read_with_it(
    desk: Desk, before: bytes
) -> None:
    assert characters(desk.read(before + CODE.encode() + b"\r")).endswith(CODE + "\r")


NOISE = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([START, END, b"\x1b", b"\x1b[", b"\x1b[<0;", b"\x1bO", b"\x1b]0;", b"\x9b"]),
    st.builds(lambda n, c: f"\x1b[{n};{n}{c}".encode(), st.integers(), st.characters()),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(NOISE, max_size=20))
def test_after_any_bytes_and_a_silence_keys_work(noise: list[bytes]) -> None:
    desk = Desk()
    for chunk in noise:
        desk.read(chunk)
    desk.wait(0.1)
    keys = desk.read(b"\x1b[I12345") + desk.wait(0.1)
    assert characters(keys)[-5:] == "12345"


def test_a_megabyte_typed_in_one_go_is_cut_and_the_next_scan_is_whole() -> None:
    keyboard = Keyboard()
    keys = [message for part in range(256) for message in keyboard.feed(b"x" * 4096, 0.0)]
    assert len(keys) == LONGEST_RUN
    after = list(keyboard.feed(b"\r" + b"1" * 34 + b"\r", 0.0))
    assert len(after) == 36


def test_a_pause_begins_a_new_run() -> None:
    keyboard = Keyboard()
    assert len(list(keyboard.feed(b"x" * 10_000, 0.0))) == LONGEST_RUN
    list(keyboard.tick(0.1))
    assert len(list(keyboard.feed(b"y" * 10, 0.2))) == 10
