"""A member's card: who they are, what they answer for, promised and did; everybody may look."""

from contextlib import suppress
from typing import ClassVar
from uuid import UUID

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.widgets import Static

from kiosk.attendance.views import Scan
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.desk import LINES_ON_A_CARD
from kiosk.people.views import MemberPage
from kiosk.service.scoring import RatingView
from screens.base import KioskScreen
from screens.widgets.board.bar import Pages
from screens.widgets.board.left_side import lay_out_left
from screens.widgets.board.story_view import StoryView
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.photos import PhotoView

MOST_LINES = 200
"""So many promises and services are shown at most."""

ROOMY_LINES = 24
"""Lines of the middle from which on there is a blank one under the name."""


class CardScreen(KioskScreen):
    """One member, opened from the board."""

    CSS_PATH = "card.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("5", "say", show=False),
        Binding("7", "show_code", show=False),
        Binding("8", "play_scan", show=False),
        Binding("plus,pagedown,down,right", "turn(1)", show=False),
        Binding("minus,pageup,up,left", "turn(-1)", show=False),
    ]

    idle_s = 30

    def __init__(self, uid: UUID) -> None:
        """Open a member's card.

        Args:
            uid: The member's key.
        """
        super().__init__()
        self._uid = uid
        self._story: MemberPage | None = None
        self._photo: bytes | None = None
        self._wants_code = False
        self._has_both = False
        self._page, self._pages = 0, 1
        self._lines = LINES_ON_A_CARD
        self._rating: RatingView | None = None

    def compose(self) -> ComposeResult:
        """The face and, in a demo, the badge's code on the left; the story on the right."""
        yield SiteHeader()
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield PhotoView()
                yield Vertical(id="code")
            with Vertical(id="right"):
                with Horizontal(id="top"):
                    yield Static(id="name")
                    yield Pages()
                yield StoryView(self.kiosk.site.zone)
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Read the member."""
        self._read()

    async def record_changed(self) -> None:
        """Read again; the page stays where it is."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; the page stays where it is."""
        for part in (SiteHeader, Countdown, KeyBar, Pages):
            self.query_one(part).redraw()
        if self._story is not None:
            self.query_one(StoryView).tell(self._story, self._rating)

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        people = self.kiosk.services.people
        try:
            story = await self.kiosk.read(people.get_page, self._uid, self._lines)
            self._rating = await self.kiosk.read(
                self.kiosk.services.ratings.of_members, [self._uid]
            )
            if self._photo is None or self._story is None or story.member != self._story.member:
                self._photo = await self.kiosk.read(people.find_photo, story.member.photo, "large")
        except KioskError as error:
            self.kiosk.tell(error.sentence)
            return
        with suppress(NoMatches):  # it may have been left, or be spoken anew, in the meantime
            await self._show(story)

    async def _show(self, story: MemberPage) -> None:
        is_first, self._story = self._story is None, story
        member = story.member
        self.query_one("#name", Static).update(Content(member.name))
        self.query_one(PhotoView).show(self._photo, member.photo or "")
        self.query_one(StoryView).tell(story, self._rating)
        if is_first and story.code is not None:
            await self._mount_code(story.code)
        self._arrange()

    async def _mount_code(self, code: str) -> None:
        from screens.widgets.qr import QrCode  # only a demo draws codes here

        await self.query_one("#code").mount(QrCode(code, error="M"))

    def on_resize(self) -> None:
        """Share the room anew, once it is known."""
        self.call_after_refresh(self._arrange)

    @property
    def is_read(self) -> bool:
        """Whether the member was read at least once."""
        return self._story is not None

    @property
    def _code(self) -> str | None:
        return self._story.code if self._story is not None else None

    def _arrange(self) -> None:
        middle, photo, code = (self.query_one(part) for part in ("#middle", PhotoView, "#code"))
        width, height = middle.size
        share = lay_out_left(width, height, with_code=self._code is not None)
        self._has_both = share.has_both
        self.query_one("#left").styles.width = share.width
        photo.styles.width, photo.styles.height = share.face_width, share.face_height
        code.display = self._code is not None and (share.has_both or self._wants_code)
        photo.display = share.has_both or not code.display
        self.query_one("#top").set_class(height >= ROOMY_LINES, "-roomy")
        self.query_one(KeyBar).redraw()

    def _keys(self) -> list[tuple[str, str]]:
        keys = [("0", _("Back"))]
        if self._story is not None:
            keys.append(("5", _("Say it") if self._is_own else _("Rate")))
        if self._code is not None:
            keys.append(("8", _("Play its scan")))
            if not self._has_both:
                keys.append(("7", _("Show photo") if self._wants_code else _("Show code")))
        if self._pages > 1:
            keys += [("plus", _("Next page")), ("minus", _("Page back"))]
        return keys

    def action_turn(self, by: int) -> None:
        """Turn pages; before the last one older lines are read."""
        self.query_one(StoryView).turn(by)
        if by > 0 and self._page + 2 >= self._pages and self._has_more:
            self._lines += LINES_ON_A_CARD
            self._read()

    @property
    def _has_more(self) -> bool:
        """Whether there may be older promises or services than those that were read."""
        story = self._story
        if story is None or self._lines >= MOST_LINES:
            return False
        return self._lines in {len(story.commitments), len(story.services)}

    def action_show_code(self) -> None:
        """The badge's code in the place of the face, or the face again."""
        if self._code is not None and not self._has_both:
            self._wants_code = not self._wants_code
            self._arrange()

    @property
    def _is_own(self) -> bool:
        from screens.public.workers_steps import session_member  # costs when a card is opened

        return session_member(self.kiosk) == self._uid

    def action_say(self) -> None:
        """Rate the member; on the member's own page, in their session, raise a voice instead."""
        if self._story is None:
            return
        from screens.public.rate import RateScreen  # costs nothing until it is needed
        from screens.public.voice_kind import VoiceKindScreen  # as above

        if self._is_own:
            self.app.push_screen(VoiceKindScreen(self._uid))
        else:
            self.app.push_screen(RateScreen(self._story.member, self._story.services))

    async def action_play_scan(self) -> None:
        """As if the badge were held to the scanner; in a demo only."""
        if self._code is not None:
            await self.kiosk.scan(Scan(self._code, "demo"))

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
