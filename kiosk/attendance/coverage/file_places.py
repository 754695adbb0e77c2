"""Places in a rule file: what is wrong is told with where it stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.coverage.posts import SetPost
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.text import clean_line

LONGEST_WORD = 40
"""Characters of what a file says that are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the posts of a rule file are held against.

    Attributes:
        posts: All posts by name, as they are set.
        shifts: The names of the shifts that there will be.
        today: The work day.
        now: UTC.
        zone: The site's.
    """

    posts: Mapping[str, SetPost]
    shifts: frozenset[str]
    today: date
    now: datetime
    zone: ZoneInfo


def word(told: object) -> str:
    """Something from a file, short enough and clean enough to be named."""
    return clean_line(str(told), LONGEST_WORD)


def unknown_names(told: Iterable[object], known: frozenset[str]) -> list[str]:
    """A sentence for each name in a file that nobody knows."""
    strange = sorted(set(map(str, told)) - known)
    return [_("Nobody knows {name}.").format(name=word(name)) for name in strange]


class Place:
    """A place in the file, which says of each fault where it is."""

    def __init__(self, faults: list[str], number: int, where: str = "") -> None:
        """Stand at a post.

        Args:
            faults: Where faults are told.
            number: The how manieth post it is, from 1.
            where: The place in words; empty for the post without its name.
        """
        self._faults, self._number = faults, number
        self._where = where or _("Post {number}").format(number=number)

    def named(self, name: str) -> "Place":
        """The same post, with its name."""
        where = _("Post {number} ({name})").format(number=self._number, name=name)
        return Place(self._faults, self._number, where)

    def part(self, words: str, number: int) -> "Place":
        """A part of the post.

        Args:
            words: What it is, with a place for its number.
            number: The how manieth, from 1.
        """
        part = words.format(number=number)
        where = _("{place}, {part}").format(place=self._where, part=part)
        return Place(self._faults, self._number, where)

    def add(self, *faults: str) -> None:
        """Tell of faults here, one sentence each."""
        self._faults += [
            _("{place}: {fault}").format(place=self._where, fault=fault) for fault in faults
        ]

    def has_passed(self, check: Callable[[], object]) -> bool:
        """Whether a check refuses nothing; what it refuses is a fault here."""
        try:
            check()
        except RefusedError as refused:
            self.add(refused.sentence)
            return False
        return True


def part_words(part: str) -> str:
    """What one of a part of a post is called, with a place for its number."""
    return {
        "weekly": _("weekly hours {number}"),
        "moments": _("moment {number}"),
        "holders": _("holder {number}"),
        "deputies": _("deputy {number}"),
    }[part]


def list_at(place: Place, told: Mapping[str, object], part: str) -> Sequence[object]:
    """The list that a part of a post is; none, and a fault, where it is something else."""
    listed = told.get(part, [])
    if isinstance(listed, list):
        return listed
    place.add(_("{name} is no list.").format(name=part))
    return ()
