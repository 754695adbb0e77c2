"""A month of coverage for fifty key posts against the plain SQL scan of its facts."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from db import people
from db.base import new_uid, to_micros
from db.connection import close_file, database, run_sql, transaction
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock

POSTS = 50
HOLDERS = 4
"""Holders of each post: two by day, two by night."""

DAYS = 30
ROUNDS = 9

_FACTS = (
    "SELECT uid, seq, member_uid, direction, at, work_day, clock FROM punch"
    " WHERE member_uid IN (SELECT member_uid FROM holding) AND at >= ? AND at < ?",
    "SELECT uid, seq, member_uid, kind, placed_at, work_day, clock FROM presence_mark"
    " WHERE placed_at >= ? AND placed_at < ?",
    "SELECT uid, seq, member_uid, presence_uid, post_uid, at FROM post_taken"
    " WHERE at >= ? AND at < ?",
    "SELECT uid, seq, member_uid, post_uid, answer, at FROM handover WHERE at >= ? AND at < ?",
)


def coverage_ratio(folder: Path) -> float:
    """Median time of a month of coverage over that of reading the facts it follows from."""
    folder.mkdir()
    site = make_month(folder)
    first = NOON.date() - timedelta(days=DAYS)
    last = NOON.date() - timedelta(days=1)
    span = to_micros(NOON - timedelta(days=DAYS)), to_micros(NOON)
    ours, plain = [], []
    for _turn in range(ROUNDS):
        ours.append(_timed(lambda: site.coverage.between(first, last)))
        plain.append(_timed(lambda: [run_sql(sql, span) for sql in _FACTS]))
    close_file()
    return statistics.median(ours) / statistics.median(plain)


def make_month(folder: Path) -> Services:
    """A site whose holders came to every shift of a month."""
    site = make_site(folder, members=POSTS * HOLDERS)
    set_clock(site, NOON)
    with transaction():
        _fill()
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return site


def _fill() -> None:
    since = NOON.date() - timedelta(days=DAYS + 10)
    shifts = [new_uid(), new_uid()]
    for uid, name, begins, ends in zip(shifts, "日夜", (420, 1140), (1140, 420), strict=True):
        people.Shift.insert(uid=uid, name=name, from_minute=begins, to_minute=ends).execute()
    members = [row.uid for row in people.Member.select(people.Member.uid)]
    for place, member in enumerate(members):
        if place % HOLDERS == 0:
            post = new_uid()
            run_sql(
                "INSERT INTO post (uid, name, kind) VALUES (?, ?, 'post')",
                (post.bytes, f"{place:03}"),
            )
        shift = shifts[place % 2]
        people.Holding.insert(
            uid=new_uid(), post=post, member=member, shift=shift, since=since
        ).execute()
    cursor = database.connection().cursor()
    for punches, presence in _stays(members):
        cursor.executemany(
            "INSERT INTO punch (uid, seq, member_uid, after_uid, direction, at, work_day, zone,"
            " clock, source) VALUES (?, ?, ?, ?, ?, ?, ?, 'Asia/Shanghai', 'ok', 'wedge')",
            punches,
        )
        cursor.execute(
            "INSERT INTO presence (uid, member_uid, work_day, in_at, out_at, closed, closed_at)"
            " VALUES (?, ?, ?, ?, ?, 'scan', ?)",
            presence,
        )


def _stays(members: list[object]) -> Iterator[tuple[list[tuple], tuple]]:  # type: ignore[type-arg]
    last: dict[object, bytes] = {}
    seq = 1_000
    for turn in range(DAYS, 0, -1):
        for place, member in enumerate(members):
            # 06:50 and 18:50 by the clock there, a few minutes apart; out a little after the shift.
            shift = timedelta(days=turn, hours=5 - 12 * (place % 2), minutes=10 - place % 7)
            came = NOON - shift
            left, day = came + timedelta(hours=12, minutes=place % 13), came.date().isoformat()
            begin, end = new_uid().bytes, new_uid().bytes
            key = member.bytes  # type: ignore[attr-defined]
            yield (
                [
                    (begin, seq, key, last.get(member), "in", to_micros(came), day),
                    (end, seq + 1, key, begin, "out", to_micros(left), day),
                ],
                (begin, key, day, to_micros(came), to_micros(left), to_micros(left)),
            )
            last[member] = end
            seq += 2


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
