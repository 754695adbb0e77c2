"""Every fault of a rule file has its place, all are named at once, and then nothing is saved."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import RefusedError
from kiosk.oversight.rule_file import take_rule_file
from kiosk.services import Services
from tests.kiosk.oversight.rule_files import (
    CRANE,
    THURSDAY,
    TODAY,
    TOMORROW,
    everything,
    faults,
    make_rule_site,
    take,
)

FAULTY_POSTS: list[object] = [
    {
        "name": CRANE,
        "kind": "crane",
        "least": 0,
        "weekly": ["mon/8-18", "1-5/08:00-18:00", "fri/17:00-19:00", 7],
        "moments": [
            {"name": "浇筑", "from": "soon", "to": "2026-11-21 14:00"},
            {"name": "浇筑", "from": "2026-11-18 06:00", "to": "2026-11-18 14:00"},
            "pour",
            {"name": "a", "from": "2026-11-21", "to": "2026-11-22", "x": 1},
        ],
        "holders": [
            {"number": "005"},
            {"number": "404"},
            {"number": 1},
            {"number": "003", "shift": "中班"},
            {"number": "003", "since": "2026-11-01"},
            {"number": "004", "since": TOMORROW, "until": TODAY},
            {"number": "004", "name": "李工001"},
            {"number": "004", "since": "soon"},
            {"number": "002", "post": "x", "shift": []},
            {"number": "004", "until": "2026-11-01"},
        ],
    },
    {"name": "没有的岗"},
    "门卫",
    {"name": "宣传栏"},
    {
        "name": "门卫",
        "least": "2",
        "follows_shifts": 1,
        "weekly": {},
        "deputies": "004",
        "x": 0,
    },
    {"name": "门卫", "weekly": [], "moments": []},
    {"name": "工具房", "kind": "", "least": 2},
]

FAULTY_PARTS: dict[str, object] = {
    "shifts": [
        {"name": "白班", "from": "07:00", "to": "19:00"},
        {"name": "夜班", "from": "18:00", "to": "07:00"},
        {"name": "中班", "from": "07:00", "to": "07:00", "y": 1},
    ],
    "longest_h": 99,
    "rules": {"ask_h": 99, "longest_h": 9},
}

CRANE_PLACE, GATE_PLACE = f"第1个岗位（{CRANE}）", "第5个岗位（门卫）"
NAMED = (
    (CRANE_PLACE, "crane"),
    (CRANE_PLACE, "0"),
    (f"{CRANE_PLACE}，第1段每周时间", "mon/8-18"),
    (f"{CRANE_PLACE}，第3段每周时间", "17:00-19:00"),
    (f"{CRANE_PLACE}，第4段每周时间", "7"),
    (f"{CRANE_PLACE}，第1个关键时刻", "soon"),
    (f"{CRANE_PLACE}，第3个关键时刻", "name"),
    (f"{CRANE_PLACE}，第4个关键时刻", "x"),
    (f"{CRANE_PLACE}，第1位在岗人", "已离场"),
    (f"{CRANE_PLACE}，第2位在岗人", "404"),
    (f"{CRANE_PLACE}，第3位在岗人", "读不出"),
    (f"{CRANE_PLACE}，第5位在岗人", "2026-11-01"),
    (f"{CRANE_PLACE}，第6位在岗人", "早于"),
    (f"{CRANE_PLACE}，第7位在岗人", "李工001"),
    (f"{CRANE_PLACE}，第8位在岗人", "soon"),
    (f"{CRANE_PLACE}，第9位在岗人", "post"),
    (f"{CRANE_PLACE}，第10位在岗人", "2026-11-01"),
    ("第2个岗位", "没有的岗"),
    ("第3个岗位", "name"),
    ("第4个岗位（宣传栏）", "不是关键岗"),
    ("第7个岗位（工具房）", "只有关键岗"),
    (GATE_PLACE, "least"),
    (GATE_PLACE, "follows_shifts"),
    (GATE_PLACE, "weekly"),
    (GATE_PLACE, "deputies"),
    (GATE_PLACE, "x"),
    ("第6个岗位（门卫）", "时间"),
    ("第1个和第2个班次", "白班"),
    ("第3个班次（中班）", "中班"),
    ("第3个班次", "y"),
)
"""Where each fault is, and a word of what is said of it."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_rule_site(tmp_path)


def test_a_fault_is_named_with_its_place_and_all_of_them_at_once(site: Services) -> None:
    said = faults(site, *FAULTY_POSTS, **FAULTY_PARTS)
    for place, fault in NAMED:
        assert any(fault in one for one in said.split(f"{place}：")[1:]), (place, fault, said)
    assert all(word in said for word in ("longest_h", "ask_h", "岗位“门卫”写了两次"))


def test_rules_that_say_something_against_each_other_are_a_fault(site: Services) -> None:
    said = faults(site, rules={"ask_h": 16})
    assert all(word in said for word in ("ask_h", "longest_h"))


def test_more_faults_than_anybody_reads_are_counted(site: Services) -> None:
    said = faults(site, *[{"name": f"岗{place}"} for place in range(130)])
    assert "岗99”" in said
    assert "岗100”" not in said
    assert said.endswith("另有 30 处错误。")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "JSON"),
        ('{"posts": 1}', "posts"),
        ('{"posts": null}', "posts"),
        ('{"ask_h": 9, "ask_h": 10}', "ask_h"),
        ('{"posts": [{"name": "\\ud800"}]}', "1"),
        ('{"posts": [{"name": "3号塔吊", "holders": [{"number": "\\ud800"}]}]}', "1"),
    ],
)
def test_what_is_no_rule_file_is_refused(site: Services, text: str, word: str) -> None:
    with pytest.raises(RefusedError) as refused:
        take_rule_file(site.context, text)
    assert word in refused.value.sentence


def test_a_site_has_twenty_shifts_at_most(site: Services) -> None:
    shifts = [{"name": str(hour), "from": f"{hour}:00", "to": f"{hour}:30"} for hour in range(21)]
    assert "20" in faults(site, shifts=shifts)


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.sampled_from([CRANE, "001", "白班", TODAY, THURSDAY, "mon/08:00-18:00", "07:00"]),
)
KEYS = st.sampled_from(
    [
        *("rules", "shifts", "posts", "longest_h", "asks_out", "name", "from", "to", "days"),
        *("grace_min", "least", "follows_shifts", "weekly", "moments", "holders", "deputies"),
        *("number", "since", "until", "shift", "kind"),
    ]
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(KEYS, ANYTHING, max_size=4),
    st.dictionaries(KEYS, ANYTHING, max_size=6),
    st.dictionaries(KEYS, ANYTHING, max_size=5),
)
def test_whatever_a_file_holds_is_taken_or_refused_and_then_nothing_is_saved(
    site: Services, whole: dict[str, Any], post: dict[str, Any], holder: dict[str, Any]
) -> None:
    holder, post = {"number": "001"} | holder, {"name": CRANE} | post
    before = everything()
    try:
        take(site, **({"posts": [post | {"holders": [holder]}]} | whole))
    except RefusedError:
        assert everything() == before
