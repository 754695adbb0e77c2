"""All members for a supervisor: found by number, name or initials; what waits stands first."""

from collections.abc import Collection, Sequence
from uuid import UUID

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from kiosk.errors import KioskError
from kiosk.i18n import _, format_number, ngettext
from kiosk.oversight.filters import LONGEST_WORDS, wanted_words
from kiosk.people.keeping import KeptMember
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.day_layout import filtered, flat
from screens.supervisor.day_list import StoryList
from screens.supervisor.member_lines import groups_of, state_sentence, waits
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.photos import PhotoView

ROOMY_CELLS = 120
"""Width of a screen from which on the chosen member's photo stands beside the list."""

_MOVES = {"8": "up", "2": "down", "+": "pagedown", "-": "pageup"}


class MembersScreen(SupervisorScreen):
    """The list; Enter opens the chosen member's page."""

    CSS_PATH = "members.tcss"

    def __init__(self) -> None:
        """Show everybody."""
        super().__init__()
        self._kept: dict[str, KeptMember] = {}
        self._words = ""
        self._waited = 0

    @property
    def kept(self) -> Collection[KeptMember]:
        """Who is kept, as far as they were read."""
        return self._kept.values()

    def compose(self) -> ComposeResult:
        """A title, the list with its filter, the chosen one's face beside it."""
        yield SiteHeader()
        with Horizontal(id="members"):
            with Vertical(id="members-list"):
                yield Label(id="members-title", markup=False)
                yield Input(
                    self._words,
                    placeholder=_("Name, number, initials or any word"),
                    max_length=LONGEST_WORDS,
                    id="members-filter",
                )
                yield StoryList()
                yield Label(id="members-empty", markup=False)
            with Vertical(id="members-preview"):
                yield PhotoView()
                yield Label(id="preview-name", markup=False)
                yield Label(id="preview-state", markup=False)
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Show what is known so far: nothing yet, or all of it in another language."""
        self._show(from_the_top=True)

    def on_screen_resume(self) -> None:
        """Read; a page above this one may have changed something."""
        self._read()

    def on_resize(self, event: events.Resize) -> None:
        """Show a face where there is room for one."""
        self.set_class(event.size.width >= ROOMY_CELLS, "-roomy")

    async def speak(self) -> None:
        """Say everything again; the reader stays where they are."""
        line = self.query_one(StoryList).chosen
        await super().speak()
        self._show(from_the_top=True)
        if line is not None:
            self.query_one(StoryList).choose(line.key)

    async def record_changed(self) -> None:
        """Read again; the reader stays where they are."""
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        try:
            members = await self.kiosk.read(self.kiosk.services.keeping.list_kept)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        is_first = not self._kept
        self._kept = {str(kept.uid): kept for kept in members}
        before, self._waited = self._waited, self._waiting
        self._show(from_the_top=is_first or self._waited > before)

    def _show(self, *, from_the_top: bool) -> None:
        if not self.query(KeyBar):  # it may be spoken anew just now
            return
        self.query_one("#members-title", Label).update(self._title())
        groups = groups_of(list(self._kept.values()), self.kiosk.site.zone)
        lines = flat(filtered(groups, wanted_words(self._words)))
        story, empty = self.query_one(StoryList), self.query_one("#members-empty", Label)
        story.display, empty.display = bool(lines), not lines
        empty.update(self._empty())
        field = self.query_one("#members-filter", Input)
        field.display = self._is_filtering
        story.tell(lines, from_the_top=from_the_top)
        if not self._is_typing:
            story.focus()
        self.query_one(KeyBar).redraw()

    def _title(self) -> str:
        here = sum(kept.left_at is None for kept in self._kept.values())
        waiting = self._waiting
        told = [f"{_('Members')} {format_number(here)}"]
        if waiting:
            words = ngettext(
                "{count} photo waits for approval", "{count} photos wait for approval", waiting
            )
            told.append("▲ " + words.format(count=waiting))
        return "   ".join(told)

    @property
    def _waiting(self) -> int:
        return sum(waits(kept) for kept in self._kept.values())

    def _empty(self) -> str:
        if not self._kept:
            return _("Nobody is kept here yet. Press 1 and add the first member.")
        return _("Nobody is called that. Press Esc to see everybody.")

    @property
    def _is_filtering(self) -> bool:
        return bool(self._words) or self._is_typing

    @property
    def _is_typing(self) -> bool:
        return self.focused is not None and self.focused.id == "members-filter"

    def _keys(self) -> list[tuple[str, str]]:
        if self._is_typing:
            return [("enter", _("To the list")), ("escape", _("Everybody")), ("f2", "中文 / EN")]
        return [
            ("enter", _("Open the page")),
            ("1", _("Add")),
            *([("3", _("To approve"))] if self._waiting else []),
            ("slash", _("Find")),
            ("move", _("Move")),
            ("plus", ""),
            ("minus", _("Page")),
            ("0", _("Everybody") if self._words else _("Back")),
            ("f2", "中文 / EN"),
        ]

    def on_descendant_focus(self) -> None:
        """The filter takes other keys than the list."""
        self.query_one(KeyBar).redraw()

    def on_key(self, event: events.Key) -> None:
        """Open, add, find, move."""
        field = self.query_one("#members-filter", Input)
        if self._is_typing:
            if event.key in {"enter", "down"}:
                event.stop()
                self.set_focus(self.query_one(StoryList))
                self._show(from_the_top=False)
        elif event.key == "enter":
            event.stop()
            self._open()
        elif self._press(event.character or "", field):
            event.stop()

    def _press(self, character: str, field: Input) -> bool:
        if character == "1":
            self._add()
        elif character == "3" and self._waiting:
            self._go_to_waiting()
        elif character == "/":
            field.display = True
            field.focus()
        elif character in _MOVES:
            self.kiosk.press(_MOVES[character])
        else:
            return False
        return True

    def on_click(self, event: events.Click) -> None:
        """A second touch on the same line opens it."""
        if event.chain > 1 and isinstance(event.widget, StoryList):
            self._open()

    def _open(self) -> None:
        line = self.query_one(StoryList).chosen
        if line is not None and line.key in self._kept:
            self._open_page(self._kept[line.key].uid)

    def _go_to_waiting(self) -> None:
        if self._words:
            self._words = self.query_one("#members-filter", Input).value = ""
        self._show(from_the_top=True)

    def _open_page(self, uid: UUID) -> None:
        from screens.supervisor.member_page import MemberPageScreen  # costs when it is opened

        self.app.push_screen(MemberPageScreen(uid, self._order(uid)))

    @work(group="another", exclusive=True)
    async def _add_another(self) -> None:
        members = await self.kiosk.read(self.kiosk.services.keeping.list_kept)
        self._kept = {str(kept.uid): kept for kept in members}
        self._add()

    def _order(self, uid: UUID) -> Sequence[UUID]:
        """The keys in the list's order, for turning from page to page."""
        groups = groups_of(list(self._kept.values()), self.kiosk.site.zone)
        lines = flat(filtered(groups, wanted_words(self._words)))
        keys = [self._kept[line.key].uid for line in lines if line.key in self._kept]
        return keys if uid in keys else [uid]

    def _add(self) -> None:
        from screens.supervisor.member_form import MemberFormScreen  # costs when it is opened

        others = list(self._kept.values())
        self.app.push_screen(MemberFormScreen(None, others, self.lead_on))

    def lead_on(self, uid: UUID) -> None:
        """Open the page of a member who was just added, which leads on from step to step."""
        from screens.supervisor.member_page import MemberPageScreen

        self.app.push_screen(MemberPageScreen(uid, add_another=self._add_another))

    def on_story_list_chosen(self, message: StoryList.Chosen) -> None:
        """Show the face of the one who is chosen."""
        message.stop()
        kept = self._kept.get(message.line.key) if message.line else None
        self._preview(kept)

    @work(group="preview", exclusive=True)
    async def _preview(self, kept: KeptMember | None) -> None:
        side = self.query_one("#members-preview")
        side.visible = kept is not None
        if kept is None or not side.display:
            return
        key = kept.waiting_photo or kept.photo
        find = self.kiosk.services.people.find_photo
        try:
            photo = await self.kiosk.read(find, key, "large") if key else None
        except KioskError:
            photo = None  # the list itself says what is wrong with the record
        if self.query("#preview-name"):
            self.query_one(PhotoView).show(photo, key or "")
            self.query_one("#preview-name", Label).update(f"{kept.number}  {kept.name}")
            self.query_one("#preview-state", Label).update(state_sentence(kept))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Filter while it is typed."""
        message.stop()
        if message.value != self._words:
            self._words = message.value
            self._show(from_the_top=True)

    def action_back(self) -> None:
        """First out of the filter, then to the menu."""
        if not self._is_filtering:
            super().action_back()
            return
        field = self.query_one("#members-filter", Input)
        self._words = field.value = ""
        self.query_one(StoryList).focus()
        field.display = False
        self.call_after_refresh(self._show, from_the_top=True)
