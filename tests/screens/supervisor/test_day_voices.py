"""Overdue voices on the supervisor's day."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.service import voices
from kiosk.service.voices import VoiceWords
from kiosk.services import Services
from screens.public.voice_thread import ThreadStep
from screens.supervisor.day import DayScreen
from screens.supervisor.day_layout import count_of
from screens.supervisor.day_lines import groups_of, section_words
from screens.supervisor.day_list import StoryList
from screens.supervisor.overdue import OverdueScreen
from screens.supervisor.voice_page import VoiceScreen
from tests.builders import NOON, make_site, set_clock, uid_of
from tests.screens.supervisor.desk import Desk, at_the_desk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """Overdue are a problem for a day, a request for help for three, and a promise."""
    services = make_site(tmp_path)
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    services.service.make_commitment(uid_of("002"), text="工完场清")
    services.voices.raise_voice("problem", VoiceWords(text="灯不亮", author_name="老王"))
    set_clock(services, NOON + timedelta(days=4))
    services.voices.raise_voice("help", VoiceWords(text="帮忙抬水"))
    set_clock(services, NOON + timedelta(days=8))
    return services


def test_overdue_voices_stand_above_overdue_commitments_the_highest_first(site: Services) -> None:
    voices, promises = groups_of(site.oversight.day(), "overdue", {})
    assert (voices.heading, voices.is_urgent) == ("要处理的心声", True)
    highest, next_one = voices.lines
    assert [cell.text for cell in highest.cells][1:3] == ["2", "求助"]
    assert "逾期3天以上" in highest.cells[-1].text
    assert "逾期" in next_one.cells[-1].text
    assert "老王" in next_one.detail
    assert "按回车" in next_one.detail
    assert len(promises.lines) == 1
    assert count_of([voices, promises]) == 3
    assert section_words("overdue") == "紧急或逾期"


def test_what_does_not_fit_is_counted_in_the_heading(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voices, "MOST_ESCALATED", 1)
    group, _promises = groups_of(site.oversight.day(), "overdue", {})
    assert group.heading == "要处理的心声 · 另有1条，见菜单“心声”"
    assert [cell.text for cell in group.lines[0].cells][1] == "2"


def test_each_line_says_to_whom_it_has_risen(site: Services) -> None:
    group, _promises = groups_of(site.oversight.day(), "overdue", {})
    assert ["升到值班负责人" in line.detail for line in group.lines] == [True, False]
    assert "已逾期：归承办人" in group.lines[1].detail


async def open_overdue(desk: Desk) -> None:
    await desk.press("7")
    story = desk.app.screen.query_one(StoryList)
    await desk.until(lambda: story.chosen is not None and story.chosen.key == "voice 2")


async def test_enter_on_an_overdue_voice_opens_it_to_settle(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await open_overdue(desk)
        await desk.press("enter")
        await desk.until_on(VoiceScreen)
        await desk.until(lambda: bool(desk.app.screen.query(ThreadStep)))
        await desk.until_said("第2号·求助")
        await desk.press("0")
        await desk.until_on(DayScreen)


async def test_enter_on_an_overdue_commitment_asks_what_became_of_it(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await open_overdue(desk)
        await desk.press("down", "down", "enter")
        await desk.until_on(OverdueScreen)
        await desk.until_said("工完场清")
