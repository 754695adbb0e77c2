"""The site's shifts: checked against each other before any of them is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from db.base import new_uid
from db.connection import run_sql, transaction
from db.people import Shift
from db.rule_versions import ShiftRow, list_shift_rows
from kiosk.attendance.rulebook import keep_first_version, keep_version
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.text import clean_line

DAY_MIN = 24 * 60
EVERY_DAY = 127
"""All seven weekdays."""
LONGEST_GRACE_MIN = 240
LONGEST_NAME = 20
MOST = 20
"""Shifts of a site at most."""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift.

    Attributes:
        name: Its name, 1 to 20 characters.
        from_minute: When it begins, in minutes from local midnight, 0 to 1439.
        to_minute: When it ends; at or before `from_minute` it ends on the next day.
        weekdays: The days on which it begins: bit 0 for Monday to bit 6 for Sunday.
        grace_min: Minutes that one may come late, 0 to 240.
    """

    name: str
    from_minute: int
    to_minute: int
    weekdays: int = EVERY_DAY
    grace_min: int = 15


def list_shifts() -> tuple[ShiftView, ...]:
    """The shifts now in use, by their beginning."""
    return tuple(ShiftView(*row) for row in list_shift_rows())


def faults_of(shifts: Sequence[ShiftView]) -> list[str]:
    """Everything that is wrong with shifts that are to stand together, one sentence each."""
    found = [fault for shift in shifts for fault in _own_faults(shift)]
    names = [shift.name for shift in shifts]
    found += [
        _("The shift {name} is named twice.").format(name=name)
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if not found:
        found += [
            _("The shifts {one} and {other} overlap.").format(one=one.name, other=other.name)
            for one, other in combinations(shifts, 2)
            if do_overlap(one, other)
        ]
    if len(shifts) > MOST:
        found.append(_("A site has {most} shifts at most.").format(most=MOST))
    return found


def do_overlap(one: ShiftView, other: ShiftView) -> bool:
    """Whether two shifts share a minute of the week; those that only touch do not."""
    week = 7 * DAY_MIN
    return any(
        begins < other_ends + turn and other_begins + turn < ends
        for begins, ends in _spans(one)
        for other_begins, other_ends in _spans(other)
        for turn in (-week, 0, week)
    )


def add_shift(context: Context, shift: ShiftView) -> ShiftView:
    """Add a shift.

    Raises:
        RefusedError: `shift_exists`, `impossible_shift`.
        NotStored: It was not recorded.
    """
    shift = _cleaned(shift)
    with transaction():
        shifts = list_shifts()
        if any(one.name == shift.name for one in shifts):
            raise RefusedError(
                "shift_exists", _("There is a shift {name} already.").format(name=shift.name)
            )
        _put(context, [*shifts, shift])
    return shift


def change_shift(context: Context, shift: ShiftView) -> ShiftView:
    """Change the shift of that name from now on.

    Raises:
        RefusedError: `unknown_shift`, `impossible_shift`.
        NotStored: It was not recorded.
    """
    shift = _cleaned(shift)
    with transaction():
        get_shift(shift.name)
        _put(context, [shift if one.name == shift.name else one for one in list_shifts()])
    return shift


def end_shift(context: Context, name: str) -> None:
    """Let a shift be no more.

    Raises:
        RefusedError: `unknown_shift`, `shift_in_use`.
        NotStored: It was not recorded.
    """
    with transaction():
        get_shift(name)
        _check_unused(name, context.moment().work_day.isoformat())
        _put(context, [one for one in list_shifts() if one.name != name])


def get_shift(name: str) -> ShiftView:
    """The shift of that name. Raises `RefusedError` (`unknown_shift`) without one."""
    for shift in list_shifts():
        if shift.name == name:
            return shift
    raise RefusedError("unknown_shift", _("There is no shift {name}.").format(name=name))


def put_shifts(context: Context, shifts: Sequence[ShiftView]) -> None:
    """Put shifts in place of those that stand, inside a transaction; all of them or none.

    Raises:
        RefusedError: `impossible_shift`, which names every fault; `shift_in_use`.
    """
    wanted = [_cleaned(shift) for shift in shifts]
    names = {shift.name for shift in wanted}
    today = context.moment().work_day.isoformat()
    for gone in [one.name for one in list_shifts() if one.name not in names]:
        _check_unused(gone, today)
    _put(context, wanted)


def _put(context: Context, shifts: Sequence[ShiftView]) -> None:
    faults = faults_of(shifts)
    if faults:
        raise RefusedError("impossible_shift", " ".join(faults))
    before = list_shift_rows()
    after = [_row(shift) for shift in shifts]
    if sorted(before) == sorted(after):
        return
    keep_first_version(context)
    moment = context.moment()
    names = {shift.name for shift in shifts}
    for name, *_times in before:
        if name not in names:
            Shift.update(ended_at=moment.at).where(Shift.name == name).execute()
    for shift in shifts:
        _write(shift)
    told = {"before": [list(row) for row in before], "after": [list(row) for row in after]}
    context.enter(moment, "shifts_changed", context.site().uid, told)
    keep_version(context)


def _write(shift: ShiftView) -> None:
    name, from_minute, to_minute, weekdays, grace_min = _row(shift)
    columns = {
        "from_minute": from_minute,
        "to_minute": to_minute,
        "weekdays": weekdays,
        "grace_min": grace_min,
        "ended_at": None,
    }
    if not Shift.update(columns).where(Shift.name == name).execute():
        Shift.insert(uid=new_uid(), name=name, **columns).execute()


def _row(shift: ShiftView) -> ShiftRow:
    return shift.name, shift.from_minute, shift.to_minute, shift.weekdays, shift.grace_min


def _cleaned(shift: ShiftView) -> ShiftView:
    name = clean_line(shift.name, LONGEST_NAME)
    return ShiftView(name, shift.from_minute, shift.to_minute, shift.weekdays, shift.grace_min)


def _own_faults(shift: ShiftView) -> Iterable[str]:
    if not shift.name:
        yield _("A shift needs a name.")
    for minute in (shift.from_minute, shift.to_minute):
        if not 0 <= minute < DAY_MIN:
            yield _("The shift {name} has an impossible time.").format(name=shift.name)
    if shift.from_minute == shift.to_minute:
        yield _("The shift {name} begins and ends at the same time.").format(name=shift.name)
    if not 0 < shift.weekdays <= EVERY_DAY:
        yield _("The shift {name} needs weekdays from 1 to 7.").format(name=shift.name)
    if not 0 <= shift.grace_min <= LONGEST_GRACE_MIN:
        yield _("The grace of the shift {name} lies between 0 and {most} minutes.").format(
            name=shift.name, most=LONGEST_GRACE_MIN
        )


def _spans(shift: ShiftView) -> list[tuple[int, int]]:
    """When it begins and ends on each of its days, in minutes from the week's beginning."""
    length = (shift.to_minute - shift.from_minute) % DAY_MIN
    begins = [day * DAY_MIN + shift.from_minute for day in range(7) if shift.weekdays >> day & 1]
    return [(minute, minute + length) for minute in begins]


def _check_unused(name: str, today: str) -> None:
    held = run_sql(
        "SELECT p.name FROM holding h JOIN shift s ON s.uid = h.shift_uid"
        " JOIN post p ON p.uid = h.post_uid"
        " WHERE s.name = ? AND (h.until IS NULL OR h.until >= ?) LIMIT 1",
        (name, today),
    )
    if held:
        raise RefusedError(
            "shift_in_use",
            _("The shift {name} is held at {post}; end that first.").format(
                name=name, post=held[0][0]
            ),
        )
