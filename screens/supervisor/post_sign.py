"""A post's sign (岗位牌): looked at as paper, then sent to a printer or kept."""

import asyncio
from dataclasses import dataclass

from textual.content import Content

from kiosk.exports.post_sign import PostSign, gather_sign
from kiosk.exports.post_sign_pdf import PAGE, make_sign_pdf
from kiosk.exports.printing import list_printers
from kiosk.i18n import _
from kiosk.people.posts.words import honour_word
from screens.supervisor.badge_paper import PagePreview
from screens.supervisor.badge_print import (
    Kept,
    Making,
    ask_where,
    deliver,
    list_sticks,
    where_words,
)
from screens.supervisor.post_story import PostStory


@dataclass(frozen=True, slots=True)
class SignPaper:
    """A sign ready to be printed.

    Attributes:
        pdf: The document.
        sign: What stands on it.
    """

    pdf: bytes
    sign: PostSign

    @property
    def size(self) -> tuple[float, float]:
        """The page, in millimetres."""
        return PAGE

    @property
    def count(self) -> int:
        """One page."""
        return 1

    def page_of(self, place: int) -> tuple[bytes, int]:
        """The document's only page."""
        return self.pdf, place

    def turning(self) -> tuple[str, str]:
        """There is nothing to turn to."""
        return "", ""

    def words(self, _place: int) -> Content:
        """Of which post, and who stands on it."""
        names = "\n".join(one.name for one in self.sign.holders)
        more = "\n".join(filter(None, (honour_word(self.sign.honour), self.sign.zone)))
        return Content.assemble(
            (self.sign.name, "bold"),
            f"\n{more}\n\n{names}\n\n",
            (_("A4 landscape, to hang at the post"), "$text-muted"),
        )


class SignScreen(PostStory):
    """Preview, printer or file."""

    @property
    def errand(self) -> str:
        """To print."""
        return _("Post sign")

    async def story(self) -> bool:
        """Preview, where to, done."""
        paper = await self._paper()
        while await self.ask(PagePreview(paper)):
            if await self._printed(paper):
                break
        return False

    async def _paper(self) -> SignPaper:
        await self._show(Making())
        services = self.kiosk.services
        sign = await self.kiosk.read(gather_sign, services, self.post.uid)
        today = await self.kiosk.read(services.oversight.today)
        return SignPaper(await asyncio.to_thread(make_sign_pdf, sign, today), sign)

    async def _printed(self, paper: SignPaper) -> bool:
        await self._show(Making())
        printers = await asyncio.to_thread(list_printers)
        sticks = await asyncio.to_thread(list_sticks)
        where = await self.ask(ask_where(printers, sticks))
        if where is None:
            return False
        await self._show(Making())
        context = self.kiosk.services.context
        at = context.clock.now().astimezone(self.zone)
        named = "post-sign", _("Post sign")
        path = await asyncio.to_thread(deliver, context.home, at, paper.pdf, where, named)
        await self.ask(Kept(lambda: self.post.name, lambda: where_words(where, path)))
        return True


async def print_sign(story: PostStory) -> None:
    """Open the sign above the post's page."""
    await story.kiosk.push_screen(SignScreen(story.member, story.post))
