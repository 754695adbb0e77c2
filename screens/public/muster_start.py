"""Shall the roll be called, as a drill or in earnest? No PIN: anybody may start it."""

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from kiosk.attendance.muster.words import BOTH
from kiosk.i18n import _
from screens.base import KioskDialog

GUARD_S = 0.5
"""Seconds for which keys do nothing: the digits of a scanner that stutters must call no roll."""

_KEYS = {"drill": "1", "real": "2"}


class StartTile(Static):
    """A large key."""

    class Pressed(Message):
        """It was touched."""

        def __init__(self, kind: str) -> None:
            """Say which."""
            super().__init__()
            self.kind = kind

    def __init__(self, kind: str, words: str) -> None:
        """Draw the key of a kind."""
        super().__init__(words, classes=f"start-{kind}", markup=False)
        self._kind = kind

    def on_click(self, event: events.Click) -> None:
        """Press it."""
        event.stop()
        self.post_message(self.Pressed(self._kind))


class MusterStartDialog(KioskDialog[str]):
    """Answers `drill` or `real`, or None when it was left."""

    CSS_PATH = "muster_start.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "press('drill')", show=False),
        Binding("2", "press('real')", show=False),
        Binding("0", "leave_dialog", show=False),
    ]

    def __init__(self, kinds: Sequence[str]) -> None:
        """Offer kinds: `drill`, `real`."""
        super().__init__()
        self._kinds = kinds
        self._asked_at_s = monotonic()

    def compose(self) -> ComposeResult:
        """A question, what it does, two large keys."""
        with Vertical(id="start"):
            yield Static(_("Call the roll?"), id="start-title", markup=False)
            yield Static(
                _(
                    "Everybody who is on site or may be is called. Badges then mark people safe"
                    " and check nobody in or out, until a supervisor ends it with a PIN."
                ),
                id="start-words",
                markup=False,
            )
            with Horizontal():
                for kind in self._kinds:
                    yield StartTile(kind, f"[{_KEYS[kind]}]\n{BOTH[kind]}")
            yield Static("[Esc] " + _("Back"), id="start-back", markup=False)

    def on_start_tile_pressed(self, message: StartTile.Pressed) -> None:
        """A touch is a key."""
        message.stop()
        self._choose(message.kind)

    def on_click(self, event: events.Click) -> None:
        """Whoever touches what stands for the way back goes back."""
        if event.widget is self.query_one("#start-back"):
            self.action_leave_dialog()

    def action_press(self, kind: str) -> None:
        """Start this kind, once somebody can have read the question."""
        if monotonic() - self._asked_at_s >= GUARD_S:
            self._choose(kind)

    def _choose(self, kind: str) -> None:
        if kind in self._kinds:
            self.dismiss(kind)
