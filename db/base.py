"""Fields and the base row that every table shares."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from peewee import BigIntegerField, Field, Model, TextField
from uuid_utils.compat import uuid7

from db.connection import database

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EXACT_BELOW = 2**32 * 1_000_000
"""Seconds below 2**32 (in 2106) keep their microseconds as floats, which are 0.5 us apart."""


def new_uid() -> UUID:
    """A new key: UUID version 7 (RFC 9562), so keys made later sort later."""
    return UUID(bytes=uuid7().bytes)


_LEAST, _LARGEST = -(2**63), 2**63 - 1


def storable(number: int) -> int:
    """A number that somebody typed, or the nearest one to it that SQLite can hold."""
    return min(max(number, _LEAST), _LARGEST)


def to_micros(at: datetime) -> int:
    """Whole microseconds since 1970 UTC of an aware time."""
    return (at - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC time of `to_micros`."""
    if 0 <= micros < _EXACT_BELOW:
        # Reports read thousands of times: this takes a third of what the sum below takes.
        return datetime.fromtimestamp(micros / 1_000_000, UTC)
    return _EPOCH + timedelta(microseconds=micros)


class UidField(Field):  # type: ignore[misc, unused-ignore]  # peewee's stub leaves Field untyped
    """A UUID as 16 bytes."""

    field_type = "BLOB"

    def db_value(self, value: UUID | None) -> bytes | None:
        """To the 16 bytes kept in the file."""
        return None if value is None else value.bytes

    def python_value(self, value: bytes | None) -> UUID | None:
        """From the 16 bytes kept in the file."""
        return None if value is None else UUID(bytes=bytes(value))


class UtcField(BigIntegerField):
    """An aware UTC time as whole microseconds since 1970."""

    def db_value(self, value: datetime | None) -> int | None:
        """To microseconds."""
        return None if value is None else to_micros(value)

    def python_value(self, value: int | None) -> datetime | None:
        """From microseconds."""
        return None if value is None else from_micros(value)


class DayField(TextField):
    """A local day as `YYYY-MM-DD`."""

    def db_value(self, value: date | None) -> str | None:
        """To ISO 8601."""
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        """From ISO 8601."""
        return None if value is None else date.fromisoformat(value)


def canonical_json(value: object) -> str:
    """JSON of which equal values give equal text, so that it can be digested."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Row(Model):
    """One row of the kiosk's file."""

    class Meta:
        """Tables take their names from the classes: `service_entry` from `ServiceEntry`."""

        database = database
        legacy_table_names: ClassVar[bool] = False
