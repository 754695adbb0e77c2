"""Key posts at a glance, for everybody who passes by: held or empty, today's hours, by whom."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.coverage.words import STRIP, state_word
from kiosk.errors import KioskError
from kiosk.i18n import _, ngettext
from screens.base import KioskScreen
from screens.widgets.board.bar import Pages
from screens.widgets.board.faces import Faces
from screens.widgets.countdown import Countdown
from screens.widgets.coverage_faces import PostFaces
from screens.widgets.coverage_strip import PostStrips
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

REREAD_S = 20.0
"""How often it is read again though nobody wrote: hours begin and end by themselves."""


class CoverageScreen(KioskScreen):
    """All key posts, opened from the board."""

    CSS_PATH = "coverage.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  # Textual's
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,pagedown,down,right", "turn(1)", show=False),
        Binding("minus,pageup,up,left", "turn(-1)", show=False),
    ]

    idle_s = 60

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._posts: tuple[PostCoverageView, ...] | None = None
        self._pages = 1

    def compose(self) -> ComposeResult:
        """What it is, the strips, the faces, what the shapes mean."""
        zone = self.kiosk.site.zone
        yield SiteHeader()
        with Horizontal(id="top"):
            yield Static(id="title")
            yield Pages()
        with Horizontal(id="middle"):
            yield PostStrips(zone)
            yield PostFaces(zone, Faces(self._find_photo, self.kiosk.photos))
        yield Static(id="legend")
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Read, and read again while it stands."""
        self.set_interval(REREAD_S, self._read)
        self._say()
        self._read()

    async def record_changed(self) -> None:
        """Read again; the page stays where it is."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; nothing is read or moved for it."""
        for part in (SiteHeader, PostStrips, PostFaces, Countdown, KeyBar, Pages):
            self.query_one(part).redraw()
        self._say()

    @property
    def is_read(self) -> bool:
        """Whether the posts were read at least once."""
        return self._posts is not None

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        services = self.kiosk.services
        try:
            posts = await self.kiosk.read(services.coverage.now)
        except KioskError as error:
            self.kiosk.tell(error.sentence)
            return
        self._posts = posts
        if not self.query(PostStrips):
            return  # the page closed meanwhile
        self.query_one(PostStrips).show(posts, services.context.clock.now())
        self.query_one(PostFaces).show(posts)
        self._say()

    async def _find_photo(self, photo: str, size: str) -> bytes | None:
        return await self.kiosk.read(self.kiosk.services.people.find_photo, photo, size)

    def _say(self) -> None:
        due = [post for post in self._posts or () if post.is_due]
        empty = sum(post.is_empty for post in due)
        title = Content.from_text(_("Key posts"), markup=False).stylize("bold")
        held = _("{held} of {due} held").format(held=len(due) - empty, due=len(due))
        parts = [title, Content(f"   {held}" if self._posts else "")]
        if empty:
            words = ngettext("{count} stands empty", "{count} stand empty", empty)
            parts.append(Content.styled(f"   ▲ {words.format(count=empty)}", "bold $warning"))
        self.query_one("#title", Static).update(Content("").join(parts))
        legend = "   ".join(
            f"{STRIP[state]} {state_word(state)}"
            for state in ("covered", "thin", "empty", "ahead", "not_due")
        )
        self.query_one("#legend", Static).update(Content(legend))

    def _keys(self) -> list[tuple[str, str]]:
        keys = [("0", _("Back"))]
        if self._pages > 1:
            keys += [("plus", _("Next page")), ("minus", _("Page back"))]
        return keys

    def action_turn(self, by: int) -> None:
        """Turn pages."""
        self.query_one(PostStrips).turn(by)

    def on_pages_pressed(self, event: Pages.Pressed) -> None:
        """Turn pages."""
        self.action_turn(event.by)

    def on_post_strips_turned(self, event: PostStrips.Turned) -> None:
        """Say which page this is."""
        dots = self.query_one(Pages)
        dots.page, dots.pages, self._pages = event.page, event.pages, event.pages
        dots.redraw()
        self.query_one(KeyBar).redraw()
