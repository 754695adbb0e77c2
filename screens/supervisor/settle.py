"""Settling one thing that waits: a correction asked for, a scan in doubt, a forgotten check-out."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

from kiosk.attendance.ages import latest_beginning
from kiosk.attendance.waiting import WaitingView, settle
from kiosk.i18n import _, format_day, format_time
from kiosk.people.views import MemberView
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.dialogs.time_pad import Meant, TimePad, after, on_day
from screens.member.reasons import ask_reason
from screens.member.steps import StepScreen
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm

_ACCEPT, _CHANGE, _REFUSE, _LEFT, _CAME, _LEAVE = (
    "accept",
    "change",
    "refuse",
    "left",
    "came",
    "leave",
)
Told = tuple[Callable[[], str], Callable[[], str]]


class SettleScreen(DeskForm, StepScreen):
    """One key says what it was; a reason where it matters; then it waits no longer."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S
    form = "@presence"

    def __init__(self, member: MemberView, waiting: WaitingView) -> None:
        """Settle something.

        Args:
            member: Whose it is.
            waiting: What waits.
        """
        super().__init__(member)
        self._waiting = waiting

    @property
    def errand(self) -> str:
        """What it is about."""
        return waiting_words(self._waiting)

    @property
    def about(self) -> str:
        """What waits."""
        return str(self._waiting.uid)

    async def story(self) -> bool:
        """What it was, why, stored; back to the list in any case."""
        zone = self.kiosk.site.zone
        asked = PickList(
            lambda: waiting_detail(self._waiting, zone), lambda: _offers(self._waiting)
        )
        while (picked := await self.ask(asked)) is not None:
            if await self._do(picked):
                break
            asked = asked.anew()
        return False

    async def _do(self, picked: str) -> bool:
        if self._waiting.kind == "request":
            return await self._rule(picked)
        if self._waiting.kind == "question":
            return await self._answer("out" if picked == _LEFT else "in")
        if picked == _LEAVE:
            return await self._settle()
        return await (self._move() if picked == _CAME else self._correct())

    async def _rule(self, picked: str) -> bool:
        if picked == _ACCEPT:
            return await self._store_ruling("accepted", "", None)
        at = None
        if picked == _CHANGE and (at := await self._time()) is None:
            return False
        usual = _why_refused if picked == _REFUSE else _how_known
        why = await ask_reason(self, _why_not if picked == _REFUSE else _why, usual)
        if why is None:
            return False
        return await self._store_ruling("refused" if picked == _REFUSE else "changed", why, at)

    async def _store_ruling(
        self, ruling: Literal["accepted", "changed", "refused"], why: str, at: datetime | None
    ) -> bool:
        rule = self.kiosk.services.corrections.rule
        told = _refused() if ruling == "refused" else _corrected()
        return await self.store(
            lambda _nothing: told, rule, self._waiting.uid, ruling, self.by, why, at
        )

    async def _answer(self, direction: Literal["in", "out"]) -> bool:
        why = await ask_reason(self, _why, _how_known)
        if why is None:
            return False
        answer = self.kiosk.services.afterthoughts.answer
        return await self.store(
            lambda _open: _corrected(), answer, self._waiting.uid, direction, self.by, why
        )

    async def _settle(self) -> bool:
        is_clock = self._waiting.kind == "clock"
        why = await ask_reason(self, _why, _why_right if is_clock else _why_unknown)
        if why is None:
            return False
        context = self.kiosk.services.context
        return await self.store(
            lambda _nothing: _left_alone(), settle, context, self._waiting.uid, self.by, why
        )

    async def _correct(self) -> bool:
        at, presence = await self._time(), self._waiting.presence
        if at is None or presence is None:
            return False
        why = await ask_reason(self, _why, _how_known)
        if why is None:
            return False
        return await self.store(
            lambda _mark: _corrected(),
            self.kiosk.services.corrections.correct,
            self.member.uid,
            "left",
            at,
            self.by,
            why,
            presence.uid,
        )

    async def _move(self) -> bool:
        """The true, later time of coming, on the day on which it was at the latest."""
        context, presence = self.kiosk.services.context, self._waiting.presence
        if presence is None:
            return False
        latest = await self.kiosk.read(latest_beginning, context, presence)
        local = latest.astimezone(self.kiosk.site.zone)
        meant = partial(on_day, local)
        minute = await self.ask(
            TimePad(lambda: f"{format_day(local.date())} {_when_came()}", meant)
        )
        why = None if minute is None else await ask_reason(self, _why, _how_known)
        if minute is None or why is None:
            return False
        correct = self.kiosk.services.corrections.correct
        came = partial(correct, self.member.uid, "came", meant(minute), self.by, why)
        return await self.store(lambda _mark: _corrected(), came, presence.uid)

    async def _time(self) -> datetime | None:
        zone, presence = self.kiosk.site.zone, self._waiting.presence
        request = self._waiting.request
        meant: Meant
        if request is not None and request.kind == "came":
            meant = partial(on_day, request.happened_at.astimezone(zone))
            question = _when_came
        elif presence is not None:
            meant, question = after(presence.in_at, zone), _when_left
        else:
            return None
        minute = await self.ask(
            TimePad(lambda: f"{waiting_detail(self._waiting, zone)} {question()}", meant)
        )
        return None if minute is None else meant(minute)


