"""Who ends the roll call: number and PIN, under the count of those who are still missing."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.widgets import Label

from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.dialogs.pin import PinDialog
from screens.public.muster_parts import BREAKPOINTS, LOW_OR_TALL, HeardStrip


class EndDialog(PinDialog):
    """Asks a supervisor whether to end it with so many missing."""

    CSS_PATH = "../dialogs/pin.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = LOW_OR_TALL
    idle_s = 120.0

    def __init__(
        self,
        check: Callable[[str, str], MemberView],
        count_missing: Callable[[], int],
        zone: ZoneInfo,
    ) -> None:
        """Start with nothing typed.

        Args:
            check: Gives the member with a number and a PIN.
            count_missing: How many are missing now; a badge may mark one meanwhile.
            zone: The site's.
        """
        super().__init__(check)
        self._count_missing, self._zone = count_missing, zone

    def compose(self) -> ComposeResult:
        """The answer to a badge, then as every PIN is asked for."""
        yield HeardStrip(self._zone)
        yield from super().compose()

    def on_mount(self) -> None:
        """Count on."""
        self.every(1, self._say_again)
        self._say_again()

    def heading(self) -> str:
        """What is ended, and how many are missing."""
        missing = self._count_missing()
        if not missing:
            return _("Everybody was seen. End the roll call?")
        return "▲ " + _("{count} MISSING. End the roll call?").format(count=missing)

    def _say_again(self) -> None:
        title = self.query_one("#pin-title", Label)
        title.set_class(self._count_missing() > 0, "urgent")
        title.update(self.heading())
