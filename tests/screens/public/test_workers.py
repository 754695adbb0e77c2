"""The workers' page: the site and members are rated with the fewest keys, and nobody is traced."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events

from db.connection import run_sql
from kiosk.attendance.views import Scan
from kiosk.people.filters import EVERYBODY
from kiosk.services import Services
from screens.dialogs.step import SETTLE_S
from screens.dialogs.words import WordsField
from screens.member.answer import AnswerScreen
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from screens.public.rate import RateScreen, Thanked
from screens.public.voice_kind import VoiceKindScreen
from screens.public.voice_list import VoiceListScreen
from screens.public.workers import WorkersScreen
from screens.public.workers_steps import FacesStep, session_member
from screens.widgets.rating_faces import RatingFaces
from tests.builders import set_clock, uid_of
from tests.resting import until_keys_count
from tests.screens.public.voice_site import Worker, at_the_board, make_voice_site


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_voice_site(tmp_path)


def box() -> list[tuple[str, int, str, str]]:
    rows = run_sql("SELECT kind, stars, word, set_aside FROM rating_box ORDER BY set_aside")
    return [(str(kind), int(stars), str(word), str(why)) for kind, stars, word, why in rows]


@asynccontextmanager
async def on_the_page(site: Services, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Worker]:
    async with at_the_board(site, size) as worker:
        await worker.press("0")
        await worker.until_on(WorkersScreen)
        yield worker


async def test_two_keys_rate_the_site(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "4")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        assert box() == [("site", 4, "", "")]
        await worker.press("enter")
        await worker.until_on(BoardScreen)


@pytest.mark.parametrize(
    ("key", "said", "way", "is_poor"),
    [("2", "您按的是2：不满意", "说说哪里不好", True), ("4", "您按的是4：满意", "留一句话", False)],
)
async def test_the_thanks_say_which_face_was_pressed_and_cheer_no_poor_one(
    site: Services, key: str, said: str, way: str, *, is_poor: bool
) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", key)
        await worker.until_said(said)
        await worker.until_said(way)
        assert isinstance(worker.step, Thanked)
        assert worker.step.has_class("-poor") is is_poor
        await worker.press("f2")
        await worker.until_said(f"Youpressed{key}")
        assert worker.step.has_class("-poor") is is_poor


async def test_a_face_right_behind_the_key_that_opened_the_page_counts(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.pilot.press("0")
        await worker.until(lambda: isinstance(worker.step, FacesStep) and worker.step.is_mounted)
        assert worker.step is not None
        assert worker.step.opened_by == "0"
        early = events.Key("3", "3")
        early.time = (worker.step._there_s or 0) + SETTLE_S / 2
        assert worker.step.take(early)
        await worker.until(lambda: box() == [("site", 3, "", "")])


async def test_the_key_that_opened_a_page_answers_nothing_when_it_bounces(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.app.push_screen(CardScreen(uid_of("002")))
        await worker.until_said("评价")
        await worker.press("5")
        await worker.until(lambda: isinstance(worker.step, FacesStep) and worker.step.is_mounted)
        assert worker.step is not None
        bounced = events.Key("5", "5")
        bounced.time = (worker.step._there_s or 0) + SETTLE_S / 2
        assert worker.step.take(bounced)
        assert not worker.step.answered.done()


async def test_a_touched_face_rates_as_well(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.pilot.pause(0.5)
        await worker.pilot.click(RatingFaces, offset=(65, 5))
        await worker.until(lambda: isinstance(worker.step, Thanked))
        assert box() == [("site", 5, "", "")]


async def test_a_repeat_and_a_burst_are_thanked_as_everybody(site: Services) -> None:
    seen = []
    async with at_the_board(site) as worker:
        for _turn in range(6):
            await worker.press("0", "1")
            await worker.until(lambda: isinstance(worker.step, Thanked))
            await worker.until(lambda: "█" in worker.words)
            seen.append(worker.words)
            await worker.press("enter")
            await worker.until_on(BoardScreen)
    assert {why for *_rest, why in box()} == {"", "repeat", "burst"}
    assert len({words.split("秒")[0] for words in seen}) == 1


async def test_a_word_can_be_added_after_it_is_stored(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("2")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        await worker.press("1")
        await worker.until_said("想说的是哪方面？")
        await worker.press("1")
        await worker.until_said("只给值班负责人看。")
        assert box() == [("site", 2, "等得太久", "")]
        await worker.press("enter")
        await worker.until_on(BoardScreen)


async def test_own_words_are_added_too_and_going_back_adds_none(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("5")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        await worker.press("1", "9", "escape")
        await worker.until_said("帮忙及时")
        await worker.press("9", *"abc", "enter")
        await worker.until_said("abc")
        assert box() == [("site", 5, "abc", "")]


async def test_where_a_word_is_written_the_usual_ones_can_be_picked(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("5")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        await worker.press("1", "9")
        await worker.until(lambda: isinstance(worker.step, WordsField))
        await worker.until_said("帮忙及时")
        await worker.press("plus", "enter", "enter")
        await worker.until(lambda: box() == [("site", 5, "帮忙及时", "")])


async def test_a_word_that_comes_too_late_is_told(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("5")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        await worker.press("1")
        set_clock(site, site.context.clock.now() + timedelta(hours=1))
        assert site.ratings.empty_box() == 1
        await worker.press("1")
        await worker.until_refused()
        await worker.until_said("来不及")


async def test_the_mean_stands_on_the_page_from_five_on(site: Services) -> None:
    for _turn in range(5):
        site.ratings.give("site", 4)
        set_clock(site, site.context.clock.now() + timedelta(hours=2))
    site.ratings.empty_box()
    async with on_the_page(site) as worker:
        await worker.until_said("4.0分（满分5分），5次评价")


async def test_the_thanks_keep_to_the_language_and_the_page_to_its_place(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("f2")
        await worker.until_said("Howcontentareyouwiththissite?")
        await worker.press("x", "3")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        await worker.press("f2")
        await worker.until_said("不记名，谁也查不到是您评的。")
        assert len(box()) == 1


async def test_back_leads_to_the_board_and_nothing_is_rated(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("0")
        await worker.until_on(BoardScreen)
        assert box() == []


async def test_three_keys_rate_a_member(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("right", "enter")
        await worker.until_on(CardScreen)
        await worker.press("5", "5")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        assert box() == [("member", 5, "", "")]


async def test_a_service_is_rated_from_the_members_page(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("right", "enter")
        await worker.until_on(CardScreen)
        await worker.press("5")
        await worker.until_on(RateScreen)
        await worker.until_said("帮工友修好宿舍水管")
        await worker.press("7", "6")
        await worker.until_said("这次服务您满意吗？")
        await worker.press("9", "0")
        await worker.until_said("您对李建国满意吗？")
        await worker.pilot.pause(0.5)
        await worker.pilot.click("Tile", offset=(5, 1))
        await worker.until_said("这次服务您满意吗？")
        await worker.press("3")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        assert box() == [("service", 3, "", "")]


async def test_nobody_rates_themself_in_their_own_session(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.app.scan(Scan(site.people.badge_code("002"), "wedge"))
        await worker.until_on(AnswerScreen)
        assert session_member(worker.app) == uid_of("002")
        member = site.people.get_member("002")
        await worker.app.ways.open_session(member, CardScreen(member.uid))
        await worker.until_on(CardScreen)
        await worker.until_said("说一说")
        await worker.press("5")
        await worker.until_on(VoiceKindScreen)
        await worker.press("0")
        await worker.until_on(CardScreen)
        await worker.app.push_screen(RateScreen(member))
        await worker.until_on(RateScreen)
        await worker.press("5")
        await worker.until_refused()
        assert box() == []


async def test_a_supervisor_at_work_does_not_rate_themself(site: Services) -> None:
    async with at_the_board(site) as worker:
        assert session_member(worker.app) is None
        worker.app.open_day(site.people.get_member("001"))
        await worker.until(lambda: session_member(worker.app) == uid_of("001"))


async def test_a_rating_is_taken_back_from_the_thanks_and_leaves_nothing(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("1")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        await worker.press("f2", "f2")
        await worker.until_said("9撤销")
        await until_keys_count(worker.pilot)
        await worker.pilot.press("9")
        await worker.until_said("这次评价没有留下")
        assert box() == []
        await worker.pilot.press("f2")
        await worker.until_said("Nothingisleftofit")
        await worker.until_on(BoardScreen)
        await worker.press("0", "4")
        await worker.until(lambda: box() == [("site", 4, "", "")])


async def test_a_rating_that_is_counted_already_is_not_taken_back(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("5")
        await worker.until(lambda: isinstance(worker.step, Thanked))
        set_clock(site, site.context.clock.now() + timedelta(hours=1))
        assert site.ratings.empty_box() == 1
        await worker.press("9")
        await worker.until_refused()
        await worker.until_said("来不及撤销")


async def test_a_digit_right_behind_the_way_back_rates_nothing(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("plus")
        await worker.until_on(VoiceListScreen)
        for _turn in range(2):
            await worker.pilot.press("0", "0", "2")
            await worker.pilot.pause(0.3)
        await worker.until_on(BoardScreen)
        board = worker.app.screen
        assert isinstance(board, BoardScreen)
        assert board.shown_filter == EVERYBODY
        await worker.press("2")
        await worker.until(lambda: board.shown_filter.kind == "on_site")
        assert box() == []


async def test_what_was_asked_under_a_page_settles_anew_when_that_is_left(site: Services) -> None:
    async with on_the_page(site) as worker:
        await worker.press("plus")
        await worker.until_on(VoiceListScreen)
        await worker.pilot.press("escape")
        await worker.until(lambda: isinstance(worker.app.screen, WorkersScreen))
        await worker.pilot.press("3")
        await worker.pilot.pause(0.2)
        assert (worker.step is not None, box()) == (True, [])


async def test_two_services_in_the_same_words_are_told_apart_by_day_and_place(
    site: Services,
) -> None:
    now = site.context.clock.now()
    for days, place in ((1, "料场"), (2, "大门")):
        set_clock(site, now + timedelta(days=days))
        site.service.log_service(uid_of("002"), 10, text="送水", place=place)
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(CardScreen(uid_of("002")))
        await worker.until_said("送水")
        await worker.press("5")
        await worker.until_on(RateScreen)
        await worker.until_said("评：12:30·大门")
        await worker.until_said("12:30·料场")
        await worker.press("7")
        await worker.until_said("12:30·料场")
        assert "12:30·大门" not in worker.words


async def test_a_second_key_right_behind_the_first_does_not_take_its_place() -> None:
    thanks = Thanked(3)
    assert thanks.press("1", "1")
    assert thanks.press("9", "9")
    assert thanks.picked == "1"


async def test_after_a_poor_rating_enter_ends_without_a_word_unless_one_was_chosen(
    site: Services,
) -> None:
    for keys, word in ((("enter",), ""), (("right", "enter"), "等得太久")):
        async with on_the_page(site) as worker:
            await worker.press("2")
            await worker.until(lambda: isinstance(worker.step, Thanked))
            await worker.press("1")
            await worker.until_said("想说的是哪方面？")
            await worker.press(*keys)
            if word:
                await worker.until_said("只给值班负责人看。")
                await worker.press("enter")
            await worker.until_on(BoardScreen)
            assert box()[-1][2] == word
        set_clock(site, site.context.clock.now() + timedelta(hours=2))
