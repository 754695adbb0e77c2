"""Ratings that left the ballot box, what supervisors ruled of them, and what may be published.

A rating names no member who gave it. Its key is random and its time is a quarter of an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from db.base import from_micros, to_micros
from db.connection import run_sql
from db.entries import STANDS, STRIKE


@dataclass(frozen=True, slots=True)
class Rating:
    """What somebody thinks of a service, a member or the site.

    Attributes:
        uid: Its key: random, since a UUIDv7 would tell the time.
        kind: `service`, `member` or `site`: what is rated.
        subject_uid: The key of that.
        of_uid: The member who is rated, or whose service; None for the site.
        stars: 1 to 5.
        word: An optional word, or empty.
        set_aside: Empty when it counts, else `repeat` or `burst`.
        terminal_uid: Where it was given.
        slot_at: When, rounded down to a quarter of an hour, UTC.
        work_day: The work day.
        zone: The site's zone then.
    """

    uid: UUID
    kind: Literal["service", "member", "site"]
    subject_uid: UUID
    of_uid: UUID | None
    stars: int
    word: str
    set_aside: Literal["", "repeat", "burst"]
    terminal_uid: UUID
    slot_at: datetime
    work_day: date
    zone: str


@dataclass(frozen=True, slots=True)
class RatingRuling:
    """A supervisor said whether a rating counts.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        rating_uid: The rating.
        counts: Whether it counts from now on.
        by_uid: Who says so.
        reason: Why.
        at: When, UTC.
        work_day: The work day of `at`.
        zone: The site's zone then.
    """

    uid: UUID
    seq: int
    rating_uid: UUID
    counts: bool
    by_uid: UUID
    reason: str
    at: datetime
    work_day: date
    zone: str


@dataclass(frozen=True, slots=True)
class RatingLine:
    """A rating with what it is about, as supervisors read it.

    Attributes:
        rating: The rating.
        number: The number of the member it is about; empty for the site.
        name: Their name; empty for the site.
        service: The words of the service; empty for a member and the site.
        counts: Whether it counts, the newest ruling included.
        is_ruled: Whether a supervisor ruled on it.
    """

    rating: Rating
    number: str
    name: str
    service: str
    counts: bool
    is_ruled: bool


@dataclass(frozen=True, slots=True)
class Published:
    """What everybody may know of some ratings.

    Attributes:
        count: How many.
        total: The sum of their stars.
        before_seq: The first place in the order of recording that is held back; None: none is.
    """

    count: int
    total: int
    before_seq: int | None


_Turn = tuple[int, int, int]
"""A place in the order of recording, 1 or -1 for a rating that counts from there on or no longer,
and its stars."""

COLUMNS = (
    "uid, kind, subject_uid, of_uid, stars, word, set_aside, terminal_uid, slot_at, work_day, zone"
)
"""Those of a rating, in the box as outside of it."""
MARKS = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
_RULED = (
    "(SELECT g.counts FROM rating_ruling g WHERE g.rating_uid = r.uid ORDER BY g.seq DESC LIMIT 1)"
)
_COUNTS = f"coalesce({_RULED}, r.set_aside = '')"
_RATED = "coalesce(of_uid, subject_uid)"
_RULED_TURNS = (
    "SELECT seq, d, stars FROM (SELECT g.seq, r.stars, g.counts - coalesce((SELECT b.counts"
    " FROM rating_ruling b WHERE b.rating_uid = g.rating_uid AND b.seq < g.seq"
    " ORDER BY b.seq DESC LIMIT 1), r.set_aside = '') AS d"
    # Rulings are few, ratings are many.
    " FROM rating_ruling g CROSS JOIN rating r ON r.uid = g.rating_uid WHERE r.of_uid IS ?)"
    " WHERE d != 0"
)
_LAST = (1 << 63) - 1


def count_given(rated_uid: UUID, first: datetime, last: datetime) -> tuple[int, int]:
    """Ratings of somebody with their services, or of the site, between two quarters of an hour.

    Returns:
        How many count, and how many were given.
    """
    between = f"WHERE {_RATED} = ?1 AND slot_at BETWEEN ?2 AND ?3"
    ((counted, given),) = run_sql(
        "SELECT total(set_aside = ''), count(*) FROM"
        f" (SELECT set_aside FROM rating_box {between}"
        f" UNION ALL SELECT set_aside FROM rating {between})",
        (rated_uid.bytes, to_micros(first), to_micros(last)),
    )
    return int(counted), int(given)


def is_counted(rated_uid: UUID, terminal_uid: UUID, slot_at: datetime) -> bool:
    """Whether one of them counts already in a quarter of an hour at a terminal."""
    same = f"WHERE {_RATED} = ?1 AND terminal_uid = ?2 AND slot_at = ?3 AND set_aside = ''"
    return bool(
        run_sql(
            f"SELECT 1 FROM rating_box {same} UNION ALL SELECT 1 FROM rating {same} LIMIT 1",
            (rated_uid.bytes, terminal_uid.bytes, to_micros(slot_at)),
        )
    )


def add_ruling(ruling: RatingRuling) -> None:
    """Write what a supervisor ruled."""
    run_sql(
        "INSERT INTO rating_ruling (uid, seq, rating_uid, counts, by_uid, reason, at, work_day,"
        " zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(ruling.uid.bytes, ruling.seq, ruling.rating_uid.bytes, int(ruling.counts)),
            *(ruling.by_uid.bytes, ruling.reason, to_micros(ruling.at)),
            *(ruling.work_day.isoformat(), ruling.zone),
        ),
    )


def find_published(of_uid: UUID | None, step: int) -> Published:
    """What everybody may know of the ratings of a member with their services, or of the site.

    Each rating that counts, and each time a supervisor changed whether one does, is a turn; the
    turns are in the order of recording, and those beyond the last whole step are held back. So
    what is published changes by a whole step at once, and never by one rating.

    Args:
        of_uid: The member; None: the site.
        step: How many turns make a step.
    """
    of = of_uid.bytes if of_uid else None
    ((count, total),) = run_sql(
        "SELECT count(*), total(stars) FROM rating WHERE of_uid IS ? AND set_aside = ''", (of,)
    )
    ruled: list[_Turn] = run_sql(_RULED_TURNS, (of,))
    beyond = (count + len(ruled)) % step
    given: list[_Turn] = run_sql(
        "SELECT seq, 1, stars FROM rating WHERE of_uid IS ? AND set_aside = ''"
        " ORDER BY seq DESC LIMIT ?",
        (of, beyond),
    )
    held_back = sorted([*ruled, *given], reverse=True)[:beyond]
    turned = [(one[1], one[1] * one[2]) for one in ruled]
    turned += [(-one[1], -one[1] * one[2]) for one in held_back]
    return Published(
        int(count) + sum(by for by, _stars in turned),
        int(total) + sum(stars for _by, stars in turned),
        held_back[-1][0] if held_back else None,
    )


def list_rated() -> list[UUID | None]:
    """Everybody who was ever rated, themself or by a service; None stands for the site."""
    rows = run_sql("SELECT DISTINCT of_uid FROM rating ORDER BY of_uid")
    return [UUID(bytes=uid) if uid else None for (uid,) in rows]


_LINES = (
    "SELECT r.uid, r.kind, r.subject_uid, r.of_uid, r.stars, r.word, r.set_aside, r.terminal_uid,"
    " r.slot_at, r.work_day, r.zone, coalesce(m.number, ''), coalesce(m.name, ''),"
    f" coalesce(e.text, ''), {_COUNTS}, {_RULED} IS NOT NULL"
    " FROM rating r LEFT JOIN member m ON m.uid = r.of_uid"
    " LEFT JOIN service_entry e ON r.kind = 'service' AND e.uid = r.subject_uid"
)
STATES = {
    "counted": _COUNTS,
    "repeat": f"r.set_aside = 'repeat' AND {_RULED} IS NULL",
    "burst": f"r.set_aside = 'burst' AND {_RULED} IS NULL",
    "left_out": f"{_RULED} = 0",
}
"""What can be asked of a rating, each as SQL over a rating `r`."""


def list_ratings(
    most: int, *, of_uid: UUID | None = None, state: str = "", work_day: date | None = None
) -> list[RatingLine]:
    """The ratings that left the box, newest quarter of an hour first, at most `most`.

    Args:
        most: How many.
        of_uid: Those of a member and their services; None: of everything.
        state: One of `STATES`; empty: all.
        work_day: Those of a work day; None: of all.
    """
    asked: list[tuple[str, tuple[object, ...]]] = [("1", ())]
    if of_uid is not None:
        asked.append(("r.of_uid = ?", (of_uid.bytes,)))
    if state:
        asked.append((STATES[state], ()))
    if work_day is not None:
        asked.append(("r.work_day = ?", (work_day.isoformat(),)))
    where = " AND ".join(condition for condition, _values in asked)
    values = tuple(value for _condition, given in asked for value in given)
    rows = run_sql(
        f"{_LINES} WHERE {where} ORDER BY r.slot_at DESC, r.uid LIMIT ?", (*values, most)
    )
    return [_line(row) for row in rows]


def find_rating(uid: UUID) -> RatingLine | None:
    """A rating that left the box, or None."""
    rows = run_sql(f"{_LINES} WHERE r.uid = ?", (uid.bytes,))
    return _line(rows[0]) if rows else None


def find_service_member(entry_uid: UUID) -> tuple[UUID, bool] | None:
    """Whose service an entry is and whether it is struck, or None where there is no such entry."""
    rows = run_sql(
        f"SELECT x.member_uid, NOT ({STANDS}) FROM service_entry x{STRIKE} WHERE x.uid = ?",
        (entry_uid.bytes,),
    )
    return (UUID(bytes=rows[0][0]), bool(rows[0][1])) if rows else None


def list_words(of_uid: UUID, before_seq: int | None, most: int) -> list[str]:
    """What was said with the newest ratings that count of a member and their services.

    Args:
        of_uid: The member.
        before_seq: Only with those that count from before this place in the order of recording on;
            None: with all.
        most: At most so many.

    Returns:
        In the order of the ratings' keys, which says nothing.
    """
    since = "coalesce((SELECT max(g.seq) FROM rating_ruling g WHERE g.rating_uid = r.uid), r.seq)"
    rows = run_sql(
        "SELECT r.uid, r.word FROM rating r WHERE r.of_uid = ? AND r.word != ''"
        f" AND {_COUNTS} AND {since} < ? ORDER BY r.slot_at DESC LIMIT ?",
        (of_uid.bytes, _LAST if before_seq is None else before_seq, most),
    )
    return [word for _uid, word in sorted(rows)]


def erase_words_about(member_uid: UUID) -> None:
    """Erase the words that were said with ratings of a member and their services."""
    run_sql(
        "UPDATE ledger_entry SET payload = NULL, salt = NULL WHERE payload IS NOT NULL"
        " AND subject IN (SELECT uid FROM rating WHERE of_uid = ? AND word != '')",
        (member_uid.bytes,),
    )
    for table in ("rating", "rating_box"):
        run_sql(
            f"UPDATE {table} SET word = '' WHERE of_uid = ? AND word != ''", (member_uid.bytes,)
        )


def values_of(rating: Rating) -> tuple[object, ...]:
    """What stands in its columns."""
    return (
        *(rating.uid.bytes, rating.kind, rating.subject_uid.bytes),
        *(rating.of_uid.bytes if rating.of_uid else None, rating.stars, rating.word),
        *(rating.set_aside, rating.terminal_uid.bytes, to_micros(rating.slot_at)),
        *(rating.work_day.isoformat(), rating.zone),
    )


def rating_of(row: Sequence[Any]) -> Rating:
    """The rating with these columns."""
    uid, kind, subject, of, stars, word, set_aside, terminal, slot_at, day, zone = row
    return Rating(
        *(UUID(bytes=uid), kind, UUID(bytes=subject), UUID(bytes=of) if of else None, stars),
        *(word, set_aside, UUID(bytes=terminal), from_micros(slot_at), date.fromisoformat(day)),
        zone,
    )


def _line(row: Sequence[Any]) -> RatingLine:
    *columns, number, name, service, counts, is_ruled = row
    return RatingLine(rating_of(columns), number, name, service, bool(counts), bool(is_ruled))
