"""A post as it is set, as programs read it and as text."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from kiosk.commands.telling import iso
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.attendance.coverage.posts import SetPost
    from kiosk.people.posts.views import PostLine
    from kiosk.people.views import MemberView


class _Term(Protocol):
    """Somebody's time at a post."""

    @property
    def member(self) -> "MemberView": ...
    @property
    def shift(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


def post_shape(post: "SetPost") -> dict[str, object]:
    """A key post as a rule file takes it; `weekly` can be given back to `--weekly`."""
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
        "holders": terms_shape(post.holders),
        "deputies": [_term(one) for one in post.deputies],
    }


def whole_shape(
    post: "PostLine", setting: "SetPost | None", holders: "Sequence[_Term] | None" = None
) -> dict[str, object]:
    """A post of any kind as programs read it.

    Args:
        post: What is set for it.
        setting: Its hours, if it is a key post, and who holds it now or later; None: it is no more.
        holders: Who holds it on another day; None: now or later.
    """
    known = {} if setting is None else post_shape(setting)
    if not post.is_key:
        known = {"holders": known.get("holders", [])}
    if holders is not None:
        known["holders"] = terms_shape(holders)
    words = ("basis", "duty", "standard", "zone", "honour", "state")
    told = {"ended_at": iso(post.ended_at)}
    said = {"name": post.name, "kind": post.kind}
    return said | known | {word: getattr(post, word) for word in words} | told


def terms_shape(terms: "Sequence[_Term]") -> list[dict[str, object]]:
    """Who holds a post, in which shift, from when to when."""
    return [_term(one) | {"shift": one.shift or None} for one in terms]


def _term(term: "_Term") -> dict[str, object]:
    return {
        "number": term.member.number,
        "name": term.member.name,
        "since": term.since.isoformat(),
        "until": term.until.isoformat() if term.until else None,
    }


def post_line(post: "SetPost", now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """A key post as a line of the list."""
    from kiosk.attendance.coverage.words import kind_word, least_words, post_hours_words

    holders = " ".join(term_words(one) for one in post.holders) or _("nobody")
    deputies = " ".join(term_words(one) for one in post.deputies)
    return (
        post.name,
        kind_word(post.kind),
        _("; ").join(post_hours_words(post, now, zone)),
        least_words(post.least),
        holders,
        _("deputies: {names}").format(names=deputies) if deputies else "",
    )


def other_line(post: "PostLine", setting: "SetPost | None") -> tuple[str, ...]:
    """A post that is no key post, or no more, as a line of the list."""
    from kiosk.people.posts.words import state_word

    if setting is None:
        return post.name, state_word(post.state), "", "", "", ""
    holders = " ".join(term_words(one) for one in setting.holders) or _("nobody")
    return post.name, _("no key post"), "", "", holders, ""


def post_sentences(
    post: "PostLine", setting: "SetPost | None", now: datetime, zone: ZoneInfo
) -> list[str]:
    """A post in a few lines."""
    if setting is None or not post.is_key:
        name, kind, _hours, _least, holders, _deputies = other_line(post, setting)
        found = [f"{name} · {kind}", f"  {holders}"]
    else:
        name, kind, hours, least, holders, deputies = post_line(setting, now, zone)
        found = [f"{name} · {kind}", f"  {hours}", f"  {least}: {holders}", f"  {deputies}"]
    return [line for line in [*found, *word_lines(post)] if line.strip()]


def word_lines(post: "PostLine") -> list[str]:
    """What is set for a post in words, a line each; empty ones where nothing is."""
    from kiosk.people.posts.words import basis_word, honour_word

    marks = (honour_word(post.honour), post.zone, basis_word(post.basis))
    duty = _("Duty: {duty}").format(duty=post.duty) if post.duty else ""
    standard = _("Standard: {standard}").format(standard=post.standard) if post.standard else ""
    return [f"  {' · '.join(filter(None, marks))}", f"  {duty}", f"  {standard}"]


def term_words(term: "_Term") -> str:
    """Who holds a post: `005 陈建军 (白班) until 2026-11-30`."""
    shift = f" ({term.shift})" if term.shift else ""
    until = _(" until {day}").format(day=term.until.isoformat()) if term.until else ""
    return f"{term.member.number} {term.member.name}{shift}{until}"
