"""A line of the journal: one fact with the site that it belongs to, as JSON.

What is read is judged before it is believed: a line that was torn by a power cut, of another site,
or that says what no fact can say is none of ours.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from db.muster import COLUMNS, MusterFact
from kiosk.attendance.muster.roll import UNCERTAINTY, unpack

REFUSED = "refused_scan"
"""The kind of a fact that tells of a refused scan; it waits beside those of the muster."""

TOLD: Mapping[str, tuple[str, ...]] = {**COLUMNS, REFUSED: ("reason", "code", "member", "source")}
"""What each kind of fact says of its own."""


def write_line(fact: MusterFact, site: str) -> str:
    """A fact as a line, without its end; `site` is the key of the site, as hexadecimal digits."""
    return json.dumps(
        {
            "site": site,
            "fact": fact.kind,
            "uid": str(fact.uid),
            "muster": str(fact.muster_uid),
            "at": fact.at.isoformat(),
            "station": fact.station,
            "work_day": fact.work_day.isoformat(),
            "zone": fact.zone,
            "told": dict(fact.told),
        },
        ensure_ascii=True,
    )


def read_line(line: str, site: str) -> MusterFact | None:
    """The fact in a line; None where it is none of this site's."""
    with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found = json.loads(line)
        if found["site"] == site:
            return _fact(found)
    return None


def _fact(found: Mapping[str, object]) -> MusterFact:
    kind, told = str(found["fact"]), found["told"]
    if not isinstance(told, dict) or set(told) != set(TOLD[kind]):
        raise ValueError(kind)
    for name, value in told.items():
        _check(name, value)
    at = datetime.fromisoformat(str(found["at"]))
    if at.tzinfo is None:
        raise ValueError(at)
    return MusterFact(
        kind,
        UUID(str(found["uid"])),
        UUID(str(found["muster"])),
        at,
        str(found["station"]),
        date.fromisoformat(str(found["work_day"])),
        ZoneInfo(str(found["zone"])).key,
        told,
    )


def _check(name: str, value: object) -> None:
    """Raise where a column can't hold a value."""
    if name in {"turn", "since"}:
        if type(value) is not int:
            raise TypeError(name)
    elif not isinstance(value, str):
        raise TypeError(name)
    elif name in _CHECKS and not _CHECKS[name](value):
        raise ValueError(name)


def _is_key(text: str) -> bool:
    return UUID(text).hex == text


def _is_list(text: str) -> bool:
    return all(one.why in UNCERTAINTY and one.since.tzinfo for one in unpack(text))


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "person": _is_key,
    "member": lambda text: not text or _is_key(text),
    "expected": _is_list,
    "during": _is_list,
    "follows": lambda text: not text or _is_key(text),
    "kind": lambda text: text in {"drill", "real", "meeting", "training"},
    "how": lambda text: text in {"badge", "hand"},
}
