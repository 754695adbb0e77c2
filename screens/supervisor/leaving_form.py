"""What becomes of changes that were not stored."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.types import CSSPathType
from textual.widgets import Label

from kiosk.i18n import _
from screens.base import KioskDialog
from screens.dialogs.pick_list import Choice, PickList


class LeaveFormDialog(KioskDialog[str]):
    """Answers `store` or `drop`; None goes on writing."""

    CSS_PATH: ClassVar[CSSPathType] = ["../member/steps.tcss", "leaving_form.tcss"]

    def compose(self) -> ComposeResult:
        """The question and three choices."""
        with Vertical(id="leaving"):
            yield Label(_("What you wrote is not saved yet."), id="leaving-title", markup=False)
            with Container(id="leaving-choices"):
                yield PickList(lambda: "", _choices)

    def on_mount(self) -> None:
        """Wait for a choice."""
        self._wait()

    async def speak(self) -> None:
        """Ask again in the language now spoken."""
        await super().speak()
        self._wait()

    @work(group="leaving", exclusive=True)
    async def _wait(self) -> None:
        answer = await self.query_one(PickList).answered
        self.dismiss(answer or None)

    def on_key(self, event: events.Key) -> None:
        """The choices' keys; 0 goes on writing as Escape does."""
        if event.key == "0":
            event.stop()
            self.action_leave_dialog()
        elif self.query_one(PickList).press(event.key, event.character):
            event.stop()


def _choices() -> Sequence[Choice[str]]:
    return [
        Choice("store", _("Save")),
        Choice("drop", _("Leave without saving"), _("what you wrote is lost")),
        Choice("", _("Go on writing")),
    ]
