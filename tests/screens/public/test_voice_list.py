"""The public list and the line of hazards on the board."""

from pathlib import Path

import pytest

from kiosk.recording import not_recorded
from kiosk.service.choices import NewItem
from kiosk.service.voices import Speaker, Voices, VoiceWords
from kiosk.services import Services
from screens.public import voice_list
from screens.public.board import BoardScreen
from screens.public.voice_list import VoiceListScreen
from screens.public.voice_look_up import LookUpScreen
from screens.public.voice_loud import HazardLine
from screens.public.workers import WorkersScreen
from screens.supervisor.keypad_list import KeypadList
from screens.themes import THEMES
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.notice import Notice
from tests.board_site import press, wait_until
from tests.builders import uid_of
from tests.screens.member.test_answer import contrast
from tests.screens.public.voice_site import Worker, at_the_board, drawn_text, make_voice_site


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_voice_site(tmp_path)


def raise_hazard(site: Services, place: str = "") -> int:
    item = site.service.list_choices("hazard")[0].uid
    words = VoiceWords(item, "三层东侧", place)
    return site.voices.raise_voice("hazard", words).voice.number


def seen(worker: Worker) -> str:
    story = worker.app.screen.query_one(KeypadList)
    return "\n".join(story.render_line(y).text for y in range(story.size.height))


async def open_list(worker: Worker) -> VoiceListScreen:
    await worker.press("0", "plus")
    await worker.until_on(VoiceListScreen)
    screen = worker.app.screen
    assert isinstance(screen, VoiceListScreen)
    await worker.until(lambda: screen.is_read)
    return screen


async def test_an_empty_list_says_what_will_be_here_and_how_to_begin(site: Services) -> None:
    async with at_the_board(site) as worker:
        await open_list(worker)
        await worker.until_said("还没有人反映过。")
        await worker.press("enter", "4")
        await worker.until_said("这一类还没有。按1看全部。")
        await worker.press("1", "x", "0")
        await worker.until_on(WorkersScreen)


async def test_numbers_subjects_and_states_but_no_words(site: Services) -> None:
    raise_hazard(site)
    site.voices.raise_voice("problem", VoiceWords(text="工头骂人", author_name="老王"))
    async with at_the_board(site) as worker:
        await open_list(worker)
        await worker.until(lambda: "临边洞口没防护" in seen(worker))
        assert "内容未公开" in seen(worker)
        assert "▲ 待处理" in seen(worker)
        assert "骂人" not in worker.words + seen(worker)
        assert "老王" not in worker.words + seen(worker)
        assert "三层" not in worker.words + seen(worker)
        await worker.press("f2")
        await worker.until(lambda: "An edge is unguarded" in seen(worker))


async def test_it_is_narrowed_by_kind_and_to_solved_ones(site: Services) -> None:
    raise_hazard(site)
    site.voices.raise_voice("problem", VoiceWords(text="工具坏了"))
    site.voices.solve(2, "修好了", Speaker(uid_of("001")))
    async with at_the_board(site) as worker:
        await open_list(worker)
        await worker.press("3")
        await worker.until_said("心声公示·隐患")
        assert "问题" not in seen(worker)
        await worker.press("7")
        await worker.until_said("心声公示·已解决")
        assert "隐患" not in seen(worker)
        await worker.press("enter")
        await worker.until_on(LookUpScreen)
        await worker.until_said("第2号·问题·✓已解决")
        await worker.press("enter")  # digits are those of its author
        await worker.until_on(VoiceListScreen)


async def test_older_ones_by_a_key(site: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_list, "ON_A_PAGE", 2)
    for _turn in range(3):
        raise_hazard(site)
    async with at_the_board(site) as worker:
        await open_list(worker)
        await worker.until(lambda: "3 " in seen(worker))
        await worker.press("2", "9")
        await worker.until(lambda: seen(worker).startswith("1 "))
        await worker.press("9")
        await worker.until(lambda: seen(worker).startswith("3 "))


