"""What the keys do now: drawn from live text, and every key can be touched as well."""

from collections.abc import Callable, Container, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.strip import Strip

from kiosk.text import cell_width, fit
from screens.widgets.lines import Drawn, Part, line

if TYPE_CHECKING:
    from screens.app import KioskApp

TALL_SCREEN = 24
"""Lines of a screen from which on the bar is three lines high, for gloved fingers."""

NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "asterisk": "*",
    "full_stop": ".",
    "f2": "F2",
    "f3": "F3",
    "f4": "F4",
    "f9": "F9",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "move": "8 2",
}
"""How Textual's key names are printed; others as they are. `move` is two keys in one place."""

CHARACTERS = {"slash": "/", "plus": "+", "minus": "-", "asterisk": "*", "full_stop": "."}
"""The characters of keys that have a name."""

KNOWN_KEYS = ("f3", "move", "left", "right", "up", "down", "f2")
"""Keys that are not printed where there is no room, the first one first."""

STAYING_KEYS = frozenset({"plus", "minus", "0", "escape"})
"""Keys without which somebody is stuck."""

LEAST_KEY_CELLS = 6
"""What a gloved finger hits, where there is room."""

_LABEL_CELLS = (10, 8, 6)
"""To how many cells labels are cut, one after the other."""

_MARGIN = 2

Pairs = Sequence[tuple[str, str]]
"""Textual's name of a key, and what it does in the language now spoken."""


class KeyBar(Drawn):
    """One line of keys at the lower edge; three lines on a tall screen."""

    LOOKS = "keys"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "keys--key",
        "keys--label",
        "keys--gap",
        "keys--resting",
    }
    DEFAULT_CSS = """
    KeyBar {
        height: auto; background: $background;
        .keys--key { color: $text; background: $panel; text-style: bold; }
        .keys--label { color: $text; background: $panel; }
        .keys--gap { color: $text-muted; background: $background; }
        .keys--resting { color: $text-disabled; background: $panel; }
    }
    """

    def __init__(
        self,
        pairs: Pairs | Callable[[], Pairs],
        *,
        resting: Callable[[], Container[str]] = frozenset,
        spare: Sequence[str] = (),
        id: str | None = None,  # noqa: A002  # Textual's
    ) -> None:
        """Show keys.

        Args:
            pairs: Keys with what they do, or a function that says so each time it is drawn.
            resting: Says which of them do nothing now; they keep their place, dimmed.
            spare: Keys that go before any label is cut, the first one first; they work all the
                same.
            id: Textual's.
        """
        super().__init__(id=id)
        self._pairs = pairs
        self._resting = resting
        self._spare = (*KNOWN_KEYS, *spare)
        self._ends: list[tuple[int, str]] = []

    def show(self, pairs: Pairs) -> None:
        """Show other keys."""
        self._pairs = pairs
        self.redraw()

    def get_content_height(self, *_sizes: object) -> int:
        """Lines: three on a tall screen, else one."""
        return 3 if self.app.size.height >= TALL_SCREEN else 1

    def draw(self, width: int, height: int) -> list[Strip]:
        """The bar's lines; keys that do not fit are left out, the first ones stay."""
        ground, label_look = self.look("gap"), self.look("label")
        resting = self._resting()
        words: list[Part] = [("  ", ground)]
        blank: list[Part] = [("  ", ground)]
        used, self._ends = 2, []
        pairs = self._pairs() if callable(self._pairs) else self._pairs
        named = [(key, NAMES.get(key, key), label) for key, label in pairs]
        keys = fitted(named, width, self._spare)
        gap = _gap(keys, width)
        for key, name, text in keys:
            cells = cell_width(name) + cell_width(text)
            looks = ("resting", "resting") if key in resting else ("key", "label")
            words += [(name, self.look(looks[0])), (text, self.look(looks[1])), (gap, ground)]
            blank += [(" " * cells, label_look), (gap, ground)]
            used += cells + len(gap)
            self._ends.append((used - len(gap), key))
        # Nothing follows the last key: a gap that does not fit would be told by an ellipsis.
        middle, edge = line(words[:-1], width, ground), line(blank[:-1], width, ground)
        return [edge, middle, edge] if height > 1 else [middle]

    def on_click(self, event: events.Click) -> None:
        """Do what the touched key does."""
        key = next((key for end, key in self._ends if event.x < end), None)
        is_at_rest = key is None or key in self._resting()
        if key is not None and not is_at_rest and event.x >= _MARGIN:
            event.stop()
            touched = "2" if key == "move" else key
            cast("KioskApp", self.app).press(touched, CHARACTERS.get(touched))


_Key = tuple[str, str, str]


def fitted(keys: Sequence[_Key], width: int, known: Sequence[str] = KNOWN_KEYS) -> list[_Key]:
    """The keys that are drawn on a line, each with its blanks.

    Where they do not all fit, the spare ones go; where it does not help to cut labels, the last
    keys go. The keys that turn pages and lead back always stay.

    Args:
        keys: Textual's name, the printed name and the label of each.
        width: Cells of the line.
        known: The spare keys, the first one first: by default those that people know without being
            told.
    """
    left = list(keys)
    for one in known:
        if _cells(_padded(left)) > width:
            left = [key for key in left if key[0] != one]
    while len(left) > 1 and _cells(_padded(_cut(left, width))) > width:
        spare = [key for key in left if key[0] not in STAYING_KEYS] or left
        left.remove(spare[-1])
    padded = _padded(_cut(left, width))
    wide = [(key, name, label + " " * _missing(name, label)) for key, name, label in padded]
    return wide if _cells(wide) <= width else padded


def _cut(keys: Sequence[_Key], width: int) -> list[_Key]:
    """The keys with labels cut as little as they fit with."""
    cut = list(keys)
    for most in _LABEL_CELLS:
        if _cells(_padded(cut)) > width:
            cut = [
                (key, name, fit(label, min(most, cell_width(label)))) for key, name, label in cut
            ]
    return cut


def _padded(keys: Sequence[_Key]) -> list[_Key]:
    return [(key, f" {name} ", f"{label} " if label else "") for key, name, label in keys]


def _missing(name: str, label: str) -> int:
    return max(0, LEAST_KEY_CELLS - cell_width(name) - cell_width(label))


def _cells(keys: Sequence[_Key]) -> int:
    """The cells of the margin, the keys and the narrow gaps between them."""
    return _MARGIN + sum(cell_width(name) + cell_width(label) + 1 for _key, name, label in keys) - 1


def _gap(keys: Sequence[_Key], width: int) -> str:
    """What stands between two keys: less on a narrow screen, so that more of them fit."""
    return "  " if _cells(keys) + len(keys) <= width else " "
