"""A whole rule file: read, checked as a whole, every fault named, all of it or nothing.

The file is JSON, the same that `rules --json` prints: an object with the rules by name (on their
own or under `rules`), `shifts` (objects with `name`, `from`, `to`, and if wanted `days` and
`grace_min`) and `posts` (the key posts, as `kiosk.attendance.coverage.post_file` reads them). What
is not in it stays as it is; what is in it and stands so already changes nothing.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from db.connection import transaction
from kiosk.attendance.coverage.desk import Coverage
from kiosk.attendance.coverage.file_places import Known, unknown_names, word
from kiosk.attendance.coverage.post_file import PostFile
from kiosk.attendance.coverage.post_wishes import PostChanges, PostWish
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _, ngettext
from kiosk.oversight.ruling import RANGES, RuleChange, change_rules, find_contradiction
from kiosk.oversight.shifts import EVERY_DAY, MOST, ShiftView, faults_of, list_shifts, put_shifts
from kiosk.oversight.views import SiteView

LONGEST_FILE = 1_000_000
"""Bytes of a rule file at most."""

MOST_FAULTS = 100
"""Faults of a file that are named; of the others it is told how many they are."""

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAYS = re.compile(r"[1-7](-[1-7])?(,[1-7](-[1-7])?)*", re.ASCII)
_SHIFT_KEYS = frozenset({"name", "from", "to", "days", "grace_min"})
_PARTS = frozenset({"rules", "shifts", "posts"})


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What a rule file asks for.

    Attributes:
        change: The rules it names.
        shifts: All shifts from now on; None leaves them as they are.
        posts: The key posts that are named, as they are told: to be held against the site.
    """

    change: RuleChange
    shifts: tuple[ShiftView, ...] | None
    posts: object = ()


def take_rule_file(context: Context, text: str) -> SiteView:
    """Put a rule file in force, all of it or nothing.

    Raises:
        RefusedError: `bad_rule_file`, whose sentence names every fault; `shift_in_use`.
        NotStored: It was not recorded.
    """
    faults: list[str] = []
    wanted = _read(text, faults)
    with transaction():
        if (fault := find_contradiction(context.site(), wanted.change)) is not None:
            faults.append(fault)
        changes = PostChanges(context, _wishes(context, wanted, faults))
        if faults:
            raise _refused(faults)
        changes.end_terms()
        if wanted.shifts is not None:
            put_shifts(context, wanted.shifts)
        changes.put()
        return change_rules(context, wanted.change)


def _wishes(context: Context, wanted: RuleFile, faults: list[str]) -> list[PostWish]:
    if wanted.posts == ():
        return []
    shifts = list_shifts() if wanted.shifts is None else wanted.shifts
    moment, coverage = context.moment(), Coverage(context)
    known = Known(
        {post.name: post for post in (*coverage.posts(), *coverage.other_posts())},
        frozenset(shift.name for shift in shifts),
        moment.work_day,
        moment.at,
        context.site().zone,
    )
    file = PostFile(known)
    wishes = file.read(wanted.posts)
    faults += file.faults
    return wishes


def _read(text: str, faults: list[str]) -> RuleFile:
    """What a file asks for, as far as it can be read; its faults are added to those there are."""
    try:
        told = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise _refused([_("It is no JSON: {why}.").format(why=word(error))]) from error
    if not isinstance(told, dict):
        raise _refused([_("It holds no object with rules and shifts.")])
    faults += unknown_names(told, _PARTS | RANGES.keys())
    change = _rules(told, faults)
    shifts = _shifts(told["shifts"], faults) if "shifts" in told else None
    return RuleFile(change, shifts, told.get("posts", ()))


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """An object whose names stand in it once; of two, the first would be lost in silence."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(_("{name} is named twice").format(name=word(name)))
        found[name] = value
    return found


def _rules(told: Mapping[str, object], faults: list[str]) -> RuleChange:
    """The rules on their own and those under `rules`."""
    within = told.get("rules", {})
    if not isinstance(within, dict):
        faults.append(_("The rules are no object."))
        within = {}
    faults += unknown_names(within, frozenset(RANGES))
    alone = {name: value for name, value in told.items() if name in RANGES}
    faults += [
        _("The rule {name} is named twice.").format(name=name) for name in alone if name in within
    ]
    asked: dict[str, Any] = {}
    for name, value in (within | alone).items():
        if name in RANGES and _fits(name, value):
            asked[name] = value
        elif name in RANGES:
            least, most = RANGES[name]
            sentence = _("{rule} lies between {least} and {most}.")
            faults.append(sentence.format(rule=name, least=least, most=most))
    return RuleChange(**asked)


def _fits(name: str, value: object) -> bool:
    least, most = RANGES[name]
    if name == "asks_out":
        return isinstance(value, bool)
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _shifts(told: object, faults: list[str]) -> tuple[ShiftView, ...]:
    if not isinstance(told, list):
        faults.append(_("The shifts are no list."))
        return ()
    if len(told) > MOST:
        faults.append(_("A site has {most} shifts at most.").format(most=MOST))
        return ()
    found = [(place, _shift(place, one, faults)) for place, one in enumerate(told, 1)]
    good = [
        (place, shift)
        for place, shift in found
        if shift is not None and not _tell(faults, _place(place, shift), faults_of([shift]))
    ]
    for (first, one), (second, other) in combinations(good, 2):
        where = _("Shifts {first} and {second}").format(first=first, second=second)
        _tell(faults, where, faults_of([one, other]))
    return tuple(shift for _number, shift in found if shift is not None)


def _place(place: int, shift: ShiftView) -> str:
    return _("Shift {place} ({name})").format(place=place, name=word(shift.name))


def _tell(faults: list[str], where: str, found: Sequence[str]) -> bool:
    """Add faults with their place; whether there were any."""
    faults += [_("{place}: {fault}").format(place=where, fault=fault) for fault in found]
    return bool(found)


def _shift(place: int, told: object, faults: list[str]) -> ShiftView | None:
    if isinstance(told, dict):
        where = _("Shift {place}").format(place=place)
        _tell(faults, where, unknown_names(told, _SHIFT_KEYS))
        name, grace = told.get("name"), told.get("grace_min", 15)
        begins, ends = minute_of(told.get("from")), minute_of(told.get("to"))
        weekdays = weekdays_of(told.get("days", "1-7")) or 0
        is_whole = isinstance(grace, int) and not isinstance(grace, bool)
        times_are_read = begins is not None and ends is not None
        if isinstance(name, str) and times_are_read and weekdays and is_whole:
            return ShiftView(name, begins or 0, ends or 0, weekdays, int(str(grace)))
    faults.append(_("Shift {place} can't be read.").format(place=place))
    return None


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


def _refused(faults: list[str]) -> RefusedError:
    shown = list(dict.fromkeys(faults))
    more = len(shown) - MOST_FAULTS
    if more > 0:
        shown[MOST_FAULTS:] = [
            ngettext("And {count} fault more.", "And {count} faults more.", more).format(count=more)
        ]
    sentence = _("The rule file was not taken: {faults}")
    return RefusedError("bad_rule_file", sentence.format(faults=" ".join(shown)))
