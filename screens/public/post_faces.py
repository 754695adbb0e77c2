"""The faces of those who hold a post or are in a team, one under the other, each with its key."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, work
from textual.message import Message
from textual.strip import Strip

from kiosk.people.views import MemberView
from screens.widgets.board.card_text import AWAY, ON_SITE
from screens.widgets.board.faces import Faces
from screens.widgets.board.layout import FACE_ASPECT
from screens.widgets.lines import Canvas, Drawn, line

MOST = 9
"""Faces: one for each digit from 1."""

TEXT_LINES = 2
"""Under a face: key, light and name; job."""

_LEAST_FACE = 5
_GAP = 1


class HolderFaces(Drawn):
    """As many faces as there is room for, as large as they can be."""

    LOOKS = "holders"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "holders--key",
        "holders--name",
        "holders--quiet",
        "holders--plate",
    }
    DEFAULT_CSS = """
    HolderFaces { height: 100%; }
    HolderFaces > .holders--key { color: $accent; text-style: bold; }
    HolderFaces > .holders--name { color: $text; text-style: bold; }
    HolderFaces > .holders--quiet { color: $text-muted; }
    HolderFaces > .holders--plate { background: $surface; }
    """

    class Chosen(Message):
        """A face was touched."""

        def __init__(self, place: int) -> None:
            """Say which, from 0."""
            super().__init__()
            self.place = place

    class Placed(Message):
        """Others are shown, or more, or fewer."""

    def __init__(self, faces: Faces) -> None:
        """Show nobody yet; `faces` is where the faces come from."""
        super().__init__()
        self._faces = faces
        self._members: Sequence[MemberView] = ()

    def show(self, members: Sequence[MemberView]) -> None:
        """Show other people, or the same ones as they are now."""
        self._members = members
        self._place()

    def on_resize(self) -> None:
        """There may be room for more."""
        self._place()

    @property
    def shown(self) -> Sequence[MemberView]:
        """Whose faces there is room for."""
        least = _LEAST_FACE + TEXT_LINES + _GAP
        return self._members[: max(0, min(MOST, (self.size.height + _GAP) // least))]

    def draw(self, width: int, height: int) -> list[Strip]:
        """Face, name and job of each."""
        canvas = Canvas(width, height, self.ground)
        columns, lines = self._face
        for place, member in enumerate(self.shown):
            top = place * (lines + TEXT_LINES + _GAP)
            drawn = self._faces.draw(member, columns, lines, self.background_colors[1].rgb)
            plate = [Strip.blank(columns, self.look("plate"))] * lines
            for down, strip in enumerate(drawn or plate):
                canvas.put(0, top + down, strip)
            for down, strip in enumerate(self._words(place, member, width)):
                canvas.put(0, top + lines + down, strip)
        return canvas.lines()

    def on_click(self, event: events.Click) -> None:
        """Choose the face that was touched."""
        place = event.y // (self._face[1] + TEXT_LINES + _GAP)
        if place < len(self.shown):
            event.stop()
            self.post_message(self.Chosen(place))

    @property
    def _face(self) -> tuple[int, int]:
        """Columns and lines of each face."""
        count = max(1, len(self.shown))
        room = (self.size.height + _GAP) // count - TEXT_LINES - _GAP
        lines = max(1, min(room, int(self.size.width / FACE_ASPECT)))
        return round(lines * FACE_ASPECT), lines

    def _words(self, place: int, member: MemberView, width: int) -> list[Strip]:
        light = ON_SITE if member.on_site_since else AWAY
        name = [
            (f"{place + 1} ", self.look("key")),
            (f"{light} {member.name}", self.look("name")),
            (f" {member.number}", self.look("quiet")),
        ]
        job = [(f"    {member.job}", self.look("quiet"))]
        return [line(name, width, self.ground), line(job, width, self.ground)]

    def _place(self) -> None:
        self.redraw()
        self.post_message(self.Placed())
        self._bring_faces()

    @work(group="faces", exclusive=True)
    async def _bring_faces(self) -> None:
        ground, (columns, lines) = self.background_colors[1].rgb, self._face
        for member in self.shown:
            if await self._faces.fetch(member, columns):
                self._faces.draw(member, columns, lines, ground)
                self.redraw()
