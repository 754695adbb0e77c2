"""One member's badge: how it stands, its story, and what can be done with it."""

from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _, format_time, ngettext
from kiosk.people.badges import BadgeView
from kiosk.people.views import MemberView
from screens.supervisor.badge_actions import DIGITS, action_keys, action_screen, usable_with
from screens.supervisor.badge_rows import (
    BadgeRow,
    Roll,
    day_words,
    dead_words,
    state_words,
    validity_words,
)
from screens.supervisor.base import SupervisorScreen
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.photos import PhotoView


class BadgePage(SupervisorScreen):
    """Face and state at the left, every badge the member ever had at the right."""

    CSS_PATH = "badge_page.tcss"

    def __init__(self, member: MemberView) -> None:
        """Open a member's badge.

        Args:
            member: Whose.
        """
        super().__init__()
        self._member = member
        self._badges: list[BadgeView] = []
        self._roll: Roll | None = None
        self._has_left = False
        self._photo: bytes | None = None

    def compose(self) -> ComposeResult:
        """The frame; what it holds is read and then shown."""
        yield SiteHeader()
        with Horizontal(id="badge-page"):
            yield PhotoView()
            with Vertical(id="badge-words"):
                yield Label(self._who(), id="badge-who", markup=False)
                yield Label(id="badge-state", markup=False)
                with VerticalScroll(id="badge-story", can_focus=True):
                    yield Label(id="badge-lines", markup=False)
        yield KeyBar(self._actions, id="badges-actions")
        yield KeyBar(
            lambda: [("up", ""), ("down", _("Move")), ("0", _("Back")), ("f2", "中文 / EN")]
        )
        yield Countdown()

    def on_mount(self) -> None:
        """Read the badge."""
        self._read()

    async def speak(self) -> None:
        """Say everything again."""
        await super().speak()
        self._show()

    async def record_changed(self) -> None:
        """The badge may stand otherwise now."""
        self._read()

    def _read(self) -> None:
        self.run_worker(self._read_badge(), name="badge", exclusive=True)

    async def _read_badge(self) -> None:
        services, member = self.kiosk.services, self._member
        try:
            self._badges = await self.kiosk.read(services.badges.history, member.uid)
            kept = await self.kiosk.read(services.keeping.get_kept, member.uid)
            unprinted = await self.kiosk.read(services.badges.list_unprinted)
            today = await self.kiosk.read(services.oversight.today)
            self._photo = await self.kiosk.read(services.people.find_photo, member.photo, "card")
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        self._has_left = kept.left_at is not None
        row = BadgeRow(member, next(iter(self._badges), None), member.uid in unprinted)
        self._roll = Roll((row,), today)
        self._show()

    def _show(self) -> None:
        if self._roll is None or not self.query("#badge-lines"):  # unread, or composed anew
            return
        row, today = self._roll.rows[0], self._roll.today
        self.query_one(PhotoView).show(self._photo, self._member.photo or "")
        state = self.query_one("#badge-state", Label)
        state.set_class(row.needs_somebody and not self._has_left, "urgent")
        has_left = "✕ " + _("has left the site; there is nothing to do here")
        state.update(has_left if self._has_left else state_words(row, today))
        self.query_one("#badge-lines", Label).update(self._story())
        self.query_one("#badge-story").focus()
        for bar in self.query(KeyBar):
            bar.redraw()

    def _actions(self) -> list[tuple[str, str]]:
        row = self._roll.rows[0] if self._roll and not self._has_left else None
        return action_keys(usable_with(row))

    def _who(self) -> Content:
        member = self._member
        more = " · ".join(filter(None, (member.job, member.branch)))
        return Content.assemble(
            (member.name, "bold"), "  ", (member.number, "$accent"), "\n", (more, "$text-muted")
        )

    def _story(self) -> str:
        if not self._badges:
            if self._has_left:
                return _("No badge was ever issued.")
            return _("No badge was issued yet. Press 1 to print one.")
        return "\n\n".join(self._told(badge) for badge in self._badges)

    def _told(self, badge: BadgeView) -> str:
        sign = "✕" if badge.dead_at else "●"
        lines = [f"{sign} " + _("Issued {at}").format(at=self._at(badge.issued_at))]
        if badge.dead_at is not None:
            lines.append(f"{self._at(badge.dead_at)} {dead_words(badge.dead_because)}")
        elif self._roll is not None:
            lines.append(validity_words(badge.validity, self._roll.today))
        if badge.printed_at is not None:
            times = ngettext(
                "printed or shown {count} time", "printed or shown {count} times", badge.prints
            ).format(count=badge.prints)
            lines.append(_("{times}, last {at}").format(times=times, at=self._at(badge.printed_at)))
        else:
            lines.append(_("never printed"))
        return "\n  ".join(lines)

    def _at(self, at: datetime) -> str:
        local = at.astimezone(self.kiosk.site.zone)
        today = self._roll.today if self._roll else local.date()
        return f"{day_words(local.date(), today)} {format_time(local)}"

    def on_key(self, event: events.Key) -> None:
        """An action's digit."""
        digit = event.character or ""
        if digit in DIGITS and self._roll is not None and not self._has_left:
            event.stop()
            self.app.push_screen(action_screen(digit, [self._member]))
