"""What the answer to a scan says: one word, whose it is, and at most five lines."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.views import (
    CheckedIn,
    CheckedOut,
    NotRecorded,
    Refused,
    Repeated,
    ScanResult,
)
from kiosk.i18n import (
    _,
    current_language,
    format_day,
    format_minutes,
    format_time,
    ngettext,
    speaking,
)
from kiosk.people.views import MemberView, PostView
from kiosk.service.views import CommitmentView

MOST_LINES = 5
"""Lines under the name; a queue reads no more."""

URGENT = "▲ "
"""What stands before that which needs somebody."""

_MOST_POSTS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, put in words.

    Attributes:
        kind: `in`, `out`, `again`, `refused`, `lost` or `wait`; gives colour and shape.
        word: One word, read from ten metres.
        time: When it was decided, local; empty while it is not.
        member: Whose badge it was, or None.
        lines: At most five, the most urgent first.
        choices: Key and words of each thing to do next; urgent words begin with `URGENT`.
    """

    kind: str
    word: str
    time: str
    member: MemberView | None
    lines: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


def patience() -> Answer:
    """What is said while the record is held up: nothing is decided, so nothing is green."""
    return Answer("wait", _("WAIT"), "", None, (_("Recording, please wait"),), ())


def answer_of(result: ScanResult, zone: ZoneInfo) -> Answer:
    """Put a result in the member's own language, else in the kiosk's."""
    member = None if isinstance(result, NotRecorded) else result.member
    with speaking(member.language if member else ""):
        time = format_time(result.at.astimezone(zone))
        if isinstance(result, NotRecorded):
            return Answer("lost", _("FAILED"), time, None, _lost(result, time), _back())
        if isinstance(result, Refused):
            return Answer("refused", _("NO"), time, member, _refused(result, zone), _back())
        return _counted(result, zone, time)


def _counted(result: CheckedIn | CheckedOut | Repeated, zone: ZoneInfo, time: str) -> Answer:
    if isinstance(result, CheckedIn):
        kind, word, lines = "in", _("IN"), _came(result, zone)
    elif isinstance(result, CheckedOut):
        kind, word, lines = "out", _("OUT"), _left(result, zone)
    else:
        kind, word, lines = "again", _("DONE"), _repeated(result, time)
    lines += [_promise(commitment) for commitment in result.commitments]
    shown = tuple(lines[:MOST_LINES])
    return Answer(kind, word, time, result.member, shown, _choices(result.commitments))


def _choices(commitments: tuple[CommitmentView, ...]) -> tuple[tuple[str, str], ...]:
    always = (("1", _("Make a commitment")), ("2", _("Log a service")), ("3", _("My card")))
    if not commitments:
        return always
    is_late = any(commitment.state == "overdue" for commitment in commitments)
    return (*always, ("4", (URGENT if is_late else "") + _("My commitments")))


def _back() -> tuple[tuple[str, str], ...]:
    return (("0", _("Understood")),)


def _came(result: CheckedIn, zone: ZoneInfo) -> list[str]:
    lines = []
    if result.forgotten is not None:
        since = _day_and_time(result.forgotten, zone)
        lines.append(
            URGENT
            + _("Forgotten check-out since {since}; tell the supervisor.").format(since=since)
        )
    lines += [_post(post) for post in result.member.posts[:_MOST_POSTS]]
    return lines


