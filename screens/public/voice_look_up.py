"""What became of it: the number shows subject and state; with the digits the author sees all."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.service import usual_words
from kiosk.service.voices import Speaker
from kiosk.service.voices_steps import LONGEST_REPLY
from kiosk.service.voices_views import Kind, PublicVoice, VoiceView
from kiosk.service.voices_wording import state_word
from screens.dialogs.outcome import NotStored
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import OWN_WORDS, Steps, own_words_choice
from screens.modes import BOARD
from screens.public.voice_digits import WordPad
from screens.public.voice_more import more_words
from screens.public.voice_thread import ThreadStep, full_story, heading_words, public_story
from screens.public.workers_steps import PublicSteps
from screens.supervisor.post_pads import DigitsPad

LONGEST_NUMBER = 9

Deed = Literal["confirm", "reopen", "more", "done"]


class LookUpScreen(PublicSteps):
    """Number, digits, thread; a solved one asks whether it really is."""

    idle_s = 60.0

    def __init__(self, number: int | None = None) -> None:
        """Ask for a number.

        Args:
            number: The one that is known already, or None.
        """
        super().__init__()
        self._number = number
        self._is_private = False
        self._is_over = False

    @property
    def errand(self) -> str:
        """Looking up."""
        return _("Look up a number")

    def on_screen_suspend(self) -> None:
        """Somebody else's scan is answered: who comes back to this page may be anybody."""
        self._is_over = self._is_private and self.kiosk.current_mode != BOARD

    def on_screen_resume(self) -> None:
        """What was shown to its author is not shown again."""
        if self._is_over:
            self.kiosk.go_home()

    async def story(self) -> bool:
        """One number after the other, until somebody goes back."""
        if self._number is not None:
            await self._look_up(self._number)
            return False
        while (number := await ask_number(self)) is not None:
            if await self._look_up(number):
                return False
        return False

    async def _look_up(self, number: int) -> bool:
        """Show what everybody sees, and all of it for its digits.

        Returns:
            Whether somebody is done here.
        """
        try:
            voice = await self.kiosk.read(self.kiosk.services.voices.find_public, number)
        except KioskError as error:
            await self.ask(NotStored(error))
            return False
        asked = WordPad(lambda: heading_words(voice), lambda: public_story(voice))
        while (typed := await self.ask(asked)) is not None:
            view = await self._find(number, typed)
            if view is not None:
                await self._thread(view, Speaker(word=typed))
                return True
            asked = WordPad(lambda: heading_words(voice), lambda: public_story(voice))
        return False

    async def _find(self, number: int, word: str) -> VoiceView | None:
        try:
            # A wrong word is written down, so this may write.
            return await self.kiosk.write(self.kiosk.services.voices.look_up, number, word)
        except KioskError as error:
            await self.ask(NotStored(error))
            return None

    async def _thread(self, view: VoiceView, who: Speaker) -> None:
        zone, self._is_private = self.kiosk.site.zone, True
        while True:
            asked: ThreadStep[Deed] = ThreadStep(
                partial(_author_title, view),
                partial(full_story, view, zone),
                partial(_author_choices, view),
            )
            deed = await self.ask(asked)
            if deed is None or deed == "done":
                self._is_private = False
                return
            await self._do(deed, view.public, who)
            view = await self._find(view.public.number, who.word) or view

    async def _do(self, deed: Deed, voice: PublicVoice, who: Speaker) -> None:
        voices, number = self.kiosk.services.voices, voice.number
        if deed == "confirm":
            await self.store(_told, voices.confirm, number, who)
            return
        words = await self._ask_words(deed, voice.kind)
        if words:
            call = voices.reopen if deed == "reopen" else voices.answer
            await self.store(_told, call, number, words, who)

    async def _ask_words(self, deed: Deed, kind: Kind) -> str | None:
        if deed != "reopen":
            return await self.own_words(
                OWN_WORDS, lambda: _("What is to be added?"), kind, more_words(), LONGEST_REPLY
            )
        asked: PickList[str] = PickList(
            _what_is_wrong,
            lambda: [Choice(words, words) for words in _doubts()],
            lambda: [own_words_choice()],
        )
        while (picked := await self.ask(asked)) is not None:
            words = await self.own_words(picked, _what_is_wrong, kind, _doubts(), LONGEST_REPLY)
            if words is not None:
                return words or picked
            asked = asked.anew()
        return None


async def ask_number(screen: Steps) -> int | None:
    """Ask for the number of a voice; None when somebody went back."""
    asked = DigitsPad(lambda: _("Which number?"), _number_hint, _number_meaning)
    typed = await screen.ask(asked)
    return int(typed) if typed else None


def _told(view: VoiceView) -> tuple[Callable[[], str], Callable[[], str]]:
    return lambda: state_word(view.public.state), lambda: heading_words(view.public)


def _number_hint() -> str:
    return _("The number of the voice, then Enter. Enter alone goes back.")


def _number_meaning(typed: str) -> str | None:
    is_possible = len(typed) <= LONGEST_NUMBER and int(typed) > 0
    return _("No. {number}").format(number=int(typed)) if is_possible else None


def _what_is_wrong() -> str:
    return _("What is not solved?")


def _doubts() -> list[str]:
    return usual_words.doubts(_)


def _author_title(view: VoiceView) -> str:
    said = heading_words(view.public)
    if _is_asked(view):
        return _("{voice}. Is it really solved?").format(voice=said)
    return said


def _is_asked(view: VoiceView) -> bool:
    """Whether it is solved, and not by its author."""
    author, solver = view.author_uid, view.solver_uid
    return view.public.state == "solved" and (author is None or author != solver)


def _author_choices(view: VoiceView) -> Sequence[Choice[Deed]]:
    more: list[Choice[Deed]] = [
        Choice("more", _("Say more")),
        Choice("done", _("That is all")),
    ]
    yes: Choice[Deed] = Choice("confirm", "✓ " + _("Yes, it is solved"))
    no: Choice[Deed] = Choice("reopen", "✕ " + _("No, not really"), _("somebody looks again"))
    again: Choice[Deed] = Choice("reopen", _("I do not agree"), _("somebody looks again"))
    if view.public.state == "solved":
        return [*([yes] if _is_asked(view) else []), no, *more]
    return [again, *more] if view.public.state == "declined" else more
