"""A member's story as blocks, and blocks on columns."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import i18n
from kiosk.people.views import MemberPage, MemberView, PostView
from kiosk.service.views import CommitmentView
from kiosk.text import cell_width
from screens.widgets.board.story import Block, flow, tell
from screens.widgets.board.words import STATE_SIGNS, state_word, when_words
from tests.builders import NOON

ZONE = ZoneInfo("Asia/Shanghai")
POST = PostView(
    uuid4(),
    "3号塔吊",
    "moment",
    "task",
    "盯住每一次起吊" * 12,
    "",
    "A区",
    "model",
    "夜班",
    1140,
    420,
    date(2026, 11, 20),
)
MEMBER = MemberView(
    uuid4(),
    "001",
    "张" * 60,
    "z",
    "安全员" * 20,
    "一支部",
    "member",
    "",
    None,
    (POST,),
    ("甲", "乙"),
)
PROMISE = CommitmentView(
    uuid4(), "001", "张", "每日巡查", "Daily round", date(2026, 11, 22), NOON, "open", None, ""
)


def text_of(blocks: list[Block]) -> str:
    return "\n".join("".join(text for text, _ in row) for block in blocks for row in block)


@given(st.integers(30, 140))
def test_no_line_is_wider_than_its_column(width: int) -> None:
    blocks = tell(MemberPage(MEMBER, (PROMISE,), (), None), ZONE, width)
    rows = [row for block in blocks for row in block if len(row) == 1]
    assert all(sum(cell_width(text) for text, _ in row) <= width for row in rows)


def test_a_post_tells_its_shift_kind_honour_and_basis() -> None:
    told = text_of(tell(MemberPage(MEMBER, (), (), None), ZONE, 80))
    assert "A区 · 夜班 · 19:00–07:00" in told
    assert "关键时刻 · 示范岗 · 凭事设岗" in told
    assert "甲、乙" in told


def test_a_post_in_english_with_an_empty_duty_and_no_shift() -> None:
    i18n.use_language("en")
    post = replace(POST, duty="", zone="", shift="", from_minute=None, kind="", honour="")
    page = MemberPage(replace(MEMBER, posts=(post,)), (PROMISE,), (), None)
    told = text_of(tell(page, ZONE, 80))
    assert "Set up for a task" in told
    assert "◆" not in told
    assert "Daily round" in told
    assert "due Sun 22 Nov" in told


@pytest.mark.parametrize("state", STATE_SIGNS)
def test_each_state_has_its_own_sign_and_word(state: str) -> None:
    page = MemberPage(MEMBER, (replace(PROMISE, state=state),), (), None)
    told = text_of(tell(page, ZONE, 80))
    assert STATE_SIGNS[state] + " " in told
    assert state_word(state) in told
    assert len(set(STATE_SIGNS.values())) == len(STATE_SIGNS)


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("zh_CN", 0, "22:03"),
        ("zh_CN", 1, "昨 22:03"),
        ("en", 1, "Sat 22:03"),
        ("zh_CN", 2, "周六 22:03"),
        ("en", 6, "Sat 22:03"),
        ("en", 7, "11-21 22:03"),
        ("zh_CN", -1, "11-21 22:03"),
    ],
)
def test_a_time_of_another_day_carries_it(language: str, days: int, words: str) -> None:
    i18n.use_language(language)
    at = datetime(2026, 11, 21, 22, 3, tzinfo=ZONE)
    assert when_words(at, at.date() + timedelta(days=days)) == words


row = st.just([("x", "text")])
block = st.lists(row | st.just([]), min_size=1, max_size=12)


@given(st.lists(block, max_size=12), st.integers(1, 10))
def test_columns_are_never_too_high_and_lose_no_line(blocks: list[Block], height: int) -> None:
    columns = flow(blocks, height)
    assert all(len(column) <= height for column in columns)
    assert sum(row != [] for column in columns for row in column) == sum(
        row != [] for block in blocks for row in block
    )


def test_a_block_goes_whole_to_the_next_column() -> None:
    blocks: list[Block] = [[[("a", "")], [("b", "")]], [[], [("c", "")], [("d", "")]]]
    assert [len(column) for column in flow(blocks, 4)] == [2, 2]
