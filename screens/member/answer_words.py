"""What the answer to a scan says: one word, whose it is, and at most five lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.views import WaitingPost
from kiosk.attendance.coverage.words import since_words, state_word
from kiosk.attendance.views import (
    Answered,
    CameBack,
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
from screens.member.answer_refused import URGENT, day_and_time, refused_words

MOST_LINES = 5
"""Lines under the name; a queue reads no more."""

MY_PAGE_KEY = "7"
"""The key of a member's own page, the same under every answer to a member who is served."""

_MOST_POSTS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, put in words.

    Attributes:
        kind: `in`, `out`, `back`, `again`, `ask`, `refused`, `lost` or `wait`; gives colour and
            shape.
        word: One word, read from ten metres.
        time: When it was decided, local; empty while it is not.
        member: Whose badge it was, or None.
        lines: At most five, the most urgent first.
        choices: Key and words of each thing to do next; urgent words begin with `URGENT`.
        is_question: Whether the choices are the two answers to a question: they are as large as
            the screen allows.
        has_more: Whether something in it is to be done, not only read: it stays longer then.
        whole: How many of the first lines are told in full, on as many rows as they need; the
            others have a row each, where there is room. None: all of them.
    """

    kind: str
    word: str
    time: str
    member: MemberView | None
    lines: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    is_question: bool = False
    has_more: bool = False
    whole: int | None = None


def patience() -> Answer:
    """What is said while the record is held up: nothing is decided, so nothing is green."""
    return Answer("wait", _("WAIT"), "", None, (_("Recording, please wait"),), ())


def answer_of(result: ScanResult, zone: ZoneInfo, posts: Sequence[WaitingPost] = ()) -> Answer:
    """Put a result in the member's own language, else in the kiosk's.

    Args:
        result: What was decided.
        zone: The site's.
        posts: Those of the member's posts that run now, as they stand without them; for who goes,
            those that stand empty. None while that is not known.
    """
    member = None if isinstance(result, NotRecorded) else result.member
    with speaking(member.language if member else ""):
        time = format_time(result.at.astimezone(zone))
        if isinstance(result, NotRecorded):
            return Answer("lost", _("FAILED"), time, None, _lost(result, time), _back())
        if isinstance(result, Refused):
            return Answer("refused", _("NO"), time, member, refused_words(result, zone), _back())
        return _counted(result, zone, time, posts)


def _counted(
    result: CheckedIn | CheckedOut | CameBack | Repeated,
    zone: ZoneInfo,
    time: str,
    posts: Sequence[WaitingPost],
) -> Answer:
    if result.question is not None and not isinstance(result, CameBack | Repeated):
        return _asked(result, zone, time)
    kind, word, first = _told(result, zone, time, posts)
    promises = [_promise(commitment) for commitment in result.commitments]
    shown = tuple([*first, *promises][:MOST_LINES])
    comes = () if isinstance(result, CheckedOut) else posts
    choices = _choices(result, comes)
    has_more = has_forgotten(result) or _must_choose(result, comes)
    return Answer(
        *(kind, word, time, result.member, shown, choices), has_more=has_more, whole=len(first)
    )


def _told(
    result: CheckedIn | CheckedOut | CameBack | Repeated,
    zone: ZoneInfo,
    time: str,
    posts: Sequence[WaitingPost],
) -> tuple[str, str, list[str]]:
    if isinstance(result, CheckedIn):
        return "in", _("IN"), _came(result, zone, posts)
    if isinstance(result, CheckedOut):
        return "out", _("OUT"), [*_empty_without(posts), *_left(result, zone)]
    if isinstance(result, CameBack):
        return "back", _("BACK"), _rested(result, zone)
    return "again", _("DONE"), _repeated(result, time)


def _asked(result: CheckedIn | CheckedOut, zone: ZoneInfo, time: str) -> Answer:
    """A scan whose direction is a guess: one question, two large answers."""
    since = result.forgotten if isinstance(result, CheckedIn) else result.since
    lines = [_("Are you leaving, or coming?")]
    if since is not None:
        lines.append(_("Checked in since {since}.").format(since=_lately(since, result.at, zone)))
    guess = _("coming") if isinstance(result, CheckedIn) else _("leaving")
    lines.append(_("No answer counts as {guess}.").format(guess=guess))
    choices = (("1", _("I am leaving")), ("2", _("I am coming")))
    word = _("IN?") if isinstance(result, CheckedIn) else _("OUT?")
    return Answer("ask", word, time, result.member, tuple(lines), choices, is_question=True)


def _choices(
    result: CheckedIn | CheckedOut | CameBack | Repeated, posts: Sequence[WaitingPost]
) -> tuple[tuple[str, str], ...]:
    found = [("1", _("Make a commitment")), ("2", _("Log a service"))]
    if third := _third(result):
        found.append(("3", (URGENT if _must_choose(result, posts) else "") + third))
    commitments = result.commitments
    if commitments:
        is_late = any(commitment.state == "overdue" for commitment in commitments)
        found.append(("4", (URGENT if is_late else "") + _("My commitments")))
    fifth = URGENT + _("Left when?") if has_forgotten(result) else _("Wrong?")
    return (*found, ("5", fifth), (MY_PAGE_KEY, _("My page")))


def _third(result: CheckedIn | CheckedOut | CameBack | Repeated) -> str:
    """What the third key does, if anything: behind a check-out at noon it makes a break of it."""
    if isinstance(result, CameBack):
        return _("No, I leave")
    if is_check_out(result):
        return _("Only a break")
    return _("Which post?") if has_several_posts(result) else ""


def has_several_posts(result: Answered) -> bool:
    """Whether who comes has to choose which of their key posts they take."""
    came = isinstance(result, CheckedIn) or (
        isinstance(result, Repeated) and not is_check_out(result)
    )
    return came and sum(post.is_key for post in result.member.posts) > 1


def _must_choose(result: Answered, posts: Sequence[WaitingPost]) -> bool:
    """Whether a member who comes has not said which of several posts they take.

    That is so as soon as they come, before it is looked up which of them wait.
    """
    if any(post.is_taken for post in posts):
        return False
    is_coming = isinstance(result, CheckedIn) and has_several_posts(result)
    return is_coming or sum(post.is_waiting for post in posts) > 1


def has_forgotten(result: Answered) -> bool:
    """Whether who comes never checked out the last time."""
    return isinstance(result, CheckedIn) and result.forgotten is not None


def holds_key_post(result: Answered) -> bool:
    """Whether a post may stand empty without the member."""
    return result.question is None and any(post.is_key for post in result.member.posts)


def is_check_out(result: Answered) -> bool:
    """Whether a scan was taken for a check-out that can still be a break."""
    if isinstance(result, Repeated):
        return result.direction == "out" and not result.on_break
    return isinstance(result, CheckedOut)


def _back() -> tuple[tuple[str, str], ...]:
    return (("0", _("Understood")),)


def _came(result: CheckedIn, zone: ZoneInfo, posts: Sequence[WaitingPost]) -> list[str]:
    lines = []
    if result.forgotten is not None:
        since = _lately(result.forgotten, result.at, zone)
        lines.append(URGENT + _("No check-out after {since}: press 5").format(since=since))
    waiting = {post.uid: post for post in posts if post.is_waiting and not post.is_taken}
    held = sorted(result.member.posts, key=lambda post: post.uid not in waiting)
    today = result.at.astimezone(zone).date()
    for post in held[:_MOST_POSTS]:
        one = waiting.get(post.uid)
        lines.append(_waiting(one, zone, today) if one else _post(post))
    return lines


def _waiting(post: WaitingPost, zone: ZoneInfo, today: date) -> str:
    state = state_word(post.state)
    if post.state == "empty":
        state = f"{state} {since_words(post.since, zone, today)}"
    return URGENT + _("{post} waits for you · {state}").format(post=post.name, state=state)


def _empty_without(posts: Sequence[WaitingPost]) -> list[str]:
    return [
        URGENT + _("{post} is empty without you; who takes over?").format(post=post.name)
        for post in posts[:_MOST_POSTS]
    ]


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


def _rested(result: CameBack, zone: ZoneInfo) -> list[str]:
    rested = format_minutes(result.rested_s // 60)
    since = format_time(result.since.astimezone(zone))
    return [
        _("Back from a break of {rested}; on site since {since}").format(rested=rested, since=since)
    ]


def _repeated(result: Repeated, time: str) -> list[str]:
    if result.on_break:
        return [_("You are on a break · begun at {time}.").format(time=time)]
    said = {
        "in": _("Checked in · counted at {time}; this scan was not counted again."),
        "back": _("Back from the break · counted at {time}; this scan was not counted again."),
    }.get(
        result.direction,
        _("Checked out · counted at {time}; this scan was not counted again."),
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


def _lately(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    today, local = now.astimezone(zone).date(), at.astimezone(zone)
    if local.date() == today:
        return _("today {time}").format(time=format_time(local))
    if local.date() == today - timedelta(days=1):
        return _("yesterday {time}").format(time=format_time(local))
    return day_and_time(at, zone)


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
