"""The wall display: for a large screen that nobody touches; it turns by itself until a key.

Where the terminal is so set (`wall_rest.py`), it is shown again when nobody is at the board.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.strip import Strip
from textual.widgets import Digits, Label

from kiosk.errors import KioskError
from kiosk.i18n import _
from screens.base import HOUSE_KEYS, KioskScreen
from screens.public.voice_loud import HazardLine
from screens.public.wall_mode_cards import WallCards
from screens.public.wall_mode_view import (
    WallView,
    count_words,
    post_cards,
    promise_cards,
    read_wall,
    service_cards,
    voice_cards,
)
from screens.widgets.big_letters import find_letters
from screens.widgets.board.faces import Faces
from screens.widgets.board.wall import Wall
from screens.widgets.board.words import how_to_log, how_to_promise
from screens.widgets.coverage_faces import PostFaces
from screens.widgets.coverage_strip import PostStrips
from screens.widgets.header import SiteHeader
from screens.widgets.lines import Drawn, line

TURN_S = 12.0
"""Seconds for which each part stands."""

PARTS = ("board", "posts", "duties", "promises", "services", "voices")
"""In the order in which they are turned through."""

_KEPT_KEYS = frozenset({"f9", "ctrl+q"})
"""Keys that do here what they do everywhere: call the roll, end a demo."""


class WallFoot(Drawn):
    """Which part this is, and how to end."""

    LOOKS = "foot"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"foot--here", "foot--other", "foot--quiet"}
    DEFAULT_CSS = """
    WallFoot { height: 1; }
    WallFoot > .foot--here { color: $accent; text-style: bold; }
    WallFoot > .foot--other { color: $text-disabled; }
    WallFoot > .foot--quiet { color: $text-muted; }
    """

    at = 0
    """The part shown, from 0."""

    def draw(self, width: int, height: int) -> list[Strip]:
        """A mark for each part, and a sentence."""
        marks = [
            ("━━━━ " if place == self.at else "──── ", "here" if place == self.at else "other")
            for place in range(len(PARTS))
        ]
        parts = [(text, self.look(look)) for text, look in marks]
        said = _("Any key, touch or scan leads to the board.")
        return [line([*parts, (f"  {said}", self.look("quiet"))], width, self.ground)]


class WallModeScreen(KioskScreen):
    """Board, key posts, other posts, promises, services, solved voices, one after the other."""

    CSS_PATH = "wall_mode.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # Textual declares it on the instance
        (0, "-narrow"),
        (100, "-wide"),
        (160, "-roomy"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = HOUSE_KEYS

    def __init__(self) -> None:
        """Show the board first."""
        super().__init__()
        self._view = WallView()
        self._at = 0
        self._was_left = False
        self.is_read = False
        """Whether the record was read at least once."""

    @property
    def part(self) -> str:
        """What is shown: one of `PARTS`."""
        return PARTS[self._at]

    def compose(self) -> ComposeResult:
        """Title and count on top, one part under them, the foot."""
        zone = self.kiosk.site.zone
        faces = Faces(self._find_photo, self.kiosk.photos)
        yield SiteHeader()
        yield HazardLine()
        with Horizontal(id="wall-top"):
            with Vertical(id="wall-words"):
                yield Label("", id="wall-title", markup=False)
                yield Label("", id="wall-about", markup=False)
            yield Label("", id="wall-counted", markup=False)
            yield Digits("", id="wall-count")
        with Container(id="wall-middle"):
            yield Wall(faces, id="wall-board")
            with Horizontal(id="wall-posts"):
                yield PostStrips(zone)
                yield PostFaces(zone, Faces(self._find_photo, self.kiosk.photos))
            for part in PARTS[2:]:
                yield WallCards(faces, id=f"wall-{part}")
        yield WallFoot()

    def on_mount(self) -> None:
        """Read, and turn from now on."""
        self._say()
        self._read()
        self._read_loud()
        self._find_letters()
        self.every(TURN_S, self.tick)

    async def record_changed(self) -> None:
        """Nothing moves before it turns, but what is loud is loud at once."""
        self._read_loud()

    async def speak(self) -> None:
        """Say everything again; nothing is read or moved for it."""
        for part in (SiteHeader, HazardLine, WallFoot, PostStrips, PostFaces):
            self.query_one(part).redraw()
        self._show()

    def tick(self) -> None:
        """Turn to the next part, unless something else is in front of the wall."""
        if self.app.screen is self:
            self._read(turn=True)

    # Reading and showing

    @work(group="read", exclusive=True)
    async def _read(self, *, turn: bool = False) -> None:
        try:
            self._view = await self.kiosk.read(read_wall, self.kiosk.services)
            self.is_read = True
        except KioskError as error:
            self.kiosk.tell(error.sentence)
        if not self.query(WallFoot):
            return  # it closed meanwhile
        with self.app.batch_update():
            if turn:
                self._turn_pages()
                self._at = (self._at + 1) % len(PARTS)
            self._show()

    @work(group="loud", exclusive=True)
    async def _read_loud(self) -> None:
        with suppress(KioskError):  # the parts tell that nothing can be read
            loud = await self.kiosk.read(self.kiosk.services.voices.loud)
            for one in self.query(HazardLine):
                one.show(loud)

    @work(group="letters")
    async def _find_letters(self) -> None:
        letters = await asyncio.to_thread(find_letters)
        for cards in self.query(WallCards):
            cards.use(letters)

    def _turn_pages(self) -> None:
        """What is left shows its next page when the wall comes round again."""
        if self.part == "board":
            self.query_one(Wall).turn(1)
        elif self.part == "posts":
            self.query_one(PostStrips).turn(1)
        else:
            self.query_one(f"#wall-{self.part}", WallCards).turn()

    def _show(self) -> None:
        if self.is_read:  # until then nothing is known: that there is nobody would be a guess
            self._fill()
        for part in PARTS:
            self.query_one(f"#wall-{part}").display = part == self.part
        self._say()

    def _fill(self) -> None:
        view, zone = self._view, self.kiosk.site.zone
        wall = self.query_one(Wall)
        wall.show(view.members, _nobody_yet(), wall.page)
        self.query_one(PostStrips).show(view.posts, view.now)
        self.query_one(PostFaces).show(view.posts)
        cards = {
            "duties": (post_cards(view), _no_post_yet()),
            "promises": (promise_cards(view), how_to_promise()),
            "services": (service_cards(view, zone), how_to_log()),
            "voices": (voice_cards(view), _no_voice_yet()),
        }
        for part, (found, empty) in cards.items():
            self.query_one(f"#wall-{part}", WallCards).show(found, empty)

    def _say(self) -> None:
        title, about = _TITLES[self.part]()
        count, counted = count_words(self._view, self.part) if self.is_read else ("", "")
        left = sum(one.left for one in self.query(WallCards).results(WallCards) if one.display)
        more = _("{count} more of them").format(count=left) if left else ""
        self.query_one("#wall-title", Label).update(title)
        self.query_one("#wall-about", Label).update(" · ".join(filter(None, (more, about))))
        self.query_one("#wall-counted", Label).update(counted)
        self.query_one("#wall-count", Digits).update(count)
        foot = self.query_one(WallFoot)
        foot.at = self._at
        foot.redraw()

    def on_wall_cards_laid(self) -> None:
        """Say how many are left."""
        self._say()

    async def _find_photo(self, photo: str, size: str) -> bytes | None:
        return await self.kiosk.read(self.kiosk.services.people.find_photo, photo, size)

    # Its end

    def on_key(self, event: events.Key) -> None:
        """Any key ends it, but those that every screen has for an emergency."""
        if event.key not in _KEPT_KEYS:
            event.stop()
            event.prevent_default()
            self.kiosk.go_home()

    def on_click(self) -> None:
        """A touch ends it."""
        self.kiosk.go_home()

    def on_hazard_line_pressed(self) -> None:
        """So does one on what is loud: the board has it too."""
        self.kiosk.go_home()

    def on_screen_suspend(self) -> None:
        """A scan's answer, or a muster, is in front of it."""
        self._was_left = True

    def on_screen_resume(self) -> None:
        """After a scan the board is shown: somebody is here."""
        if self._was_left:
            self.kiosk.go_home()


def _nobody_yet() -> str:
    return _("Nobody is on the board yet. Import the members' list to fill it.")


def _no_post_yet() -> str:
    return _("Other posts will stand here with their duty and holders; a supervisor sets them.")


def _no_voice_yet() -> str:
    return _("What was said and solved will stand here. Press 0 on the board to say something.")


_TITLES: dict[str, Callable[[], tuple[str, str]]] = {
    "board": lambda: (_("Who is here"), _("members of the site, those on site first")),
    "posts": lambda: (_("Key posts today"), _("who stands where, hour by hour")),
    "duties": lambda: (_("Other posts"), _("who answers for what")),
    "promises": lambda: (_("Promises of today"), _("made in public, watched by everybody")),
    "services": lambda: (_("Latest services"), _("what was done, by whom, for whom")),
    "voices": lambda: (_("Said and solved"), _("say yours: press 0 on the board")),
}
