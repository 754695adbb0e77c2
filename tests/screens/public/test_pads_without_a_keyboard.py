"""What a number pad alone can do on every page where something is typed."""

from pathlib import Path

import pytest
from textual.widgets import Digits, Input

from kiosk.service.voices import VoiceWords
from kiosk.services import Services
from screens.dialogs.words import WordsField
from screens.public.voice_look_up import LookUpScreen
from screens.public.workers import WorkersScreen
from screens.supervisor.post_pads import DigitsPad
from screens.widgets.keys import KeyBar
from tests.screens.public.voice_site import Worker, at_the_board, drawn_text, make_voice_site


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_voice_site(tmp_path)


def wrong(word: str) -> str:
    return "0000" if word != "0000" else "1111"


def typed(worker: Worker) -> str:
    return worker.app.screen.query_one(Digits).value


async def at_the_digits(worker: Worker) -> None:
    await worker.press("0", "slash")
    await worker.until_on(LookUpScreen)
    await worker.press("1", "enter")
    await worker.until_said("是您提的？输入四位查询码")


async def test_refused_digits_are_gone_and_four_are_the_most(site: Services) -> None:
    word = site.voices.raise_voice("problem", VoiceWords(text="没有热水")).word
    async with at_the_board(site) as worker:
        await at_the_digits(worker)
        await worker.press("1", "2", "enter")
        await worker.until_said("▲四位查询码")
        assert typed(worker) == "–"
        await worker.press(*wrong(word), "7")
        assert typed(worker) == wrong(word)
        await worker.press("enter")
        await worker.until_refused()
        await worker.press("enter")
        await worker.until(lambda: isinstance(worker.step, DigitsPad))
        assert typed(worker) == "–"
        await worker.press(*word, "enter")
        await worker.until_said("没有热水")


async def test_a_key_of_the_pad_takes_a_digit_back_and_the_bar_says_so(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "slash")
        await worker.until_on(LookUpScreen)
        await worker.until_said("Enter返回")
        assert "Esc" not in bar(worker)
        await worker.press("5", "8")
        await worker.until_said(".删除")
        await worker.press("full_stop")
        assert typed(worker) == "5"
        await worker.press("full_stop", "full_stop")
        await worker.until_said("Enter返回")
        await worker.press("enter")
        await worker.until_on(WorkersScreen)


async def test_a_key_of_the_pad_takes_a_sign_of_the_words_back(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "9")
        await worker.until(lambda: isinstance(worker.step, WordsField))
        await worker.until_said("Enter返回")
        assert "Esc" not in bar(worker)
        await worker.press("2", "9")
        await worker.until_said(".删除")
        await worker.press("full_stop")
        assert worker.app.screen.query_one(Input).value == "2"


async def test_a_full_stop_from_a_keyboard_is_written(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "9")
        await worker.until(lambda: isinstance(worker.step, WordsField))
        await worker.press("3", "full_stop", "5", "m")
        assert worker.app.screen.query_one(Input).value == "3.5m"
        assert ".删除" not in bar(worker)
        await worker.press("full_stop")
        assert worker.app.screen.query_one(Input).value == "3.5m."


async def test_where_no_word_can_be_picked_a_keyboard_is_asked_for(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "1")
        await worker.until_stored()
        await worker.press("3")
        await worker.until_said("您叫什么名字？")
        await worker.until_said("这里没有现成的词可选")
        assert "拼音首字母" not in worker.words


async def test_where_something_is_said_a_place_can_be_picked(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "7", "9")
        await worker.until(lambda: isinstance(worker.step, WordsField))
        await worker.press("7", "8", "plus", "enter")  # st
        assert worker.app.screen.query_one(Input).value == "食堂"


async def test_where_more_is_said_usual_words_can_be_picked(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "1")
        await worker.until_stored()
        await worker.press("2")
        await worker.until(lambda: isinstance(worker.step, WordsField))
        await worker.press("7", "5", "4", "plus", "enter")  # qkg
        assert worker.app.screen.query_one(Input).value.startswith("情况更")


def bar(worker: Worker) -> str:
    return "".join(drawn_text(worker.app.screen.query_one(KeyBar)).split())
