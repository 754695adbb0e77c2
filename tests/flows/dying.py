"""A kiosk whose power fails: somebody fills in a form, and SIGKILL ends the program in the middle.

Run as a program with the site's folder, how it begins (`scan` or `desk`, both by 001), and deeds:
a key, `see:words`, `write:words` into the field on show, `field:name:words` into the field of that
name, `kept:words` until the record holds them.
"""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from db.connection import run_sql
from kiosk.attendance.views import Scan
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.services import Services, open_services
from screens.app import KioskApp
from screens.member.answer import AnswerScreen
from screens.supervisor.day import DayScreen
from tests.board_site import press, wait_until
from tests.builders import NOON
from tests.screens.gate import answers_that_stay

ROOT = Path(__file__).parents[2]


def cut_power(folder: Path, begins: str, *deeds: str) -> Services:
    """Fill in a form until the power fails; returns the site as it is opened afterwards."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.flows.dying", str(folder), begins, *deeds],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    return open_services(Home(folder), SetClock(NOON))


def said(pilot: Pilot[None]) -> str:
    """All that the page on show says."""
    pieces = pilot.app.screen.query("Static, Label")
    return " ".join(str(getattr(piece, "content", "")) for piece in pieces)


def is_kept(words: str) -> bool:
    """Whether a draft holds these words."""
    return any(words in answers for (answers,) in run_sql("SELECT answers FROM draft"))


async def _do(pilot: Pilot[None], deed: str) -> None:
    what, _, words = deed.partition(":")
    if what == "see":
        await wait_until(pilot, lambda: words in said(pilot))
    elif what == "write":
        await wait_until(pilot, lambda: bool(pilot.app.screen.query("WordsField Input")))
        pilot.app.screen.query_one("WordsField Input", Input).value = words
    elif what == "field":
        name, _, words = words.partition(":")
        await wait_until(pilot, lambda: bool(pilot.app.screen.query(f"Input#{name}")))
        pilot.app.screen.query_one(f"Input#{name}", Input).value = words
    elif what == "kept":
        await wait_until(pilot, lambda: is_kept(words))
    else:
        await press(pilot, deed)


async def die(services: Services, begins: str, deeds: list[str]) -> None:
    """Do it."""
    app = KioskApp(services, services.oversight.site())
    with answers_that_stay(20):
        async with app.run_test(size=(120, 40)) as pilot:
            if begins == "scan":
                await app.scan(Scan(services.people.badge_code("001"), "wedge"))
                await wait_until(pilot, lambda: isinstance(app.screen, AnswerScreen))
            else:
                app.open_day(services.people.get_member("001"))
                await wait_until(pilot, lambda: isinstance(app.screen, DayScreen))
            for deed in deeds:
                await _do(pilot, deed)
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    folder, begins, *deeds = sys.argv[1:]
    asyncio.run(die(open_services(Home(Path(folder)), SetClock(NOON)), begins, deeds))
