"""What the board's filters and its search leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.people.filters import (
    EVERYBODY,
    Choice,
    Filter,
    choose_members,
    here_first,
    list_choices,
)
from kiosk.people.views import MemberView, PostView

SINCE = datetime(2026, 11, 20, 4, tzinfo=UTC)
CRANE = PostView(
    uuid4(), "3号塔吊", "post", "need", "", "", "", "", "", None, None, date(2026, 11, 20)
)
PIT = replace(CRANE, name="深基坑")


def member(number: str, name: str, initials: str, **others: object) -> MemberView:
    view = MemberView(uuid4(), number, name, initials, "安全员", "一支部", "member", "", None)
    return replace(view, **others)  # type: ignore[arg-type]  # a test's short hand


ZHANG = member("001", "张建国", "zjg zhangjianguo", posts=(CRANE, PIT), on_site_since=SINCE)
LI = member("012", "李小红", "lxh", branch="二支部", teams=("防汛队",))
WANG = member("120", "Wang Ying", "wy", branch="", posts=(PIT,), teams=("防汛队", "抢工队"))
ALL = (ZHANG, LI, WANG)


def names(found: Sequence[MemberView]) -> list[str]:
    return [one.number for one in found]


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        (EVERYBODY, ["001", "012", "120"]),
        (Filter("on_site"), ["001"]),
        (Filter("post", "深基坑"), ["001", "120"]),
        (Filter("branch", "二支部"), ["012"]),
        (Filter("team", "防汛队"), ["012", "120"]),
        (Filter("team", "没有的队"), []),
    ],
)
def test_a_filter_leaves_whom_it_names(chosen: Filter, left: list[str]) -> None:
    assert names(choose_members(ALL, chosen)) == left


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("", ["001", "012", "120"]),
        ("   ", ["001", "012", "120"]),
        ("张", ["001"]),
        ("12", ["012", "120"]),
        ("zjg", ["001"]),
        ("ZJ", ["001"]),
        ("zhangj", ["001"]),
        ("jianguo", []),
        ("wang", ["120"]),
        ("ying wang", ["120"]),
        ("１２", ["012", "120"]),
        ("ＬＸＨ", ["012"]),
        ("13800000000", []),
        ("[/x]", []),
    ],
)
def test_search_takes_names_numbers_and_initials(words: str, left: list[str]) -> None:
    assert names(choose_members(ALL, EVERYBODY, words)) == left


def test_filter_and_search_both_hold() -> None:
    assert names(choose_members(ALL, Filter("post", "深基坑"), "zjg")) == ["001"]


@given(st.text())
def test_no_words_break_the_search(words: str) -> None:
    assert set(choose_members(ALL, EVERYBODY, words)) <= set(ALL)


def test_a_pasted_book_is_looked_at_for_its_first_words_only() -> None:
    assert choose_members(ALL, EVERYBODY, "张" * 1_000_000) == []


def test_choices_are_counted_largest_first() -> None:
    assert list_choices(ALL, "post") == [Choice("深基坑", 2, 1), Choice("3号塔吊", 1, 1)]
    assert list_choices(ALL, "team") == [Choice("防汛队", 2, 0), Choice("抢工队", 1, 0)]


def test_members_without_a_branch_offer_none() -> None:
    assert list_choices(ALL, "branch") == [Choice("一支部", 1, 1), Choice("二支部", 1, 0)]


def test_a_member_who_holds_a_post_in_two_shifts_counts_once() -> None:
    twice = member("9", "周明", "zm", posts=(CRANE, replace(CRANE, shift="夜班")))
    assert list_choices([twice], "post") == [Choice("3号塔吊", 1, 0)]


def test_those_on_site_come_first_and_keep_their_order() -> None:
    also = member("2", "钱进", "qj", on_site_since=SINCE)
    assert names(here_first([LI, ZHANG, WANG, also])) == ["001", "2", "012", "120"]
