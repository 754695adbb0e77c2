"""Who comes to have an open presence while the roll is called stands on it, and stays on it."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from db.presence import find_presence_at
from kiosk import i18n
from kiosk.attendance.muster.report import report_lines
from kiosk.attendance.views import CheckedOut
from kiosk.services import Services
from tests.builders import NOON, scan, set_clock, uid_of
from tests.kiosk.attendance.muster.called import badge, left_at, make_called_site, missing, now

AT = NOON + timedelta(hours=1)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return make_called_site(tmp_path)


def left(site: Services, number: str) -> CheckedOut:
    gone = scan(site, number)
    assert isinstance(gone, CheckedOut)
    return gone


def take_back(site: Services, gone: CheckedOut) -> None:
    assert gone.scan is not None
    site.afterthoughts.undo(gone.scan, "拿错了胸牌")


def whys(site: Services) -> dict[str, str]:
    return {one.member.number: one.why for one in now(site).missing}


def test_a_check_out_undone_puts_them_on_the_roll(site: Services) -> None:
    gone = left(site, "003")
    site.muster.start("real")
    assert missing(site) == ["001", "002"]
    take_back(site, gone)
    assert whys(site) == {"001": "on_site", "002": "on_site", "003": "during"}
    (one,) = [one for one in now(site).missing if one.why == "during"]
    assert one.since == NOON
    assert (now(site).expected, now(site).at_start) == (3, 2)
    mark = badge(site, "003")
    assert (mark.result, mark.was_expected, mark.checked_in) == ("safe", True, False)
    assert missing(site) == ["001", "002"]


def test_a_check_in_corrected_puts_them_on_the_roll(site: Services) -> None:
    site.muster.start("real")
    site.corrections.correct(uid_of("005"), "came", NOON, None, "看见了")
    assert whys(site)["005"] == "during"


def test_what_is_corrected_of_a_stay_that_is_over_adds_nobody(site: Services) -> None:
    over = find_presence_at(uid_of("004"), AT)
    assert over is not None
    site.muster.start("real")
    at = AT - timedelta(minutes=5)
    site.corrections.correct(uid_of("004"), "left", at, None, "看见他走了", over.uid)
    assert missing(site) == ["001", "002", "003"]


def test_who_was_on_it_stays_though_the_presence_ends_again(site: Services) -> None:
    gone = left(site, "003")
    site.muster.start("drill")
    set_clock(site, AT + timedelta(minutes=1))
    take_back(site, gone)
    set_clock(site, AT + timedelta(minutes=2))
    for number in ("003", "001"):
        left_at(site, number, AT + timedelta(seconds=1))
    assert whys(site) == {"001": "on_site", "002": "on_site", "003": "during"}
    ended = site.muster.end("001", "李")
    assert [one.member.number for one in ended.missing] == ["001", "002", "003"]


def test_the_report_stays_as_it_was_ended_and_tells_who_came_meanwhile(site: Services) -> None:
    gone = left(site, "003")
    uid = site.muster.start("drill").uid
    take_back(site, gone)
    ended = site.muster.end("001", "李")
    set_clock(site, AT + timedelta(hours=1))
    scan(site, "005")
    after = site.muster.view(uid)
    assert (after.missing, after.expected, after.at_start) == (ended.missing, 3, 2)
    told = "\n".join(line.text for line in report_lines(after, site.context.site()))
    assert "中途列入  1" in told
    assert "▲ 003  刘工003  12:00签到，中途列入" in told
    i18n.use_language("en")
    told = "\n".join(line.text for line in report_lines(after, site.context.site()))
    assert "Added meanwhile" in told
    assert "added meanwhile" in told


def test_it_also_holds_where_nothing_can_be_written(site: Services) -> None:
    gone = left(site, "003")
    run_sql("PRAGMA query_only = 1")
    uid = site.muster.start("drill").uid
    run_sql("PRAGMA query_only = 0")
    take_back(site, gone)  # by another process
    run_sql("PRAGMA query_only = 1")
    assert whys(site)["003"] == "during"
    ended = site.muster.end("001", "李")
    run_sql("PRAGMA query_only = 0")
    assert site.muster.take_over()
    assert site.muster.view(uid).missing == ended.missing


def test_who_was_ended_by_a_real_one_stays_in_the_report_of_the_drill(site: Services) -> None:
    gone = left(site, "003")
    drill = site.muster.start("drill").uid
    take_back(site, gone)
    site.muster.start("real")
    assert [one.why for one in site.muster.view(drill).missing] == ["on_site", "on_site", "during"]
    assert missing(site) == ["001", "002", "003"]
