"""Taking a mark back: which one, and whether somebody is sure that nobody was seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.attendance.muster.views import SeenView
from kiosk.attendance.muster.words import how_words, time_words
from kiosk.i18n import _
from kiosk.people.filters import choose_members
from screens.public.muster_asking import Option

MOST = 6
"""Choices that a screen of 24 lines holds."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a roll.

    Attributes:
        seen: In order of time.
        now: Times of other days are told with their day; aware.
        zone: The site's.
    """

    seen: Sequence[SeenView]
    now: datetime
    zone: ZoneInfo


class Older:
    """Stands for a mark that is not among the newest."""


def newest_marks(marks: Marks) -> list[Option[SeenView | Older]]:
    """The newest marks, and where there are more of them the way to the older ones."""
    shown = list(reversed(marks.seen))
    is_all = len(shown) <= MOST
    options = [_option(mark, marks) for mark in (shown if is_all else shown[: MOST - 1])]
    return options if is_all else [*options, Option(Older(), _("An older mark: find it"))]


def find_marks(marks: Marks, words: str) -> list[Option[SeenView]]:
    """The marks of those whom words find."""
    seen = {mark.person.member.uid: mark for mark in marks.seen}
    people = [mark.person.member for mark in seen.values()]
    found = choose_members(people, words=words)
    return [
        Option(seen[one.uid], _name(seen[one.uid]), _note(seen[one.uid], marks)) for one in found
    ]


def ask_sure(mark: SeenView) -> str:
    """What it comes to: who was seen in several ways stays seen by the others."""
    if not mark.beside:
        return _("{who}: missing again?").format(who=_name(mark))
    goes = how_words(mark.beside[-1])
    return _("{who}: take back only this: {mark}?").format(who=_name(mark), mark=goes)


def sureness(mark: SeenView) -> list[Option[bool]]:
    """No first: whoever presses too much changes nothing."""
    yes = _("Yes, look for them again"), _("both stay in the record")
    if mark.beside:
        left = how_words(replace(mark, beside=mark.beside[:-1]))
        yes = _("Yes, take this one back"), _("still seen: {mark}").format(mark=left)
    return [Option(False, _("No, they were seen")), Option(True, *yes)]


def reasons() -> list[Option[str]]:
    """Why a mark was wrong, by key; empty: in words of one's own."""
    said = [
        _("Mistaken for somebody else"),
        _("Wrong key pressed"),
        _("Somebody else held the badge"),
    ]
    return [*(Option(words, words) for words in said), Option("", _("Another reason: type it"))]


def _option(mark: SeenView, marks: Marks) -> Option[SeenView | Older]:
    return Option(mark, _name(mark), _note(mark, marks))


def _name(mark: SeenView) -> str:
    return f"{mark.person.member.name} {mark.person.member.number}".strip()


def _note(mark: SeenView, marks: Marks) -> str:
    return f"{time_words(mark.at, marks.now, marks.zone)} {how_words(mark)}"
