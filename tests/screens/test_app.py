"""The shell: scans on every screen, the ways between modes, languages, idling, ways out."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from db.people import Member
from kiosk import i18n
from kiosk.attendance.views import Scan, ScanResult
from kiosk.services import Services
from screens.base import KioskScreen
from screens.member.my_page import MyPageScreen
from screens.member.promise import PromiseScreen
from screens.modes import ANSWER, BOARD, DAY
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from screens.supervisor.entrance import open_day
from screens.widgets.header import SiteHeader
from screens.widgets.notice import Notice
from tests.board_site import wait_until
from tests.builders import NOON, make_site, scan, set_clock, uid_of
from tests.screens.gate import gate


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, members=4)


def code(services: Services, number: str) -> str:
    return services.people.badge_code(number)


def on_site(services: Services) -> list[str]:
    return [member.number for member in services.attendance.on_site()]


async def test_a_scan_on_the_board_fills_the_screen_with_its_answer(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(code(site, "002"))
        assert at.app.current_mode == ANSWER
        assert "002·安全员" in at.said
    assert on_site(site) == ["002"]


async def test_a_scan_into_a_focused_field_is_answered_and_leaves_nothing_behind(
    site: Services,
) -> None:
    async with gate(site) as at:
        field = Input()
        await at.app.screen.mount(field)
        field.focus()
        await at.pilot.pause()
        await at.scan(code(site, "001"))
        assert at.app.current_mode == ANSWER
        assert field.value == ""


async def test_scans_that_arrive_together_are_all_decided_in_order(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(*(code(site, number) for number in ("003", "001", "002")))
        assert "002" in at.said
    assert on_site(site) == ["003", "001", "002"]


async def test_hundreds_of_scans_back_to_back_are_all_decided_in_order(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided: list[str] = []
    decide = site.attendance.scan

    def counted(scan: Scan) -> ScanResult:
        decided.append(scan.text)
        return decide(scan)

    codes = [code(site, f"00{place % 4 + 1}") for place in range(300)]
    async with gate(site) as at:
        monkeypatch.setattr(site.attendance, "scan", counted)
        await at.scan(*codes)
    assert decided == codes
    assert sorted(on_site(site)) == ["001", "002", "003", "004"]


async def test_a_scan_that_fails_in_the_program_is_loud_and_the_next_one_works(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with gate(site) as at:
        with monkeypatch.context() as broken:
            broken.setattr(type(site.attendance), "_decided", lambda *_: 1 / 0)
            await at.scan(code(site, "001"))
            assert "未记录" in at.word
        await at.scan(code(site, "001"))
        assert "001" in at.said
    log = (site.context.home.folder / "log" / "crash.log").read_text()
    assert "ZeroDivisionError" in log
    assert "division by zero" not in log


async def test_typed_keys_reach_the_screen_in_order(site: Services) -> None:
    async with gate(site) as at:
        field = Input()
        await at.app.screen.mount(field)
        field.focus()
        await at.pilot.pause()
        for character in "42":
            at.app.post_message(events.Key(character, character))
            await at.pilot.pause(0.1)
        assert field.value == "42"


async def test_a_pasted_code_is_a_scan_also_into_a_field(site: Services) -> None:
    async with gate(site) as at:
        field = Input()
        await at.app.screen.mount(field)
        field.focus()
        at.app.post_message(events.Paste(code(site, "001") + "\n"))
        await wait_until(at.pilot, lambda: at.app.current_mode == ANSWER)
        assert field.value == ""
    assert on_site(site) == ["001"]


async def test_a_paste_into_a_field_is_cleaned_and_bounded(site: Services) -> None:
    async with gate(site) as at:
        field = Input()
        await at.app.screen.mount(field)
        field.focus()
        await at.pilot.pause()
        at.app.post_message(events.Paste("\x1b[31m工完\t料净" + "x" * 1_000_000))
        await wait_until(at.pilot, lambda: bool(field.value))
        assert field.value.startswith("工完 料净xx")
        assert len(field.value) <= 2_000


@pytest.mark.parametrize("text", ["y" * 1_000_000, "1" * 1_000_000])
async def test_a_pasted_megabyte_elsewhere_is_refused(site: Services, text: str) -> None:
    async with gate(site) as at:
        at.app.post_message(events.Paste(text))
        await wait_until(at.pilot, lambda: at.app.current_mode == ANSWER)
        await at.pilot.pause()
        assert "无效" in at.word
        await at.scan(code(site, "001"))
    assert on_site(site) == ["001"]


async def test_an_empty_paste_does_nothing(site: Services) -> None:
    async with gate(site) as at:
        at.app.post_message(events.Paste(" \n"))
        await at.pilot.pause(0.05)
        assert at.app.current_mode == BOARD


async def test_the_answer_goes_away_and_the_reader_goes_on_where_they_were(site: Services) -> None:
    async with gate(site) as at:
        await at.app.push_screen(CardScreen(uid_of("002")))
        await at.scan(code(site, "001"))
        at.answer._left_s = 0.1
        await at.until_mode(BOARD)
        assert isinstance(at.app.screen, CardScreen)


async def test_escape_puts_the_answer_away_at_once(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(code(site, "001"))
        await at.pilot.press("escape")
        await at.until_mode(BOARD)


async def test_the_next_scan_ends_the_session_before(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(code(site, "001"))
        at.answer.action_choose("1")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, PromiseScreen))
        await at.scan(code(site, "002"))
        assert len(at.app.screen_stack) == 1
        assert "002" in at.said


@pytest.mark.parametrize("key", ["1", "2", "7"])
async def test_a_choice_opens_the_members_own_page_and_ends_at_the_board(
    site: Services, key: str
) -> None:
    async with gate(site) as at:
        await at.scan(code(site, "001"))
        await at.pilot.press(key)
        await wait_until(at.pilot, lambda: len(at.app.screen_stack) == 2)
        at.app.go_back()
        await at.until_mode(BOARD)
        assert isinstance(at.app.screen, BoardScreen)


async def test_nobody_chooses_for_a_refused_badge(site: Services) -> None:
    async with gate(site) as at:
        await at.scan("12345678901234567890")
        at.answer.action_choose("1")
        await at.pilot.pause(0.05)
        assert len(at.app.screen_stack) == 1


async def test_the_day_opens_anew_and_home_closes_it(site: Services) -> None:
    async with gate(site) as at:
        at.app.open_day(site.people.get_member("001"))
        await at.until_mode(DAY)
        first = at.app.screen
        at.app.open_day(site.people.get_member("001"))
        await at.pilot.pause(0.05)
        assert at.app.screen is first
        at.app.go_home()
        await at.until_mode(BOARD)
        at.app.open_day(site.people.get_member("001"))
        await at.until_mode(DAY)
        assert at.app.screen is not first


async def test_a_scan_over_the_day_closes_it_and_ends_at_the_board(site: Services) -> None:
    async with gate(site) as at:
        at.app.open_day(site.people.get_member("001"))
        await at.until_mode(DAY)
        await at.scan(code(site, "001"))
        at.answer.action_back()
        await at.until_mode(BOARD)
        with pytest.raises(KeyError):
            at.app.get_screen_stack(DAY)


async def test_a_session_over_the_day_ends_at_the_board_and_the_day_is_closed(
    site: Services,
) -> None:
    async with gate(site) as at:
        at.app.open_day(site.people.get_member("001"))
        await at.until_mode(DAY)
        await at.scan(code(site, "001"))
        at.answer.action_choose("7")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, MyPageScreen))
        at.app.go_back()
        await at.until_mode(BOARD)
        with pytest.raises(KeyError):
            at.app.get_screen_stack(DAY)


async def test_nobody_there_for_a_while_goes_back_to_the_board(site: Services) -> None:
    async with gate(site) as at:
        await at.app.push_screen(CardScreen(uid_of("002")))
        at.app.touched_at -= 1_000
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, BoardScreen))


async def test_a_dialog_left_alone_is_closed_without_an_answer(site: Services) -> None:
    async with gate(site) as at:
        await open_day(at.app)
        at.app.touched_at -= 1_000
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, BoardScreen))
        assert at.app.current_mode == BOARD


@pytest.mark.parametrize("touch", ["key", "scan", "mouse"])
async def test_every_touch_starts_the_time_anew(site: Services, touch: str) -> None:
    async with gate(site) as at:
        at.app.touched_at -= 10
        before = at.app.touched_at
        if touch == "key":
            await at.pilot.press("f3")
        elif touch == "scan":
            await at.app.scan(Scan("1", "wedge"))
        else:
            await at.pilot.click(offset=(1, 10))
        assert at.app.touched_at > before + 9


async def test_the_language_key_speaks_on_every_screen(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(code(site, "001"))
        await at.pilot.press("f2")
        await at.pilot.pause(0.05)
        assert i18n.current_language() == "en"
        assert "Logaservice" in at.said
        at.answer.action_back()
        await at.until_mode(BOARD)
        header = at.app.screen.query_one(SiteHeader)
        await wait_until(at.pilot, lambda: "On site" in header.render_line(0).text)


async def test_a_member_is_answered_in_their_language_and_the_kiosk_keeps_its_own(
    tmp_path: Path,
) -> None:
    site = make_site(tmp_path, members=2)
    Member.update(language="en").where(Member.number == "002").execute()
    async with gate(site) as at:
        await at.scan(code(site, "002"))
        assert "Logaservice" in at.said
        assert i18n.current_language() == "zh_CN"
        at.answer.action_choose("7")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, MyPageScreen))
        assert i18n.current_language() == "en"
        at.app.go_home()
        await at.until_mode(BOARD)
        assert i18n.current_language() == "zh_CN"


async def test_the_theme_key_goes_round(site: Services) -> None:
    async with gate(site) as at:
        seen = [at.app.theme]
        for _press in range(3):
            await at.pilot.press("f3")
            seen.append(at.app.theme)
        assert seen == ["site-dark", "site-light", "site-contrast", "site-dark"]


async def test_what_another_process_writes_is_shown(site: Services) -> None:
    async with gate(site, (120, 40)) as at:
        await wait_until(at.pilot, lambda: at.app.status.members == 4)
        scan(site, "003")
        await wait_until(at.pilot, lambda: at.app.status.on_site == 1)
        header = at.app.screen.query_one(SiteHeader)
        await wait_until(at.pilot, lambda: "1/4" in header.render_line(0).text)


async def test_a_hidden_board_looks_again_when_it_is_shown(site: Services) -> None:
    told = []

    class Listener(KioskScreen):
        async def record_changed(self) -> None:
            told.append(self.app.screen is self)

    async with gate(site) as at:
        await at.app.push_screen(Listener())
        await wait_until(at.pilot, lambda: at.app.status.members == 4)
        await at.scan(code(site, "001"))
        await wait_until(at.pilot, lambda: at.app.status.on_site == 1)
        at.answer.action_back()
        await at.until_mode(BOARD)
        assert told == [True]


@pytest.mark.parametrize(
    "key", ["ctrl+q", "ctrl+p", "ctrl+c", "ctrl+z", "ctrl+d", "ctrl+backslash"]
)
async def test_no_key_leaves_a_real_site(site: Services, key: str) -> None:
    async with gate(site) as at:
        await at.pilot.press(key)
        await at.pilot.pause(0.05)
        assert at.app.is_running
        assert isinstance(at.app.screen, BoardScreen)
        assert not at.app._notifications


async def test_actions_that_lead_out_do_nothing(site: Services) -> None:
    async with gate(site) as at:
        at.app.action_suspend_process()
        at.app.action_screenshot()
        await at.app.action_quit()
        await at.pilot.pause()
        assert at.app.is_running


async def test_ctrl_q_ends_the_demo(tmp_path: Path) -> None:
    async with gate(make_site(tmp_path, is_demo=True)) as at:
        await at.pilot.press("ctrl+q")
        await wait_until(at.pilot, lambda: not at.app.is_running)


async def test_the_supervisor_ends_a_real_site_from_the_day(site: Services) -> None:
    async with gate(site) as at:
        at.app.open_day(site.people.get_member("001"))
        await at.until_mode(DAY)
        await at.pilot.press("ctrl+q")
        await wait_until(at.pilot, lambda: not at.app.is_running)


async def test_a_notice_says_one_sentence_and_a_touch_puts_it_away(site: Services) -> None:
    async with gate(site) as at:
        at.app.tell("[b]不是标记[/x]", "stored")
        at.app.tell("第二句", "refused")
        await wait_until(at.pilot, lambda: len(at.app.screen.query(Notice)) == 1)
        await at.pilot.click(Notice)
        await wait_until(at.pilot, lambda: not at.app.screen.query(Notice))


async def test_a_check_out_says_how_long_one_stayed(site: Services) -> None:
    async with gate(site, (120, 40)) as at:
        scan(site, "001")
        set_clock(site, NOON + timedelta(hours=8, minutes=5))
        await at.scan(code(site, "001"))
        assert "8小时05分" in at.said


async def test_a_move_that_never_ends_fails_so_that_the_kiosk_is_opened_again(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with gate(site) as at:
        ways = at.app.ways
        await ways._moving.acquire()  # as by a move that waits for a screen which never closes
        with monkeypatch.context() as short:
            short.setattr("screens.ways.MOVE_S", 0.05)
            with pytest.raises(TimeoutError):
                await ways.go_home()
        ways._moving.release()
        await ways.go_home()
