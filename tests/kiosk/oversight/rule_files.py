"""A site whose rules and key posts are set by a file, and what became of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from db.connection import run_sql, transaction
from kiosk.commands.rules_shape import rules_shape
from kiosk.errors import RefusedError
from kiosk.oversight.rule_file import take_rule_file
from kiosk.services import Services
from tests.builders import add_post
from tests.kiosk.attendance.coverage.site import make_key_site

CRANE = "3号塔吊"
TODAY, TOMORROW, THURSDAY = (f"2026-11-{day}" for day in (20, 21, 19))
TABLES = (
    *("site", "shift", "post", "holding", "deputy", "post_setting", "post_kind", "rule_version"),
    "ledger_entry",
)


def make_rule_site(folder: Path) -> Services:
    """A site with a crane held in shifts, a gate, a board and a shed; `005` has left."""
    services = make_key_site(folder)
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
