"""Small questions around the members' form: each a line and a few large choices."""

from abc import abstractmethod
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
from screens.supervisor.base import FORM_IDLE_S


class AskDialog(KioskDialog[str]):
    """A question with choices; None when it was left, by Escape or by 0."""

    CSS_PATH: ClassVar[CSSPathType] = ["../member/steps.tcss", "leaving_form.tcss"]
    idle_s = FORM_IDLE_S

    @abstractmethod
    def question(self) -> str:
        """What is asked, in the language now spoken."""

    @abstractmethod
    def choices(self) -> Sequence[Choice[str]]:
        """What can be answered; an empty answer is the same as leaving."""

    def compose(self) -> ComposeResult:
        """The question and its choices."""
        with Vertical(id="leaving"):
            yield Label(self.question(), id="leaving-title", markup=False)
            with Container(id="leaving-choices"):
                yield PickList(lambda: "", self.choices).unhurried()

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
        """The choices' keys; 0 leaves as Escape does."""
        if event.key == "0":
            event.stop()
            self.action_leave_dialog()
        elif self.query_one(PickList).take(event):
            event.stop()


class LeaveFormDialog(AskDialog):
    """Answers `store` or `drop`; None goes on writing."""

    def question(self) -> str:
        """What becomes of changes that were not stored."""
        return _("What you wrote is not saved yet.")

    def choices(self) -> Sequence[Choice[str]]:
        """Keep them, lose them, go on."""
        return [
            Choice("store", _("Save")),
            Choice("drop", _("Leave without saving"), _("what you wrote is lost")),
            Choice("", _("Go on writing")),
        ]


class DraftDialog(AskDialog):
    """Answers `resume` or `drop`; None leaves the draft for later."""

    def __init__(self, whose: str) -> None:
        """Offer a draft.

        Args:
            whose: The name that was written, or that of the member who was changed.
        """
        super().__init__()
        self._whose = whose

    def question(self) -> str:
        """What becomes of a form that was not saved the last time."""
        words = _("A form was not saved the last time: {whose}")
        return words.format(whose=self._whose or _("Add a member"))

    def choices(self) -> Sequence[Choice[str]]:
        """Go on with it, or lose it."""
        return [
            Choice("resume", _("Go on with it")),
            Choice("drop", _("Throw it away"), _("what you wrote is lost")),
        ]


class NewBranchDialog(AskDialog):
    """Answers `new`; None goes back to the field."""

    def __init__(self, branch: str) -> None:
        """Ask about a branch that does not exist yet."""
        super().__init__()
        self._branch = branch

    def question(self) -> str:
        """Whether it was meant."""
        return _("There is no branch “{branch}” yet.").format(branch=self._branch)

    def choices(self) -> Sequence[Choice[str]]:
        """Make it, or write another."""
        return [Choice("new", _("Make this new branch")), Choice("", _("Change the name"))]


class AddedDialog(AskDialog):
    """What comes next for a new member: `photo`, `badge` or `another`; None is done."""

    def __init__(self, name: str) -> None:
        """Lead on.

        Args:
            name: The new member's.
        """
        super().__init__()
        self._name = name

    def question(self) -> str:
        """What comes next."""
        return _("{name} is kept. What comes next?").format(name=self._name)

    def choices(self) -> Sequence[Choice[str]]:
        """The usual next steps, and the end of them."""
        return [
            Choice("photo", _("Take or choose a photo")),
            Choice("badge", _("Print the badge")),
            Choice("another", _("Add another member")),
            Choice("", _("Done")),
        ]
