"""One voice: its thread, and what a supervisor does about it."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from kiosk.i18n import _, format_day
from kiosk.people.views import MemberView
from kiosk.service.voice_states import STILL_OPEN
from kiosk.service.voices_views import VoiceView
from kiosk.service.voices_wording import kind_word, subject_words
from screens.dialogs.pick_list import Choice
from screens.member.voice_telling import answer, confirm, reopen, solve
from screens.public.voice_look_up import ask_number
from screens.public.voice_thread import ThreadStep, full_story, heading_words
from screens.supervisor.voice_deeds import VoiceStory, decline, show
from screens.supervisor.voice_owner import assign, set_due

Deed = Callable[[VoiceStory], Awaitable[None]]


class VoiceScreen(VoiceStory):
    """One deed after the other, until the supervisor goes back to the list."""

    form = "@voice"

    def __init__(self, supervisor: MemberView, number: int | None) -> None:
        """Open a voice.

        Args:
            supervisor: Who is at work.
            number: Which; None asks for it.
        """
        super().__init__(supervisor)
        self._number = number

    @property
    def about(self) -> str:
        """The voice."""
        return str(self._number or "")

    async def story(self) -> bool:
        """The thread and what is done about it."""
        number = self._number
        if number is None:
            self._number = number = await ask_number(self)
            self.note()
        if number is None:
            return False
        await self.read_voice(number)
        zone = self.kiosk.site.zone
        while True:
            asked: ThreadStep[Deed] = ThreadStep(
                lambda: heading_words(self.voice.public),
                lambda: full_story(self.voice, zone),
                lambda: _choices(self.voice, self.member.uid),
            )
            deed = await self.ask(asked.call("deed"))
            if deed is None:
                return False
            await deed(self)
            await self.read_voice(number)


def _what_all_read(voice: VoiceView) -> str:
    """What the public list says of it; nobody's own words before they are approved."""
    public = voice.public
    if public.shown or public.subject:
        return public.shown or subject_words(public)
    return _("only “{kind}”: the words wait for you").format(kind=kind_word(public.kind))


def _choices(voice: VoiceView, by: UUID) -> Sequence[Choice[Deed]]:
    public = voice.public
    answers: Choice[Deed] = Choice(answer, _("Answer"), _("the author reads it"))
    shows: Choice[Deed] = Choice(show, _("What all read"), _what_all_read(voice))
    if public.state in STILL_OPEN:
        return [
            Choice(assign, _("Who does it?"), voice.owner or _("nobody has it yet")),
            Choice(set_due, _("Settled by when?"), format_day(public.due_on)),
            answers,
            Choice(solve, _("Solved"), _("say how")),
            Choice(decline, _("Decline"), _("say why")),
            shows,
        ]
    again: Choice[Deed] = Choice(reopen, _("Open it again"), _("say why"))
    if public.state == "solved":
        yes: Choice[Deed] = Choice(confirm, _("Really solved"), _("I have seen it"))
        return [*([yes] if voice.may_confirm(by) else []), again, answers, shows]
    return [again, answers, shows] if public.state == "declined" else [answers, shows]
