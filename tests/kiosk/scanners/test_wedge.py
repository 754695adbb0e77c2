from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.scanners.burst import MAX_LENGTH, REPORTED_LENGTH, Scanned, Typed
from kiosk.scanners.wedge import Wedge

CODE = "1234567890123456789012345678901234"
OTHER = "4321098765432109876543210987654321"
NAMES = {"\r": "enter", "\n": "ctrl+j", "\t": "tab", "\x1b": "escape", "\x7f": "backspace"}

Event = tuple[str, float]


def is_code(text: str) -> bool:
    return text[-34:] in {CODE, OTHER}


class Desk:
    """A wedge with a clock and a list of what it decided."""

    def __init__(self, *, is_writing: bool = False) -> None:
        self.is_writing = is_writing
        self.wedge: Wedge[Event] = Wedge(is_code, lambda: self.is_writing)
        self.at_s = 100.0
        self.log: list[str] = []

    def keys(self, text: str, gap_s: float = 0.0) -> "Desk":
        for character in text:
            self.press(NAMES.get(character, character), character)
            self.wait(gap_s)
        return self

    def press(self, key: str, character: str | None = None) -> "Desk":
        event = (character or f"<{key}>", self.at_s)
        self._take(self.wedge.key(event, character, key, self.at_s))
        return self

    def wait(self, seconds: float) -> "Desk":
        until_s = self.at_s + seconds
        while (due_s := self.wedge.next_deadline_s) is not None and due_s <= until_s:
            self._take(self.wedge.tick(due_s))
        self.at_s = until_s
        return self

    def rest(self) -> list[str]:
        self.wait(10)
        return self.log

    def _take(self, outcomes: Iterable[Scanned | Typed[Event]]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, Scanned):
                self.log.append(f"scan {outcome.text}{' too long' if outcome.too_long else ''}")
            else:
                self.log += [f"key {event[0]}" for event in outcome.keys]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def typed(text: str) -> list[str]:
    return [f"key {character}" for character in text]


@pytest.mark.parametrize("terminator", ["\r", "\n", "\r\n", "\t", "\t\r", ""])
@pytest.mark.parametrize("gap_s", [0.0, 0.001, 0.03, 0.05])
def test_a_code_is_one_scan_at_every_pace_with_every_terminator(
    desk: Desk, terminator: str, gap_s: float
) -> None:
    assert desk.keys(CODE + terminator, gap_s).rest() == [f"scan {CODE}"]


def test_scans_that_arrive_together_stay_apart(desk: Desk) -> None:
    assert desk.keys("Q1\rQ2\rQ3\r").rest() == ["scan Q1", "scan Q2", "scan Q3"]


def test_a_thousand_scans_in_one_read_are_a_thousand_scans(desk: Desk) -> None:
    assert desk.keys(f"{CODE}\r" * 1000).rest() == [f"scan {CODE}"] * 1000


def test_codes_without_terminators_are_told_apart(desk: Desk) -> None:
    assert desk.keys(CODE + OTHER + CODE).rest() == [f"scan {c}" for c in (CODE, OTHER, CODE)]


@pytest.mark.parametrize("prefix", ["]Q3", "]Q1", "]Q4\\000026", "\\000026"])
def test_a_scanner_prefix_belongs_to_the_scan(desk: Desk, prefix: str) -> None:
    assert desk.keys(f"{prefix}{CODE}\r{prefix}{OTHER}").rest() == [
        f"scan {prefix}{CODE}",
        f"scan {prefix}{OTHER}",
    ]


def test_a_late_terminator_is_waited_for(desk: Desk) -> None:
    desk.keys("6901234567892").wait(0.149)
    assert desk.log == []
    assert desk.keys("\r").rest() == ["scan 6901234567892"]


@pytest.mark.parametrize("digits", [8, 20, 33])
def test_however_long_the_computer_is_busy_a_code_under_way_stays_whole(
    desk: Desk, digits: int
) -> None:
    assert desk.keys(CODE[:digits]).wait(0.49).keys(CODE[digits:] + "\r").rest() == [f"scan {CODE}"]


def test_a_long_reading_without_terminator_ends_by_itself(desk: Desk) -> None:
    desk.keys("HTTP://EXAMPLE.ORG/1").wait(0.159)
    assert desk.log == ["scan HTTP://EXAMPLE.ORG/1"]


