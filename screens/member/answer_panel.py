"""The upper pieces of an answer: the face, and the word beside it."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD
from textual.strip import Strip

from kiosk.people.views import MemberView
from kiosk.text import cell_width
from screens.member.answer_words import Answer
from screens.widgets.letters import draw_word
from screens.widgets.lines import Drawn, line, wrap

if TYPE_CHECKING:
    from screens.app import KioskApp

_RUNS = re.compile("█+|[^█]+")
_BOLD = Style(bold=True)

TALL = 30
"""Lines of a panel from which on blank lines separate its lines."""

SHAPES = {
    "in": "▶",
    "out": "◀",
    "back": "▷",
    "again": "=",
    "ask": "?",
    "refused": "✕",
    "lost": "!",
    "wait": "·",
}
"""The shape beside each colour, all along the edges."""

MARGIN = 2
DIGITS_HEIGHT = 6
"""Lines of the smallest drawn digits."""

LEAST_WIDE_HEIGHT = 8
"""Lines a Chinese word needs to be read from ten metres; the digits give way to it."""

SMALL_DIGITS_HEIGHT = 3
"""Lines of Textual's own digits, where the drawn ones have no room."""

LINE_HEIGHT = 3
"""Rows that one of the five lines may take."""


class AnswerFace(Drawn):
    """The member's face, as large as possible; text never waits for it."""

    DEFAULT_CSS = "AnswerFace { width: 1fr; height: 1fr; background: $panel; }"

    def __init__(self) -> None:
        """Show nobody."""
        super().__init__()
        self._member: MemberView | None = None

    def show(self, member: MemberView) -> None:
        """Show a member: at once when the face is ready, else right after the words."""
        self._member = member
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """The face, or the ground it will stand on."""
        member, portraits = self._member, cast("KioskApp", self.app).portraits
        if member is None or not width or not height:
            return []
        ground = self.background_colors[1].rgb
        if not portraits.is_ready(member, width, height, ground):
            self.call_after_refresh(self._begin_fetch, member)
            return []
        return portraits.draw(member, width, height, ground)

    def _begin_fetch(self, member: MemberView) -> None:
        self.run_worker(self._fetch(member), exclusive=True)

    async def _fetch(self, member: MemberView) -> None:
        portraits = cast("KioskApp", self.app).portraits
        await portraits.fetch(member)
        if member is self._member:
            width, height = self.size
            portraits.draw(member, width, height, self.background_colors[1].rgb)
            self.redraw()


class AnswerPanel(Drawn):
    """The word, the name and the lines on the answer's colour."""

    LOOKS = "answer"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"answer--{kind}" for kind in SHAPES}

    def __init__(self) -> None:
        """Say nothing."""
        super().__init__()
        self._answer: Answer | None = None

    @property
    def word(self) -> str:
        """The one word now said, or nothing."""
        return self._answer.word if self._answer else ""

    def show(self, answer: Answer) -> None:
        """Say an answer."""
        self._answer = answer
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """The panel's lines."""
        answer = self._answer
        if answer is None:
            return []
        look = self.look(answer.kind)
        lines = _told(answer, width, height)
        room = max(0, height - len(lines) - 2)
        rows, has_time = _headline(answer.word, answer.time, width, room)
        if not has_time:
            lines = _with_time(lines, answer)
        told = [line([(row, look + _BOLD)], width, look) for row in lines]
        edge = _headline_strip(_edge(SHAPES[answer.kind], width), look)
        head = [_headline_strip(row, look) for row in rows]
        blank = [Strip.blank(width, look)] * (height - len(head) - len(told) - 2)
        return [edge, *head, *told, *blank, edge][:height]


@lru_cache(maxsize=512)
def _headline_strip(row: str, look: Style) -> Strip:
    """A row of blocks, kept: the same few words are drawn all day.

    Whole blocks become coloured blanks: a font's block may leave a seam, a blank never does.
    """
    ink = Style(color=look.bgcolor, bgcolor=look.color)
    return Strip(
        [
            Segment(" " * len(run), ink) if run[0] == "█" else Segment(run, look + _BOLD)
            for run in _RUNS.findall(row)
        ]
    )


