"""Overdue commitments, as they rise to the supervisor: what became of each."""

from collections.abc import Sequence
from datetime import date

from kiosk.i18n import _, format_day, ngettext
from kiosk.service.views import CommitmentView
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.member.judging import PROMISE, judge_promise
from screens.member.wording import rhythm_words, words_of
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm


class OverdueScreen(DeskForm):
    """Whose promise is overdue; the supervisor asks them and says what became of it."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S
    form = "@overdue"

    def __init__(self, work_day: date | None = None) -> None:
        """Show what is overdue.

        Args:
            work_day: What was overdue on that day; None: what is today.
        """
        super().__init__()
        self._work_day = work_day

    @property
    def errand(self) -> str:
        """What it is about."""
        return _("Overdue commitments")

    @property
    def about(self) -> str:
        """The day of which it is the list; empty for today."""
        return self._work_day.isoformat() if self._work_day else ""

    async def story(self) -> bool:
        """Which one, what became of it; again until none is left or the supervisor goes back."""
        list_overdue = self.kiosk.services.service.list_overdue
        if self.by is None:
            return True
        while overdue := await self.kiosk.read(list_overdue, self._work_day):
            picked = await self.ask(_ask_which(overdue).call(PROMISE))
            if picked is None:
                return False
            await judge_promise(self, picked, self.by)
        await self.ask(_nothing_overdue())
        return False


def _ask_which(overdue: Sequence[CommitmentView]) -> PickList[CommitmentView]:
    def title() -> str:
        return ngettext(
            "{count} is overdue: ask who promised it, then say what became of it.",
            "{count} are overdue: ask who promised it, then say what became of it.",
            len(overdue),
        ).format(count=len(overdue))

    return PickList(
        title,
        lambda: [
            Choice(one, f"{one.name} · {words_of(one)}", _due(one), is_urgent=True)
            for one in overdue
        ],
    )


def _due(one: CommitmentView) -> str:
    since = _("overdue since {day}").format(day=format_day(one.due_on))
    return " · ".join(filter(None, (since, rhythm_words(one.rhythm), one.post)))


def _nothing_overdue() -> PickList[bool]:
    return PickList(
        lambda: _(
            "No commitment is overdue. Promises whose day is over and of which nobody spoke will"
            " be here: choose one and say what became of it."
        ),
        lambda: [Choice(value=True, label=_("Good"))],
    )
