"""What the day keeps of each key post: minutes covered, gaps with times, who was asked."""

from datetime import datetime

from kiosk.attendance.coverage.views import AskedView, PostCoverageView
from kiosk.attendance.coverage.words import MARKS, kind_word, state_word
from kiosk.i18n import _, format_minutes, format_time
from kiosk.oversight.views import DayView
from kiosk.text import cell_width
from screens.supervisor.day_layout import Cell, Group, Line

_LONGEST_MIN = 24 * 60 - 1
_SPAN_CELLS = 15


def coverage_groups(day: DayView) -> list[Group]:
    """The key posts of a day that were due, empty ones first; none where nothing is set."""
    due = sorted(filter(_was_due, day.coverage), key=lambda post: not post.gaps)
    return [Group(_("Coverage"), tuple(_line(post, day) for post in due))] if due else []


def gap_group(day: DayView) -> Group:
    """The key posts of a day that stood empty, those first that still do."""
    gaps = sorted((post for post in day.coverage if post.gaps), key=lambda post: not post.is_empty)
    return Group(
        _("Posts that stood empty"), tuple(_line(post, day) for post in gaps), is_urgent=True
    )


def _was_due(post: PostCoverageView) -> bool:
    return any(part.state != "not_due" for part in post.parts)


def _line(post: PostCoverageView, day: DayView) -> Line:
    gaps = [_span(begins, ends, day) for begins, ends in post.gaps]
    look = "urgent" if gaps else "plain"
    mark = "▲" if gaps else "◐" if post.thin_min else MARKS["covered"]
    cells = (
        Cell(mark, 2, look),
        Cell(post.name, 0, "strong", 40),
        *_told_cells(post, gaps),
    )
    people = [word for one in (*post.holders, *post.planned) for word in (one.name, one.number)]
    asked = (one.leaver for one in post.asked)
    said = (post.name, kind_word(post.kind), *gaps, *people, *asked)
    return Line(f"coverage {post.uid}", cells, _detail(post, gaps, day), said)


def _told_cells(post: PostCoverageView, gaps: list[str]) -> tuple[Cell, Cell]:
    """For how long and when it stood empty; else that it did not, and for how long it was held."""
    wide = cell_width(_empty_words(_LONGEST_MIN))
    if not gaps:
        held = _("held {minutes}").format(minutes=format_minutes(post.covered_min))
        return Cell(_("no gap"), wide, "quiet"), Cell(held, _SPAN_CELLS, "quiet")
    more = f" +{len(gaps) - 1}" if len(gaps) > 1 else ""
    empty = Cell(_empty_words(post.empty_min), wide, "urgent")
    return empty, Cell(gaps[0] + more, _SPAN_CELLS, "quiet")


def _empty_words(minutes: int) -> str:
    return _("gap {minutes}").format(minutes=format_minutes(minutes))


def _span(begins: datetime, ends: datetime, day: DayView) -> str:
    first, last = (format_time(at.astimezone(day.site.zone)) for at in (begins, ends))
    return f"{first}–{last}"


def _detail(post: PostCoverageView, gaps: list[str], day: DayView) -> str:
    told = _("{post} ({kind}): covered {covered}.").format(
        post=post.name, kind=kind_word(post.kind), covered=format_minutes(post.covered_min)
    )
    parts = [told]
    if post.thin_min:
        minutes = format_minutes(post.thin_min)
        parts.append(_("{state} {minutes}.").format(state=state_word("thin"), minutes=minutes))
    if gaps:
        spans, minutes = ", ".join(gaps), format_minutes(post.empty_min)
        parts.append(_("Empty {minutes}: {gaps}.").format(minutes=minutes, gaps=spans))
    parts += [_asked(one, day) for one in post.asked]
    return " ".join(parts)


def _asked(one: AskedView, day: DayView) -> str:
    said = {
        "waits": _("At {time} {name} was asked and waits."),
        "named": _("At {time} {name} was asked and named {taker}."),
        "rests": _("At {time} {name} was asked and takes a break."),
        "told": _("At {time} {name} was asked and told the supervisor."),
        "left": _("At {time} {name} was asked and left."),
        "asked": _("At {time} {name} was asked: no answer."),
        "unasked": _("At {time} {name} went; nobody was asked."),
    }[one.answer]
    time = format_time(one.at.astimezone(day.site.zone))
    return said.format(time=time, name=one.leaver, taker=one.taker)
