"""Calling the roll in a pilot, and reading what it shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.widget import Widget

from kiosk.services import Services
from screens.dialogs.pin import PinDialog
from screens.public.muster import MusterScreen
from screens.public.muster_asking import WordsDialog
from screens.public.muster_report import MusterReportDialog
from screens.public.muster_start import MusterStartDialog
from screens.public.muster_wall import MusterWall
from tests.board_site import press, wait_until
from tests.screens.gate import Gate, gate

PIN = "246810"


@asynccontextmanager
async def mustering(
    site: Services, kind: str = "drill", size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Gate, MusterScreen]]:
    async with gate(site, size) as at:
        await press(at.pilot, "f9")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, MusterStartDialog))
        await press(at.pilot, "1" if kind == "drill" else "2")
        yield at, await roll_of(at)


async def roll_of(at: Gate) -> MusterScreen:
    await wait_until(at.pilot, lambda: shown(at) is not None)
    roll = shown(at)
    assert roll is not None
    return roll


def shown(at: Gate) -> MusterScreen | None:
    screen = at.app.screen
    return screen if isinstance(screen, MusterScreen) and screen.muster is not None else None


def text_of(widget: Widget) -> str:
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


def packed(widget: Widget) -> str:
    return "".join(text_of(widget).split())


def numbers(roll: MusterScreen) -> list[str]:
    return [one.member.number for one in roll.query_one(MusterWall).shown]


def seen(roll: MusterScreen) -> list[str]:
    assert roll.muster is not None
    return [mark.person.member.number or mark.person.member.name for mark in roll.muster.seen]


async def until_dialog(at: Gate, kind: type[Widget]) -> None:
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, kind))
    await at.pilot.pause()


async def say_who(at: Gate, name: str = "li") -> None:
    await until_dialog(at, WordsDialog)
    await press(at.pilot, *name, "enter")


async def end_it(at: Gate) -> MusterReportDialog:
    await press(at.pilot, "full_stop", "5")
    await until_dialog(at, PinDialog)
    await press(at.pilot, *"001", "enter", *PIN, "enter")
    await until_dialog(at, MusterReportDialog)
    report = at.app.screen
    assert isinstance(report, MusterReportDialog)
    return report
