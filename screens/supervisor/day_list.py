"""The story of a section: a list of lines that draws only those in view."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.supervisor.day_layout import Line, laid_out

LOOKS = ("plain", "quiet", "urgent", "strong", "chosen")
_STEPS = {"up": -1, "down": 1}


class StoryList(ScrollView, can_focus=True):
    """Lines with one of them chosen; a new reading of the day does not move the reader."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"story--{look}" for look in LOOKS}
    BINDINGS: ClassVar[list[BindingType]] = []
    ALLOW_SELECT = False

    class Chosen(Message):
        """Another line is chosen, or what it says has changed."""

        def __init__(self, line: Line | None) -> None:
            """Say which."""
            super().__init__()
            self.line = line
            """The line, or None where there is none."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__()
        self._story: list[Line] = []
        self._at = 0

    @property
    def chosen(self) -> Line | None:
        """The line that is chosen, or None in an empty list."""
        line = self._story[self._at] if self._at < len(self._story) else None
        return None if line is None or line.is_heading else line

    def tell(self, lines: Sequence[Line], *, from_the_top: bool) -> None:
        """Show other lines.

        Args:
            lines: All of them.
            from_the_top: Whether to begin at the first one; else the chosen line stays chosen,
                at the height where it stands.
        """
        before, self._story = self.chosen, list(lines)
        old_at = self._at
        self._at = 0 if from_the_top else self._place_of(before, old_at)
        self._at = self._nearest(self._at, 1)
        self.virtual_size = Size(0, len(self._story))
        if from_the_top:
            self.scroll_to(y=0, animate=False, force=True)
        elif self._at != old_at:
            self.scroll_to(y=self.scroll_offset.y + self._at - old_at, animate=False, force=True)
        self._changed()

    def choose(self, key: str) -> None:
        """Choose a line by its key, if it is there."""
        places = [place for place, line in enumerate(self._story) if line.key == key]
        if places:
            self._go(places[0], 1)

    def _place_of(self, line: Line | None, old: int) -> int:
        keys = [each.key for each in self._story]
        return keys.index(line.key) if line is not None and line.key in keys else old

    def _nearest(self, wanted: int, step: int) -> int:
        """The choosable line nearest to a place, looking on in a direction first."""
        if not self._story:
            return 0
        last = len(self._story) - 1
        wanted = max(0, min(wanted, last))
        after = range(wanted, last + 1) if step > 0 else range(wanted, -1, -1)
        before = range(wanted, -1, -1) if step > 0 else range(wanted, last + 1)
        choosable = (place for place in (*after, *before) if not self._story[place].is_heading)
        return next(choosable, 0)

    def on_key(self, event: events.Key) -> None:
        """Arrows, pages, both ends."""
        step = self._step_of(event.key)
        if step:
            event.stop()
            self._go(self._at + step, 1 if step > 0 else -1)

    def _step_of(self, key: str) -> int:
        page = max(1, self.size.height - 1)
        whole = len(self._story)
        more = {"pageup": -page, "pagedown": page, "home": -whole, "end": whole}
        return {**_STEPS, **more}.get(key, 0)

    def on_click(self, event: events.Click) -> None:
        """Choose the touched line."""
        self._go(round(self.scroll_offset.y) + event.y, 1)

    def _go(self, wanted: int, step: int) -> None:
        if self._story:
            self._at = self._nearest(wanted, step)
            self._changed()
            self._keep_in_view()

    def on_resize(self) -> None:
        """The chosen line stays in view; before it has a size, no line is in view."""
        if self._story:
            self._keep_in_view()

    def _keep_in_view(self) -> None:
        top, height = round(self.scroll_offset.y), self.size.height
        if not height:
            return
        heading = self._at - 1 if self._at and self._story[self._at - 1].is_heading else self._at
        if heading < top:
            self.scroll_to(y=heading, animate=False, force=True)
        elif self._at >= top + height:
            self.scroll_to(y=self._at - height + 1, animate=False, force=True)

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Chosen(self.chosen))

    def render_line(self, y: int) -> Strip:
        """One line of those in view."""
        width, place = self.size.width, round(self.scroll_offset.y) + y
        ground = self.get_component_rich_style("story--plain")
        if place >= len(self._story):
            return Strip.blank(width, ground)
        line = self._story[place]
        is_chosen = place == self._at and not line.is_heading
        chosen = self.get_component_rich_style("story--chosen")
        over = Style(bgcolor=chosen.bgcolor) if is_chosen else Style()
        return Strip(
            [
                Segment(text, self.get_component_rich_style(f"story--{look}") + over)
                for text, look in laid_out(line, width)
            ],
            width,
        )