def test_a_whole_code_does_not_wait_for_its_terminator(desk: Desk) -> None:
    desk.keys(CODE).wait(0.059)
    assert desk.log == [f"scan {CODE}"]
    assert desk.wait(0.09).keys("\r\n").rest() == [f"scan {CODE}"]


def test_enter_long_after_a_scan_is_a_key(desk: Desk) -> None:
    assert desk.keys(CODE).wait(0.2).keys("\r").rest() == [f"scan {CODE}", "key \r"]
    assert desk.keys(f"{CODE}\r").wait(0.2).keys("\n").rest()[2:] == [f"scan {CODE}", "key \n"]


def test_a_busy_computer_does_not_cut_a_code(desk: Desk) -> None:
    desk.keys(CODE[:20]).wait(0.12).keys(CODE[20:]).wait(0.12)
    assert desk.rest() == [f"scan {CODE}"]


def test_a_busy_computer_may_hold_up_a_code_once_before_its_eighth_digit(desk: Desk) -> None:
    desk.keys(CODE[:2]).wait(0.15).keys(CODE[2:6], 0.075).keys(CODE[6:])
    assert desk.rest() == [f"scan {CODE}"]


@settings(max_examples=100, deadline=None)
@given(
    st.floats(0, 0.057),
    st.lists(st.floats(0, 0.0749), min_size=32, max_size=32),
    st.integers(0, 31),
    st.floats(0, 0.157),
    st.sampled_from(["\r", "\n", "\r\n", "\t", ""]),
)
def test_a_slow_scanner_at_a_busy_computer_is_read(
    first_s: float, gaps_s: list[float], held_up: int, stall_s: float, end: str
) -> None:
    desk = Desk().keys(CODE[0], first_s)
    gaps_s[held_up] = stall_s
    for digit, gap_s in zip(CODE[1:-1], gaps_s, strict=True):
        desk.keys(digit, gap_s)
    assert desk.keys(CODE[-1] + end, 0.04).rest() == [f"scan {CODE}"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("0123456789"), st.floats(0.084, 0.4)), max_size=40))
def test_digits_typed_as_fast_as_a_hand_can_are_typing(presses: list[tuple[str, float]]) -> None:
    desk = Desk().keys("12", 0.04)
    for digit, pause_s in presses:
        desk.wait(pause_s).keys(digit)
    desk.wait(0.16)
    assert desk.keys("\r").rest() == typed(f"12{''.join(digit for digit, _ in presses)}\r")


def test_a_pause_cuts_what_is_not_digits(desk: Desk) -> None:
    desk.keys("ABCDEFGHIJ").wait(0.12).keys("KLMNOPQRS\r")
    assert desk.rest() == ["scan ABCDEFGHIJ", "scan KLMNOPQRS"]


def test_a_half_code_is_reported_and_the_next_one_is_read(desk: Desk) -> None:
    desk.keys(CODE[:20]).wait(0.3).keys(f"{OTHER}\r")
    assert desk.rest() == [f"scan {CODE[:20]}", f"scan {OTHER}"]


def test_a_half_code_glued_to_a_whole_one_costs_only_itself(desk: Desk) -> None:
    desk.keys(f"{CODE[:20]}{OTHER}\r{OTHER}{CODE[:20]}\r")
    assert desk.rest() == [f"scan {t}" for t in (CODE[:20], OTHER, OTHER, CODE[:20])]


@pytest.mark.parametrize("terminator", ["\r", ""])
def test_a_hand_that_touches_a_scan_keeps_its_keys(desk: Desk, terminator: str) -> None:
    desk.keys("ab", 0.04).keys(CODE + terminator)
    assert desk.rest() == ["key a", "key b", f"scan {CODE}"]


def test_a_hand_right_behind_a_scan_keeps_its_keys(desk: Desk) -> None:
    assert desk.keys(f"{CODE}x").rest() == [f"scan {CODE}", "key x"]
    assert desk.keys(f"{CODE}x\r").rest()[2:] == [f"scan {CODE}", "key x", "key \r"]


@pytest.mark.parametrize("prefix", ["", "]Q3"])
def test_a_hand_on_both_sides_of_a_scan_keeps_its_keys(desk: Desk, prefix: str) -> None:
    desk.keys(f"x9{prefix}{CODE}00").wait(0.06)
    assert desk.log == ["key x", "key 9", f"scan {prefix}{CODE}", "key 0", "key 0"]


