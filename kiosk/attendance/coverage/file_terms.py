"""Who holds a key post, or may stand in, in a rule file."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from db import people
from kiosk.attendance.coverage.file_places import (
    LONGEST_WORD,
    Known,
    Place,
    list_at,
    part_words,
    unknown_names,
    word,
)
from kiosk.attendance.coverage.post_wishes import Terms, WishedTerm, standing
from kiosk.attendance.coverage.posts import TermView
from kiosk.attendance.coverage.setting import check_day
from kiosk.i18n import _
from kiosk.text import clean_line

_KEYS = frozenset({"number", "name", "since", "until"})
_OF_PART = {"holders": _KEYS | {"shift"}, "deputies": _KEYS}
_DAY = timedelta(days=1)


class TermsOfPost:
    """Reads who holds a post, or may stand in."""

    def __init__(self, known: Known, part: str, before: Sequence[TermView]) -> None:
        """Read nothing yet.

        Args:
            known: What they are held against.
            part: `holders` or `deputies`.
            before: The terms that stand.
        """
        self._known, self._part, self._before = known, part, standing(before)

    def read(self, place: Place, told: Mapping[str, object]) -> Terms | None:
        """All terms of the part; None where it is not told and stays as it is.

        Args:
            place: Where the post stands; faults are told there.
            told: The post as the file tells it.
        """
        if self._part not in told:
            return None
        found: list[WishedTerm] = []
        for number, one in enumerate(list_at(place, told, self._part), 1):
            here = place.part(part_words(self._part), number)
            term = self._term(here, one)
            if term is not None:
                if any(_do_overlap(term, other) for other in found):
                    here.add(_("They are named twice for the same days."))
                found.append(term)
        return frozenset(found)

    def _term(self, place: Place, told: object) -> WishedTerm | None:
        if not isinstance(told, dict) or not isinstance(told.get("number"), str):
            place.add(_("It can't be read: it needs a member's number, as text."))
            return None
        place.add(*unknown_names(told, _OF_PART[self._part]))
        member = people.find_member(clean_line(told["number"], LONGEST_WORD))
        if member is None:
            place.add(_("There is no member {number}.").format(number=word(told["number"])))
            return None
        shift, days = self._shift(place, told.get("shift")), _days(place, told)
        if shift is None or days is None:
            return None
        since = days[0] or self._since(member.uid, shift)
        term = WishedTerm(member.uid, shift, since, days[1])
        self._check(place, term, member, told.get("name", member.name))
        return term

    def _shift(self, place: Place, told: object) -> str | None:
        if told is None:
            return ""
        if isinstance(told, str) and told in self._known.shifts:
            return told
        place.add(_("There is no shift {name}.").format(name=word(told)))
        return None

    def _since(self, member_uid: UUID, shift: str) -> date:
        """The day since when they hold it already; else today."""
        mine = (
            term.since
            for term in self._before
            if (term.member_uid, term.shift) == (member_uid, shift)
        )
        return min(mine, default=self._known.today)

    def _check(self, place: Place, term: WishedTerm, member: people.Member, name: object) -> None:
        if name != member.name:
            sentence = _("{number} is {name}, not {other}.")
            place.add(sentence.format(number=member.number, name=member.name, other=word(name)))
        if term in self._before:  # what stands is not asked how it came to be
            return
        if member.left_at is not None:
            place.add(_("{member} has left the site.").format(member=member.name))
        today, until = self._known.today, term.until or date.max
        if not any(term.is_same(other) for other in self._before):
            place.has_passed(lambda: check_day(term.since, today))
        place.has_passed(lambda: check_day(until, today - _DAY))
        if until < term.since:
            place.add(_("It ends before it begins."))


def _days(place: Place, told: Mapping[str, object]) -> tuple[date | None, date | None] | None:
    """The first and the last day, each None without one; None where one can't be read."""
    found: list[date | None] = []
    for said in (told.get("since"), told.get("until")):
        try:
            found.append(None if said is None else date.fromisoformat(str(said)))
        except ValueError:
            place.add(_("{text} is no day; write 2026-11-24.").format(text=word(said)))
            return None
    return found[0], found[1]


def _do_overlap(one: WishedTerm, other: WishedTerm) -> bool:
    return (
        (one.member_uid, one.shift) == (other.member_uid, other.shift)
        and (one.until is None or other.since <= one.until)
        and (other.until is None or one.since <= other.until)
    )
