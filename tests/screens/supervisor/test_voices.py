"""Voices settled by a supervisor with a keypad."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from screens.dialogs.tile_words import TileWords
from screens.public.voice_thread import ThreadStep, ThreadView
from screens.supervisor import voices
from screens.supervisor.menu import MenuScreen
from screens.supervisor.voice_page import VoiceScreen
from screens.supervisor.voices import VoicesScreen
from tests.builders import set_clock, uid_of
from tests.screens.public.voice_site import drawn_text, make_voice_site
from tests.screens.supervisor.desk import Desk, at_the_desk
from tests.screens.supervisor.post_desk import PostDesk

SAID = "热水没了，电话13812345678"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_voice_site(tmp_path)
    services.voices.raise_voice("problem", VoiceWords(text=SAID, author_name="老王"))
    item = services.service.list_choices("hazard")[0].uid
    services.voices.raise_voice("hazard", VoiceWords(item))
    services.voices.raise_voice("suggestion", VoiceWords(text="食堂早开"))
    return services


@asynccontextmanager
async def at_a_voice(site: Services, number: int) -> AsyncIterator[PostDesk]:
    async with at_the_desk(site) as desk:
        await desk.app.push_screen(VoiceScreen(site.people.get_member("001"), number))
        await desk.until(lambda: bool(desk.app.screen.query(ThreadStep)))
        yield PostDesk(desk)


async def back_at_the_voice(at: PostDesk) -> None:
    await at.stored()
    await at.desk.until(lambda: isinstance(at.step, ThreadStep))


def story(desk: Desk) -> str:
    return drawn_text(desk.app.screen.query_one(ThreadView))


def tiles(desk: Desk) -> str:
    """What is written on the tiles."""
    said = (str(one.content) for one in desk.app.screen.query(TileWords))
    return "".join("".join(said).split())


async def test_the_menu_leads_to_the_list_with_what_is_urgent_on_top(site: Services) -> None:
    set_clock(site, site.context.clock.now() + timedelta(days=15))
    async with at_the_desk(site) as desk:
        await desk.press(".")
        await desk.until_on(MenuScreen)
        await desk.press("6")
        await desk.until_on(VoicesScreen)
        await desk.until(lambda: bool(desk.list.chosen))
        first, second, third, *_rest = desk.seen().splitlines()
        assert "临边洞口没防护" in first
        assert "逾期7天以上" in second
        assert "热水" in second
        await desk.until_said("逾期满7天：升到管理员")
        assert "已逾期" in third
        await desk.press("2")
        await desk.until_said("老王")
        assert "13812345678" in desk.words
        await desk.press("enter")
        await desk.until_on(VoiceScreen)
        await desk.press("0")
        await desk.until_on(VoicesScreen)
        await desk.press("slash")
        await desk.until_on(VoiceScreen)
        await desk.press("3", "enter")
        await desk.until_said("第3号·建议")
        await desk.press("0")
        await desk.until_on(VoicesScreen)
        await desk.press("/", "enter")
        await desk.until_on(VoicesScreen)


async def test_a_list_that_is_cut_says_so(site: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(VoicesScreen())
        await desk.until_said("待办的心声：急的在前")
        assert "条；其余" not in desk.words
        monkeypatch.setattr(voices, "MOST", 2)
        for key in ("5", "1"):
            await desk.press(key)
            await desk.until_said("这里列出2条；其余的按/输编号查看")
            assert sum(1 for line in desk.seen().splitlines() if line.strip()) == 2
        monkeypatch.setattr(voices, "MOST", 3)
        await desk.press("5")
        await desk.until(lambda: "条；其余" not in desk.words)


async def test_other_lists_and_their_empty_states(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.open(VoicesScreen())
        await desk.press("3")
        await desk.until_said("现在没有。按1看待办的。")
        await desk.press("4")
        await desk.until_said("未采纳")
        await desk.press("5")
        await desk.until_said("全部心声：新的在前")
        assert desk.seen().splitlines()[0].find("食堂") > 0
        for number in (1, 2, 3):
            site.voices.decline(number, "重复", uid_of("001"))
        await desk.press("1", "x")
        await desk.until_said("没有待办的心声。")


async def test_a_voice_is_given_to_somebody(site: Services) -> None:
    async with at_a_voice(site, 2) as at:
        await at.answer("1", "1")
        await back_at_the_voice(at)
        first = site.voices.get_kept(2).owner_uid
        assert first is not None
        await at.answer("1", "8")
        await back_at_the_voice(at)
        assert site.voices.get_kept(2).owner_uid == uid_of("001")
        await at.answer("1", "9", "enter", "9")
        await at.desk.press("9", "9", "enter", "backspace", "backspace", "5", "enter")
        await back_at_the_voice(at)
        assert site.voices.get_kept(2).owner_uid == uid_of("005")
        assert site.voices.loud().count == 0
        await at.answer("1", "0")


async def test_a_voice_is_taken_from_its_owner(site: Services) -> None:
    site.voices.assign(2, uid_of("005"), uid_of("001"))
    name = site.people.get_member("005").name
    async with at_a_voice(site, 2) as at:
        await at.answer("1")
        await at.desk.until(lambda: f"从{name}手里收回" in tiles(at.desk))
        await at.answer("7")
        await back_at_the_voice(at)
        assert site.voices.get_kept(2).owner_uid is None
        assert site.voices.loud().count == 1
        await at.answer("1")
        await at.desk.until(lambda: "我自己来办" in tiles(at.desk))
        assert "暂时没人" not in tiles(at.desk)  # nobody has it
        await at.answer("0")


async def test_when_it_is_due_is_set(site: Services) -> None:
    async with at_a_voice(site, 1) as at:
        await at.answer("2", "0", "2", "1")
        await back_at_the_voice(at)
        assert site.voices.find_public(1).due_on == site.oversight.today()


async def test_it_is_answered_solved_and_opened_again(site: Services) -> None:
    async with at_a_voice(site, 1) as at:
        await at.answer("3", "0", "3", "9", "escape", "2")
        await back_at_the_voice(at)
        assert "已派人过去" in story(at.desk)
        await at.answer("4", "0", "4", "9")
        await at.desk.press(*"abc")
        await at.answer("enter")
        await back_at_the_voice(at)
        assert site.voices.find_public(1).state == "solved"
        await at.answer("1", "0", "1", "1")  # who solved it is not offered to confirm it
        await back_at_the_voice(at)
        assert site.voices.find_public(1).state == "open"


async def test_a_hazard_is_solved_with_where_it_was_and_what_was_done(site: Services) -> None:
    async with at_a_voice(site, 2) as at:
        await at.answer("4", "1", "0", "9", "escape", "0")  # nothing of it is stored
        assert site.voices.find_public(2).state == "open"
        await at.answer("4", "1", "1")
        await at.desk.until_said("还要由提出人或另一名值班负责人确认")
        assert [step.kind for step in site.voices.get_kept(2).steps] == ["placed", "solved"]
        assert site.voices.find_public(2).place


async def test_a_hazard_of_which_nobody_knows_where_it_was_is_solved_all_the_same(
    site: Services,
) -> None:
    async with at_a_voice(site, 2) as at:
        await at.answer("4", "8", "2")
        await back_at_the_voice(at)
        assert [step.kind for step in site.voices.get_kept(2).steps] == ["solved"]


async def test_of_a_hazard_whose_place_is_known_it_is_not_asked_again(site: Services) -> None:
    raised = site.voices.raise_voice("hazard", VoiceWords(text="洞口", place="食堂"))
    async with at_a_voice(site, raised.voice.number) as at:
        await at.answer("4", "0", "4", "1")
        await back_at_the_voice(at)
        assert site.voices.find_public(raised.voice.number).state == "solved"


async def test_what_another_solved_is_confirmed(site: Services) -> None:
    site.access.set_pin(uid_of("002"), "supervisor", "246810")
    site.voices.solve(1, "修好了", Speaker(uid_of("002")))
    async with at_a_voice(site, 1) as at:
        await at.answer("1")
        await back_at_the_voice(at)
        assert site.voices.find_public(1).state == "confirmed"
        await at.answer("1", "1")
        await back_at_the_voice(at)


async def test_it_is_declined_with_a_reason(site: Services) -> None:
    async with at_a_voice(site, 3) as at:
        await at.answer("5", "0", "5", "2")
        await back_at_the_voice(at)
        assert site.voices.get_kept(3).steps[-1].text == "已经另有安排"
        await at.answer("1", "2")
        await back_at_the_voice(at)
        assert site.voices.find_public(3).state == "open"


async def test_it_is_shown_to_all_and_hidden_again(site: Services) -> None:
    async with at_a_voice(site, 1) as at:
        await at.answer("6", "0", "6", "1")
        await back_at_the_voice(at)
        assert site.voices.find_public(1).shown == "热水没了，电话138********"
        await at.answer("6", "2", "escape", "2")
        await at.desk.press(*"abc")
        await at.answer("enter")
        await back_at_the_voice(at)
        assert site.voices.find_public(1).shown == "abc"
        await at.answer("6", "3")
        await back_at_the_voice(at)
        assert site.voices.find_public(1).shown == ""


async def test_what_another_supervisor_did_meanwhile_is_refused_by_name(site: Services) -> None:
    async with at_a_voice(site, 1) as at:
        site.voices.decline(1, "重复", uid_of("001"))
        await at.answer("1", "1")
        await at.refused("不能这样操作")
        await at.answer("0")
        await at.desk.until(lambda: isinstance(at.step, ThreadStep))
        await at.answer("2", "2")


async def test_it_is_told_in_english_too(site: Services) -> None:
    async with at_a_voice(site, 2) as at:
        await at.desk.press("f2")
        await at.desk.until_said("Whodoesit?")
        await at.desk.press("f2")
