"""The hours of a key post in a rule file."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from kiosk.attendance.coverage.file_places import (
    Known,
    Place,
    list_at,
    part_words,
    unknown_names,
    word,
)
from kiosk.attendance.coverage.hours import (
    MOST_HOURS,
    Hours,
    MomentHours,
    ShiftHours,
    bad_hours,
    checked,
    hours_words,
)
from kiosk.attendance.coverage.hours_text import read_beginning, read_weekly
from kiosk.attendance.coverage.posts import SetPost
from kiosk.errors import RefusedError
from kiosk.i18n import _

Placed = tuple[Place, Hours]
"""Hours, and where a fault of theirs is told."""

_MOMENT_KEYS = frozenset({"name", "from", "to"})


class HoursOfPost:
    """Reads the hours of one post."""

    def __init__(self, known: Known, post: SetPost, place: Place) -> None:
        """Read nothing yet.

        Args:
            known: What they are held against.
            post: The post as it is set.
            place: Where it stands in the file; faults are told there.
        """
        self._known, self._post, self._place = known, post, place
        self._is_whole = True

    def read(self, told: Mapping[str, object]) -> tuple[Hours, ...] | None:
        """The hours; None where they stay as they are."""
        placed = [*self._rhythm(told), *self._moments(told)]
        wanted = [hours for _place, hours in placed]
        if frozenset(wanted) == frozenset(self._post.hours or (ShiftHours(),)):
            return None
        self._check(placed)
        live = [one for one in wanted if not self._is_over(one)]
        # A post that has nothing but moments keeps those that were, or it would need its shifts.
        found = tuple(live or wanted)
        return () if found == (ShiftHours(),) else found

    def _rhythm(self, told: Mapping[str, object]) -> list[Placed]:
        if told.keys().isdisjoint({"follows_shifts", "weekly"}):
            follows, spans = self._post.follows_shifts, self._post.weekly
        else:
            follows, spans = told.get("follows_shifts", False) is True, ()
        if not isinstance(told.get("follows_shifts", False), bool):
            self._place.add(_("{name} is true or false.").format(name="follows_shifts"))
        return [
            *([(self._place, ShiftHours())] if follows else []),
            *((self._place, one) for one in spans),
            *self._each(told, "weekly", self._weekly),
        ]

    def _moments(self, told: Mapping[str, object]) -> list[Placed]:
        if "moments" not in told:
            return [(self._place, one) for one in self._post.moments]
        return self._each(told, "moments", self._moment)

    def _each(
        self, told: Mapping[str, object], part: str, read: Callable[[object], Hours]
    ) -> list[Placed]:
        found: list[Placed] = []
        self._is_whole &= isinstance(told.get(part, []), list)
        for number, one in enumerate(list_at(self._place, told, part)[: MOST_HOURS + 1], 1):
            here = self._place.part(part_words(part), number)
            try:
                found.append((here, read(one)))
            except RefusedError as refused:
                here.add(refused.sentence)
                self._is_whole = False
        return found

    def _weekly(self, told: object) -> Hours:
        return read_weekly(told if isinstance(told, str) else word(told))

    def _moment(self, told: object) -> Hours:
        texts = told if isinstance(told, dict) else {}
        if not all(isinstance(texts.get(name), str) for name in _MOMENT_KEYS):
            raise bad_hours(_("It needs {names}.").format(names="name, from, to"))
        for sentence in unknown_names(texts, _MOMENT_KEYS):
            raise bad_hours(sentence)
        begins, ends = (read_beginning(texts[name], self._known.zone) for name in ("from", "to"))
        return MomentHours(texts["name"], begins, ends)

    def _check(self, placed: Sequence[Placed]) -> None:
        if len(placed) > MOST_HOURS or (self._is_whole and not placed):
            self._is_good(self._place, *(one for _place, one in placed))
            return
        good = [(place, one) for place, one in placed if self._is_good(place, one)]
        for place, one in good:
            if self._is_over(one) and one not in self._post.hours:
                moment = hours_words(one, self._known.zone)
                place.add(_("{moment} is over; hours count from now on.").format(moment=moment))
        for (_first, one), (place, other) in combinations(good, 2):
            self._is_good(place, one, other)

    def _is_good(self, place: Place, *hours: Hours) -> bool:
        return place.has_passed(lambda: checked(hours, self._known.zone))

    def _is_over(self, one: Hours) -> bool:
        return isinstance(one, MomentHours) and one.ends <= self._known.now
