"""Badges are printed from the terminal: looked at, sent or saved, and then entered."""

import json
import threading
from io import BytesIO
from pathlib import Path

import apsw
import pytest
from PIL import Image

from db.connection import run_sql, transaction
from kiosk.errors import KioskError
from kiosk.exports.preview import draw_page
from kiosk.people.badges import Badges
from kiosk.people.photo_places import PhotoPlace
from kiosk.recording import not_recorded
from kiosk.services import Services
from screens.public.board import BoardScreen
from screens.supervisor import badge_print
from screens.supervisor.badge_paper import PagePicture, PagePreview, cells_of
from screens.supervisor.badge_print import PrintScreen
from screens.supervisor.badges import BadgesScreen
from tests.builders import add_member, make_site, uid_of
from tests.screens.supervisor.desk import Desk, at_the_desk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, members=12)


def printed() -> list[tuple[str, str]]:
    """Where each printed badge went, with its member's number."""
    rows = run_sql(
        "SELECT e.payload, m.number FROM ledger_entry e JOIN badge b ON b.uid = e.subject"
        " JOIN member m ON m.uid = b.member_uid WHERE e.kind = 'badge_printed' ORDER BY e.seq"
    )
    return [(json.loads(payload)["where"], number) for payload, number in rows]


def printed_elsewhere(site: Services) -> int:
    """How many prints another program sees in the record now."""
    reader = apsw.Connection(str(site.context.home.database), flags=apsw.SQLITE_OPEN_READONLY)
    sql = "SELECT count(*) FROM ledger_entry WHERE kind = 'badge_printed'"
    ((count,),) = reader.execute(sql).fetchall()
    reader.close()
    return int(str(count))


def codes_of(pdf: bytes) -> set[str]:
    """The codes on all pages of a document."""
    zxingcpp = pytest.importorskip("zxingcpp")
    pages = [draw_page(pdf, page) for page in range(draw_page(pdf).pages)]
    pictures = [Image.open(BytesIO(page.png())) for page in pages]
    return {found.text for one in pictures for found in zxingcpp.read_barcodes(one)}


async def to_preview(desk: Desk, *numbers: str, layout: str = "1") -> PagePreview:
    await desk.open(BadgesScreen())
    members = [desk.services.people.get_member(number) for number in numbers]
    await desk.open(PrintScreen(members))
    await desk.until_said("用什么纸打印")
    await desk.press(layout)
    await desk.until(lambda: desk.app.screen.query_one(PagePicture).is_drawn)
    return desk.app.screen.query_one(PagePreview)


def numbers(count: int) -> list[str]:
    return [f"{place:03}" for place in range(1, count + 1)]


