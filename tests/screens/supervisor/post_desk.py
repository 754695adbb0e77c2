"""A supervisor who sets key posts with a keypad."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from db.connection import run_sql
from kiosk.attendance.coverage.changing import HoursChange
from kiosk.attendance.coverage.hours import MomentHours, WeeklyHours
from kiosk.attendance.coverage.posts import SetPost
from kiosk.services import Services
from screens.dialogs.outcome import NotStored, Stored
from screens.dialogs.step import Step
from screens.supervisor.post_page import PostScreen
from screens.supervisor.posts import PostsScreen
from tests.builders import NOON
from tests.screens.supervisor.desk import Desk, at_the_desk

DAYS = WeeklyHours(0b0011111, 8 * 60, 18 * 60)
POUR = MomentHours("底板浇筑", NOON + timedelta(hours=24), NOON + timedelta(hours=40))


def crane(site: Services) -> SetPost:
    return site.coverage.posts()[0]


def change(site: Services, **parts: Any) -> None:
    site.coverage.change_hours(crane(site).uid, HoursChange(**parts))


class PostDesk:
    """The supervisor at one post."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def answer(self, *keys: str) -> None:
        """Press a key, each as soon as another question than before is there."""
        for key in keys:
            step = self.step
            await self.desk.press(key)
            await self.desk.until(lambda step=step: self.step is not step)  # type: ignore[misc]

    async def type(self, digits: str) -> None:
        """Type digits and Enter."""
        await self.desk.press(*digits)
        await self.answer("enter")

    async def stored(self) -> None:
        """See that it was stored, and go on."""
        await self.desk.until(lambda: isinstance(self.step, Stored))
        await self.answer("enter")

    async def refused(self, words: str) -> None:
        """See that it was refused, and why, and go on."""
        await self.desk.until(lambda: isinstance(self.step, NotStored))
        await self.desk.until_said(words)
        await self.answer("enter")

    @property
    def step(self) -> Step[Any] | None:
        steps = self.desk.app.screen.query(Step)
        return steps.first() if steps else None


@asynccontextmanager
async def at_the_post(site: Services) -> AsyncIterator[PostDesk]:
    async with at_the_desk(site) as desk:
        await desk.open(PostsScreen())
        await desk.press("enter")
        await desk.until_on(PostScreen)
        await desk.until_said("要改什么？")
        yield PostDesk(desk)


def who_set() -> list[str]:
    rows = run_sql(
        "SELECT json_extract(payload, '$.by') FROM ledger_entry WHERE kind IN"
        " ('post_setting', 'holding_added', 'holding_ended', 'deputy_added', 'deputy_ended')"
    )
    return [by for (by,) in rows]
