"""What a member says when something is wrong: this scan, a break, a time of some days ago."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from kiosk.attendance.presence import Presence
from kiosk.attendance.views import Answered, CheckedIn, CheckedOut
from kiosk.attendance.waiting import list_own_presences
from kiosk.i18n import _, format_day, format_time
from screens.dialogs.outcome import Submitted
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.time_pad import TimePad, after, on_day
from screens.dialogs.written import written
from screens.member.answer_words import is_check_out
from screens.member.drafts import ASK_CORRECTION
from screens.member.question import SaidScreen
from screens.member.reasons import ask_reason

_UNDO, _BREAK, _BACK, _CORRECT, _CAME = "undo", "break", "back", "correct", "came"
_WRONG, _WHICH = "wrong", "which"
_DAYS_BACK = 7
_MOST_SHOWN = 8

Told = tuple[Callable[[], str], Callable[[], str]]


class AfterScanScreen(SaidScreen):
    """Undo, break, correction: whatever a scan leaves to be said."""

    form = ASK_CORRECTION

    @property
    def errand(self) -> str:
        """Something to be set right."""
        return _("Set right")

    async def story(self) -> bool:
        """What is wrong, then what it takes."""
        kept = await self.kiosk.read(list_own_presences, self.member.uid)
        here = next((one for one in kept if one.closed is None), None)
        asked = PickList(lambda: _("What is wrong?"), lambda: _offers(here, self.result))
        asked = asked.call(_WRONG)
        while (picked := await self.ask(asked)) is not None:
            # The next scan is another one: there it must not be undone for this one's reason.
            self.form = "" if picked == _UNDO else ASK_CORRECTION
            if await self._do(picked, kept):
                return True
            self.form, asked = ASK_CORRECTION, asked.anew()
        return False

    async def _do(self, picked: str, kept: Sequence[Presence]) -> bool:
        desk = self.kiosk.services.afterthoughts
        if picked == _BREAK:
            return await self.store(lambda _now: _rests(), desk.begin_break, self.member.uid)
        if picked == _BACK:
            return await self.store(lambda _now: _works(), desk.end_break, self.member.uid)
        return await (self._undo() if picked == _UNDO else self._correct(kept))

    async def _undo(self) -> bool:
        usual = _why_no_leaving if is_check_out(self.result) else _why_wrong
        why = await ask_reason(self, lambda: _("Why was this scan wrong?"), usual)
        if why is None or self.result.scan is None:
            return False
        undo = self.kiosk.services.afterthoughts.undo
        return await self.store(lambda _nothing: _undone(), undo, self.result.scan, why)

    async def _correct(self, kept: Sequence[Presence]) -> bool:
        zone = self.kiosk.site.zone
        asked = _ask_which(kept, zone).call(_WHICH)
        while (which := await self.ask(asked)) is not None:
            if await (self._came() if which == _CAME else self._left(which)):
                return True
            asked = asked.anew()
        return False

    async def _left(self, which: Presence | str) -> bool:
        if isinstance(which, str):
            return False
        zone = self.kiosk.site.zone
        meant = after(which.in_at, zone)
        came = _when(which.in_at, zone)
        minute = await self.ask(
            TimePad(lambda: _("Came {came}. When did you leave?").format(came=came), meant)
        )
        return minute is not None and await self._ask("left", meant(minute), which)

    async def ask_when_left(self, which: Presence) -> bool:
        """Ask when they left, without asking what is wrong; says whether it was handed in."""
        self.note(**{_WRONG: _CORRECT, _WHICH: written(which)})
        return await self._left(which)

    async def _came(self) -> bool:
        today = self.kiosk.services.context.clock.now().astimezone(self.kiosk.site.zone)
        days = [today - timedelta(days=back) for back in range(_DAYS_BACK)]
        asked = PickList(
            lambda: _("On which day did you come?"),
            lambda: [Choice(day, _day_words(day, today)) for day in days],
        )
        while (day := await self.ask(asked)) is not None:
            meant = partial(on_day, day)
            minute = await self.ask(TimePad(lambda: _("When did you come?"), meant))
            if minute is not None and await self._came_at(meant(minute)):
                return True
            asked = asked.anew()
        return False

    async def _came_at(self, came: datetime) -> bool:
        asked = PickList(lambda: _("And when did you leave again?"), _offer_ends)
        while (has_own_end := await self.ask(asked)) is not None:
            if not has_own_end:
                return await self._ask("came", came, None)
            meant = after(came, self.kiosk.site.zone)
            minute = await self.ask(TimePad(lambda: _("When did you leave?"), meant))
            if minute is not None:
                return await self._ask("came", came, None, meant(minute))
            asked = asked.anew()
        return False

    async def _ask(
        self, kind: str, at: datetime, which: Presence | None, left: datetime | None = None
    ) -> bool:
        why = await ask_reason(self, lambda: _("How did it come about?"), _how_it_came)
        if why is None:
            return False
        said = _when(at, self.kiosk.site.zone)
        words = _("I left {time}") if kind == "left" else _("I came {time}")
        return await self.store(
            lambda _uid: Submitted(lambda: words.format(time=said), _supervisor_decides),
            self.kiosk.services.corrections.ask,
            self.member.uid,
            "left" if kind == "left" else "came",
            at,
            which.uid if which else None,
            why,
            left,
        )


class WhenLeftScreen(AfterScanScreen):
    """Who never checked out says when they left, at once; going back leads to all the rest."""

    async def story(self) -> bool:
        """The time of leaving first."""
        kept = await self.kiosk.read(list_own_presences, self.member.uid)
        came_at = self.result.forgotten if isinstance(self.result, CheckedIn) else None
        which = next((one for one in kept if one.in_at == came_at), None)
        if which is not None and await self.ask_when_left(which):
            return True
        return await super().story()


class ComesScreen(AfterScanScreen):
    """A scan that was a guess: coming. What is left open then can be closed at once."""

    async def story(self) -> bool:
        """Store it, then ask when they left the last time; they are done in any case."""
        if not await self.say("in", (_comes, _when_left)):
            return False
        since = self.result.since if isinstance(self.result, CheckedOut) else None
        came_at = self.result.forgotten if isinstance(self.result, CheckedIn) else since
        kept = await self.kiosk.read(list_own_presences, self.member.uid)
        which = next((one for one in kept if one.in_at == came_at), None)
        if which is not None:
            await self.ask_when_left(which)
        return True


def _offers(here: Presence | None, result: Answered) -> list[Choice[str]]:
    offers = []
    if result.scan is not None:
        offers.append(Choice(_UNDO, _("This scan was wrong"), _("undo it, within 15 minutes")))
    if here is not None and here.break_since is not None:
        offers.append(Choice(_BACK, _("My break ends"), _("or scan your badge")))
    elif here is not None:
        offers.append(Choice(_BREAK, _("My break begins"), _("you stay on site")))
    offers.append(Choice(_CORRECT, _("A time is wrong or missing"), _("a supervisor decides")))
    return offers


def _ask_which(kept: Sequence[Presence], zone: ZoneInfo) -> "PickList[Presence | str]":
    def choices() -> list[Choice[Presence | str]]:
        shown = [one for one in kept if one.closed is not None][:_MOST_SHOWN]
        return [
            Choice(one, _span(one, zone), _how_closed(one), is_urgent=one.closed == "rule")
            for one in shown
        ]

    def extras() -> list[Choice[Presence | str]]:
        return [Choice(_CAME, _("I came, but there is no scan"), _("say when"))]

    return PickList(lambda: _("Which time?"), choices, extras)


def _offer_ends() -> list[Choice[bool]]:
    return [
        Choice(False, _("My next scan tells it"), _("or I am still on site")),
        Choice(True, _("I left without a scan"), _("say when")),
    ]


def _span(one: Presence, zone: ZoneInfo) -> str:
    left = format_time(one.out_at.astimezone(zone)) if one.out_at else "?"
    return f"{_when(one.in_at, zone)} – {left}"


def _how_closed(one: Presence) -> str:
    return {
        "rule": _("never checked out"),
        "correction": _("corrected already"),
    }.get(one.closed or "", _("I left at another time"))


def _when(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{format_day(local.date())} {format_time(local)}"


def _day_words(day: datetime, today: datetime) -> str:
    words = format_day(day.date())
    near = {0: _("Today"), 1: _("Yesterday")}.get((today.date() - day.date()).days)
    return f"{near} · {words}" if near else words


def _why_wrong() -> list[str]:
    return [
        _("I only wanted to log something"),
        _("It was not my badge"),
        _("Scanned by mistake"),
    ]


def _why_no_leaving() -> list[str]:
    return [*_why_wrong(), _("I did not go after all")]


def _how_it_came() -> list[str]:
    return [
        _("I forgot to scan"),
        _("My badge was not with me"),
        _("The scanner did not read"),
        _("I left by another gate"),
    ]


def _rests() -> Told:
    return lambda: _("You are on a break."), lambda: _("You stay on site. Scan when you are back.")


def _works() -> Told:
    return lambda: _("Your break is over."), lambda: _("You are on site.")


def _undone() -> Told:
    return lambda: _("The scan was undone."), lambda: _("It counts as if it had never been.")


def _comes() -> str:
    return _("You are coming. Good day.")


def _when_left() -> str:
    return _("The last check-in has no check-out yet: say now when you left.")


def _supervisor_decides() -> str:
    return _("A supervisor decides; until then nothing changes.")
