"""What is said to one voice, by whoever may: its author, who has it in hand, a supervisor."""

from collections.abc import Callable, Sequence

from kiosk.i18n import _
from kiosk.service import usual_words
from kiosk.service.phrases import PLACE
from kiosk.service.places import usual_places
from kiosk.service.voices import Speaker, Voices
from kiosk.service.voices_steps import LONGEST_PLACE, LONGEST_REPLY
from kiosk.service.voices_views import VoiceView
from kiosk.service.voices_wording import state_word
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import StepScreen, own_words_choice
from screens.public.voice_thread import heading_words

Words = Callable[[], str]
Told = tuple[Words, Words]


class OneVoice(StepScreen):
    """Questions about one voice."""

    voice: VoiceView
    """The voice as it was last read."""

    @property
    def desk(self) -> Voices:
        """The use cases."""
        return self.kiosk.services.voices

    @property
    def speaker(self) -> Speaker:
        """The member, as who takes a step."""
        return Speaker(self.member.uid)

    @property
    def number(self) -> int:
        """Which voice it is."""
        return self.voice.public.number

    async def ask_words(self, title: Words, usual: Callable[[], Sequence[str]]) -> str | None:
        """Usual words by one key, or own words; None when the speaker went back."""
        asked: PickList[str] = PickList(
            title,
            lambda: [Choice(words, words) for words in usual()],
            lambda: [own_words_choice()],
        )
        while (picked := await self.ask(asked)) is not None:
            words = await self.own_words(picked, title, usual=usual(), longest=LONGEST_REPLY)
            if words is not None:
                return words or picked
            asked = asked.anew()
        return None


def told(view: VoiceView) -> Told:
    """The confirmation of a deed: how the voice stands now, and which it is."""
    return lambda: state_word(view.public.state), lambda: heading_words(view.public)


async def answer(story: OneVoice) -> None:
    """Say something to its author."""
    words = await story.ask_words(lambda: _("What do you answer?"), _answers)
    if words:
        await story.store(told, story.desk.answer, story.number, words, story.speaker)


async def solve(story: OneVoice) -> None:
    """Say that it is solved, and how."""
    place = await _ask_where(story)
    while place is not None:
        words = await story.ask_words(lambda: _("How was it solved?"), _solutions)
        if words:
            await story.store(_told_solved, _solve_there, story, place, words)
            return
        place = await _ask_where(story) if _lacks_place(story) else None


def _lacks_place(story: OneVoice) -> bool:
    return story.voice.public.kind == "hazard" and not story.voice.place


async def _ask_where(story: OneVoice) -> str | None:
    """Where a hazard was of which nobody told it; empty: it is known, or nobody knows it.

    What takes a hazard off the board says at least where somebody looked.
    """
    if not _lacks_place(story):
        return ""
    zones = await story.kiosk.read(story.kiosk.services.coverage.zones)
    asked: PickList[str] = PickList(
        _where,
        lambda: [Choice(words, words) for words in dict.fromkeys([*zones, *usual_places()])],
        lambda: [Choice("", _("Nobody knows")), own_words_choice()],
    )
    while (picked := await story.ask(asked)) is not None:
        words = await story.own_words(picked, _where, PLACE, usual_places(), LONGEST_PLACE)
        if words is not None:
            return words or picked
        asked = asked.anew()
    return None


def _where() -> str:
    return _("Where was the hazard?")


def _solve_there(story: OneVoice, place: str, words: str) -> VoiceView:
    if place:
        story.desk.tell_place(story.number, place, story.speaker)
    return story.desk.solve(story.number, words, story.speaker)


def _told_solved(view: VoiceView) -> Told:
    """As `told`; it is not over yet."""

    def yet() -> str:
        told = _("{voice}. Who raised it, or another supervisor, has yet to say that it really is.")
        return told.format(voice=heading_words(view.public))

    return lambda: state_word(view.public.state), yet


async def reopen(story: OneVoice) -> None:
    """Say that it is not settled after all."""
    words = await story.ask_words(lambda: _("Why is it open again?"), _doubts)
    if words:
        await story.store(told, story.desk.reopen, story.number, words, story.speaker)


async def confirm(story: OneVoice) -> None:
    """Say that it really is solved."""
    await story.store(told, story.desk.confirm, story.number, story.speaker)


async def give_back(story: OneVoice) -> None:
    """Say that nobody has it in hand any more."""
    await story.store(told, story.desk.give_back, story.number, story.speaker)


def _answers() -> list[str]:
    return usual_words.answers(_)


def _solutions() -> list[str]:
    return usual_words.solutions(_)


def _doubts() -> list[str]:
    return usual_words.doubts(_)