async def test_a_sheet_is_looked_at_saved_and_entered(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(badge_print, "list_printers", list)
    async with at_the_desk(site) as desk:
        await to_preview(desk, *numbers(12))
        assert "第1/12张A4一页十张·共2页" in desk.words
        await desk.press("+")
        assert "第2/12张" in desk.words
        await desk.press("f2")
        await desk.until_said("Badge2of12")
        await desk.press("f2", "minus")
        assert printed() == []
        await desk.press("enter")
        await desk.until_said("没有设打印机")
        await desk.press("9")
        await desk.until_stored()
        assert "badges-20261120-1200.pdf" in desk.words
        await desk.pilot.pause(3.3)
        assert "badges-20261120-1200.pdf" in desk.words
        await desk.press("enter")
        await desk.until_on(BadgesScreen)
    (file,) = (site.context.home.folder / "print").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert codes_of(file.read_bytes()) == {site.people.badge_code(one) for one in numbers(12)}
    assert printed() == [("file", number) for number in numbers(12)]


async def test_a_stick_takes_the_badges_away(
    site: Services, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stick = tmp_path / "STICK"
    stick.mkdir()
    monkeypatch.setattr(badge_print, "list_printers", list)
    monkeypatch.setattr(badge_print, "list_media", lambda: [PhotoPlace(stick, "STICK")])
    async with at_the_desk(site) as desk:
        await to_preview(desk, "003")
        await desk.press("enter")
        await desk.until_said("要存到U盘吗")
        assert "…" not in desk.words
        await desk.press("1")
        await desk.until_stored()
        assert "已存到U盘STICK：badges-20261120-1200.pdf" in desk.words
    (file,) = stick.iterdir()
    assert codes_of(file.read_bytes()) == {site.people.badge_code("003")}
    assert printed() == [(str(stick), "003")]


async def test_cards_go_to_the_chosen_printer(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[bytes, str, str]] = []
    monkeypatch.setattr(badge_print, "list_printers", lambda: ["office", "cards"])
    monkeypatch.setattr(badge_print, "send_to_printer", lambda *told: sent.append(told))
    async with at_the_desk(site, (120, 40)) as desk:
        await to_preview(desk, "003", layout="2")
        assert "85.6×54毫米单卡" in desk.words
        await desk.press("enter")
        await desk.until_said("打印到哪里")
        await desk.press("2")
        await desk.until_stored()
        assert "已送到打印机cards" in desk.words
    ((pdf, printer, _title),) = sent
    assert printer == "cards"
    assert codes_of(pdf) == {site.people.badge_code("003")}
    assert printed() == [("cards", "003")]


async def test_what_was_entered_stays_when_the_printer_refuses(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_told: object) -> None:
        raise KioskError("not_printed", "no paper")

    monkeypatch.setattr(badge_print, "list_printers", lambda: ["office"])
    monkeypatch.setattr(badge_print, "send_to_printer", refuse)
    async with at_the_desk(site) as desk:
        await to_preview(desk, "003")
        await desk.press("enter")
        await desk.until_said("打印到哪里")
        await desk.press("1")
        await desk.until_refused()
        assert "nopaper" in desk.words
    assert printed() == [("office", "003")]


async def test_what_can_not_be_entered_is_not_printed(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise not_recorded("full")

    monkeypatch.setattr(badge_print, "list_printers", list)
    async with at_the_desk(site) as desk:
        await to_preview(desk, "003")
        monkeypatch.setattr(Badges, "record_printed", full)
        await desk.press("enter")
        await desk.until_said("没有设打印机")
        await desk.press("9")
        await desk.until_refused()
        assert "没有记录" in desk.words
    assert not (site.context.home.folder / "print").exists()


async def test_what_was_entered_is_printed_though_the_screen_was_closed_meanwhile(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_closed, has_ended = threading.Event(), threading.Event()

    def print_slowly(*_told: object) -> None:
        assert printed_elsewhere(site) == 1
        assert is_closed.wait(20)
        has_ended.set()

    monkeypatch.setattr(badge_print, "list_printers", lambda: ["office"])
    monkeypatch.setattr(badge_print, "send_to_printer", print_slowly)
    async with at_the_desk(site) as desk:
        await to_preview(desk, "003")
        await desk.press("enter")
        await desk.until_said("打印到哪里")
        await desk.press("1")
        await desk.until_said("请稍候")
        desk.app.go_home()
        await desk.until_on(BoardScreen)
        await desk.until(lambda: desk.app.supervisor is None)
        is_closed.set()
        await desk.until(has_ended.is_set)
    assert printed() == [("office", "003")]
    sql = "SELECT payload FROM ledger_entry WHERE kind = 'badge_printed'"
    assert json.loads(run_sql(sql)[0][0])["by"] == str(uid_of("001"))


async def test_the_way_back_leads_through_every_question(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(badge_print, "list_printers", list)
    async with at_the_desk(site) as desk:
        await to_preview(desk, "003")
        await desk.press("enter")
        await desk.until_said("没有设打印机")
        await desk.press("0")
        await desk.until(lambda: bool(desk.app.screen.query(PagePreview)))
        await desk.press("x", "0")
        await desk.until_said("用什么纸打印")
        await desk.press("0")
        await desk.until_on(BadgesScreen)
    assert printed() == []


async def test_a_first_badge_is_issued_in_the_supervisors_name(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        new = add_member("777")
    async with at_the_desk(site) as desk:
        await to_preview(desk, "777")
    rows = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'badge_issued' ORDER BY seq")
    issued = json.loads(rows[-1][0])
    assert (issued["member"], issued["by"]) == (str(new), str(uid_of("001")))


@pytest.mark.parametrize("size", [(210.0, 297.0), (85.6, 54.0)])
@pytest.mark.parametrize("box", [(1, 1), (40, 14), (14, 40), (160, 50)])
def test_a_page_fits_its_box_and_keeps_its_shape(
    size: tuple[float, float], box: tuple[int, int]
) -> None:
    width, height = cells_of(size, *box)
    assert 1 <= width <= box[0]
    assert 1 <= height <= box[1]
    assert width == box[0] or height == box[1]
    if min(box) > 10:
        assert width / height / 2 == pytest.approx(size[0] / size[1], rel=0.15)
