"""Rows of a page that everybody reads."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from kiosk.i18n import use_language
from kiosk.service.views import ServiceView
from screens.public.post_rows import rhythm_word, service_block

SHANGHAI = ZoneInfo("Asia/Shanghai")


def told(**more: object) -> str:
    at = datetime(2026, 11, 20, 4, tzinfo=UTC)
    row = (UUID(int=1), "001", "王工", "送水", "Brought water", 30, "", "A区", at, None)
    block = service_block(ServiceView(*row, **more), SHANGHAI, 80)  # type: ignore[arg-type]
    return "\n".join("".join(text for text, _look in row) for row in block)


def test_who_was_served_is_named_by_their_badge_as_on_the_card() -> None:
    assert "30 分钟 · 张工 · A区" in told(served=("002", "张工"), for_kind="person")


def test_confirmed_minutes_take_the_place_of_those_that_were_claimed() -> None:
    assert "30 分钟" in told()
    by_supervisor = told(confirmed_minutes=20, confirmed_how="supervisor")
    assert "✓ 督导确认 20 分钟" in by_supervisor
    assert "30 分钟" not in by_supervisor


def test_minutes_that_somebody_touched_are_told_from_confirmed_ones() -> None:
    touched = told(confirmed_minutes=30, confirmed_how="touch")
    assert "现场点按 30 分钟" in touched
    assert "✓" not in touched


@pytest.mark.parametrize(("rhythm", "word"), [("shift", "each shift"), ("", "")])
def test_how_often_is_said_of_repeated_promises_only(rhythm: str, word: str) -> None:
    use_language("en")
    assert rhythm_word(rhythm) == word
