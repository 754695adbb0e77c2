"""Scans while somebody writes into a real field, in which stands at the end what they typed."""

import asyncio
from uuid import UUID

import pytest
from hypothesis import given, settings
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input

from kiosk.attendance.views import Scan
from kiosk.people.codes import make_code
from screens.scanning import KeyIntake
from tests.kiosk.scanners.test_wedge import CODE, NAMES, OTHER, Turn, is_decidable, stories

GOOD = {text: make_code(b"k" * 32, UUID(int=place)) for place, text in enumerate((CODE, OTHER))}
"""Codes with right check digits, for those of the stories."""


class Form(App[None]):
    """A field behind the kiosk's own intake, in the stories' own time."""

    def __init__(self) -> None:
        super().__init__()
        self.scans: list[str] = []
        self.intake = KeyIntake(
            self._scanned, self._typed, self.call_later, lambda: False, self._is_writing
        )
        self.at_s = 1_000.0

    def compose(self) -> ComposeResult:
        yield Input()

    async def play(self, story: list[Turn]) -> None:
        for _kind, keys, gap_s, pause_s in story:
            for character in keys[:-1]:
                await self.press(character, gap_s)
            await self.press(keys[-1], pause_s)
        await self.wait(10)

    async def press(self, character: str, pause_s: float) -> None:
        event = events.Key(NAMES.get(character, character), character)
        event.time = self.at_s
        await self.intake.key(event)
        await self.wait(pause_s)

    async def wait(self, seconds: float) -> None:
        until_s = self.at_s + seconds
        while (due_s := self.intake._wedge.next_deadline_s) is not None and due_s <= until_s:
            await self.intake.tick(due_s)
        self.at_s = until_s

    def _is_writing(self) -> bool:
        return isinstance(self.focused, Input)

    async def _scanned(self, scan: Scan) -> None:
        self.scans.append(scan.text)

    async def _typed(self, event: events.Key) -> None:
        await super().on_event(event)


def good(story: list[Turn]) -> list[Turn]:
    """The story with codes that the kiosk knows as such."""
    told = []
    for kind, keys, gap_s, pause_s in story:
        for code, instead in GOOD.items():
            keys = keys.replace(code, instead)
        told.append((kind, keys, gap_s, pause_s))
    return told


def written(story: list[Turn]) -> str:
    """What a hand's keys leave in a field."""
    return "".join(keys for kind, keys, _, _ in story if kind == "hand" and keys.isprintable())


def without_backspace(story: list[Turn]) -> list[Turn]:
    """A command takes Textual longer than the no time at all that passes here between two keys."""
    return [turn for turn in story if turn[1] != "\x7f"]


async def play(story: list[Turn]) -> tuple[str, list[str]]:
    app = Form()
    async with app.run_test() as pilot:
        await app.play(story)
        await pilot.pause()
        return app.query_one(Input).value, app.scans


@settings(max_examples=25, deadline=None)
@given(stories().map(without_backspace).filter(is_decidable).map(good))
def test_what_stands_in_a_field_is_what_the_hand_typed(story: list[Turn]) -> None:
    field, scans = asyncio.run(play(story))
    assert field == written(story)
    assert scans == [keys.strip() for kind, keys, _, _ in story if kind == "scan"]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t", ""])
@pytest.mark.parametrize("prefix", ["", "]Q3", "\\000026"])
@pytest.mark.parametrize("gap_s", [0.0, 0.01, 0.05])
async def test_every_end_prefix_and_pace_leaves_a_field_as_it_was(
    end: str, prefix: str, gap_s: float
) -> None:
    code = GOOD[CODE]
    story = [("hand", "a", 0.0, 0.1), ("scan", prefix + code + end, gap_s, 0.4)]
    assert await play([*story, ("hand", "b", 0.0, 0.2)]) == ("ab", [prefix + code])


@pytest.mark.parametrize("word", ["zhongguo", "xian'gang", "zhang san feng"])
async def test_a_word_that_an_input_method_gives_up_half_written_stays_in_the_field(
    word: str,
) -> None:
    code = GOOD[CODE]
    story = [("hand", word, 0.0, 0.2), ("scan", f"{code}\r", 0.0, 0.4), ("hand", word, 0.0, 0.2)]
    assert await play(story) == (word + word, [code])
