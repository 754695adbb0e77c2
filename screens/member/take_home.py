"""A member takes their own record home: on paper, as a document, or as data."""

import asyncio
import json
from dataclasses import dataclass
from functools import partial
from typing import Final

from textual.content import Content

from kiosk.errors import KioskError
from kiosk.exports.own_record import A4, make_own_record_pdf
from kiosk.exports.own_record_json import own_data_shape
from kiosk.exports.preview import draw_page
from kiosk.exports.printing import list_printers
from kiosk.i18n import _, format_long_day, ngettext
from kiosk.people.record_views import OwnData
from screens.dialogs.outcome import NotStored
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import StepScreen
from screens.supervisor.badge_paper import PagePreview
from screens.supervisor.badge_print import (
    Kept,
    Making,
    ask_where,
    deliver,
    list_sticks,
    where_words,
)

PAPER: Final = "paper"
DATA: Final = "data"
_LEAST_DPI = 20
"""Enough to count the pages."""


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """A record ready to be printed.

    Attributes:
        pdf: The document.
        pages: How many pages it has.
        name: Whose it is.
        day: When it was made, in words.
    """

    pdf: bytes
    pages: int
    name: str
    day: str

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
        """Whose record, which page."""
        sheets = ngettext("{count} sheet", "{count} sheets", self.pages).format(count=self.pages)
        page = _("page {page} of {pages}").format(page=place + 1, pages=self.pages)
        return Content.assemble(
            (self.name, "bold"),
            f"\n{self.day}\n\n",
            (page, "bold"),
            "\n",
            (f"A4 · {sheets}", "$text-muted"),
        )


class TakeHomeScreen(StepScreen):
    """Paper or data, looked at, then to a printer, a stick or the terminal's keeper."""

    CSS_PATH = "steps.tcss"
    idle_s = 60.0

    @property
    def errand(self) -> str:
        """What it is for."""
        return _("Take my record home")

    async def story(self) -> bool:
        """As what, where to, done; then the page is on show again."""
        asked = _ask_form()
        while (form := await self.ask(asked)) is not None:
            is_done = await (self._paper() if form == PAPER else self._data())
            if is_done:
                break
            asked = asked.anew()
        return False

    async def _own_data(self) -> OwnData:
        await self._show(Making())
        return await self.kiosk.read(self.kiosk.services.records.get_own_data, self.member.uid)

    async def _paper(self) -> bool:
        data, site = await self._own_data(), self.kiosk.site
        today = await self.kiosk.read(self.kiosk.services.oversight.today)
        try:
            pdf = await asyncio.to_thread(make_own_record_pdf, data, site, today)
        except KioskError as error:
            await self.ask(NotStored(error))
            return False
        pages = (await asyncio.to_thread(draw_page, pdf, 0, _LEAST_DPI)).pages
        paper = RecordPaper(pdf, pages, self._whose(), format_long_day(today))
        while await self.ask(PagePreview(paper)):
            if await self._sent(pdf, "pdf"):
                return True
        return False

    async def _data(self) -> bool:
        data, now = await self._own_data(), self.kiosk.services.context.clock.now()
        shape = own_data_shape(data, self.kiosk.site, now)
        text = json.dumps(shape, ensure_ascii=False, indent=2) + "\n"
        return await self._sent(text.encode(), "json")

    async def _sent(self, document: bytes, ending: str) -> bool:
        on_paper = ending == "pdf"
        printers = await asyncio.to_thread(list_printers) if on_paper else []
        sticks = await asyncio.to_thread(list_sticks)
        alone = _only_a_file_on_paper if on_paper else _only_a_file
        where = await self.ask(ask_where(printers, sticks, on_paper=on_paper, alone=alone))
        if where is None:
            return False
        await self._show(Making())
        context = self.kiosk.services.context
        at = context.clock.now().astimezone(self.kiosk.site.zone)
        named = f"record-{_in_file_names(self.member.number)}", _("Personal record")
        send = partial(deliver, context.home, at, document, where, named, ending)
        try:
            path = await asyncio.to_thread(send)
        except KioskError as error:
            await self.ask(NotStored(error))
            return False
        await self.ask(Kept(lambda: self.errand, lambda: where_words(where, path)))
        return True


def _in_file_names(number: str) -> str:
    """A member's number with what every system takes in a file's name."""
    return "".join(one if one.isascii() and one.isalnum() else "_" for one in number)


def _only_a_file_on_paper() -> str:
    return _(
        "This terminal has no printer, and no stick is plugged in: save it as a file, and ask the"
        " terminal's keeper for it."
    )


def _only_a_file() -> str:
    return _("No stick is plugged in: save it as a file, and ask the terminal's keeper for it.")


def _ask_form() -> PickList[str]:
    return PickList(
        lambda: _("All that is kept of you. As what do you want it?"),
        lambda: [
            Choice(PAPER, _("On paper (PDF)"), _("to read: the newest; without the phone number")),
            Choice(DATA, _("As data (JSON)"), _("for another program; everything is in it")),
        ],
    )
