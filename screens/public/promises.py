"""What was promised for today, and what nobody spoke of yet; everybody may look."""

from datetime import date

from textual.content import Content

from kiosk.i18n import _, format_day
from kiosk.service.views import CommitmentView
from screens.public.post_rows import promise_block, section
from screens.public.post_telling import TellingScreen
from screens.widgets.board.story import Block
from screens.widgets.board.words import how_to_promise


class PromisesScreen(TellingScreen):
    """Today's promises, open ones first."""

    def __init__(self) -> None:
        """Read when it is shown."""
        super().__init__()
        self._due: tuple[CommitmentView, ...] = ()
        self._late: tuple[CommitmentView, ...] = ()
        self._today = date.min

    async def read_story(self) -> None:
        """Read today's promises and those before that nobody spoke of."""
        service = self.kiosk.services.service
        self._today = await self.kiosk.read(self.kiosk.services.oversight.today)
        self._due = open_first(await self.kiosk.read(service.list_due_today))
        self._late = await self.kiosk.read(service.list_overdue)

    def heading(self) -> Content:
        """How many of them are kept."""
        title = Content.styled(_("Promises of today"), "bold")
        counts = f"   {kept_words(self._due)}" if self._due else ""
        return Content("").join([title, Content(counts)])

    def blocks(self, width: int) -> list[Block]:
        """Those of the work day, those of who is still on the shift before, then older ones."""
        zone, today = self.kiosk.site.zone, self._today
        due = [promise_block(one, zone, width) for one in self._due if one.due_on >= today]
        night = [promise_block(one, zone, width) for one in self._due if one.due_on < today]
        late = [promise_block(one, zone, width) for one in self._late]
        words = _("Work day {day}: due by its end").format(day=format_day(today))
        still_on = _("Of those who are still on the shift of the day before")
        return [
            *section(words, due, how_to_promise(), width),
            *(section(still_on, night, "", width) if night else []),
            *(section(_("Due before, not told yet"), late, "", width) if late else []),
        ]


def open_first(due: tuple[CommitmentView, ...]) -> tuple[CommitmentView, ...]:
    """Those of which nobody spoke yet first, in their order."""
    return tuple(sorted(due, key=lambda one: not one.is_open))


def kept_words(due: tuple[CommitmentView, ...]) -> str:
    """How many of today's are kept."""
    kept = sum(one.state == "kept" for one in due)
    return _("{kept} of {due} kept").format(kept=kept, due=len(due))
