"""Voices: what people said, the steps that followed, and how each stands now (derived)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from db.base import from_micros, storable, to_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class Voice:
    """A suggestion, problem, hazard or request for help; a fact.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        number: The site's number for it, from 1.
        kind: `suggestion`, `problem`, `hazard` or `help`.
        item_uid: The catalogue's item it was picked from, or None.
        subject: The words of that item, or empty.
        text: In own words, or empty.
        place: Where, as told when it was raised, or empty.
        author_uid: The member who said it, or None.
        author_name: The name that another person gave, or empty.
        word_digest: The digest of the look-up word that its author was given.
        due_on: The local day by which it was to be settled when it was raised.
        at: When, UTC.
        work_day: The work day of `at`.
        zone: The site's zone then.
    """

    uid: UUID
    seq: int
    number: int
    kind: Literal["suggestion", "problem", "hazard", "help"]
    item_uid: UUID | None
    subject: str
    text: str
    place: str
    author_uid: UUID | None
    author_name: str
    word_digest: bytes
    due_on: date
    at: datetime
    work_day: date
    zone: str


@dataclass(frozen=True, slots=True)
class VoiceStep:
    """Something that was done about a voice; a fact.

    Attributes:
        uid: Its key.
        seq: Its place in the order of recording.
        voice_uid: The voice.
        kind: `assigned`, `released` (nobody has it in hand any more), `due`, `reply`, `placed`,
            `named` (its author gave a name), `solved`, `confirmed`, `declined`, `reopened`, `shown`
            or `hidden`.
        text: What was said, why, where, who, or what is shown to everybody.
        owner_uid: Who was given it; None for every kind but `assigned`.
        due_on: The new due day, or None where it stays.
        by_uid: The member who did it; None for an author who gave no name, and for `released` where
            the owner was let go without a supervisor's name.
        is_author: Whether the voice's author did it.
        after_uid: The step of the same voice before it; None for the first.
        at: When, UTC.
        work_day: The work day of `at`.
        zone: The site's zone then.
    """

    uid: UUID
    seq: int
    voice_uid: UUID
    kind: Literal[
        "assigned",
        "released",
        "due",
        "reply",
        "placed",
        "named",
        "solved",
        "confirmed",
        "declined",
        "reopened",
        "shown",
        "hidden",
    ]
    text: str
    owner_uid: UUID | None
    due_on: date | None
    by_uid: UUID | None
    is_author: bool
    after_uid: UUID | None
    at: datetime
    work_day: date
    zone: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a voice stands, derived from it and its steps.

    Attributes:
        state: `open`, `in_hand`, `solved`, `confirmed` or `declined`.
        owner_uid: Who has it in hand, or had it last; None before it was given to anybody.
        due_on: The local day by which it is to be settled.
        shown: What everybody may read, or empty.
        solved_at: When it was solved last, UTC; None while it is not.
        last_uid: The newest step, or None.
    """

    state: Literal["open", "in_hand", "solved", "confirmed", "declined"]
    owner_uid: UUID | None
    due_on: date
    shown: str
    solved_at: datetime | None
    last_uid: UUID | None


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """A voice with how it stands and the names of those it has to do with.

    Attributes:
        voice: The voice.
        standing: How it stands now.
        subject_en: The item's words in English, or empty.
        origin: The words with which the item began, before the site changed them; or empty.
        place: Where, as told last, or empty.
        author: The name of its author, as told last, or empty.
        owner: The name of its owner, or empty.
        solver_uid: Who said last that it is solved, of one that is said to be; else None.
    """

    voice: Voice
    standing: Standing
    subject_en: str
    origin: str
    place: str
    author: str
    owner: str
    solver_uid: UUID | None


def add_voice(voice: Voice) -> None:
    """Write a voice and how it stands. Raises `Conflict` when its number is taken."""
    run_sql(
        "INSERT INTO voice (uid, seq, number, kind, item_uid, subject, text, place, author_uid,"
        " author_name, word_digest, due_on, at, work_day, zone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(voice.uid.bytes, voice.seq, voice.number, voice.kind, _bytes(voice.item_uid)),
            *(voice.subject, voice.text, voice.place, _bytes(voice.author_uid)),
            *(voice.author_name, voice.word_digest, voice.due_on.isoformat()),
            *(to_micros(voice.at), voice.work_day.isoformat(), voice.zone),
        ),
    )
    run_sql(
        "INSERT INTO voice_standing (voice_uid, number, kind, state, due_on, shown)"
        " VALUES (?, ?, ?, 'open', ?, '')",
        (voice.uid.bytes, voice.number, voice.kind, voice.due_on.isoformat()),
    )


