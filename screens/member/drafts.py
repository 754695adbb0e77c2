"""Forms that were left half filled in: what was answered, and the offer to go on with it."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from textual.screen import Screen

from kiosk.attendance.views import Answered
from kiosk.errors import KioskError
from kiosk.i18n import _, format_time
from kiosk.people.views import MemberView
from kiosk.service.drafts import DraftView
from kiosk.service.phrases import UsedPhrase
from kiosk.services import Services
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import Step
from screens.dialogs.written import Written
from screens.member.answer_refused import URGENT
from screens.member.answer_words import Answer as AnswerView

if TYPE_CHECKING:
    from screens.member.steps import FormSteps

_OFFERING = frozenset({"in", "out", "back", "again"})
"""Kinds of answers to a member who is served."""

Answer = TypeVar("Answer")
Stored = TypeVar("Stored")

LOG_SERVICE, MAKE_COMMITMENT = "log_service", "make_commitment"
JUDGE_COMMITMENT, MY_VOICES = "judge_commitment", "my_voices"
RAISE_VOICE, ASK_CORRECTION = "raise_voice", "ask_correction"
"""The names of the forms that a member can go on with."""

ABOUT = "about"
"""The name under which a draft keeps what its form is about."""

DRAFT_KEY = "6"
"""The key under the answer that goes on with a draft."""


class Kept:
    """What was answered of a form, by the names of its questions, in the order of asking."""

    def __init__(self, draft: DraftView | None) -> None:
        """Begin anew, or with what a draft holds."""
        self._given: dict[str, Written] = {}
        self._again = dict(draft.answers) if draft else {}
        self._again.pop(ABOUT, None)

    @property
    def answers(self) -> dict[str, Written]:
        """What is known, those of the draft too that were not asked for yet."""
        return {**self._given, **self._again}

    def recall(self, name: str, step: Step[Answer]) -> Answer | None:
        """The answer to a question as it was given before, once; None: it has to be asked."""
        kept = self._again.pop(name, None)
        if kept is None:
            return None
        self._given[name] = kept
        return step.recall(kept)

    def take(self, name: str, otherwise: str = "") -> str:
        """Words that were kept beside the questions, once; or others."""
        kept = self._again.pop(name, None)
        if not isinstance(kept, str):
            return otherwise
        self._given[name] = kept
        return kept

    def half(self, name: str) -> str:
        """Words that were being written when the form was left, once; or none."""
        return self.take(_half(name))

    def drop_half(self, name: str) -> bool:
        """Words that were being written are not wanted. Returns whether there were any."""
        return self.add(_half(name), "")

    def keep_half(self, name: str, words: str) -> bool:
        """Keep words that are being written. Returns whether anything changed."""
        is_begun = bool(words) or _half(name) in self._given
        return is_begun and self.add(_half(name), words)

    @property
    def is_written(self) -> bool:
        """Whether something was written in words or digits, and not only picked."""
        return any(name.startswith("typed ") for name in self.answers)

    def begin(self, given: Mapping[str, Written]) -> None:
        """Begin anew with these answers."""
        self._given, self._again = dict(given), {}

    def was_asked(self, name: str) -> bool:
        """Whether a question has its answer, or words were begun."""
        return name in self._given or _half(name) in self._given

    def ask_again(self, name: str) -> None:
        """A question is asked once more: its answer, and what was asked after it, is gone."""
        names = list(self._given)
        for later in names[names.index(name) :] if name in names else ():
            del self._given[later]

    def drop_rest(self, name: str) -> bool:
        """Drop what was not asked for again, but for the words begun at a question.

        Returns:
            Whether there was anything.
        """
        half = {_half(name): self._again[_half(name)]} if _half(name) in self._again else {}
        has_rest, self._again = len(self._again) > len(half), half
        return has_rest

    def answer(self, name: str, answer: Written) -> bool:
        """Keep an answer; what was asked after it has to be asked again. None: they went back.

        Returns:
            Whether anything changed.
        """
        before = self.answers
        self._given.pop(_half(name), None)
        self.ask_again(name)
        self._again = {}
        return self.add(name, answer) or before != self.answers

    def add(self, name: str, words: Written) -> bool:
        """Keep words beside the questions; nothing else has to be asked again.

        Args:
            name: What they are.
            words: Empty: there are none any more; None: as they were.

        Returns:
            Whether anything changed.
        """
        if words is None:
            return False
        before = self.answers
        for gone in (name, _half(name)):
            self._again.pop(gone, None)
        self._given.pop(_half(name), None)
        if words == "":
            self._given.pop(name, None)
        else:
            self._given[name] = words
        return self.answers != before


def _half(name: str) -> str:
    return f"{name} …"


@dataclass(frozen=True, slots=True)
class HalfForm:
    """A form that is about to be stored.

    Attributes:
        services: The site's use cases.
        member_uid: Whose form it is.
        name: Its name.
        used: The words in it that may be offered again.
    """

    services: Services
    member_uid: UUID
    name: str
    used: Iterable[UsedPhrase]

    def store(self, do: Callable[[], Stored]) -> Stored:
        """Store it, end its draft and count its words, all or nothing; on the writer's thread.

        Args:
            do: The use case that stores it.
        """

        def whole() -> Stored:
            stored = do()
            with suppress(KioskError):
                self.services.phrases.remember(self.member_uid, self.used)
            return stored

        return self.services.drafts.finish_with(self.member_uid, self.name, whole)


def ask_whether_to_go_on(draft: DraftView, zone: ZoneInfo) -> PickList[bool]:
    """Whether to go on with a draft.

    Args:
        draft: What was half filled in.
        zone: The site's.
    """

    def title() -> str:
        at = format_time(draft.saved_at.astimezone(zone))
        return _("Begun at {time}: {form}. Go on?").format(time=at, form=_forms()[draft.errand])

    return PickList(
        title,
        lambda: [
            Choice(value=True, label=_("Go on where I was")),
            Choice(value=False, label=_("Throw the form away")),
        ],
    )


def with_offer(answer: AnswerView, draft: DraftView | None) -> AnswerView:
    """An answer that offers to go on with a draft; a question is left as it is."""
    if draft is None or not answer.choices or answer.is_question or answer.kind not in _OFFERING:
        return answer
    offer = (DRAFT_KEY, URGENT + _("Finish form"))
    return replace(answer, choices=tuple(sorted((*answer.choices, offer))), has_more=True)


def can_go_on(draft: DraftView) -> bool:
    """Whether there is a form for a draft."""
    return draft.errand in _forms()


def resume_page(member: MemberView, draft: DraftView, result: Answered) -> Screen[None]:
    """The form of a draft, which asks first whether to go on.

    Args:
        member: Who scanned.
        draft: What they had half filled in.
        result: What their scan was answered with.
    """
    from screens.member.correction import AfterScanScreen
    from screens.member.log import LogScreen
    from screens.member.my_voices import MyVoicesScreen
    from screens.member.promise import MyPromisesScreen, PromiseScreen
    from screens.public.voice_kind import VoiceKindScreen

    pages: Mapping[str, Callable[[], FormSteps]] = {
        LOG_SERVICE: lambda: LogScreen(member),
        MAKE_COMMITMENT: lambda: PromiseScreen(member),
        JUDGE_COMMITMENT: lambda: MyPromisesScreen(member),
        MY_VOICES: lambda: MyVoicesScreen(member),
        RAISE_VOICE: lambda: VoiceKindScreen(member.uid),
        ASK_CORRECTION: lambda: AfterScanScreen(member, result),
    }
    page = pages[draft.errand]()
    page.go_on_with(draft)
    return page


def _forms() -> dict[str, str]:
    return {
        LOG_SERVICE: _("Log a service"),
        MAKE_COMMITMENT: _("New commitment"),
        JUDGE_COMMITMENT: _("My commitments"),
        MY_VOICES: _("My voices"),
        RAISE_VOICE: _("Voices"),
        ASK_CORRECTION: _("Set right"),
    }
