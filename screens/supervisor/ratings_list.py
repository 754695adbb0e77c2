"""Single ratings with their words, for supervisors: those that wait first; Enter rules on one."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from kiosk.i18n import _, format_day, format_time
from kiosk.service.ratings_views import RatingLineView, RatingState
from kiosk.service.usual_words import as_read
from kiosk.service.voices_wording import rating_state_word
from screens.public.voice_lines import LinesScreen
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.day_layout import Cell, Line
from screens.widgets.rating_faces import face_words

MOST = 300
"""Ratings that are listed at once, the newest of them."""

WAITING: tuple[RatingState, ...] = ("repeat", "burst")
"""States in which a supervisor is asked."""

_STATES: Mapping[str, tuple[RatingState, ...]] = {"waiting": WAITING, "left_out": ("left_out",)}

FILTERS = {"1": "waiting", "3": "words", "4": "left_out", "5": "all"}
"""Keys, and what is listed; 8 and 2 move."""

_RANKING = "6"


class RatingsScreen(SupervisorScreen, LinesScreen):
    """What was rated, and what was said with it; nothing tells who gave a rating."""

    CSS_PATH = "../public/voice_lines.tcss"

    def __init__(self) -> None:
        """List what waits, once it is read."""
        super().__init__()
        self._ratings: Sequence[RatingLineView] = ()
        self._wanted = "waiting"
        self._has_more = False

    def heading(self) -> str:
        """What is listed."""
        titles = {
            "waiting": _("Ratings set aside: do they count?"),
            "words": _("Ratings with words"),
            "left_out": _("Ratings left out"),
            "all": _("All ratings: the newest first"),
        }
        if not self._has_more:
            return titles[self._wanted]
        more = _("looked for among the newest {count}").format(count=MOST)
        return f"{titles[self._wanted]} · {more}"

    def empty_words(self) -> str:
        """What will be here."""
        if self._wanted == "waiting":
            return "\n".join(
                (
                    _("No rating is set aside."),
                    "",
                    _("Repeats within a quarter of an hour, and too many at once, wait here."),
                    _("Press 3 for what was said with ratings, 5 for all."),
                )
            )
        return _("There is none yet. A rating comes here when its quarter of an hour is over.")

    def lines(self) -> Sequence[Line]:
        """A line for each rating."""
        zone = self.kiosk.site.zone
        return [_line(one, format_time(one.slot_at.astimezone(zone))) for one in self._ratings]

    async def read(self) -> None:
        """What is listed, from the record."""
        states = _STATES.get(self._wanted, (None,))
        lists = [await self.kiosk.read(self._given, state) for state in states]
        self._has_more = any(len(one) > MOST for one in lists)
        found = [one for given in lists for one in given[:MOST]]
        if self._wanted == "words":
            found = [one for one in found if one.word]
        self._ratings = sorted(found, key=lambda one: one.slot_at, reverse=True)

    def _given(self, state: RatingState | None) -> tuple[RatingLineView, ...]:
        return self.kiosk.services.ratings.list_given(state=state, most=MOST + 1)

    def keys(self) -> list[tuple[str, str]]:
        """What can be listed."""
        return [
            ("enter", _("Rule")),
            ("1", _("Waiting")),
            ("3", _("Words")),
            ("4", rating_state_word("left_out")),
            ("5", _("Any")),
            ("6", _("Ranking")),
        ]

    def press(self, character: str) -> bool:
        """List something else."""
        if character == _RANKING:
            from screens.supervisor.ranking import RankingScreen  # costs when it is opened

            self.app.push_screen(RankingScreen())
            return True
        if character not in FILTERS:
            return False
        self._wanted = FILTERS[character]
        self.renew(from_the_top=True)
        return True

    def open_line(self, line: Line) -> None:
        """Ask whether it counts."""
        from screens.supervisor.ratings_ruling import RulingScreen  # costs when it is opened

        uid = UUID(line.key)
        rating = next((one for one in self._ratings if one.uid == uid), None)
        if self.kiosk.supervisor is not None and rating is not None:
            self.app.push_screen(RulingScreen(self.kiosk.supervisor, rating))


def _line(rating: RatingLineView, time: str) -> Line:
    is_waiting = rating.state in WAITING
    cells = (
        Cell("▲" if is_waiting else "", 2, "urgent"),
        Cell(f"{rating.stars} {face_words()[rating.stars - 1]}", 12, "strong"),
        Cell(about_words(rating), 0, "plain", 36),
        Cell(rating_state_word(rating.state), 22, "urgent" if is_waiting else "quiet"),
        Cell(f"{rating.work_day:%m-%d} {time}", 12, "quiet"),
    )
    return Line(str(rating.uid), cells, rating_detail(rating))


def about_words(rating: RatingLineView) -> str:
    """What was rated, in words."""
    if rating.kind == "site":
        return _("the site")
    return " · ".join(filter(None, (rating.name, rating.service)))


def rating_detail(rating: RatingLineView) -> str:
    """The whole of a rating in words."""
    said = _("“{words}”").format(words=as_read(rating.word)) if rating.word else _("without a word")
    day = format_day(rating.work_day)
    stars = f"{rating.stars} {face_words()[rating.stars - 1]}"
    return " · ".join((about_words(rating), stars, said, rating_state_word(rating.state), day))
