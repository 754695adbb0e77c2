"""The photo board: who is here, who holds what, what they promised; everybody may look."""

import time
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.filters import EVERYBODY, Filter, choose_members, here_first, list_choices
from kiosk.people.views import MemberView
from screens.base import KioskScreen
from screens.modes import BOARD
from screens.public.voice_loud import HazardLine
from screens.widgets.board.bar import FilterBar, Pages
from screens.widgets.board.data import BoardView, read_board
from screens.widgets.board.faces import Faces
from screens.widgets.board.panel import SidePanel
from screens.widgets.board.wall import Wall
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

TURN_S = 10.0
"""Seconds for which a page stands while nobody touches the kiosk."""

LEFT_ALONE_S = 30.0
"""Seconds after the last touch from which pages turn by themselves again."""

_SPARE_KEYS = ("4", "5", "6", "3", "1", "2")
"""Keys that are not printed where there is little room; the one that calls the roll always is."""


class BoardScreen(KioskScreen):
    """The home of the kiosk."""

    CSS_PATH = "board.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # Textual declares it on the instance
        (0, "-narrow"),
        (100, "-wide"),
        (160, "-roomy"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "show_everybody", show=False),
        Binding("2", "show_on_site", show=False),
        Binding("3", "pick('post')", show=False),
        Binding("4", "pick('branch')", show=False),
        Binding("5", "pick('team')", show=False),
        Binding("6", "aim", show=False),
        Binding("7", "open_coverage", show=False),
        Binding("8", "app.muster", show=False),
        Binding("9", "open_day", show=False),
        Binding("0", "open_workers", show=False),
        Binding("full_stop", "open_more", show=False),
        Binding("slash", "search", show=False),
        Binding("plus,pagedown", "turn(1)", show=False),
        Binding("minus,pageup", "turn(-1)", show=False),
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
        Binding("enter", "open", show=False),
    ]

    def __init__(self) -> None:
        """Show everybody, once they are read."""
        super().__init__()
        self._view = BoardView()
        self.is_read = False
        """Whether the record was read at least once."""
        self._listed: tuple[MemberView, ...] = ()
        self._filter = EVERYBODY
        self._words = ""
        self.touched_at = time.monotonic() - LEFT_ALONE_S
        """When somebody last used the board, in seconds of the steady clock."""
        self.turned_at = time.monotonic()
        """When the page was last turned or begun to be read, in seconds of the steady clock."""

    def compose(self) -> ComposeResult:
        """Header, filter, wall, side panel, keys."""
        yield SiteHeader()
        yield HazardLine()
        yield FilterBar()
        with Horizontal(id="middle"):
            yield Wall(Faces(self._find_photo, self.kiosk.photos))
            yield SidePanel(self.kiosk.site.zone)
        yield KeyBar(self._keys, spare=_SPARE_KEYS)

    def on_mount(self) -> None:
        """Read what is to be shown, then let the pages turn."""
        self.every(1.0, self.tick)
        self.query_one(Wall).focus()
        self._read()

    async def record_changed(self) -> None:
        """Read again; what a person is reading stays where it is."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; nothing is read or moved for it."""
        for part in (SiteHeader, HazardLine, KeyBar, SidePanel):
            self.query_one(part).redraw()
        self._renew()

    # Reading

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        try:
            self._view = await self.kiosk.read(read_board, self.kiosk.services)
            loud = await self.kiosk.read(self.kiosk.services.voices.loud)
        except KioskError as error:
            self.kiosk.tell(error.sentence)
            return
        if not self.query(SidePanel):
            return  # the kiosk closed meanwhile
        self.query_one(SidePanel).show(self._view)
        self.query_one(HazardLine).show(loud)
        self.query_one(FilterBar).show_empty(
            [post.name for post in self._view.key_posts if post.is_empty]
        )
        if not self.is_read:
            self.is_read = True
            self._list()
        else:
            self._renew()

    async def _find_photo(self, photo: str, size: str) -> bytes | None:
        return await self.kiosk.read(self.kiosk.services.people.find_photo, photo, size)

    # What is on the wall

    def _list(self, page: int = 0) -> None:
        """Make the list anew: somebody asked for another one, or nobody is looking."""
        found = choose_members(self._view.members, self._filter, self._words)
        if not self._words:
            found = here_first(found)
        self._listed = tuple(found)
        self.query_one(Wall).show(found, self._empty(), page)
        self.query_one(FilterBar).show(self._filter, len(found))

    def _renew(self) -> None:
        """Show what is so now; nobody comes, goes or moves until the page is turned."""
        if not self._listed:
            self._list(self.query_one(Wall).page)
            return
        now = {member.uid: member for member in self._view.members}
        self._listed = tuple(now.get(member.uid, member) for member in self._listed)
        self.query_one(Wall).renew(self._listed, self._empty())
        self.query_one(FilterBar).show(self._filter, len(self._listed))

    def _empty(self) -> str:
        if not self.is_read:
            return ""
        if not self._view.members:
            return _("Nobody is on the board yet. Import the members' list to fill it.")
        if self._words:
            return _("Nobody is found by these words. Type fewer letters, or press Esc.")
        if self._filter.kind == "on_site":
            return _("Nobody is on site now. Scan your badge when you come.")
        return _("Nobody is left by this filter. Press 1 to see everybody.")

    @property
    def _is_left_alone(self) -> bool:
        touched_at = max(self.touched_at, self.kiosk.touched_at)
        return time.monotonic() - touched_at >= LEFT_ALONE_S

    @property
    def shown_filter(self) -> Filter:
        """What the wall is narrowed to, the search aside."""
        return self._filter

    def _touch(self) -> None:
        self.touched_at = self.turned_at = time.monotonic()

    def tick(self) -> None:
        """Turn the page when it stood long enough and nobody is here; called every second."""
        if not self.is_current or not self._is_left_alone:
            return
        self._forget_search()
        wall = self.query_one(Wall)
        if wall.chosen is not None:
            wall.choose_nobody()
        if time.monotonic() - self.turned_at >= TURN_S:
            self.turned_at = time.monotonic()
            self._list(wall.page)
            wall.turn(1)

    # What people do

    def on_descendant_focus(self) -> None:
        """The search field takes other keys than the wall."""
        self.query_one(KeyBar).redraw()

    def _keys(self) -> list[tuple[str, str]]:
        if self.query_one(FilterBar).is_typing:
            if not self._words:
                return [("enter", _("Close"))]
            delete = ("full_stop", _("Delete"))
            return [("enter", _("Open it")), delete, ("escape", _("Clear"))]
        is_narrow = self.has_class("-narrow")
        wide = (_("Say it"), _("Search"), _("Key posts"), _("Next"))
        say, search, posts, turn = _narrow_words() if is_narrow else wide
        return [
            ("1", _("All")),
            ("2", _("On site")),
            ("3", _("Post")),
            ("4", _("Branch")),
            ("5", _("Team")),
            ("0", _("Step back") if self.query_one(FilterBar).is_searching else say),
            *([("6", _("Camera"))] if self.kiosk.devices.camera else []),
            ("slash", search),
            ("7", posts),
            ("8", _("Muster")),
            ("9", _("Day")),
            ("full_stop", _("More")),
            ("plus", turn),
        ]

    def _show_filter(self, chosen: Filter) -> None:
        self._touch()
        self._filter = chosen
        self._list()

    def action_show_everybody(self) -> None:
        """Drop filter and search."""
        self._close_search()
        self._show_filter(EVERYBODY)

    def action_show_on_site(self) -> None:
        """Show who is on site."""
        self._show_filter(Filter("on_site"))

    def action_pick(self, kind: str) -> None:
        """Offer the posts, branches or teams there are."""
        self._touch()
        choices = list_choices(self._view.members, kind)

        def show(name: str | None) -> None:
            if name is not None:
                self._show_filter(Filter(kind, name))

        from screens.public.pick import PickDialog  # the first paint does not wait for it

        self.app.push_screen(PickDialog(kind, choices), show)

    def action_search(self) -> None:
        """Open the search field."""
        self._touch()
        self.query_one(FilterBar).open_search()

    def action_turn(self, by: int) -> None:
        """Turn pages."""
        self._touch()
        self.query_one(Wall).turn(by)

    def action_move(self, by_x: int, by_y: int) -> None:
        """Choose another card."""
        self._touch()
        self.query_one(Wall).move(by_x, by_y)

    def action_open(self) -> None:
        """Open the chosen card."""
        self._touch()
        self.query_one(Wall).open_chosen()

    async def action_aim(self) -> None:
        """Scan with the camera, where there is one."""
        if (camera := self.kiosk.devices.camera) is not None:
            from screens.public.viewfinder import ViewfinderScreen  # costs nothing until needed

            self._touch()
            await self.kiosk.push_screen(ViewfinderScreen(camera))

    def action_open_coverage(self) -> None:
        """Open the key posts and their hours."""
        from screens.public.coverage import CoverageScreen  # the first paint does not wait for it

        self._touch()
        self.app.push_screen(CoverageScreen())

    def action_open_workers(self) -> None:
        """Ratings and voices, for everybody; a search that stands is left first."""
        if self.query_one(FilterBar).is_searching:
            self.action_back()
            return
        from screens.public.workers import WorkersScreen  # the first paint does not wait for it

        self._touch()
        self.app.push_screen(WorkersScreen())

    def on_hazard_line_pressed(self, message: HazardLine.Pressed) -> None:
        """Which hazards, or calls for help, there are."""
        from screens.public.voice_list import VoiceListScreen  # as above

        self._touch()
        self.app.push_screen(VoiceListScreen(message.kind))

    def action_open_more(self) -> None:
        """Posts, teams, promises, voices, the wall."""
        from screens.public.more import MoreScreen  # the first paint does not wait for it

        self._touch()
        self.app.push_screen(MoreScreen())

    async def action_open_day(self) -> None:
        """The supervisor's day, behind number and PIN."""
        from screens.supervisor.entrance import open_day  # costs nothing until it is needed

        self._touch()
        await open_day(self.kiosk)

    def action_back(self) -> None:
        """One step back: from the search, from the choice, from the filter."""
        wall = self.query_one(Wall)
        self._touch()
        if self.query_one(FilterBar).is_searching:
            self._close_search()
            self._list()
        elif wall.chosen is not None:
            wall.choose_nobody()
        elif self._filter != EVERYBODY:
            self._show_filter(EVERYBODY)

    def _close_search(self) -> None:
        self._words = ""
        self.query_one(FilterBar).close_search()
        self.query_one(Wall).focus()

    def _forget_search(self) -> None:
        """Whoever looked for somebody is done: the next one finds everybody."""
        if self.query(FilterBar) and self.query_one(FilterBar).is_searching:
            self._close_search()
            self._list()

    def on_screen_suspend(self) -> None:
        """A scan is answered, or a supervisor at work, over the board itself.

        Whoever is typing just then is somebody else: their words stay.
        """
        bar = self.query(FilterBar)
        is_typing = bool(bar) and bar.first().is_typing
        if self.kiosk.current_mode != BOARD and not is_typing:
            self._forget_search()

    def session_ended(self) -> None:
        """Nobody reads the card to which a search led."""
        self._forget_search()

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        """Narrow the wall."""
        if event.words != self._words:
            self._touch()
            self._words = event.words
            self._list()
            self.query_one(KeyBar).redraw()

    def on_filter_bar_found(self) -> None:
        """Turn to the results and open a single one; nothing typed: close; nobody found: go on."""
        if not self._words:
            self._close_search()
            return
        if not self._listed:
            # Digits meant for another number must not become keys that do something.
            self.query_one(FilterBar).open_search()
            return
        self.query_one(Wall).focus()
        self.action_open()

    def on_filter_bar_dropped(self) -> None:
        """Show everybody."""
        self.action_show_everybody()

    def on_pages_pressed(self, event: Pages.Pressed) -> None:
        """Turn pages."""
        self.action_turn(event.by)

    def on_wall_touched(self) -> None:
        """Stop turning by itself for a while."""
        self._touch()

    def on_wall_turned(self, event: Wall.Turned) -> None:
        """Say which page this is."""
        self.query_one(FilterBar).show_page(event.page, event.pages)

    def on_wall_opened(self, event: Wall.Opened) -> None:
        """Open a member's card."""
        from screens.public.card import CardScreen  # the first paint does not wait for it

        self.app.push_screen(CardScreen(event.member.uid))


def _narrow_words() -> list[str]:
    """What 0, /, 7 and + do, so short that who is on site keeps its key in both languages."""
    return _("Voices|Find|Posts|Page").split("|")
