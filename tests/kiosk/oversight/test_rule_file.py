"""A whole rule file: what is printed is taken back, every fault has its place, all or nothing."""

import json
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.connection import run_sql, transaction
from kiosk.attendance.coverage.changing import HoursChange
from kiosk.attendance.coverage.hours import MomentHours, ShiftHours, WeeklyHours
from kiosk.commands.rules_shape import rules_shape
from kiosk.errors import RefusedError
from kiosk.oversight.rule_file import take_rule_file
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services, close_services
from tests.builders import FRIDAY, NOON, add_post, set_clock, uid_of
from tests.kiosk.attendance.coverage.site import make_key_site

CRANE = "3号塔吊"
TODAY, TOMORROW, THURSDAY = (f"2026-11-{day}" for day in (20, 21, 19))
TABLES = (
    *("site", "shift", "post", "holding", "deputy", "post_setting", "post_kind", "rule_version"),
    "ledger_entry",
)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_key_site(tmp_path)
    with transaction():
        add_post("门卫")
        add_post("宣传栏", "003", kind="")
        add_post("工具房")
        run_sql("UPDATE member SET left_at = 1 WHERE number = '005'")
    return services


def everything() -> list[object]:
    return [run_sql(f"SELECT * FROM {table}") for table in TABLES]


def take(site: Services, **parts: object) -> None:
    take_rule_file(site.context, json.dumps(parts, ensure_ascii=False))


def told(site: Services, name: str = CRANE) -> Any:
    posts: Any = rules_shape(site)["posts"]
    return next(post for post in posts if post["name"] == name)


def holders(site: Services, name: str = CRANE) -> list[tuple[str, str | None, str, str | None]]:
    return [
        (one["number"], one["shift"], one["since"], one["until"])
        for one in told(site, name)["holders"]
    ]


def faults(site: Services, *posts: object, **parts: object) -> str:
    before = everything()
    with pytest.raises(RefusedError) as refused:
        take(site, posts=list(posts), **parts)
    assert refused.value.code == "bad_rule_file"
    assert everything() == before
    return refused.value.sentence


def kinds_since(seq: int) -> list[str]:
    rows = run_sql("SELECT kind FROM ledger_entry WHERE seq > ? ORDER BY seq", (seq,))
    return sorted(kind for (kind,) in rows)


def head() -> int:
    seq: int = run_sql("SELECT max(seq) FROM ledger_entry")[0][0]
    return seq


def test_a_file_sets_a_key_post_whole(site: Services) -> None:
    before = head()
    take(
        site,
        posts=[
            {
                "name": CRANE,
                "least": 2,
                "weekly": ["mon-fri/08:00-18:00"],
                "moments": [
                    {"name": "浇筑", "from": "2026-11-21 06:00", "to": "2026-11-21T14:00+08:00"}
                ],
                "holders": [
                    {"number": "001", "shift": "白班"},
                    {"number": "003", "since": TOMORROW, "until": TOMORROW},
                ],
                "deputies": [{"number": "004", "name": "陈工004"}],
            }
        ],
    )
    crane = told(site)
    assert (crane["least"], crane["follows_shifts"]) == (2, False)
    assert crane["weekly"] == ["mon-fri/08:00-18:00"]
    assert [one["from"] for one in crane["moments"]] == ["2026-11-20T22:00:00Z"]
    assert holders(site) == [("001", "白班", THURSDAY, None), ("003", None, TOMORROW, TOMORROW)]
    assert [one["number"] for one in crane["deputies"]] == ["004"]
    kinds = ["deputy_added", "holding_added", "holding_ended", "post_setting"]
    assert kinds_since(before) == kinds


def test_a_file_makes_a_post_a_key_post_and_sets_it(site: Services) -> None:
    before = head()
    take(site, posts=[{"name": "宣传栏", "kind": "link", "least": 2}])
    assert kinds_since(before) == ["post_kind", "post_setting"]
    made = told(site, "宣传栏")
    assert (made["kind"], made["least"], made["follows_shifts"]) == ("link", 2, True)
    assert [one["number"] for one in made["holders"]] == ["003"]
    take(site, posts=[made])
    assert kinds_since(before) == ["post_kind", "post_setting"]


def test_a_file_makes_a_key_post_one_of_another_kind_or_none(site: Services) -> None:
    before = head()
    take(site, posts=[{"name": CRANE, "kind": "moment"}, {"name": "门卫", "kind": ""}])
    assert kinds_since(before) == ["post_kind", "post_kind"]
    assert told(site)["kind"] == "moment"
    assert [post.name for post in site.coverage.other_posts()] == ["宣传栏", "门卫"]


