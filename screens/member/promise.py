"""A member promises something in public, and later says what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from kiosk.i18n import _, ngettext
from kiosk.people.views import PostView
from kiosk.service.commitments import NewCommitment
from kiosk.service.phrases import UsedPhrase
from kiosk.service.views import CommitmentView, ItemView
from screens.dialogs.pick_list import Choice, PickList
from screens.member.drafts import JUDGE_COMMITMENT, MAKE_COMMITMENT
from screens.member.judging import judge_promises
from screens.member.promise_ties import (
    More,
    Ties,
    ask_due,
    ask_other_day,
    recall_ties,
    tie,
    until_words,
)
from screens.member.steps import OWN_WORDS, StepScreen, own_words_choice
from screens.member.wording import due_words, rhythm_words, words_of

OLD_PROMISES = "old promises"
"""What the choice answers that leads to the member's open promises."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A promise that has no day yet."""

    item_uid: UUID | None
    words: str


class PromiseScreen(StepScreen):
    """From the catalogue or in own words, then a day or a rhythm: two keys and it is public."""

    form = MAKE_COMMITMENT
    keeps_all = False
    unkept: ClassVar[frozenset[object]] = frozenset({OLD_PROMISES})
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
        made = await self.kiosk.read(service.list_to_judge, self.member.uid)
        picked = _ask_promise(items, made)
        while (what := await self.ask_kept("what", picked)) is not None:
            if what == OLD_PROMISES:
                self._is_judging = True
                return await self._judge()
            words = await self._own_words(what)
            item_uid = what.uid if isinstance(what, ItemView) else None
            if words is not None and await self._promise(_Wanted(item_uid, words), today):
                return True
            picked = picked.anew()
        return False

    async def _judge(self) -> bool:
        """What became of an older one: a form of its own."""
        self.form, self.keeps_all = JUDGE_COMMITMENT, True
        self.note()
        return await judge_promises(self)

    async def _own_words(self, what: object) -> str | None:
        if what != OWN_WORDS:
            return ""
        return await self.ask_kept("words", self.words_field(_what_is_promised, "commitment"))

    async def _promise(self, wanted: _Wanted, today: date) -> bool:
        ties = recall_ties(self.kept, self.member.posts, today)
        asked = ask_due(today, self.member.posts, ties)
        while (due := await self.ask(asked)) is not None:
            if due is More.DAY:
                due = await ask_other_day(self, today)
            elif isinstance(due, PostView | More):
                ties = await tie(self, ties, due, today)
                self.keep(**ties.written)
                asked = ask_due(today, self.member.posts, ties)
                continue
            if due is not None and await self._store(wanted, due, ties):
                return True
            asked = asked.anew()
        return False

    async def _store(self, wanted: _Wanted, due: date | str, ties: Ties) -> bool:
        new = NewCommitment(
            wanted.item_uid,
            wanted.words,
            due_on=due if isinstance(due, date) else None,
            rhythm=due if isinstance(due, str) else "",
            until_on=ties.until_on,
            post_uid=ties.post.uid if ties.post else None,
            milestone=ties.milestone,
        )
        self.used = (UsedPhrase("commitment", wanted.words, is_own=True),)
        return await self.store(_told, self.kiosk.services.service.promise, self.member.uid, new)


def _what_is_promised() -> str:
    return _("What do you commit to?")


def _none_open() -> str:
    return _(
        "None of your commitments is open. What you promise will be here until you say what became"
        " of it; 1 makes one."
    )


def _told(made: CommitmentView) -> tuple[Callable[[], str], Callable[[], str]]:
    def more() -> str:
        when = rhythm_words(made.rhythm) if made.rhythm else due_words(made)
        until = until_words(made.until_on)
        return " · ".join(filter(None, (when, until, made.post, made.milestone)))

    return lambda: words_of(made), more


def _ask_promise(items: list[ItemView], made: Sequence[CommitmentView]) -> PickList[ItemView | str]:
    def old() -> list[Choice[ItemView | str]]:
        return [Choice(OLD_PROMISES, _("What became of my commitments?"), _count_words(made))]

    return PickList(
        _what_is_promised,
        lambda: [Choice(item, words_of(item)) for item in items],
        lambda: [*(old() if made else []), own_words_choice()],
    )


def _count_words(made: Sequence[CommitmentView]) -> str:
    opened = sum(one.is_open for one in made)
    if not opened:
        count = len(made)
        return ngettext("{count} is partly kept", "{count} are partly kept", count).format(
            count=count
        )
    return ngettext("{count} is open", "{count} are open", opened).format(count=opened)


class MyPromisesScreen(PromiseScreen):
    """The member's open promises: kept, partly kept, missed or withdrawn."""

    form = JUDGE_COMMITMENT
    keeps_all = True

    @property
    def errand(self) -> str:
        """One's own promises."""
        return _("My commitments")

    async def story(self) -> bool:
        """Which one, what became of it, why if that must be said, stored; or a first promise."""
        made = await self.kiosk.read(self.kiosk.services.service.list_to_judge, self.member.uid)
        if made:
            return await judge_promises(self)
        if self._draft is not None:
            await self.end_draft()  # what it was about is settled
        asked: PickList[bool] = PickList(
            _none_open,
            lambda: [Choice(value=True, label=_("Make a commitment"))],
        )
        self.form, self.keeps_all = PromiseScreen.form, PromiseScreen.keeps_all
        return await self.ask(asked) is not None and await super().story()
