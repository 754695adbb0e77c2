"""A member logs what was done for people: what, how long, and for which promise."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from kiosk.i18n import _, format_minutes
from kiosk.people.views import MemberView
from kiosk.service.drafts import DraftView
from kiosk.service.entries import NewService
from kiosk.service.phrases import FOR_WHOM, PLACE, UsedPhrase
from kiosk.service.places import usual_places
from kiosk.service.views import CommitmentView, ItemView, ServiceView
from kiosk.service.words import confirmed_words
from screens.dialogs.minutes import OTHER, MinutesPad, ask_minutes
from screens.dialogs.outcome import Stored
from screens.dialogs.pick_list import Choice, PickList
from screens.member.badge_page import BadgePage, Shown, ask_whether_served
from screens.member.drafts import LOG_SERVICE
from screens.member.evidence import EvidencePage, photo_words
from screens.member.logged import Confirmation, Logged
from screens.member.steps import OWN_WORDS, own_words_choice
from screens.member.whom import ask_kind, usual_people
from screens.member.wording import due_words, words_of

_FOR_WHOM, _WHERE, _PHOTO, _NO_PROMISE = "for whom", "where", "photo", "no promise"
_FOR_KIND, _SERVED = "for_kind", "served"
_Review = CommitmentView | str


@dataclass(frozen=True, slots=True)
class _Draft:
    """A service that is not stored yet."""

    what: ItemView | str
    words: str
    minutes: int = 0
    for_whom: str = ""
    place: str = ""
    for_kind: str = ""
    served: MemberView | None = None
    can_take: bool = False

    @property
    def whom(self) -> str:
        """Whom it was for, in words."""
        return self.served.name if self.served else self.for_whom


@dataclass(frozen=True, slots=True)
class _Detail:
    """Something that may be said of a service."""

    kind: str
    title: Callable[[], str]
    usual: Callable[[], list[str]]


class LogScreen(BadgePage, EvidencePage):
    """Three keys after the one that opens it: what, how long, stored."""

    form = LOG_SERVICE
    keeps_all = False

    def __init__(self, member: MemberView, draft: DraftView | None = None) -> None:
        """Serve a member; see `StepScreen`."""
        super().__init__(member, draft)
        self._served_scan: Shown | None = None

    @property
    def errand(self) -> str:
        """A service."""
        return _("Log a service")

    async def story(self) -> bool:
        """What, how long, for which promise, stored."""
        items = await self.kiosk.read(self.kiosk.services.service.list_service_items)
        picked = _ask_what(items)
        while (what := await self.ask_kept("what", picked)) is not None:
            words = await self._words(what)
            if words is not None and await self._log(_Draft(what, words)):
                return True
            picked = picked.anew()
        return False

    async def _words(self, what: ItemView | str) -> str | None:
        if what != OWN_WORDS:
            return ""
        return await self.ask_kept("words", self.words_field(_what_was_done, "service"))

    async def _log(self, draft: _Draft) -> bool:
        asked = ask_minutes(draft.what.minutes if isinstance(draft.what, ItemView) else 0)
        while (minutes := await self.ask_kept("minutes", asked)) is not None:
            if minutes == OTHER:
                minutes = await self.ask_kept("other_minutes", MinutesPad())
            if minutes and await self._review(replace(draft, minutes=minutes)):
                return True
            asked = asked.anew()
        return False

    async def _review(self, draft: _Draft) -> bool:
        promises = await self.kiosk.read(self.kiosk.services.service.list_open, self.member.uid)
        draft = await self._recalled(draft)
        while (
            chosen := await self.ask(_ask_review(draft, promises, len(self.photos)))
        ) is not None:
            if chosen == _FOR_WHOM:
                draft = await self._for_whom(draft)
            elif chosen == _PHOTO:
                await self.add_photo()
            elif chosen == _WHERE:
                draft = replace(draft, place=await self._asked_where() or draft.place)
            elif await self._store(draft, chosen):
                return True
        return False

    async def _recalled(self, draft: _Draft) -> _Draft:
        """What was said beside the questions before, once: whom it was for, where, photos."""
        take = self.kept.take
        draft = replace(draft, for_whom=take(FOR_WHOM), place=take(PLACE))
        kind, served = take(_FOR_KIND), take(_SERVED)
        if served:
            found = await self.kiosk.read(self.kiosk.services.people.find_here, UUID(served))
            draft, kind = replace(draft, served=found), kind if found else ""
        draft = replace(draft, for_kind=kind, can_take=bool(await self.find_origins()))
        await self.recall_photos()
        return draft

    async def _for_whom(self, draft: _Draft) -> _Draft:
        """Whom it was for: one of the usual, own words, or a member by their badge."""
        self._served_scan, self._waits_for_badge = None, True
        words = await self._pick_detail(_PEOPLE)
        self._waits_for_badge = False
        if self._served_scan is not None:
            return await self._was_for(draft, self._served_scan)
        if not words or words == draft.for_whom:
            return draft
        kind = usual_people().get(words, "")
        self._keep_whom(words, kind)
        if not kind:
            kind = await self._kind(words)
            self._keep_whom(words, kind)
        return replace(draft, for_whom=words, for_kind=kind, served=None)

    def _keep_whom(self, words: str, kind: str, served: str = "") -> None:
        self.keep(**{FOR_WHOM: words, _FOR_KIND: kind, _SERVED: served})

    async def _kind(self, words: str) -> str:
        return await self.ask(ask_kind(words)) or ""

    async def _was_for(self, draft: _Draft, shown: Shown) -> _Draft:
        is_meant = await self.ask(ask_whether_served(shown))
        if is_meant:
            self._keep_whom("", "person", str(shown.member.uid))
            return replace(draft, served=shown.member, for_whom="", for_kind="person")
        if is_meant is False:
            await self.to_the_gate(shown.scan)
        return draft

    def badge_shown(self, shown: Shown) -> bool:
        """Whom it was for, or who confirms it."""
        step = self._step
        if isinstance(step, Logged):
            return self.refuse_own(shown) or step.badge_shown(shown.member)
        if not isinstance(step, PickList):
            return False
        if not self.refuse_own(shown):
            self._served_scan = shown
            step.give(None)
        return True

    async def _asked_where(self) -> str | None:
        picked = await self._pick_detail(self._where)
        if picked:
            self.keep(**{PLACE: picked})
        return picked

    async def _pick_detail(self, asks: _Detail) -> str | None:
        learnt = await self.kiosk.read(
            self.kiosk.services.phrases.learnt, asks.kind, self.member.uid
        )
        asked = PickList(
            asks.title,
            lambda: [Choice(words, words) for words in learnt.in_order(asks.usual())],
            lambda: [own_words_choice()],
        )
        while (picked := await self.ask(asked)) == OWN_WORDS:
            field = self.words_field(asks.title, asks.kind, asks.usual())
            words = await self.ask_aside(asks.kind, field)
            if words is not None:
                return words
            asked = asked.anew()
        return picked

    @property
    def _where(self) -> _Detail:
        return _Detail(PLACE, _where, self._places)

    def _places(self) -> list[str]:
        own = [post.zone for post in self.member.posts if post.zone]
        return list(dict.fromkeys([*own, *usual_places()]))[:8]

    async def _store(self, draft: _Draft, chosen: _Review) -> bool:
        self.used = self._phrases(draft)
        service, confirmation = self.kiosk.services.service, Confirmation()
        entries: list[ServiceView] = []

        def told(entry: ServiceView) -> Stored:
            entries.append(entry)
            self._waits_for_badge = entry.served is not None
            return Logged(entry, confirmation)

        is_stored = await self.store(told, service.log, self.member.uid, self._new(draft, chosen))
        self._waits_for_badge = False
        if is_stored and confirmation.how:
            confirm, how = service.confirm_service, confirmation.how
            await self.store(_confirmed, confirm, entries[0].uid, confirmation.by_uid, None, how)
        return is_stored

    def _new(self, draft: _Draft, chosen: _Review) -> NewService:
        return NewService(
            draft.minutes,
            item_uid=draft.what.uid if isinstance(draft.what, ItemView) else None,
            text=draft.words,
            commitment_uid=chosen.uid if isinstance(chosen, CommitmentView) else None,
            for_whom=draft.for_whom,
            place=draft.place,
            for_kind=draft.for_kind,
            served_uid=draft.served.uid if draft.served else None,
            photos=self.photos,
        )

    def _phrases(self, draft: _Draft) -> tuple[UsedPhrase, ...]:
        return (
            UsedPhrase("service", draft.words, is_own=True),
            UsedPhrase(FOR_WHOM, draft.for_whom, is_own=draft.for_whom not in _people()),
            UsedPhrase(PLACE, draft.place, is_own=draft.place not in self._places()),
        )


def _confirmed(entry: ServiceView) -> tuple[Callable[[], str], Callable[[], str]]:
    return lambda: words_of(entry), lambda: confirmed_words(entry)


def _what_was_done() -> str:
    return _("What did you do?")


def _for_whom() -> str:
    return _("For whom?")


def _whom_or_badge() -> str:
    return _("For whom? A member here: their badge to the scanner.")


def _where() -> str:
    return _("Where?")


def _people() -> list[str]:
    return list(usual_people())


_PEOPLE = _Detail(FOR_WHOM, _whom_or_badge, _people)
"""Whom it was for."""


def _ask_what(items: list[ItemView]) -> PickList[ItemView | str]:
    return PickList(
        _what_was_done,
        lambda: [
            Choice(item, words_of(item), format_minutes(item.minutes) if item.minutes else "")
            for item in items
        ],
        lambda: [own_words_choice()],
    )


def _ask_review(
    draft: _Draft, promises: tuple[CommitmentView, ...], photos: int
) -> PickList[_Review]:
    def title() -> str:
        said = draft.words or (words_of(draft.what) if isinstance(draft.what, ItemView) else "")
        return f"{said} · {format_minutes(draft.minutes)}"

    def choices() -> list[Choice[_Review]]:
        alone = _("Store it, for no commitment") if promises else _("Store it")
        kept: list[Choice[_Review]] = [
            Choice(promise, _("For: {words}").format(words=words_of(promise)), due_words(promise))
            for promise in promises
        ]
        return [Choice(_NO_PROMISE, alone), *kept]

    def details() -> list[Choice[_Review]]:
        photo: Choice[_Review] = Choice(_PHOTO, _("Photos"), photo_words(photos))
        return [
            *([photo] if draft.can_take or photos else []),
            Choice(_FOR_WHOM, _for_whom(), draft.whom or _("may stay empty")),
            Choice(_WHERE, _where(), draft.place or _("may stay empty")),
        ]

    return PickList(title, choices, details)
