"""Key posts over a day: a strip of hours for each, told apart by shape and colour."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.message import Message
from textual.strip import Strip

from kiosk.attendance.coverage.spans import Times
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.coverage.words import (
    MARKS,
    STRIP,
    since_words,
    state_word,
    strip_states,
)
from kiosk.i18n import _
from kiosk.text import cell_width, fit
from screens.widgets.lines import Drawn, Part, line

TALL, MIDDLE, FLAT = 3, 2, 1
"""Lines of a post: with room around it, without, and on one line."""

LOW = {"thin": "█", "ahead": "▁", "not_due": "·"}
"""Where a strip is two lines high, what stands in the lower one; the upper one is blank then."""

_MOST_NAME = 20
_STATE = 28
"""Room for since when a post is empty, and for who should hold it."""
_ROOMY_STATE = 32
"""The same on a line of its own."""
_LEAST_STRIP = 24
_HOUR = timedelta(hours=1)


class PostStrips(Drawn):
    """A page of key posts, those that need somebody first."""

    LOOKS = "posts"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "posts--name",
        "posts--quiet",
        "posts--alert",
        "posts--loud",
        "posts--covered",
        "posts--thin",
        "posts--empty",
        "posts--ahead",
        "posts--not_due",
        "posts--now",
    }
    DEFAULT_CSS = """
    PostStrips { width: 1fr; height: 1fr; }
    PostStrips > .posts--name { color: $text; text-style: bold; }
    PostStrips > .posts--quiet { color: $text-muted; }
    PostStrips > .posts--alert { color: $warning; text-style: bold; }
    PostStrips > .posts--loud { color: $background; background: $warning; text-style: bold; }
    PostStrips > .posts--covered { color: $secondary; }
    PostStrips > .posts--thin { color: $warning; }
    PostStrips > .posts--empty { color: $warning; text-style: bold; }
    PostStrips > .posts--ahead { color: $text-muted; }
    PostStrips > .posts--not_due { color: $text-disabled; }
    PostStrips > .posts--now { color: $accent; text-style: bold; }
    """

    class Turned(Message):
        """Another page is shown, or there are more or fewer of them."""

        def __init__(self, page: int, pages: int) -> None:
            """Say which page, from 0, of how many, at least 1."""
            super().__init__()
            self.page = page
            self.pages = pages

    def __init__(self, zone: ZoneInfo) -> None:
        """Show nothing yet.

        Args:
            zone: The site's.
        """
        super().__init__()
        self._zone = zone
        self._posts: Sequence[PostCoverageView] | None = None
        self._at = datetime.min.replace(tzinfo=UTC)
        self._page = 0

    def show(self, posts: Sequence[PostCoverageView], now: datetime) -> None:
        """Show posts as they stand at a time, UTC."""
        self._posts, self._at = posts, now
        self._turned()

    def turn(self, by: int) -> None:
        """Turn pages, round at the ends."""
        self._page = (self._page + by) % self.pages
        self._turned()

    def on_resize(self) -> None:
        """Other pages may be needed."""
        self._turned()

    def _turned(self) -> None:
        self._page = min(self._page, self.pages - 1)
        self.redraw()
        self.post_message(self.Turned(self._page, self.pages))

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-len(self._posts or ()) // self._on_a_page(self.size.height)))

    def _row(self, height: int) -> int:
        count = len(self._posts or ())
        return next((rows for rows in (TALL, MIDDLE) if count * rows < height), FLAT)

    def _on_a_page(self, height: int) -> int:
        return max(1, (height - 1) // self._row(height))

    def draw(self, width: int, height: int) -> list[Strip]:
        """The hours, then the page's posts."""
        if self._posts is None:
            return []
        if not self._posts:
            said = _("No key post is set up. A supervisor makes one: the day's menu, posts.")
            return [line([(said, self.look("quiet"))], width, self.ground)]
        size, rows = self._on_a_page(height), self._row(height)
        shown = self._posts[self._page * size : (self._page + 1) * size]
        span = shown[0].parts[0].begins, shown[0].parts[-1].ends
        name = min(_MOST_NAME, max(cell_width(post.name) for post in self._posts)) + 3
        left = name + _STATE if rows == FLAT else max(name, 2 + _ROOMY_STATE + 2)
        cells = max(_LEAST_STRIP, width - left - 1)
        lines = [self._axis(span, left, cells, width)]
        for post in shown:
            lines += self._post(post, span, (rows, name, left, cells, width))
        return lines

    def _axis(self, span: Times, left: int, cells: int, width: int) -> Strip:
        marks = [" "] * (cells + 1)
        step = 2 if cells >= 72 else 4  # noqa: PLR2004  # room for a label every two hours
        now = self._place(self._at, span, cells)
        at = span[0].astimezone(self._zone).replace(minute=0).astimezone(span[0].tzinfo)
        while at < span[1]:
            place, hour = self._place(at, span, cells), at.astimezone(self._zone).hour
            is_free = place < cells - 1 and now not in {place, place + 1}
            if at >= span[0] and hour % step == 0 and is_free:
                marks[place : place + 2] = f"{hour:02}"
            at += _HOUR
        text = "".join(marks)
        quiet = self.look("quiet")
        if not 0 <= now < cells:
            return line([(" " * left, quiet), (text, quiet)], width, self.ground)
        parts: list[Part] = [(" " * left + text[:now], quiet), ("▼", self.look("now"))]
        return line([*parts, (text[now + 1 :], quiet)], width, self.ground)

    def _place(self, at: datetime, span: Times, cells: int) -> int:
        return int((at - span[0]) / (span[1] - span[0]) * cells)

    def _post(
        self, post: PostCoverageView, span: Times, shape: tuple[int, int, int, int, int]
    ) -> list[Strip]:
        rows, name, left, cells, width = shape
        states = strip_states(post.parts, span, cells)
        first = self._title(post, name)
        second = [("  ", self.ground), *self._state(post, left - 2)]
        strip = self._strip(states, span, STRIP)
        if rows == FLAT:
            return [line([*first, *self._state(post, _STATE), *strip], width, self.ground)]
        first = [*first, (" " * (left - name), self.look("quiet"))]
        if rows == MIDDLE:
            top = line([*first, *strip], width, self.ground)
            return [top, line(second, width, self.ground)]
        high = self._strip(states, span, {**STRIP, **dict.fromkeys(LOW, " ")})
        low = self._strip(states, span, {**STRIP, **LOW})
        tops = [
            line([*first, *high], width, self.ground),
            line([*second, *low], width, self.ground),
        ]
        return [*tops, Strip.blank(width, self.ground)]

    def _title(self, post: PostCoverageView, name: int) -> list[Part]:
        needs = post.state in {"empty", "thin"}
        mark = self.look("alert" if needs else "name" if post.is_due else "quiet")
        look = self.look("name" if post.is_due else "quiet")
        return [(f"{MARKS[post.state]} ", mark), (fit(post.name, name - 3) + " ", look)]

    def _state(self, post: PostCoverageView, width: int) -> list[Part]:
        """The state in words, an empty one loud, and who holds or should hold it."""
        said, look = self._words(post)
        shown = fit(said, min(width - 1, cell_width(said)))
        names = self._names(post)
        room = width - cell_width(shown)
        return [(shown, self.look(look)), (fit(f" {names}", room - 1) + " ", self.look("quiet"))]

    def _names(self, post: PostCoverageView) -> str:
        """Who stands there; of an empty one, who should: never to be read as if they did."""
        planned = [member.name for member in post.planned]
        names = " ".join(post.holder_words(_("{name} (on a break)")) or planned)
        if post.is_empty and names:
            return _("due: {names}").format(names=names)
        return names

    def _words(self, post: PostCoverageView) -> tuple[str, str]:
        said = state_word(post.state)
        if post.is_empty:
            return f" {said} {since_words(post.since, self._zone, self._today)} ", "loud"
        if post.state == "thin":
            return f"{said} {len(post.holders)}/{post.least}", "alert"
        return said, "quiet"

    @property
    def _today(self) -> date:
        return self._at.astimezone(self._zone).date()

    def _strip(self, states: Sequence[str], span: Times, shapes: dict[str, str]) -> list[Part]:
        now = self._place(self._at, span, len(states))
        return [
            ("│", self.look("now")) if place == now else (shapes[state], self.look(state))
            for place, state in enumerate(states)
        ]
