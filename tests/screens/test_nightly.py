"""What the kiosk does unasked: it closes days, and tells when its clock jumped."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.attendance.night import NightWatch
from kiosk.attendance.views import CheckedIn
from kiosk.clock_watch import ClockWatch
from screens.app import KioskApp
from screens.nightly import Nightly
from screens.widgets.header import SiteHeader
from screens.widgets.notice import Notice
from tests.board_site import wait_until
from tests.builders import NOON, make_site, scan, set_clock


async def test_the_kiosk_closes_what_is_over_when_it_starts(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    scan(site, "001")
    set_clock(site, NOON + timedelta(days=4))
    app = KioskApp(site, site.oversight.site())
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: bool(run_sql("SELECT 1 FROM day_closing")))
    assert run_sql("SELECT closed FROM presence") == [("rule",)]


async def test_a_clock_behind_the_record_is_told_and_stays_in_the_header(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    scan(site, "001")
    set_clock(site, NOON - timedelta(hours=2))
    app = KioskApp(site, site.oversight.site())
    async with app.run_test(size=(120, 40)) as pilot:
        header = app.screen.query_one(SiteHeader)
        await wait_until(pilot, lambda: "时钟存疑 10:00?" in header.render_line(0).text)
        assert "慢2小时" in str(app.screen.query_one(Notice).content)
        assert isinstance(scan(site, "002"), CheckedIn)
    assert run_sql("SELECT clock FROM punch ORDER BY seq DESC LIMIT 1") == [("behind",)]


@pytest.mark.parametrize(("hours", "word"), [(3, "调快"), (-3, "调慢")])
async def test_a_jump_of_the_clock_is_told_kept_and_marks_scans(
    tmp_path: Path, hours: int, word: str
) -> None:
    site = make_site(tmp_path)
    app = KioskApp(site, site.oversight.site())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        nightly = Nightly(app)
        nightly._night = NightWatch(site.context, ClockWatch(site.context.clock, lambda: 0.0))
        set_clock(site, NOON + timedelta(hours=hours))
        await nightly.look()
        await wait_until(pilot, lambda: bool(app.screen.query(Notice)))
        assert word in str(app.screen.query_one(Notice).content)
    assert len(run_sql("SELECT 1 FROM ledger_entry WHERE kind = 'clock_jumped'")) == 1
