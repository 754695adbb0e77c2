"""What a week left behind: the pages of the kiosk as they are read, and the same for programs."""

import io
import json
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk import i18n
from kiosk.clock import SetClock
from kiosk.commands import main
from kiosk.services import Services, close_services
from screens.public.more import MoreScreen
from screens.supervisor.day_list import StoryList
from screens.widgets.board.story_view import StoryView
from tests.flows.week import Front

Program = Callable[..., Any]
"""A command's words; its JSON."""

Lines = list[str]

_HEADING = re.compile(r"^(?:▲ )?(.+) · (\d+)$")
_PROMISE = re.compile(r"^\S\s+(\S.*?)\s{2,}\S+\s+(\d\d-\d\d) (\S.*)$")


def programs_of(
    site: Services, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Program:
    """`run.py ... --json` on a site, at the time it has now; the kiosk is closed before."""
    folder: Path = site.context.home.folder
    clock = SetClock(site.context.clock.now())
    for place in ("kiosk.services.SystemClock", "kiosk.opening.SystemClock"):
        monkeypatch.setattr(place, lambda: clock)
    close_services()

    def ask(*words: str) -> Any:
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        capsys.readouterr()
        spoken = i18n.current_language()
        assert main(["--home", str(folder), *words, "--json"]) == 0
        i18n.use_language(spoken)  # a command speaks the language that it is called with
        return json.loads(capsys.readouterr().out)

    return ask


# Pages


async def read_story(front: Front) -> Lines:
    """The lines of a page that tells a story, page after page; blank ones are left out."""
    story, page = front.app.screen.query_one(StoryView), 0
    await front.until(lambda: bool(_lines_of(story)))
    lines = _lines_of(story)
    while page + 1 < story.pages:
        page += 1
        await front.press("plus")
        await front.until(lambda page=page: story._page == page)  # type: ignore[misc]
        lines += _lines_of(story)
    return lines


def _lines_of(story: StoryView | StoryList) -> Lines:
    drawn = (story.render_line(y).text.rstrip() for y in range(story.size.height))
    return [line for line in drawn if line]


async def read_card(front: Front, number: str) -> Lines:
    """A member's card, from the board."""
    await front.open_card(number)
    await front.until_read()
    lines = await read_story(front)
    await front.home()
    return lines


async def open_more(front: Front, *keys: str) -> None:
    """Open a page behind `.` on the board."""
    await front.press("full_stop")
    await front.on(MoreScreen)
    for key in keys:
        screen = front.app.screen
        await front.until(lambda: front.step is not None)
        await front.press(key)
        await front.until(lambda screen=screen: front.app.screen is not screen)  # type: ignore[misc]
        await front.until_read()


async def read_more(front: Front, *keys: str) -> Lines:
    """A page behind `.` on the board that tells a story."""
    await open_more(front, *keys)
    lines = await read_story(front)
    await front.home()
    return lines


async def read_days(front: Front, days: Iterable[date]) -> dict[date, dict[str, Lines]]:
    """What was promised and done on days, as a supervisor turns them back one by one."""
    await front.open_day()
    told: dict[date, dict[str, Lines]] = {}
    for day in sorted(days, reverse=True):
        await front.press("minus")
        await front.until(lambda day=day: front.shown_day == day)  # type: ignore[misc]
        told[day] = {}
        for section, key in (("promises", "3"), ("services", "4")):
            await front.press(key)
            await front.until(lambda section=section: front.shown_section == section)  # type: ignore[misc]
            told[day][section] = _lines_of(front.app.screen.query_one(StoryList))
    await front.home()
    return told


# What stands on them


def promises_on(day: Lines) -> dict[str, list[tuple[str, str, str]]]:
    """The promises of a supervisor's day by their headings: words, day and state of each."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    counts: dict[str, int] = {}
    heading = ""
    for line in day:
        if titled := _HEADING.match(line):
            heading = titled[1]
            found[heading], counts[heading] = [], int(titled[2])
        elif told := _PROMISE.match(line):
            found[heading].append((told[1], told[2], told[3]))
    assert {title: len(lines) for title, lines in found.items()} == counts
    return found


def under(heading: str, story: Lines) -> Lines:
    """What stands under a heading of a page, as far as its lines are indented."""
    lines = story[story.index(heading) + 1 :]
    ends = (place for place, line in enumerate(lines) if not line.startswith(" "))
    return lines[: next(ends, len(lines))]


def numbers_in(line: str) -> list[str]:
    """The numbers in a line, as they are written."""
    return re.findall(r"\d+(?:\.\d+)?", line)
