"""What the pages have in common that anybody may use without a badge: questions, faces, tiles."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self, TypeVar
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Grid
from textual.screen import Screen

from screens.dialogs.outcome import NotStored, Stored
from screens.dialogs.pick_list import Choice, Tile
from screens.dialogs.step import SETTLE_S, KeyLabel, Step
from screens.member.answer import AnswerScreen
from screens.member.steps import Steps
from screens.modes import ANSWER, DAY
from screens.widgets.rating_faces import RatingFaces

if TYPE_CHECKING:
    from screens.app import KioskApp

FIRST_TILE = 6
"""The key of the first tile under the faces."""

MOST_TILES = 4

_TALL = 30
"""Lines of a screen from which on the tiles are higher."""

PAGE_KEYS = {"/": "slash", "+": "plus"}
"""Characters that lead from the faces to another page, by Textual's names."""

Words = Callable[[], str]
Answer = TypeVar("Answer")


class PublicSteps(Steps):
    """A story of questions for whoever stands here."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = 40.0
    settle_s = SETTLE_S
    _has_left_page = False

    async def _show(self, step: Step[Answer]) -> None:
        # A key that bounces is the one that led here; any other one is meant, however fast it is.
        # What became of something stays until it was read, and behind a page that was left any key
        # may have been meant for that page.
        if not isinstance(step, Stored | NotStored) and not self._has_left_page:
            step.opened_by = self.kiosk.after_back.last_key
        self._has_left_page = False
        await super()._show(step)

    def on_screen_resume(self) -> None:
        """The page above was left: what is asked here settles anew."""
        if self._step is not None:
            self._step.settle()

    async def open_above(self, page: Screen[None]) -> None:
        """Open a page above this one."""
        await self.kiosk.push_screen(page)
        self._has_left_page = True


class FacesStep(Step[object]):
    """Five faces; under them up to four tiles on the keys 6 to 9.

    Answers a number from 1 to 5, the value of a tile, or the name of a key in the bar.
    """

    DEFAULT_CSS = """
    FacesStep .face-tiles { grid-size: 4 1; grid-gutter: 0 2; grid-rows: 1fr; margin-top: 1; }
    """

    def __init__(
        self,
        title: Words,
        tiles: Callable[[], Sequence[Choice[object]]],
        more: Callable[[], Sequence[KeyLabel]] = tuple,
        *,
        answered: "asyncio.Future[object | None] | None" = None,
    ) -> None:
        """Ask.

        Args:
            title: The question.
            tiles: At most four choices under the faces.
            more: Keys of `PAGE_KEYS` with what they do.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(answered)
        self._title, self._tiles, self._more = title, tiles, more

    @property
    def title(self) -> str:
        """The question."""
        return self._title()

    def again(self) -> Self:
        """The same question."""
        return type(self)(self._title, self._tiles, self._more, answered=self.answered)

    def keys(self) -> list[KeyLabel]:
        """The ways to other pages."""
        return list(self._more())

    def compose(self) -> ComposeResult:
        """Faces, then tiles."""
        yield RatingFaces()
        tiles = self._tiles()
        if tiles:
            grid = Grid(classes="face-tiles")
            grid.styles.height = 6 if self.app.size.height >= _TALL else 4
            with grid:
                for place, choice in enumerate(tiles):
                    yield Tile(place, str(FIRST_TILE + place), choice)

    def press(self, key: str, character: str | None) -> bool:
        """A face's key, a tile's, or one of the bar's."""
        name = PAGE_KEYS.get(character or "")
        if character is not None and character in "12345":
            self.give(int(character))
        elif character is not None and character in "6789":
            self._take(int(character) - FIRST_TILE)
        elif name in dict(self._more()):
            self.give(name)
        else:
            return False
        return True

    def on_rating_faces_chosen(self, message: RatingFaces.Chosen) -> None:
        """A face was touched."""
        message.stop()
        if not self.is_too_early(message):
            self.give(message.stars)

    def on_tile_chosen(self, message: Tile.Chosen) -> None:
        """A tile was touched."""
        message.stop()
        if not self.is_too_early(message):
            self._take(message.place)

    def _take(self, place: int) -> None:
        tiles = self._tiles()
        if place < len(tiles):
            self.give(tiles[place].value)


def session_member(app: "KioskApp") -> UUID | None:
    """The member whose session is open at this terminal, or None."""
    if app.current_mode == DAY:
        return app.supervisor.uid if app.supervisor else None
    lowest = app.screen_stack[0]
    if app.current_mode != ANSWER or not isinstance(lowest, AnswerScreen):
        return None
    return lowest.member.uid if lowest.member else None
