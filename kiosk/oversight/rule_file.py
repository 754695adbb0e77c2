"""A whole rule file: read, checked as a whole, every fault named, all of it or nothing.

The file is JSON: an object with `rules` (names and numbers as `rules --json` shows them) and
`shifts` (objects with `name`, `from`, `to`, and if wanted `days` and `grace_min`); what is not in
it stays as it is.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.connection import transaction
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.oversight.ruling import RANGES, RuleChange, change_rules
from kiosk.oversight.shifts import EVERY_DAY, ShiftView, faults_of, put_shifts
from kiosk.oversight.views import SiteView
from kiosk.text import clean_line

LONGEST_FILE = 100_000
"""Bytes of a rule file that are looked at."""
_LONGEST_WORD = 40
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAYS = re.compile(r"[1-7](-[1-7])?(,[1-7](-[1-7])?)*", re.ASCII)
_SHIFT_KEYS = frozenset({"name", "from", "to", "days", "grace_min"})


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What a rule file asks for.

    Attributes:
        change: The rules it names.
        shifts: All shifts from now on; None leaves them as they are.
    """

    change: RuleChange
    shifts: tuple[ShiftView, ...] | None


def take_rule_file(context: Context, text: str) -> SiteView:
    """Put a rule file in force, all of it or nothing.

    Raises:
        RefusedError: `bad_rule_file`, whose sentence names every fault; `shift_in_use`.
        NotStored: It was not recorded.
    """
    wanted = read_rule_file(text)
    with transaction():
        if wanted.shifts is not None:
            put_shifts(context, wanted.shifts)
        return change_rules(context, wanted.change)


def read_rule_file(text: str) -> RuleFile:
    """What a rule file asks for.

    Raises:
        RefusedError: `bad_rule_file`, whose sentence names every fault.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused([_("It is no JSON: {why}.").format(why=_word(error))]) from error
    if not isinstance(told, dict):
        raise _refused([_("It holds no object with rules and shifts.")])
    faults = [_("Nobody knows {name}.").format(name=_word(key)) for key in told.keys() - _PARTS]
    change = _rules(told.get("rules", {}), faults)
    shifts = _shifts(told["shifts"], faults) if "shifts" in told else None
    if shifts is not None and not faults:
        faults += faults_of(shifts)
    if faults:
        raise _refused(faults)
    return RuleFile(change, shifts)


_PARTS = frozenset({"rules", "shifts"})


def _rules(told: object, faults: list[str]) -> RuleChange:
    if not isinstance(told, dict):
        faults.append(_("The rules are no object."))
        return RuleChange()
    asked: dict[str, Any] = {}
    for name, value in told.items():
        if name not in RANGES:
            faults.append(_("Nobody knows {name}.").format(name=_word(name)))
        elif not isinstance(value, bool if name == "asks_out" else int) or not _fits(name, value):
            least, most = RANGES[name]
            faults.append(
                _("{rule} lies between {least} and {most}.").format(
                    rule=name, least=least, most=most
                )
            )
        else:
            asked[name] = value
    return RuleChange(**asked)


def _fits(name: str, value: int) -> bool:
    least, most = RANGES[name]
    is_number = name == "asks_out" or not isinstance(value, bool)
    return is_number and least <= value <= most


def _shifts(told: object, faults: list[str]) -> tuple[ShiftView, ...]:
    if not isinstance(told, list):
        faults.append(_("The shifts are no list."))
        return ()
    found = []
    for place, one in enumerate(told, 1):
        shift = _shift(one, faults) if isinstance(one, dict) else None
        if shift is None:
            faults.append(_("Shift {place} can't be read.").format(place=place))
        else:
            found.append(shift)
    return tuple(found)


def _shift(told: Mapping[str, object], faults: list[str]) -> ShiftView | None:
    unknown = [
        _("Nobody knows {name}.").format(name=_word(key)) for key in told.keys() - _SHIFT_KEYS
    ]
    faults += unknown
    name, grace = told.get("name"), told.get("grace_min", 15)
    begins, ends = minute_of(told.get("from")), minute_of(told.get("to"))
    weekdays = weekdays_of(told.get("days", "1-7"))
    is_whole = isinstance(grace, int) and not isinstance(grace, bool)
    if not isinstance(name, str) or begins is None or ends is None or not weekdays:
        return None
    return ShiftView(name, begins, ends, weekdays, int(str(grace))) if is_whole else None


def minute_of(told: object) -> int | None:
    """The minute of the day that a text such as `07:00` means, or None."""
    found = _TIME.fullmatch(told) if isinstance(told, str) else None
    return int(found[1]) * 60 + int(found[2]) if found else None


def weekdays_of(told: object) -> int | None:
    """The weekdays that a text such as `1-5` or `6,7` means (1 is Monday), as bits, or None."""
    if not isinstance(told, str) or not _DAYS.fullmatch(told):
        return None
    days = 0
    for part in told.split(","):
        first, _dash, last = part.partition("-")
        for day in range(int(first), int(last or first) + 1):
            days |= 1 << (day - 1)
    return days & EVERY_DAY or None


def _word(told: object) -> str:
    return clean_line(str(told), _LONGEST_WORD)


def _refused(faults: list[str]) -> RefusedError:
    sentence = _("The rule file was not taken: {faults}")
    return RefusedError("bad_rule_file", sentence.format(faults=" ".join(faults)))
