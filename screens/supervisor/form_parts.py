"""Lines of a form that are not written: a choice of a few, and the one that keeps it all."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from kiosk.text import cell_width

Option = tuple[str, str]
"""A value and what it says, cleaned."""

_GAP = "   "
_STEPS = {"left": -1, "right": 1, "space": 1}


class ChoiceRow(Static, can_focus=True):
    """A few options side by side; a digit takes one, arrows go to the next."""

    ALLOW_SELECT = False

    class Changed(Message):
        """Another option was taken."""

        def __init__(self, row: "ChoiceRow") -> None:
            """Say where."""
            super().__init__()
            self.row = row
            """The line; its `value` is the option's."""

    def __init__(self, options: Sequence[Option], value: str, *, id: str) -> None:  # noqa: A002
        """Offer options.

        Args:
            options: At most nine.
            value: The one that is taken at first.
            id: Textual's.
        """
        super().__init__(id=id, markup=False)
        self._options = options
        self.value = value
        """The value of the option that is taken."""

    def render(self) -> Content:
        """The options with their keys; the one that is taken has a full dot."""
        parts: list[Content | str | tuple[str, str]] = []
        for place, (value, words) in enumerate(self._options):
            is_taken = value == self.value
            parts += [_GAP] if place else []
            parts.append((f"{place + 1} ", "$accent bold"))
            parts.append((f"{_dot(taken=is_taken)} {words}", "bold" if is_taken else ""))
        return Content.assemble(*parts)

    def on_key(self, event: events.Key) -> None:
        """A digit or an arrow."""
        place = self._place_of(event)
        if place is not None:
            event.stop()
            self._take(place)

    def _place_of(self, event: events.Key) -> int | None:
        if event.character is not None and event.character in "123456789":
            return int(event.character) - 1
        step = _STEPS.get(event.key)
        if step is None:
            return None
        values = [value for value, _words in self._options]
        return (values.index(self.value) + step) % len(values)

    def on_click(self, event: events.Click) -> None:
        """Take the option that was touched."""
        end = 0
        for place, (_value, words) in enumerate(self._options):
            end += cell_width(f"{place + 1} ● {words}{_GAP}")
            if event.get_content_offset_capture(self).x < end:
                self._take(place)
                return

    def _take(self, place: int) -> None:
        if place < len(self._options):
            self.value = self._options[place][0]
            self.refresh()
            self.post_message(self.Changed(self))


class SaveRow(Static, can_focus=True):
    """The last line: Enter on it keeps the form."""

    ALLOW_SELECT = False

    class Pressed(Message):
        """Keep it."""

    def __init__(self, words: str) -> None:
        """Offer to keep it."""
        super().__init__(id="save", markup=False)
        self._words = words

    def render(self) -> Content:
        """What it does, with the key that does it now: Enter only does it from here."""
        return Content(f"{'Enter' if self.has_focus else 'F4'}  {self._words}")

    def on_key(self, event: events.Key) -> None:
        """Enter keeps it."""
        if event.key == "enter":
            event.stop()
            self.post_message(self.Pressed())

    def on_click(self, event: events.Click) -> None:
        """A touch keeps it."""
        event.stop()
        self.post_message(self.Pressed())


def _dot(*, taken: bool) -> str:
    return "●" if taken else "○"
