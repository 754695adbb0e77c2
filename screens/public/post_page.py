"""A post, opened: its duty, who is there, what was promised and done; everybody may look."""

from collections.abc import Sequence
from uuid import UUID

from textual.content import Content

from kiosk.people.posts.views import PostPage
from kiosk.people.views import MemberView
from screens.public.post_story import tell_post
from screens.public.post_telling import TellingScreen
from screens.widgets.board.card_text import KEY_POST
from screens.widgets.board.story import Block


class PostPageScreen(TellingScreen):
    """One post."""

    _page: PostPage
    """The post as it was last read; nothing is told before that."""

    def __init__(self, uid: UUID) -> None:
        """Open a post by its key."""
        super().__init__()
        self._uid = uid

    async def read_story(self) -> None:
        """Read the post."""
        self._page = await self.kiosk.read(self.kiosk.services.posts.page, self._uid)

    def heading(self) -> Content:
        """The post's name."""
        post = self._page.post
        mark = f"{KEY_POST} " if post.is_key else ""
        return Content.assemble((mark, "$accent"), (post.name, "bold"))

    def blocks(self, width: int) -> list[Block]:
        """What its page tells."""
        now = self.kiosk.services.context.clock.now()
        return tell_post(self._page, now, self.kiosk.site.zone, width)

    def faces(self) -> Sequence[MemberView]:
        """Who stands there now, then who else is set for it today."""
        there = self._page.coverage.holders if self._page.coverage else ()
        people = (*there, *(one.member for one in self._page.post.holders))
        return tuple({member.uid: member for member in people}.values())
