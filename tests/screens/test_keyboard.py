import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from screens.keyboard import LONGEST_RUN, PASTE_LIMIT, PASTE_SILENCE_S, Keyboard

START, END = b"\x1b[200~", b"\x1b[201~"


class Desk:
    """A keyboard with a clock."""

    def __init__(self) -> None:
        self.keyboard = Keyboard()
        self.at_s = 50.0

    def read(self, data: bytes) -> list[Message]:
        return list(self.keyboard.feed(data, self.at_s))

    def wait(self, seconds: float) -> list[Message]:
        self.at_s += seconds
        return list(self.keyboard.tick(self.at_s))


def characters(messages: list[Message]) -> str:
    return "".join(m.character or "" for m in messages if isinstance(m, events.Key))


def pastes(messages: list[Message]) -> list[str]:
    return [message.text for message in messages if isinstance(message, events.Paste)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_characters_may_arrive_in_pieces(desk: Desk) -> None:
    assert characters([m for byte in "工地".encode() for m in desk.read(bytes([byte]))]) == "工地"


def test_invalid_bytes_are_dropped_and_the_rest_is_read(desk: Desk) -> None:
    assert characters(desk.read(b"a\xff\xc3b\xe5\xb7c")) == "abc"


def test_a_paste_comes_whole_wherever_it_is_cut(desk: Desk) -> None:
    stream = b"x" + START + "一\n2".encode() + END + b"y"
    for cut in range(len(stream)):
        read = [*desk.read(stream[:cut]), *desk.read(stream[cut:])]
        assert (pastes(read), characters(read)) == (["一\n2"], "xy")


def test_two_pastes_in_one_read_are_two(desk: Desk) -> None:
    assert pastes(desk.read((START + b"1" + END) * 2)) == ["1", "1"]


def test_a_paste_without_end_is_over_after_a_silence(desk: Desk) -> None:
    assert desk.read(START + b"lost") == []
    assert desk.wait(PASTE_SILENCE_S - 0.01) == []
    assert pastes(desk.wait(0.02)) == ["lost"]
    assert characters(desk.read(b"keys again")) == "keys again"


def test_scans_into_a_paste_without_end_come_by_themselves(desk: Desk) -> None:
    first, second = "1" * 34, "2" * 34
    desk.read(START + f"lost{first}\r]Q3{second}\n".encode())
    desk.read(f"7777777{first}".encode())
    told = pastes(desk.wait(PASTE_SILENCE_S + 0.01))
    assert told == ["lost\r\n7777777", first, f"]Q3{second}", first]
    assert characters(desk.read(b"keys again")) == "keys again"


def test_a_paste_that_ends_is_left_as_it_is(desk: Desk) -> None:
    text = f"lost{'1' * 34}\r"
    assert pastes(desk.read(START + text.encode() + END)) == [text]
    assert desk.wait(PASTE_SILENCE_S + 0.01) == []


def test_a_huge_paste_is_cut_and_its_end_is_still_found(desk: Desk) -> None:
    read = desk.read(START)
    for _ in range(300):
        read += desk.read(b"p" * 4095)
    assert len(desk.keyboard._guard._paste or "") < PASTE_LIMIT + len(END)
    read += desk.read(END[:3])
    read += desk.read(END[3:] + b"k")
    assert (pastes(read), characters(read)) == (["p" * PASTE_LIMIT], "k")


def test_commands_inside_a_paste_never_become_keys(desk: Desk) -> None:
    read = desk.read(START + b"a\x1b[<0;1;1M\x1b" + b"b" * 40 + b"\x03\x11\r" + END)
    assert characters(read) == ""
    assert pastes(read) == ["a[<0;1;1M" + "b" * 40 + "\r"]


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
    desk.wait(PASTE_SILENCE_S + 0.1)
    assert characters(desk.read(b"\x1b[I12345"))[-5:] == "12345"


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
