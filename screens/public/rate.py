"""Rating a member or a service with one key, as anybody may who passes by."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar, Self
from uuid import UUID, uuid4

from kiosk.i18n import _
from kiosk.people.views import MemberView
from kiosk.service import usual_words
from kiosk.service.ratings import LONGEST_WORD
from kiosk.service.ratings_views import SubjectKind
from kiosk.service.ratings_wording import mean_words, steps_words
from kiosk.service.scoring import RatingView
from kiosk.service.views import ServiceView
from kiosk.text import cell_width
from screens.dialogs.outcome import Stored
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import KeyLabel
from screens.member.steps import Steps, own_words_choice
from screens.member.wording import words_of
from screens.public.workers_steps import (
    MOST_TILES,
    FacesStep,
    PublicSteps,
    session_member,
)
from screens.widgets.board.words import when_words
from screens.widgets.rating_faces import face_words

THANKED_S = 8.0
"""How long the thanks stay, in seconds: long enough to see what was pressed, and to undo it."""

_BESIDE = 4
"""Cells beside a line of the page."""

_CONTENT = 4
"""From so many stars on somebody is content."""

_DISCONTENT = 2
"""Up to so many somebody is not."""


WORD_KEY, TAKE_BACK_KEY = "1", "9"


class Thanked(Stored):
    """The same thanks for everybody, whatever became of it; 1 adds a word, 9 takes it back.

    It says which face was pressed, and no poor one is cheered.
    """

    DEFAULT_CSS = """
    Thanked.-poor { background: $panel; color: $text; }
    """

    stays_s: ClassVar[float | None] = THANKED_S

    def __init__(self, stars: int, answered: "asyncio.Future[None] | None" = None) -> None:
        """Thank.

        Args:
            stars: The face that was pressed, 1 to 5.
            answered: Where the going on goes; None makes a new place for it.
        """
        super().__init__(
            lambda: _("You pressed {key}: {face}.").format(key=stars, face=face_words()[stars - 1]),
            lambda: _("Nobody can tell who gave it."),
            answered,
        )
        self._stars = stars
        self.set_class(stars <= _DISCONTENT, "-poor")
        self.picked = ""
        """The key that was pressed, or empty."""
        self._first = self

    def again(self) -> Self:
        """The same thanks, which tell the first ones what was picked."""
        same = type(self)(self._stars, self.answered)
        same._first = self._first
        return same

    def word(self) -> str:
        """The word that is read from afar."""
        return _("THANKS")

    def keys(self) -> list[KeyLabel]:
        """A word, back, or on."""
        word = _("Say what is wrong") if self._stars <= _DISCONTENT else _("Add a word")
        return [(WORD_KEY, word), (TAKE_BACK_KEY, _("Take it back")), ("enter", _("Done"))]

    def press(self, key: str, character: str | None) -> bool:
        """1 goes on to a word, 9 takes the rating back, any other key goes on."""
        if not self.answered.done():  # what comes behind it is meant for the next page
            self._first.picked = character or ""
        return super().press(key, character)


class TakenBack(Stored):
    """Nothing is left of it."""

    stays_s: ClassVar[float | None] = THANKED_S

    def __init__(self, answered: "asyncio.Future[None] | None" = None) -> None:
        """Say that it was never given."""
        super().__init__(
            lambda: _("Nothing is left of it; rate again whenever you like."), lambda: "", answered
        )

    def again(self) -> Self:
        """The same."""
        return type(self)(self.answered)

    def word(self) -> str:
        """The word that is read from afar."""
        return _("TAKEN BACK")


async def rate(screen: Steps, kind: SubjectKind, stars: int, subject: UUID | None = None) -> bool:
    """Give a rating, thank for it, and take a word where somebody wants to add one.

    Returns:
        Whether it was kept; when not, the giver has been told.
    """
    key, thanks = uuid4(), Thanked(stars)
    is_kept = await screen.store(
        lambda _set_aside: thanks,
        lambda: screen.kiosk.services.ratings.give(
            kind,
            stars,
            subject_uid=subject,
            session_member=session_member(screen.kiosk),
            uid=key,
        ),
    )
    if is_kept and thanks.picked == WORD_KEY:
        await _add_word(screen, key, stars)
    elif is_kept and thanks.picked == TAKE_BACK_KEY:
        await screen.store(lambda _none: TakenBack(), screen.kiosk.services.ratings.take_back, key)
    return is_kept


class _WordList(PickList[str]):
    """Words that can be added; no word is chosen before an arrow did: Enter ends it without one."""

    def keys(self) -> list[KeyLabel]:
        """Enter means something from the beginning on."""
        return super().keys() if self._place >= 0 else [("enter", _("Done")), *super().keys()]

    def press(self, key: str, character: str | None) -> bool:
        """As in any list; Enter adds nothing as long as nothing is chosen."""
        if key == "enter" and self._place < 0:
            self.give(None)
            return True
        return super().press(key, character)


async def _add_word(screen: Steps, key: UUID, stars: int) -> None:
    asked = _WordList(
        _which_word,
        lambda: [Choice(words, words) for words in _usual_words(stars)],
        lambda: [own_words_choice()],
        start=None,
    )
    while (picked := await screen.ask(asked)) is not None:
        words = await screen.own_words(
            picked, _which_word, usual=_usual_words(stars), longest=LONGEST_WORD
        )
        if words is not None:
            await _store_word(screen, key, words or picked)
            return
        asked = asked.anew()


async def _store_word(screen: Steps, key: UUID, word: str) -> None:
    told = (lambda: word, lambda: _("Only supervisors read it."))
    add = screen.kiosk.services.ratings.add_word
    await screen.store(lambda _none: told, add, key, word)


def _which_word() -> str:
    return _("What is it about?")


def _usual_words(stars: int) -> list[str]:
    return usual_words.praise(_) if stars >= _CONTENT else usual_words.complaints(_)


def with_mean(said: str, rating: RatingView | None, width: int) -> str:
    """A line with what is shown of ratings, and when that changes where there is room for it.

    Args:
        said: What else stands on the line.
        rating: What is shown; None: nothing is.
        width: Cells of the screen.
    """
    if rating is None:
        return said
    told = f"{said} · {mean_words(rating)}"
    whole = f"{told} · {steps_words()}"
    return whole if cell_width(whole) <= width - _BESIDE else told


class RateScreen(PublicSteps):
    """One member: the faces, and their latest services to rate instead."""

    def __init__(self, member: MemberView, services: Sequence[ServiceView] = ()) -> None:
        """Rate a member.

        Args:
            member: Whom.
            services: Their latest services, newest first.
        """
        super().__init__()
        self._member, self._services = member, services[:MOST_TILES]
        self._rating: RatingView | None = None

    @property
    def errand(self) -> str:
        """A rating."""
        return _("Rating")

    def _whose(self) -> str:
        said = f"{self._member.name} · {self.errand}"
        return with_mean(said, self._rating, self.app.size.width)

    async def story(self) -> bool:
        """The member by one key, or a service and then the key."""
        ratings = self.kiosk.services.ratings
        self._rating = await self.kiosk.read(ratings.of_members, [self._member.uid])
        asked = FacesStep(self._how_good, self._tiles)
        while (picked := await self.ask(asked)) is not None:
            if isinstance(picked, int):
                return await rate(self, "member", picked, self._member.uid)
            if isinstance(picked, ServiceView) and await self._rate_service(picked):
                return True
            asked = asked.anew()
        return False

    async def _rate_service(self, service: ServiceView) -> bool:
        def title() -> str:
            words = " · ".join((words_of(service), self._when_and_where(service)))
            return _("How good was it? {words}").format(words=words)

        stars = await self.ask(FacesStep(title, tuple))
        return isinstance(stars, int) and await rate(self, "service", stars, service.uid)

    def _how_good(self) -> str:
        return _("How content are you with {name}?").format(name=self._member.name)

    def _tiles(self) -> list[Choice[object]]:
        note = _("rate: {facts}")
        return [
            Choice(one, words_of(one), note.format(facts=self._when_and_where(one)))
            for one in self._services
        ]

    def _when_and_where(self, service: ServiceView) -> str:
        """What tells a service from another one in the same words."""
        zone = self.kiosk.site.zone
        today = self.kiosk.services.context.clock.now().astimezone(zone).date()
        when = when_words(service.at.astimezone(zone), today)
        return " · ".join(filter(None, (when, service.where or service.whom)))
