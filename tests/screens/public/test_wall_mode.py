"""The wall display turns by itself, moves nothing else, and ends with a key, a touch or a scan."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Digits, Label

from kiosk.attendance.views import Scan
from kiosk.people.views import MemberView
from kiosk.recording import not_recorded
from kiosk.service.voices import VoiceWords
from kiosk.service.voices_steps import Speaker
from kiosk.services import Services
from screens.member.answer import AnswerScreen
from screens.modes import BOARD
from screens.public import wall_mode
from screens.public.board import BoardScreen
from screens.public.wall_mode import PARTS, TURN_S, WallModeScreen
from screens.public.wall_mode_cards import WallCards
from screens.public.wall_mode_view import (
    WallCard,
    WallView,
    count_words,
    post_cards,
    read_wall,
    voice_cards,
)
from screens.widgets.big_letters import SIZES, BigLetters, find_letters
from screens.widgets.board.wall import Wall
from tests.board_site import make_board_site
from tests.builders import NOON, make_site, set_clock, uid_of
from tests.screens.public.voice_site import Worker, at_the_board, drawn_text


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_board_site(tmp_path, 30, photos=6)
    services.access.set_pin(uid_of("001"), "supervisor", "246810")
    raised = services.voices.raise_voice("problem", VoiceWords(None, "热水不够，电话13800138000"))
    services.voices.solve(raised.voice.number, "已加装热水器", Speaker(uid_of("001")))
    return services


async def open_wall(worker: Worker) -> WallModeScreen:
    wall = WallModeScreen()
    await worker.app.push_screen(wall)
    await worker.until(lambda: wall.is_read)
    await worker.pilot.pause(0.1)
    return wall


async def turn(worker: Worker, wall: WallModeScreen) -> None:
    before = wall.part
    wall.tick()
    await worker.until(lambda: wall.part != before)
    await worker.pilot.pause(0.1)


async def test_it_turns_through_all_parts_and_shows_the_next_page_when_it_comes_round(
    site: Services,
) -> None:
    told = site.voices.raise_voice("problem", VoiceWords(None, "夜里太吵")).voice.number
    site.voices.solve(told, "换了时间", Speaker(uid_of("001")))
    site.voices.approve(told, uid_of("001"), "夜间噪声")
    async with at_the_board(site, (120, 40)) as worker:
        wall = await open_wall(worker)
        assert TURN_S == 12
        said = {
            "board": ("谁在现场", "李建国"),
            "posts": ("今日关键岗", "▲动火审批"),
            "duties": ("其他岗位", "宣传栏", "负责宣传栏"),
            "promises": ("今日承诺", "○每日巡查临边防护", "李建国·待兑现"),
            "services": ("最近服务", "陪护受伤工友就医"),
            "voices": ("心声有回音", "✓夜间噪声"),
        }
        first_faces = [one.number for one in wall.query_one(Wall).shown]
        for part in PARTS:
            assert wall.part == part
            for words in said[part]:
                await worker.until_said(words)
            assert "13800138000" not in worker.words
            assert "内容未公开" not in worker.words
            await turn(worker, wall)
        assert wall.part == "board"
        assert [one.number for one in wall.query_one(Wall).shown] != first_faces
        await worker.press("x")
        await worker.until_on(BoardScreen)


async def test_what_is_recorded_meanwhile_moves_nothing_until_it_turns(site: Services) -> None:
    async with at_the_board(site, (120, 40)) as worker:
        wall = await open_wall(worker)
        while wall.part != "promises":
            await turn(worker, wall)
        cards = wall.query_one("#wall-promises", WallCards)
        before = [card.text for card in cards.shown]
        site.service.make_commitment(uid_of("005"), text="新承诺")
        await wall.record_changed()
        await worker.pilot.pause(0.2)
        assert [card.text for card in cards.shown] == before
        for _part in PARTS:
            await turn(worker, wall)
        assert "新承诺" in [card.text for card in cards.shown]
        await wall.speak()
        await worker.pilot.click(Wall if wall.part == "board" else "#wall-promises")
        await worker.until_on(BoardScreen)


async def test_a_scan_is_answered_and_the_board_follows(site: Services) -> None:
    async with at_the_board(site) as worker:
        await open_wall(worker)
        code = site.badges.code(uid_of("002"), None)
        await worker.app.scan(Scan(code, "wedge"))
        await worker.until_on(AnswerScreen)
        await worker.app.ways.leave_answer()
        await worker.until_on(BoardScreen)
        assert worker.app.current_mode == BOARD
        assert len(worker.app.screen_stack) == 1


async def test_f9_still_calls_the_roll_and_nobody_is_sent_home_by_time(site: Services) -> None:
    async with at_the_board(site) as worker:
        wall = await open_wall(worker)
        assert worker.app.idle_left_s is None
        await worker.press("f9")
        await worker.until(lambda: worker.app.screen is not wall)
        part = wall.part
        wall.tick()
        await worker.pilot.pause(0.2)
        assert wall.part == part


async def test_an_empty_site_says_what_will_be_here(tmp_path: Path) -> None:
    site = make_site(tmp_path, 0)
    async with at_the_board(site) as worker:
        wall = await open_wall(worker)
        for words in (
            "导入",
            "还没有设",
            "由督导设岗",
            "就能作出承诺",
            "就能记一条服务",
            "就能提建议",
        ):
            await worker.until_said(words)
            await turn(worker, wall)


async def test_what_can_not_be_read_is_told_and_the_wall_goes_on(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_services: Services) -> WallView:
        raise not_recorded("locked")

    async with at_the_board(site) as worker:
        wall = await open_wall(worker)
        monkeypatch.setattr("screens.public.wall_mode.read_wall", fail)
        await turn(worker, wall)
        assert wall.query("Notice")


async def test_many_cards_stand_on_pages_and_a_page_that_is_gone_is_not_shown(
    site: Services,
) -> None:
    for place in range(40):
        set_clock(site, NOON + timedelta(hours=1, minutes=place))
        site.service.log_service(uid_of("003"), 10, text=f"帮工友第{place}次搬运材料到楼层")
    async with at_the_board(site) as worker:
        wall = await open_wall(worker)
        while wall.part != "services":
            await turn(worker, wall)
        cards = wall.query_one("#wall-services", WallCards)
        assert cards.pages > 2
        last = cards.shown[-1].text
        cards.turn()
        assert cards.page == 1
        assert last not in [card.text for card in cards.shown]
        cards.show([WallCard(None, "7", "✓", "kept", "热水" * 60, "问题")], "")
        assert (cards.page, len(cards.shown)) == (0, 1)


async def test_a_voice_that_really_is_solved_has_another_sign_than_one_that_is_said_to_be(
    site: Services,
) -> None:
    assert voice_cards(WallView(voices=site.voices.list_solved(9))) == []  # no words to show yet
    site.voices.approve(1, uid_of("001"), "热水不够")
    said = voice_cards(WallView(voices=site.voices.list_solved(9)))
    site.access.set_pin(uid_of("003"), "supervisor", "246811")
    site.voices.confirm(1, Speaker(uid_of("003")))
    really = voice_cards(WallView(voices=site.voices.list_solved(9)))
    assert [one.sign for one in (*said, *really)] == ["✓", "✓✓"]


async def test_a_post_that_is_no_key_post_stands_there_with_its_holders_or_as_vacant(
    site: Services,
) -> None:
    site.coverage.make_post("资料室", "", "B区")
    ended = site.coverage.make_post("旧岗", "")
    site.posts.end_post(ended)
    held, vacant = post_cards(read_wall(site))
    name = site.people.get_member("002").name
    assert (held.text, held.facts, held.sign) == ("宣传栏", f"○ {name} · 负责宣传栏 · A区", "")
    assert (vacant.text, vacant.facts, vacant.sign) == ("资料室", "暂缺 · B区", "▲")
    assert vacant.member is None


async def test_a_solved_voice_shows_what_was_approved_and_no_more(site: Services) -> None:
    words = "宿舍热水不够，晚班下来洗不上，请打电话13800138000联系，最好每层加一台热水器"
    site.voices.approve(1, uid_of("001"), words)
    card = voice_cards(WallView(voices=site.voices.list_solved(9)))[0]
    assert (card.number, card.sign) == ("1", "✓")
    assert "每层加一台热水器" in card.facts
    site.voices.approve(1, uid_of("001"), "热水不够")
    brief = voice_cards(WallView(voices=site.voices.list_solved(9)))[0]
    assert (brief.text, brief.facts) == ("热水不够", "问题 · 已解决")
    assert "13800138000" not in card.text + card.facts


async def test_services_are_counted_by_the_work_day_as_the_day_counts_them(
    site: Services,
) -> None:
    before = len(site.oversight.day().services)
    set_clock(site, NOON + timedelta(hours=13))  # one o'clock at night
    site.service.log_service(uid_of("004"), 10, text="夜里送水")
    async with at_the_board(site, (120, 40)) as worker:
        wall = await open_wall(worker)
        while wall.part != "services":
            await turn(worker, wall)
        assert wall.query_one("#wall-count", Digits).value == str(before + 1)


async def test_it_says_how_many_cards_do_not_fit(site: Services) -> None:
    async with at_the_board(site, (80, 24)) as worker:
        wall = await open_wall(worker)
        while wall.part != "promises":
            await turn(worker, wall)
        cards = wall.query_one("#wall-promises", WallCards)
        assert cards.left > 0
        await worker.until_said(f"另有{cards.left}条")


def is_drawn(letters: BigLetters, words: str, size: int, said: str) -> bool:
    return all(row.strip() in said for row in letters.draw(words, size))


async def test_a_large_screen_is_filled_with_letters_that_are_read_from_three_metres(
    site: Services,
) -> None:
    site.service.make_commitment(uid_of("005"), text="把每一层的临边洞口都盖好并且挂上警示牌子")
    letters = find_letters()
    assert letters is not None
    async with at_the_board(site, (200, 60)) as worker:
        wall = await open_wall(worker)
        while wall.part != "promises":
            await turn(worker, wall)
        cards = wall.query_one("#wall-promises", WallCards)
        await worker.until(lambda: len(cards.shown) == 3)
        short, long = (
            next(card.text for card in cards.shown if (len(card.text) > 14) == is_long)
            for is_long in (False, True)
        )
        room = cards.size.width - 26 - 8
        assert is_drawn(letters, short, 16, drawn_text(cards))
        for words in letters.split(long, room, 12, 2):
            assert is_drawn(letters, words, 12, drawn_text(cards))
        cards.show([], "今天要兑现的承诺会显示在这里。")
        await worker.until(
            lambda: is_drawn(letters, "今天要兑现的承诺会显示在这里", 12, drawn_text(cards))
        )
        cards.use(None)
        await worker.until(lambda: "今天要兑现的承诺" in drawn_text(cards))


async def test_no_number_stands_there_before_the_first_reading(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_let = Event()

    def slow(services: Services) -> WallView:
        assert is_let.wait(20)
        return read_wall(services)

    monkeypatch.setattr(wall_mode, "read_wall", slow)
    async with at_the_board(site, (120, 40)) as worker:
        wall = WallModeScreen()
        await worker.app.push_screen(wall)
        await worker.pilot.pause(0.2)
        await wall.speak()
        await worker.pilot.pause(0.1)
        try:
            assert wall.query_one("#wall-count", Digits).value == ""
            assert "共" not in str(wall.query_one("#wall-counted", Label).content)
            assert "还没有成员" not in worker.words
            assert "导入" not in worker.words
        finally:
            is_let.set()
        await worker.until(lambda: wall.is_read)
        await worker.pilot.pause(0.1)
        assert wall.query_one("#wall-count", Digits).value
        assert "共" in str(wall.query_one("#wall-counted", Label).content)


def test_a_post_counts_as_held_while_somebody_who_holds_it_is_on_site(site: Services) -> None:
    view = read_wall(site)
    post = next(one for one in view.duties if one.holders)
    held = [
        replace(post, holders=(replace(post.holders[0], member=member),))
        for member in (member_of(view, is_here=False), member_of(view, is_here=True))
    ]
    for duties, count in ((held[:1], "0"), (held, "1")):
        counted, _of_how_many = count_words(replace(view, duties=tuple(duties)), "duties")
        assert counted == count


def member_of(view: WallView, *, is_here: bool) -> MemberView:
    return next(one for one in view.members if (one.on_site_since is not None) == is_here)


@pytest.mark.parametrize("size", SIZES)
def test_a_ring_and_a_light_are_whole_in_large_letters(size: int) -> None:
    letters = find_letters()
    assert letters is not None
    off, on = letters.draw("○", size), letters.draw("●", size)
    assert any("  " in row.strip() for row in off)
    assert not any(" " in row.strip() for row in on)
    assert len(letters.draw("● 李工", size)[0]) == letters.width("● 李工", size)