def test_what_a_file_does_not_name_stays(site: Services) -> None:
    site.coverage.add_deputy(site.coverage.post_named(CRANE), uid_of("004"))
    pour = MomentHours("浇筑", NOON, NOON + timedelta(hours=4))
    change = HoursChange([WeeklyHours(1, 0, 60)], [pour])
    site.coverage.change_hours(site.coverage.post_named(CRANE), change)
    before = told(site)
    take(site, posts=[{"name": CRANE, "least": 3}])
    assert told(site) == before | {"least": 3}
    take(site, posts=[{"name": CRANE, "weekly": ["1/02:00-03:00"]}])
    assert told(site) == before | {"least": 3, "weekly": ["mon/02:00-03:00"]}
    take(site, posts=[{"name": CRANE, "moments": [], "holders": []}])
    assert (told(site)["moments"], holders(site)) == ([], [])
    assert told(site)["weekly"] == ["mon/02:00-03:00"]
    take(site, posts=[{"name": CRANE, "follows_shifts": True}])
    assert (told(site)["follows_shifts"], told(site)["weekly"]) == (True, [])


def test_a_shift_and_who_holds_it_come_and_go_with_one_file(site: Services) -> None:
    early = {"name": "早班", "from": "06:00", "to": "14:00"}
    late = {"name": "晚班", "from": "14:00", "to": "22:00"}
    post = {"name": CRANE, "holders": [{"number": "001", "shift": "早班"}]}
    take(site, turn_hour=3, shifts=[early, late], posts=[post])
    assert holders(site) == [("001", "早班", TODAY, None)]
    assert site.oversight.site().turn_hour == 3


def test_a_term_can_end_later_or_for_good_or_at_once(site: Services) -> None:
    day = {"number": "001", "shift": "白班"}
    take(site, posts=[{"name": CRANE, "holders": [day | {"until": TOMORROW}]}])
    assert holders(site) == [("001", "白班", THURSDAY, TOMORROW)]
    take(site, posts=[{"name": CRANE, "holders": [day]}])
    assert holders(site) == [("001", "白班", THURSDAY, None)]
    take(site, posts=[{"name": CRANE, "holders": [day | {"until": THURSDAY}]}])
    assert holders(site) == []
    past = run_sql("SELECT since, until FROM holding WHERE shift_uid IS NOT NULL")
    assert past == [(THURSDAY, THURSDAY)] * 2


def test_a_fault_is_named_with_its_place_and_all_of_them_at_once(site: Services) -> None:
    said = faults(
        site,
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
        shifts=[
            {"name": "白班", "from": "07:00", "to": "19:00"},
            {"name": "夜班", "from": "18:00", "to": "07:00"},
            {"name": "中班", "from": "07:00", "to": "07:00", "y": 1},
        ],
        longest_h=99,
        rules={"ask_h": 99, "longest_h": 9},
    )
    crane, gate = f"第1个岗位（{CRANE}）", "第5个岗位（门卫）"
    for place, fault in (
        (crane, "crane"),
        (crane, "0"),
        (f"{crane}，第1段每周时间", "mon/8-18"),
        (f"{crane}，第3段每周时间", "17:00-19:00"),
        (f"{crane}，第4段每周时间", "7"),
        (f"{crane}，第1个关键时刻", "soon"),
        (f"{crane}，第3个关键时刻", "name"),
        (f"{crane}，第4个关键时刻", "x"),
        (f"{crane}，第1位在岗人", "已离场"),
        (f"{crane}，第2位在岗人", "404"),
        (f"{crane}，第3位在岗人", "读不出"),
        (f"{crane}，第5位在岗人", "2026-11-01"),
        (f"{crane}，第6位在岗人", "早于"),
        (f"{crane}，第7位在岗人", "李工001"),
        (f"{crane}，第8位在岗人", "soon"),
        (f"{crane}，第9位在岗人", "post"),
        (f"{crane}，第10位在岗人", "2026-11-01"),
        ("第2个岗位", "没有的岗"),
        ("第3个岗位", "name"),
        ("第4个岗位（宣传栏）", "不是关键岗"),
        ("第7个岗位（工具房）", "只有关键岗"),
        (gate, "least"),
        (gate, "follows_shifts"),
        (gate, "weekly"),
        (gate, "deputies"),
        (gate, "x"),
        ("第6个岗位（门卫）", "时间"),
        ("第1个和第2个班次", "白班"),
        ("第3个班次（中班）", "中班"),
        ("第3个班次", "y"),
    ):
        assert any(fault in one for one in said.split(f"{place}：")[1:]), (place, fault, said)
    assert all(word in said for word in ("longest_h", "ask_h", "岗位“门卫”写了两次"))


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


def test_fifty_hours_are_enough_and_more_are_refused(site: Services) -> None:
    spans = [f"{1 + place // 24}/{place % 24:02}:00-{place % 24:02}:30" for place in range(51)]
    take(site, posts=[{"name": CRANE, "weekly": spans[:50]}])
    assert "50" in faults(site, {"name": CRANE, "weekly": spans})


def test_a_moment_that_is_over_goes_only_where_there_are_other_hours(site: Services) -> None:
    crane = site.coverage.post_named(CRANE)
    pour = MomentHours("浇筑", NOON, NOON + timedelta(hours=4))
    site.coverage.change_hours(crane, HoursChange([], [pour]))
    set_clock(site, NOON + timedelta(hours=5))
    before = everything()
    take_rule_file(site.context, json.dumps(rules_shape(site)))
    assert everything() == before
    take(site, posts=[told(site) | {"weekly": ["mon/01:00-02:00"]}])
    assert (told(site)["weekly"], told(site)["moments"]) == (["mon/01:00-02:00"], [])


