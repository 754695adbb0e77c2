"""Setting a line of names into a space: which face has which character, how wide, how large.

Left to right only and one glyph a character: what needs shaping (Arabic, Hebrew) is shown as
missing rather than set wrongly.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kiosk.exports.fonts import FontFile, Fonts, characters_of, find_font_for

MISSING = "□"
"""Stands for a character that no font of this machine holds, as Chinese print does."""

ELLIPSIS = "…"
_SECOND_CHOICE = "?"
_STEP_PT = 0.5
_BALANCE = 0.25
_MOST_EXTRA_FACES = 8
# A word or one wide character, with the marks behind it that may not begin a line.
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_MARKS = "，。、：；！？）》」·…"
_PIECES = re.compile(rf"\s+|[{_WIDE}][{_MARKS}]*|[^\s{_WIDE}]+[{_MARKS}]*")


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is to be set.

    Attributes:
        largest_pt: The size it is set in when there is room.
        smallest_pt: The size below which it is cut instead.
        lines: The most lines.
        bold: Whether in the bold face.
        leading: Distance of the baselines, in sizes.
    """

    largest_pt: float
    smallest_pt: float
    lines: int = 1
    bold: bool = False
    leading: float = 1.15

    def sizes(self) -> Iterator[float]:
        """The sizes to try, largest first."""
        for step in range(int((self.largest_pt - self.smallest_pt) / _STEP_PT) + 1):
            yield self.largest_pt - step * _STEP_PT


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text as it fits: its lines, their size and the kind that was chosen."""

    lines: tuple[str, ...]
    size_pt: float
    kind: Type


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a line that one face sets."""

    face: str
    text: str


class Typesetter:
    """Chooses faces and sizes. Faces are `regular`, `bold` and `extra0`... for rare characters."""

    def __init__(
        self,
        fonts: Fonts,
        add_face: Callable[[str, FontFile], None],
        measure: Callable[[str, str], float],
    ) -> None:
        """Work with these fonts.

        Args:
            fonts: The two weights.
            add_face: Makes a face known to the page under a name.
            measure: The width of a text in a face, in sizes (em).
        """
        self._add_face, self._measure = add_face, measure
        self._characters: dict[str, frozenset[int]] = {}
        self._widths: dict[tuple[str, str], float] = {}
        self._chosen: dict[tuple[str, bool], Run] = {}
        for face, font in (("regular", fonts.regular), ("bold", fonts.bold)):
            self._take(face, font)

    def can_set(self, character: str) -> bool:
        """Whether some face has a character, so that no box stands in for it."""
        return self._choose(character, bold=False).text == character

    def runs(self, text: str, *, bold: bool = False) -> list[Run]:
        """The line as runs of one face each, with what can't be set replaced visibly."""
        chosen = [self._choose(character, bold) for character in text]
        return [
            Run(face, "".join(run.text for run in runs))
            for face, runs in groupby(chosen, key=lambda run: run.face)
        ]

    def width(self, text: str, *, bold: bool = False) -> float:
        """The width of a line, in sizes."""
        return sum(map(self._width_of, (self._choose(character, bold) for character in text)))

    def fit(self, text: str, width_pt: float, kinds: Sequence[Type]) -> Fitted:
        """The text in the first kind and the largest size in which it fits with no word torn.

        Where it fits in none, it is cut with an ellipsis in the last kind's smallest size.
        """
        for kind in kinds:
            for size in kind.sizes():
                lines = self._broken(text, width_pt / size, kind)
                if lines is not None:
                    return Fitted(lines, size, kind)
        last = kinds[-1]
        lines = self._cut(text, width_pt / last.smallest_pt, last)
        return Fitted(lines, last.smallest_pt, last)

    def _take(self, face: str, font: FontFile) -> None:
        self._add_face(face, font)
        self._characters[face] = characters_of(font)

    def _choose(self, character: str, bold: bool) -> Run:
        key = character, bold
        if key not in self._chosen:
            self._chosen[key] = self._chosen_anew(character, "bold" if bold else "regular")
        return self._chosen[key]

    def _chosen_anew(self, character: str, first: str) -> Run:
        if unicodedata.bidirectional(character) in {"R", "AL"}:
            return self._missing(first)
        faces = [first, *self._characters]
        holding = (face for face in faces if ord(character) in self._characters[face])
        face = next(holding, None) or self._extra_face(character)
        return Run(face, character) if face else self._missing(first)

    def _missing(self, face: str) -> Run:
        has_box = ord(MISSING) in self._characters[face]
        return Run(face, MISSING if has_box else _SECOND_CHOICE)

    def _extra_face(self, character: str) -> str | None:
        place = len(self._characters) - 2
        font = find_font_for(character) if place < _MOST_EXTRA_FACES else None
        if font is None:
            return None
        self._take(f"extra{place}", font)
        return f"extra{place}"

    def _width_of(self, run: Run) -> float:
        key = run.face, run.text
        if key not in self._widths:
            self._widths[key] = self._measure(run.face, run.text)
        return self._widths[key]

    def _broken(self, text: str, room: float, kind: Type) -> tuple[str, ...] | None:
        """The text in lines of at most `room` sizes, no word torn; None when it doesn't fit."""
        pieces = _PIECES.findall(text)
        lines = self._filled(pieces, room, kind.bold)
        wide = any(self.width(line, bold=kind.bold) > room for line in lines)
        if wide or len(lines) > kind.lines:
            return None
        return tuple(self._balanced(pieces, lines, room, kind.bold))

    def _balanced(self, pieces: list[str], lines: list[str], room: float, bold: bool) -> list[str]:
        """As many lines, but about equally long."""
        widest = max((self.width(piece.strip(), bold=bold) for piece in pieces), default=0)
        while len(lines) > 1 and room - _BALANCE >= widest:
            room -= _BALANCE
            narrower = self._filled(pieces, room, bold)
            if len(narrower) > len(lines):
                break
            lines = narrower
        return lines

    def _cut(self, text: str, room: float, kind: Type) -> tuple[str, ...]:
        """As many lines as may be, words torn where they are too long, the last one cut."""
        torn = self._torn(_PIECES.findall(text), room, kind.bold)
        lines = self._filled(torn, room, kind.bold)
        if len(lines) <= kind.lines:
            return tuple(lines)
        last = lines[kind.lines - 1]
        while last and self.width(last + ELLIPSIS, bold=kind.bold) > room:
            last = last[:-1]
        return (*lines[: kind.lines - 1], last.rstrip() + ELLIPSIS)

    def _filled(self, pieces: list[str], room: float, bold: bool) -> list[str]:
        lines, line = [], ""
        for piece in pieces:
            if line and self.width((line + piece).rstrip(), bold=bold) > room:
                lines.append(line.rstrip())
                line = ""
            line += piece if line else piece.lstrip()
        return [*lines, line.rstrip()] if line.strip() else lines

    def _torn(self, pieces: list[str], room: float, bold: bool) -> list[str]:
        torn: list[str] = []
        for piece in pieces:
            whole = self.width(piece, bold=bold) <= room
            torn.extend([piece] if whole else piece)
        return torn
