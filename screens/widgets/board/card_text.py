"""The lines under a face."""

from dataclasses import dataclass

from rich.style import Style
from textual.strip import Strip

from kiosk.people.views import MemberView, PostView
from kiosk.text import cell_width, fit
from screens.widgets.board.layout import TEXT_LINES
from screens.widgets.lines import line

ON_SITE = "●"
"""The light of somebody who is on site."""

AWAY = "○"
"""The light of somebody who is not."""

KEY_POST = "◆"
"""Stands before a key post."""


@dataclass(frozen=True, slots=True)
class Looks:
    """How the text of a card looks.

    Attributes:
        ground: Where nothing is.
        name: A name of somebody on site.
        away: A name of somebody who is not.
        light: The light of somebody on site.
        dark: The light of somebody who is not.
        quiet: Job and post.
        faint: Branch.
        key: The sign of a key post.
    """

    ground: Style
    name: Style
    away: Style
    light: Style
    dark: Style
    quiet: Style
    faint: Style
    key: Style


def card_lines(member: MemberView, width: int, looks: Looks) -> list[Strip]:
    """Light and name, job, post, branch; lines of nothing come last.

    Returns:
        `TEXT_LINES` strips, each exactly `width` cells wide.
    """
    lines = [_name_line(member, width, looks)]
    if member.job:
        lines.append(line([(member.job, looks.quiet)], width, looks.ground))
    if member.posts:
        lines.append(_post_line(member.posts, width, looks))
    lines.append(line([(member.branch, looks.faint)], width, looks.ground))
    return lines + [Strip.blank(width, looks.ground)] * (TEXT_LINES - len(lines))


def _name_line(member: MemberView, width: int, looks: Looks) -> Strip:
    light, style = (ON_SITE, looks.light), looks.name
    if member.on_site_since is None:
        light, style = (AWAY, looks.dark), looks.away
    return line([(f"{light[0]} ", light[1]), (member.name, style)], width, looks.ground)


def _post_line(posts: tuple[PostView, ...], width: int, looks: Looks) -> Strip:
    first = next((post for post in posts if post.is_key), posts[0])
    sign = [(f"{KEY_POST} ", looks.key)] if first.is_key else []
    more = f" +{len(posts) - 1}" if len(posts) > 1 else ""
    room = max(0, width - sum(cell_width(text) for text, _ in sign) - cell_width(more))
    name = fit(first.name, min(room, cell_width(first.name)))
    return line([*sign, (name, looks.quiet), (more, looks.faint)], width, looks.ground)
