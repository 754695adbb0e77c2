"""The wall of cards, all drawn by one widget however many members there are."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.message import Message
from textual.strip import Strip

from kiosk.people.views import MemberView
from screens.widgets.board.card_text import Looks, card_lines
from screens.widgets.board.faces import Faces
from screens.widgets.board.layout import FRAME, WallLayout, lay_out
from screens.widgets.lines import Canvas, Drawn, line, wrap


class Wall(Drawn, can_focus=True):
    """One page of members, with one of them chosen or none."""

    LOOKS = "wall"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "wall--name",
        "wall--away",
        "wall--light",
        "wall--dark",
        "wall--quiet",
        "wall--faint",
        "wall--key",
        "wall--frame",
        "wall--plate",
    }
    DEFAULT_CSS = """
    Wall { width: 1fr; height: 1fr; }
    Wall > .wall--name { color: $text; text-style: bold; }
    Wall > .wall--away { color: $text 80%; }
    Wall > .wall--light { color: $text; }
    Wall > .wall--dark { color: $text-muted; }
    Wall > .wall--quiet { color: $text; }
    Wall > .wall--faint { color: $text-muted; }
    Wall > .wall--key { color: $accent; }
    Wall > .wall--frame { color: $accent; }
    Wall > .wall--plate { background: $surface; }
    """

    class Opened(Message):
        """Somebody wants to see a member's card."""

        def __init__(self, member: MemberView) -> None:
            """Say whose."""
            super().__init__()
            self.member = member

    class Turned(Message):
        """Another page is shown, or there are more or fewer of them."""

        def __init__(self, page: int, pages: int) -> None:
            """Say which page, from 0, of how many, at least 1."""
            super().__init__()
            self.page = page
            self.pages = pages

    class Touched(Message):
        """Somebody turned a page or chose a card."""

    def __init__(self, faces: Faces, *, id: str | None = None) -> None:  # noqa: A002  # Textual's
        """Show nobody yet.

        Args:
            faces: Where the faces come from.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._faces = faces
        self._members: Sequence[MemberView] = ()
        self._empty = ""
        self._chosen: int | None = None
        self._page = 0

    @property
    def layout_now(self) -> WallLayout:
        """The layout at the present size."""
        return lay_out(self.size.width, self.size.height)

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-len(self._members) // self.layout_now.cards))

    @property
    def chosen(self) -> MemberView | None:
        """The chosen member, or None."""
        return None if self._chosen is None else self._members[self._chosen]

    @property
    def shown(self) -> Sequence[MemberView]:
        """The members on this page."""
        return self._on_page(self._page)

    def show(self, members: Sequence[MemberView], empty: str, page: int = 0) -> None:
        """Show other members, nobody of them chosen.

        Args:
            members: In order.
            empty: What is said when there is nobody.
            page: The page to show, from 0; the last one when there are fewer.
        """
        self._members, self._empty, self._chosen = members, empty, None
        self._show_page(page)

    def renew(self, members: Sequence[MemberView], empty: str) -> None:
        """Show the same members as they are now; the page and the choice stay where they are."""
        self._members, self._empty = members, empty
        if self._chosen is not None and self._chosen >= len(members):
            self._chosen = None
        self._show_page(self._page)

    def turn(self, by: int) -> None:
        """Turn pages, round at the ends; nobody is chosen then."""
        self._chosen = None
        self._show_page((self._page + by) % self.pages)

    def move(self, by_x: int, by_y: int) -> None:
        """Choose another card: the first of the page at first, then the neighbour."""
        if not self._members:
            return
        layout, first = self.layout_now, self._page * self.layout_now.cards
        at = first if self._chosen is None else self._chosen + by_x + by_y * layout.columns
        self._chosen = min(max(at, 0), len(self._members) - 1)
        self._show_page(self._chosen // layout.cards)

    def choose_nobody(self) -> None:
        """Take the frame away."""
        self._chosen = None
        self.redraw()

    def open_chosen(self) -> None:
        """Ask for the chosen member's card, the only one's on the page when none is chosen."""
        member = self.chosen or (self.shown[0] if len(self._members) == 1 else None)
        if member is not None:
            self.post_message(self.Opened(member))
        else:
            self.move(0, 0)

    def on_resize(self) -> None:
        """Show the page on which the first or the chosen member now is."""
        self._show_page(min(self._page, self.pages - 1))

    def on_click(self, event: events.Click) -> None:
        """Open the card that was touched."""
        self.post_message(self.Touched())
        at = self.layout_now.card_at(event.x, event.y)
        if at is not None and at < len(self.shown):
            self._chosen = self._page * self.layout_now.cards + at
            self.redraw()
            self.post_message(self.Opened(self.shown[at]))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Turn to the next page."""
        event.stop()
        self.post_message(self.Touched())
        self.turn(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Turn to the page before."""
        event.stop()
        self.post_message(self.Touched())
        self.turn(-1)

    def _on_page(self, page: int) -> Sequence[MemberView]:
        cards = self.layout_now.cards
        return self._members[page * cards : (page + 1) * cards]

    def _show_page(self, page: int) -> None:
        self._page = min(max(0, page), self.pages - 1)
        self.redraw()
        self.post_message(self.Turned(self._page, self.pages))
        self._bring_faces()

    @work(group="faces", exclusive=True)
    async def _bring_faces(self) -> None:
        # One photo at a time, so that a scan waits for one face at most; then the next page's,
        # so that it is there when the page turns.
        layout, ground = self.layout_now, self.background_colors[1].rgb
        for page in (self._page, (self._page + 1) % self.pages):
            for member in self._on_page(page):
                if await self._faces.fetch(member, layout.face_width):
                    self._faces.draw(member, layout.face_width, layout.face_height, ground)
                    if page == self._page:
                        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """The page's lines."""
        if not self._members:
            return self._draw_empty(width, height)
        layout, canvas = lay_out(width, height), Canvas(width, height, self.ground)
        looks = self._looks()
        for index, member in enumerate(self.shown):
            x, y = layout.place_of(index)
            face = self._face(member, layout)
            for down, strip in enumerate([*face, *card_lines(member, layout.face_width, looks)]):
                canvas.put(x, y + down, strip)
        if self._chosen is not None:
            self._put_frame(canvas, layout)
        return canvas.lines()

    def _looks(self) -> Looks:
        names = ("name", "away", "light", "dark", "quiet", "faint", "key")
        return Looks(self.ground, *(self.look(name) for name in names))

    def _face(self, member: MemberView, layout: WallLayout) -> list[Strip]:
        width, height = layout.face_width, layout.face_height
        face = self._faces.draw(member, width, height, self.background_colors[1].rgb)
        return face or [Strip.blank(width, self.look("plate"))] * height

    def _put_frame(self, canvas: Canvas, layout: WallLayout) -> None:
        at = (self._chosen or 0) - self._page * layout.cards
        x, y = layout.place_of(at)
        width, height = layout.face_width, layout.height
        style = self.look("frame")
        canvas.put(x - 1, y - 1, Strip([Segment("▗" + "▄" * width + "▖", style)]))
        canvas.put(x - 1, y + height, Strip([Segment("▝" + "▀" * width + "▘", style)]))
        for down in range(height):
            canvas.put(x - 1, y + down, Strip([Segment("▐", style)]))
            canvas.put(x + width, y + down, Strip([Segment("▌", style)]))

    def _draw_empty(self, width: int, height: int) -> list[Strip]:
        canvas = Canvas(width, height, self.ground)
        said = wrap(self._empty, max(2, width - 2), 4)
        for down, text in enumerate(said):
            style: Style = self.look("name" if down == 0 else "quiet")
            canvas.put(FRAME, height // 3 + down, line([(text, style)], width - 2, self.ground))
        return canvas.lines()
