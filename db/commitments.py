"""Commitments as they stand: with who promised and what was said of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from db.base import from_micros, storable, to_micros
from db.connection import run_sql
from db.ledger import erase_payloads


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment with its member and what became of the whole of it.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        member_uid: Who promised.
        number: Their number.
        name: Their name.
        text: The words.
        text_en: The catalogue's translation of them, or empty.
        due_on: The day by which it is to be kept; with a rhythm, its first occasion's.
        at: When it was made, UTC.
        rhythm: `shift`, `day`, `week` or empty.
        until_on: The last day of its rhythm; None: for good.
        post: The name of the post it belongs to, or empty.
        milestone: The milestone's name, or empty.
        state: What was said last; of one with a rhythm only `withdrawn`. None: nothing.
        changed_at: When that was said, UTC.
        changed_on: On which work day.
        changed_by: The number of who said it, or empty.
        changed_name: Their name, or empty.
        reason: Why, or empty.
        left_at: When the member left, UTC; None: they are here.
    """

    uid: UUID
    seq: int
    member_uid: UUID
    number: str
    name: str
    text: str
    text_en: str
    due_on: date
    at: datetime
    rhythm: str
    until_on: date | None
    post: str
    milestone: str
    state: str | None
    changed_at: datetime | None
    changed_on: date | None
    changed_by: str
    changed_name: str
    reason: str
    left_at: datetime | None

    @property
    def silent(self) -> "CommitmentLine":
        """The same with nothing said of it."""
        silent = replace(self, state=None, changed_at=None, changed_on=None)
        return replace(silent, changed_by="", changed_name="", reason="")


# Only the last word counts: the one that nothing follows.
_LAST = "NOT EXISTS (SELECT 1 FROM commitment_change l WHERE l.after_uid = c.uid)"
# The words on the record are the row's own; the catalogue only lends its translation to them.
_COMMITMENTS = (
    "SELECT x.uid, x.seq, x.member_uid, m.number, m.name, x.text,"
    " CASE WHEN i.text = x.text THEN i.text_en ELSE '' END, x.due_on, x.at, x.rhythm, x.until_on,"
    " p.name, x.milestone, c.state, c.at, c.work_day, b.number, b.name, c.reason,"
    " m.left_at"
    " FROM commitment x JOIN member m ON m.uid = x.member_uid"
    " LEFT JOIN catalogue_item i ON i.uid = x.item_uid LEFT JOIN post p ON p.uid = x.post_uid"
    " LEFT JOIN commitment_change c ON c.commitment_uid = x.uid AND c.occasion IS NULL"
    f" AND {_LAST} LEFT JOIN member b ON b.uid = c.by_uid"
)
# The plus keeps SQLite from going through all of them only because they are in that order.
_BY_DUE_DAY = " ORDER BY +x.due_on, x.seq"
# Of those who work over the turn of the day, what was due before another day is overdue.
_STATE = (
    "coalesce(c.state, CASE WHEN x.due_on < coalesce((SELECT a.value FROM json_each(?) a"
    " WHERE a.key = lower(hex(x.member_uid))), ?) THEN 'overdue' ELSE 'open' END)"
)


def _commitments(rest: str, *parameters: object) -> list[CommitmentLine]:
    return [_line(row) for row in run_sql(_COMMITMENTS + rest, parameters)]


