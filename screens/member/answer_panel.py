"""The pieces of an answer: the face, the word beside it, the choices under both."""

import re
import textwrap
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD
from textual.strip import Strip

from kiosk.i18n import _
from kiosk.people.views import MemberView
from kiosk.text import cell_width, fit
from screens.member.answer_refused import URGENT
from screens.member.answer_words import Answer, seconds_word
from screens.widgets.letters import draw_word
from screens.widgets.lines import Drawn, Part, line, wrap

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

CHOICE_HEIGHT = 3
MARGIN = 2
DIGITS_HEIGHT = 6
"""Lines of the smallest drawn digits."""

LEAST_WIDE_HEIGHT = 8
"""Lines a Chinese word needs to be read from ten metres; the digits give way to it."""

SMALL_DIGITS_HEIGHT = 3
"""Lines of Textual's own digits, where the drawn ones have no room."""

LEAST_PADDING = 2
"""Cells of a choice beside its key and its words."""

ROOMY = 100
"""Width from which on the choices stand two cells apart."""

LEAST_CHOICE_WIDTH = 12
"""Cells that a gloved finger needs."""

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


def _broken(words: str, width: int) -> list[str]:
    """Words under each other; those with blanks are broken at blanks only."""
    if cell_width(words) > len(words):
        return wrap(words, width, CHOICE_HEIGHT)
    return textwrap.wrap(words, width, break_long_words=False)[:CHOICE_HEIGHT]


def _least_width(words: str) -> int:
    is_wide = cell_width(words) > len(words)
    longest = -(-cell_width(words) // CHOICE_HEIGHT) if is_wide else max(map(len, words.split()))
    return max(LEAST_CHOICE_WIDTH, longest + 3 + LEAST_PADDING + 1)


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


class AnswerFoot(Drawn):
    """What to do next, each choice large enough for a glove, and a bar that runs out."""

    LOOKS = "foot"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "foot--choice",
        "foot--urgent",
        "foot--key",
        "foot--bar",
    }

    class Chosen(Message):
        """A choice was touched."""

        def __init__(self, key: str) -> None:
            """Tell which.

            Args:
                key: The key printed on it.
            """
            super().__init__()
            self.key = key

    def __init__(self, share_left: Callable[[], tuple[float, int]]) -> None:
        """Offer nothing.

        Args:
            share_left: The share of the time that is left, 0 to 1, and the seconds.
        """
        super().__init__()
        self._choices: tuple[tuple[str, str], ...] = ()
        self._share_left = share_left

    def show(self, choices: tuple[tuple[str, str], ...], *, is_question: bool = False) -> None:
        """Offer choices.

        Args:
            choices: Pairs of a key and words.
            is_question: Whether they answer a question: they are higher then.
        """
        self.set_class(is_question, "-question")
        if choices != self._choices:
            self._choices = choices
            self.redraw()
        else:
            self.tick()

    def tick(self) -> None:
        """Draw the bar anew, and nothing else."""
        width, height = self.size
        self.refresh(Region(0, height - 1, width, 1))

    def render_line(self, y: int) -> Strip:
        """The bar is drawn live, the rest once."""
        return self._bar() if y == self.size.height - 1 else super().render_line(y)

    def draw(self, width: int, height: int) -> list[Strip]:
        """The choices; their middle lines say what they are."""
        if not self._choices:
            return []
        tall = max(CHOICE_HEIGHT, height - 2)
        above = [Strip.blank(width, self.ground)] * (height - 1 - tall)
        columns = [self._column(*place, tall) for place in self._places(width)]
        return [*above, *(self._row(width, [each[row] for each in columns]) for row in range(tall))]

    def _row(self, width: int, cells: list[tuple[int, list[Part]]]) -> Strip:
        parts: list[Part] = []
        for left, own in cells:
            gap = " " * (left - sum(cell_width(part) for part, _look in parts))
            parts += [(gap, self.ground), *own]
        return line(parts, width, self.ground)

    def _column(
        self, left: int, right: int, choice: tuple[str, str], tall: int
    ) -> list[tuple[int, list[Part]]]:
        """One choice from its first row to its last: the key, and words beside it."""
        key, words = choice
        look = self.look("urgent" if words.startswith(URGENT) else "choice")
        label = f" {key} "
        inner = right - left - len(label) - LEAST_PADDING
        # Two large answers stand in the middle of their halves, smaller choices at the left.
        before = max(0, inner - cell_width(words)) // 2 if tall > CHOICE_HEIGHT else 0
        inner -= before
        said = _broken(words, max(2, inner))
        middle = tall // 2
        first = max(0, middle - (len(said) - 1) // 2 - (len(said) > CHOICE_HEIGHT - 1))
        rows = []
        for row in range(tall):
            text = said[row - first] if first <= row < first + len(said) else ""
            marked = (label, self.look("key")) if row == middle else (" " * len(label), look)
            padding = (" " * (1 + before), look)
            rows.append((left, [padding, marked, (fit(f" {text}", inner + 1), look)]))
        return rows

    def on_click(self, event: events.Click) -> None:
        """A glove touched something."""
        for left, right, (key, _words) in self._places(self.size.width):
            if left <= event.x < right and event.y < self.size.height - 1:
                self.post_message(self.Chosen(key))

    def _places(self, width: int) -> list[tuple[int, int, tuple[str, str]]]:
        """Where each choice stands: room for its longest word first, the rest evenly."""
        count = len(self._choices)
        gap = 2 if width >= ROOMY else 1
        room = width - 2 * MARGIN - gap * (count - 1)
        least = [_least_width(words) for _key, words in self._choices]
        if sum(least) > room or max(least) <= room // max(1, count):
            least = [room // max(1, count)] * count
        spare = (room - sum(least)) // max(1, count)
        places, left = [], MARGIN
        for wide, choice in zip(least, self._choices, strict=True):
            places.append((left, left + wide + spare, choice))
            left += wide + spare + gap
        return places

    def _bar(self) -> Strip:
        width = self.size.width
        if not self._choices:
            return Strip.blank(width, self.ground)
        share, seconds = self._share_left()
        words = f"  {seconds_word(seconds)} · 0 {_('Back')}  "
        room = max(0, width - cell_width(words) - MARGIN)
        return line(
            [(words, self.look("bar")), ("━" * round(room * share), self.look("bar"))],
            width,
            self.ground,
        )
