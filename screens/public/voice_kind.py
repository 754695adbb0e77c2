"""A member in their own session says something, under their own name."""

from uuid import UUID

from kiosk.i18n import _
from kiosk.service.voices_views import Kind
from kiosk.service.voices_wording import kind_word
from screens.dialogs.pick_list import Choice, PickList
from screens.member.drafts import RAISE_VOICE
from screens.member.steps import FormSteps
from screens.public.voice_number import VoiceNumber
from screens.public.voice_raise import RaiseScreen
from screens.public.workers import KINDS


class VoiceKindScreen(FormSteps, RaiseScreen):
    """Of which kind it is, then as for everybody."""

    form = RAISE_VOICE

    def __init__(self, author_uid: UUID) -> None:
        """Ask a member.

        Args:
            author_uid: Who says it.
        """
        super().__init__(KINDS[0], author_uid)

    @property
    def keeper_uid(self) -> UUID | None:
        """The author's."""
        return self._author_uid

    async def story(self) -> bool:
        """The kind, what it is, stored."""
        asked: PickList[Kind] = PickList(
            lambda: _("What do you want to say, under your name?"),
            lambda: [Choice(kind, kind_word(kind)) for kind in KINDS],
        )
        while (kind := await self.ask(asked)) is not None:
            self.kind = kind
            if await super().story():
                return True
            asked = asked.anew()
        return False

    async def _go_on(self, number: VoiceNumber) -> None:
        self.form = ""  # the voice is raised; more is said of it on the author's own page
        await super()._go_on(number)
