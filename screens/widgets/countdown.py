"""How long until the kiosk goes back to the board; a touch goes there now."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.strip import Strip

from kiosk.i18n import _, ngettext
from screens.widgets.lines import Drawn, spread

if TYPE_CHECKING:
    from screens.app import KioskApp

SOON_S = 10
"""Seconds left from which on it asks for attention."""


class Countdown(Drawn):
    """One line with a bar that runs out."""

    LOOKS = "countdown"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"countdown--quiet", "countdown--soon"}
    DEFAULT_CSS = """
    Countdown {
        height: 1; background: $background;
        .countdown--quiet { color: $text-muted; background: $background; }
        .countdown--soon { color: $warning; background: $background; text-style: bold; }
    }
    """

    def on_mount(self) -> None:
        """Count."""
        self.set_interval(1, self._keep_up)

    def draw(self, width: int, height: int) -> list[Strip]:
        """The line."""
        app = cast("KioskApp", self.app)
        left_s = app.idle_left_s
        if left_s is None or getattr(app.screen, "goes_on_by_itself", False):
            return []
        seconds = round(left_s)
        look = self.look("soon" if seconds <= SOON_S else "quiet")
        whole_s = getattr(app.screen, "idle_s", None) or 1
        bar = "━" * max(0, round((width // 4) * left_s / whole_s))
        words = ngettext(
            "Back to the board in {count} second", "Back to the board in {count} seconds", seconds
        ).format(count=seconds)
        now = _("touch to go now")
        return [spread([(f"  {words} · {now}  ", look)], [(bar + "  ", look)], width, self.ground)]

    def on_click(self, event: events.Click) -> None:
        """Go now."""
        event.stop()
        cast("KioskApp", self.app).go_home()

    def _keep_up(self) -> None:
        if self.screen.is_current:
            self.redraw()
