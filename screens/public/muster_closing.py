"""How long until a question of the roll call closes by itself, beside its keys."""

from collections.abc import Callable
from math import ceil

from textual.strip import Strip

from kiosk.i18n import _
from screens.widgets.countdown import SOON_S, Countdown
from screens.widgets.lines import line, spread

_BAR_CELLS = 12


class Closing(Countdown):
    """One line: keys at the left, the time that is left at the right; a touch closes it now."""

    def __init__(self, keys: Callable[[], str] = str) -> None:
        """Say how the question is left.

        Args:
            keys: The words at the left in the language now spoken; without any a bar runs out.
        """
        super().__init__()
        self._keys = keys

    def draw(self, width: int, height: int) -> list[Strip]:
        """The line; it stands still while another question is open above."""
        whole_s: float | None = getattr(self.screen, "idle_s", None)
        if whole_s is None:
            return []
        left_s = self._left_s(whole_s)
        look = self.look("soon" if left_s <= SOON_S else "quiet")
        bar = "━" * round(_BAR_CELLS * left_s / whole_s)
        words = _("closes in {count} s").format(count=ceil(left_s))
        if not (keys := self._keys()):
            return [line([(f"{words}  {bar}", look)], width, self.ground)]
        return [spread([(keys, self.look("quiet"))], [(words, look)], width, self.ground)]

    def _left_s(self, whole_s: float) -> float:
        left_s: float | None = getattr(self.app, "idle_left_s", None)
        return whole_s if left_s is None or not self.screen.is_current else left_s
