"""The catalogue as the site keeps it: what can be promised, logged and said; added to, changed."""

from collections.abc import Callable

from kiosk.i18n import _, format_minutes
from kiosk.service.choices import KINDS, NewItem
from kiosk.service.views import ItemView
from kiosk.service.voices_wording import kind_word
from screens.dialogs.minutes import OTHER, MinutesPad, ask_minutes
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.member.steps import OWN_WORDS
from screens.public.more_list import ListOrHow
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm
from screens.supervisor.errand import Confirm

Words = Callable[[], str]
_ADD = "add"
_WORDS, _ENGLISH, _MINUTES, _RETIRE = "words", "english", "minutes", "retire"


class CatalogueScreen(DeskForm):
    """Which kind, which item, what of it."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S
    form = "@catalogue"

    @property
    def errand(self) -> str:
        """What this is."""
        return _("Catalogue")

    async def story(self) -> bool:
        """Kind by kind, until the supervisor goes back to the menu."""
        asked = PickList(
            lambda: _("Which part of the catalogue?"),
            lambda: [Choice(kind, catalogue_word(kind), _about(kind)) for kind in KINDS],
        )
        while (kind := await self.ask(asked)) is not None:
            await self._kind(kind)
            asked = asked.anew()
        return False

    async def _kind(self, kind: str) -> None:
        list_items = self.kiosk.services.service.list_catalogue
        items = await self.kiosk.read(list_items, kind)
        asked: ListOrHow[ItemView | str] = ListOrHow(
            lambda: catalogue_word(kind),
            lambda: [Choice(item, item.text, _item_note(item)) for item in items],
            lambda: _("Nothing can be picked here yet. Press 9 to add something."),
            lambda: [Choice(_ADD, _("Add one"), _("in the site's own words"))],
        )
        while (picked := await self.ask(asked)) is not None:
            if isinstance(picked, ItemView):
                await self._item(picked)
            else:
                await self._add(kind)
            items = await self.kiosk.read(list_items, kind)
            asked = asked.anew()

    async def _add(self, kind: str) -> None:
        text = await self.own_words(OWN_WORDS, lambda: _("What shall be picked?"))
        minutes = await self._ask_minutes(0) if text and kind == "service" else 0
        if text and minutes is not None:
            add = self.kiosk.services.service.add_item
            told = (lambda: text, lambda: catalogue_word(kind))
            await self.store(lambda _item: told, add, kind, NewItem(text, "", minutes), self.by)

    async def _item(self, item: ItemView) -> None:
        asked = PickList(lambda: item.text, lambda: _item_choices(item))
        what = await self.ask(asked)
        if what == _RETIRE:
            await self._retire(item)
        elif what == _MINUTES:
            minutes = await self._ask_minutes(item.minutes)
            if minutes is not None:
                await self._change(item, NewItem(item.text, item.text_en, minutes))
        elif what is not None:
            await self._reword(item, is_english=what == _ENGLISH)

    async def _reword(self, item: ItemView, *, is_english: bool) -> None:
        def title() -> str:
            return _("How does it read in English?") if is_english else _("How shall it read?")

        words = await self.own_words(OWN_WORDS, title)
        if words:
            text, english = (item.text, words) if is_english else (words, item.text_en)
            await self._change(item, NewItem(text, english, item.minutes))

    async def _change(self, item: ItemView, new: NewItem) -> None:
        told = (lambda: new.text, lambda: " · ".join(filter(None, (new.text_en, _took(new)))))
        change = self.kiosk.services.service.change_item
        await self.store(lambda _item: told, change, item.uid, new, self.by)

    async def _retire(self, item: ItemView) -> None:
        def follows() -> list[str]:
            return [
                _("It can't be picked any more."),
                _("What was promised, logged or said with it stays as it was."),
                _("Add the same words again to bring it back."),
            ]

        def title() -> str:
            return _("Take “{words}” out of the catalogue?").format(words=item.text)

        if await self.ask(Confirm(title, follows, lambda: _("Yes, take it out"))):
            told = (lambda: item.text, lambda: _("It can't be picked any more."))
            retire = self.kiosk.services.service.retire_item
            await self.store(lambda _item: told, retire, item.uid, self.by)

    async def _ask_minutes(self, usual: int) -> int | None:
        asked = ask_minutes(usual)
        while (minutes := await self.ask(asked)) is not None:
            if minutes == OTHER:
                minutes = await self.ask(MinutesPad())
            if minutes:
                return minutes
            asked = asked.anew()
        return None


def catalogue_word(kind: str) -> str:
    """What the items of a kind are."""
    own = {"commitment": _("Commitments"), "service": _("Services")}
    return own.get(kind) or kind_word(kind)


def _about(kind: str) -> str:
    own = {"commitment": _("what members promise"), "service": _("what members log")}
    return own.get(kind) or _("what is said of it")


def _item_choices(item: ItemView) -> list[Choice[str]]:
    minutes = Choice(_MINUTES, _("Minutes"), _took(item) or _("not said"))
    return [
        Choice(_WORDS, _("Other words"), _("from now on")),
        Choice(_ENGLISH, _("In English"), item.text_en or _("not written yet")),
        *([minutes] if item.kind == "service" else []),
        Choice(_RETIRE, _("Take it out"), _("it can't be picked any more")),
    ]


def _item_note(item: ItemView) -> str:
    return " · ".join(filter(None, (_took(item), item.text_en)))


def _took(item: ItemView | NewItem) -> str:
    return format_minutes(item.minutes) if item.minutes else ""
