"""Beside the strips: the faces of who should stand where nobody does, else of who stands there."""

from collections.abc import Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import work
from textual.strip import Strip

from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.coverage.words import state_word
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.widgets.board.faces import Faces
from screens.widgets.lines import Drawn, line

_LINES_BELOW = 3
_FACE = (15, 9)
"""Columns and lines of a face."""


class PostFaces(Drawn):
    """As many faces as there is room for."""

    LOOKS = "faces"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "faces--heading",
        "faces--name",
        "faces--quiet",
        "faces--alert",
        "faces--plate",
    }
    DEFAULT_CSS = """
    PostFaces { width: 28; height: 1fr; }
    PostFaces > .faces--heading { color: $text; text-style: bold; }
    PostFaces > .faces--name { color: $text; text-style: bold; }
    PostFaces > .faces--quiet { color: $text-muted; }
    PostFaces > .faces--alert { color: $warning; text-style: bold; }
    PostFaces > .faces--plate { background: $surface; }
    """

    def __init__(self, zone: ZoneInfo, faces: Faces) -> None:
        """Show nobody yet.

        Args:
            zone: The site's.
            faces: Where the faces come from.
        """
        super().__init__()
        self._zone = zone
        self._faces = faces
        self._posts: Sequence[PostCoverageView] = ()

    def show(self, posts: Sequence[PostCoverageView]) -> None:
        """Show the people of posts, those that need somebody first."""
        self._posts = posts
        self.redraw()
        self._bring_faces()

    def on_resize(self) -> None:
        """There may be room for more."""
        self._bring_faces()

    @property
    def missing(self) -> bool:
        """Whether the faces are of people who should be there and are not."""
        return any(post.is_empty and post.planned for post in self._posts)

    @property
    def people(self) -> list[tuple[MemberView, PostCoverageView]]:
        """Who is shown, each with the post, as many as there is room for."""
        found = [
            (member, post)
            for post in self._posts
            if post.is_due and (post.is_empty or not self.missing)
            for member in (post.planned if post.is_empty else post.holders)
        ]
        return found[: max(0, (self.size.height - 2) // (_FACE[1] + _LINES_BELOW))]

    @work(group="faces", exclusive=True)
    async def _bring_faces(self) -> None:
        ground = self.background_colors[1].rgb
        for member, _post in self.people:
            if await self._faces.fetch(member, _FACE[0]):
                self._faces.draw(member, *_FACE, ground)
                self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """A heading, then a face, a name and a post for each."""
        people = self.people
        if not people:
            return []
        said, look = (
            (_("Missing at their post"), "alert")
            if self.missing
            else (_("At their post"), "heading")
        )
        mark = "▲ " if self.missing else "● "
        lines = [line([(mark + said, self.look(look))], width, self.ground)]
        lines.append(Strip.blank(width, self.ground))
        for member, post in people:
            lines += self._person(member, post, width)
        return lines

    def _person(self, member: MemberView, post: PostCoverageView, width: int) -> list[Strip]:
        face = self._faces.draw(member, *_FACE, self.background_colors[1].rgb)
        plate = [Strip.blank(_FACE[0], self.look("plate"))] * _FACE[1]
        rows = [row.adjust_cell_length(width, self.ground) for row in face or plate]
        name = [(member.name, self.look("name")), (f" {member.number}", self.look("quiet"))]
        look = self.look("alert" if post.is_empty else "quiet")
        where = f"{post.name} · {state_word(post.state)}"
        return [
            *rows,
            line(name, width, self.ground),
            line([(where, look)], width, self.ground),
            Strip.blank(width, self.ground),
        ]
