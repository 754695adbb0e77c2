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
from screens.widgets.board.story import Block, balanced, flow, promise_block, tell
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


def test_a_post_hides_phone_numbers() -> None:
    post = replace(POST, duty="指挥，13812345678", standard="随叫随到，13912345678")
    page = MemberPage(replace(MEMBER, posts=(post,)), (), (), None)
    told = text_of(tell(page, ZONE, 80))
    assert "138********" in told
    assert "139********" in told


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


def test_the_story_goes_from_duty_to_promises_services_and_what_workers_say() -> None:
    told = text_of(tell(MemberPage(MEMBER, (PROMISE,), (), None), ZONE, 80))
    places = [told.index(title) for title in ("亮职责", "亮承诺", "亮服务", "群众评价")]
    assert places == sorted(places)
    assert "群众评价将显示在这里" in told


@given(st.integers(20, 60))
def test_who_said_what_became_of_it_never_runs_over(width: int) -> None:
    said = replace(
        PROMISE, state="kept", changed_at=NOON, changed_by="003", changed_name="欧阳" * 12
    )
    last = promise_block(said, ZONE, width)[-1]
    assert sum(cell_width(text) for text, _look in last) <= width


def test_a_judged_promise_says_who_said_so_and_when() -> None:
    own = replace(PROMISE, state="kept", changed_at=NOON, changed_by="001", changed_name="张")
    other = replace(own, changed_by="003", changed_name="陈")
    assert "本人 11月20日 周五 12:00" in text_of([promise_block(own, ZONE, 60)])
    assert "陈（督导） 11月20日 周五 12:00" in text_of([promise_block(other, ZONE, 60)])
    assert "本人" not in text_of([promise_block(PROMISE, ZONE, 60)])


@given(st.lists(st.integers(1, 6), max_size=30), st.integers(6, 40), st.integers(1, 3))
def test_what_fits_on_a_page_fills_its_columns_evenly(
    lengths: list[int], height: int, across: int
) -> None:
    blocks: list[Block] = [[[(str(place), "text")]] * rows for place, rows in enumerate(lengths)]
    found, plain = balanced(blocks, height, across), flow(blocks, height)
    assert [row for column in found for row in column] == [row for one in plain for row in one]
    if len(plain) > across:
        assert found == plain
    else:
        assert len(found) <= across
        assert max(map(len, found)) <= max(map(len, plain))


def test_two_columns_share_what_one_would_hold() -> None:
    blocks: list[Block] = [[[(str(place), "text")]] for place in range(10)]
    assert [len(column) for column in balanced(blocks, 40, 2)] == [5, 5]