def add_step(step: VoiceStep, standing: Standing) -> None:
    """Write a step and how the voice stands after it.

    Raises:
        Conflict: Another step follows the same one.
    """
    run_sql(
        "INSERT INTO voice_step (uid, seq, voice_uid, kind, text, owner_uid, due_on, by_uid,"
        " is_author, after_uid, at, work_day, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(step.uid.bytes, step.seq, step.voice_uid.bytes, step.kind, step.text),
            *(_bytes(step.owner_uid), step.due_on.isoformat() if step.due_on else None),
            *(_bytes(step.by_uid), int(step.is_author), _bytes(step.after_uid)),
            *(to_micros(step.at), step.work_day.isoformat(), step.zone),
        ),
    )
    run_sql(
        "UPDATE voice_standing SET state = ?, owner_uid = ?, due_on = ?, shown = ?, solved_at = ?,"
        " last_uid = ? WHERE voice_uid = ?",
        (
            *(standing.state, _bytes(standing.owner_uid), standing.due_on.isoformat()),
            *(standing.shown, to_micros(standing.solved_at) if standing.solved_at else None),
            *(_bytes(standing.last_uid), step.voice_uid.bytes),
        ),
    )


def next_number() -> int:
    """The number of the next voice; ask in the transaction that writes it."""
    ((number,),) = run_sql("SELECT coalesce(max(number), 0) + 1 FROM voice")
    return int(number)


_LAST = (
    "(SELECT p.{} FROM voice_step p WHERE p.voice_uid = v.uid AND p.kind = '{}'"
    " ORDER BY p.seq DESC LIMIT 1)"
)
_LINE = (
    "SELECT v.uid, v.seq, v.number, v.kind, v.item_uid, v.subject, v.text, v.place, v.author_uid,"
    " v.author_name, v.word_digest, v.due_on, v.at, v.work_day, v.zone, s.state, s.owner_uid,"
    " s.due_on, s.shown, s.solved_at, s.last_uid,"
    " CASE WHEN i.text = v.subject THEN i.text_en ELSE '' END, coalesce(r.text, v.subject),"
    f" coalesce({_LAST.format('text', 'placed')}, v.place),"
    f" coalesce(a.name, {_LAST.format('text', 'named')}, v.author_name), coalesce(o.name, ''),"
    f" CASE s.state WHEN 'solved' THEN {_LAST.format('by_uid', 'solved')} END"
)
_FROM = (
    " CROSS JOIN voice v ON v.uid = s.voice_uid"
    " LEFT JOIN catalogue_item i ON i.uid = v.item_uid"
    " LEFT JOIN catalogue_item r ON r.uid = i.root_uid"
    " LEFT JOIN member a ON a.uid = v.author_uid LEFT JOIN member o ON o.uid = s.owner_uid"
)
STILL_OPEN = "s.state IN ('open', 'in_hand')"
"""Of a standing `s`: somebody has still something to do."""


@dataclass(frozen=True, slots=True)
class VoiceFilter:
    """Which voices are asked for; what is empty or None asks for all.

    Attributes:
        kind: A kind.
        state: A state, or `settled`: solved, whether that was confirmed or not.
        member_uid: Who said it or has it in hand.
        work_day: The work day on which it was raised.
        before: Those with a smaller number.
        overdue_on: Those still open on this day whose due day is before it.
    """

    kind: str = ""
    state: str = ""
    member_uid: UUID | None = None
    work_day: date | None = None
    before: int | None = None
    overdue_on: date | None = None


def list_voices(asked: VoiceFilter, most: int) -> list[VoiceLine]:
    """Voices with the largest numbers first, at most `most`."""
    conditions: list[str] = []
    values: list[object] = []

    def ask(condition: str, *given: object) -> None:
        conditions.append(condition)
        values.extend(given)

    if asked.kind:
        ask("s.kind = ?", asked.kind)
    if asked.state:
        ask(*_in_state(asked.state))
    if asked.before is not None:
        ask("s.number < ?", storable(asked.before))
    if asked.overdue_on is not None:
        ask(f"{STILL_OPEN} AND s.due_on < ?", asked.overdue_on.isoformat())
    if asked.work_day is not None:
        ask("s.number IN (SELECT number FROM voice WHERE work_day = ?)", asked.work_day.isoformat())
    if asked.member_uid is not None:
        of_member = (
            "SELECT number FROM voice WHERE author_uid = ?"
            " UNION ALL SELECT number FROM voice_standing WHERE owner_uid = ?"
        )
        ask(f"s.number IN ({of_member})", *[asked.member_uid.bytes] * 2)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return list_lines(f"{where} ORDER BY s.number DESC", (*values, most))


def _in_state(state: str) -> tuple[str, *tuple[object, ...]]:
    return ("s.solved_at IS NOT NULL",) if state == "settled" else ("s.state = ?", state)


def list_overdue(on: date, most: int) -> list[VoiceLine]:
    """Those still open whose due day is before a day, the longest overdue first."""
    overdue = f"WHERE {STILL_OPEN} AND s.due_on < ? ORDER BY s.due_on, s.number"
    return list_lines(overdue, (on.isoformat(), most))


