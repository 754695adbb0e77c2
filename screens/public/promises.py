"""What was promised for today, and what nobody spoke of yet; everybody may look."""

from textual.content import Content

from kiosk.i18n import _
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

    async def read_story(self) -> None:
        """Read today's promises and those before that nobody spoke of."""
        service = self.kiosk.services.service
        self._due = open_first(await self.kiosk.read(service.list_due_today))
        self._late = await self.kiosk.read(service.list_overdue)

    def heading(self) -> Content:
        """How many of them are kept."""
        title = Content.styled(_("Promises of today"), "bold")
        counts = f"   {kept_words(self._due)}" if self._due else ""
        return Content("").join([title, Content(counts)])

    def blocks(self, width: int) -> list[Block]:
        """Today's, then the older ones."""
        zone = self.kiosk.site.zone
        due = [promise_block(one, zone, width) for one in self._due]
        late = [promise_block(one, zone, width) for one in self._late]
        return [
            *section(_("Due by the end of today"), due, how_to_promise(), width),
            *(section(_("Due before, not told yet"), late, "", width) if late else []),
        ]


def open_first(due: tuple[CommitmentView, ...]) -> tuple[CommitmentView, ...]:
    """Those of which nobody spoke yet first, in their order."""
    return tuple(sorted(due, key=lambda one: not one.is_open))


def kept_words(due: tuple[CommitmentView, ...]) -> str:
    """How many of today's are kept."""
    kept = sum(one.state == "kept" for one in due)
    return _("{kept} of {due} kept").format(kept=kept, due=len(due))
