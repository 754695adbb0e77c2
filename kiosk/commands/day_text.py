"""A work day as people read it."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.commands.telling import print_table
from kiosk.commands.voices_shape import risen_line
from kiosk.commands.wording import in_language, refusal_sentence, state_word
from kiosk.i18n import (
    _,
    format_day,
    format_long_day,
    format_minutes,
    format_number,
    format_time,
    ngettext,
)
from kiosk.service.totals import sum_services, totals_words
from kiosk.service.words import confirmed_words, said_words

if TYPE_CHECKING:
    from kiosk.oversight.views import DayView, DutyView
    from kiosk.service.views import CommitmentView

Lines = list[tuple[str, ...]]


def print_day(day: "DayView") -> None:
    """Print everything of the day, each part under its title."""
    print(f"{day.site.name}  {format_long_day(day.work_day)}")
    logged, voices = _("Services logged"), _("Voices that need somebody")
    parts: tuple[tuple[str, Lines], ...] = (
        (_("Check-ins and check-outs"), _presences(day)),
        (_("Key posts"), _duties(day)),
        (_("Commitments made"), _promises(day.made, day)),
        (_("Commitments judged"), _promises(day.kept, day)),
        (_("Commitments due"), _promises(day.due, day)),
        (_("Commitments overdue"), _promises(day.overdue, day)),
        (voices, [risen_line(one) for one in day.voices]),
        (logged, _services(day, are_struck=False)),
        (_("Services struck"), _services(day, are_struck=True)),
        (_("Refused scans"), _refused(day)),
        (_("Musters"), _musters(day)),
    )
    for title, lines in parts:
        print(f"\n{title}  {len(lines)}")
        print_table(lines, indent="  ")
        if title == logged and lines:
            print(f"  {totals_words(sum_services(day.services))}")
        if title == voices and day.more_voices:
            print(f"  {_more_voices(day.more_voices)}")


def _more_voices(count: int) -> str:
    told = ngettext(
        "and {count} more: `voices list`",
        "and {count} more: `voices list`",
        count,
    )
    return told.format(count=format_number(count))


def _time(day: "DayView", at: datetime | None) -> str:
    if at is None:
        return "—"
    local = at.astimezone(day.site.zone)
    later = (local.date() - day.work_day).days
    return format_time(local) + (f" +{later}" if later else "")


def _presences(day: "DayView") -> Lines:
    words = {"ended": "", "on_site": _("● on site"), "forgotten": _("! no check-out")}
    return [
        (
            one.number,
            one.name,
            _time(day, one.in_at),
            _time(day, one.out_at),
            format_minutes(one.minutes) if one.minutes is not None else "",
            words[one.state],
        )
        for one in day.presences
    ]


def _duties(day: "DayView") -> Lines:
    return [
        (
            {"here": "●", "later": "○"}.get(one.state, "!"),
            one.post,
            one.shift,
            f"{one.number} {one.name}".strip() or _("nobody holds it"),
            _duty_word(one, day),
        )
        for one in day.duties
    ]


def _duty_word(duty: "DutyView", day: "DayView") -> str:
    if duty.state == "left" and duty.left_at is not None:
        return _("left at {time}").format(time=_time(day, duty.left_at))
    return {
        "here": _("was here"),
        "left": _("left, nobody knows when"),
        "later": _("later"),
        "absent": _("not here"),
        "empty": "",
    }[duty.state]


def _promises(commitments: Iterable["CommitmentView"], day: "DayView") -> Lines:
    return [
        (
            one.number,
            one.name,
            state_word(one.state),
            format_day(one.due_on),
            in_language(one.text, one.text_en),
            said_words(one, day.site.zone),
        )
        for one in commitments
    ]


def _services(day: "DayView", *, are_struck: bool) -> Lines:
    return [
        (
            _time(day, one.at),
            one.number,
            one.name,
            format_minutes(one.minutes),
            "" if one.is_struck else confirmed_words(one),
            in_language(one.text, one.text_en),
            one.whom,
            one.where,
        )
        for one in day.services
        if one.is_struck == are_struck
    ]


def _musters(day: "DayView") -> Lines:
    from kiosk.attendance.muster.words import kind_words

    return [
        (
            kind_words(one.kind),
            _time(day, one.started_at),
            _time(day, one.ended_at),
            _("{count} of {all} seen").format(count=len(one.seen), all=one.expected),
        )
        for one in day.musters
    ]


def _refused(day: "DayView") -> Lines:
    return [
        (_time(day, one.at), one.code, one.number, one.name, refusal_sentence(one.reason))
        for one in day.refused
    ]
