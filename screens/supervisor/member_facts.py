"""What is kept of a member, as lines of a label and its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.strip import Strip

from kiosk.i18n import _, format_time
from kiosk.people.badges import BadgeView
from kiosk.people.keeping import KeptMember
from kiosk.people.views import MemberView, PostView
from kiosk.text import cell_width, fit
from screens.supervisor.member_lines import badge_words, day_words, language_word, standing_words
from screens.widgets.board.words import honour_word
from screens.widgets.lines import Drawn, Part, line, wrap

MOST_BADGES = 4
"""Badges shown, the newest first; the badges' own screen has all of them."""
_MOST_LINES = 3
_GAP = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is kept.

    Attributes:
        label: What it is; empty where it goes on from the line above.
        words: What is kept, cleaned; `—` where there is nothing.
        look: `plain`, `quiet` or `urgent`.
    """

    label: str
    words: str
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class MemberFile:
    """All that a supervisor sees of a member.

    Attributes:
        kept: What is kept of them.
        view: How the board shows them, with today's posts.
        badges: Their badges, newest first.
    """

    kept: KeptMember
    view: MemberView
    badges: tuple[BadgeView, ...]


def facts_of(file: MemberFile, zone: ZoneInfo) -> list[Fact]:
    """The facts in the order in which they are read."""
    kept = file.kept
    return [
        *_presence(file, zone),
        Fact(_("Job"), kept.job or "—"),
        Fact(_("Branch"), kept.branch),
        Fact(_("Standing"), standing_words(kept.standing)),
        Fact(_("Phone"), kept.phone or "—"),
        Fact(_("Language"), language_word(kept.language)),
        Fact(_("Joined"), day_words(kept.joined_at, zone)),
        *_several(_("Posts"), [Fact("", _post(post)) for post in file.view.posts]),
        *_several(
            _("Badge"),
            [
                Fact("", badge_words(badge, zone), "quiet" if badge.state == "dead" else "plain")
                for badge in file.badges[:MOST_BADGES]
            ],
        ),
    ]


def _presence(file: MemberFile, zone: ZoneInfo) -> list[Fact]:
    kept, since = file.kept, file.view.on_site_since
    if kept.left_at is not None:
        left = day_words(kept.left_at, zone)
        return [
            Fact(_("Left"), left, "urgent"),
            Fact(_("Why"), kept.left_because or "—"),
        ]
    if since is None:
        return [Fact(_("Now"), _("○ not on site"), "quiet")]
    came = format_time(since.astimezone(zone))
    return [Fact(_("Now"), _("● on site since {time}").format(time=came))]


def _several(label: str, facts: Sequence[Fact]) -> list[Fact]:
    first, *others = facts or [Fact("", "—", "quiet")]
    return [Fact(label, first.words, first.look), *others]


def _post(post: PostView) -> str:
    return " · ".join(filter(None, (post.name, post.shift, post.zone, honour_word(post.honour))))


class FactList(Drawn):
    """Labels at the left, words beside them, wrapped under themselves."""

    LOOKS = "facts"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facts--label",
        "facts--plain",
        "facts--quiet",
        "facts--urgent",
    }

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._facts: Sequence[Fact] = ()

    def show(self, facts: Sequence[Fact]) -> None:
        """Show facts."""
        self._facts = facts
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """The lines."""
        wide = max((cell_width(fact.label) for fact in self._facts), default=0) + _GAP
        lines: list[Strip] = []
        for fact in self._facts:
            look = self.look(fact.look)
            for place, words in enumerate(wrap(fact.words, max(2, width - wide), _MOST_LINES)):
                label = fact.label if place == 0 else ""
                parts: list[Part] = [(fit(label, wide), self.look("label")), (words, look)]
                lines.append(line(parts, width, self.ground))
        return lines
