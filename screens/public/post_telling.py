"""A page that tells one thing in sections, as a member's card does; faces beside it."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.widgets import Static

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.base import KioskScreen
from screens.public.post_faces import HolderFaces
from screens.widgets.board.bar import Pages
from screens.widgets.board.faces import Faces
from screens.widgets.board.story import Block, balanced
from screens.widgets.board.story_view import StoryView
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

MakeBlocks = Callable[[int], list[Block]]
"""What is told, for lines of so many cells."""


class Telling(StoryView):
    """Any sections on pages of one or two columns."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Tell nothing yet; `zone` is the site's."""
        super().__init__(zone)
        self._make: MakeBlocks | None = None

    def tell_blocks(self, make: MakeBlocks) -> None:
        """Tell this; the page stays where it is."""
        self._make = make
        self._show_page(self._page)

    def _flowed(self) -> list[Block]:
        blocks = self._make(self._column) if self._make else []
        return balanced(blocks, max(1, self.size.height), self._across)


class TellingScreen(KioskScreen):
    """One thing, opened from a list; everybody may look."""

    CSS_PATH = "post_telling.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # Textual declares it on the instance
        (0, "-narrow"),
        (100, "-wide"),
        (160, "-roomy"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(key), f"open_card({key - 1})", show=False) for key in range(1, 10)),
        Binding("plus,pagedown,down,right", "turn(1)", show=False),
        Binding("minus,pageup,up,left", "turn(-1)", show=False),
    ]

    idle_s = 60

    def __init__(self) -> None:
        """Tell nothing yet."""
        super().__init__()
        self.is_read = False
        """Whether it was read at least once."""
        self._pages = 1

    # What differs

    @abstractmethod
    async def read_story(self) -> None:
        """Read what is told, on the reading thread.

        Raises:
            KioskError: It can't be read.
        """

    @abstractmethod
    def heading(self) -> Content:
        """What this is, in a line."""

    @abstractmethod
    def blocks(self, width: int) -> list[Block]:
        """What is told, for lines of so many cells."""

    def faces(self) -> Sequence[MemberView]:
        """Whose faces stand beside it."""
        return ()

    # What all of them do

    def compose(self) -> ComposeResult:
        """Faces at the left, the story at the right."""
        yield SiteHeader()
        with Horizontal(id="middle"):
            yield HolderFaces(Faces(self._find_photo, self.kiosk.photos))
            with Vertical(id="right"):
                with Horizontal(id="top"):
                    yield Static(id="name")
                    yield Pages()
                yield Telling(self.kiosk.site.zone)
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Read it."""
        self._read()

    async def record_changed(self) -> None:
        """Read again; the page stays where it is."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; the page stays where it is."""
        for part in (SiteHeader, Countdown, KeyBar, Pages, HolderFaces):
            self.query_one(part).redraw()
        if self.is_read:
            self._show()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        try:
            await self.read_story()
        except KioskError as error:
            self.kiosk.tell(error.sentence)
            return
        with suppress(NoMatches):  # it may have been left in the meantime
            self.is_read = True
            self._show()

    async def _find_photo(self, photo: str, size: str) -> bytes | None:
        return await self.kiosk.read(self.kiosk.services.people.find_photo, photo, size)

    def _show(self) -> None:
        self.query_one("#name", Static).update(self.heading())
        self.query_one(Telling).tell_blocks(self.blocks)
        people = self.query_one(HolderFaces)
        people.display = bool(self.faces())
        people.show(self.faces())
        self.query_one(KeyBar).redraw()

    def _keys(self) -> list[tuple[str, str]]:
        keys = [("0", _("Back"))]
        keys += [(str(place), member.name) for place, member in enumerate(self._shown_faces(), 1)]
        if self._pages > 1:
            keys += [("plus", _("Next page")), ("minus", _("Page back"))]
        return keys

    def _shown_faces(self) -> Sequence[MemberView]:
        found = self.query(HolderFaces)
        return found.first().shown if found else ()

    def action_turn(self, by: int) -> None:
        """Turn pages."""
        self.query_one(Telling).turn(by)

    def action_open_card(self, place: int) -> None:
        """Open the card of somebody whose face is shown."""
        from screens.public.card import CardScreen  # costs nothing until it is needed

        shown = self._shown_faces()
        if place < len(shown):
            self.app.push_screen(CardScreen(shown[place].uid))

    def on_holder_faces_chosen(self, event: HolderFaces.Chosen) -> None:
        """Open the card of whose face was touched."""
        self.action_open_card(event.place)

    def on_holder_faces_placed(self) -> None:
        """Other faces are shown: other keys."""
        self.query_one(KeyBar).redraw()

    def on_pages_pressed(self, event: Pages.Pressed) -> None:
        """Turn pages."""
        self.action_turn(event.by)

    def on_story_view_turned(self, event: StoryView.Turned) -> None:
        """Say which page this is."""
        dots = self.query_one(Pages)
        dots.page, dots.pages, self._pages = event.page, event.pages, event.pages
        dots.redraw()
        self.query_one(KeyBar).redraw()
