"""The ledger: one gap-free, chained table that every fact and every change is entered in.

An entry's digest covers the salted digest of its payload, not the payload, so that a person's data
can be erased (payload and salt set to NULL) and the chain still verifies.
"""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from peewee import BlobField, IntegerField, TextField

from db.base import Row, UidField, UtcField, canonical_json, to_micros
from db.connection import run_sql

_SALT_BYTES = 16
_BEFORE_THE_FIRST = bytes(32)


class LedgerEntry(Row):
    """One entry: who (terminal, epoch), where in order (seq), when, what kind, of what."""

    seq = IntegerField(primary_key=True)
    terminal_uid = UidField()
    epoch = IntegerField()
    at = UtcField()
    kind = TextField()
    subject = UidField()
    payload = TextField(null=True)
    salt = BlobField(null=True)
    payload_digest = BlobField()
    previous = BlobField()
    digest = BlobField()


def append(terminal_uid: UUID, at: datetime, kind: str, subject: UUID, payload: object) -> int:
    """Enter something in the ledger, inside the transaction that writes its rows.

    Args:
        terminal_uid: The terminal that writes.
        at: When it happened, UTC.
        kind: Stable word such as `punch` or `member_added`.
        subject: The key of the row it speaks of.
        payload: What is remembered, as JSON.

    Returns:
        The entry's seq, without gaps from 1.
    """
    head = run_sql("SELECT seq, epoch, digest FROM ledger_entry ORDER BY seq DESC LIMIT 1")
    last, epoch, previous = head[0] if head else (0, 1, _BEFORE_THE_FIRST)
    text = canonical_json(payload)
    salt = secrets.token_bytes(_SALT_BYTES)
    payload_digest = hashlib.sha256(salt + text.encode()).digest()
    micros = to_micros(at)
    seq = int(last) + 1
    digest = entry_digest(
        terminal_uid, (epoch, seq, micros), kind, subject, payload_digest, previous
    )
    run_sql(
        "INSERT INTO ledger_entry (seq, terminal_uid, epoch, at, kind, subject, payload, salt,"
        " payload_digest, previous, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq,
            terminal_uid.bytes,
            epoch,
            micros,
            kind,
            subject.bytes,
            text,
            salt,
            payload_digest,
            previous,
            digest,
        ),
    )
    return seq


def entry_digest(
    terminal_uid: UUID,
    place: tuple[int, int, int],
    kind: str,
    subject: UUID,
    payload_digest: bytes,
    previous: bytes,
) -> bytes:
    """SHA-256 over an entry's fields; `place` is (epoch, seq, microseconds since 1970).

    The fields are written one a line, in hexadecimal or decimal, so that no two entries can give
    the same bytes.
    """
    fields = (
        terminal_uid.hex,
        *(str(number) for number in place),
        kind,
        subject.hex,
        payload_digest.hex(),
        previous.hex(),
    )
    return hashlib.sha256("\n".join(fields).encode()).digest()


def erase_payloads(subjects: str, parameters: tuple[object, ...]) -> None:
    """Erase what the ledger repeats of some rows; the chain holds without it.

    Args:
        subjects: The query of their keys.
        parameters: Of the query.
    """
    run_sql(
        "UPDATE ledger_entry SET payload = NULL, salt = NULL"
        f" WHERE payload IS NOT NULL AND subject IN ({subjects})",
        parameters,
    )


def find_first_broken() -> int | None:
    """Walk the chain from its beginning: the seq of the first entry that does not hold, or None."""
    expected, previous = 1, _BEFORE_THE_FIRST
    for entry in LedgerEntry.select().order_by(LedgerEntry.seq).iterator():
        place = (entry.epoch, entry.seq, to_micros(entry.at))
        digest = entry_digest(
            entry.terminal_uid, place, entry.kind, entry.subject, entry.payload_digest, previous
        )
        if entry.seq != expected or entry.previous != previous or entry.digest != digest:
            return expected
        if entry.payload is not None and not _payload_holds(entry):
            return expected
        expected, previous = expected + 1, digest
    return None


def _payload_holds(entry: LedgerEntry) -> bool:
    salted = bytes(entry.salt or b"") + str(entry.payload).encode()
    return hashlib.sha256(salted).digest() == entry.payload_digest