def _edge(shape: str, width: int) -> str:
    return (f" {shape}  " * (width // 4 + 1))[:width]


def _headline(word: str, time: str, width: int, room: int) -> tuple[list[str], bool]:
    """The word, and the time in digits where both have room.

    Returns:
        Rows as wide as the panel, and whether the time is among them.
    """
    rows, digits = _word_and_time(word, time, width, room)
    rows += ["", *digits] if digits else []
    spare = (room - len(rows)) // 2
    rows = [""] * spare + rows
    rows += [""] * (room - len(rows))
    return [row or " " * width for row in rows][:room], bool(digits)


def _word_and_time(word: str, time: str, width: int, room: int) -> tuple[list[str], list[str]]:
    least = LEAST_WIDE_HEIGHT if cell_width(word) > len(word) else DIGITS_HEIGHT
    large = max(DIGITS_HEIGHT, room * 2 // 5)
    for height in (large, DIGITS_HEIGHT, SMALL_DIGITS_HEIGHT) if time else ():
        rows = draw_word(word, width, room - height - 1)
        if len(rows) >= least:
            return list(rows), _digits(time, width, height)
    return list(draw_word(word, width, room)), []


def _digits(time: str, width: int, height: int) -> list[str]:
    if height >= DIGITS_HEIGHT:
        return list(draw_word(time, width, height))
    rows = ["".join(three) for three in zip(*(_small_digit(c) for c in time), strict=True)]
    return [row.center(width) for row in rows]


def _small_digit(character: str) -> tuple[str, str, str]:
    at = DIGITS.index(character) * SMALL_DIGITS_HEIGHT
    top, middle, bottom = (row.ljust(3) for row in DIGITS3X3_BOLD[at : at + SMALL_DIGITS_HEIGHT])
    return top, middle, bottom


def _told(answer: Answer, width: int, height: int) -> list[str]:
    """The name and the lines, wrapped; blank lines between them on a tall screen."""
    is_tall = height >= TALL
    rows = _about(answer.member, is_tall) if answer.member else [""]
    if answer.lines:
        rows.append("")
    room = height - len(rows) - LEAST_WIDE_HEIGHT - 2
    inner = width - 2 * MARGIN
    rows += _apart_lines(answer, inner) if is_tall else _close_lines(answer, inner, room)
    return [" " * MARGIN + row for row in rows]


def _apart_lines(answer: Answer, width: int) -> list[str]:
    return [row for text in answer.lines for row in (*wrap(text, width, LINE_HEIGHT), "")]


def _close_lines(answer: Answer, width: int, room: int) -> list[str]:
    """The lines on so many rows: what is to be told whole first, the rest where it fits."""
    whole = len(answer.lines) if answer.whole is None else answer.whole
    rows: list[str] = []
    for place, text in enumerate(answer.lines):
        left = room - len(rows) - max(0, whole - place - 1)
        if place < whole:
            rows += wrap(text, width, max(1, min(LINE_HEIGHT, left)))
        elif left > 0:
            rows += wrap(text, width, 1)
    return rows


def _about(member: MemberView, is_tall: bool) -> list[str]:
    about = (member.number, member.job, member.branch)
    facts = " · ".join(part for part in about if part)
    if is_tall:
        return ["", _apart(member.name, "  "), "", facts]
    return [_apart(member.name, " "), facts]


def _with_time(rows: list[str], answer: Answer) -> list[str]:
    """The small time beside the name, where no digits were drawn."""
    at = next((place for place, row in enumerate(rows) if row.strip()), 0) if answer.member else 0
    rows[at] = f"{rows[at]}   {answer.time}" if answer.member else " " * MARGIN + answer.time
    return rows


def _apart(name: str, gap: str) -> str:
    is_wide = cell_width(name) == 2 * len(name)
    if is_wide:
        return gap.join(name)
    return name if len(gap) == 1 else "  ".join(" ".join(part) for part in name.split(" "))
