"""The supervisor's day: any work day, read in a few minutes at the end of a shift."""

from contextlib import suppress
from datetime import date, timedelta

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label

from kiosk.errors import KioskError
from kiosk.i18n import _, format_long_day, ngettext
from kiosk.oversight.filters import LONGEST_WORDS, wanted_words
from kiosk.oversight.views import DayView
from screens.modes import DAY
from screens.supervisor.base import IDLE_S, SupervisorScreen
from screens.supervisor.day_hours import hours_of
from screens.supervisor.day_layout import Group, count_of, filtered, flat
from screens.supervisor.day_lines import NEEDS, SECTIONS, empty_words, groups_of
from screens.supervisor.day_list import StoryList
from screens.supervisor.day_side import Entry, SectionList
from screens.supervisor.day_strip import HourStrip
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

LONGEST_S = 600.0
"""How long the page stays open at most, in seconds, however busy its reader is."""

ROOMY_CELLS = 110
"""Width of a screen from which on the sections get more of it."""

_DAY = timedelta(days=1)


class DayScreen(SupervisorScreen):
    """Sections at the left, the story of one at the right, the hours on top."""

    CSS_PATH = "day.tcss"
    idle_s = IDLE_S

    def __init__(self) -> None:
        """Show today."""
        super().__init__()
        self._day: DayView | None = None
        self._today: date | None = None
        self._wanted: date | None = None
        self._initials: dict[str, str] = {}
        self._section = SECTIONS[0]
        self._words = ""
        self._has_been_left = False

    def compose(self) -> ComposeResult:
        """The frame; what it holds is read and then shown."""
        yield SiteHeader()
        with Vertical(id="day"):
            yield Label(id="day-title", markup=False)
            yield HourStrip()
            with Horizontal(id="day-body"):
                yield SectionList()
                with Vertical(id="day-story"):
                    yield Input(
                        self._words,
                        placeholder=_("Name, number, initials or any word"),
                        max_length=LONGEST_WORDS,
                        id="day-filter",
                    )
                    yield StoryList()
                    yield Label(id="day-empty", markup=False)
                    yield Label(id="day-detail", markup=False)
        yield KeyBar(self._keys, resting=self._resting_keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Read today, and end in any case after a while."""
        self.set_timer(LONGEST_S, self.kiosk.go_home)
        self._read(None)
        self.run_worker(self._offer_form(), name="form", group="form")  # no reading ends it

    async def _offer_form(self) -> None:
        """Half a form that this supervisor left, and nobody else."""
        if self.kiosk.supervisor is None:
            return
        with suppress(KioskError):  # without it they begin anew
            desk, uid = self.kiosk.services.drafts, self.kiosk.supervisor.uid
            draft = await self.kiosk.read(desk.find_at_desk, uid)
            if draft is not None:
                from screens.supervisor.forms import offer_form  # costs nothing until needed

                await offer_form(self.kiosk, self.kiosk.supervisor, draft)

    def on_resize(self, event: events.Resize) -> None:
        """Give the sections more room where there is some."""
        self.set_class(event.size.width >= ROOMY_CELLS, "-roomy")

    def on_screen_suspend(self) -> None:
        """Somebody else's scan is answered: this reader's time is over; a page above it is not."""
        if self.kiosk.current_mode != DAY or self.app.screen is self:
            self._has_been_left = True
            self._day = None

    def on_screen_resume(self) -> None:
        """A page that was left is not shown again; its reader asks for it anew."""
        if self._has_been_left:
            self.kiosk.go_home()

    async def speak(self) -> None:
        """Say everything again; the reader stays where they are."""
        line = self.query_one(StoryList).chosen
        await super().speak()
        self._show(from_the_top=True)
        if line is not None:
            self.query_one(StoryList).choose(line.key)

    async def record_changed(self) -> None:
        """Read the shown day again; the reader stays where they are."""
        if self._day is not None:  # or the day to which the reader is just turning
            wanted = self._wanted or self._day.work_day
            self._read(wanted, is_same=wanted == self._day.work_day)

    def _read(self, work_day: date | None, *, is_same: bool = False) -> None:
        self._wanted = work_day
        self.run_worker(self._read_day(work_day, is_same=is_same), name="read", exclusive=True)

    async def _read_day(self, work_day: date | None, *, is_same: bool) -> None:
        services = self.kiosk.services
        try:
            self._today = await self.kiosk.read(services.oversight.today)
            day = await self.kiosk.read(services.oversight.day, work_day)
            members = await self.kiosk.read(services.people.list_members)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        self._initials = {member.number: member.initials for member in members}
        self._day = day
        self._show(from_the_top=not is_same)

    def _show(self, *, from_the_top: bool) -> None:
        if self._day is None:
            return
        now = self.kiosk.services.context.clock.now()
        self.query_one("#day-title", Label).update(self._title(self._day))
        self.query_one(HourStrip).show(hours_of(self._day, now))
        self._show_story(from_the_top=from_the_top)

    def _show_story(self, *, from_the_top: bool) -> None:
        groups = {section: self._groups(section) for section in (*SECTIONS, *NEEDS)}
        counts = {section: count_of(found) for section, found in groups.items()}
        self.query_one(SectionList).show(
            _entries(counts), self._section, is_filtered=bool(self._words)
        )
        lines = flat(groups[self._section])
        story, empty = self.query_one(StoryList), self.query_one("#day-empty", Label)
        story.display, empty.display = bool(lines), not lines
        empty.update(self._empty())
        self.query_one("#day-filter", Input).display = self._is_filtering
        story.tell(lines, from_the_top=from_the_top)
        if not self.query_one("#day-filter", Input).has_focus:
            story.focus()
        self.query_one(KeyBar).redraw()

    def _groups(self, section: str) -> list[Group]:
        if self._day is None:
            return []
        return filtered(groups_of(self._day, section, self._initials), wanted_words(self._words))

    def _empty(self) -> str:
        if self._words:
            return _("No line holds these words. Press Esc to see all lines.")
        return empty_words(self._section)

    @property
    def _is_filtering(self) -> bool:
        return bool(self._words) or self.query_one("#day-filter", Input).has_focus

    def _title(self, day: DayView) -> Content:
        came = len({presence.number for presence in day.presences})
        here = sum(presence.state == "on_site" for presence in day.presences)
        told = ngettext("{count} person came", "{count} people came", came).format(count=came)
        still = _("{count} still on site").format(count=here) if here else ""
        signs = " · ".join(filter(None, (told, still)))
        parts: list[str | Content | tuple[str, str]] = [
            (format_long_day(day.work_day), "bold"),
            (f"  {self._nearness(day.work_day)}", "bold $accent"),
            f"   {signs}",
        ]
        return Content.assemble(*parts)

    def _nearness(self, work_day: date) -> str:
        if work_day == self._today:
            return self._today_words(work_day)
        return _("Yesterday") if self._today and work_day == self._today - _DAY else ""

    def _today_words(self, work_day: date) -> str:
        site = self.kiosk.site
        now = self.kiosk.services.context.clock.now().astimezone(site.zone)
        if now.date() == work_day:
            return _("Today")
        return _("Today, until {time}").format(time=f"{site.turn_hour:02}:00")

    @property
    def _is_today(self) -> bool:
        return self._day is None or self._today is None or self._day.work_day >= self._today

    def _keys(self) -> list[tuple[str, str]]:
        if self.query_one("#day-filter", Input).has_focus:
            return [("enter", _("To the list")), ("escape", _("All lines")), ("f2", "中文 / EN")]
        return [
            ("minus", _("Day before")),
            ("plus", _("Next day")),
            ("up", ""),
            ("down", _("Move")),
            *([("enter", _("Settle"))] if self._section in {"forgotten", "overdue"} else []),
            ("slash", _("Filter")),
            ("full_stop", _("Menu")),
            ("0", _("All lines") if self._words else _("Board")),
            ("f3", _("Colours")),
            ("f2", "中文 / EN"),
        ]

    def _resting_keys(self) -> frozenset[str]:
        return frozenset({"plus"}) if self._is_today else frozenset()

    def on_descendant_focus(self) -> None:
        """The filter takes other keys than the list."""
        self.query_one(KeyBar).redraw()

    def on_key(self, event: events.Key) -> None:
        """A section's digit, a day's sign, the filter."""
        if self.query_one("#day-filter", Input).has_focus:
            if event.key in {"enter", "down"}:
                event.stop()
                self.query_one(StoryList).focus()
        elif event.key == "enter":
            event.stop()
            self.run_worker(self._settle(), name="settle", group="settle", exclusive=True)
        elif self._press(event.character or ""):
            event.stop()

    def _press(self, character: str) -> bool:
        if character in set("123456789"):
            self._open((*SECTIONS, *NEEDS)[int(character) - 1])
        elif character == "-" or (character == "+" and not self._is_today):
            self._turn(1 if character == "+" else -1)
        elif character == "/":
            field = self.query_one("#day-filter", Input)
            field.display = True
            field.focus()
        elif character == ".":
            self.run_worker(self._open_menu(), name="menu", group="menu")
        else:
            return False
        return True

    async def _open_menu(self) -> None:
        from screens.supervisor.menu import MenuScreen  # costs nothing until it is needed

        await self.kiosk.push_screen(MenuScreen())

    async def _settle(self) -> None:
        from screens.supervisor.day_settle import settling_screen  # costs nothing until needed

        line = self.query_one(StoryList).chosen
        if line is None or self._day is None:
            return
        page = await settling_screen(self.kiosk, self._day, line)
        if page is not None:
            await self.kiosk.push_screen(page)

    def _turn(self, days: int) -> None:
        if self._day is not None and self._today is not None:
            shown = self._wanted or self._day.work_day
            self._read(min(shown + days * _DAY, self._today))

    def _open(self, section: str) -> None:
        self._section = section
        self._show_story(from_the_top=True)

    def on_section_list_chosen(self, message: SectionList.Chosen) -> None:
        """A section was touched."""
        message.stop()
        self._open(message.section)

    def on_story_list_chosen(self, message: StoryList.Chosen) -> None:
        """Say the whole of the chosen line."""
        message.stop()
        line = message.line
        self.query_one("#day-detail", Label).update(line.detail if line else "")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Filter while it is typed."""
        message.stop()
        if message.value != self._words:
            self._words = message.value
            self._show_story(from_the_top=True)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """The filter stays, the keys go to the list."""
        message.stop()
        self.query_one(StoryList).focus()
        self._show_story(from_the_top=False)

    def action_back(self) -> None:
        """First out of the filter, then to the board."""
        if not self._is_filtering:
            self.kiosk.go_home()
            return
        field = self.query_one("#day-filter", Input)
        self._words = field.value = ""
        self.query_one(StoryList).focus()
        field.display = False
        self.call_after_refresh(self._show_story, from_the_top=True)


def _entries(counts: dict[str, int]) -> list[Entry]:
    calm = [
        Entry(str(place), section, counts[section], is_urgent=False)
        for place, section in enumerate(SECTIONS, 1)
    ]
    needs = [
        Entry(str(place), section, counts[section], is_urgent=True)
        for place, section in enumerate(NEEDS, len(SECTIONS) + 1)
        if counts[section]
    ]
    return [*calm, *needs]
