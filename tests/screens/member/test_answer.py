"""The answer on the screen: sizes, colours, shapes, faces, touch."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from db.connection import transaction
from db.people import Member
from kiosk.attendance.views import NotRecorded, Refused, Scan, ScanResult
from kiosk.i18n import LANGUAGES, use_language
from kiosk.people.codes import check_digits
from kiosk.services import Services
from screens.member.answer_foot import AnswerFoot
from screens.member.answer_panel import AnswerFace, AnswerPanel
from screens.member.promise import MyPromisesScreen
from screens.modes import ANSWER, BOARD
from screens.themes import KINDS
from tests.board_site import make_board_site, wait_until
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of
from tests.screens.gate import Gate, gate

SIZES = ((80, 24), (120, 40), (200, 60))


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


async def show_refusal(at: Gate) -> None:
    await at.app.ways.show_answer(Refused("unknown_code", NOON, NOON.date(), None))
    await at.pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_the_answer_fills_the_screen(site: Services, size: tuple[int, int]) -> None:
    async with gate(site, size) as at:
        await at.scan(site.people.badge_code("001"))
        face, panel = at.answer.query_one(AnswerFace), at.answer.query_one(AnswerPanel)
        assert face.size.width == panel.size.width == size[0] // 2
        drawn = [panel.render_line(y).text for y in range(panel.size.height)]
        assert all(len(line.encode("utf-16-le")) for line in drawn)
        assert sum("▀" in line or "▄" in line for line in drawn) >= 6  # the word, in blocks
        assert "001·安全员" in at.said


@pytest.mark.parametrize("size", SIZES)
async def test_a_refusal_takes_the_whole_width_and_says_what_to_do(
    site: Services, size: tuple[int, int]
) -> None:
    async with gate(site, size) as at:
        await show_refusal(at)
        assert at.answer.query_one(AnswerPanel).size.width == size[0]
        assert "请找值班督导核对胸牌。" in at.said
        assert "本次没有签到。" in at.said


@pytest.mark.parametrize("theme", ["site-dark", "site-light", "site-contrast"])
async def test_each_kind_has_a_colour_and_a_shape_of_its_own(site: Services, theme: str) -> None:
    async with gate(site) as at:
        at.app.theme = theme
        await show_refusal(at)
        panel = at.answer.query_one(AnswerPanel)
        grounds = {panel.look(kind).bgcolor for kind in KINDS}
        assert len(grounds) == len(KINDS)
        for kind in KINDS:
            ink, ground = panel.look(kind).color, panel.look(kind).bgcolor
            assert ink is not None
            assert ground is not None
            assert contrast(ink.get_truecolor(), ground.get_truecolor()) >= 4.5  # WCAG 2.2, AA


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of two colours, after WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(rgb: tuple[int, int, int]) -> float:
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


async def test_what_was_not_recorded_is_loud_and_stays_longer(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        short_s = at.answer._shown_s
        await at.app.ways.show_answer(NotRecorded("full", NOON))
        await at.pilot.pause()
        assert at.word == "未记录"
        assert at.answer._shown_s > 3 * short_s


async def test_the_face_comes_right_after_the_words(tmp_path: Path) -> None:
    site = make_board_site(tmp_path, 30, photos=3)
    async with gate(site, (120, 40)) as at:
        await at.scan(site.people.badge_code("001"))
        face = at.answer.query_one(AnswerFace)

        def has_face() -> bool:
            line = face.render_line(face.size.height // 2)
            return len({segment.style for segment in line}) > 3

        await wait_until(at.pilot, has_face)


async def test_a_member_without_a_photo_gets_a_figure(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        face = at.answer.query_one(AnswerFace)
        await wait_until(at.pilot, lambda: len({part.style for part in face.render_line(10)}) > 2)


async def test_names_with_markup_are_text(site: Services) -> None:
    with transaction():
        Member.update(name="[@click=app.exit]张[/x]").where(Member.number == "001").execute()
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        assert "[@click=app.exit]张[/x]" in at.said
        await at.pilot.click(AnswerPanel, offset=(4, 12))
        assert at.app.is_running


async def test_a_touch_on_a_choice_is_its_key(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        foot = at.answer.query_one(AnswerFoot)
        await at.pilot.click(AnswerFoot, offset=(5, foot.size.height - 3))
        await wait_until(at.pilot, lambda: len(at.app.screen_stack) == 2)


async def test_all_words_of_five_choices_are_read_and_a_late_commitment_stands_out(
    site: Services,
) -> None:
    site.service.make_commitment(uid_of("001"), text="清运")
    set_clock(site, NOON + timedelta(days=2))
    use_language("en")
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        foot = at.answer.query_one(AnswerFoot)
        places = foot._places(80)
        assert len(places) == 5
        assert all(right - left >= 12 for left, right, _choice in places)
        for word in ("Makea", "commitment", "Loga", "service", "Mypage", "▲My", "Wrong?"):
            assert word in at.said
        left = places[2][0]
        tops = foot.render_line(1).crop(left, left + 1)
        assert [part.style for part in tops] == [foot.look("urgent")]
        await at.pilot.press("4")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, MyPromisesScreen))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("scans", [1, 2])
async def test_a_repeat_is_readable_and_says_which(
    site: Services, language: str, size: tuple[int, int], scans: int
) -> None:
    use_language(language)
    for place in range(scans):
        set_clock(site, NOON + timedelta(minutes=place))
        scan(site, "001")
    async with gate(site, size) as at:
        await at.scan(site.people.badge_code("001"))
        which = {"zh_CN": ("已签到", "已签退"), "en": ("Checkedin", "Checkedout")}[language][
            scans - 1
        ]
        end = {"zh_CN": "这次不重复计", "en": "notcountedagain."}[language]
        assert which in at.said
        assert end in at.said
        assert f"12:0{scans - 1}" in at.said
        assert blocks(at) >= 6


def blocks(at: Gate) -> int:
    panel = at.answer.query_one(AnswerPanel)
    drawn = [panel.render_line(y).text for y in range(panel.size.height)]
    return sum(bool(set(row) & set("█▀▄")) for row in drawn)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
async def test_the_time_is_drawn_in_digits_and_not_repeated(
    site: Services, language: str, size: tuple[int, int]
) -> None:
    use_language(language)
    async with gate(site, size) as at:
        for number in ("001", "002"):
            await at.scan(site.people.badge_code(number))
            assert "12:00" not in at.said
            assert "┏" in at.said or blocks(at) >= 12


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("王建国", "王  建  国"), ("Li Wei", "L i  W e i"), ("李工001", "李 工 0 0 1")],
)
async def test_a_name_has_a_line_of_its_own_where_there_is_room(
    site: Services, name: str, drawn: str
) -> None:
    with transaction():
        Member.update(name=name).where(Member.number == "001").execute()
    async with gate(site, (120, 40)) as at:
        await at.scan(site.people.badge_code("001"))
        panel = at.answer.query_one(AnswerPanel)
        rows = [panel.render_line(y).text.strip() for y in range(panel.size.height)]
        at_name = rows.index(drawn)
        assert (rows[at_name - 1], rows[at_name + 1]) == ("", "")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_waits_and_what_was_forgotten_is_told_to_the_end_on_the_smallest_screen(
    site: Services, language: str
) -> None:
    use_language(language)
    with transaction():
        for name in ("2号楼南侧塔吊司机指挥", "Formwork and scaffolding watch"):
            add_post(name, "001")
    for place in range(3):
        site.service.make_commitment(uid_of("001"), text=f"承诺{place}")
    scan(site, "001")
    set_clock(site, NOON + timedelta(days=1))
    end = {"zh_CN": "空岗自04:00，等您上岗", "en": "waitsforyou·EMPTYsince04:00"}[language]
    forgotten = {"zh_CN": "签到后没签退，按5补", "en": "12:00:press5"}[language]
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        await wait_until(at.pilot, lambda: at.said.count(end) == 2)
        assert forgotten in at.said
        assert blocks(at) >= 6


async def test_a_slow_decision_asks_for_patience_and_is_then_answered(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide, go_on = site.attendance.scan, Event()

    def slow(scan: Scan) -> ScanResult:
        go_on.wait(10)
        return decide(scan)

    async with gate(site) as at:
        monkeypatch.setattr(site.attendance, "scan", slow)
        for word in ("签到", "签退"):
            go_on.clear()
            at.send(site.people.badge_code("001") + "\r")
            await wait_until(at.pilot, lambda: at.app.current_mode == ANSWER)
            await at.until_word("请稍候")
            assert "正在记录，请稍候" in at.said
            assert "秒" not in at.said
            assert not at.answer.query_one(AnswerFace).display
            look = at.answer.query_one(AnswerPanel).look("wait")
            assert look.bgcolor not in {
                at.answer.query_one(AnswerPanel).look(k).bgcolor for k in KINDS
            }
            await at.pilot.press("f2")
            await at.until_word("WAIT")
            await at.pilot.press("f2")
            go_on.set()
            await at.app.scan_line.drained()
            await at.until_word(word)
            set_clock(site, NOON + timedelta(hours=1))


async def test_a_touch_beside_the_choices_does_nothing(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        await at.pilot.click(AnswerFoot, offset=(0, 2))
        await at.pilot.pause(0.05)
        assert len(at.app.screen_stack) == 1


async def test_the_choices_are_large_enough_for_a_glove(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        places = at.answer.query_one(AnswerFoot)._places(80)
        assert all(right - left >= 12 for left, right, _choice in places)


async def test_a_machine_that_stood_still_does_not_take_the_answer_away(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        at.answer._ticked_at_s -= 1_000
        await at.pilot.pause(0.4)
        assert at.app.current_mode != BOARD


async def test_the_answer_goes_by_itself_after_three_seconds(site: Services) -> None:
    async with gate(site, stays_longer=False) as at:
        at.send(site.people.badge_code("001") + "\r")
        await at.until_word("签到")
        assert at.answer._shown_s == 3
        await at.until_mode(BOARD)


async def test_a_scan_after_the_terminal_changed_its_size_is_answered(site: Services) -> None:
    async with gate(site) as at:
        await at.scan(site.people.badge_code("001"))
        at.answer.action_back()
        await at.until_mode(BOARD)
        await at.pilot.resize_terminal(120, 40)
        await at.scan(site.people.badge_code("002"))
        assert at.answer.query_one(AnswerPanel).size.width == 60
        assert "002" in at.said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1234567890123456", "码只读到一半。"),
        ("98" * 30, "一次读到了不止一个码。"),
        ("ABCDEFGH", "这不是胸牌。"),
        ("1" + "0" * 33, "码没有读对。"),
        ("1" + "0" * 31 + check_digits("1" + "0" * 31), "这不是本工地的胸牌。"),
        ("2" + "0" * 31 + check_digits("2" + "0" * 31), "这张胸牌的版本不对。"),
    ],
)
async def test_each_bad_code_has_its_own_answer(site: Services, text: str, said: str) -> None:
    async with gate(site) as at:
        await at.scan(text)
        assert said in at.said


FULL_DISK = """
import asyncio, resource, signal, sys
from pathlib import Path
from kiosk.config import Home
from kiosk.services import open_services
from tests.screens.gate import gate

async def main():
    services = open_services(Home(Path(sys.argv[1])))
    code = services.people.badge_code("001")
    async with gate(services) as at:
        await at.pilot.pause(0.5)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        await at.scan(code)
        print(at.word)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        await at.scan(code)
        print(at.word)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
def test_a_full_disk_is_not_recorded_and_the_next_scan_works(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(site.context.home.folder)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[3],
        env={"PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8", "PATH": ""},
        check=False,
    )
    assert done.stdout.split() == ["未记录", "签到"], done.stderr[-2000:]
    assert [member.number for member in site.attendance.on_site(None)] in ([], ["001"])
    assert type(scan(site, "002")).__name__ == "CheckedIn"
