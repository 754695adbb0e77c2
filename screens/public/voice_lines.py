"""One list of lines on a page: 8 and 2 move, other keys say what is listed, Enter opens."""

from abc import abstractmethod
from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _
from screens.base import KioskScreen
from screens.supervisor.day_layout import Line
from screens.supervisor.day_list import StoryList
from screens.supervisor.keypad_list import KeypadList
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.sentence import Sentence


class LinesScreen(KioskScreen):
    """Reads lines, shows them, and follows the record; the reader stays where they are."""

    CSS_PATH = "voice_lines.tcss"

    is_read = False
    """Whether the record was read at least once."""

    @abstractmethod
    def heading(self) -> str:
        """What is listed."""

    @abstractmethod
    def empty_words(self) -> str:
        """What will be here and how to begin."""

    @abstractmethod
    def lines(self) -> Sequence[Line]:
        """The lines of what was read last."""

    @abstractmethod
    async def read(self) -> None:
        """Read what is to be listed. Raises `KioskError` where that fails."""

    @abstractmethod
    def keys(self) -> list[tuple[str, str]]:
        """What the key bar offers, moving and the way back left out."""

    def open_line(self, line: Line) -> None:
        """Open the chosen line."""

    def press(self, character: str) -> bool:
        """Take a key that is neither Enter nor one of the list; says whether it meant something."""
        return False

    def compose(self) -> ComposeResult:
        """Title, list, the chosen line in words."""
        yield SiteHeader()
        with Vertical(id="lines"):
            yield Label("", id="lines-title", markup=False)
            yield KeypadList()
            yield Label("", id="lines-empty", markup=False)
            yield Sentence(id="lines-detail")
        yield KeyBar(self._keys, resting=self._resting)
        yield Countdown()

    def on_mount(self) -> None:
        """Read."""
        self.renew(from_the_top=True)

    def on_screen_resume(self) -> None:
        """What was done above is in the list."""
        if self.is_read:
            self.renew()

    async def record_changed(self) -> None:
        """Something may be otherwise now."""
        self.renew()

    async def speak(self) -> None:
        """Say everything again; the reader stays where they are."""
        line = self.query_one(KeypadList).chosen
        await super().speak()
        self._show(from_the_top=True)
        if line is not None:
            self.query_one(KeypadList).choose(line.key)

    def renew(self, *, from_the_top: bool = False) -> None:
        """Read and show again."""
        reading = self._read(from_the_top=from_the_top)
        self.run_worker(reading, name="lines", group="lines", exclusive=True)

    async def _read(self, *, from_the_top: bool) -> None:
        try:
            await self.read()
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        self.is_read = True
        self._show(from_the_top=from_the_top)

    def _show(self, *, from_the_top: bool) -> None:
        if not self.is_read or not self.query("#lines-detail"):  # just being composed anew
            return
        found = self.lines()
        story, empty = self.query_one(KeypadList), self.query_one("#lines-empty", Label)
        story.display, empty.display = bool(found), not found
        empty.update(self.empty_words())
        self.query_one("#lines-title", Label).update(self.heading())
        story.tell(found, from_the_top=from_the_top)
        if self.is_current:
            story.focus()
        self.query_one(KeyBar).redraw()

    def on_story_list_chosen(self, message: StoryList.Chosen) -> None:
        """Say the whole of the chosen line."""
        message.stop()
        for detail in self.query("#lines-detail").results(Sentence):
            detail.update(message.line.detail if message.line else "")

    def on_key(self, event: events.Key) -> None:
        """Enter opens, some keys list something else, 8 and 2 move."""
        character = event.character or ""
        if event.key == "enter":
            line = self.query_one(KeypadList).chosen
            if line is not None:
                self.open_line(line)
        elif not self.press(character) and not self.query_one(KeypadList).press(character):
            return
        event.stop()
        event.prevent_default()

    def _keys(self) -> list[tuple[str, str]]:
        return [("move", _("Move")), *self.keys(), ("0", _("Back")), ("f2", "中文 / EN")]

    def _resting(self) -> frozenset[str]:
        is_empty = self.is_read and not self.lines()
        return frozenset({"move", "enter"}) if is_empty else frozenset()
