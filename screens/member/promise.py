"""A member promises something in public, and later says what became of it."""

from collections.abc import Callable, Sequence
from datetime import date

from kiosk.i18n import _, format_day, ngettext
from kiosk.service.views import CommitmentView, ItemView
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import OWN_WORDS, StepScreen, own_words_choice
from screens.member.wording import due_days, due_labels, due_words, words_of

OLD_PROMISES = "old promises"
"""What the choice answers that leads to the member's open promises."""


class PromiseScreen(StepScreen):
    """From the catalogue or in own words, then a due date: two keys and it is public."""

    _is_judging = False

    @property
    def errand(self) -> str:
        """A new commitment, or what became of the older ones."""
        return _("My commitments") if self._is_judging else _("New commitment")

    async def story(self) -> bool:
        """What, by when, stored."""
        service = self.kiosk.services.service
        items = await self.kiosk.read(service.list_commitment_items)
        today = await self.kiosk.read(self.kiosk.services.oversight.today)
        made = await self.kiosk.read(service.list_open, self.member.uid)
        picked = _ask_promise(items, len(made))
        while (what := await self.ask(picked)) is not None:
            if what == OLD_PROMISES:
                self._is_judging = True
                return await judge_promises(self)
            words = await self.own_words(what, lambda: _("What do you commit to?"))
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


def _ask_promise(items: list[ItemView], made: int) -> PickList[ItemView | str]:
    def old() -> list[Choice[ItemView | str]]:
        return [Choice(OLD_PROMISES, _("What became of my commitments?"), _open_count(made))]

    return PickList(
        lambda: _("What do you commit to?"),
        lambda: [Choice(item, words_of(item)) for item in items],
        lambda: [*(old() if made else []), own_words_choice()],
    )


def _open_count(made: int) -> str:
    return ngettext("{count} is open", "{count} are open", made).format(count=made)


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
        return _("My commitments")

    async def story(self) -> bool:
        """Which one, what became of it, why if that must be said, stored; or a first promise."""
        made = await self.kiosk.read(self.kiosk.services.service.list_open, self.member.uid)
        if made:
            return await judge_promises(self)
        asked: PickList[bool] = PickList(
            lambda: _("None of your commitments is open."),
            lambda: [Choice(value=True, label=_("Make a commitment"))],
        )
        return await self.ask(asked) is not None and await super().story()


async def judge_promises(screen: StepScreen) -> bool:
    """Ask which open promise, what became of it and why; returns whether that was stored."""
    made = await screen.kiosk.read(screen.kiosk.services.service.list_open, screen.member.uid)
    asked = _ask_which(made)
    while (which := await screen.ask(asked)) is not None:
        if await _judge(screen, which):
            return True
        asked = asked.anew()
    return False


async def _judge(screen: StepScreen, promise: CommitmentView) -> bool:
    asked = _ask_state(promise)
    while (state := await screen.ask(asked)) is not None:
        why = await _reason(screen, state)
        if why is not None and await _store(screen, promise, state, why):
            return True
        asked = asked.anew()
    return False


async def _reason(screen: StepScreen, state: str) -> str | None:
    if state in {"kept", "partly_kept"}:
        return ""
    asked = PickList(lambda: _("Why?"), lambda: _reasons(state), lambda: [own_words_choice()])
    while (why := await screen.ask(asked)) == OWN_WORDS:
        words = await screen.own_words(why, lambda: _("Why?"))
        if words is not None:
            return words
        asked = asked.anew()
    return why


async def _store(screen: StepScreen, promise: CommitmentView, state: str, why: str) -> bool:
    return await screen.store(
        lambda judged: (lambda: words_of(judged), lambda: state_words(judged.state)),
        screen.kiosk.services.service.judge_commitment,
        promise.uid,
        state,
        screen.member.uid,
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


def _ask_which(promises: Sequence[CommitmentView]) -> PickList[CommitmentView]:
    return PickList(
        lambda: _("Which commitment?"),
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
