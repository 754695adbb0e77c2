"""Everybody's badges: how each stands, and what a supervisor does with them."""

from collections.abc import Callable
from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from kiosk.errors import KioskError
from kiosk.i18n import _, ngettext
from kiosk.people.filters import LONGEST_WORDS, choose_members
from kiosk.people.views import MemberView
from screens.supervisor.badge_actions import (
    CHANGING,
    DIGITS,
    SHOW,
    TOGETHER,
    action_keys,
    action_screen,
    usable_with,
)
from screens.supervisor.badge_list import MarkList, badge_line
from screens.supervisor.badge_rows import BadgeRow, Roll, count_words, dead_words, read_roll
from screens.supervisor.base import SupervisorScreen
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.sentence import Sentence

VIEWS = ("all", "needs", "marked")
"""What the list is narrowed to, one after the other."""


class BadgesScreen(SupervisorScreen):
    """A list with marks; each action is one digit, on the marked or else on the chosen."""

    CSS_PATH = "badges.tcss"

    def __init__(self) -> None:
        """Show everybody, once they are read."""
        super().__init__()
        self._roll: Roll | None = None
        self._marked: set[UUID] = set()
        self._words = ""
        self._view = VIEWS[0]

    def compose(self) -> ComposeResult:
        """Title, filter, list, what can be done."""
        yield SiteHeader()
        with Vertical(id="badges"):
            yield Label(id="badges-title", markup=False)
            yield Input(
                self._words,
                placeholder=_("Name, number or initials"),
                max_length=LONGEST_WORDS,
                id="badges-filter",
            )
            yield MarkList()
            yield Sentence(id="badges-empty")
            yield Sentence(id="badges-detail")
        yield KeyBar(self._actions, id="badges-actions")
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Read the badges."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; the reader stays where they are."""
        line = self.query_one(MarkList).chosen
        await super().speak()
        self._show(from_the_top=True)
        if line is not None:
            self.query_one(MarkList).choose(line.key)

    async def record_changed(self) -> None:
        """A badge may stand otherwise now; the reader stays where they are."""
        self._read()

    def _read(self) -> None:
        self.run_worker(self._read_roll(), name="badges", exclusive=True)

    async def _read_roll(self) -> None:
        is_first = self._roll is None
        try:
            self._roll = await self.kiosk.read(read_roll, self.kiosk.services)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        self._marked &= {row.member.uid for row in self._roll.rows}
        self._show(from_the_top=is_first)

    # What is shown

    def _shown(self) -> list[BadgeRow]:
        rows = self._roll.rows if self._roll else ()
        found = {
            member.uid for member in choose_members([row.member for row in rows], words=self._words)
        }
        return [row for row in rows if row.member.uid in found and self._is_in_view(row)]

    def _is_in_view(self, row: BadgeRow) -> bool:
        if self._view == "needs":
            return row.needs_somebody
        return self._view == "all" or row.member.uid in self._marked

    def _show(self, *, from_the_top: bool = False) -> None:
        if self._roll is None or not self.query(MarkList):  # unread, or just composed anew
            return
        rows, story = self._shown(), self.query_one(MarkList)
        field, empty = (
            self.query_one("#badges-filter", Input),
            self.query_one("#badges-empty", Label),
        )
        story.display, empty.display = bool(rows), not rows
        empty.update(self._empty())
        field.display = bool(self._words) or field.has_focus
        lines = [badge_line(row, self._roll.today, self._marked) for row in rows]
        story.tell(lines, from_the_top=from_the_top)
        self.query_one("#badges-title", Label).update(self._title(len(rows)))
        if not field.has_focus:
            story.focus()
        for bar in self.query(KeyBar):
            bar.redraw()

    def _title(self, shown: int) -> Content:
        views = {"all": "", "needs": _("needing somebody"), "marked": _("marked ones")}
        people = ngettext("{count} person", "{count} people", shown).format(count=shown)
        parts: list[str | tuple[str, str]] = [(_("Badges"), "bold"), f"  {people}"]
        if views[self._view]:
            parts.append((f"  {views[self._view]}", "bold $text-warning"))
        elif not self._words and self._roll:
            parts.append((f"   {count_words(self._roll.rows)}", "$text-muted"))
        parts += self._marks_words()
        return Content.assemble(*parts)

    def _marks_words(self) -> list[tuple[str, str]]:
        if not self._marked:
            return []
        marked = _("{count} marked").format(count=len(self._marked))
        hidden = len(self._marked) - len(self._shown_marked())
        if hidden:
            marked += " " + _("({count} of them hidden: left alone)").format(count=hidden)
        return [(f"   ■ {marked}", "bold $accent")]

    def _empty(self) -> str:
        if self._words:
            return _("Nobody is found by these words. Press Esc to see everybody.")
        if self._view == "needs":
            return _("Everybody has a valid badge. Press 9 to see everybody.")
        if self._view == "marked":
            return _("Nobody is marked. Press 9 to see everybody, then mark with 5.")
        return _("There are no members yet. Import the members' list first.")

    def _detail(self, row: BadgeRow | None) -> str:
        if row is None:
            return ""
        who = " · ".join(filter(None, (row.member.name, row.member.job, row.member.branch)))
        details = {
            "valid": _("The badge lets in and out."),
            "unprinted": _("Reissued, but not on paper yet. Press 1 to print it."),
            "not_yet": _("The badge lets in later; now it only lets out. Press 7 to change that."),
            "expired": _("The badge has run out; it only lets out. Press 7 to extend it."),
            "none": _("No badge was issued yet. Press 1 to print one."),
        }
        if row.badge is not None and row.state == "revoked":
            why = dead_words(row.badge.dead_because)
            return f"{who}\n" + _("{why}. Press 4 to issue a new badge.").format(why=why)
        return f"{who}\n{details[row.state]}"

    def on_story_list_chosen(self, message: MarkList.Chosen) -> None:
        """Say how the chosen badge stands."""
        message.stop()
        for detail in self.query("#badges-detail").results(Label):
            detail.update(self._detail(self._chosen()))
        for bar in self.query(KeyBar):
            bar.redraw()

    # Who is meant

    def _chosen(self) -> BadgeRow | None:
        stories = self.query(MarkList)  # none while composing anew
        line = stories.first().chosen if stories else None
        rows = self._roll.rows if self._roll else ()
        return next((row for row in rows if line and str(row.member.uid) == line.key), None)

    def _shown_marked(self) -> list[MemberView]:
        """Whoever is hidden by a filter is never acted on, marked or not."""
        return [row.member for row in self._shown() if row.member.uid in self._marked]

    def _unmark(self) -> None:
        self._marked.clear()
        if self._view == "marked":
            self._view = VIEWS[0]
        self._show()

    # Keys

    def _keys(self) -> list[tuple[str, str]]:
        if self.query_one("#badges-filter", Input).has_focus:
            return [("enter", _("To the list")), ("escape", _("Everybody")), ("f2", "中文 / EN")]
        return [
            ("5", _("Mark")),
            ("full_stop", _("Mark all")),
            ("9", self._next_view_words()),
            ("slash", _("Search")),
            ("enter", _("Look at it")),
            ("0", _("Clear marks") if self._marked else _("Back")),
            ("move", _("Move")),
            ("f2", "中文 / EN"),
        ]

    def _next_view(self) -> str:
        views = VIEWS if self._marked or self._view == "marked" else VIEWS[:-1]
        return views[(views.index(self._view) + 1) % len(views)]

    def _next_view_words(self) -> str:
        words = {"all": _("Everybody"), "needs": _("To do"), "marked": _("Marked")}
        return words[self._next_view()]

    def _actions(self) -> list[tuple[str, str]]:
        return action_keys(TOGETHER if self._shown_marked() else usable_with(self._chosen()))

    def on_key(self, event: events.Key) -> None:
        """A digit, a mark, the filter."""
        if self.query_one("#badges-filter", Input).has_focus:
            if event.key in {"enter", "down"}:
                event.stop()
                self.query_one(MarkList).focus()
                self._show()
        elif self._press(event.key, event.character or ""):
            event.stop()
            event.prevent_default()

    def _press(self, key: str, character: str) -> bool:
        doings: dict[str, Callable[[], object]] = {
            "5": self._mark,
            " ": self._mark,
            ".": self._mark_all,
            "9": self._narrow,
            "/": self._search,
        }
        if key == "enter":
            self._look()
        elif character in DIGITS:
            self._act(character)
        elif character in doings:
            doings[character]()
        else:
            return self.query_one(MarkList).press(character)
        return True

    def _mark(self) -> None:
        row = self._chosen()
        if row is not None:
            self._marked ^= {row.member.uid}
            self._show()
            self.query_one(MarkList).move(1)

    def _mark_all(self) -> None:
        shown = {row.member.uid for row in self._shown()}
        self._marked = self._marked - shown if shown <= self._marked else self._marked | shown
        self._show()

    def _narrow(self) -> None:
        self._view = self._next_view()
        self._show(from_the_top=True)

    def _search(self) -> None:
        field = self.query_one("#badges-filter", Input)
        field.display = True
        field.focus()

    def _act(self, digit: str) -> None:
        row = self._chosen()
        chosen, marked = [row.member] if row else [], self._shown_marked()
        if digit == SHOW or not marked:
            self._open(digit, chosen)
        elif digit in CHANGING and row is not None and row.member not in marked:
            self._ask_who(digit, row.member, marked)
        else:
            self._open(digit, marked)

    def _ask_who(self, digit: str, chosen: MemberView, marked: list[MemberView]) -> None:
        from screens.supervisor.badge_meant import Meant, MeantDialog  # costs when it is opened

        def answered(meant: Meant | None) -> None:
            if meant is not None:
                self._open(digit, marked if meant == "marked" else [chosen])

        self.app.push_screen(MeantDialog(dict(action_keys())[digit], chosen, marked), answered)

    def _open(self, digit: str, members: list[MemberView]) -> None:
        if members:
            self.app.push_screen(action_screen(digit, members, self._unmark))

    def _look(self) -> None:
        if row := self._chosen():
            from screens.supervisor.badge_page import BadgePage  # costs when it is opened

            self.app.push_screen(BadgePage(row.member))

    def on_mark_list_marked(self, message: MarkList.Marked) -> None:
        """The chosen line's mark was touched."""
        message.stop()
        self._mark()

    def on_descendant_focus(self) -> None:
        """The filter takes other keys than the list."""
        for bar in self.query(KeyBar):
            bar.redraw()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Narrow while it is typed."""
        message.stop()
        if message.value != self._words:
            self._words = message.value
            self._show(from_the_top=True)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """The filter stays, the keys go to the list."""
        message.stop()
        self.query_one(MarkList).focus()
        self._show()

    def action_back(self) -> None:
        """First out of the filter, then without marks, then back."""
        field = self.query_one("#badges-filter", Input)
        if self._words or field.has_focus:
            self._words = field.value = ""
            self.query_one(MarkList).focus()
            self._show(from_the_top=True)
        elif self._marked:
            self._unmark()
            self.kiosk.tell(_("Nobody is marked any more. Press 0 again to go back."))
        else:
            self.kiosk.go_back()
