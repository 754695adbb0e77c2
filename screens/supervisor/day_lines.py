"""The day's sections as lines of text: pure functions of the day, drawn by the story list."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kiosk.i18n import _, format_day, format_minutes, format_time
from kiosk.oversight.views import DayView, DutyView, PresenceView, RefusedView
from kiosk.service.totals import sum_services, totals_words
from kiosk.service.usual_words import as_read
from kiosk.service.views import CommitmentView, ServiceView
from kiosk.service.words import confirmed_words, said_words
from screens.member.judging import state_words
from screens.member.wording import words_of
from screens.supervisor.coverage_lines import coverage_groups, gap_group
from screens.supervisor.day_layout import Cell, Group, Line
from screens.supervisor.day_muster import muster_group
from screens.supervisor.day_reasons import reason_meaning, reason_words
from screens.supervisor.day_settle import (
    earlier_group,
    presence_key,
    promise_key,
    told_elsewhere,
    waiting_groups,
)
from screens.supervisor.day_voices import overdue_voices

Initials = Mapping[str, str]
"""Pinyin initials by member number; those who left may be missing."""


SECTIONS = ("presences", "posts", "promises", "services", "refused")
"""The day's sections in the order of their keys, from 1."""

NEEDS = ("forgotten", "overdue", "absent", "suspect")
"""What may need somebody, in the order of their keys, from 6."""

SUSPECT_TIMES = 3
"""How often a code is refused on a day before somebody should look who holds it."""

SUSPECT_REASONS = frozenset({"badge_dead", "member_left", "wrong_check_digits", "muster_missed"})
"""Refusals that ask for somebody the first time: a badge that should be gone or was made up, and
somebody who was missing to the end of a muster and scanned after it."""


def groups_of(day: DayView, section: str, initials: Initials) -> list[Group]:
    """A section's lines in groups.

    Args:
        day: The day.
        section: One of `SECTIONS` or `NEEDS`.
        initials: For the filter.
    """
    return _BUILDERS[section](day, initials)


def section_words(section: str) -> str:
    """What a section or a need is called."""
    return {
        "presences": _("Check-ins"),
        "posts": _("Key posts"),
        "promises": _("Promises due"),
        "services": _("Service log"),
        "refused": _("Refused scans"),
        "forgotten": _("Presence in doubt"),
        "overdue": _("Loud or overdue"),
        "absent": _("Stood empty"),
        "suspect": _("Suspect scans"),
    }[section]


def empty_words(section: str) -> str:
    """What to say and do where a section has no line."""
    return {
        "presences": _("Nobody has checked in on this day. Press - for the day before."),
        "posts": _("No key post is set up. Make one in the menu: posts."),
        "promises": _("No commitment was made, due or judged. Remind people at the gate."),
        "services": _("No service was logged. Remind people to press 2 after their scan."),
        "refused": _("No scan was refused. Nothing to do."),
        "forgotten": _("No presence is in doubt. Nothing to do."),
        "overdue": _("No voice is loud, and nothing is overdue. Nothing to do."),
        "absent": _("Every key post had its holder. Nothing to do."),
        "suspect": _("No scan asks for a closer look. Nothing to do."),
    }[section]


def _presence_groups(day: DayView, initials: Initials) -> list[Group]:
    lines = (_presence_line(presence, day, initials) for presence in day.presences)
    return [Group("", tuple(lines))]


def _forgotten_groups(day: DayView, initials: Initials) -> list[Group]:
    told = told_elsewhere(day)
    lines = [
        _presence_line(presence, day, initials)
        for presence in day.presences
        if presence.state == "forgotten" and not presence.is_settled and presence.uid not in told
    ]
    forgotten = Group(_("Not checked out"), tuple(lines), is_urgent=True)
    return [*waiting_groups(day, initials), forgotten, earlier_group(day, initials)]


def _presence_line(presence: PresenceView, day: DayView, initials: Initials) -> Line:
    came, left = _clock(presence.in_at, day), _left(presence, day)
    state, look = _presence_state(presence)
    length = format_minutes(presence.minutes) if presence.minutes is not None else ""
    mark = {"on_site": "●", "forgotten": "▲"}.get(presence.state, "○")
    cells = (
        Cell(mark, 2, look),
        Cell(presence.name, 0, "strong", 28),
        Cell(presence.number, 5, "quiet"),
        Cell(came, 5),
        Cell(left or "  –", 7),
        Cell(length if look == "quiet" else state, 11, "plain" if look == "quiet" else look),
    )
    return Line(
        presence_key(presence),
        cells,
        _presence_detail(presence, day, came, left, length),
        _said(presence.number, presence.name, initials, state),
    )


def _presence_state(presence: PresenceView) -> tuple[str, str]:
    if presence.clock != "ok":
        return _("clock?"), "urgent"
    if presence.state == "forgotten":
        return _("forgotten"), "urgent"
    if presence.state == "on_site":
        return (_("on a break") if presence.break_since else _("on site")), "plain"
    return _("left"), "quiet"


