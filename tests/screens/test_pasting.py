import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from kiosk.people.codes import check_digits
from screens.pasting import LONGEST_SCAN, NEWEST, PASTE_LIMIT, PASTE_SILENCE_S, PastePiece
from tests.screens.desk import END, START, Desk, characters, pastes

PAUSE_S = 0.1
"""The least pause before a scan that comes on its own, in seconds."""


@pytest.fixture
def desk() -> Desk:
    return Desk()


def code(number: int) -> str:
    body = f"1{number:031}"
    return body + check_digits(body)


def is_piece(messages: list[Message]) -> list[bool]:
    return [isinstance(m, PastePiece) for m in messages if isinstance(m, events.Paste)]


def test_a_paste_comes_whole_wherever_it_is_cut(desk: Desk) -> None:
    stream = b"x" + START + "一\n2".encode() + END + b"y"
    for cut in range(len(stream)):
        read = [*desk.read(stream[:cut]), *desk.read(stream[cut:])]
        assert (pastes(read), characters(read), is_piece(read)) == (["一\n2"], "xy", [False])


def test_two_pastes_in_one_read_are_two(desk: Desk) -> None:
    assert pastes(desk.read((START + b"1" + END) * 2)) == ["1", "1"]


def test_a_pause_ends_a_piece_of_a_paste_without_end(desk: Desk) -> None:
    assert desk.read(START + b"lost") == []
    assert desk.wait(PASTE_SILENCE_S - 0.01) == []
    read = desk.wait(0.02)
    assert (pastes(read), is_piece(read)) == (["lost"], [True])


def test_keys_after_an_unfinished_paste_are_keys_at_once_but_for_the_first(desk: Desk) -> None:
    desk.read(START + b"lost")
    desk.wait(PAUSE_S)
    assert desk.read(b"k") == []
    assert characters(desk.wait(PAUSE_S)) == "k"
    assert characters(desk.read(b"eys")) == "eys"


