"""Printing badges: how they lie on the page, how that looks, and where it goes."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from kiosk.config import Home
from kiosk.exports.badge_print import BadgePrint, gather_badges
from kiosk.exports.badge_sheet import Layout, make_badges_pdf
from kiosk.exports.print_folder import FOLDER, KEPT_DAYS, keep_print, put_on_stick
from kiosk.exports.printing import list_printers, send_to_printer
from kiosk.i18n import _
from kiosk.people.photo_places import PhotoPlace, list_media
from kiosk.people.views import MemberView
from kiosk.services import Services
from screens.dialogs.outcome import Stored, Storing
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.badge_paper import BadgePaper, PagePreview
from screens.supervisor.badge_steps import BadgeSteps

FILE = "file"
"""What the ledger says of a badge that was printed to a file; else it names the printer."""

_TO_FILE = ""


class PrintScreen(BadgeSteps):
    """Layout, preview, printer or file; entered in the ledger before it leaves."""

    @property
    def errand(self) -> str:
        """To print."""
        return _("Print badges")

    async def story(self) -> bool:
        """Layout, preview, where to, done."""
        asked = PickList(_how, _layouts)
        while (layout := await self.ask(asked)) is not None:
            paper = await self._paper(layout)
            while await self.ask(PagePreview(paper)):
                if await self._printed(paper):
                    return True
            asked = asked.anew()
        return False

    async def _paper(self, layout: Layout) -> BadgePaper:
        await self._show(Making())
        services = self.kiosk.services
        badges = await self.kiosk.write(gather, services, self.members, self.by)
        today = await self.kiosk.read(services.oversight.today)
        pdf = await asyncio.to_thread(make_badges_pdf, badges, today, layout)
        return BadgePaper(pdf, layout, tuple(badges), today)

    async def _printed(self, paper: BadgePaper) -> bool:
        await self._show(Making())
        printers = await asyncio.to_thread(list_printers)
        sticks = await asyncio.to_thread(list_sticks)
        where = await self.ask(ask_where(printers, sticks))
        if where is None:
            return False
        await self._show(Making())
        # Whoever scans meanwhile closes this screen; what was entered is printed all the same.
        path = await asyncio.shield(_begun(self._send(paper, where, self.by)))
        await self.ask(Kept(self.whose, lambda: where_words(where, path)))
        return True

    async def _send(self, paper: BadgePaper, where: str, by: UUID | None) -> Path | None:
        uids = [badge.uid for badge in paper.badges]
        await self.kiosk.write(self.kiosk.services.badges.record_printed, uids, where or FILE, by)
        named = "badges", _("Badges")
        context = self.kiosk.services.context
        at = context.clock.now().astimezone(self.kiosk.site.zone)
        return await asyncio.to_thread(deliver, context.home, at, paper.pdf, where, named)


def deliver(  # what it is, of when, where to
    home: Home, at: datetime, pdf: bytes, where: str, named: tuple[str, str], ending: str = "pdf"
) -> Path | None:
    """Print or keep a document; takes a while, so never on the loop.

    Args:
        home: The site's folder.
        at: The time now, in the site's zone.
        pdf: The document.
        where: What `ask_where` answered.
        named: The beginning of a file's name, and what a printer's queue calls it.
        ending: What a file's name ends with; only a `pdf` can be printed.

    Returns:
        Where it was kept; None when it was printed.

    Raises:
        KioskError: `not_written`, or what the printer said.
    """
    kind, title = named
    if is_stick(where):
        return put_on_stick(Path(where), pdf, kind, at, ending)
    if where != _TO_FILE:
        send_to_printer(pdf, where, title)
        return None
    return keep_print(home, pdf, kind, at, ending)


def _begun(work: Coroutine[Any, Any, Path | None]) -> "asyncio.Task[Path | None]":
    return asyncio.create_task(work)


def gather(services: Services, members: Sequence[MemberView], by: UUID | None) -> list[BadgePrint]:
    """What stands on these members' badges; first ones are issued in the supervisor's name.

    Raises:
        RefusedError: Somebody's badge was revoked, or they have left; no badge was issued.
    """
    histories = {member.uid: services.badges.history(member.uid) for member in members}
    is_any_revoked = any(
        history and all(badge.state == "dead" for badge in history)
        for history in histories.values()
    )
    for uid, history in histories.items():
        if not history and not is_any_revoked:
            services.badges.code(uid, by)
    return gather_badges(services, [member.number for member in members])


class Making(Storing):
    """Pages are made, or sent: this takes a while."""

    @property
    def title(self) -> str:
        """That it is not done yet."""
        return _("Please wait …")


class Kept(Stored):
    """It is done, and it says where; it stays until a key: a path takes longer than a word."""

    stays_s = None


def list_sticks() -> list[PhotoPlace]:
    """What is plugged in and can be written on."""
    return [stick for stick in list_media() if os.access(stick.folder, os.W_OK)]


def is_stick(where: str) -> bool:
    """Whether this is a folder; no printer's name has a slash (CUPS)."""
    return "/" in where or "\\" in where


def where_words(where: str, path: Path | None) -> str:
    """Where a document went.

    Args:
        where: What `ask_where` answered.
        path: What `deliver` answered.
    """
    if path is None:
        return _("Sent to the printer {printer}").format(printer=where)
    if is_stick(where):
        sentence = _("On the stick {stick} as {file}. Wait a moment before you pull it out.")
        return sentence.format(stick=Path(where).name, file=path.name)
    sentence = _(
        "Saved on this terminal as {folder}/{file}, for {count} days. Whoever keeps this terminal"
        " can fetch it. To take it with you: plug in a USB stick, do it again, choose the stick."
    )
    return sentence.format(folder=FOLDER, file=path.name, count=KEPT_DAYS)


def _how() -> str:
    return _("How shall the badges lie on the paper?")


def _layouts() -> list[Choice[Layout]]:
    return [
        Choice("sheet", _("Sheets of A4"), _("ten to a sheet, with cut marks")),
        Choice("cards", _("Single cards"), _("85.6 x 54 mm, for a card printer")),
    ]


def ask_where(
    printers: Sequence[str],
    sticks: Sequence[PhotoPlace],
    *,
    on_paper: bool = True,
    alone: Callable[[], str] | None = None,
) -> PickList[str]:
    """Ask where to print: a printer's name, a stick's folder, or empty for a file here.

    Args:
        printers: What can print.
        sticks: What is plugged in.
        on_paper: Whether it is something to print; else it is only saved.
        alone: What is said where nothing but a file is left; None: the usual words.
    """

    def title() -> str:
        if alone is not None and not (printers or sticks):
            return alone()
        if not on_paper:
            return _("Where shall it be saved?")
        if printers:
            return _("Where shall it be printed?")
        if sticks:
            return _("No printer is set up here (CUPS). Save it on the stick?")
        return _("No printer is set up here (CUPS). Save it as a file?")

    def choices() -> list[Choice[str]]:
        told = [Choice(printer, printer, _("printer")) for printer in printers]
        return told + [
            Choice(
                str(stick.folder), _("USB stick {name}").format(name=stick.name), _("to take away")
            )
            for stick in sticks
        ]

    def file() -> list[Choice[str]]:
        return [Choice(_TO_FILE, _("Save as a file"), _("on this terminal, for its keeper"))]

    return PickList(title, choices, file)
