"""Who is on site, now and at a past moment, with millions of check-ins against few.

Held equal in both files: how many came on each day, at the same times, and so how many are on site
at the moments that are asked about. Told apart: the members and the days behind them.
"""

import statistics
import time
from datetime import datetime, timedelta
from pathlib import Path

from db.base import to_micros
from db.connection import close_file, database, open_file, run_sql, transaction
from kiosk.services import Services
from tests.builders import NOON, add_member, make_site

A_DAY = 500
"""How many come on each day, in turn; all of them are on site at noon, in both files."""

ROUNDS = 9
ASKED = 10
_HERE = timedelta(hours=4)
_STAY = timedelta(hours=9)

_STAYS = """
CREATE TEMP TABLE stay AS
WITH RECURSIVE turn(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM turn WHERE n < ?1 - 1),
came(n, at) AS (SELECT n, ?2 + n / ?3 * 86400000000 + n % ?3 * 1000000 FROM turn)
SELECT came.n, m.uid AS member, at AS in_at, at + ?4 AS out_at,
    date(at / 1000000, 'unixepoch') AS day,
    unhex(printf('%012x7000%016x', at / 1000, 2 * came.n)) AS came_uid,
    unhex(printf('%012x7000%016x', (at + ?4) / 1000, 2 * came.n + 1)) AS left_uid
FROM came JOIN place m ON m.n = came.n % ?5 ORDER BY came.n
"""
_PUNCH = (
    "INSERT INTO punch (uid, seq, member_uid, after_uid, direction, at, work_day, zone, clock,"
    " source) SELECT"
)
_ROWS = (
    "INSERT INTO presence (uid, member_uid, work_day, in_at, out_at, closed, closed_at)"
    " SELECT came_uid, member, day, in_at, iif(in_at < ?1, out_at, NULL),"
    " iif(in_at < ?1, 'scan', NULL), iif(in_at < ?1, out_at, NULL) FROM stay ORDER BY n",
    f"{_PUNCH} s.came_uid, 1000 + 2 * s.n, s.member, b.left_uid, 'in', s.in_at, s.day,"
    " 'Asia/Shanghai', 'ok', 'wedge' FROM stay s LEFT JOIN stay b ON b.rowid = s.rowid - ?1",
    f"{_PUNCH} left_uid, 1001 + 2 * n, member, came_uid, 'out', out_at, day,"
    " 'Asia/Shanghai', 'ok', 'wedge' FROM stay WHERE in_at < ?1",
)


def on_site_ratios(folder: Path, check_ins: int) -> tuple[float, float]:
    """Time of "on site now" and of "on site at", 20,000 members over 2,000.

    The fastest question of a round counts, and of the rounds the middle one: what else the machine
    does changes nothing.

    Args:
        folder: Where the files are made.
        check_ins: Those of the large file; the small one has those of two days.
    """
    large, at_large = make_past(folder / "on-site-large", 20_000, check_ins)
    small, at_small = make_past(folder / "on-site-small", 2_000, 2 * A_DAY)
    took: dict[str, list[float]] = {}
    for _round in range(ROUNDS):
        for name, site, at in (("large", large, at_large), ("small", small, at_small)):
            open_file(site.context.home.database)
            for word, moment in (("now", None), ("at", at)):
                _ask(site, moment)  # a kiosk's file has been open for months
                took.setdefault(f"{word} {name}", []).append(_ask(site, moment))
            close_file()
    now, then = (
        statistics.median(took[f"{word} large"]) / statistics.median(took[f"{word} small"])
        for word in ("now", "at")
    )
    return now, then


def _ask(site: Services, at: datetime | None) -> float:
    """The fastest of some questions; all must be answered with the people of one day."""
    times = []
    for _turn in range(ASKED):
        begun = time.perf_counter()
        here = site.attendance.on_site(at)
        times.append(time.perf_counter() - begun)
        if len(here) != A_DAY:
            raise ValueError(f"{len(here)} on site instead of {A_DAY}")
    return min(times)


def make_past(folder: Path, members: int, check_ins: int) -> tuple[Services, datetime]:
    """A site with its clock at noon of the last day, and the noon of a day in the middle.

    The punches and presences are there, without the ledger, which neither question reads.
    """
    site = make_site(folder, members=0)
    days = check_ins // A_DAY
    today = NOON - _HERE
    begun = today - timedelta(days=days - 1)
    run_sql("PRAGMA cache_size = -500000")  # kibibytes; until the file is opened anew
    with transaction():
        for place in range(1, members + 1):
            add_member(f"{place:05}")
        _fill(members, check_ins, to_micros(begun), to_micros(today))
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close_file()
    return site, begun + timedelta(days=(days - 1) // 2) + _HERE


def _fill(members: int, check_ins: int, begun: int, today: int) -> None:
    run_sql("CREATE TEMP TABLE place AS SELECT row_number() OVER () - 1 AS n, uid FROM member")
    run_sql("CREATE UNIQUE INDEX temp.place_n ON place (n)")
    stay_us = _STAY // timedelta(microseconds=1)
    run_sql(_STAYS, (check_ins, begun, A_DAY, stay_us, members))
    for sql, value in zip(_ROWS, (today, members, today), strict=True):
        run_sql(sql, (value,))
