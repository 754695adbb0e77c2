"""Looking a voice up: the number shows how it stands, the digits show its author everything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.attendance.views import Scan
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from screens.dialogs.outcome import NotStored
from screens.dialogs.words import WordsField
from screens.member.answer import AnswerScreen
from screens.public.board import BoardScreen
from screens.public.voice_digits import WordPad
from screens.public.voice_look_up import LookUpScreen
from screens.public.voice_thread import ThreadStep, ThreadView
from screens.public.workers import WorkersScreen
from tests.builders import uid_of
from tests.screens.public.voice_site import Worker, at_the_board, drawn_text, make_voice_site

SAID = "二号生活区晚上没有热水，电话13812345678"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_voice_site(tmp_path)


@pytest.fixture
def digits(site: Services) -> str:
    """Of voice 1, a problem in own words that is said to be solved."""
    word = site.voices.raise_voice("problem", VoiceWords(text=SAID)).word
    site.voices.assign(1, uid_of("003"), uid_of("001"))
    site.voices.solve(1, "装了第二台", Speaker(uid_of("003")))
    return word


@asynccontextmanager
async def looking_up(site: Services, number: str) -> AsyncIterator[Worker]:
    async with at_the_board(site) as worker:
        await worker.press("0", "slash")
        await worker.until_on(LookUpScreen)
        await worker.press(*number, "enter")
        yield worker


async def type_fast(worker: Worker, *keys: str) -> None:
    """Type without waiting for any page, but no scanner."""
    for key in keys:
        await worker.pilot.press(key)
        await worker.pilot.pause(0.06)


def story(worker: Worker) -> str:
    return drawn_text(worker.app.screen.query_one(ThreadView)).replace(" ", "")


async def test_the_number_alone_shows_the_state_and_no_words(site: Services, digits: str) -> None:
    assert digits
    async with looking_up(site, "1") as worker:
        await worker.until_said("第1号·问题·✓已解决")
        assert "热水" not in worker.words
        assert "1381" not in worker.words
        await worker.press("enter")
        await worker.until_said("编号是多少？")
        await worker.press("enter")
        await worker.until_on(WorkersScreen)


async def test_a_number_and_then_its_digits_as_fast_as_a_hand_types_show_that_voice(
    site: Services, digits: str
) -> None:
    for _turn in range(9):  # digits that begin with 0 must not lead to another number
        site.voices.raise_voice("problem", VoiceWords(text="别人的话"))
    async with looking_up(site, "1") as worker:
        await worker.until(lambda: isinstance(worker.step, WordPad))
        await type_fast(worker, *digits, "enter")
        await worker.until_said("真的解决了吗？")
        assert SAID in story(worker)


async def test_digits_that_begin_with_zero_lead_nowhere_else(site: Services) -> None:
    for _turn in range(35):
        site.voices.raise_voice("problem", VoiceWords(text="别人的话"))
    async with looking_up(site, "1") as worker:
        await worker.until(lambda: isinstance(worker.step, WordPad))
        await type_fast(worker, *"0035", "enter")
        await worker.until(lambda: isinstance(worker.step, NotStored | ThreadStep))
        assert "第35号" not in worker.words


async def test_what_everybody_reads_has_pages_beside_the_digits(site: Services) -> None:
    site.voices.raise_voice("problem", VoiceWords(text="长话" * 400))
    site.voices.approve(1, uid_of("001"))
    async with looking_up(site, "1") as worker:
        await worker.until_said("往下看")
        first = story(worker)
        await worker.press("plus")
        await worker.until(lambda: story(worker) != first)
        await worker.press("minus", "1", "f2")
        await worker.until_said("Readon")
        assert story(worker) != ""


async def test_its_author_sees_who_has_it_or_that_nobody_has(site: Services) -> None:
    digits = site.voices.raise_voice("problem", VoiceWords(text=SAID)).word
    async with looking_up(site, "1") as worker:
        await worker.press(*digits, "enter")
        await worker.until_said("还没有人承办")
        site.voices.assign(1, uid_of("003"), uid_of("001"))
        await worker.press("1", *"abc", "enter")
        await worker.until_stored()
        await worker.press("enter")
        name = site.people.get_member("003").name
        await worker.until_said(f"承办人：{name}")
        assert "还没有人承办" not in worker.words


async def test_its_author_is_not_asked_of_what_they_solved_themself(site: Services) -> None:
    words = VoiceWords(text=SAID, author_uid=uid_of("001"))
    digits = site.voices.raise_voice("problem", words).word
    site.voices.solve(1, "装了第二台", Speaker(uid_of("001")))
    async with looking_up(site, "1") as worker:
        await worker.press(*digits, "enter")
        await worker.until_said("补充说明")
        assert "真的解决了吗" not in worker.words
        assert "已经解决" not in worker.words


async def test_a_number_that_does_not_exist_is_told_and_asked_again(site: Services) -> None:
    async with looking_up(site, "99") as worker:
        await worker.until_refused()
        await worker.until_said("没有第99号心声")
        await worker.press("enter", "0", "enter")
        await worker.until_said("▲输入心声编号")
        await worker.press("backspace", "enter")
        await worker.until_on(WorkersScreen)


async def test_the_digits_show_all_and_it_is_asked_whether_it_is_really_solved(
    site: Services, digits: str
) -> None:
    async with looking_up(site, "1") as worker:
        await worker.press(*digits, "enter")
        await worker.until_said("真的解决了吗？")
        assert SAID in story(worker)
        assert "装了第二台" in story(worker)
        await worker.press("1")
        await worker.until_stored()
        await worker.press("enter")
        await worker.until_said("已核实解决")
        assert site.voices.find_public(1).state == "confirmed"
        await worker.press("2")
        await worker.until_on(WorkersScreen)


async def test_one_that_is_not_solved_is_open_again_with_a_reason(
    site: Services, digits: str
) -> None:
    async with looking_up(site, "1") as worker:
        await worker.press(*digits, "enter", "2", "0")
        await worker.until_said("真的解决了吗？")
        await worker.press("2", "9", "escape", "3")
        await worker.until_stored()
        await worker.press("enter")
        await worker.until_said("反映没有解决")
        assert site.voices.find_public(1).state == "open"


async def test_a_declined_one_can_be_doubted_in_own_words(site: Services) -> None:
    word = site.voices.raise_voice("suggestion", VoiceWords(text="食堂早开")).word
    site.voices.decline(1, "人手不够", uid_of("001"))
    async with looking_up(site, "1") as worker:
        await worker.press(*word, "enter")
        await worker.until_said("我不同意")
        await worker.press("1", "9", *"abc", "enter")
        await worker.until_stored()
        assert site.voices.find_public(1).state == "open"


async def test_the_author_says_more(site: Services, digits: str) -> None:
    async with looking_up(site, "1") as worker:
        await worker.press(*digits, "enter", "3", "escape")
        await worker.until_said("真的解决了吗？")
        await worker.press("3", *"abc", "enter")
        await worker.until_stored()
        assert site.voices.get_kept(1).steps[-1].text == "abc"


async def test_wrong_digits_show_nothing_and_can_not_be_tried_for_ever(
    site: Services, digits: str
) -> None:
    wrong = "0000" if digits != "0000" else "1111"
    async with looking_up(site, "1") as worker:
        await worker.press("1", "2", "enter")
        await worker.until_said("▲四位查询码")
        await worker.press("backspace", "backspace")
        for _try in range(5):
            await worker.press(*wrong, "enter")
            await worker.until_refused()
            await worker.press("enter")
        await worker.press(*digits, "enter")
        await worker.until_refused()
        await worker.until_said("请一小时后再试")
        assert "热水" not in worker.words
        await worker.press("enter", "escape")
        await worker.until_said("编号是多少？")


async def test_somebody_elses_scan_ends_what_only_the_author_sees(
    site: Services, digits: str
) -> None:
    async with looking_up(site, "1") as worker:
        await worker.press(*digits, "enter")
        await worker.until_said("真的解决了吗？")
        await worker.app.scan(Scan(site.people.badge_code("002"), "wedge"))
        await worker.until_on(AnswerScreen)
        await worker.app.ways.leave_answer()
        await worker.until_on(BoardScreen)


async def test_a_long_story_has_pages(site: Services, digits: str) -> None:
    for turn in range(12):
        site.voices.answer(1, f"第{turn}次答复", Speaker(uid_of("001")))
    async with looking_up(site, "1") as worker:
        await worker.press(*digits, "enter")
        await worker.until_said("往下看")
        assert "第11次答复" not in story(worker)
        await worker.press("pagedown", "plus", "minus", "minus", "minus")
        await worker.until(lambda: "第11次答复" in story(worker))
        await worker.press("plus", "f2")
        await worker.until_said("Readon")
        assert SAID in story(worker)


async def test_what_was_approved_and_where_is_public(site: Services) -> None:
    zone = site.coverage.zones()[0]
    site.voices.raise_voice("problem", VoiceWords(text=SAID, place=zone, author_name="老王"))
    site.voices.approve(1, uid_of("001"))
    async with looking_up(site, "1") as worker:
        await worker.until_said("第1号")
        assert f"地点：{zone}" in story(worker)
        assert "电话138********" in story(worker).replace("\n", "")
        assert "老王" not in worker.words
        await worker.press("enter")
        await worker.until_said("编号是多少？")


async def test_where_more_is_written_the_subjects_of_its_kind_can_be_picked(
    site: Services,
) -> None:
    digits = site.voices.raise_voice("hazard", VoiceWords(text="洞口")).word
    async with looking_up(site, "1") as worker:
        await worker.press(*digits, "enter")
        await worker.until_said("补充说明")
        await worker.press("1")
        await worker.until(lambda: isinstance(worker.step, WordsField))
        await worker.until_said("用电不安全")
        await worker.press("plus", "plus", "enter", "enter")
        await worker.until_stored()
        assert site.voices.get_kept(1).steps[0].text == "用电不安全"


async def test_its_author_reads_the_words_of_the_catalogue_in_the_language_spoken(
    site: Services,
) -> None:
    item = site.service.list_choices("hazard")[0]
    digits = site.voices.raise_voice("hazard", VoiceWords(item.uid)).word
    async with looking_up(site, "1") as worker:
        await worker.press(*digits, "enter")
        await worker.until(lambda: item.text in story(worker))
        await worker.press("f2")
        await worker.until(lambda: item.text_en.replace(" ", "") in story(worker))
        assert item.text not in story(worker)
