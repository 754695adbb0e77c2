"""The report: who was seen when and by whom, who was not; saved and told in both languages."""

import os
import re
import socket
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk import i18n
from kiosk.attendance.muster import report as reports
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.attendance.muster.report import report_lines, save_report, screen_lines
from kiosk.attendance.muster.views import MusterView
from kiosk.attendance.muster.words import kind_words, station_words, time_words
from kiosk.attendance.views import Scan
from kiosk.services import Services
from kiosk.text import cell_width
from tests.builders import NOON, make_site, scan, set_clock, uid_of

HOST = socket.gethostname()


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path, 5)
    for number in ("001", "002", "003"):
        scan(services, number)
    set_clock(services, NOON + timedelta(minutes=10))
    return services


def ended(site: Services, kind: str = "drill") -> MusterView:
    desk = site.muster
    desk.start(kind)
    desk.scan(Scan(site.people.badge_code("001"), "wedge"))
    MusterDesk(site.context, "command").mark_safe(uid_of("004"), "王工")
    desk.add_visitor("赵来访", "李工", is_here=True)
    desk.add_visitor("钱来访", "李工", is_here=False)
    set_clock(site, NOON + timedelta(minutes=22))
    scan(site, "002", source="turnstile")
    return desk.end("005", "周工")


def text(site: Services, muster: MusterView) -> str:
    return "\n".join(line.text for line in report_lines(muster, site.context.site()))


def test_it_tells_everything_in_chinese(site: Services) -> None:
    told = text(site, ended(site))
    for part in (
        "集合点名：演练",
        "结束人    005 周工",
        "应到      6",
        "已到      4",
        "未到      2",
        "▲      钱来访   来访者，12:10登记",
        "▲ 003  刘工003  12:00签到",
        "12:10:00  001  李工001  扫胸牌",
        f"手工，王工记（{HOST} 上的命令）",
        "不在名单",
        "在门口扫胸牌（turnstile）",
        "手工，李工记",
    ):
        assert part in told


def test_a_mark_that_was_taken_back_is_told_with_its_reason(site: Services) -> None:
    desk = site.muster
    desk.start("drill")
    desk.scan(Scan(site.people.badge_code("001"), "wedge"))
    desk.mark_safe(uid_of("004"), "王工")
    scan(site, "002", source="turnstile")
    visitor = desk.add_visitor("赵来访", "李工", is_here=True)
    for person in (uid_of("001"), uid_of("004"), uid_of("002"), visitor):
        set_clock(site, site.context.clock.now() + timedelta(minutes=1))
        desk.undo(person, "周工", "认错了人")
    desk.mark_safe(uid_of("004"), "王工")
    told = text(site, desk.end("005", "周工"))
    taken = told[told.index("已撤销") : told.index("\n\n", told.index("已撤销"))]
    taken = re.sub(" +", " ", taken)
    for part in (
        "12:11:00 001 李工001 原记 12:10:00 扫胸牌 周工撤销：认错了人",
        "12:12:00 004 陈工004 原记 12:10:00 手工，王工记 周工撤销：认错了人",
        "12:13:00 002 ",
        "原记 在门口扫胸牌",
        "12:14:00 赵来访",
    ):
        assert part in taken
    assert "已撤销" not in text(site, ended(site))


def test_who_was_marked_by_hand_and_scanned_stands_once_and_is_told_with_both(
    site: Services,
) -> None:
    desk = site.muster
    running = desk.start("drill")
    MusterDesk(site.context, "command").mark_safe(uid_of("004"), "王工")
    set_clock(site, NOON + timedelta(minutes=11))
    desk.scan(Scan(site.people.badge_code("004"), "wedge"))
    told = text(site, desk.view(running.uid))
    assert told.count("陈工004") == 1
    line = next(line for line in told.splitlines() if "陈工004" in line)
    assert line.startswith("12:11:00  004")
    assert f"扫胸牌 · 手工，王工记（{HOST} 上的命令）" in line
    for part in ("应到      4", "已到      1", "未到      3"):
        assert part in told


def test_on_a_screen_the_facts_stand_side_by_side_above_the_names(site: Services) -> None:
    where, muster = site.context.site(), ended(site)
    lines = [line.text for line in screen_lines(muster, where, 76)]
    assert lines.index("未到人员") <= 7
    assert all(cell_width(line) <= 76 for line in lines)
    assert "  ·  已到 4  ·  未到 2" in "\n".join(lines)
    whole = text(site, muster)
    assert "\n".join(lines[lines.index("未到人员") :]) in whole


def test_a_terminal_is_named(site: Services) -> None:
    assert station_words("kiosk@gate-pc") == "终端 gate-pc"
    assert station_words("turnstile@gate-pc") == "turnstile"
    assert text(site, ended(site)).count("终端") == 0  # what was marked here is not elsewhere


def test_it_tells_everything_in_english(site: Services) -> None:
    i18n.use_language("en")
    told = text(site, ended(site, "real"))
    for part in ("Muster: REAL EMERGENCY", "Ended by", "Not seen", "by hand: 李工", "12 min"):
        assert part in told


def test_a_muster_that_runs_has_no_end_and_one_without_missing_says_so(site: Services) -> None:
    running = site.muster.start("drill")
    told = text(site, site.muster.view(running.uid))
    assert "结束人" not in told
    for number in ("001", "002", "003"):
        site.muster.mark_safe(uid_of(number), "李")
    assert "全部到齐。" in text(site, site.muster.view(running.uid))


def test_a_drill_that_turned_real_says_so(site: Services) -> None:
    drill = site.muster.start("drill")
    site.muster.start("real")
    assert "转为真实紧急集合" in text(site, site.muster.view(drill.uid))


def test_a_clock_that_was_set_back_meanwhile_tells_no_length(site: Services) -> None:
    site.muster.start("drill")
    set_clock(site, NOON - timedelta(hours=3))
    assert "用时      —" in text(site, site.muster.end("005", "周工"))


def test_it_is_saved_for_its_owner_and_never_over_another(site: Services) -> None:
    muster, where = ended(site), site.context.site()
    home = site.context.home
    first, second = (save_report(home, muster, where) for _time in range(2))
    assert first is not None
    assert second is not None
    assert first.name == "muster-drill-20261120-1222.txt"
    assert second.name == "muster-drill-20261120-1222-2.txt"
    assert first.stat().st_mode & 0o777 == 0o600
    assert first.read_text("utf-8") == text(site, muster) + "\n"


def test_where_it_cant_be_saved_nothing_stays_behind(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    muster, where, home = ended(site), site.context.site(), site.context.home

    def refuse(_file: int) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        assert save_report(home, muster, where) is None
    assert list((home.folder / "print").iterdir()) == []
    monkeypatch.setattr(reports, "_MOST_A_MINUTE", 1)
    assert save_report(home, muster, where) is None


def test_other_days_are_told(site: Services) -> None:
    zone = site.context.site().zone
    assert time_words(NOON, NOON, zone) == "12:00"
    assert time_words(NOON, NOON + timedelta(days=1), zone) == "昨日12:00"
    assert time_words(NOON, NOON + timedelta(days=2), zone) == "11-20 12:00"
    assert kind_words("meeting") == "meeting"
