"""What only a supervisor says to a voice: decline, show."""

from kiosk.i18n import _
from kiosk.service import usual_words
from kiosk.service.voices_steps import LONGEST_REPLY
from kiosk.service.voices_views import VoiceView
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.member.steps import OWN_WORDS
from screens.member.voice_telling import OneVoice, told
from screens.public.voice_thread import heading_words
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm

_AS_IT_IS, _HIDE = "as it is", "hide"


class VoiceStory(DeskForm, OneVoice):
    """Questions about one voice."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S

    @property
    def errand(self) -> str:
        """What this is."""
        return _("Voices")

    async def read_voice(self, number: int) -> None:
        """Read a voice as it stands now. Raises `KioskError` where that fails."""
        self.voice = await self.kiosk.read(self.kiosk.services.voices.get_kept, number)


async def decline(story: VoiceStory) -> None:
    """Say that nothing will be done, and why."""
    words = await story.ask_words(lambda: _("Why is nothing done?"), _refusals)
    if words:
        await story.store(told, story.desk.decline, story.number, words, story.member.uid)


async def show(story: VoiceStory) -> None:
    """Ask which words everybody may read, or none, and keep it."""
    asked: PickList[str] = PickList(
        lambda: _("What may everybody read? Phone numbers are hidden in any case."),
        lambda: _what_to_show(story.voice),
    )
    while (picked := await story.ask(asked)) is not None:
        words = await story.own_words(
            picked, lambda: _("What may everybody read?"), longest=LONGEST_REPLY
        )
        if words is not None and await _show(story, picked, words):
            return
        asked = asked.anew()


async def _show(story: VoiceStory, picked: str, words: str) -> bool:
    if picked == _HIDE:
        told_hidden = (lambda: _("Only supervisors read it now."), lambda: _heading(story))
        hide = story.desk.hide
        return await story.store(lambda _view: told_hidden, hide, story.number, story.member.uid)
    return await story.store(
        lambda view: (lambda: view.public.shown, lambda: _("Everybody reads this now.")),
        story.desk.approve,
        story.number,
        story.member.uid,
        words or None,
    )


def _heading(story: VoiceStory) -> str:
    return heading_words(story.voice.public)


def _what_to_show(voice: VoiceView) -> list[Choice[str]]:
    choices = []
    if voice.text or voice.subject:
        choices.append(Choice(_AS_IT_IS, _("As it was said"), voice.text or voice.subject))
    choices.append(Choice(OWN_WORDS, _("In other words"), _("without names")))
    if voice.public.shown:
        choices.append(Choice(_HIDE, _("Show it no longer"), voice.public.shown))
    return choices


def _refusals() -> list[str]:
    return usual_words.refusals(_)
