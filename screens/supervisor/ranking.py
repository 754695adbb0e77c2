"""Members and posts by fair estimate, from five ratings on; for supervisors only."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.i18n import _
from kiosk.people.posts.views import HolderView
from kiosk.service.ratings_wording import mean_words
from kiosk.service.scoring import PRIOR_WEIGHT, RatingView
from kiosk.services import Services
from screens.public.voice_lines import LinesScreen
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.day_layout import Cell, Line

_KEYS = {"1": "members", "3": "posts"}
"""Keys, and what is listed; 8 and 2 move."""

_WIDTHS, _MOST_NAME = (3, 0, 8, 26), 16
"""Cells of the columns; 0 takes what the others leave, so many at most."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody, or a post, in the fair order.

    Attributes:
        key: Its key, as text.
        words: Number and name, or a post.
        more: Who holds the post; empty for a member.
        rating: What is shown of the ratings.
        score: The fair estimate, 1 to 5.
    """

    key: str
    words: str
    more: str
    rating: RatingView
    score: float


class RankingScreen(SupervisorScreen, LinesScreen):
    """Who is rated how, fairly: a few good ratings do not stand above many that are nearly so."""

    CSS_PATH = "../public/voice_lines.tcss"

    def __init__(self) -> None:
        """List the members, once they are read."""
        super().__init__()
        self._ranked: Sequence[Ranked] = ()
        self._wanted = "members"

    def heading(self) -> str:
        """What is listed, and what it is not for."""
        whose = _("Posts") if self._wanted == "posts" else _("Members")
        return f"{whose} · {_('by fair estimate; shown nowhere else')}"

    def empty_words(self) -> str:
        """What will be here, and how to begin."""
        return _("Who has five ratings or more will stand here. Workers rate with 0 on the board.")

    def lines(self) -> Sequence[Line]:
        """What the columns are, then a line each, the best fair estimate first."""
        told = [_line(place, one) for place, one in enumerate(self._ranked, 1)]
        return [_columns(), *told] if told else []

    async def read(self) -> None:
        """The order now."""
        rank = rank_posts if self._wanted == "posts" else rank_members
        self._ranked = await self.kiosk.read(rank, self.kiosk.services)

    def keys(self) -> list[tuple[str, str]]:
        """Members or posts."""
        return [("1", _("Members")), ("3", _("Posts"))]

    def press(self, character: str) -> bool:
        """List the others."""
        if character not in _KEYS:
            return False
        self._wanted = _KEYS[character]
        self.renew(from_the_top=True)
        return True


def rank_members(services: Services) -> list[Ranked]:
    """The members who are here and have five ratings or more."""
    return [
        Ranked(str(one.uid), f"{one.number} {one.name}", "", one.rating, one.score)
        for one in services.ratings.ranking()
    ]


def rank_posts(services: Services) -> list[Ranked]:
    """The posts whose holders have five ratings or more together."""
    posts = services.posts.list_posts(state="held")
    holders = [[one.member.uid for one in post.holders] for post in posts]
    ranked = [
        Ranked(str(post.uid), post.name, _names(post.holders), *told)
        for post, told in zip(posts, services.ratings.fair_scores(holders), strict=True)
        if told is not None
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.words))


def _names(holders: Sequence[HolderView]) -> str:
    return _(", ").join(one.member.name for one in holders)


def _columns() -> Line:
    """What stands in each column."""
    words = ("", _("Who or what"), _("Estimate"), _("Mean and count"))
    return Line("columns", _cells(words, ("quiet",) * len(words)), is_heading=True)


def _cells(words: Sequence[str], looks: Sequence[str]) -> tuple[Cell, ...]:
    """One line in the columns of the list: place, who, fair estimate, mean with its count."""
    return tuple(
        Cell(text, width, look, _MOST_NAME)
        for text, width, look in zip(words, _WIDTHS, looks, strict=True)
    )


def _line(place: int, one: Ranked) -> Line:
    mean, score = mean_words(one.rating), f"{one.score:.2f}"
    cells = _cells((str(place), one.words, score, mean), ("quiet", "plain", "strong", "quiet"))
    fair = _("fair estimate {score}: as if {count} ratings at the site's mean came before").format(
        score=score, count=PRIOR_WEIGHT
    )
    return Line(one.key, cells, " · ".join(filter(None, (one.words, one.more, mean, fair))))
