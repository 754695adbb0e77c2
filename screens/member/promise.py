"""A member promises something in public, and later says what became of it."""

from collections.abc import Callable
from datetime import date

from kiosk.i18n import _, format_day
from kiosk.service.views import CommitmentView, ItemView
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import OWN_WORDS, StepScreen, own_words_choice
from screens.member.wording import due_days, due_labels, due_words, words_of


class PromiseScreen(StepScreen):
    """From the catalogue or in own words, then a due date: two keys and it is public."""

    @property
    def errand(self) -> str:
        """A promise."""
        return _("New promise")

    async def story(self) -> bool:
        """What, by when, stored."""
        service = self.kiosk.services.service
        items = await self.kiosk.read(service.list_commitment_items)
        today = await self.kiosk.read(self.kiosk.services.oversight.today)
        picked = _ask_promise(items)
        while (what := await self.ask(picked)) is not None:
            words = await self.own_words(what, lambda: _("What do you promise?"))
            if words is not None and await self._promise(what, words, today):
                return True
            picked = picked.anew()
        return False

    async def _promise(self, what: ItemView | str, words: str, today: date) -> bool:
        item_uid = what.uid if isinstance(what, ItemView) else None
        asked = _ask_due(today)
        while (due := await self.ask(asked)) is not None:
            make = self.kiosk.services.service.make_commitment
            if await self.store(
                _told, make, self.member.uid, item_uid=item_uid, text=words, due_on=due
            ):
                return True
            asked = asked.anew()
        return False


def _told(made: CommitmentView) -> tuple[Callable[[], str], Callable[[], str]]:
    return lambda: words_of(made), lambda: due_words(made)


def _ask_promise(items: list[ItemView]) -> PickList[ItemView | str]:
    return PickList(
        lambda: _("What do you promise?"),
        lambda: [Choice(item, words_of(item)) for item in items],
        lambda: [own_words_choice()],
    )


def _ask_due(today: date) -> PickList[date]:
    return PickList(
        lambda: _("By when?"),
        lambda: [
            Choice(day, label, format_day(day))
            for day, label in zip(due_days(today), due_labels(), strict=True)
        ],
    )


class MyPromisesScreen(PromiseScreen):
    """The member's open promises: kept, partly kept, missed or withdrawn."""

    @property
    def errand(self) -> str:
        """One's own promises."""
        return _("My promises")

    async def story(self) -> bool:
        """Which one, what became of it, why if that must be said, stored."""
        service = self.kiosk.services.service
        while True:
            promises = await self.kiosk.read(service.list_open, self.member.uid)
            which = await self.ask(_ask_which(promises))
            if which is None:
                return False
            if isinstance(which, str):
                return await super().story()
            if await self._judge(which):
                return True

    async def _judge(self, promise: CommitmentView) -> bool:
        asked = _ask_state(promise)
        while (state := await self.ask(asked)) is not None:
            why = await self._reason(state)
            if why is not None and await self._store(promise, state, why):
                return True
            asked = asked.anew()
        return False

    async def _reason(self, state: str) -> str | None:
        if state in {"kept", "partly_kept"}:
            return ""
        asked = PickList(lambda: _("Why?"), lambda: _reasons(state), lambda: [own_words_choice()])
        while (why := await self.ask(asked)) == OWN_WORDS:
            words = await self.own_words(why, lambda: _("Why?"))
            if words is not None:
                return words
            asked = asked.anew()
        return why

    async def _store(self, promise: CommitmentView, state: str, why: str) -> bool:
        judge = self.kiosk.services.service.judge_commitment
        return await self.store(
            lambda judged: (lambda: words_of(judged), lambda: state_words(judged.state)),
            judge,
            promise.uid,
            state,
            self.member.uid,
            why,
        )


def state_words(state: str) -> str:
    """What became of a promise, in a word."""
    return {
        "open": _("open"),
        "overdue": _("overdue"),
        "kept": _("Kept"),
        "partly_kept": _("Partly kept"),
        "missed": _("Missed"),
        "withdrawn": _("Withdrawn"),
    }[state]


def _ask_which(promises: tuple[CommitmentView, ...]) -> PickList[CommitmentView | str]:
    if not promises:
        return PickList(
            lambda: _("None of your promises is open."),
            lambda: [Choice(OWN_WORDS, _("Make a promise"))],
        )
    return PickList(
        lambda: _("Which promise?"),
        lambda: [
            Choice(promise, words_of(promise), due_words(promise), promise.state == "overdue")
            for promise in promises
        ],
    )


def _ask_state(promise: CommitmentView) -> PickList[str]:
    return PickList(
        lambda: _("What became of it? {words}").format(words=words_of(promise)),
        lambda: [
            Choice("kept", "✓ " + state_words("kept")),
            Choice("partly_kept", "◐ " + state_words("partly_kept")),
            Choice("missed", "✕ " + state_words("missed"), _("say why")),
            Choice("withdrawn", "↩ " + state_words("withdrawn"), _("say why")),
        ],
    )


def _reasons(state: str) -> list[Choice[str]]:
    said = [_("Other urgent work"), _("Material was missing"), _("Bad weather"), _("I was ill")]
    if state == "withdrawn":
        said = [_("Somebody else took it over"), _("The task fell away"), _("Entered by mistake")]
    return [Choice(words, words) for words in said]
