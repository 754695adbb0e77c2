"""The day as lines of text, without a terminal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.i18n import use_language
from kiosk.oversight.filters import is_found, wanted_words
from kiosk.oversight.views import DayView, DutyView, PresenceView, RefusedView, SiteView
from kiosk.service.views import CommitmentView, ServiceView
from kiosk.text import cell_width
from screens.supervisor.day_hours import bars, hours_of
from screens.supervisor.day_layout import Cell, Group, Line, count_of, filtered, flat, laid_out
from screens.supervisor.day_lines import NEEDS, SECTIONS, empty_words, groups_of, section_words
from screens.supervisor.day_reasons import reason_meaning, reason_words

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 20)
DAY_LONG = timedelta(days=1)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh_CN")


def at(hour: int, minute: int = 0, day: date = DAY, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def site(zone: ZoneInfo = SHANGHAI) -> SiteView:
    return SiteView(UUID(int=1), "北岸", "支部", zone, 4, 10, 16, False, None)


def presence(state: str, out_at: datetime | None = None, **more: object) -> PresenceView:
    minutes = int((out_at - at(7)).total_seconds() // 60) if out_at else None
    row: dict[str, object] = {
        "number": "001",
        "name": "王工",
        "in_at": at(7),
        "out_at": out_at,
        "minutes": minutes,
        "state": state,
        "clock": "ok",
    }
    return PresenceView(**(row | more))  # type: ignore[arg-type]


def promise(state: str, number: int = 1, reason: str = "") -> CommitmentView:
    return CommitmentView(
        UUID(int=number), "002", "李工", "工完场清", "Clean up", DAY, at(8), state, None, reason
    )


def day(**sections: object) -> DayView:
    empty: dict[str, object] = dict.fromkeys(
        ("presences", "duties", "made", "kept", "due", "overdue", "services", "refused"), ()
    )
    turns: dict[str, object] = {"begins": at(4), "ends": at(4) + timedelta(days=1)}
    return DayView(DAY, site=site(), **(turns | empty | sections))  # type: ignore[arg-type]


def text(line: Line) -> str:
    return " ".join(cell.text for cell in line.cells)


def only(of: DayView, section: str) -> Line:
    (line,) = flat(groups_of(of, section, {"001": "wg"}))
    return line


def test_a_presence_shows_in_out_and_hours_in_the_sites_zone() -> None:
    line = only(day(presences=(presence("ended", at(16, 5)),)), "presences")
    assert text(line) == "○ 王工 001 07:00 16:05 9 h 05 min"
    assert line.detail == "王工 001 came at 07:00, left at 16:05: 9 h 05 min."
    assert "wg" in line.said


def test_a_night_shifts_end_says_that_it_is_on_the_next_day() -> None:
    line = only(day(presences=(presence("ended", at(3) + timedelta(days=1)),)), "presences")
    assert "03:00+1" in text(line)


def test_open_and_forgotten_presences_say_so_with_a_shape_and_a_word() -> None:
    on_site = only(day(presences=(presence("on_site"),)), "presences")
    assert (on_site.cells[0].text, on_site.cells[-1].text) == ("●", "on site")
    forgotten = only(day(presences=(presence("forgotten"),)), "presences")
    assert (forgotten.cells[0].text, forgotten.cells[-1].text) == ("▲", "forgotten")
    assert forgotten.cells[-1].look == "urgent"
    assert "ask when they left" in forgotten.detail


def test_a_clock_that_was_behind_is_marked_and_its_length_is_not_believed() -> None:
    doubtful = presence("ended", at(16), clock="behind", minutes=None)
    line = only(day(presences=(doubtful,)), "presences")
    assert line.cells[-1].text == "clock?"
    assert "length unknown" in line.detail
    assert "check the times" in line.detail


def test_key_posts_name_their_holder_and_what_is_missing() -> None:
    here = DutyView("Crane 3", "post", "day", "001", "王工", "here")
    away = DutyView("Pit", "procedure", "", "002", "李工", "absent")
    empty = DutyView("Night watch", "moment", "", "", "", "empty")
    later = DutyView("Pit", "procedure", "night", "003", "张工", "later")
    lines = flat(groups_of(day(duties=(here, away, empty, later)), "posts", {}))
    assert [line.cells[-1].text for line in lines] == ["was here", "not here", "nobody", "later"]
    assert "whose shift has not begun" in lines[3].detail
    assert lines[0].detail == "Crane 3 (key post · day): held by 王工 001, who was here."
    assert "find out who stood in" in lines[1].detail
    assert "name a holder" in lines[2].detail
    absent = groups_of(day(duties=(here, away, empty, later)), "absent", {})
    assert count_of(absent) == 2


def test_a_holder_on_site_is_here_and_one_who_left_is_missing_since_then() -> None:
    here = DutyView("Crane 3", "post", "day", "001", "王工", "here")
    left = DutyView("Pit", "procedure", "day", "002", "李工", "left", at(9, 50))
    gone = DutyView("Fire", "link", "day", "003", "张工", "left")
    of = day(duties=(here, left, gone), presences=(presence("on_site"),))
    lines = flat(groups_of(of, "posts", {}))
    assert [line.cells[-1].text for line in lines] == ["here", "left at 09:50", "not here now"]
    assert [line.cells[0].text for line in lines] == ["●", "▲", "▲"]
    assert lines[1].detail.endswith("李工 002 left at 09:50; send somebody to stand in.")
    assert count_of(groups_of(of, "absent", {})) == 2


def test_a_scan_is_suspect_by_its_reason_or_when_it_comes_again_and_again() -> None:
    def refused(minute: int, reason: str, code: str) -> RefusedView:
        return RefusedView(at(9, minute), reason, code, "", "", "wedge")

    twice = [refused(minute, "not_a_code", "abc") for minute in (1, 2)]
    assert count_of(groups_of(day(refused=tuple(twice)), "suspect", {})) == 0
    thrice = (*twice, refused(3, "not_a_code", "abc"), refused(4, "cut_code", "1"))
    assert count_of(groups_of(day(refused=thrice), "suspect", {})) == 3
    reasons = ("badge_dead", "member_left", "wrong_check_digits", "muster_missed")
    for place, reason in enumerate(reasons):
        of = day(refused=(refused(place, reason, "1"),))
        assert count_of(groups_of(of, "suspect", {})) == 1


def test_promises_stand_in_groups_and_what_is_due_on_the_day_counts() -> None:
    made = promise("kept", 1)
    of = day(
        overdue=(promise("overdue", 2),),
        due=(made,),
        made=(made,),
        kept=(promise("missed", 3, "rain"),),
    )
    lines = flat(groups_of(of, "promises", {}))
    headings = [text(line) for line in lines if line.is_heading and line.cells]
    assert headings == [
        "▲ Overdue · 1",
        "Due on this day · 1",
        "Made on this day · 1",
        "Judged on this day · 1",
    ]
    assert count_of(groups_of(of, "promises", {})) == 1
    assert "Clean up" in text(lines[1])
    assert lines[-1].detail.endswith("Missed · rain")
    assert count_of(groups_of(of, "overdue", {})) == 1


def test_a_struck_service_is_shown_as_struck_with_the_reason_and_not_counted() -> None:
    at_nine = (at(9), None)
    stands = ServiceView(UUID(int=3), "001", "王工", "扫路", "Sweep", 20, "", "", *at_nine)
    struck = replace(stands, uid=UUID(int=4), is_struck=True, struck_because="记了两次")
    groups = groups_of(day(services=(struck, stands)), "services", {})
    assert count_of(groups) == 1
    sums, first, heading, last = (one for one in flat(groups) if one.cells)
    assert text(sums) == "20 min claimed · 0 min confirmed · 1"
    assert text(first).startswith("09:00 Sweep")
    assert heading.is_heading
    assert text(heading) == "Struck services · 1"
    assert text(last).startswith("✕ 09:00 Sweep")
    assert "struck: 记了两次" in last.detail


def test_a_service_tells_minutes_for_whom_where_and_for_which_promise() -> None:
    entry = ServiceView(
        UUID(int=9), "001", "王工", "修工具", "", 45, "班组", "A区", at(9), "工完场清"
    )
    _sums, line = flat(groups_of(day(services=(entry,)), "services", {}))
    assert text(line) == "09:00 修工具 王工 45 min"
    assert line.detail == "王工 001: 修工具 · 45 min · 班组 · A区 · for the commitment: 工完场清"


def test_touched_minutes_stand_apart_from_confirmed_ones() -> None:
    at_nine = (at(9), None)
    waits = ServiceView(UUID(int=3), "001", "王工", "扫路", "Sweep", 20, "", "", *at_nine)
    known = replace(waits, uid=UUID(int=4), confirmed_minutes=10, confirmed_how="supervisor")
    touched = replace(waits, uid=UUID(int=5), confirmed_minutes=20, confirmed_how="touch")
    lines = flat(groups_of(day(services=(known, touched)), "services", {}))
    assert [text(line) for line in lines] == [
        "40 min claimed · 10 min confirmed · 20 min by a touch on the spot · 2",
        "09:00 Sweep 王工 ✓ 10 min",
        "09:00 Sweep 王工 touch 20 min",
    ]
    assert "✓ 10 min confirmed by a supervisor" in lines[1].detail
    assert "20 min by a touch on the spot" in lines[2].detail


def test_a_refused_scan_tells_why_and_what_it_means() -> None:
    known = RefusedView(at(9), "badge_dead", "12…89", "001", "王工", "wedge")
    unknown = RefusedView(at(9), "not_a_code", "abc", "", "", "wedge")
    lines = flat(groups_of(day(refused=(known, unknown)), "refused", {}))
    assert lines[0].detail.startswith("09:00 Badge no longer valid (王工 001): The badge was")
    assert lines[1].detail.startswith("09:00 Not a badge code: Something else")
    assert reason_words("brand_new") == "brand_new"
    assert reason_meaning("brand_new")


@pytest.mark.parametrize("section", [*SECTIONS, *NEEDS])
def test_every_section_has_a_name_and_a_sentence_for_when_it_is_empty(section: str) -> None:
    assert section_words(section)
    assert " " in empty_words(section)
    assert flat(groups_of(day(), section, {})) == []


def test_a_filter_looks_at_everything_said_and_takes_full_width_digits() -> None:
    groups = groups_of(day(presences=(presence("on_site"),)), "presences", {"001": "wg"})
    for typed in ("王", "００1", "WG", "wg site", ""):
        assert count_of(filtered(groups, wanted_words(typed))) == 1, typed
    assert count_of(filtered(groups, wanted_words("wg nobody"))) == 0
    assert is_found(["a"], [])


@given(
    st.lists(st.tuples(st.text(max_size=30), st.integers(0, 12)), max_size=8), st.integers(0, 120)
)
def test_a_line_is_never_wider_or_narrower_than_its_place(
    cells: list[tuple[str, int]], width: int
) -> None:
    clean = ["".join(c for c in words if c.isprintable()) for words, _width in cells]
    line = Line(
        "k", tuple(Cell(words, wide) for words, (_t, wide) in zip(clean, cells, strict=True))
    )
    laid = laid_out(line, width)
    assert sum(cell_width(words) for words, _look in laid) == width


def test_headings_are_left_out_where_a_filter_left_nothing() -> None:
    assert flat([Group("Empty", ()), Group("Full", (Line("a", (Cell("x"),)),))])[0].is_heading


def test_hours_count_who_was_there_and_never_invent_a_leaving() -> None:
    of = day(
        presences=(
            presence("ended", at(9, 30)),
            presence("forgotten", in_at=at(8), number="002"),
            presence("on_site", in_at=at(9), number="003"),
        )
    )
    hours = {hour.label: hour.count for hour in hours_of(of, at(11, 10))}
    assert [hours[label] for label in ("06", "07", "08", "09", "10", "11", "12")] == [
        0, 1, 2, 2, 1, 1, 0,
    ]  # fmt: skip
    assert len(hours) == 24


def test_who_went_and_came_again_within_an_hour_is_one_person() -> None:
    of = day(presences=(presence("ended", at(7, 20)), presence("on_site", in_at=at(7, 40))))
    hours = {hour.label: hour.count for hour in hours_of(of, at(9))}
    assert (hours["07"], hours["08"]) == (1, 1)


def test_a_day_on_which_the_clocks_change_has_as_many_hours_as_it_had() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for evening, hours in ((date(2026, 10, 24), 25), (date(2026, 3, 28), 23)):
        begins, ends = (
            at(4, day=one, zone=berlin).astimezone(UTC) for one in (evening, evening + DAY_LONG)
        )
        changed = DayView(evening, begins, ends, site(berlin), *[()] * 8)
        assert len(hours_of(changed, at(12, zone=berlin))) == hours


def test_a_day_is_drawn_from_where_it_began_whatever_the_turn_is_now() -> None:
    long = hours_of(day(begins=at(2), ends=at(9) + DAY_LONG), at(12))
    assert (long[0].label, long[-1].label, len(long)) == ("02", "08", 31)


def test_a_presence_beyond_the_days_turn_stays_whole() -> None:
    night = presence("ended", at(7) + timedelta(days=1), in_at=at(23))
    assert len(hours_of(day(presences=(night,)), at(12))) == 27


@given(st.lists(st.integers(0, 5000), max_size=40), st.integers(1, 4))
def test_bars_show_somebody_as_somebody_and_the_most_as_full(
    counts: list[int], height: int
) -> None:
    rows = bars(counts, height)
    assert [len(row) for row in rows] == [len(counts)] * height
    for place, count in enumerate(counts):
        assert (rows[-1][place] != " ") == (count > 0)
        assert (rows[0][place] == "█") == (count == max(counts) and count > 0) or height > 0
