"""Services that wait to be confirmed: one after the other, or all of a list that is read first."""

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.i18n import _, format_day, format_minutes, format_time, ngettext
from kiosk.service import usual_words
from kiosk.service.entries import WantedServices
from kiosk.service.views import ServiceView
from kiosk.service.words import confirmed_words, how_words
from screens.dialogs.minutes import MinutesPad
from screens.dialogs.outcome import Stored
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.dialogs.written import written
from screens.member.judging import BriefStored
from screens.member.reasons import ask_reason
from screens.member.wording import words_of
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm
from screens.supervisor.errand import Confirm
from screens.supervisor.service_photos import ServicePhotosDialog

MOST_READ: Final = 200
"""Entries read at once; when they are done the next ones are."""

PAGE: Final = 8
"""Entries on a page; the ninth key means all of them."""

_ALL = "all"
_ENTRY = "entry"
_YES, _MINUTES, _STRIKE, _NEXT, _PHOTOS = "yes", "minutes", "strike", "next", "photos"


class ConfirmServicesScreen(DeskForm):
    """Entry after entry: 1 confirms what was claimed and shows the next one."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S
    form = "@services"

    @property
    def errand(self) -> str:
        """What it is about."""
        return _("Services to confirm")

    async def story(self) -> bool:
        """Which one, or all of a page; again until none waits or the supervisor goes back."""
        if self.by is None:
            return True
        while waiting := await self._waiting(self.by):
            picked = await self.ask(_ask_which(waiting, self.kiosk.site.zone).call(_ENTRY))
            if picked is None:
                return False
            if isinstance(picked, ServiceView):
                await self._one_after_the_other(waiting[waiting.index(picked) :], self.by)
            else:
                await self._confirm_all(waiting[:PAGE], self.by)
        await self.ask(_nothing_waits())
        return False

    async def _waiting(self, by: UUID) -> list[ServiceView]:
        """What nobody has confirmed, then what was only touched, each the newest first.

        Nobody confirms their own.
        """
        read, found = self.kiosk.services.service.list_services, list[ServiceView]()
        for state in ("waiting", "touched"):
            wanted = WantedServices(state=state, most=MOST_READ)
            found += await self.kiosk.read(read, wanted)
        return [entry for entry in found if entry.member_uid != by]

    async def _one_after_the_other(self, entries: Sequence[ServiceView], by: UUID) -> None:
        for place, entry in enumerate(entries, 1):
            if place > 1:
                self.note(**{_ENTRY: written(entry)})
            if not await self._settle(entry, by, len(entries) - place):
                return

    async def _settle(self, entry: ServiceView, by: UUID, left: int) -> bool:
        """Ask about an entry until it is settled or passed over; False: back to the list."""
        asked = _ask_one(entry, self.kiosk.site.zone, left)
        while (picked := await self.ask(asked)) is not None:
            if picked == _NEXT or await self._do(picked, entry, by):
                return True
            asked = asked.anew()
        return False

    async def _do(self, picked: str, entry: ServiceView, by: UUID) -> bool:
        if picked == _PHOTOS:
            await self.kiosk.push_screen_wait(ServicePhotosDialog(entry))
            return False
        if picked == _STRIKE:
            return await self._strike(entry, by)
        minutes: int | None = entry.minutes
        if picked == _MINUTES:
            minutes = await self.ask(MinutesPad(least=0))
        if minutes is None:
            return False
        confirm = self.kiosk.services.service.confirm_service
        return await self.store(_told, confirm, entry.uid, by, minutes)

    async def _strike(self, entry: ServiceView, by: UUID) -> bool:
        why = await ask_reason(self, lambda: _("Why does it not count?"), _why_struck)
        if why is None:
            return False
        strike = self.kiosk.services.service.strike_service
        return await self.store(_told_struck, strike, entry.uid, by, why)

    async def _confirm_all(self, entries: Sequence[ServiceView], by: UUID) -> None:
        zone = self.kiosk.site.zone
        asked = Confirm(
            lambda: _("Confirm all of these, with the minutes claimed?"),
            lambda: [f"{_line(entry)} · {_day(entry, zone)}" for entry in entries],
            lambda: _("Yes, all {count}").format(count=len(entries)),
            start=None,  # Enter behind the key that led here confirms nothing
        )
        if await self.ask(asked):
            confirm = self.kiosk.services.service.confirm_services
            await self.store(_told_all, confirm, [entry.entry for entry in entries], by)


def _line(entry: ServiceView) -> str:
    told = (f"{entry.name} {entry.number}", words_of(entry), format_minutes(entry.minutes))
    return " · ".join(filter(None, (*told, _touched(entry), entry.whom)))


def _touched(entry: ServiceView) -> str:
    """That somebody touched, where nobody known has said more."""
    return how_words("touch") if entry.confirmed_how == "touch" else ""


def _ask_which(waiting: Sequence[ServiceView], zone: ZoneInfo) -> PickList[ServiceView | str]:
    def title() -> str:
        return ngettext(
            "{count} service waits. A key opens it; then 1 confirms and shows the next.",
            "{count} services wait. A key opens one; then 1 confirms and shows the next.",
            len(waiting),
        ).format(count=len(waiting))

    def entries() -> list[Choice[ServiceView | str]]:
        return [
            Choice(entry, " · ".join(filter(None, _facts(entry))), _what_and_when(entry, zone))
            for entry in waiting
        ]

    def all_of_them() -> list[Choice[ServiceView | str]]:
        count = min(len(waiting), PAGE)
        words = ngettext("The first {count}", "The first {count} at once", count)
        return [Choice(_ALL, words.format(count=count), _("they are listed first"))]

    return PickList(title, entries, all_of_them)


def _what_and_when(entry: ServiceView, zone: ZoneInfo) -> str:
    return f"{words_of(entry)} · {_day(entry, zone)}"


def _day(entry: ServiceView, zone: ZoneInfo) -> str:
    return format_day(entry.at.astimezone(zone).date())


def _facts(entry: ServiceView) -> tuple[str, ...]:
    return entry.name, format_minutes(entry.minutes), _touched(entry)


def _ask_one(entry: ServiceView, zone: ZoneInfo, left: int) -> PickList[str]:
    def title() -> str:
        at = entry.at.astimezone(zone)
        place = f" · {entry.where}" if entry.place else ""
        return f"{_line(entry)}{place} · {format_day(at.date())} {format_time(at)}"

    def choices() -> list[Choice[str]]:
        more = ngettext("{count} more waits", "{count} more wait", left).format(count=left)
        claimed = format_minutes(entry.minutes)
        photos = [Choice(_PHOTOS, _("Look at the photos"), str(entry.photos))]
        return [
            Choice(_YES, _("✓ Confirm {minutes}").format(minutes=claimed), _("as claimed")),
            Choice(_MINUTES, _("Fewer minutes"), _("in digits")),
            Choice(_STRIKE, _("Strike it"), _("say why; it stays on record")),
            Choice(_NEXT, _("Leave it for later"), more),
            *(photos if entry.photos else []),
        ]

    return PickList(title, choices, start=None)  # confirmed is final: no Enter too many does it


def _why_struck() -> list[str]:
    return usual_words.why_struck(_)


def _nothing_waits() -> PickList[bool]:
    return PickList(
        lambda: _("No service waits. Members log what they do after their scan, with key 2."),
        lambda: [Choice(value=True, label=_("Good"))],
    )


def _told(entry: ServiceView) -> Stored:
    return BriefStored(lambda: _line(entry), lambda: confirmed_words(entry))


def _told_struck(entry: ServiceView) -> tuple[Callable[[], str], Callable[[], str]]:
    return lambda: _line(entry), lambda: _("It counts no more; it stays on record.")


def _told_all(
    entries: Sequence[ServiceView],
) -> tuple[Callable[[], str], Callable[[], str]]:
    def words() -> str:
        count = len(entries)
        return ngettext("{count} service confirmed", "{count} services confirmed", count).format(
            count=count
        )

    return words, lambda: format_minutes(sum(entry.minutes for entry in entries))