def test_two_readings_that_overlap_are_both_refused() -> None:
    wedge: Wedge[str] = Wedge(lambda text: len(text) == 34)
    for character in f"5{CODE}":
        wedge.key(character, character, character, 1.0)
    assert wedge.tick(2.0) == [Scanned(f"5{CODE}", 1.0)]


def test_a_digit_on_a_menu_is_released_in_time(desk: Desk) -> None:
    desk.keys("1").wait(0.0581)
    assert desk.log == ["key 1"]


def test_typing_comes_back_in_order_with_its_enter(desk: Desk) -> None:
    assert desk.keys("hello 12\r", 0.08).rest() == typed("hello 12\r")


@pytest.mark.parametrize("text", ["ab\r", "12\t", "1\r"])
def test_fingers_that_roll_are_typing(desk: Desk, text: str) -> None:
    assert desk.keys(text, 0.03).rest() == typed(text)


@pytest.mark.parametrize("text", ["\r", " \r", "   \r", "\t", "\n", "1\r", "11\r"])
def test_enter_and_blanks_alone_are_keys(desk: Desk, text: str) -> None:
    assert desk.keys(text).rest() == typed(text)


@pytest.mark.parametrize("count", [7, 33, 100])
def test_a_held_digit_is_typing(desk: Desk, count: int) -> None:
    assert desk.keys("1" * count + "\r", 0.033).rest() == typed("1" * count + "\r")


def test_a_held_key_before_a_scan_stays_typing(desk: Desk) -> None:
    assert desk.keys("7" * 20, 0.033).keys(f"{CODE}\r").rest() == [
        *typed("7" * 20),
        f"scan {CODE}",
    ]


def test_a_key_without_a_character_never_waits(desk: Desk) -> None:
    assert desk.press("up").log == ["key <up>"]
    assert desk.keys("1").press("down").log == ["key <up>", "key 1", "key <down>"]


@pytest.mark.parametrize(
    ("key", "character"), [("escape", "\x1b"), ("alt+1", "1"), ("ctrl+a", "\x01"), ("up", None)]
)
def test_a_command_key_does_not_cut_a_scan(desk: Desk, key: str, character: str | None) -> None:
    desk.keys(CODE[:20]).press(key, character).keys(f"{CODE[20:]}\r")
    assert desk.rest() == [f"key {character or '<up>'}", f"scan {CODE}"]


def test_a_command_key_ends_a_whole_code(desk: Desk) -> None:
    assert desk.keys(CODE).press("up").log == [f"scan {CODE}", "key <up>"]


@pytest.mark.parametrize("key", ["left_shift", "caps_lock", "iso_level3_shift"])
def test_modifier_keys_inside_a_scan_are_nothing(desk: Desk, key: str) -> None:
    assert desk.keys("ABC").press(key).keys("DEFGH\r").rest() == ["scan ABCDEFGH"]
    assert desk.press(key).rest()[1:] == [f"key <{key}>"]


def test_an_input_methods_text_is_typing_at_once(desk: Desk) -> None:
    assert desk.keys("项目工地临时支部").log == typed("项目工地临时支部")
    assert desk.wait(1).keys("abcdefghijk中").log[8:] == typed("abcdefghijk中")


def test_ascii_within_an_input_methods_text_is_typing(desk: Desk) -> None:
    assert desk.keys("3号楼abcdefghijk\r").rest() == typed("3号楼abcdefghijk\r")


def test_a_code_right_behind_an_input_methods_text_is_a_scan(desk: Desk) -> None:
    assert desk.keys(f"楼{CODE}\r").rest() == ["key 楼", f"scan {CODE}"]
    assert desk.keys(f"{OTHER}中").rest()[2:] == [f"scan {OTHER}", "key 中"]


@pytest.mark.parametrize("end", ["\r", ""])
def test_a_code_whose_start_chose_a_word_leaves_no_digits_behind(desk: Desk, end: str) -> None:
    assert desk.keys(f"被{CODE[1:]}{end}").rest() == ["key 被", f"scan {CODE[1:]}"]
    assert desk.keys(f"{OTHER}\r").rest()[2:] == [f"scan {OTHER}"]


@pytest.mark.parametrize(
    "number", ["13800001234", "110101199001011237", "11010119900101123X", "1" * 30]
)
def test_a_number_within_an_input_methods_text_is_typing(desk: Desk, number: str) -> None:
    assert desk.keys(f"号{number}\r").rest() == typed(f"号{number}\r")


