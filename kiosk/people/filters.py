"""Choosing members: who is on site, by post, branch or team, by what somebody types."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.people.views import MemberView

LONGEST_WORDS = 40
"""Characters of a search that are looked at."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the board shows.

    Attributes:
        kind: `all`, `on_site`, `post`, `branch` or `team`.
        value: The name of the post, branch or team; empty for `all` and `on_site`.
    """

    kind: str = "all"
    value: str = ""


EVERYBODY = Filter()
"""Nobody is left out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A post, branch or team to filter by.

    Attributes:
        name: Its name.
        members: How many members have it, at least 1.
        on_site: How many of them are on site.
    """

    name: str
    members: int
    on_site: int


def choose_members(
    members: Sequence[MemberView], chosen: Filter = EVERYBODY, words: str = ""
) -> list[MemberView]:
    """The members whom a filter and a search leave, in their order.

    Args:
        members: All of them.
        chosen: The filter.
        words: As typed; each of them must be in the name or the number, or begin the pinyin or its
            initials.
    """
    wanted = _plain(words[:LONGEST_WORDS]).split()
    return [member for member in members if _passes(member, chosen) and _is_named(member, wanted)]


def here_first(members: Sequence[MemberView]) -> list[MemberView]:
    """Those on site before the others, each in their order: a passer-by asks who is here now."""
    return sorted(members, key=lambda member: member.on_site_since is None)


def list_choices(members: Sequence[MemberView], kind: str) -> list[Choice]:
    """The posts, branches or teams (`kind`) that members have, the largest first, then by name."""
    everybody: Counter[str] = Counter()
    here: Counter[str] = Counter()
    for member in members:
        names = set(_names(member, kind))
        everybody.update(names)
        if member.on_site_since is not None:
            here.update(names)
    ordered = sorted(everybody.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Choice(name, count, here[name]) for name, count in ordered]


def _passes(member: MemberView, chosen: Filter) -> bool:
    if chosen.kind == "all":
        return True
    if chosen.kind == "on_site":
        return member.on_site_since is not None
    return chosen.value in _names(member, chosen.kind)


def _names(member: MemberView, kind: str) -> tuple[str, ...]:
    if kind == "post":
        return tuple(post.name for post in member.posts)
    if kind == "branch":
        return (member.branch,) if member.branch else ()
    return member.teams


def _is_named(member: MemberView, wanted: Sequence[str]) -> bool:
    if not wanted:
        return True
    said, read = (_plain(member.name), _plain(member.number)), member.initials.lower().split()
    return all(
        any(word in text for text in said) or any(text.startswith(word) for text in read)
        for word in wanted
    )


def _plain(text: str) -> str:
    # An input method types full-width digits and letters when it was left switched on.
    return unicodedata.normalize("NFKC", text).casefold()
