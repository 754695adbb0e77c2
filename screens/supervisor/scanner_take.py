"""Before an input device is taken away from everything else: is it really the scanner?"""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from kiosk.commands.scanner_finds import Find
from kiosk.i18n import _
from screens.base import KioskDialog
from screens.dialogs.pick_list import Choice, PickList
from screens.widgets.sentence import Sentence


class TakeInputDialog(KioskDialog[bool]):
    """Asks; Enter alone means no, since a keyboard that was taken types nothing any more."""

    CSS_PATH = ["../member/steps.tcss", "scanner_take.tcss"]  # noqa: RUF012  # Textual's own

    def __init__(self, find: Find) -> None:
        """Ask about a device.

        Args:
            find: The device.
        """
        super().__init__()
        self._find = find

    def compose(self) -> ComposeResult:
        """The question and two large answers."""
        with Vertical(id="take"):
            yield Label(self._find.words or self._find.device, id="take-name", markup=False)
            yield Sentence(
                _(
                    "The kiosk takes this device for itself alone: what it types reaches nothing"
                    " else. If it is the keyboard in front of you, it is dead from then on."
                ),
                id="take-words",
            )
            yield PickList(lambda: "", _no, _yes).unhurried()

    def on_mount(self) -> None:
        """Wait for the answer."""
        self.run_worker(self._wait(), name="take")

    async def _wait(self) -> None:
        self.dismiss(await self.query_one(PickList).answered is True)

    async def speak(self) -> None:
        """Ask again in the other language."""
        await super().speak()
        self.run_worker(self._wait(), name="take", exclusive=True)

    def on_key(self, event: events.Key) -> None:
        """The answers' keys; 0 means no."""
        if event.character == "0":
            self.dismiss(False)
        elif not self.query_one(PickList).take(event):
            return
        event.stop()


def _no() -> list[Choice[bool]]:
    return [Choice(False, _("No, leave it"))]


def _yes() -> list[Choice[bool]]:
    return [Choice(True, _("Yes, it is a scanner"))]
