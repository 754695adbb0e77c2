"""A key post as it is set, as programs read it and as text."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.commands.telling import iso
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.attendance.coverage.posts import SetPost, TermView


def post_shape(post: "SetPost") -> dict[str, object]:
    """A key post as programs read it; `weekly` can be given back to `--weekly`."""
    from kiosk.attendance.coverage.hours_text import weekly_text

    return {
        "name": post.name,
        "kind": post.kind,
        "least": post.least,
        "follows_shifts": post.follows_shifts,
        "weekly": [weekly_text(one) for one in post.weekly],
        "moments": [
            {"name": one.name, "from": iso(one.begins), "to": iso(one.ends)} for one in post.moments
        ],
        "holders": [_term(one) | {"shift": one.shift or None} for one in post.holders],
        "deputies": [_term(one) for one in post.deputies],
    }


def _term(term: "TermView") -> dict[str, object]:
    return {
        "number": term.member.number,
        "name": term.member.name,
        "since": term.since.isoformat(),
        "until": term.until.isoformat() if term.until else None,
    }


def post_line(post: "SetPost", now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """A key post as a line of the list."""
    from kiosk.attendance.coverage.words import kind_word, least_words, post_hours_words

    holders = " ".join(_who(one) for one in post.holders) or _("nobody")
    deputies = " ".join(_who(one) for one in post.deputies)
    return (
        post.name,
        kind_word(post.kind),
        _("; ").join(post_hours_words(post, now, zone)),
        least_words(post.least),
        holders,
        _("deputies: {names}").format(names=deputies) if deputies else "",
    )


def post_sentences(post: "SetPost", now: datetime, zone: ZoneInfo) -> list[str]:
    """A key post in a few lines."""
    name, kind, hours, least, holders, deputies = post_line(post, now, zone)
    found = [f"{name} · {kind}", f"  {hours}", f"  {least}: {holders}", f"  {deputies}"]
    return [line for line in found if line.strip()]


def _who(term: "TermView") -> str:
    shift = f" ({term.shift})" if term.shift else ""
    until = _(" until {day}").format(day=term.until.isoformat()) if term.until else ""
    return f"{term.member.number} {term.member.name}{shift}{until}"
