"""Coverage in words and strips."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.judging import STATES, Part
from kiosk.attendance.coverage.words import (
    MARKS,
    STRIP,
    kind_word,
    since_words,
    state_word,
    strip_text,
)
from kiosk.i18n import speaking

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 20)
HALF_PAST_SIX = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_time_of_today_stands_alone_and_one_of_another_day_with_it() -> None:
    assert since_words(HALF_PAST_SIX, SHANGHAI, TODAY) == "自 06:30"
    tomorrow = TODAY + timedelta(days=1)
    assert since_words(HALF_PAST_SIX, SHANGHAI, tomorrow) == "自 周五 06:30"
    assert since_words(None, SHANGHAI, TODAY) == "一周以上"
    with speaking("en"):
        assert since_words(HALF_PAST_SIX, SHANGHAI, tomorrow) == "since Fri 06:30"


def test_a_time_longer_ago_than_a_week_is_told_by_its_date() -> None:
    for days, chinese, english in (
        (7, "自 周五 06:30", "since Fri 06:30"),
        (8, "自 11月20日", "since 20 Nov"),
        (99, "自 2026年11月20日", "since 20 Nov 2026"),
    ):
        later = TODAY + timedelta(days=days - 1)
        assert since_words(HALF_PAST_SIX, SHANGHAI, later) == chinese
        with speaking("en"):
            assert since_words(HALF_PAST_SIX, SHANGHAI, later) == english


def test_every_state_has_a_shape_and_a_word_of_its_own() -> None:
    assert set(STRIP) == set(STATES)
    assert len(set(STRIP.values())) == len(STRIP)
    assert len({state_word(state) for state in STATES}) == len(STATES)
    assert len(set(MARKS.values())) == len(MARKS)
    assert len({kind_word(kind) for kind in ("post", "procedure", "link", "moment")}) == 4


def test_a_short_gap_is_not_lost_in_its_cell() -> None:
    begins = HALF_PAST_SIX
    parts = [
        Part(begins, begins + 3 * HOUR, "covered"),
        Part(begins + 3 * HOUR, begins + 3.1 * HOUR, "empty"),
        Part(begins + 3.1 * HOUR, begins + 5 * HOUR, "thin"),
        Part(begins + 5 * HOUR, begins + 6 * HOUR, "not_due"),
        Part(begins + 6 * HOUR, begins + 7 * HOUR, "ahead"),
    ]
    assert strip_text(parts, (begins, begins + 8 * HOUR), 8) == "███╳▄·▁·"