def test_a_reading_without_end_is_bounded_and_reported_once(desk: Desk) -> None:
    desk.keys("ab" * 20_000)
    assert len(desk.wedge._burst.keys) <= MAX_LENGTH
    head = ("ab" * 20_000)[:REPORTED_LENGTH]
    assert desk.keys("\r").rest() == [f"scan {head} too long"]
    assert desk.keys(f"{OTHER}\r").rest()[1:] == [f"scan {OTHER}"]


def test_a_code_glued_to_a_reading_without_end_is_still_read(desk: Desk) -> None:
    desk.keys("ab" * 3000 + f"{CODE}\r")
    assert desk.rest() == [f"scan {('ab' * 100)} too long", f"scan {CODE}"]


def test_nothing_held_nothing_due(desk: Desk) -> None:
    assert desk.wedge.next_deadline_s is None
    assert desk.wedge.tick(1e9) == []


Turn = tuple[str, str, float, float]
"""Kind, keys, pause within, pause behind (seconds)."""

HAND = st.sampled_from([*"09 aZ]-+中é", "\r", "\x1b", "\x7f"])
SCAN = st.tuples(
    st.sampled_from([CODE, OTHER, f"]Q3{CODE}"]), st.sampled_from(["\r", "\n", "\r\n", "\t", ""])
)


@st.composite
def stories(draw: st.DrawFn) -> list[Turn]:
    story: list[Turn] = []
    for _ in range(draw(st.integers(1, 8))):
        pause_s = draw(st.floats(0.0, 0.05) | st.floats(0.055, 0.4))
        if draw(st.booleans()):
            code, terminator = draw(SCAN)
            story.append(("scan", code + terminator, draw(st.floats(0, 0.05)), pause_s))
        else:
            story.append(("hand", draw(HAND), 0.0, draw(st.floats(0.03, 0.3))))
    return story


def expected(story: list[Turn]) -> list[str]:
    return [
        f"{'scan' if kind == 'scan' else 'key'} {keys.strip() if kind == 'scan' else keys}"
        for kind, keys, _, _ in story
    ]


def is_decidable(story: list[Turn]) -> bool:
    """Leave out what nobody could tell apart.

    Enter close behind a scan belongs to the scan, eight fast keys are a machine's, and codes
    glued without terminators are told apart only where no hand touches them (tested above).
    """
    is_unended = False
    for kind, keys, _, pause_s in story:
        if kind == "scan" and is_unended:
            return False
        is_unended = (keys[-1].isdecimal() if kind == "scan" else is_unended) and pause_s < 0.06
    fast = 0
    for (kind, keys, _, pause_s), (following_kind, following, _, _) in pairwise(story):
        if kind == "scan" and following in NAMES and pause_s < 0.16:
            return False
        if kind == following_kind == "scan" and keys[-1].isdecimal() and pause_s < 0.06:
            return False
        fast = fast + 1 if kind == "hand" and pause_s < 0.16 else 0
        if fast >= 7:
            return False
    return True


@settings(max_examples=200, deadline=None)
@given(stories().filter(is_decidable))
def test_every_good_scan_is_read_once_and_every_key_comes_back(
    story: list[Turn],
) -> None:
    desk = Desk()
    for _kind, keys, gap_s, pause_s in story:
        desk.keys(keys[:-1], gap_s).keys(keys[-1:])
        desk.wait(pause_s)
    assert desk.rest() == expected(story)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.floats(0, 0.3)), max_size=12))
def test_after_any_noise_and_a_breath_the_next_scan_is_read(noise: list[tuple[str, float]]) -> None:
    desk = Desk()
    for text, pause_s in noise:
        desk.keys(text).wait(pause_s)
    desk.wait(0.2)
    assert desk.keys(f"{CODE}\r").rest()[-1] == f"scan {CODE}"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(HAND | st.just("\t"), st.floats(0.0, 0.3)), max_size=60))
def test_no_character_is_lost_or_made_up(presses: list[tuple[str, float]]) -> None:
    desk = Desk()
    for character, pause_s in presses:
        desk.keys(character).wait(pause_s)
    said = "".join(line.removeprefix("key ").removeprefix("scan ") for line in desk.rest())
    kept = [character for character in "".join(c for c, _ in presses) if character not in "\r\n\t"]
    assert sorted(c for c in said if c not in "\r\n\t") == sorted(kept)