def waiting_words(waiting: WaitingView) -> str:
    """What kind of thing waits, in a few words."""
    return {
        "request": _("Correction asked for"),
        "question": _("Scan in doubt"),
        "forgotten": _("Never checked out"),
        "clock": _("Clock in doubt"),
        "jump": _("The clock jumped"),
    }.get(waiting.kind, _("Presence"))


def waiting_detail(waiting: WaitingView, zone: ZoneInfo) -> str:
    """The whole of it in one sentence."""
    at = moment_words(waiting.at, zone)
    if waiting.kind == "jump":
        return _("It is {at} now? Enter: the clock is right.").format(at=at)
    if waiting.request is not None:
        said = (
            _("Says: I left {at}.") if waiting.request.kind == "left" else _("Says: I came {at}.")
        )
        gone = waiting.request.left_at
        also = _("And left {at}.").format(at=moment_words(gone, zone)) if gone else ""
        told = (_recorded(waiting, zone), said.format(at=at), also, waiting.request.text)
        return " ".join(filter(None, told))
    came = moment_words(waiting.presence.in_at, zone) if waiting.presence else "?"
    if waiting.kind == "question":
        guess = _("leaving") if waiting.guess == "out" else _("coming")
        return _("Came {came}, scanned {at}; taken as {guess}.").format(
            came=came, at=at, guess=guess
        )
    if waiting.presence is not None and waiting.presence.out_at is not None:
        left = moment_words(waiting.presence.out_at, zone)
        return _("Came {came}, left {left}.").format(came=came, left=left)
    if waiting.kind != "forgotten":
        return _("Came {came}, still on site.").format(came=came)
    return _("Came {came}; nobody knows when they left.").format(came=came)


def _recorded(waiting: WaitingView, zone: ZoneInfo) -> str:
    """When the presence began that a member says they left; empty where they say they came."""
    is_left = waiting.request is not None and waiting.request.kind == "left"
    if waiting.presence is None or not is_left:
        return ""
    return _("Came {came}.").format(came=moment_words(waiting.presence.in_at, zone))


def moment_words(at: datetime, zone: ZoneInfo) -> str:
    """Day and time, local."""
    local = at.astimezone(zone)
    return f"{format_day(local.date())} {format_time(local)}"


def _offers(waiting: WaitingView) -> list[Choice[str]]:
    if waiting.kind == "request":
        return [
            Choice(_ACCEPT, _("Accept"), _("as they say")),
            Choice(_CHANGE, _("Another time"), _("in digits")),
            Choice(_REFUSE, _("Refuse"), _("say why")),
        ]
    if waiting.kind == "question":
        return [Choice(_LEFT, _("They were leaving")), Choice(_CAME, _("They were coming"))]
    left = Choice(_LEFT, _("They left at …"), _("in digits"))
    if waiting.kind == "clock":
        came = Choice(_CAME, _("They came at …"), _("in digits"))
        return [Choice(_LEAVE, _("The times are right"), _("say why")), came, left]
    if waiting.kind == "forgotten":
        return [left, Choice(_LEAVE, _("Nobody knows; leave it so"), _("no hours are counted"))]
    return [left]


def _why() -> str:
    return _("How do you know?")


def _why_not() -> str:
    return _("Why do you refuse?")


def _how_known() -> list[str]:
    return [
        _("Asked the member"),
        _("The gatekeeper saw it"),
        _("The team leader says so"),
        _("By the shift plan"),
    ]


def _why_refused() -> list[str]:
    return [
        _("They were still seen on site"),
        _("They were not on site"),
        _("The time is not plausible"),
        _("Asked for twice"),
    ]


def _why_unknown() -> list[str]:
    return [
        _("The member does not remember"),
        _("The member can't be reached"),
        _("Nobody saw it"),
    ]


def _why_right() -> list[str]:
    return [
        _("Asked the member"),
        _("The clock is right again"),
        _("The clock was only set"),
    ]


def _when_left() -> str:
    return _("When did they leave?")


def _when_came() -> str:
    return _("When did they come?")


def _corrected() -> Told:
    return lambda: _("Corrected."), lambda: _("The older record is kept beside it.")


def _refused() -> Told:
    return lambda: _("Refused."), lambda: _("Nothing of the presence changes.")


def _left_alone() -> Told:
    return lambda: _("It stays as it is."), lambda: _("It no longer waits.")