async def test_the_list_follows_the_record_and_says_when_it_can_not_be_read(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_board(site) as worker:
        screen = await open_list(worker)
        raise_hazard(site)
        await screen.record_changed()
        await worker.until(lambda: "临边" in seen(worker))

        def fail(*_asked: object) -> None:
            raise not_recorded("broken")

        monkeypatch.setattr(Voices, "list_public", fail)
        await screen.record_changed()
        await worker.until(lambda: bool(screen.query(Notice)))


async def test_a_hazard_is_loud_on_the_board_until_somebody_has_it_in_hand(site: Services) -> None:
    zone = site.coverage.zones()[0]
    async with at_the_board(site, (120, 40)) as worker:
        board = worker.app.screen
        assert isinstance(board, BoardScreen)
        line, header = board.query_one(HazardLine), board.query_one(SiteHeader)
        assert drawn_text(line).strip() == ""
        number = raise_hazard(site, zone)
        await board.record_changed()
        await worker.until(lambda: f"▲ 隐患 1 · 第1号 临边洞口没防护 ({zone})" in drawn_text(line))
        await worker.until(lambda: "▲ 隐患 1" in drawn_text(header))
        assert drawn_text(line).rstrip().endswith("报隐患：按 0，再按 6")
        assert line.render_line(0)._segments[0].style is not None
        await worker.press("f2")
        await worker.until(lambda: "HAZARD 1 · No. 1 An edge is unguarded" in drawn_text(line))
        site.voices.assign(number, uid_of("003"), uid_of("001"))
        await board.record_changed()
        await worker.until(lambda: drawn_text(line).strip() == "")
        await worker.until(lambda: "HAZARD" not in drawn_text(header).upper())


async def test_a_touch_on_the_line_lists_the_hazards(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.pilot.click(HazardLine, offset=(10, 0))
        assert isinstance(worker.app.screen, BoardScreen)
        raise_hazard(site)
        await worker.app.screen.record_changed()
        line = worker.app.screen.query_one(HazardLine)
        await worker.until(lambda: "隐患" in drawn_text(line))
        await worker.pilot.click(HazardLine, offset=(10, 0))
        await worker.until_on(VoiceListScreen)
        await worker.until_said("心声公示·隐患")


async def test_help_on_the_spot_is_loud_and_a_touch_lists_it(site: Services) -> None:
    item = site.service.add_item("help", NewItem("有人受伤", "Somebody is hurt"))
    site.voices.raise_voice("help", VoiceWords(item.uid))
    async with at_the_board(site, (120, 40)) as worker:
        line = worker.app.screen.query_one(HazardLine)
        header = worker.app.screen.query_one(SiteHeader)
        await worker.until(lambda: "▲ 求助 1 · 第1号 有人受伤" in drawn_text(line))
        await worker.until(lambda: "▲ 求助 1" in drawn_text(header))
        raise_hazard(site)
        await worker.app.screen.record_changed()  # type: ignore[attr-defined]  # the board
        await worker.until(lambda: "▲ 求助 1 · 隐患 1 · " in drawn_text(line))
        await worker.until(lambda: "▲ 隐患 1 · 求助 1" in drawn_text(header))
        site.voices.assign(2, uid_of("003"), uid_of("001"))
        await worker.app.screen.record_changed()  # type: ignore[attr-defined]  # the board
        await worker.until(lambda: "隐患 1" not in drawn_text(line))
        await worker.pilot.click(HazardLine, offset=(10, 0))
        await worker.until_on(VoiceListScreen)
        await worker.until_said("心声公示·求助")


async def test_0_leaves_a_search_that_stands_first(site: Services) -> None:
    async with at_the_board(site) as worker:
        await press(worker.pilot, "slash", "0", "1", "enter", "0")
        assert isinstance(worker.app.screen, BoardScreen)
        await press(worker.pilot, "0")
        await wait_until(worker.pilot, lambda: isinstance(worker.app.screen, WorkersScreen))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_every_list_has_its_key_in_whole_words_on_a_narrow_screen(
    site: Services, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_list, "ON_A_PAGE", 1)
    raise_hazard(site)
    raise_hazard(site)
    async with at_the_board(site, (80, 24)) as worker:
        await open_list(worker)
        if language == "en":
            await worker.press("f2")
        solved, older = ("7 已解决", "9 更早") if language == "zh_CN" else ("7 Done", "9 Old")
        bar = worker.app.screen.query_one(KeyBar)
        for key in ("3", "1"):
            await worker.press(key)
            await worker.until(lambda: solved in drawn_text(bar) and older in drawn_text(bar))
            assert "…" not in drawn_text(bar)
            assert "0 " in drawn_text(bar)


async def test_what_is_loud_is_read_on_the_ground_of_what_is_stored(site: Services) -> None:
    async with at_the_board(site) as worker:
        await worker.press("0", "6")
        await worker.until(lambda: bool(worker.app.screen.query("Tile")))
        await worker.press("1")
        await worker.until(lambda: bool(worker.app.screen.query(".number-loud")))
        for theme in THEMES:
            worker.app.theme = theme.name
            await worker.pilot.pause(0.1)
            loud = worker.app.screen.query_one(".number-loud").rich_style
            assert loud.color is not None
            assert loud.bgcolor is not None
            pair = loud.color.get_truecolor(), loud.bgcolor.get_truecolor()
            assert contrast(*pair) >= 4.5  # WCAG 2.2, AA
