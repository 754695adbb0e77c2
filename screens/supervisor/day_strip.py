"""The hours of the day as a strip of small blocks."""

from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip

from kiosk.i18n import _
from kiosk.text import cell_width
from screens.supervisor.day_hours import Hour, bars
from screens.widgets.lines import Drawn, line, spread

_TALL_SCREEN = 36
_LABEL_CELLS = 3


class HourStrip(Drawn):
    """Bars, hours under them, and the busiest hour in words at the right."""

    LOOKS = "strip"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"strip--bar", "strip--quiet"}

    def __init__(self) -> None:
        """Show no hour yet."""
        super().__init__()
        self._hours: list[Hour] = []

    def show(self, hours: Sequence[Hour]) -> None:
        """Show the hours of another day, or of the same day later."""
        self._hours = list(hours)
        self.redraw()

    def get_content_height(self, *_sizes: object) -> int:
        """Lines: bars as high as the screen allows, and the hours."""
        return 4 if self.app.size.height >= _TALL_SCREEN else 2

    def draw(self, width: int, height: int) -> list[Strip]:
        """The lines."""
        if not self._hours:
            return []
        peak = self._peak()
        wide = max(1, (width - cell_width(peak) - 2) // len(self._hours))
        look, quiet = self.look("bar"), self.look("quiet")
        body = wide - 1 if wide > 1 else 1
        lines = [
            line([(mark * body + " " * (wide - body), look) for mark in row], width, self.ground)
            for row in bars([hour.count for hour in self._hours], height - 1)
        ]
        labels = self._labels(wide)
        return [*lines, spread([(labels, quiet)], [(peak, quiet)], width, self.ground)]

    def _labels(self, wide: int) -> str:
        every = next(step for step in (1, 2, 3, 4, 6) if step * wide >= _LABEL_CELLS or step == 6)  # noqa: PLR2004
        labels = ""
        for place, hour in enumerate(self._hours):
            if place % every == 0:
                labels = labels.ljust(place * wide) + hour.label
        return labels

    def _peak(self) -> str:
        busiest = max(self._hours, key=lambda hour: hour.count)
        if not busiest.count:
            return _("nobody yet")
        return _("most: {count} at {hour}:00").format(count=busiest.count, hour=busiest.label)
