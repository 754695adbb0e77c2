"""Printing the report of a muster: looked at as paper, then sent to a printer or kept."""

import asyncio
from dataclasses import dataclass

from textual.content import Content

from kiosk.attendance.muster.views import MusterView
from kiosk.attendance.muster.words import BOTH
from kiosk.errors import KioskError
from kiosk.exports.muster_pdf import A4, find_faces, make_muster_pdf
from kiosk.exports.preview import draw_page
from kiosk.exports.printing import list_printers
from kiosk.i18n import _, format_long_day, format_time, ngettext
from kiosk.oversight.views import SiteView
from screens.dialogs.outcome import NotStored
from screens.member.steps import Steps
from screens.supervisor.badge_paper import PagePreview
from screens.supervisor.badge_print import (
    Kept,
    Making,
    ask_where,
    deliver,
    list_sticks,
    where_words,
)

_LEAST_DPI = 20
"""Enough to count the pages."""


@dataclass(frozen=True, slots=True)
class MusterPaper:
    """A report ready to be printed.

    Attributes:
        pdf: The document.
        pages: How many pages it has.
        muster: Of which muster.
        site: Where that was.
    """

    pdf: bytes
    pages: int
    muster: MusterView
    site: SiteView

    @property
    def size(self) -> tuple[float, float]:
        """A page, in millimetres."""
        return A4

    @property
    def count(self) -> int:
        """How many pages."""
        return self.pages

    def page_of(self, place: int) -> tuple[bytes, int]:
        """A page of the document."""
        return self.pdf, place

    def turning(self) -> tuple[str, str]:
        """From page to page."""
        return _("Next page"), _("Previous page")

    def words(self, place: int) -> Content:
        """Which muster, which page."""
        began = self.muster.started_at.astimezone(self.site.zone)
        sheets = ngettext("{count} sheet", "{count} sheets", self.pages).format(count=self.pages)
        seen = _("{count} of {all} seen").format(
            count=len(self.muster.seen), all=self.muster.expected
        )
        page = _("page {page} of {pages}").format(page=place + 1, pages=self.pages)
        return Content.assemble(
            (BOTH[self.muster.kind], "bold"),
            f"\n{format_long_day(began.date())} {format_time(began)}\n{seen}\n\n",
            (page, "bold"),
            "\n",
            (f"A4 · {sheets}", "$text-muted"),
        )


class MusterPrintScreen(Steps):
    """Preview, printer or file; at its end the report is on show again."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = 60.0

    def __init__(self, muster: MusterView, site: SiteView) -> None:
        """Print the report of a muster at a site."""
        super().__init__()
        self._muster, self._site = muster, site

    @property
    def errand(self) -> str:
        """To print."""
        return f"{BOTH[self._muster.kind]} · " + _("print the report")

    async def story(self) -> bool:
        """Preview, where to, done."""
        paper = await self._paper()
        while await self.ask(PagePreview(paper)):
            if await self._printed(paper):
                return True
        return False

    async def _tell(self) -> None:
        try:
            await self.story()
        except KioskError as error:
            await self.ask(NotStored(error))
        self.kiosk.go_back(self)

    async def _paper(self) -> MusterPaper:
        await self._show(Making())
        services, musters = self.kiosk.services, [self._muster]
        today = await self.kiosk.read(services.oversight.today)
        faces = await self.kiosk.read(find_faces, services, musters)
        pdf = await asyncio.to_thread(make_muster_pdf, musters, self._site, today, faces)
        pages = (await asyncio.to_thread(draw_page, pdf, 0, _LEAST_DPI)).pages
        return MusterPaper(pdf, pages, self._muster, self._site)

    async def _printed(self, paper: MusterPaper) -> bool:
        await self._show(Making())
        printers = await asyncio.to_thread(list_printers)
        sticks = await asyncio.to_thread(list_sticks)
        where = await self.ask(ask_where(printers, sticks))
        if where is None:
            return False
        await self._show(Making())
        named = f"muster-{self._muster.kind}", _("Muster")
        context = self.kiosk.services.context
        at = context.clock.now().astimezone(self._site.zone)
        path = await asyncio.to_thread(deliver, context.home, at, paper.pdf, where, named)
        await self.ask(Kept(lambda: self.errand, lambda: where_words(where, path)))
        return True
