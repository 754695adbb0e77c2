"""Raising voices: the fewest keys to a stored hazard, number and digits, additions afterwards."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from db.connection import run_sql
from kiosk.recording import not_recorded
from kiosk.service.choices import NewItem
from kiosk.service.voices import Voices
from kiosk.services import Services
from screens.dialogs.outcome import BlockWord
from screens.dialogs.words import WordsField
from screens.dialogs.words_picks import WordPicks
from screens.public.board import BoardScreen
from screens.public.voice_kind import VoiceKindScreen
from screens.public.voice_number import VoiceNumber
from screens.public.voice_raise import KEPT_S, RaiseScreen
from screens.public.workers import WorkersScreen
from screens.widgets.keys import KeyBar
from tests.builders import uid_of
from tests.screens.public.voice_site import Worker, at_the_board, drawn_text, make_voice_site


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_voice_site(tmp_path)


def kept(site: Services, number: int) -> tuple[str, str, list[str]]:
    view = site.voices.get_kept(number)
    return view.public.kind, view.subject, [step.text for step in view.steps]


async def raised(worker: Worker) -> VoiceNumber:
    await worker.until(lambda: isinstance(worker.step, VoiceNumber))
    await worker.pilot.pause(0.5)
    assert isinstance(worker.step, VoiceNumber)
    return worker.step


def bar(worker: Worker) -> str:
    return drawn_text(worker.app.screen.query_one(KeyBar))


async def test_three_keys_store_a_hazard(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "2")
        await raised(worker)
        assert kept(site, 1) == ("hazard", "用电不安全", [])
        assert site.voices.loud().count == 1


async def test_number_and_digits_stay_large_until_enter(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "1")
        number = await raised(worker)
        assert "✓已记录：隐患·临边洞口没防护" in worker.words
        large = [drawn_text(one) for one in number.query(BlockWord)]
        assert len(large) == 2
        assert all(sum(line.strip() != "" for line in one.splitlines()) >= 5 for one in large)
        assert "返回" not in bar(worker)
        assert worker.app.screen.idle_s == KEPT_S  # type: ignore[attr-defined]
        await worker.press("0", "escape", "x", "7")
        await worker.pilot.click("#number-both")
        assert worker.step is number
        assert site.voices.look_up(1, number.raised.word).subject == "临边洞口没防护"
        await worker.press("f2")
        await worker.until_said("Stored:Hazard·Anedgeisunguarded")
        await worker.press("enter")
        await worker.until_on(BoardScreen)


async def test_place_words_and_name_are_added_after_it_is_stored(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "1")
        await raised(worker)
        await worker.press("1", "2")
        await worker.until_said("施工区")
        await worker.until_stored()
        await worker.press("enter")
        await raised(worker)
        await worker.until_said("已补充：地点：")
        await worker.pilot.click("Tile", offset=(5, 1))
        await worker.until_said("在哪里？")
        await worker.press("9", "escape", "0")
        await raised(worker)
        await worker.press("2", *"abc", "enter")
        await worker.until_stored()
        await worker.press("enter")
        await raised(worker)
        await worker.press("3", "escape")
        await raised(worker)
        await worker.press("3", *"wang", "enter")
        await worker.until_stored()
        await worker.press("enter")
        await raised(worker)
        await worker.press("enter")
        await worker.until_on(BoardScreen)
    steps = site.voices.get_kept(1).steps
    assert [step.kind for step in steps] == ["placed", "reply", "named"]
    assert [step.text for step in steps][1:] == ["abc", "wang"]
    assert site.voices.get_kept(1).author == "wang"


async def test_a_place_of_the_list_stands_in_the_loud_line_once_it_is_added(
    site: Services,
) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "1")
        await raised(worker)
        await worker.press("1", "1")
        await worker.until_stored()
        await worker.press("enter")
        await raised(worker)
        await worker.press("enter")
        await worker.until_on(BoardScreen)
        place = site.voices.get_kept(1).place
        assert place
        await worker.until_said(f"临边洞口没防护({place})")


async def test_a_place_in_own_words(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "1")
        await raised(worker)
        await worker.press("1", "9", *"b2", "enter")
        await worker.until_stored()
        await worker.press("enter")
        await raised(worker)
        assert kept(site, 1)[2] == ["b2"]
        assert site.voices.get_kept(1).place == "b2"
        assert site.voices.loud().newest[0].place == ""


@pytest.mark.parametrize(("key", "kind"), [("7", "help"), ("8", "problem"), ("9", "suggestion")])
async def test_each_kind_in_own_words(site: Services, key: str, kind: str) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", key, "9", "escape", "9", *"abc", "enter")
        await raised(worker)
        assert kept(site, 1)[:2] == (kind, "abc")
        assert site.voices.find_public(1).subject == ""


async def test_going_back_raises_nothing(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "0")
        await worker.until_on(WorkersScreen)
        assert run_sql("SELECT * FROM voice") == []


async def test_what_can_not_be_recorded_is_told_and_asked_again(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object) -> None:
        raise not_recorded("full")

    async with at_the_board(site) as worker:
        await worker.press("0", "6")
        await worker.until_on(RaiseScreen)
        with monkeypatch.context() as broken:
            broken.setattr(Voices, "raise_voice", fail)
            await worker.press("1")
            await worker.until_refused()
        await worker.press("enter", "1")
        await raised(worker)


async def test_a_long_number_fits_a_narrow_screen(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "1")
        number = await raised(worker)
        long = replace(number.raised, voice=replace(number.raised.voice, number=123456))
        again = VoiceNumber(long, ["地点：东侧"])
        await number.remove()
        await worker.app.screen.query_one("#step").mount(again)
        await worker.pilot.pause()
        assert len(again.query("#number-both Digits")) == 1


async def test_a_member_says_it_under_their_name(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.app.push_screen(VoiceKindScreen(uid_of("002")))
        await worker.until_on(VoiceKindScreen)
        await worker.press("1", "0")
        await worker.until_said("您要署名反映什么？")
        await worker.press("1", "3")
        await raised(worker)
        assert site.voices.get_kept(1).author_uid == uid_of("002")
        assert "留下姓名" not in worker.words  # it is known
        await worker.press("3")
        await worker.press("2")
        await writing(worker)


@pytest.mark.parametrize(
    ("keys", "is_loud", "said"),
    [
        (("6", "1"), True, "有人接手前一直挂着"),
        (("7", "1"), True, "到大门岗找值班负责人"),
        (("7", "9", *"abc", "enter"), False, "到大门岗找值班负责人"),
        (("8", "9", *"abc", "enter"), False, ""),
    ],
)
async def test_what_is_loud_says_what_happens_now_and_whom_to_fetch(
    site: Services, keys: tuple[str, ...], *, is_loud: bool, said: str
) -> None:
    site.service.add_item("help", NewItem("身体不舒服"))
    async with at_the_board(site) as worker:
        await worker.press("0")
        for key in keys:
            await worker.press(key)
        await raised(worker)
        assert ("▲已亮在公示板上" in worker.words) is is_loud
        await worker.until_said(said)


async def writing(worker: Worker) -> Input:
    await worker.until(lambda: isinstance(worker.step, WordsField))
    await worker.until(lambda: bool(worker.app.screen.query(Input)))
    return worker.app.screen.query_one(Input)


async def offered(worker: Worker, words: str) -> None:
    await worker.until(lambda: words in drawn_text(worker.app.screen.query_one(WordPicks)))


async def test_a_voice_in_own_words_may_be_as_long_as_the_desk_takes_it(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "9")
        field = await writing(worker)
        field.post_message(events.Paste("长" * 1001))
        await worker.until_said("最多1000个字；请说得短一些。")
        field.post_message(events.Paste("长" * 1000))
        await worker.until(lambda: len(field.value) == 1000)
        await worker.press("enter")
        await raised(worker)
        assert site.voices.get_kept(1).text == "长" * 1000
        await worker.press("2")
        field = await writing(worker)
        field.post_message(events.Paste("补" * 1000))
        await worker.until(lambda: len(field.value) == 1000)
        await worker.press("enter")
        await worker.until_stored()
        assert site.voices.get_kept(1).steps[0].text == "补" * 1000


async def test_where_words_are_written_the_subjects_of_the_kind_and_the_places_can_be_picked(
    site: Services,
) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "9")
        await writing(worker)
        await offered(worker, "用电不安全")
        await worker.press("plus", "enter", "enter")
        await raised(worker)
        assert site.voices.get_kept(1).text == "临边洞口没防护"
        await worker.press("1", "9")
        await writing(worker)
        await worker.press("7", "8")
        await offered(worker, "食堂")


async def test_a_place_that_was_picked_comes_first_the_next_time(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6", "1")
        await raised(worker)
        await worker.press("1", "3")
        await worker.until_stored()
        await worker.press("enter")
        await raised(worker)
        place = site.voices.get_kept(1).place
        await worker.press("1", "1")
        await worker.until_stored()
        assert [step.text for step in site.voices.get_kept(1).steps] == [place, place]


async def test_what_a_member_wrote_is_offered_to_them_alone_and_what_nobody_signed_to_nobody(
    site: Services,
) -> None:
    async with at_the_board(site) as worker:
        await worker.app.push_screen(VoiceKindScreen(uid_of("002")))
        await worker.until_on(VoiceKindScreen)
        await worker.press("1", "9", *"abc", "enter")
        await raised(worker)
        await worker.press("1", "9", *"b2", "enter")
        await worker.until_stored()
        await worker.press("enter")
        await raised(worker)
        await worker.press("enter")
        await worker.until_on(BoardScreen)
        await worker.press("0", "6", "9", *"xyz", "enter")
        await raised(worker)

        def said(kind: str, number: str) -> list[str]:
            return [one.said for one in site.phrases.list_phrases(kind, uid_of(number))]

        assert said("hazard", "002")[0] == "abc"
        assert said("place", "002")[0] == "b2"
        assert {"abc", "xyz"}.isdisjoint(said("hazard", "003"))
        assert "b2" not in said("place", "003")
        assert "xyz" not in said("hazard", "002")
