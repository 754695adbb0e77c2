"""The faces of those who are missing, up to nine on a page, each with its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from rich.style import Style
from textual import events, work
from textual.message import Message
from textual.strip import Strip

from kiosk.attendance.muster.views import PersonView
from kiosk.attendance.muster.words import why_words
from kiosk.i18n import _
from screens.widgets.board.faces import Faces
from screens.widgets.board.layout import FACE_ASPECT
from screens.widgets.lines import Canvas, Drawn, Part, line, wrap

MOST = 9
"""Cards on a page: one for each digit from 1."""

TEXT_LINES = 3
"""Lines under a face: key and name, why they are looked for in one or two."""

_ACROSS = 3
_LEAST_COLUMN = 14
_LEAST_FACE = 4
_GAP = 2


@dataclass(frozen=True, slots=True)
class WallShape:
    """Where the cards of a page stand.

    Attributes:
        columns: Cards side by side, at least 1.
        rows: Rows of cards, at least 1.
        width: Cells of a card.
        height: Lines of a card.
        face: Lines of a face; 0 where there is no room for one.
    """

    columns: int
    rows: int
    width: int
    height: int
    face: int

    @property
    def cards(self) -> int:
        """Cards on a page."""
        return self.columns * self.rows

    @property
    def face_width(self) -> int:
        """Cells of a face."""
        return round(self.face * FACE_ASPECT)


def shape_of(width: int, height: int) -> WallShape:
    """The shape of a wall of so many cells and lines, the last line left to the page's number."""
    columns = max(1, min(_ACROSS, (width + _GAP) // (_LEAST_COLUMN + _GAP)))
    lines = max(1, height - 1)
    rows = max(1, min(MOST // columns, lines // (_LEAST_FACE + TEXT_LINES)))
    card = max(1, (width - (columns - 1) * _GAP) // columns)
    high = lines // rows
    face = max(0, min(high - TEXT_LINES, int(card / FACE_ASPECT)))
    return WallShape(columns, rows, card, high, face)


class MusterWall(Drawn):
    """One page of the missing; who is seen meanwhile stays in place, ticked, until it is turned."""

    LOOKS = "missing"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "missing--key",
        "missing--name",
        "missing--why",
        "missing--care",
        "missing--done",
        "missing--quiet",
    }

    class Chosen(Message):
        """A card was touched."""

        def __init__(self, place: int) -> None:
            """Say which one of the page, from 0."""
            super().__init__()
            self.place = place

    def __init__(self, faces: Faces, zone: ZoneInfo) -> None:
        """Show nobody yet.

        Args:
            faces: Where the faces come from.
            zone: The site's.
        """
        super().__init__()
        self._faces, self._zone = faces, zone
        self._listed: tuple[PersonView, ...] = ()
        self._missing: frozenset[UUID] = frozenset()
        self._now = datetime(1970, 1, 1, tzinfo=UTC)
        self._page = 0

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-len(self._listed) // self._shape.cards))

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @property
    def shown(self) -> Sequence[PersonView]:
        """Those on this page, who were seen meanwhile among them."""
        return self._on(self._page)

    def is_missing(self, person: PersonView) -> bool:
        """Whether somebody shown is still missing."""
        return person.member.uid in self._missing

    def tell(self, missing: Sequence[PersonView], now: datetime, *, anew: bool) -> None:
        """Show who is missing.

        Args:
            missing: In order.
            now: For the words under the faces.
            anew: Whether cards may move: nobody is about to press a key on one.
        """
        self._now, self._missing = now, frozenset(one.member.uid for one in missing)
        listed = {one.member.uid for one in self._listed}
        if anew or not self._listed:
            self._listed = tuple(missing)
        else:
            self._listed += tuple(one for one in missing if one.member.uid not in listed)
        self._show(self._page)

    def turn(self, by: int) -> None:
        """Turn pages, round at the ends; who was seen meanwhile is left out now."""
        pages = self.pages
        self._listed = tuple(one for one in self._listed if self.is_missing(one))
        self._show((self._page + by) % pages)

    def on_resize(self) -> None:
        """Other faces for another size."""
        self._show(self._page)

    def on_click(self, event: events.Click) -> None:
        """Choose the card that was touched."""
        shape = self._shape
        column, row = event.x // (shape.width + _GAP), event.y // shape.height
        if column < shape.columns and row < shape.rows:
            self.post_message(self.Chosen(row * shape.columns + column))

    def draw(self, width: int, height: int) -> list[Strip]:
        """The page's cards and its number."""
        canvas, shape = Canvas(width, height, self.ground), shape_of(width, height)
        if not self._listed:
            for down, text in enumerate(wrap(_("Everybody was seen. Press . to end."), width, 3)):
                canvas.put(0, height // 3 + down, line([(text, self.look("name"))], width, _PLAIN))
            return canvas.lines()
        for place, person in enumerate(self._on(self._page)):
            row, column = divmod(place, shape.columns)
            x, y = column * (shape.width + _GAP), row * shape.height
            for down, strip in enumerate(self._card(place, person, shape)):
                canvas.put(x, y + down, strip)
        page = _("page {page} of {pages}").format(page=self._page + 1, pages=self.pages)
        canvas.put(0, height - 1, line([(page, self.look("quiet"))], width, self.ground))
        return canvas.lines()

    @property
    def _shape(self) -> WallShape:
        return shape_of(self.size.width, self.size.height)

    def _on(self, page: int) -> Sequence[PersonView]:
        cards = self._shape.cards
        return self._listed[page * cards : (page + 1) * cards]

    def _show(self, page: int) -> None:
        self._page = min(max(0, page), self.pages - 1)
        self.redraw()
        self._bring_faces()

    @work(group="faces", exclusive=True)
    async def _bring_faces(self) -> None:
        shape, ground = self._shape, self.background_colors[1].rgb
        for page in (self._page, (self._page + 1) % self.pages):
            for person in self._on(page):
                if await self._faces.fetch(person.member, shape.face_width):
                    self._faces.draw(person.member, shape.face_width, shape.face, ground)
                    self.redraw()

    def _card(self, place: int, person: PersonView, shape: WallShape) -> list[Strip]:
        ground = self.ground
        face = self._face(person, shape)
        is_missing = self.is_missing(person)
        name = f"{person.member.name} {person.member.number}".strip()
        key: Part = (
            (f" {place + 1} ", self.look("key")) if is_missing else (" ✓ ", self.look("done"))
        )
        said = why_words(person, self._now, self._zone) if is_missing else _("seen")
        look = "care" if person.why in {"forgotten", "guessed", "let_go", "overdue"} else "why"
        style = self.look(look if is_missing else "done")
        return [
            *face,
            line([key, (f" {name}", self.look("name"))], shape.width, ground),
            *(line([(text, style)], shape.width, ground) for text in wrap(said, shape.width, 2)),
        ]

    def _face(self, person: PersonView, shape: WallShape) -> list[Strip]:
        if not shape.face:
            return []
        ground = self.background_colors[1].rgb
        drawn = self._faces.draw(person.member, shape.face_width, shape.face, ground)
        return drawn or [Strip.blank(shape.face_width, self.ground)] * shape.face


_PLAIN = Style()
