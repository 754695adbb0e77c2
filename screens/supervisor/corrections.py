"""What waits for a supervisor of presences: one list, and Enter settles the chosen line."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from kiosk.attendance.waiting import WaitingView, count_more, list_waiting
from kiosk.errors import KioskError
from kiosk.i18n import _, ngettext
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.clock_item import settle_clock
from screens.supervisor.day_layout import Cell, Line
from screens.supervisor.day_list import StoryList
from screens.supervisor.settle import SettleScreen, moment_words, waiting_detail, waiting_words
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

MARKS = {"request": "?", "question": "◐", "forgotten": "▲", "clock": "◷", "jump": "◷"}
"""The sign of each kind of thing that waits; a word stands beside it."""


class CorrectionsScreen(SupervisorScreen):
    """Everything about presences that needs somebody, what members asked for first."""

    CSS_PATH = "corrections.tcss"

    def __init__(self) -> None:
        """Show what waits, once it is read."""
        super().__init__()
        self._waiting: tuple[WaitingView, ...] | None = None
        self._more = 0

    def compose(self) -> ComposeResult:
        """Title, list, the chosen line in words."""
        yield SiteHeader()
        with Vertical(id="waiting"):
            yield Label(id="waiting-title", markup=False)
            yield StoryList()
            yield Label(id="waiting-empty", markup=False)
            yield Label(id="waiting-detail", markup=False)
        yield KeyBar(self._keys, resting=self._resting)
        yield Countdown()

    def on_mount(self) -> None:
        """Read the list."""
        self._read()

    def on_screen_resume(self) -> None:
        """What was settled is gone from the list."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; the reader stays where they are."""
        line = self.query_one(StoryList).chosen
        await super().speak()
        self._show(from_the_top=True)
        if line is not None:
            self.query_one(StoryList).choose(line.key)

    async def record_changed(self) -> None:
        """Something may wait or be settled now."""
        self._read()

    def _read(self) -> None:
        self.run_worker(self._read_list(), name="waiting", exclusive=True)

    async def _read_list(self) -> None:
        is_first = self._waiting is None
        try:
            self._waiting = await self.kiosk.read(list_waiting, self.kiosk.services.context)
            self._more = await self.kiosk.read(count_more, self.kiosk.services.context)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        self._show(from_the_top=is_first)

    def _show(self, *, from_the_top: bool) -> None:
        if self._waiting is None:
            return
        zone, story = self.kiosk.site.zone, self.query_one(StoryList)
        empty = self.query_one("#waiting-empty", Label)
        story.display, empty.display = bool(self._waiting), not self._waiting
        empty.update(_("Nothing waits. Whoever forgets to check out appears here."))
        told = ngettext("{count} waits", "{count} wait", len(self._waiting))
        words = told.format(count=len(self._waiting))
        if self._more:
            older = ngettext("And {count} older one.", "And {count} older ones.", self._more)
            words = f"{words}   {older.format(count=self._more)}"
        self.query_one("#waiting-title", Label).update(
            Content.assemble((_("Presence"), "bold"), f"   {words}")
        )
        story.tell(
            [waiting_line(one, moment_words(one.at, zone)) for one in self._waiting],
            from_the_top=from_the_top,
        )
        story.focus()
        self.query_one(KeyBar).redraw()

    def on_story_list_chosen(self, message: StoryList.Chosen) -> None:
        """Say the whole of the chosen line."""
        message.stop()
        one = self._chosen()
        told = waiting_detail(one, self.kiosk.site.zone) if one else ""
        self.query_one("#waiting-detail", Label).update(told)

    def _chosen(self) -> WaitingView | None:
        line = self.query_one(StoryList).chosen
        return next((one for one in self._waiting or () if line and str(one.uid) == line.key), None)

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("move", _("Move")),
            ("enter", _("Settle")),
            ("0", _("Back")),
            ("f2", "中文 / EN"),
        ]

    def _resting(self) -> frozenset[str]:
        return frozenset() if self._waiting else frozenset({"move", "enter"})

    def on_key(self, event: events.Key) -> None:
        """Enter settles; a keypad's 8 and 2 move."""
        if event.key == "enter" and (one := self._chosen()) is not None:
            event.stop()
            self.run_worker(self._settle(one), name="settle", group="settle", exclusive=True)
        elif event.character in {"8", "2"}:
            event.stop()
            self._move(1 if event.character == "2" else -1)

    def _move(self, step: int) -> None:
        keys = [str(one.uid) for one in self._waiting or ()]
        line = self.query_one(StoryList).chosen
        if line is not None and line.key in keys:
            place = max(0, min(keys.index(line.key) + step, len(keys) - 1))
            self.query_one(StoryList).choose(keys[place])

    async def _settle(self, one: WaitingView) -> None:
        if one.kind == "jump":
            await settle_clock(self.kiosk, self.by)
            self._read()
            return
        member = await self.kiosk.read(self.kiosk.services.people.get_member, one.number)
        await self.kiosk.push_screen(SettleScreen(member, one))


def waiting_line(one: WaitingView, when: str) -> Line:
    """Something that waits, as a line.

    Args:
        one: What waits.
        when: When it happened, in words.
    """
    cells = (
        Cell(MARKS.get(one.kind, "▲"), 2, "urgent"),
        Cell(one.name or waiting_words(one), 0, "strong", 28),
        Cell(one.number, 5, "quiet"),
        Cell(when, 20),
        Cell(waiting_words(one), 20, "urgent"),
    )
    said = (one.number, one.name, waiting_words(one))
    return Line(str(one.uid), cells, said=said)