def _left(result: CheckedOut, zone: ZoneInfo) -> list[str]:
    minutes = int((result.at - result.since).total_seconds() // 60)
    since = format_time(result.since.astimezone(zone))
    if minutes < 0:  # a clock set back in between can't tell
        lines = [_("On site since {since}").format(since=since)]
    else:
        stay = format_minutes(minutes)
        lines = [_("On site {stay}, since {since}").format(stay=stay, since=since)]
    if result.badge_ends_on is not None:
        ends = format_day(result.badge_ends_on)
        ended = _("Your badge ends on {day}: tomorrow it does not let you in. See the supervisor.")
        lines.append(URGENT + ended.format(day=ends))
    return lines


def _repeated(result: Repeated, time: str) -> list[str]:
    said = (
        _("Checked in · counted at {time}; this scan was not counted again.")
        if result.direction == "in"
        else _("Checked out · counted at {time}; this scan was not counted again.")
    )
    return [said.format(time=time)]


def _post(post: PostView) -> str:
    words = post.name if not post.is_key else f"◆ {post.name}"
    if post.from_minute is None or post.to_minute is None:
        return " · ".join(part for part in (words, post.shift) if part)
    hours = f"{_minute(post.from_minute)}-{_minute(post.to_minute)}"
    return f"{words} · {post.shift} {hours}".rstrip()


def _minute(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _promise(commitment: CommitmentView) -> str:
    in_english = current_language() == "en" and commitment.text_en
    text = commitment.text_en if in_english else commitment.text
    if commitment.state == "overdue":
        return URGENT + _("Overdue since {day}: {text}").format(
            day=format_day(commitment.due_on), text=text
        )
    return "○ " + _("Until {day}: {text}").format(day=format_day(commitment.due_on), text=text)


def _day_and_time(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{format_day(local.date())} {format_time(local)}"


_Why = dict[str, tuple[str, str]]


def _refused(result: Refused, zone: ZoneInfo) -> tuple[str, ...]:
    reasons = _refused_codes() | _refused_badges(result)
    why = reasons.get(result.reason, reasons["not_a_code"])
    member = result.member
    if member is None or member.on_site_since is None:
        return (*why, _("You are NOT checked in."))
    still = _("You are still recorded as on site since {since} and were NOT checked out.")
    since = _day_and_time(member.on_site_since, zone)
    return (*why, URGENT + still.format(since=since))


def _refused_codes() -> _Why:
    return {
        "unknown_code": (
            _("This badge is not from this site."),
            _("Ask the supervisor to look your badge up."),
        ),
        "wrong_check_digits": (
            _("The code was misread."),
            _("Wipe the badge, hold it flat and still, scan again."),
        ),
        "cut_code": (
            _("Only part of the code was read."),
            _("Hold the whole code under the scanner, scan again."),
        ),
        "too_long": (
            _("More than one code was read."),
            _("One badge at a time: step back, then scan again."),
        ),
        "not_a_code": (
            _("This is not a badge."),
            _("Scan the square code on your badge."),
        ),
        "other_version": (
            _("This badge is of another version."),
            _("Ask the supervisor to print a new one."),
        ),
    }


def _refused_badges(result: Refused) -> _Why:
    return {
        "badge_dead": (
            _("This badge is no longer valid."),
            _("Use your newer badge; if you have none, see the supervisor."),
        ),
        "badge_not_yet": (
            _("This badge does not let you in yet."),
            _begins(result.valid_from),
        ),
        "badge_expired": (
            _ended(result.valid_until),
            _("Ask the supervisor to extend it."),
        ),
        "member_left": (
            _("This member has left the site."),
            _("If that is wrong, see the supervisor."),
        ),
    }


def _begins(first: date | None) -> str:
    if first is None:
        return _("Its first day has not come. Ask the supervisor when it begins.")
    return _("It works from {day} on.").format(day=format_day(first))


def _ended(last: date | None) -> str:
    if last is None:
        return _("This badge has run out.")
    return _("This badge has run out: {day} was its last day.").format(day=format_day(last))


def _lost(result: NotRecorded, time: str) -> tuple[str, ...]:
    whys = {
        "full": _("The disk is full."),
        "locked": _("Another program holds the record."),
        "read_only": _("The record can't be written."),
        "damaged": _("The record is damaged."),
    }
    return (
        _("NOTHING was recorded: {why}").format(
            why=whys.get(result.why, _("the disk does not answer."))
        ),
        _("Write your name and {time} on paper.").format(time=time),
        _("Then call the supervisor."),
    )


def seconds_word(seconds: int) -> str:
    """How long an answer still stays."""
    return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
