"""A member's card: who they are, what they answer for, promised and did; everybody may look."""

from typing import ClassVar
from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.views import MemberPage
from screens.base import KioskScreen
from screens.widgets.board.bar import Pages
from screens.widgets.board.left_side import LeftSide, lay_out_left
from screens.widgets.board.story_view import StoryView
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.photos import PhotoView
from screens.widgets.qr import QrCode


class CardScreen(KioskScreen):
    """One member, opened from the board."""

    CSS_PATH = "card.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
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
        self._wants_code = False
        self._pages = 1

    def compose(self) -> ComposeResult:
        """The face and, in a demo, the badge's code on the left; the story on the right."""
        yield SiteHeader()
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield PhotoView()
            with Vertical(id="right"):
                yield Static(id="name", markup=False)
                yield StoryView(self.kiosk.site.zone)
        with Horizontal(id="foot"):
            yield Countdown()
            yield Pages()
        yield KeyBar(self._keys())
