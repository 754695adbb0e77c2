"""A member's own page: what they did here, for them alone, and to take home."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.record_views import MemberRecord
from kiosk.people.views import MemberView
from screens.base import KioskScreen
from screens.member.record_rows import tell_record
from screens.widgets.board.bar import Pages
from screens.widgets.board.story_view import StoryView
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

MORE_LINES = 10
"""So many promises and services more are read when the last page is turned to."""

MOST_LINES = 200
"""So many of each are shown at most; all of them are in what is taken home."""


class MyPageScreen(KioskScreen):
    """The record of the member whose session is open."""

    CSS_PATH = "my_page.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "take_home", show=False),
        Binding("2", "open_voices", show=False),
        Binding("plus,pagedown,down,right", "turn(1)", show=False),
        Binding("minus,pageup,up,left", "turn(-1)", show=False),
    ]
    idle_s = 40.0

    def __init__(self, member: MemberView) -> None:
        """Show a member what is kept of what they did.

        Args:
            member: Who scanned; nobody else is shown this.
        """
        super().__init__()
        self._member = member
        self._record: MemberRecord | None = None
        self._lines = MORE_LINES
        self._page, self._pages = 0, 1

    def compose(self) -> ComposeResult:
        """The name, the pages, the keys."""
        yield SiteHeader()
        with Vertical(id="my-page"):
            with Horizontal(id="my-top"):
                yield Label(self._title(), id="my-name", markup=False)
                yield Pages()
            yield StoryView(self.kiosk.site.zone)
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Read the record."""
        self._read()

    async def record_changed(self) -> None:
        """Read again; the page stays where it is."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; the page stays where it is."""
        self.query_one("#my-name", Label).update(self._title())
        for part in (SiteHeader, Countdown, KeyBar, Pages):
            self.query_one(part).redraw()
        self._show()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        get, uid = self.kiosk.services.records.get_record, self._member.uid
        try:
            self._record = await self.kiosk.read(get, uid, self._lines)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        self._show()

    def _show(self) -> None:
        record, zone = self._record, self.kiosk.site.zone
        if record is not None and self.is_composed:
            self.query_one(StoryView).tell_blocks(lambda width: tell_record(record, zone, width))

    @property
    def _has_more(self) -> bool:
        """Whether there may be older lines than those that were read."""
        record = self._record
        if record is None or self._lines >= MOST_LINES:
            return False
        return self._lines in {len(record.commitments), len(record.services)}

    def action_turn(self, by: int) -> None:
        """Turn pages; at the last one older lines are read."""
        self.query_one(StoryView).turn(by)
        if by > 0 and self._page + 2 >= self._pages and self._has_more:
            self._lines += MORE_LINES
            self._read()

    def action_take_home(self) -> None:
        """The record on paper, as a document or as data."""
        from screens.member.take_home import TakeHomeScreen  # costs when it is opened

        self.app.push_screen(TakeHomeScreen(self._member))

    def action_open_voices(self) -> None:
        """What they have in hand, and what they raised."""
        from screens.member.my_voices import MyVoicesScreen  # costs when it is opened

        self.app.push_screen(MyVoicesScreen(self._member))

    def on_pages_pressed(self, event: Pages.Pressed) -> None:
        """Turn pages."""
        self.action_turn(event.by)

    def on_story_view_turned(self, event: StoryView.Turned) -> None:
        """Say which page this is."""
        dots = self.query_one(Pages)
        self._page, self._pages = event.page, event.pages
        dots.page, dots.pages = event.page, event.pages
        dots.redraw()
        self.query_one(KeyBar).redraw()

    def _title(self) -> str:
        return f"{self._member.name} {self._member.number} · " + _("My page")

    def _keys(self) -> list[tuple[str, str]]:
        keys = [("1", _("Take it home")), ("2", _("My voices")), ("0", _("Back"))]
        if self._pages > 1:
            keys += [("plus", _("Next page")), ("minus", _("Page back"))]
        return [*keys, ("f2", "中文 / EN")]
