"""How a badge and a member are said in words."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from kiosk.i18n import use_language
from kiosk.people.badges import BadgeState, BadgeView, Validity
from screens.supervisor.member_lines import badge_words
from screens.supervisor.reading_step import Reading
from tests.builders import NOON

ZONE = ZoneInfo("Asia/Shanghai")


def badge(
    state: BadgeState, *, last: date | None = None, because: str = "", prints: int = 0
) -> BadgeView:
    dead_at = NOON if because else None
    days = Validity(None, last)
    return BadgeView(UUID(int=1), UUID(int=2), state, NOON, dead_at, because, days, prints, None)


@pytest.mark.parametrize(
    ("view", "chinese", "english"),
    [
        (
            badge("valid", prints=1),
            "✓ 有效 · 2026-11-20 发放 · 印过 1 次",
            "✓ valid · issued 2026-11-20 · printed once",
        ),
        (
            badge("expired", last=date(2026, 11, 21), prints=3),
            "▲ 已过期 · 2026-11-20 发放 · 有效至 2026-11-21 · 印过 3 次",
            "▲ expired · issued 2026-11-20 · until 2026-11-21 · printed 3 times",
        ),
        (
            badge("dead", because="丢失", prints=3),
            "✕ 已作废 · 2026-11-20 发放 · 丢失",
            "✕ dead · issued 2026-11-20 · 丢失",
        ),
        (badge("not_yet"), "○ 未到生效日 · 2026-11-20 发放", "○ not valid yet · issued 2026-11-20"),
    ],
)
def test_a_badge_is_said_with_a_shape_and_its_days(
    view: BadgeView, chinese: str, english: str
) -> None:
    assert badge_words(view, ZONE) == chinese
    use_language("en")
    assert badge_words(view, ZONE) == english


async def test_while_a_photo_is_read_keys_mean_nothing() -> None:
    step = Reading()
    assert step.title == "正在读取照片……"
    assert step.press("1", "1")
    assert not step.press("f2", None)
    assert step.keys() == []
    assert step.again().answered is step.answered
