"""Saying something: what it is by one key, and it is stored; more can be added afterwards."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar
from uuid import UUID

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.service.phrases import LONGEST, PLACE, UsedPhrase
from kiosk.service.places import usual_places
from kiosk.service.views import ItemView
from kiosk.service.voices import LONGEST_NAME, LONGEST_TEXT, Speaker, VoiceWords
from kiosk.service.voices_steps import LONGEST_PLACE, LONGEST_REPLY
from kiosk.service.voices_views import Kind, RaisedVoice
from kiosk.service.voices_wording import kind_word
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import KeyLabel
from screens.member.steps import OWN_WORDS, own_words_choice
from screens.member.wording import words_of
from screens.public.voice_more import more_words
from screens.public.voice_number import ADDITIONS, Addition, VoiceNumber
from screens.public.workers_steps import PublicSteps

Result = TypeVar("Result")

KEPT_S = 180.0
"""How long number and digits stay where nobody presses Enter, in seconds: long enough to write
them down, and gone for whoever comes by later."""


class RaiseScreen(PublicSteps):
    """A suggestion, a problem, a hazard, or help."""

    def __init__(self, kind: Kind, author_uid: UUID | None = None) -> None:
        """Ask what it is.

        Args:
            kind: Of which kind.
            author_uid: The member who says it in their own session; None for anybody.
        """
        super().__init__()
        self.kind: Kind = kind
        """Of which kind it is."""
        self._author_uid = author_uid
        self._zones: Sequence[str] = ()

    @property
    def errand(self) -> str:
        """The kind."""
        return kind_word(self.kind)

    async def story(self) -> bool:
        """What it is, stored, its number, and what there is to add."""
        list_choices = self.kiosk.services.service.list_choices
        items = await self.kiosk.read(list_choices, self.kind)
        asked: PickList[ItemView | str] = PickList(
            self._title,
            lambda: [Choice(item, words_of(item)) for item in items],
            lambda: [own_words_choice()],
        )
        while (what := await self.ask(asked)) is not None:
            words = await self.own_words(what, self._title, self.kind, usual_places(), LONGEST_TEXT)
            if words is not None and await self._raise(what, words):
                return True
            asked = asked.anew()
        return False

    async def _raise(self, what: ItemView | str, text: str) -> bool:
        item_uid = what.uid if isinstance(what, ItemView) else None
        said = VoiceWords(item_uid, text, author_uid=self._author_uid)
        shown: list[VoiceNumber] = []

        def show(raised: RaisedVoice) -> VoiceNumber:
            self.idle_s = KEPT_S
            shown.append(VoiceNumber(raised, additions=self._additions))
            return shown[0]

        raise_voice = partial(self.kiosk.services.voices.raise_voice, self.kind, said)
        used = UsedPhrase(self.kind, text, is_own=True)
        is_stored = await self.store(show, self._learning, used, raise_voice)
        if is_stored:
            await self._go_on(shown[0])
        return is_stored

    def _learning(self, used: UsedPhrase, call: Callable[[], Result]) -> Result:
        """Do something and count the words that were used for it, on the thread that may write."""
        result = call()
        if len(used.text) <= LONGEST:  # a longer one is no phrase
            with suppress(KioskError):  # what was said is recorded all the same
                self.kiosk.services.phrases.remember(self._author_uid, [used])
        return result

    @property
    def _additions(self) -> Sequence[Addition]:
        """What may be added; a member's name is known."""
        is_named = self._author_uid is not None
        return [one for one in ADDITIONS if one != "name" or not is_named]

    def _writer_uid(self) -> UUID | None:
        return self._author_uid

    async def _go_on(self, number: VoiceNumber) -> None:
        while number.picked is not None:
            which, added = number.picked, [*number.added]
            words = await self._addition(which)
            if words and await self._add(number, which, words):
                added.append(_told(which, words))
            number = VoiceNumber(number.raised, added, self._additions)
            await self.ask(number)
            number = self._number(number)

    def _number(self, asked: VoiceNumber) -> VoiceNumber:
        """The number as it stands on the screen: it is another one after a change of language."""
        return self._step if isinstance(self._step, VoiceNumber) else asked

    async def _addition(self, which: Addition) -> str | None:
        if which == "place":
            return await self._ask_place()
        if which == "name":
            return await self.own_words(OWN_WORDS, _whose_name, longest=LONGEST_NAME)
        return await self.own_words(
            OWN_WORDS, lambda: _("What is to be added?"), self.kind, more_words(), LONGEST_REPLY
        )

    async def _ask_place(self) -> str | None:
        self._zones = zones = await self.kiosk.read(self.kiosk.services.coverage.zones)
        learnt = await self.kiosk.read(self.kiosk.services.phrases.learnt, PLACE, self._author_uid)
        asked: PickList[str] = PickList(
            _where,
            lambda: [Choice(words, words) for words in learnt.in_order(_places(zones))],
            lambda: [own_words_choice()],
        )
        while (picked := await self.ask(asked)) is not None:
            words = await self.own_words(picked, _where, PLACE, _places(zones), LONGEST_PLACE)
            if words is not None:
                return words or picked
            asked = asked.anew()
        return None

    async def _add(self, number: VoiceNumber, which: Addition, words: str) -> bool:
        voice, who = number.raised.voice, Speaker(word=number.raised.word)
        told = (lambda: _told(which, words), lambda: kind_word(voice.kind))
        voices = self.kiosk.services.voices
        if which == "name":
            return await self.store(lambda _view: told, voices.tell_name, voice.number, words, who)
        if which == "words":
            return await self.store(lambda _view: told, voices.answer, voice.number, words, who)
        used = UsedPhrase(PLACE, words, is_own=words not in _places(self._zones))
        tell_place = partial(voices.tell_place, voice.number, words, who)
        return await self.store(lambda _view: told, self._learning, used, tell_place)

    def _keys(self) -> list[KeyLabel]:
        keys = super()._keys()
        is_number = isinstance(self._step, VoiceNumber)
        return [pair for pair in keys if pair[0] != "0"] if is_number else keys

    def _title(self) -> str:
        titles = {
            "hazard": _("What is the hazard?"),
            "help": _("What help do you need?"),
            "problem": _("What is the problem?"),
            "suggestion": _("What do you suggest?"),
        }
        return titles[self.kind]


def _whose_name() -> str:
    return _("What is your name? Only supervisors and who takes care of it read it.")


def _told(which: Addition, words: str) -> str:
    said = {"place": _("Place: {words}"), "name": _("Name: {words}")}
    return said.get(which, "{words}").format(words=words)


def _where() -> str:
    return _("Where?")


def _places(zones: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*zones, *usual_places()]))
