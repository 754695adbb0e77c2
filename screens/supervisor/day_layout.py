"""Lines of cells: filtered, put under each other, laid out to a width; nothing of a terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.oversight.filters import is_found
from kiosk.text import cell_width, fit


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line.

    Attributes:
        text: What it says, cleaned.
        width: Cells it takes; 0 takes what the others leave.
        look: `plain`, `quiet`, `urgent` or `strong`.
        most: Cells that are taken of what the others leave: columns far apart are hard to follow.
    """

    text: str
    width: int = 0
    look: str = "plain"
    most: int = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section.

    Attributes:
        key: What it speaks of: stays the same when the day is read again.
        cells: Its pieces from left to right.
        detail: The whole of it in words, for the line that is chosen.
        said: What a filter looks at.
        is_heading: Whether it only stands over others and can't be chosen.
    """

    key: str
    cells: tuple[Cell, ...]
    detail: str = ""
    said: tuple[str, ...] = ()
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading.

    Attributes:
        heading: What stands over them with their count; empty for none.
        lines: The lines.
        is_urgent: Whether the heading asks for somebody.
        is_aside: Whether its lines are not counted: they say more about what another group counts,
            or count no more.
    """

    heading: str
    lines: tuple[Line, ...]
    is_urgent: bool = False
    is_aside: bool = False


def filtered(groups: Iterable[Group], wanted: Sequence[str]) -> list[Group]:
    """The groups with the lines that hold all wanted words."""
    return [
        Group(
            group.heading,
            tuple(line for line in group.lines if is_found(line.said, wanted)),
            group.is_urgent,
            group.is_aside,
        )
        for group in groups
    ]


def count_of(groups: Iterable[Group]) -> int:
    """How many things the groups speak of; what stands in two groups is one thing."""
    return len({line.key for group in groups if not group.is_aside for line in group.lines})


def flat(groups: Iterable[Group]) -> list[Line]:
    """The groups one under the other, each under its heading; empty ones are left out."""
    lines: list[Line] = []
    for group in groups:
        if group.heading and group.lines:
            mark, look = ("▲ ", "urgent") if group.is_urgent else ("", "strong")
            words = f"{mark}{group.heading} · {len(group.lines)}"
            key = f"heading {group.heading}"
            lines += [Line(f"above {key}", (), is_heading=True)] if lines else []
            lines.append(Line(key, (Cell(words, 0, look),), is_heading=True))
        lines += group.lines
    return lines


def laid_out(line: Line, width: int) -> list[tuple[str, str]]:
    """Pairs of text and look that together take exactly a width in cells."""
    fixed = sum(cell.width + 1 for cell in line.cells if cell.width)
    pairs = []
    left = width
    for cell in line.cells:
        wide = cell.width + 1 if cell.width else min(cell.most, max(0, width - fixed))
        wide = min(wide, left)
        text = fit(cell.text, max(0, wide - 1)) + " " * min(1, wide)
        pairs.append((text, cell.look))
        left -= cell_width(text)
    return [*pairs, (" " * left, "plain")] if left > 0 else pairs
