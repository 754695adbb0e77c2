"""The day's musters, under its key posts."""

from datetime import timedelta
from pathlib import Path

from kiosk.oversight.views import DayView
from screens.supervisor.day_layout import Group
from screens.supervisor.day_lines import groups_of
from screens.supervisor.day_muster import muster_group
from tests.builders import NOON, make_site, scan, set_clock, uid_of


def day_with(folder: Path, kind: str, *safe: str, is_ended: bool = True) -> DayView:
    site = make_site(folder)
    for number in ("001", "002"):
        scan(site, number)
    site.muster.start(kind)
    for number in safe:
        site.muster.mark_safe(uid_of(number), "李工")
    set_clock(site, NOON + timedelta(minutes=9))
    if is_ended:
        site.muster.end("001", "李")
    return site.oversight.day()


def said(group: Group) -> str:
    (line,) = group.lines
    return " ".join(cell.text for cell in line.cells)


def test_a_real_one_names_who_was_missing(tmp_path: Path) -> None:
    day = day_with(tmp_path, "real", "001")
    group = groups_of(day, "posts", {})[0]
    assert said(group) == "▲ 真实紧急集合 12:00 12:09 已到 1 / 应到 2"
    (line,) = group.lines
    assert line.cells[-1].look == "urgent"
    assert line.detail.endswith("未到：张工002 (12:00签到)")
    assert {"002", "李工001"} <= set(line.said)


def test_a_drill_that_runs_has_no_end_and_a_full_one_names_nobody(tmp_path: Path) -> None:
    group = muster_group(day_with(tmp_path, "drill", "001", "002", is_ended=False))
    assert said(group) == "■ 演练 12:00 — 已到 2 / 应到 2"
    assert "未到" not in group.lines[0].detail
