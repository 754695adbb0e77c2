"""Posts as they are set, key posts first, in lines and in words."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.hours import MomentHours, hours_words
from kiosk.attendance.coverage.posts import SetPost, TermView
from kiosk.attendance.coverage.words import kind_word, least_words, post_hours_words
from kiosk.i18n import _, format_day, format_time
from screens.supervisor.day_layout import Cell, Line


def post_lines(posts: Sequence[SetPost], now: datetime, zone: ZoneInfo) -> list[Line]:
    """A line for each post, under a heading where there are key posts and others.

    Args:
        posts: As they are set.
        now: Moments that are over then are left out, UTC.
        zone: The site's.
    """
    key = [_line(post, now, zone) for post in posts if post.kind]
    others = [_other_line(post) for post in posts if not post.kind]
    if not (key and others):
        return key or others
    headings = (_heading("key", _("Key posts")), _heading("others", _("Other posts")))
    return [headings[0], *key, headings[1], *others]


def _heading(key: str, words: str) -> Line:
    return Line(key, (Cell(words, 0, "quiet"),), is_heading=True)


def _other_line(post: SetPost) -> Line:
    names = " ".join(term.member.name for term in post.holders)
    cells = (
        Cell("◇", 2, "quiet"),
        Cell(post.name, 0, "strong", 30),
        Cell("", 24),
        Cell("", 4),
        Cell(names or _("nobody"), 22, "plain" if names else "quiet"),
    )
    told = _("{post} (no key post): {names}.").format(
        post=post.name, names=terms_words(post.holders) or _("nobody")
    )
    return Line(str(post.uid), cells, told, (post.name, names))


def _line(post: SetPost, now: datetime, zone: ZoneInfo) -> Line:
    names = " ".join(term.member.name for term in post.holders)
    cells = (
        Cell("◆" if names else "▲", 2, "quiet" if names else "urgent"),
        Cell(post.name, 0, "strong", 30),
        Cell(short_hours(post, now, zone), 24),
        Cell(_("min {count}").format(count=post.least), 8, "quiet"),
        Cell(names or _("nobody"), 22, "plain" if names else "urgent"),
    )
    said = (post.name, kind_word(post.kind), names)
    return Line(str(post.uid), cells, post_detail(post, now, zone), said)


def short_hours(post: SetPost, now: datetime, zone: ZoneInfo) -> str:
    """The hours of a post in a few words; dots where there are more."""
    words = [hours_words(one, zone) for one in post.weekly]
    if post.follows_shifts:
        words = [*words, _("its shifts") if post.shifts else _("all day")]
    words += [one.name for one in post.moments if one.ends > now]
    return " + ".join(words[:2]) + (" …" if len(words) > 2 else "") if words else "–"  # noqa: PLR2004


def post_detail(post: SetPost, now: datetime, zone: ZoneInfo) -> str:
    """A key post as it is set, in sentences."""
    hours = _("; ").join(post_hours_words(post, now, zone))
    told = [
        _("{post} ({kind}): {hours}.").format(
            post=post.name, kind=kind_word(post.kind), hours=hours
        ),
        _("{least}: {names}.").format(
            least=least_words(post.least), names=terms_words(post.holders) or _("nobody")
        ),
    ]
    if post.deputies:
        told.append(_("Deputies: {names}.").format(names=terms_words(post.deputies)))
    return " ".join(told)


def terms_words(terms: Sequence[TermView]) -> str:
    """Names with their shifts, as a list."""
    return _(", ").join(_term_words(term) for term in terms)


def _term_words(term: TermView) -> str:
    name = term.member.name
    return _("{name} ({shift})").format(name=name, shift=term.shift) if term.shift else name


def days_of(term: TermView) -> str:
    """Shift, first and last day of a holder or deputy."""
    ends = _("last day {day}").format(day=format_day(term.until)) if term.until else ""
    begins = _("from {day}").format(day=format_day(term.since))
    return " ".join(filter(None, (term.shift, ends or begins)))


def moment_span(moment: MomentHours, zone: ZoneInfo) -> str:
    """From when to when a moment is: `11月24日 周二 06:00–14:00`."""
    begins, ends = moment.begins.astimezone(zone), moment.ends.astimezone(zone)
    last = f"{format_day(ends.date())} " if ends.date() != begins.date() else ""
    return f"{format_day(begins.date())} {format_time(begins)}–{last}{format_time(ends)}"
