"""What changes a badge: a new one for an older one, its end, its days."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Self
from uuid import UUID

from kiosk.errors import RefusedError
from kiosk.i18n import _, format_day
from kiosk.people.badges import ALWAYS, BadgeView, Validity
from kiosk.people.together import change_together
from screens.dialogs.outcome import Stored, Storing
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import KeyLabel
from screens.member.steps import OWN_WORDS, own_words_choice
from screens.supervisor.badge_days import DayPad, end_of_month, end_of_quarter
from screens.supervisor.badge_rows import validity_words
from screens.supervisor.badge_steps import BadgeSteps, names_words
from screens.supervisor.base import IDLE_S
from screens.supervisor.desk_form import DeskForm
from screens.supervisor.errand import no_words

_STORE, _FIRST, _TYPED, _AT_ONCE, _NO_END = "store", "first", "typed", "at once", "no end"
_Last = date | str

_REFUSAL_CELLS = 90
"""Of two lines, what is said beside the names."""


class _WithReason(DeskForm, BadgeSteps):
    """First why, then whether really."""

    idle_s = IDLE_S

    @property
    def about(self) -> str:
        """Whose badges."""
        return " ".join(str(member.uid) for member in self.members)

    async def reason(self, title: Callable[[], str], usual: Callable[[], list[str]]) -> str | None:
        """Ask why.

        Returns:
            The reason in the words of the moment; None when the supervisor went back.
        """
        asked = PickList(
            title,
            lambda: [Choice(words, words) for words in usual()],
            lambda: [own_words_choice()],
        )
        while (picked := await self.ask(asked)) == OWN_WORDS:
            if words := await self.own_words(picked, title):
                return words
            asked = asked.anew()
        return picked

    async def confirmed(self, title: Callable[[], str], yes: Callable[[], Choice[bool]]) -> bool:
        """Ask whether really; Enter and 1 mean no, yes is on 9: no reason is chosen with it."""
        asked: PickList[bool] = PickList(
            title, lambda: [Choice(False, no_words())], lambda: [yes()]
        )
        return await self.ask(asked) is True


class Reissued(Stored):
    """It is done; key 1 leads on to the printing. Stays until a key: there is more to do."""

    stays_s = None

    def __init__(
        self,
        words: Callable[[], str],
        more: Callable[[], str],
        on_print: Callable[[], None],
        answered: "asyncio.Future[None] | None" = None,
    ) -> None:
        """Confirm.

        Args:
            words: Whose badges were reissued.
            more: What to do with them.
            on_print: Called when the supervisor wants to print them now.
            answered: Where the going on goes; None makes a new place for it.
        """
        super().__init__(words, more, answered)
        self._on_print = on_print

    def again(self) -> Self:
        """The same confirmation."""
        return type(self)(self._words, self._more, self._on_print, self.answered)

    def keys(self) -> list[KeyLabel]:
        """Print now, or later."""
        return [("1", _("Print")), ("enter", _("Print later"))]

    def press(self, key: str, character: str | None) -> bool:
        """1 prints; any other key goes on without."""
        if character == "1":
            self._on_print()
        return super().press(key, character)


class ReissueScreen(_WithReason):
    """A new badge each; the older ones are dead at once."""

    form = "@reissue"

    @property
    def errand(self) -> str:
        """A new badge for an older one."""
        return _("Reissue")

    async def story(self) -> bool:
        """Why, whether really, done."""
        reason = await self.reason(_why_new, _reasons_for_new)
        if reason is None or not await self.confirmed(self._sure, _yes_new):
            return False
        await self._store(reason)
        await self.ask(Reissued(self.whose, _print_it, self._print))
        return True

    async def _store(self, reason: str) -> None:
        badges, by = self.kiosk.services.badges, self.by

        def change(uid: UUID) -> object:
            return badges.reissue(uid, reason, by=by)

        await self._show(Storing())
        await self.kiosk.write(change_together, change, self.members)

    def _sure(self) -> str:
        return _("{whose}: the older badge is dead at once. Issue a new one?").format(
            whose=self.whose()
        )

    def _print(self) -> None:
        from screens.supervisor.badge_print import PrintScreen  # costs when it is opened

        self.next = PrintScreen(self.members)


class RevokeScreen(_WithReason):
    """The badge is dead from now on."""

    form = "@revoke"

    @property
    def errand(self) -> str:
        """The end of a badge."""
        return _("Revoke")

    async def story(self) -> bool:
        """Why, whether really, done."""
        reason = await self.reason(_why_revoke, _reasons_to_revoke)
        if reason is None or not await self.confirmed(self._sure, _yes_revoke):
            return False
        badges, by = self.kiosk.services.badges, self.by

        def change(uid: UUID) -> None:
            badges.revoke(uid, reason, by=by)

        return await self.store(partial(self._told, reason), change_together, change, self.members)

    def _sure(self) -> str:
        return _("{whose}: the badge lets nobody in or out from now on. Revoke it?").format(
            whose=self.whose()
        )

    def _told(self, reason: str, _result: None) -> tuple[Callable[[], str], Callable[[], str]]:
        return self.whose, lambda: _("Revoked: {reason}").format(reason=reason)


class ValidityScreen(BadgeSteps):
    """From which day to which day the badge lets in."""

    @property
    def errand(self) -> str:
        """The days."""
        return _("Validity")

    async def story(self) -> bool:
        """The last day; before it, if wanted, the first one; stored."""
        services = self.kiosk.services
        living = await self.kiosk.read(services.badges.list_living)
        self._check_living(living)
        today = await self.kiosk.read(services.oversight.today)
        common = _common_days([living[member.uid] for member in self.members])
        days, is_mixed = common or ALWAYS, common is None
        asked = _ask_last(days, today, is_mixed=is_mixed)
        while (picked := await self.ask(asked)) is not None:
            if picked == _FIRST:
                days = await self._first(days, today)
            else:
                last = await self._last(picked, today)
                if last is not None and await self._store(replace(days, last=last[0]), today):
                    return True
            asked = _ask_last(days, today, is_mixed=is_mixed)
        return False

    def _check_living(self, living: Collection[UUID]) -> None:
        """Refuse at once, before a day is chosen, where there is no badge that could have days."""
        without = [member for member in self.members if member.uid not in living]
        if without:
            sentence = _("{whose}: there is no valid badge that could have days; reissue it first.")
            whose = names_words(without, 2 * self.app.size.width - _REFUSAL_CELLS)
            raise RefusedError("no_badge", sentence.format(whose=whose))

    async def _last(self, picked: _Last, today: date) -> tuple[date | None] | None:
        if picked == _TYPED:
            typed = await self.ask(DayPad(_which_last, today))
            return None if typed is None else (typed,)
        return (picked if isinstance(picked, date) else None,)

    async def _first(self, days: Validity, today: date) -> Validity:
        asked = PickList(_which_first, lambda: _first_choices(today))
        while (picked := await self.ask(asked)) == _TYPED:
            if typed := await self.ask(DayPad(_which_first, today)):
                return replace(days, first=typed)
            asked = asked.anew()
        if picked is None:
            return days
        return replace(days, first=picked if isinstance(picked, date) else None)

    async def _store(self, days: Validity, today: date) -> bool:
        badges, by = self.kiosk.services.badges, self.by

        def change(uid: UUID) -> None:
            badges.set_validity(uid, days, by=by)

        def told(_result: None) -> tuple[Callable[[], str], Callable[[], str]]:
            return self.whose, lambda: validity_words(days, today)

        return await self.store(told, change_together, change, self.members)


def _common_days(badges: Sequence[BadgeView]) -> Validity | None:
    """The days that all of these badges have; None where they differ."""
    found = {badge.validity for badge in badges}
    return found.pop() if len(found) == 1 else None


def _ask_last(days: Validity, today: date, *, is_mixed: bool) -> PickList[_Last]:
    def title() -> str:
        if is_mixed:
            return _("Until when does it let in?  (now they differ)")
        return _("Until when does it let in?  (now: {days})").format(
            days=validity_words(days, today)
        )

    def choices() -> list[Choice[_Last]]:
        month, quarter = end_of_month(today), end_of_quarter(today)
        return [
            Choice(month, _("End of this month"), format_day(month)),
            Choice(quarter, _("End of this quarter"), format_day(quarter)),
            Choice(_TYPED, _("Another day"), _("in digits")),
            Choice(_NO_END, _("No end")),
        ]

    def first() -> list[Choice[_Last]]:
        begins = format_day(days.first) if days.first else _("at once")
        return [Choice(_FIRST, _("First day"), begins)]

    return PickList(title, choices, first)


def _first_choices(today: date) -> list[Choice[_Last]]:
    tomorrow, monday = today + timedelta(days=1), today + timedelta(days=7 - today.weekday())
    return [
        Choice(_AT_ONCE, _("At once")),
        Choice(tomorrow, _("Tomorrow"), format_day(tomorrow)),
        Choice(monday, _("Next Monday"), format_day(monday)),
        Choice(_TYPED, _("Another day"), _("in digits")),
    ]


def _which_last() -> str:
    return _("What is the last day on which it lets in?")


def _which_first() -> str:
    return _("What is the first day on which it lets in?")


def _print_it() -> str:
    return _("The older badge is dead. Print the new one with key 1.")


def _why_new() -> str:
    return _("Why a new badge?")


def _why_revoke() -> str:
    return _("Why is it revoked?")


def _reasons_for_new() -> list[str]:
    return [
        _("Lost"),
        _("Damaged, can't be read"),
        _("Stolen or copied"),
        _("Name, job or photo changed"),
        _("After a revocation"),
    ]


def _reasons_to_revoke() -> list[str]:
    return [
        _("Lost"),
        _("Stolen or copied"),
        _("Was passed on to somebody else"),
        _("Not admitted to the site for now"),
        _("Training or papers have run out"),
    ]


def _yes_new() -> Choice[bool]:
    return Choice(True, _("Yes, reissue it"), _("the older one is dead at once"), True)


def _yes_revoke() -> Choice[bool]:
    return Choice(True, _("Yes, revoke it"), _("only a new badge lets in again"), True)
