"""What the day has to tell: its sections with their counts, and what needs somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from kiosk.i18n import _, format_number
from screens.supervisor.day_lines import NEEDS, SECTIONS, section_words
from screens.widgets.lines import Drawn, line, spread

TALLEST_ENTRY = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to open by its key.

    Attributes:
        key: The digit printed on it.
        section: What it opens.
        count: How many lines it has.
        is_urgent: Whether it asks for somebody.
    """

    key: str
    section: str
    count: int
    is_urgent: bool


class SectionList(Drawn):
    """Sections above, needs under them in amber; each with its key."""

    LOOKS = "side"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "side--plain",
        "side--quiet",
        "side--key",
        "side--urgent",
        "side--chosen",
    }

    class Chosen(Message):
        """A section was touched."""

        def __init__(self, section: str) -> None:
            """Say which."""
            super().__init__()
            self.section = section
            """Its stable word."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._entries: list[Entry] = []
        self._open = ""
        self._is_filtered = False
        self._touchable: dict[int, str] = {}

    def show(self, entries: Sequence[Entry], is_open: str, *, is_filtered: bool = False) -> None:
        """Show entries.

        Args:
            entries: Sections, then needs.
            is_open: The one whose story is told.
            is_filtered: Whether the counts speak of a part of the day only.
        """
        self._entries, self._open, self._is_filtered = list(entries), is_open, is_filtered
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """The entries, as high as there is room."""
        needs = [entry for entry in self._entries if entry.is_urgent]
        calm = [entry for entry in self._entries if not entry.is_urgent]
        # Room is kept for every need there may be: when one appears, nothing else moves.
        room = height - 2
        tall = _fitting((room - len(NEEDS)) // len(SECTIONS))
        need_tall = _fitting((room - tall * len(SECTIONS)) // len(NEEDS))
        self._touchable = {}
        lines: list[Strip] = []
        for entry in calm:
            self._draw_entry(lines, entry, width, tall)
        lines.append(Strip.blank(width, self.ground))
        look = self.look("urgent" if needs else "quiet")
        lines.append(line([(" " + self._heading(), look)], width, self.ground))
        for entry in needs:
            self._draw_entry(lines, entry, width, need_tall)
        return lines

    def _heading(self) -> str:
        if any(entry.is_urgent for entry in self._entries):
            return _("Needs somebody")
        return _("Nothing found needs you.") if self._is_filtered else _("Nothing needs you.")

    def _draw_entry(self, lines: list[Strip], entry: Entry, width: int, tall: int) -> None:
        is_open = entry.section == self._open
        ground = self.look("chosen") if is_open else self.ground
        look = self._ink("urgent" if entry.is_urgent else "plain")
        mark = "▲ " if entry.is_urgent else ""
        key = self._ink("key")
        edge = ("▌" if is_open else " ", key)
        told = spread(
            [
                edge,
                (f"{entry.key} ", key),
                (mark + section_words(entry.section), look),
            ],
            [(format_number(entry.count) + " ", look)],
            width,
            ground,
        )
        blank = line([edge], width, ground)
        for place in range(tall):
            self._touchable[len(lines)] = entry.section
            lines.append(told if place == (tall - 1) // 2 else blank)

    def _ink(self, name: str) -> Style:
        look = self.look(name)
        return Style(color=look.color, bold=look.bold)

    def on_click(self, event: events.Click) -> None:
        """Open what was touched."""
        section = self._touchable.get(event.y)
        if section is not None:
            event.stop()
            self.post_message(self.Chosen(section))


def _fitting(lines: int) -> int:
    return max(1, min(TALLEST_ENTRY, lines))
