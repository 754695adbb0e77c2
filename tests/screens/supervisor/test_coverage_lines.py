"""The day's key posts as lines: minutes, gaps, who was asked."""

from datetime import timedelta
from pathlib import Path

from kiosk.i18n import speaking
from screens.supervisor.coverage_lines import coverage_groups, gap_group
from screens.supervisor.day_layout import Group
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of


def cells(group: Group) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in group.lines]


def test_each_post_tells_minutes_gaps_and_who_was_asked(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    crane, gate = add_post("3号塔吊", "001"), add_post("门卫", "002")
    later = add_post("夜间", "003", since=NOON.date() + timedelta(days=1))
    scan(site, "001")
    scan(site, "002")
    site.coverage.set_least(gate, 2)
    for hours in (1, 2, 3, 4):
        set_clock(site, NOON + timedelta(hours=hours))
        scan(site, "001")
    for answer in ("waits", "told", "left"):
        site.coverage.hand_over(uid_of("001"), crane, answer)
    site.coverage.add_deputy(crane, uid_of("002"))
    site.coverage.hand_over(uid_of("001"), crane, "named", uid_of("002"))
    with speaking("en"):
        (group,) = coverage_groups(site.oversight.day())
    assert group.heading == "Coverage"
    crane_line, gate_line = sorted(cells(group), key=lambda line: line[1])
    assert crane_line == ["▲", "3号塔吊", "gap 10 h", "04:00–12:00 +2"]
    assert gate_line[:3] == ["▲", "门卫", "gap 8 h"]
    detail, thin = (line.detail for line in sorted(group.lines, key=lambda line: line.detail))
    assert "Empty 10 h: 04:00–12:00, 13:00–14:00, 15:00–16:00." in detail
    assert "At 16:00 李工001 was asked and waits." in detail
    assert "At 16:00 李工001 was asked and left." in detail
    assert "At 16:00 李工001 was asked and told the supervisor." in detail
    assert "was asked and named 张工002." in detail
    assert "thin 4 h" in thin
    assert str(later) not in "".join(line.key for line in group.lines)


def test_a_post_without_a_gap_says_so_and_a_thin_one_has_its_shape(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    set_clock(site, NOON - timedelta(hours=8))
    add_post("A", "001")
    thin = add_post("B", "001")
    scan(site, "001")
    site.coverage.set_least(thin, 2)
    set_clock(site, NOON)
    (group,) = coverage_groups(site.oversight.day())
    assert [line[0] for line in cells(group)] == ["◐", "●"]
    assert cells(group)[1][2:] == ["无空岗", "在岗 8小时"]


def test_posts_that_stood_empty_come_first_and_are_found_by_who_should_hold_them(
    tmp_path: Path,
) -> None:
    site = make_site(tmp_path)
    set_clock(site, NOON - timedelta(hours=8))
    add_post("A", "001")
    add_post("B", "002")
    scan(site, "001")
    set_clock(site, NOON)
    scan(site, "002")
    (group,) = coverage_groups(site.oversight.day())
    assert [line[:2] for line in cells(group)] == [["▲", "B"], ["●", "A"]]
    (gap,) = gap_group(site.oversight.day()).lines
    assert {"B", "002"} <= set(gap.said)


def test_where_no_key_post_is_set_there_is_no_group(tmp_path: Path) -> None:
    assert coverage_groups(make_site(tmp_path).oversight.day()) == []