def test_a_holder_who_left_today_is_printed_and_taken_back(site: Services) -> None:
    site.keeping.let_go(uid_of("001"), "done")
    assert holders(site)[0] == ("001", "白班", THURSDAY, TODAY)
    before = everything()
    take_rule_file(site.context, json.dumps(rules_shape(site)))
    assert everything() == before
    posts = [{"name": CRANE, "holders": [{"number": "001", "shift": "白班"}]}]
    assert "已离场" in faults(site, *posts)


def test_a_file_that_can_not_be_kept_to_its_end_changes_nothing(site: Services) -> None:
    post = {"name": CRANE, "least": 4, "holders": [{"number": "001", "shift": "白班"}]}
    with transaction():
        add_post("消防", "003")
        run_sql(
            "UPDATE holding SET shift_uid = (SELECT uid FROM shift WHERE name = '夜班')"
            " WHERE shift_uid IS NULL"
        )
    before, day = everything(), {"name": "白班", "from": "07:00", "to": "19:00"}
    with pytest.raises(RefusedError) as refused:
        take(site, longest_h=9, ask_h=8, shifts=[day], posts=[post])
    assert refused.value.code == "shift_in_use"
    assert everything() == before


NUMBERS = st.sampled_from(["001", "002", "003", "004"])
DAYS = st.integers(0, 9).map(lambda ahead: FRIDAY + timedelta(days=ahead))
WEEKLY = st.builds(WeeklyHours, st.integers(1, 127), st.integers(0, 1439), st.integers(0, 1439))
MOMENTS = st.builds(
    lambda name, begins, lasts: MomentHours(
        name, NOON + timedelta(minutes=begins), NOON + timedelta(minutes=begins + lasts)
    ),
    st.text(min_size=1, max_size=50),
    st.integers(-600, 20_000),
    st.integers(1, 20_000),
)
SETTINGS = (
    st.tuples(st.just("least"), st.integers(0, 100)),
    st.tuples(st.just("weekly"), st.lists(WEEKLY, max_size=3)),
    st.tuples(st.just("shifts"), st.just(None)),
    st.tuples(st.just("moments"), st.lists(MOMENTS, min_size=1, max_size=2)),
    st.tuples(st.just("assign"), NUMBERS, DAYS, st.booleans()),
    st.tuples(st.just("end"), NUMBERS, DAYS),
    st.tuples(st.just("deputy"), NUMBERS, DAYS),
    st.tuples(st.just("end_deputy"), NUMBERS, DAYS),
    st.tuples(st.just("rules"), st.integers(0, 30)),
)
LATER = st.tuples(st.just("later"), st.integers(1, 3000))


def change(site: Services, verb: str, *what: Any) -> None:
    post = site.coverage.post_named(CRANE)
    shift = next(one.uid for one in site.coverage.shifts() if one.name == "白班")
    acts: dict[str, Any] = {
        "least": lambda least: site.coverage.set_least(post, least),
        "weekly": lambda spans: site.coverage.change_hours(post, HoursChange(spans)),
        "shifts": lambda _none: site.coverage.change_hours(post, HoursChange([ShiftHours()])),
        "moments": lambda some: site.coverage.change_hours(post, HoursChange(None, some)),
        "assign": lambda number, day, in_shift: site.coverage.assign(
            post, uid_of(number), since=day, shift_uid=shift if in_shift else None
        ),
        "end": lambda number, day: site.coverage.end(post, uid_of(number), until=day),
        "deputy": lambda number, day: site.coverage.add_deputy(post, uid_of(number), since=day),
        "end_deputy": lambda number, day: site.coverage.end_deputy(post, uid_of(number), until=day),
        "rules": lambda hours: change_rules(site.context, RuleChange(longest_h=hours)),
        "later": lambda minutes: set_clock(
            site, site.context.clock.now() + timedelta(minutes=minutes)
        ),
    }
    with suppress(RefusedError):
        acts[verb](*what)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.one_of(*SETTINGS, LATER), max_size=8), st.lists(st.one_of(*SETTINGS), max_size=4)
)
def test_what_is_printed_is_taken_and_changes_nothing_and_brings_back_what_was(
    changes: list[tuple[Any, ...]], others: list[tuple[Any, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = make_key_site(Path(folder))
        for one in changes:
            change(site, *one)
        printed, before = rules_shape(site), everything()
        take_rule_file(site.context, json.dumps(printed))
        assert everything() == before
        for one in others:
            change(site, *one)
        before = everything()
        try:
            take_rule_file(site.context, json.dumps(printed))
        except RefusedError:  # what has begun or is over can't be brought back
            assert everything() == before
        else:
            assert settled(rules_shape(site)) == settled(printed)
        close_services()


def settled(shape: Any) -> Any:
    """A shape whose people stand in one order."""
    for post in shape["posts"]:
        for part in ("holders", "deputies"):
            post[part] = sorted(json.dumps(one, sort_keys=True) for one in post[part])
    return shape
