"""A service is stored: who was served can confirm it here, by their badge or by one touch."""

import asyncio
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from textual.app import ComposeResult

from kiosk.i18n import _, format_minutes
from kiosk.people.views import MemberView
from kiosk.service.entries import TOUCH_FOR
from kiosk.service.views import ServiceView
from screens.dialogs.outcome import Stored
from screens.dialogs.pick_list import Choice, Tile
from screens.dialogs.step import SETTLE_S, KeyLabel
from screens.member.wording import words_of

TOUCH_KEY: Final = "9"
"""Far from the keys with which a service is logged: a hurried hand must not confirm it."""

TOUCHED_S = 8.0
"""How long who was served has for their touch, in seconds."""

SCANNED_S = 20.0
"""How long who was served has to find their badge, in seconds."""


@dataclass(slots=True)
class Confirmation:
    """Who confirms the service that was just stored.

    Attributes:
        how: `served`, `touch`, or empty: nobody did.
        by_uid: Whose badge was shown; None for a touch.
    """

    how: str = ""
    by_uid: UUID | None = None


class Logged(Stored):
    """The confirmation of a service entry."""

    DEFAULT_CSS = """
    Logged Tile { height: 3; max-height: 3; width: 60; margin-top: 1; }
    """

    def __init__(
        self,
        entry: ServiceView,
        confirmation: Confirmation,
        answered: "asyncio.Future[None] | None" = None,
    ) -> None:
        """Confirm that it is stored.

        Args:
            entry: What was stored.
            confirmation: Where it is written down that it was confirmed.
            answered: Where the going on goes; None makes a new place for it.
        """
        super().__init__(lambda: words_of(entry), lambda: _more(entry), answered)
        self._entry, self._confirmation = entry, confirmation
        self.settle_s = SETTLE_S

    @property
    def waits_for_badge(self) -> bool:
        """Whether who was served has a badge."""
        return self._entry.served is not None

    @property
    def takes_touch(self) -> bool:
        """Whether it was for somebody without a badge; for nobody there is no finger."""
        return not self.waits_for_badge and self._entry.for_kind in TOUCH_FOR

    @property
    def _can_confirm(self) -> bool:
        return self.waits_for_badge or self.takes_touch

    def again(self) -> Self:
        """The same confirmation."""
        return type(self)(self._entry, self._confirmation, self.answered)

    def unhurried(self, settle_s: float = SETTLE_S) -> Self:
        """It always settles: the key that stored it may bounce."""
        return super().unhurried(max(settle_s, SETTLE_S))

    def compose(self) -> ComposeResult:
        """What was stored, and how it is confirmed."""
        yield from super().compose()
        if self._can_confirm:
            yield Tile(0, self._key, _offer(self._entry))

    def on_mount(self) -> None:
        """Stay as long as it takes to confirm, where somebody was served."""
        if self.waits_for_badge:
            self.set_timer(SCANNED_S, lambda: self.give(None))
        elif self.takes_touch:
            self.set_timer(TOUCHED_S, lambda: self.give(None))
        else:
            super().on_mount()

    def keys(self) -> list[KeyLabel]:
        """Any key goes on; one confirms."""
        confirm = [(TOUCH_KEY, _("I was served"))] if self.takes_touch else []
        return [*confirm, *super().keys()]

    def press(self, key: str, character: str | None) -> bool:
        """The key of who was served, or any other."""
        if character == TOUCH_KEY and self.takes_touch:
            self._confirmation.how = "touch"
        return super().press(key, character)

    def on_tile_chosen(self, message: Tile.Chosen) -> None:
        """Who was served touches."""
        message.stop()
        if not self.is_too_early(message) and self.takes_touch:
            self._confirmation.how = "touch"
            self.give(None)

    def badge_shown(self, member: MemberView) -> bool:
        """Somebody showed their badge; says whether it is who was served."""
        if self._entry.served is None or self._entry.served[0] != member.number:
            return False
        self._confirmation.how, self._confirmation.by_uid = "served", member.uid
        self.give(None)
        return True

    @property
    def _key(self) -> str:
        return "▣" if self.waits_for_badge else TOUCH_KEY


def _offer(entry: ServiceView) -> Choice[None]:
    if entry.served is not None:
        number, name = entry.served
        asked = _("{name} {number} can confirm it now").format(name=name, number=number)
        return Choice(None, asked, _("their badge to the scanner; nobody is checked in or out"))
    return Choice(None, _("I was served: it was done"), _("only for the one it was done for"))


def _more(entry: ServiceView) -> str:
    return " · ".join(filter(None, (format_minutes(entry.minutes), entry.whom, entry.where)))
