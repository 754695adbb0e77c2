"""A month of coverage for fifty key posts against the plain SQL scan of its facts."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

from db import people
from db.base import new_uid, to_micros
from db.connection import close_file, database, run_sql, transaction
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock

POSTS = 50
HOLDERS = 4
"""Holders of each post: two by day, two by night; the first one holds the next post as well."""

DAYS = 30
ROUNDS = 9

LATE, MISSING, HANDED = 0.2, 0.05, 0.03
"""How many of the stays begin late, do not happen, or end with a handover to somebody."""

CHOSEN_AFTER_US = 20_000_000
"""How long after coming somebody says which post they take, in microseconds."""

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
        ours.append(_timed(lambda: _told(site, first, last)))
        plain.append(_timed(lambda: [run_sql(sql, span) for sql in _FACTS]))
    close_file()
    return statistics.median(ours) / statistics.median(plain)


def _told(site: Services, first: date, last: date) -> list[object]:
    """What a report says of each post: its covered and its empty time, and its gaps."""
    judged = site.coverage.between(first, last)
    return [(one.time("covered"), one.time("empty"), one.gaps) for one in judged]


def make_month(folder: Path) -> Services:
    """A month in which holders come on time or late or not at all, choose, and hand over."""
    site = make_site(folder, members=POSTS * HOLDERS)
    set_clock(site, NOON)
    with transaction():
        _fill()
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return site


def _fill() -> None:
    members = [row.uid.bytes for row in people.Member.select(people.Member.uid)]
    posts = [new_uid().bytes for _place in range(POSTS)]
    _set_up(members, posts)
    cursor = database.connection().cursor()
    for stay in _stays(members, posts):
        cursor.executemany(
            "INSERT INTO punch (uid, seq, member_uid, after_uid, direction, at, work_day, zone,"
            " clock, source) VALUES (?, ?, ?, ?, ?, ?, ?, 'Asia/Shanghai', 'ok', 'wedge')",
            stay.punches,
        )
        cursor.execute(
            "INSERT INTO presence (uid, member_uid, work_day, in_at, out_at, closed, closed_at)"
            " VALUES (?, ?, ?, ?, ?, 'scan', ?)",
            stay.presence,
        )
        cursor.executemany(
            "INSERT INTO post_taken (uid, seq, member_uid, presence_uid, post_uid, at, work_day,"
            " zone) VALUES (?, ?, ?, ?, ?, ?, ?, 'Asia/Shanghai')",
            stay.taken,
        )
        cursor.executemany(
            "INSERT INTO handover (uid, seq, member_uid, post_uid, answer, taker_uid, at, work_day,"
            " zone) VALUES (?, ?, ?, ?, 'named', ?, ?, ?, 'Asia/Shanghai')",
            stay.handovers,
        )


def _set_up(members: list[bytes], posts: list[bytes]) -> None:
    since = NOON.date() - timedelta(days=DAYS + 10)
    shifts = [new_uid(), new_uid()]
    for uid, name, begins, ends in zip(shifts, "日夜", (420, 1140), (1140, 420), strict=True):
        people.Shift.insert(uid=uid, name=name, from_minute=begins, to_minute=ends).execute()
    for place, post in enumerate(posts):
        run_sql("INSERT INTO post (uid, name, kind) VALUES (?, ?, 'post')", (post, f"{place:03}"))
    for place, member in enumerate(members):
        own = place // HOLDERS
        for held in (own, own + 1)[: 1 + (place % HOLDERS == 0)]:
            people.Holding.insert(
                uid=new_uid(),
                post=UUID(bytes=posts[held % POSTS]),
                member=UUID(bytes=member),
                shift=shifts[place % 2],
                since=since,
            ).execute()


@dataclass
class _Stay:
    """The rows that one stay leaves."""

    punches: list[tuple[object, ...]]
    presence: tuple[object, ...]
    taken: list[tuple[object, ...]]
    handovers: list[tuple[object, ...]]


def _stays(members: list[bytes], posts: list[bytes]) -> Iterator[_Stay]:
    chance, last, seq = random.Random(4), dict[bytes, bytes](), 1_000  # noqa: S311  # no secret
    for turn in range(DAYS, 0, -1):
        for place, member in enumerate(members):
            if chance.random() < MISSING:
                continue
            own = [posts[(place // HOLDERS + more) % POSTS] for more in (0, 1)]
            begins, end = _came(chance, turn, place), new_uid().bytes
            ends = begins + timedelta(hours=12, minutes=chance.randint(0, 40))
            stay = _stay(seq, (member, last.get(member), end), begins, ends)
            if place % HOLDERS == 0:
                _choose(stay, chance.choice(own))
            if chance.random() < HANDED:
                _hand_over(stay, own[0], members[place ^ 1])
            last[member] = end
            seq += 10
            yield stay


def _came(chance: random.Random, turn: int, place: int) -> datetime:
    """Around 06:50 or 18:50 by the clock there; some come after their shift began."""
    begins = NOON - timedelta(days=turn, hours=5 - 12 * (place % 2))
    is_late = chance.random() < LATE
    return begins + timedelta(minutes=chance.randint(1, 30) if is_late else chance.randint(-20, 0))


def _stay(
    seq: int, whose: tuple[bytes, bytes | None, bytes], came: datetime, left: datetime
) -> _Stay:
    member, before, end = whose
    begin, day, begins, ends = new_uid().bytes, came.date(), to_micros(came), to_micros(left)
    came_in = (begin, seq, member, before, "in", begins, day.isoformat())
    went = (end, seq + 1, member, begin, "out", ends, day.isoformat())
    return _Stay([came_in, went], (begin, member, day.isoformat(), begins, ends, ends), [], [])


def _choose(stay: _Stay, post: bytes) -> None:
    begin, member, day, begins, *_ends = stay.presence
    seq, at = cast("int", stay.punches[0][1]) + 2, cast("int", begins) + CHOSEN_AFTER_US
    stay.taken.append((new_uid().bytes, seq, member, begin, post, at, day))


def _hand_over(stay: _Stay, post: bytes, taker: bytes) -> None:
    _begin, member, day, _begins, ends, _closed = stay.presence
    seq = cast("int", stay.punches[0][1]) + 3
    stay.handovers.append((new_uid().bytes, seq, member, post, taker, ends, day))


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