def _line(row: tuple[Any, ...]) -> CommitmentLine:
    uid, seq, member, number, name, text, text_en, due_on, at, rhythm, until, *more = row
    post, milestone, state, changed_at, changed_on, changed_by, by_name, reason, left_at = more
    return CommitmentLine(
        UUID(bytes=uid),
        seq,
        UUID(bytes=member),
        *(number, name, text, text_en or ""),
        date.fromisoformat(due_on),
        from_micros(at),
        rhythm or "",
        _day(until),
        *(post or "", milestone or "", state),
        None if changed_at is None else from_micros(changed_at),
        _day(changed_on),
        *(changed_by or "", by_name or "", reason or ""),
        None if left_at is None else from_micros(left_at),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def erase_reasons_of(member_uid: UUID) -> None:
    """Erase why a member's commitments were missed or withdrawn; that they were stays."""
    who = (member_uid.bytes,)
    changes = (
        "SELECT c.uid FROM commitment_change c JOIN commitment x ON x.uid = c.commitment_uid"
        " WHERE x.member_uid = ?1"
    )
    erase_payloads(changes, who)
    run_sql(f"UPDATE commitment_change SET reason = '' WHERE uid IN ({changes})", who)


def find_commitment(uid: UUID) -> CommitmentLine | None:
    """The commitment with this key, or None."""
    found = _commitments(" WHERE x.uid = ?", uid.bytes)
    return found[0] if found else None


def find_commitment_uid(seq: int) -> UUID | None:
    """The key of the commitment that was recorded at a place in the ledger, or None."""
    rows = run_sql(
        "SELECT subject FROM ledger_entry WHERE seq = ? AND kind = 'commitment'", (storable(seq),)
    )
    return UUID(bytes=rows[0][0]) if rows else None


def list_member_commitments(member_uid: UUID, most: int) -> list[CommitmentLine]:
    """A member's newest commitments, at most `most`, newest first."""
    newest = " WHERE x.member_uid = ? ORDER BY x.seq DESC LIMIT ?"
    return _commitments(newest, member_uid.bytes, most)


def list_post_commitments(post_uid: UUID, most: int) -> list[CommitmentLine]:
    """The newest commitments that belong to a post, newest first."""
    newest = " WHERE x.post_uid = ? ORDER BY x.seq DESC LIMIT ?"
    return _commitments(newest, post_uid.bytes, most)


def list_standing_of_post(post_uid: UUID, today: date) -> list[UUID]:
    """The commitments of a post that are still to be kept on a day or later, in order.

    Those of which something was said as a whole are none any more.
    """
    rows = run_sql(
        "SELECT x.uid FROM commitment x WHERE x.post_uid = ?1"
        " AND (x.rhythm IS NULL AND x.due_on >= ?2"
        " OR x.rhythm IS NOT NULL AND coalesce(x.until_on, ?2) >= ?2)"
        " AND NOT EXISTS (SELECT 1 FROM commitment_change c WHERE c.commitment_uid = x.uid"
        " AND c.occasion IS NULL) ORDER BY x.seq",
        (post_uid.bytes, today.isoformat()),
    )
    return [UUID(bytes=uid) for (uid,) in rows]


def list_open_commitments(member_uid: UUID) -> list[CommitmentLine]:
    """A member's one-off commitments of which nothing is said yet, by due date."""
    still_open = (
        " WHERE x.uid IN (SELECT o.commitment_uid FROM commitment_open o WHERE o.member_uid = ?)"
    )
    return _commitments(still_open + _BY_DUE_DAY, member_uid.bytes)


def list_made_commitments(work_day: date) -> list[CommitmentLine]:
    """The commitments made on a work day, by due date."""
    return _commitments(" WHERE x.work_day = ?" + _BY_DUE_DAY, work_day.isoformat())


def list_overdue_commitments(work_day: date, ends: datetime) -> list[CommitmentLine]:
    """The one-off commitments due before a work day of which nothing was said by its end.

    Those that were judged later come without the judgement: on that day nobody had said it. Those
    of members who had left by its end are left out: nobody can keep them any more.

    Args:
        work_day: The day.
        ends: When it ended or ends, UTC.
    """
    day = work_day.isoformat()
    # Those that are open still, and those of which somebody spoke only later.
    silent = (
        " WHERE x.rhythm IS NULL AND +x.due_on < ?1 AND (m.left_at IS NULL OR m.left_at >= ?2)"
        " AND x.uid IN (SELECT o.commitment_uid FROM commitment_open o JOIN member w"
        " ON w.uid = o.member_uid AND (w.left_at IS NULL OR w.left_at >= ?2)"
        " WHERE o.due_on < ?1 UNION SELECT e.commitment_uid"
        " FROM commitment_change e WHERE e.work_day > ?1) AND NOT EXISTS (SELECT 1"
        " FROM commitment_change e WHERE e.commitment_uid = x.uid AND e.work_day <= ?1)"
    )
    found = _commitments(silent + _BY_DUE_DAY, day, to_micros(ends))
    return [line.silent for line in found]


def list_due_commitments(first: date, last: date) -> list[CommitmentLine]:
    """The one-off commitments due between two work days, whatever became of them."""
    due = " WHERE x.due_on BETWEEN ? AND ? AND x.rhythm IS NULL"
    return _commitments(due + _BY_DUE_DAY, first.isoformat(), last.isoformat())


def list_repeated(first: date, last: date, member_uid: UUID | None = None) -> list[CommitmentLine]:
    """The commitments with a rhythm that stood between two work days, in the order they were made.

    Left out are those of members who had left before, and those withdrawn or ended before.

    Args:
        first: The first of the days.
        last: The last one.
        member_uid: Whose; None: everybody's.
    """
    day = first.isoformat()
    begins = to_micros(datetime.combine(first, time(), UTC))
    whose, of = (" AND x.member_uid = ?", (member_uid.bytes,)) if member_uid else ("", ())
    return _commitments(
        " WHERE x.rhythm IS NOT NULL AND x.work_day <= ?"
        " AND (x.until_on IS NULL OR x.until_on >= ?)"
        " AND (c.work_day IS NULL OR c.work_day >= ?) AND (m.left_at IS NULL OR m.left_at >= ?)"
        f"{whose} ORDER BY +x.seq",
        *(last.isoformat(), day, day, begins, *of),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which one-off commitments are asked for.

    Attributes:
        today: What was due before is overdue.
        member_uid: Whose; None: everybody's.
        state: In which state; empty: in any. Nobody's who left is open or overdue, unless they are
            named.
        first: Due on this day or later; None: whenever.
        last: Due on this day or earlier; None: whenever.
        most: How many at most, the newest.
        since: The day for those members for whom another one counts than `today`.
    """

    today: date
    member_uid: UUID | None = None
    state: str = ""
    first: date | None = None
    last: date | None = None
    most: int = 200
    since: Mapping[UUID, date] = field(default_factory=dict)


def list_wanted(wanted: Wanted) -> list[CommitmentLine]:
    """One-off commitments as they are asked for, newest first."""
    terms: list[tuple[str, tuple[object, ...]]] = [("x.rhythm IS NULL", ())]
    if wanted.member_uid:
        terms.append(("x.member_uid = ?", (wanted.member_uid.bytes,)))
    if wanted.state:
        since = json.dumps({uid.hex: day.isoformat() for uid, day in wanted.since.items()})
        terms.append((f"{_STATE} = ?", (since, wanted.today.isoformat(), wanted.state)))
    if wanted.state in {"open", "overdue"} and not wanted.member_uid:
        terms.append(("m.left_at IS NULL", ()))
    if wanted.first:
        terms.append(("x.due_on >= ?", (wanted.first.isoformat(),)))
    if wanted.last:
        terms.append(("x.due_on <= ?", (wanted.last.isoformat(),)))
    where = " AND ".join(term for term, _values in terms)
    values = [value for _term, some in terms for value in some]
    return _commitments(f" WHERE {where} ORDER BY x.seq DESC LIMIT ?", *values, wanted.most)


def list_commitments_of(uids: Iterable[UUID]) -> dict[UUID, CommitmentLine]:
    """These commitments by key."""
    asked = json.dumps([uid.hex for uid in uids])
    found = _commitments(
        " WHERE x.uid IN (SELECT unhex(asked.value) FROM json_each(?) asked)", asked
    )
    return {line.uid: line for line in found}


def count_silent(member_uid: UUID, since: date) -> dict[str, int]:
    """A member's one-off commitments of which nothing was said, as `open` and `overdue`.

    Args:
        member_uid: Whose.
        since: What was due before this day is overdue.
    """
    rows = run_sql(
        "SELECT CASE WHEN due_on < ? THEN 'overdue' ELSE 'open' END, count(*)"
        " FROM commitment_open WHERE member_uid = ? GROUP BY 1",
        (since.isoformat(), member_uid.bytes),
    )
    return dict(rows)


def list_milestones(most: int) -> list[str]:
    """The milestones that commitments belong to, the one named last first."""
    rows = run_sql(
        "SELECT milestone FROM commitment WHERE milestone IS NOT NULL"
        " GROUP BY milestone ORDER BY max(seq) DESC LIMIT ?",
        (most,),
    )
    return [name for (name,) in rows]
