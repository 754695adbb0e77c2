"""What an import of a roster reads and writes, in statements that stand many thousand rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.base import to_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A member as recorded.

    Attributes:
        uid: The key.
        number: The site's number for them.
        name: Their name.
        job: What they work as, or empty.
        branch: The name of their branch.
        phone: Their phone number, or empty.
        standing: `member`, `probationary` or `activist`.
        language: `zh_CN`, `en` or empty.
        photo: SHA-256 of their approved photo, or None.
        has_left: Whether they left the site.
    """

    uid: UUID
    number: str
    name: str
    job: str
    branch: str
    phone: str
    standing: str
    language: str
    photo: str | None
    has_left: bool


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """A team as recorded: its key, its name and until which local day it stands (None: open)."""

    uid: UUID
    name: str
    until: date | None


def list_member_records() -> list[MemberRecord]:
    """All members, gone ones too, forgotten ones not."""
    rows = run_sql(
        "SELECT m.uid, m.number, m.name, m.job, b.name, m.phone, m.standing, m.language,"
        " CASE WHEN m.photo_approved_at IS NULL THEN NULL ELSE m.photo_sha256 END,"
        " m.left_at IS NOT NULL FROM member m JOIN branch b ON b.uid = m.branch_uid"
        " WHERE m.forgotten_at IS NULL"
    )
    return [_member_record(row) for row in rows]


def _member_record(row: tuple[Any, ...]) -> MemberRecord:
    uid, number, name, job, branch, phone, standing, language, photo, left = row
    key, has_left = UUID(bytes=uid), bool(left)
    return MemberRecord(key, number, name, job, branch, phone, standing, language, photo, has_left)


def list_post_names(on: date) -> list[tuple[UUID, str]]:
    """Pairs of member key and name of a post they hold on a day."""
    rows = run_sql(
        "SELECT DISTINCT h.member_uid, p.name FROM holding h JOIN post p ON p.uid = h.post_uid"
        " WHERE h.since <= ? AND (h.until IS NULL OR h.until >= ?)",
        (on.isoformat(), on.isoformat()),
    )
    return [(UUID(bytes=uid), name) for uid, name in rows]


def list_branches() -> dict[str, UUID]:
    """The keys of all branches by name."""
    return {name: UUID(bytes=uid) for uid, name in run_sql("SELECT uid, name FROM branch")}


def list_posts() -> dict[str, UUID]:
    """The keys of all posts by name."""
    return {name: UUID(bytes=uid) for uid, name in run_sql("SELECT uid, name FROM post")}


def list_teams() -> dict[str, TeamRecord]:
    """All teams by name, ended ones too."""
    return {
        name: TeamRecord(UUID(bytes=uid), name, date.fromisoformat(until) if until else None)
        for uid, name, until in run_sql("SELECT uid, name, until FROM team")
    }


def list_photo_digests() -> set[str]:
    """The SHA-256 of all photos kept."""
    return {sha256 for (sha256,) in run_sql("SELECT sha256 FROM photo")}


def add_branch(uid: UUID, name: str) -> None:
    """Add a branch."""
    run_sql("INSERT INTO branch (uid, name) VALUES (?, ?)", (uid.bytes, name))


def add_post(uid: UUID, name: str) -> None:
    """Add a post that is no key post; its duty is written later."""
    run_sql("INSERT INTO post (uid, name) VALUES (?, ?)", (uid.bytes, name))


def add_team(uid: UUID, name: str, since: date, at: datetime) -> None:
    """Add a team that stands from a day on, raised at a time (UTC); its goal is told later."""
    run_sql(
        "INSERT INTO team (uid, name, since, made_at) VALUES (?, ?, ?, ?)",
        (uid.bytes, name, since.isoformat(), to_micros(at)),
    )


def add_member(uid: UUID, at: datetime, columns: Mapping[str, str | bytes]) -> None:
    """Add a member who joined at a time.

    Args:
        uid: The new key.
        at: UTC; also the time at which a photo among the columns was approved.
        columns: Values by column, as SQLite keeps them.
    """
    run_sql(
        "INSERT INTO member (uid, number, name, initials, branch_uid, joined_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            uid.bytes,
            columns["number"],
            columns["name"],
            columns["initials"],
            columns["branch_uid"],
            to_micros(at),
        ),
    )
    change_member(uid, at, columns)


_CHANGEABLE = (
    "name",
    "initials",
    "job",
    "branch_uid",
    "phone",
    "standing",
    "language",
    "photo_sha256",
)


def change_member(uid: UUID, at: datetime, columns: Mapping[str, str | bytes]) -> None:
    """Give a member other values, and take them back if they had left.

    Args:
        uid: The member's key.
        at: UTC; the time at which a photo among the columns was approved.
        columns: The values to change by column, as SQLite keeps them.
    """
    changed = [name for name in _CHANGEABLE if name in columns]
    values: list[str | bytes | int] = [columns[name] for name in changed]
    sets = ["left_at = NULL", "left_because = ''", *(f"{name} = ?" for name in changed)]
    if "photo_sha256" in columns:
        sets.append("photo_approved_at = ?")
        values.append(to_micros(at))
    run_sql(
        f"UPDATE member SET {', '.join(sets)} WHERE uid = ?", (*values, uid.bytes)
    )  # names from the list above


def add_holding(uid: UUID, post_uid: UUID, member_uid: UUID, since: date, at: datetime) -> None:
    """Let a member hold a post from a day on but not before `at`, in no particular shift."""
    run_sql(
        "INSERT INTO holding (uid, post_uid, member_uid, since, made_at) VALUES (?, ?, ?, ?, ?)",
        (uid.bytes, post_uid.bytes, member_uid.bytes, since.isoformat(), to_micros(at)),
    )