def _break_words(presence: PresenceView, day: DayView) -> str:
    if presence.break_since is not None:
        return _("On a break since {time}.").format(time=_clock(presence.break_since, day))
    rested = format_minutes(presence.break_minutes)
    return _("Breaks: {rested}, not counted in it.").format(rested=rested)


def _presence_detail(
    presence: PresenceView, day: DayView, came: str, left: str, length: str
) -> str:
    who = f"{presence.name} {presence.number}"
    said = {
        "on_site": _("{who} came at {came} and is still on site."),
        "forgotten": _("{who} came at {came} and did not check out; ask when they left."),
    }.get(presence.state, _("{who} came at {came}, left at {left}: {length}."))
    told = said.format(who=who, came=came, left=left, length=length or _("length unknown"))
    if presence.state == "forgotten":
        told += " " + _("Press Enter to settle it.")
    if presence.break_minutes or presence.break_since is not None:
        told += " " + _break_words(presence, day)
    if presence.closed == "correction":
        told += " " + _("The time of leaving was corrected.")
    if presence.clock != "ok":
        told += " " + _("The clock was behind the record: check the times.")
    return told


def _post_groups(day: DayView, initials: Initials) -> list[Group]:
    covered = coverage_groups(day)
    lines = tuple(_duty_line(duty, day, initials) for duty in day.duties)
    heading = _("Holders") if covered or day.musters else ""
    holders = Group(heading, lines, is_aside=bool(covered))
    return [replace(muster_group(day), is_aside=True), *covered, holders]


def _absent_groups(day: DayView, initials: Initials) -> list[Group]:
    lines = [_duty_line(duty, day, initials) for duty in day.duties if _is_missing(duty)]
    if not day.coverage:
        return [Group(section_words("absent"), tuple(lines), is_urgent=True)]
    # Whoever is missing at a post that others hold has not left it empty.
    return [gap_group(day), Group(_("Holders not here"), tuple(lines), is_aside=True)]


def _is_missing(duty: DutyView) -> bool:
    return duty.state in {"absent", "empty", "left"}


def _duty_line(duty: DutyView, day: DayView, initials: Initials) -> Line:
    state = _duty_state(duty, day)
    look = "urgent" if _is_missing(duty) else "plain"
    kind = {
        "post": _("key post"),
        "procedure": _("key procedure"),
        "link": _("key link"),
        "moment": _("key moment"),
    }.get(duty.kind, duty.kind)
    cells = (
        Cell({"here": "●", "later": "○"}.get(duty.state, "▲"), 2, look),
        Cell(duty.post, 0, "strong", 40),
        Cell(duty.shift, 4, "quiet"),
        Cell(duty.name, 8),
        Cell(state, 14, look),
    )
    said = _said(duty.number, duty.name, initials, duty.post, duty.shift, kind, state)
    return Line(
        f"duty {duty.post} {duty.shift} {duty.number}", cells, _duty_detail(duty, kind, day), said
    )


def _duty_state(duty: DutyView, day: DayView) -> str:
    if duty.state == "left" and duty.left_at is not None:
        return _("left at {time}").format(time=_clock(duty.left_at, day))
    if duty.state == "here" and any(
        presence.number == duty.number and presence.state == "on_site" for presence in day.presences
    ):
        return _("here")
    return {
        "here": _("was here"),
        "left": _("not here now"),
        "later": _("later"),
        "absent": _("not here"),
        "empty": _("nobody"),
    }[duty.state]


def _duty_detail(duty: DutyView, kind: str, day: DayView) -> str:
    where = f"{duty.post} ({kind}{' · ' + duty.shift if duty.shift else ''})"
    said = {
        "here": _("{where}: held by {who}, who was here."),
        "later": _("{where}: held by {who}, whose shift has not begun."),
        "left": _("{where}: {who} {left}; send somebody to stand in."),
        "absent": _("{where}: held by {who}, who was not here; find out who stood in."),
        "empty": _("{where}: nobody holds it; name a holder."),
    }[duty.state]
    who = f"{duty.name} {duty.number}"
    return said.format(where=where, who=who, left=_duty_state(duty, day))


def _promise_groups(day: DayView, initials: Initials) -> list[Group]:
    """What was due on the day is counted, as on the board and the wall; the rest says more."""

    def lines(promises: Sequence[CommitmentView]) -> tuple[Line, ...]:
        return tuple(_promise_line(promise, day, initials) for promise in promises)

    return [
        Group(_("Overdue"), lines(day.overdue), is_urgent=True, is_aside=True),
        Group(_("Due on this day"), lines(day.due)),
        Group(_("Made on this day"), lines(day.made), is_aside=True),
        Group(_("Judged on this day"), lines(day.kept), is_aside=True),
    ]


def _overdue_groups(day: DayView, initials: Initials) -> list[Group]:
    lines = tuple(_promise_line(promise, day, initials) for promise in day.overdue)
    promises = Group(_("Overdue commitments"), lines, is_urgent=True)
    return [overdue_voices(day), promises]


_PROMISE_MARKS = {
    "overdue": "▲",
    "kept": "✓",
    "partly_kept": "◐",
    "missed": "✕",
    "withdrawn": "↩",
}


