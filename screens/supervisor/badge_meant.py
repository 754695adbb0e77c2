"""One badge is chosen while others are marked: which are meant?"""

from collections.abc import Sequence
from typing import Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.base import KioskDialog
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.badge_steps import names_words

Meant = Literal["chosen", "marked"]

_NAMES_CELLS = 80
"""Room for the marked ones' names on their choice."""


class MeantDialog(KioskDialog[Meant]):
    """Asks; the chosen one stands first, since the supervisor looks at them."""

    CSS_PATH = ["../member/steps.tcss", "badge_meant.tcss"]  # noqa: RUF012  # Textual's own

    def __init__(self, action: str, chosen: MemberView, marked: Sequence[MemberView]) -> None:
        """Ask.

        Args:
            action: What is about to be done, in the words of its key.
            chosen: Who the cursor stands on.
            marked: Who is marked and shown; the chosen one is not among them.
        """
        super().__init__()
        self._action, self._one, self._marked = action, chosen, tuple(marked)

    def compose(self) -> ComposeResult:
        """The question and two large answers."""
        with Vertical(id="meant"):
            asked = _("{action}: who is meant?").format(action=self._action)
            yield Label(asked, id="meant-question", markup=False)
            yield PickList(lambda: "", self._answers).unhurried()

    def _answers(self) -> list[Choice[Meant]]:
        count = len(self._marked)
        return [
            Choice("chosen", _("Only this one"), names_words([self._one], _NAMES_CELLS)),
            Choice(
                "marked",
                _("The {count} marked").format(count=count),
                names_words(self._marked, _NAMES_CELLS),
            ),
        ]

    def on_mount(self) -> None:
        """Wait for the answer."""
        self.run_worker(self._wait(), name="meant")

    async def _wait(self) -> None:
        self.dismiss(await self.query_one(PickList).answered)

    async def speak(self) -> None:
        """Ask again in the other language."""
        await super().speak()
        self.run_worker(self._wait(), name="meant", exclusive=True)

    def on_key(self, event: events.Key) -> None:
        """The answers' keys; 0 means neither."""
        if event.character == "0":
            self.dismiss(None)
        elif not self.query_one(PickList).take(event):
            return
        event.stop()