def list_solved(most: int) -> list[VoiceLine]:
    """The voices that were solved last, newest first."""
    return list_lines("WHERE s.solved_at IS NOT NULL ORDER BY s.solved_at DESC", (most,))


def count_solved() -> int:
    """How many voices are solved, confirmed or not."""
    query = "SELECT count(*) FROM voice_standing WHERE solved_at IS NOT NULL"
    return int(run_sql(query)[0][0])


def list_lines(rest: str, values: tuple[object, ...]) -> list[VoiceLine]:
    """Voices whose standing `s` is chosen by the rest of a query that ends in its order.

    Args:
        rest: From `WHERE` on, without the limit.
        values: Of its parameters; the last one is how many at most.
    """
    # The few that are asked for are chosen among the standings before anything else is looked up.
    chosen = f"(SELECT s.* FROM voice_standing s {rest} LIMIT ?) s"
    order = rest[rest.index("ORDER BY") :]
    return [_line(row) for row in run_sql(f"{_LINE} FROM {chosen} {_FROM} {order}", values)]


def find_voice(number: int) -> VoiceLine | None:
    """The voice with a number, or None."""
    rows = run_sql(f"{_LINE} FROM voice_standing s {_FROM} WHERE s.number = ?", (number,))
    return _line(rows[0]) if rows else None


def list_steps(voice_uid: UUID) -> list[tuple[VoiceStep, str, str]]:
    """The steps of a voice in their order, each with the names of who did it and of the owner."""
    rows = run_sql(
        "SELECT s.uid, s.seq, s.voice_uid, s.kind, s.text, s.owner_uid, s.due_on, s.by_uid,"
        " s.is_author, s.after_uid, s.at, s.work_day, s.zone, coalesce(b.name, ''),"
        " coalesce(o.name, '') FROM voice_step s LEFT JOIN member b ON b.uid = s.by_uid"
        " LEFT JOIN member o ON o.uid = s.owner_uid WHERE s.voice_uid = ? ORDER BY s.seq",
        (voice_uid.bytes,),
    )
    return [(_step(columns), by, owner) for *columns, by, owner in rows]


def list_numbers_in_hand(owner_uid: UUID) -> list[int]:
    """The numbers of the voices that a member has in hand, in order."""
    rows = run_sql(
        "SELECT number FROM voice_standing WHERE owner_uid = ? AND state = 'in_hand'"
        " ORDER BY number",
        (owner_uid.bytes,),
    )
    return [int(number) for (number,) in rows]


def erase_words_of(member_uid: UUID) -> None:
    """Erase what a member said in voices of their own; that they were raised stays."""
    own = "SELECT uid FROM voice WHERE author_uid = ?1"
    steps = f"SELECT uid FROM voice_step WHERE is_author = 1 AND voice_uid IN ({own})"
    author = (member_uid.bytes,)
    run_sql(
        "UPDATE ledger_entry SET payload = NULL, salt = NULL WHERE payload IS NOT NULL"
        f" AND (subject IN ({own}) OR subject IN ({steps}))",
        author,
    )
    run_sql(f"UPDATE voice_step SET text = '' WHERE uid IN ({steps})", author)
    run_sql("UPDATE voice SET text = '', place = '' WHERE author_uid = ?", author)


def _bytes(uid: UUID | None) -> bytes | None:
    return uid.bytes if uid else None


def _uid(value: bytes | None) -> UUID | None:
    return UUID(bytes=value) if value else None


def _line(row: Sequence[Any]) -> VoiceLine:
    *columns, state, owner_uid, due_on, shown, solved_at, last = row[:-6]
    subject_en, origin, place, author, owner, solver = row[-6:]
    standing = Standing(
        *(state, _uid(owner_uid), date.fromisoformat(due_on), shown),
        from_micros(solved_at) if solved_at is not None else None,
        _uid(last),
    )
    told = (subject_en or "", origin, place, author, owner)
    return VoiceLine(_voice(columns), standing, *told, _uid(solver))


def _voice(row: Sequence[Any]) -> Voice:
    uid, seq, number, kind, item, subject, text, place, author, name, word, due, at, day, zone = row
    return Voice(
        *(UUID(bytes=uid), seq, number, kind, _uid(item), subject, text, place, _uid(author), name),
        *(bytes(word), date.fromisoformat(due), from_micros(at), date.fromisoformat(day), zone),
    )


def _step(row: Sequence[Any]) -> VoiceStep:
    uid, seq, voice, kind, text, owner, due, by, is_author, after, at, day, zone = row
    return VoiceStep(
        *(UUID(bytes=uid), seq, UUID(bytes=voice), kind, text, _uid(owner)),
        *(date.fromisoformat(due) if due else None, _uid(by), bool(is_author), _uid(after)),
        *(from_micros(at), date.fromisoformat(day), zone),
    )