def _promise_line(promise: CommitmentView, day: DayView, initials: Initials) -> Line:
    state = _("Overdue") if promise.state == "overdue" else state_words(promise.state)
    look = {"overdue": "urgent", "missed": "urgent", "withdrawn": "quiet"}.get(
        promise.state, "plain"
    )
    words = words_of(promise)
    cells = (
        Cell(_PROMISE_MARKS.get(promise.state, "○"), 2, look),
        Cell(words, 0, "strong"),
        Cell(promise.name, 10),
        Cell(f"{promise.due_on:%m-%d}", 5, "quiet"),
        Cell(state, 11, look),
    )
    who = f"{promise.name} {promise.number}"
    due = _("due {day}").format(day=format_day(promise.due_on))
    told = (due, state, said_words(promise, day.site.zone), as_read(promise.reason))
    return Line(
        promise_key(promise),
        cells,
        " · ".join(filter(None, (f"{who}: {words}", *told))),
        _said(promise.number, promise.name, initials, words, promise.text, state),
    )


def _service_groups(day: DayView, initials: Initials) -> list[Group]:
    def lines(*, are_struck: bool) -> tuple[Line, ...]:
        entries = (entry for entry in day.services if entry.is_struck == are_struck)
        return tuple(_service_line(entry, day, initials) for entry in entries)

    struck = Group(_("Struck services"), lines(are_struck=True), is_aside=True)
    totals = sum_services(day.services)
    heading = totals_words(totals) if totals.entries else ""
    return [Group(heading, lines(are_struck=False)), struck]


def _service_line(entry: ServiceView, day: DayView, initials: Initials) -> Line:
    words, at, length = words_of(entry), _clock(entry.at, day), format_minutes(entry.minutes)
    counts = "" if entry.is_struck else confirmed_words(entry)
    cells = (
        *((Cell("✕", 2, "quiet"),) if entry.is_struck else ()),
        Cell(at, 5, "quiet"),
        Cell(words, 0, "quiet" if entry.is_struck else "strong"),
        Cell(entry.name, 10),
        Cell(_brief_confirmed(entry) if counts else length, 16),
    )
    told = (f"{entry.name} {entry.number}: {words}", length, counts, entry.whom, entry.where)
    serves = (
        _("for the commitment: {words}").format(words=entry.commitment) if entry.commitment else ""
    )
    why = (
        _("struck: {reason}").format(reason=as_read(entry.struck_because))
        if entry.is_struck
        else ""
    )
    return Line(
        f"service {entry.uid}",
        cells,
        " · ".join(filter(None, (*told, serves, why))),
        _said(entry.number, entry.name, initials, words, entry.text, entry.whom, entry.where),
    )


def _brief_confirmed(entry: ServiceView) -> str:
    """The confirmed minutes of a list; in whole the line below it says who confirmed them."""
    minutes = format_minutes(entry.confirmed_minutes or 0)
    if entry.confirmed_how == "touch":
        return _("touch {minutes}").format(minutes=minutes)
    return f"✓ {minutes}"


def _refused_groups(day: DayView, initials: Initials) -> list[Group]:
    return [Group("", tuple(_refused_line(row, day, initials) for row in day.refused))]


def _suspect_groups(day: DayView, initials: Initials) -> list[Group]:
    times = Counter(row.code for row in day.refused)
    lines = [
        _refused_line(row, day, initials)
        for row in day.refused
        if row.reason in SUSPECT_REASONS or times[row.code] >= SUSPECT_TIMES
    ]
    return [Group(section_words("suspect"), tuple(lines), is_urgent=True)]


def _refused_line(row: RefusedView, day: DayView, initials: Initials) -> Line:
    why, at = reason_words(row.reason), _clock(row.at, day)
    cells = (
        Cell("✕", 2, "urgent"),
        Cell(at, 5, "quiet"),
        Cell(why, 0, "strong", 40),
        Cell(row.name, 8),
        Cell(row.code, 16, "quiet"),
    )
    who = f" ({row.name} {row.number})" if row.name else ""
    return Line(
        f"refused {row.at.isoformat()} {row.code}",
        cells,
        f"{at} {why}{who}: {reason_meaning(row.reason)}",
        _said(row.number, row.name, initials, why, row.code),
    )


def _said(number: str, name: str, initials: Initials, *more: str) -> tuple[str, ...]:
    return (number, name, initials.get(number, ""), *more)


def _clock(at: datetime, day: DayView) -> str:
    return format_time(at.astimezone(day.site.zone))


def _left(presence: PresenceView, day: DayView) -> str:
    if presence.out_at is None:
        return ""
    came, left = (at.astimezone(day.site.zone).date() for at in (presence.in_at, presence.out_at))
    later = f"+{(left - came).days}" if left > came else ""
    return _clock(presence.out_at, day) + later


_BUILDERS: dict[str, Callable[[DayView, Initials], list[Group]]] = {
    "presences": _presence_groups,
    "posts": _post_groups,
    "promises": _promise_groups,
    "services": _service_groups,
    "refused": _refused_groups,
    "forgotten": _forgotten_groups,
    "overdue": _overdue_groups,
    "absent": _absent_groups,
    "suspect": _suspect_groups,
}
