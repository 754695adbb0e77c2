"""Picking the post, branch or team that the board shows."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from kiosk.i18n import _
from kiosk.people.filters import Choice
from screens.base import KioskDialog
from screens.widgets.board.bar import Pages
from screens.widgets.board.pick_grid import ON_A_PAGE, PickGrid
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar


class PickDialog(KioskDialog[str]):
    """Returns the name that was picked, or None."""

    CSS_PATH = "pick.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(key), f"pick({key - 1})", show=False) for key in range(1, ON_A_PAGE + 1)),
        Binding("plus,pagedown,right,down", "turn(1)", show=False),
        Binding("minus,pageup,left,up", "turn(-1)", show=False),
        Binding("0", "leave_dialog", show=False),
    ]

    def __init__(self, kind: str, choices: Sequence[Choice]) -> None:
        """Offer choices.

        Args:
            kind: `post`, `branch` or `team`.
            choices: In the order in which they are offered.
        """
        super().__init__()
        self._kind = kind
        self._choices = choices

    def compose(self) -> ComposeResult:
        """The same frame as everywhere; a heading and the choices in it."""
        yield SiteHeader()
        with Horizontal(id="top"):
            yield Static(self._title(), id="title", markup=False)
            yield Pages()
        yield PickGrid(self._choices)
        yield KeyBar(self._keys())
        yield Countdown()

    def on_mount(self) -> None:
        """Say which page this is."""
        self._show_page()

    async def speak(self) -> None:
        """Say everything again; the page stays."""
        page = self.query_one(PickGrid).page
        await super().speak()
        self.query_one(PickGrid).page = page
        self._show_page()

    def _title(self) -> str:
        titles = {
            "post": _("Whose post shall be shown?"),
            "branch": _("Which branch shall be shown?"),
            "team": _("Which team shall be shown?"),
        }
        nothing = {
            "post": _("No posts are held yet. Go back and look at everybody."),
            "branch": _("No branches are known yet. Go back and look at everybody."),
            "team": _("No teams are raised now. Go back and look at everybody."),
        }
        return titles[self._kind] if self._choices else nothing[self._kind]

    def _keys(self) -> list[tuple[str, str]]:
        keys = [("0", _("Back"))]
        if len(self._choices) > ON_A_PAGE:
            keys += [("plus", _("Next page")), ("minus", _("Page back"))]
        return keys

    def action_pick(self, place: int) -> None:
        """Take the choice at a place of the page."""
        choice = self.query_one(PickGrid).find(place)
        if choice is not None:
            self.dismiss(choice.name)

    def action_turn(self, by: int) -> None:
        """Show other choices."""
        self.query_one(PickGrid).turn(by)
        self._show_page()

    def _show_page(self) -> None:
        grid, dots = self.query_one(PickGrid), self.query_one(Pages)
        dots.page, dots.pages = grid.page, grid.pages
        dots.redraw()

    def on_pages_pressed(self, event: Pages.Pressed) -> None:
        """Turn pages."""
        self.action_turn(event.by)

    def on_pick_grid_picked(self, event: PickGrid.Picked) -> None:
        """Take the choice that was touched."""
        self.action_pick(event.place)