@pytest.mark.parametrize("before", [b"", b"\x1bP", b"\x1b[", b"\x1b]0;x"])
@pytest.mark.parametrize("pasted", [0, 4, 200_000], ids=["nothing", "a word", "huge"])
def test_a_scan_of_its_own_is_untouched_by_an_open_paste(
    desk: Desk, before: bytes, pasted: int
) -> None:
    desk.read(before + START)
    for _ in range(pasted // 4000):
        desk.read(b"7" * 4000)
    desk.read(b"7" * (pasted % 4000))
    desk.wait(PAUSE_S)
    read = desk.read(f"{code(3)}\r".encode()) + desk.wait(PAUSE_S)
    assert (characters(read), pastes(read)) == (f"{code(3)}\r", [])


def test_a_scanner_of_50_ms_a_character_is_untouched_by_an_open_paste(desk: Desk) -> None:
    desk.read(START + b"lost")
    desk.wait(PAUSE_S)
    read: list[Message] = []
    for character in f"]Q3{code(3)}\r\n":
        read += desk.wait(0.05) + desk.read(character.encode())
    read += desk.wait(PAUSE_S)
    assert (characters(read), pastes(read)) == (f"]Q3{code(3)}\r\n", [])


def test_scans_without_a_pause_after_an_open_paste_come_by_themselves(desk: Desk) -> None:
    """A busy computer reads late what came in time, and sees no pause."""
    desk.read(START + f"lost{code(1)}\r]Q3{code(2)}\n".encode())
    desk.read(f"7777777{code(3)}".encode())
    told = desk.wait(PAUSE_S)
    assert pastes(told) == ["lost\r\n7777777", code(1), f"]Q3{code(2)}", code(3)]
    assert all(is_piece(told))


def test_the_newest_of_a_huge_paste_is_searched_for_a_scan(desk: Desk) -> None:
    for cut in (0, 1, 33, 34, NEWEST):
        desk.read(START + b"7" * (PASTE_LIMIT - 20 + cut) + f"\r{code(4)}\r".encode())
        text, *codes = pastes(desk.wait(PAUSE_S))
        assert (text[:3], codes) == ("777", [code(4)])
        desk.read(END)


def test_digits_of_a_paste_are_no_scan_for_their_number_alone(desk: Desk) -> None:
    desk.read(START + b"7" * 34)
    assert pastes(desk.wait(PAUSE_S)) == ["7" * 34]
    desk.read(END + START + b"7" * 200_000)
    assert pastes(desk.wait(PAUSE_S)) == ["7" * PASTE_LIMIT]


def test_what_was_dropped_leaves_no_code_across_the_gap(desk: Desk) -> None:
    head, tail = code(5)[:20], code(5)[20:]
    desk.read(START + b"x" * (PASTE_LIMIT - 20) + head.encode() + b"y" * 1000)
    desk.read(f"{tail}\r".encode() + b"z" * (NEWEST - len(tail) - 1))
    assert len(pastes(desk.wait(PAUSE_S))) == 1


def test_a_paste_over_a_slow_line_comes_in_pieces(desk: Desk) -> None:
    words = ["甲" * 500, f"{code(1)}\r", "乙" * 500, "end"]
    read = desk.read(START)
    read += desk.wait(PAUSE_S)
    for word in ("".join(words[:2]), words[2]):
        read += desk.read(word.encode()) + desk.wait(PAUSE_S)
    read += desk.read(words[3].encode() + END) + desk.read(b"k")
    assert pastes(read) == ["甲" * 500 + "\r", code(1), "乙" * 500, "end"]
    assert characters(read) == "k"


def test_the_end_of_a_paste_that_came_too_late_is_no_key(desk: Desk) -> None:
    desk.read(START + b"slow")
    desk.wait(PAUSE_S)
    desk.read(b"line")
    read = desk.wait(PAUSE_S) + desk.read(END + b"k")
    assert (characters(read), pastes(read)) == ("linek", [])


def test_a_mouse_over_an_unfinished_paste_is_a_mouse(desk: Desk) -> None:
    desk.read(START + b"lost")
    desk.wait(PAUSE_S)
    desk.read(b"\x1b[<35;1;1M" * (LONGEST_SCAN // 4))
    read = desk.wait(PAUSE_S)
    assert len(read) == LONGEST_SCAN // 4
    assert isinstance(read[0], events.MouseMove)


def test_a_paste_that_begins_in_an_unfinished_one_ends_it(desk: Desk) -> None:
    read = desk.read(START + f"lost{code(1)}\r".encode() + START + b"whole" + END)
    assert pastes(read) == ["lost\r", code(1), "whole"]
    assert is_piece(read) == [True, True, False]


def test_a_paste_that_ends_is_left_as_it_is(desk: Desk) -> None:
    text = f"lost{code(1)}\r"
    assert pastes(desk.read(START + text.encode() + END)) == [text]
    assert desk.wait(PAUSE_S) == []


def test_a_huge_paste_is_cut_and_its_end_is_still_found(desk: Desk) -> None:
    read = desk.read(START)
    for _ in range(300):
        read += desk.read(b"p" * 4095)
    assert len(desk.keyboard._guard._paste or "") <= PASTE_LIMIT + NEWEST
    read += desk.read(END[:3])
    read += desk.read(END[3:] + b"k")
    assert (pastes(read), characters(read)) == (["p" * PASTE_LIMIT], "k")


def test_commands_inside_a_paste_never_become_keys(desk: Desk) -> None:
    read = desk.read(START + b"a\x1b[<0;1;1M\x1b" + b"b" * 40 + b"\x03\x11\r" + END)
    assert characters(read) == ""
    assert pastes(read) == ["a[<0;1;1M" + "b" * 40 + "\r"]


PASTED = st.lists(
    st.one_of(
        st.sampled_from([START, END, b"\x1b", b"\x1bP", b"7" * 20, b"0", b"\r", b"7" * 5000]),
        st.binary(max_size=30),
    ),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(PASTED, st.integers(0, 3), st.randoms())
def test_after_any_open_paste_and_a_pause_a_scan_is_whole(
    pieces: list[bytes], pauses: int, source: random.Random
) -> None:
    desk = Desk()
    for piece in pieces:
        desk.read(START + piece)
        for _ in range(source.randint(0, pauses)):
            desk.wait(source.choice([0.01, 0.05, 0.09, 0.3]))
    desk.wait(PAUSE_S)
    # an escape of the noise may still wait for the rest of its sequence
    read = desk.read(b"\x1b[I" + f"{code(9)}\r".encode()) + desk.wait(PAUSE_S)
    assert characters(read).endswith(f"{code(9)}\r")
    assert pastes(read) == []
