"""The hours of a key post: weekly ones, the shifts, moments; each change is stored at once."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from kiosk.attendance.coverage.changing import HoursChange
from kiosk.attendance.coverage.hours import (
    DAY_MINUTES,
    EVERY_DAY,
    Hours,
    MomentHours,
    ShiftHours,
    WeeklyHours,
    days_words,
    hours_words,
)
from kiosk.i18n import _, format_day, format_minutes
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.time_pad import TimePad, after, on_day
from screens.member.steps import own_words_choice
from screens.supervisor.badge_days import DayPad
from screens.supervisor.errand import Confirm
from screens.supervisor.post_lines import moment_span
from screens.supervisor.post_pads import DigitsPad, HoursPad
from screens.supervisor.post_story import PostStory, Told

_ANEW, _MORE, _SHIFTS, _ONCE = "anew", "more", "shifts", "once"
_DIGITS = 0
_WORK_DAYS, _SIX_DAYS, _WEEKEND = 0b0011111, 0b0111111, 0b1100000
_DAYS_AHEAD = 7

Rhythm = Sequence[WeeklyHours | ShiftHours]


async def set_hours(story: PostStory) -> None:
    """Show the hours; a picked one can end, others can be given."""
    asked: PickList[Hours | str] = PickList(
        lambda: _("When must this post not stand empty?"),
        lambda: [_choice(one, story) for one in _hours(story)],
        lambda: _more(story),
    )
    while (picked := await story.ask(asked)) is not None:
        if picked == _SHIFTS:
            await _store(story, HoursChange(rhythm=[ShiftHours()]))
        elif picked == _ONCE:
            await _add_moment(story)
        elif isinstance(picked, str):
            await _add_weekly(story, _rhythm(story) if picked == _MORE else [])
        else:
            await _end(story, picked)
        await story.read_post()
        asked = asked.anew()


def _hours(story: PostStory) -> list[Hours]:
    """What the post has, as far as it still counts."""
    hours = story.post.hours or (ShiftHours(),)
    now = story.now
    return [one for one in hours if not isinstance(one, MomentHours) or one.ends > now]


def _rhythm(story: PostStory) -> Rhythm:
    return [one for one in _hours(story) if not isinstance(one, MomentHours)]


def _choice(one: Hours, story: PostStory) -> Choice[Hours | str]:
    if isinstance(one, MomentHours):
        return Choice(one, one.name, moment_span(one, story.zone))
    if isinstance(one, ShiftHours):
        shifts = _(", ").join(hours_words(each, story.zone) for each in story.post.shifts)
        return Choice(one, _("Its shifts"), shifts or _("held in none: all day"))
    return Choice(one, hours_words(one, story.zone))


def _more(story: PostStory) -> list[Choice[Hours | str]]:
    shifts: Choice[Hours | str] = Choice(_SHIFTS, _("Its shifts"), _("in place of these"))
    return [
        *([] if story.post.follows_shifts else [shifts]),
        Choice(_ANEW, _("Other weekly hours"), _("in place of these")),
        Choice(_MORE, _("More weekly hours"), _("beside these")),
        Choice(_ONCE, _("Once"), _("such as a concrete pour")),
    ]


async def _store(story: PostStory, change: HoursChange) -> bool:
    def told(hours: tuple[Hours, ...]) -> Told:
        words = hours or (ShiftHours(),)
        return (
            lambda: _("; ").join(hours_words(one, story.zone) for one in words),
            lambda: story.post.name,
        )

    change_hours = story.setting.change_hours
    return await story.store(told, change_hours, story.post.uid, change, story.by)


async def _end(story: PostStory, one: Hours) -> None:
    def follows() -> list[str]:
        if isinstance(one, MomentHours) and one.begins <= story.now:
            return [_("It is due no longer from now on; what was stays as it was.")]
        return [_("The other hours of the post stay.")]

    said = partial(hours_words, one, story.zone)
    title = lambda: _("End these hours? {hours}").format(hours=said())  # noqa: E731
    if not await story.ask(Confirm(title, follows, lambda: _("Yes, end them"))):
        return
    if isinstance(one, MomentHours):
        await _store(story, HoursChange(ended=[one.begins]))
    else:
        kept = [each for each in _rhythm(story) if each != one]
        await _store(story, HoursChange(rhythm=kept))


# Weekly hours


async def _add_weekly(story: PostStory, beside: Rhythm) -> None:
    days = await _ask_days(story)
    if days is None:
        return
    begins = await story.ask(
        HoursPad(lambda: _("From when on?"), lambda minute: f"{days_words(days)} {_clock(minute)}")
    )
    if begins is None:
        return
    ends = await story.ask(HoursPad(lambda: _("Until when?"), partial(_until, days, begins)))
    if ends is not None:
        await _store(story, HoursChange(rhythm=[*beside, WeeklyHours(days, begins, ends)]))


async def _ask_days(story: PostStory) -> int | None:
    usual = (EVERY_DAY, _WORK_DAYS, _SIX_DAYS, _WEEKEND)
    asked = PickList(
        lambda: _("On which days do they begin?"),
        lambda: [Choice(days, days_words(days)) for days in usual],
        lambda: [Choice(_DIGITS, _("Other days"), _("in digits"))],
    )
    while (days := await story.ask(asked)) == _DIGITS:
        typed = await story.ask(DigitsPad(_which_days, _days_hint, _days_meaning))
        if typed:
            return _days_of(typed)
        asked = asked.anew()
    return days


def _which_days() -> str:
    return _("Which days? 1 is Monday, 7 is Sunday.")


def _days_hint() -> str:
    return _("Such as 135 for Monday, Wednesday and Friday, then Enter.")


def _days_meaning(typed: str) -> str | None:
    return days_words(_days_of(typed)) if set(typed) <= set("1234567") else None


def _days_of(typed: str) -> int:
    return sum(1 << int(day) - 1 for day in set(typed))


def _until(days: int, begins: int, ends: int) -> str:
    minutes = (ends - begins) % DAY_MINUTES or DAY_MINUTES
    span = _("{begins}–{ends} on the next day") if ends <= begins else "{begins}–{ends}"
    words = span.format(begins=_clock(begins), ends=_clock(ends))
    return f"{days_words(days)} {words} · {format_minutes(minutes)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


# Moments


async def _add_moment(story: PostStory) -> None:
    name = await _ask_name(story)
    day = await _ask_day(story) if name is not None else None
    if name is None or day is None:
        return
    midnight = datetime.combine(day, time(), story.zone)
    meant = partial(on_day, midnight)
    minute = await story.ask(TimePad(lambda: _("When does it begin?"), meant))
    if minute is None:
        return
    begins = meant(minute)
    until = after(begins, story.zone)
    end = await story.ask(TimePad(lambda: _("When does it end?"), until))
    if end is not None:
        moment = MomentHours(name, begins, until(end))
        await _store(story, HoursChange(moments=[moment]))


async def _ask_name(story: PostStory) -> str | None:
    asked: PickList[str] = PickList(
        _what_is_it, lambda: [Choice(name, name) for name in _usual()], lambda: [own_words_choice()]
    )
    while (picked := await story.ask(asked)) is not None:
        words = await story.own_words(picked, _what_is_it)
        if words is not None:
            return words or picked
        asked = asked.anew()
    return None


def _what_is_it() -> str:
    return _("What is it?")


def _usual() -> list[str]:
    return [
        _("Concrete pour"),
        _("Heavy lift"),
        _("Scaffolding taken down"),
        _("Hot work"),
        _("Power cut"),
        _("Storm"),
        _("Inspection"),
    ]


async def _ask_day(story: PostStory) -> date | None:
    today = story.now.astimezone(story.zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD)]
    asked: PickList[date | int] = PickList(
        lambda: _("On which day does it begin?"),
        lambda: [_day_choice(day, today) for day in days],
        lambda: [Choice(_DIGITS, _("Another day"), _("in digits"))],
    )
    while (day := await story.ask(asked)) is not None:
        if isinstance(day, date):
            return day
        typed = await story.ask(DayPad(lambda: _("On which day does it begin?"), today))
        if typed is not None:
            return typed
        asked = asked.anew()
    return None


def _day_choice(day: date, today: date) -> Choice[date | int]:
    near = {0: _("Today"), 1: _("Tomorrow")}.get((day - today).days)
    return Choice(day, near, format_day(day)) if near else Choice(day, format_day(day))
