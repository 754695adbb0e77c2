"""A member logs what was done for people: what, how long, and for which promise."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.i18n import _, format_minutes
from kiosk.service.views import CommitmentView, ItemView, ServiceView
from screens.dialogs.minutes import OTHER, MinutesPad, ask_minutes
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import OWN_WORDS, StepScreen, own_words_choice
from screens.member.wording import due_words, words_of

_FOR_WHOM, _WHERE, _NO_PROMISE = "for whom", "where", "no promise"
_Review = CommitmentView | str


@dataclass(frozen=True, slots=True)
class _Draft:
    """A service that is not stored yet."""

    what: ItemView | str
    words: str
    minutes: int = 0
    for_whom: str = ""
    place: str = ""


class LogScreen(StepScreen):
    """Three keys after the one that opens it: what, how long, stored."""

    @property
    def errand(self) -> str:
        """A service."""
        return _("Log a service")

    async def story(self) -> bool:
        """What, how long, for which promise, stored."""
        items = await self.kiosk.read(self.kiosk.services.service.list_service_items)
        picked = _ask_what(items)
        while (what := await self.ask(picked)) is not None:
            words = await self.own_words(what, _what_was_done)
            if words is not None and await self._log(_Draft(what, words)):
                return True
            picked = picked.anew()
        return False

    async def _log(self, draft: _Draft) -> bool:
        asked = ask_minutes(draft.what.minutes if isinstance(draft.what, ItemView) else 0)
        while (minutes := await self.ask(asked)) is not None:
            if minutes == OTHER:
                minutes = await self.ask(MinutesPad())
            if minutes and await self._review(replace(draft, minutes=minutes)):
                return True
            asked = asked.anew()
        return False

    async def _review(self, draft: _Draft) -> bool:
        promises = await self.kiosk.read(self.kiosk.services.service.list_open, self.member.uid)
        while (chosen := await self.ask(_ask_promise(draft, promises))) is not None:
            if chosen == _FOR_WHOM:
                draft = replace(
                    draft, for_whom=await self._detail(_for_whom, _people, draft.for_whom)
                )
            elif chosen == _WHERE:
                draft = replace(draft, place=await self._detail(_where, self._places, draft.place))
            elif await self._store(draft, chosen):
                return True
        return False

    async def _detail(
        self, title: Callable[[], str], usual: Callable[[], list[str]], old: str
    ) -> str:
        asked = PickList(
            title,
            lambda: [Choice(words, words) for words in usual()],
            lambda: [own_words_choice()],
        )
        while (picked := await self.ask(asked)) == OWN_WORDS:
            words = await self.own_words(picked, title)
            if words is not None:
                return words
            asked = asked.anew()
        return old if picked is None else picked

    def _places(self) -> list[str]:
        own = [post.zone for post in self.member.posts if post.zone]
        usual = [_("Works area"), _("Living quarters"), _("Canteen"), _("Site office"), _("Gate")]
        return list(dict.fromkeys([*own, *usual]))[:8]

    async def _store(self, draft: _Draft, chosen: _Review) -> bool:
        return await self.store(
            _told,
            self.kiosk.services.service.log_service,
            self.member.uid,
            draft.minutes,
            item_uid=draft.what.uid if isinstance(draft.what, ItemView) else None,
            text=draft.words,
            commitment_uid=chosen.uid if isinstance(chosen, CommitmentView) else None,
            for_whom=draft.for_whom,
            place=draft.place,
        )


def _told(logged: ServiceView) -> tuple[Callable[[], str], Callable[[], str]]:
    def more() -> str:
        return " · ".join(
            filter(None, (format_minutes(logged.minutes), logged.for_whom, logged.place))
        )

    return lambda: words_of(logged), more


def _what_was_done() -> str:
    return _("What did you do?")


def _for_whom() -> str:
    return _("For whom?")


def _where() -> str:
    return _("Where?")


def _people() -> list[str]:
    return [
        _("A worker"),
        _("A work team"),
        _("Several teams"),
        _("A subcontractor"),
        _("A worker's family"),
        _("Neighbours of the site"),
        _("The whole site"),
    ]


def _ask_what(items: list[ItemView]) -> PickList[ItemView | str]:
    return PickList(
        _what_was_done,
        lambda: [
            Choice(item, words_of(item), format_minutes(item.minutes) if item.minutes else "")
            for item in items
        ],
        lambda: [own_words_choice()],
    )


def _ask_promise(draft: _Draft, promises: tuple[CommitmentView, ...]) -> PickList[_Review]:
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
        return [
            Choice(_FOR_WHOM, _("For whom?"), draft.for_whom or _("may stay empty")),
            Choice(_WHERE, _("Where?"), draft.place or _("may stay empty")),
        ]

    return PickList(title, choices, details)
