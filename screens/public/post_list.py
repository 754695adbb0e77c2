"""The posts of the site, nine to a page, each with its key; everybody may look."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from uuid import UUID

from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.coverage.words import since_words, state_word
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.posts.views import PostLine
from kiosk.people.posts.words import honour_word
from kiosk.people.posts.words import state_word as post_word
from screens.dialogs.pick_list import Choice
from screens.public.more_list import ListOrHow, in_place
from screens.public.workers_steps import PublicSteps
from screens.widgets.board.card_text import AWAY, ON_SITE

Standing = Mapping[UUID, PostCoverageView]


class PostListScreen(PublicSteps):
    """All posts that stand; one opens by its key."""

    def __init__(self) -> None:
        """Read when it is shown."""
        super().__init__()
        self._posts: tuple[PostLine, ...] = ()
        self._standing: Standing = {}
        self._today = date.min

    @property
    def errand(self) -> str:
        """What is listed."""
        return _("Posts")

    async def story(self) -> bool:
        """Open one after the other, until somebody goes back."""
        from screens.public.post_page import PostPageScreen  # costs when it is opened

        await self._read_posts()
        asked = ListOrHow(self._title, self._choices, _how_to_begin)
        while (uid := await self.ask(asked)) is not None:
            await self.open_above(PostPageScreen(uid))
            await self._read_posts()
            asked = asked.anew()
        return False

    async def record_changed(self) -> None:
        """Say what is so now; nothing moves under a finger."""
        shown = self._posts
        with suppress(KioskError):  # what was read before stands
            await self._read_posts()
            self._posts = in_place(shown, self._posts)
            for asked in self.query(ListOrHow):
                asked.refresh(recompose=True)

    async def _read_posts(self) -> None:
        services = self.kiosk.services
        posts = await self.kiosk.read(services.posts.list_posts)
        standing = await self.kiosk.read(services.coverage.now)
        self._today = await self.kiosk.read(services.oversight.today)
        self._standing = {one.uid: one for one in standing}
        self._posts = tuple(sorted((one for one in posts if one.state != "ended"), key=self._rank))

    def _rank(self, post: PostLine) -> tuple[bool, bool]:
        """Empty key posts first, then the other key posts; by name within these."""
        standing = self._standing.get(post.uid)
        return not (standing and standing.is_empty), not post.is_key

    def _title(self) -> str:
        return _("Which post do you want to see?")

    def _choices(self) -> list[Choice[UUID]]:
        return [self._choice(post) for post in self._posts]

    def _choice(self, post: PostLine) -> Choice[UUID]:
        standing = self._standing.get(post.uid)
        if standing is not None and standing.is_empty:
            since = since_words(standing.since, self.kiosk.site.zone, self._today)
            return Choice(post.uid, post.name, f"{state_word('empty')} {since}", is_urgent=True)
        names = [
            f"{ON_SITE if one.member.on_site_since else AWAY}{one.member.name}"
            for one in post.holders
        ]
        said = " ".join(names) or post_word(post.state)
        return Choice(
            post.uid, post.name, " · ".join(filter(None, (said, honour_word(post.honour))))
        )


def _how_to_begin() -> str:
    return _(
        "Here the posts of the site will stand, with their duty and who holds them."
        " A supervisor sets them: 9 on the board, then the menu."
    )
