"""The lists of a report side by side."""

from kiosk.attendance.muster.report import ReportLine
from screens.public.muster_columns import in_columns


def listed(count: int) -> list[ReportLine]:
    names = (ReportLine(f"▲ {place:03}  王  06:00签到", "urgent") for place in range(count))
    return [ReportLine("应到 9"), ReportLine(""), ReportLine("未到人员", "heading"), *names]


def test_a_wide_screen_holds_three_names_a_line_read_downwards() -> None:
    lines = in_columns(listed(7), 70)
    assert [line.text for line in lines[:3]] == ["应到 9", "", "未到人员"]
    rows = [line.text.split("▲ ")[1:] for line in lines[3:]]
    assert [[name[:3] for name in row] for row in rows] == [
        ["000", "003", "006"],
        ["001", "004"],
        ["002", "005"],
    ]
    assert {line.look for line in lines[3:]} == {"urgent"}
    assert lines[3].text.index("003") == lines[4].text.index("004")


def test_where_two_do_not_fit_a_line_nothing_changes() -> None:
    assert in_columns(listed(7), 40) == listed(7)
    assert in_columns(listed(1), 115) == listed(1)
    assert in_columns([], 80) == []


def test_two_columns_end_where_the_line_ends() -> None:
    texts = [line.text for line in in_columns(listed(2), 45)]
    assert texts[3] == "▲ 000  王  06:00签到   ▲ 001  王  06:00签到"
