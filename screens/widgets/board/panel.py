"""Beside the wall: key posts of this shift, today's commitments, the newest services."""

from collections.abc import Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.strip import Strip

from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.attendance.coverage.words import MARKS, since_words
from kiosk.i18n import _, ngettext
from kiosk.service.views import CommitmentView, ServiceView
from kiosk.text import cell_width
from screens.widgets.board.card_text import AWAY
from screens.widgets.board.data import BoardView
from screens.widgets.board.words import STATE_SIGNS, how_to_log, how_to_promise, spoken, when_words
from screens.widgets.lines import Drawn, Part, line, spread, wrap

_LEAST_SHARE = 4
_SHARE_OF_THE_LATE = 3
"""At most a third of the promises' rows are overdue ones', as long as others are due."""
_HEADINGS = 3 * 2 + 2
_EMPTY_LINES = 3


class SidePanel(Drawn):
    """Three short lists; what does not fit is counted."""

    LOOKS = "panel"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "panel--heading",
        "panel--text",
        "panel--faint",
        "panel--light",
        "panel--alert",
        "panel--kept",
    }
    DEFAULT_CSS = """
    SidePanel { height: 1fr; }
    SidePanel > .panel--heading { color: $text; text-style: bold; }
    SidePanel > .panel--text { color: $text; }
    SidePanel > .panel--faint { color: $text-muted; }
    SidePanel > .panel--light { color: $text; }
    SidePanel > .panel--alert { color: $warning; text-style: bold; }
    SidePanel > .panel--kept { color: $success; }
    """

    def __init__(self, zone: ZoneInfo, *, id: str | None = None) -> None:  # noqa: A002  # Textual's
        """Show nothing yet.

        Args:
            zone: The site's, for times of day.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._zone = zone
        self._view = BoardView()

    def show(self, view: BoardView) -> None:
        """Show what is so now."""
        self._view = view
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """Key posts get what they need, then commitments, then services."""
        view, room = self._view, height - _HEADINGS
        posts = min(len(view.key_posts) or 1, max(_LEAST_SHARE, room - 2 * _LEAST_SHARE))
        told = len(view.due) + len(view.overdue) + bool(view.overdue)
        promises = min(told or _EMPTY_LINES, max(2, (room - posts) // 2))
        services = max(1, room - posts - promises) // 2
        blank = [Strip.blank(width, self.ground)]
        return [
            *self._posts(posts, width),
            *blank,
            *self._promises(promises, width),
            *blank,
            *self._services(services, width),
        ]

    def _heading(self, title: str, right: list[Part], width: int) -> list[Strip]:
        return [
            spread([(title, self.look("heading"))], right, width, self.ground),
            line([("─" * width, self.look("faint"))], width, self.ground),
        ]

    def _said(self, text: str, width: int) -> list[Strip]:
        rows = wrap(text, max(2, width), _EMPTY_LINES)
        return [line([(row, self.look("faint"))], width, self.ground) for row in rows]

    def _posts(self, most: int, width: int) -> list[Strip]:
        posts = self._view.key_posts
        held = sum(not post.is_empty for post in posts)
        counts: list[Part] = [(f"{held}/{len(posts)}", self.look("heading"))]
        if held < len(posts):
            counts.insert(0, (f"▲{len(posts) - held}  ", self.look("alert")))
        heading = self._heading(_("Key posts this shift"), counts, width)
        if not posts:
            return heading + self._said(_("No key post is set for this hour."), width)
        return heading + [self._post(post, width) for post in posts[:most]]

    def _post(self, post: PostCoverageView, width: int) -> Strip:
        if post.is_empty:
            return self._empty_post(post, width)
        mark = MARKS[post.state]
        holder = post.holder_words(_("{name} (on a break)"))[0]
        if post.least > 1:
            holder = f"{holder} {len(post.holders)}/{post.least}"
        look = "alert" if post.state == "thin" or post.resting else "light"
        left = [(f"{mark} ", self.look(look)), (post.name, self.look("text"))]
        return spread(left, [(f" {holder}", self.look("faint"))], width, self.ground)

    def _empty_post(self, post: PostCoverageView, width: int) -> Strip:
        left = [("▲ ", self.look("alert")), (post.name, self.look("heading"))]
        since = " " + since_words(post.since, self._zone, self._view.today)
        right = [(since, self.look("alert"))]
        who = f" {AWAY} {post.planned[0].name}" if post.planned else ""
        if sum(cell_width(text) for text, _look in [*left, *right]) + cell_width(who) <= width:
            right.insert(0, (who, self.look("faint")))
        return spread(left, right, width, self.ground)

    def _promises(self, most: int, width: int) -> list[Strip]:
        due, late = self._view.due, self._view.overdue[::-1]
        kept = sum(promise.state == "kept" for promise in due)
        counts = _("{kept} of {due} kept").format(kept=kept, due=len(due))
        heading = self._heading(_("Due today"), [(counts, self.look("faint"))], width)
        if not (due or late):
            return heading + self._said(how_to_promise(), width)
        newest = sorted(due, key=lambda promise: promise.made_at, reverse=True)
        first = sorted(newest, key=lambda promise: promise.state != "open")
        few = max(1, most // _SHARE_OF_THE_LATE, most - len(first))
        before = self._before(late, few, width) if late else []
        return heading + self._today(first, most - len(before), width) + before

    def _today(self, due: list[CommitmentView], most: int, width: int) -> list[Strip]:
        """What is due today, and how many of it have no row; nothing of days before is counted."""
        shown = due if len(due) <= most else due[: most - 1]
        lines = [self._promise(promise, width) for promise in shown]
        left_out = len(due) - len(shown)
        more = ngettext("{count} more", "{count} more", left_out).format(count=left_out)
        return lines + self._said(more, width) if left_out else lines

    def _before(self, late: Sequence[CommitmentView], most: int, width: int) -> list[Strip]:
        """A line that says how many were due before, and as many of them as there are rows."""
        told = _("Due before, not told yet") + f" · {len(late)}"
        above = line([(told, self.look("faint"))], width, self.ground)
        return [above, *(self._promise(promise, width) for promise in late[: most - 1])]

    def _promise(self, promise: CommitmentView, width: int) -> Strip:
        sign = self.look("kept" if promise.state == "kept" else "faint")
        left = [(f"{STATE_SIGNS[promise.state]} ", sign), (spoken(promise), self.look("text"))]
        # Of one that is overdue the day is said, and nothing else: nobody is shamed.
        day = f" {promise.due_on:%m-%d}" if promise.state == "overdue" else ""
        return spread(left, [(f"{day} {promise.name}", self.look("faint"))], width, self.ground)

    def _services(self, most: int, width: int) -> list[Strip]:
        services = self._view.services
        heading = self._heading(_("Latest services"), [], width)
        if not services:
            return heading + self._said(how_to_log(), width)
        return heading + [part for one in services[:most] for part in self._service(one, width)]

    def _service(self, service: ServiceView, width: int) -> list[Strip]:
        at = when_words(service.at.astimezone(self._zone), self._view.today)
        whom = " · ".join(part for part in (service.name, service.whom, service.where) if part)
        return [
            line([(spoken(service), self.look("text"))], width, self.ground),
            spread(
                [(whom, self.look("faint"))], [(f" {at}", self.look("faint"))], width, self.ground
            ),
        ]
