"""On paper a member reads of musters, their badges and the scans that were refused."""

from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from kiosk.attendance.views import Scan
from kiosk.exports.own_record import make_own_record_pdf
from kiosk.i18n import use_language
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, debounce_s=0)


def words(site: Services, number: str = "001") -> str:
    data = site.records.get_own_data(uid_of(number))
    pdf = make_own_record_pdf(data, site.oversight.site(), FRIDAY)
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return "\n".join(pages)


def call_the_roll(site: Services) -> None:
    scan(site, "001")
    site.muster.start("drill")
    set_clock(site, NOON + timedelta(minutes=3))
    site.muster.mark_safe(uid_of("001"), "李工")
    site.muster.undo(uid_of("001"), "李工", "认错人")
    site.muster.scan(Scan(site.people.badge_code("001"), "wedge"))
    site.attendance.scan(Scan(site.people.badge_code("002"), "wedge"))
    site.muster.end("003", "张工003")


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "zh_CN",
            (
                "集合点名",
                "演练",
                "在点名单上",
                "12:03 由李工点到",
                "李工撤销：认错人",
                "12:03 扫码到场",
            ),
        ),
        ("en", ("Roll calls", "on the list", "seen by 李工 at 12:03", "taken back by 李工")),
    ],
)
def test_a_roll_call_says_who_saw_them_when(
    site: Services, language: str, parts: tuple[str, ...]
) -> None:
    call_the_roll(site)
    use_language(language)
    said = words(site)
    assert [part for part in parts if part not in said] == []


def test_who_scanned_at_the_gate_meanwhile_reads_that(site: Services) -> None:
    call_the_roll(site)
    assert "12:03 在门口扫码" in words(site, "002")
    assert "在点名单上" not in words(site, "002")


def test_badges_and_refused_scans_say_what_became_of_them(site: Services) -> None:
    stolen = site.people.badge_code("001")
    site.badges.reissue(uid_of("001"), "丢了")
    site.attendance.scan(Scan(stolen, "gate-2"))
    said = words(site)
    expected = (
        "第 1 张胸牌",
        "第 2 张胸牌",
        "已补办新牌 · 丢了",
        "被拒的扫码",
        "gate-2",
        "胸牌已作废",
    )
    assert [part for part in expected if part not in said] == []
    assert "被拒的扫码" not in words(site, "002")
