"""The roll call's questions: a name, a reason, who is meant, what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from kiosk.attendance.muster.views import MusterScan
from kiosk.i18n import _
from screens.base import KioskDialog
from screens.public import muster_reading as reading
from screens.public.muster_closing import Closing
from screens.public.muster_parts import BREAKPOINTS, LOW_OR_TALL, HeardStrip

SCANNED_S = 1.5
"""In which the digits of a code come that a slow machine takes for typing, in seconds."""

IDLE_S = 120.0
"""Seconds without a touch after which a question for words closes: a name takes a while."""

LEAST_SCANNED = 4
"""Digits that come so fast are no number that a hand typed."""

Value = TypeVar("Value")


class WordsDialog(KioskDialog[str]):
    """Asks for a few words; answers with what they come to, or None."""

    CSS_PATH = "muster_asking.tcss"
    idle_s = IDLE_S
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = LOW_OR_TALL

    def __init__(
        self,
        title: Callable[[], str],
        read: reading.Read,
        most: int = reading.LONGEST,
        *,
        takes_badge: bool = False,
    ) -> None:
        """Ask.

        Args:
            title: The question in the language now spoken.
            read: What typed words come to.
            most: Characters that can be typed.
            takes_badge: Whether a scanned badge types its owner's number into an empty field.
        """
        super().__init__()
        self._title, self._read, self._most, self._typed = title, read, most, ""
        self._takes_badge = takes_badge
        self._before: list[tuple[float, str]] = []

    def compose(self) -> ComposeResult:
        """The question, a field, what it comes to, how it goes on."""
        yield HeardStrip(self.kiosk.site.zone)
        with Vertical(classes="asking"):
            yield Static(self._title(), classes="asking-title", markup=False)
            yield Input(self._typed, max_length=self._most, password=self._is_hidden)
            yield Static(self._read(self._typed).note, classes="asking-note", markup=False)
            yield Static(
                _("Enter: done · Esc: back without doing it"), classes="asking-keys", markup=False
            )
            yield Closing()

    def on_mount(self) -> None:
        """Let the keys go into the field."""
        self.query_one(Input).focus()

    async def speak(self) -> None:
        """Ask again; what was typed stays."""
        self._typed = self.query_one(Input).value
        await super().speak()
        self.query_one(Input).focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Say what it comes to."""
        message.stop()
        now_s = monotonic()
        self._before = [one for one in self._before if now_s - one[0] < SCANNED_S]
        self._before.append((now_s, self._typed))
        self._typed = message.value
        message.input.password = self._is_hidden
        self.query_one(".asking-note", Static).update(self._read(message.value).note)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Done, when what was typed comes to something."""
        message.stop()
        said = self._read(message.value)
        if said.words and said.is_sure:
            self.dismiss(said.words)
        elif said.words:
            self.run_worker(self._confirm(said.words), name="confirm", exclusive=True)

    async def _confirm(self, words: str) -> None:
        """Not by Enter: it may have been pressed for something else."""
        dialog = ChoiceDialog(reading.ask_unnamed, lambda: _sureness(words))
        if await self.app.push_screen_wait(dialog):
            self.dismiss(words)

    @property
    def typed(self) -> str:
        """What stands in the field, as it may be said again."""
        return reading.shown_words(self._typed)

    @property
    def _is_hidden(self) -> bool:
        return reading.may_be_pin(self._typed) and not self._read(self._typed).words

    def hear(self, scan: MusterScan) -> None:
        """A badge was scanned meanwhile: it leaves no digits of its code in the field.

        Args:
            scan: What it came to.
        """
        field = self.query_one(Input)
        field.value = self._without_code(field.value)
        if self._takes_badge and not field.value and scan.result in {"safe", "already"}:
            field.value = scan.member.number if scan.member else ""
        field.cursor_position = len(field.value)

    def _without_code(self, typed: str) -> str:
        now_s = monotonic()
        for at_s, before in self._before:
            added = typed.removeprefix(before)
            is_code = typed.startswith(before) and added.isdigit() and len(added) >= LEAST_SCANNED
            if is_code and now_s - at_s < SCANNED_S:
                return before
        return typed


@dataclass(frozen=True, slots=True)
class Option(Generic[Value]):
    """Something to choose.

    Attributes:
        value: What choosing it answers.
        label: What it says, cleaned.
        note: What stands beside it, smaller.
    """

    value: Value
    label: str
    note: str = ""


class OptionLine(Static):
    """One choice, three lines high."""

    class Pressed(Message):
        """It was touched."""

        def __init__(self, place: int) -> None:
            """Say which one, from 0."""
            super().__init__()
            self.place = place

    def __init__(self, place: int, words: Content, *, is_chosen: bool) -> None:
        """Draw the choice at a place, from 0."""
        super().__init__(words, classes="option -chosen" if is_chosen else "option")
        self._place = place

    def on_click(self, event: events.Click) -> None:
        """Choose it."""
        event.stop()
        self.post_message(self.Pressed(self._place))


class ChoiceDialog(KioskDialog[Value]):
    """Up to nine choices, by key, arrow or touch."""

    CSS_PATH = "muster_asking.tcss"
    idle_s = 60.0
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = LOW_OR_TALL
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(key), f"take({key - 1})", show=False) for key in range(1, 10)),
        Binding("0", "leave_dialog", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "take_chosen", show=False),
    ]

    def __init__(
        self, title: Callable[[], str], options: Callable[[], Sequence[Option[Value]]]
    ) -> None:
        """Ask.

        Args:
            title: The question in the language now spoken.
            options: What can be chosen, in the language now spoken; the first nine are shown.
        """
        super().__init__()
        self._title, self._options, self._place = title, options, 0

    def compose(self) -> ComposeResult:
        """The question and the choices under each other."""
        yield HeardStrip(self.kiosk.site.zone)
        with Vertical(classes="asking"):
            yield Static(self._title(), classes="asking-title", markup=False)
            with Vertical(classes="options"):
                yield from self._lines()
            yield Closing(lambda: "[Esc] " + _("Back"))

    def _lines(self) -> list[OptionLine]:
        return [
            OptionLine(place, _said(str(place + 1), option), is_chosen=place == self._place)
            for place, option in enumerate(self._shown)
        ]

    @property
    def _shown(self) -> Sequence[Option[Value]]:
        return self._options()[:9]

    def on_option_line_pressed(self, message: OptionLine.Pressed) -> None:
        """A touch is a key."""
        message.stop()
        self.action_take(message.place)

    def action_take(self, place: int) -> None:
        """Take the choice at a place."""
        if place < len(self._shown):
            self.dismiss(self._shown[place].value)

    def action_take_chosen(self) -> None:
        """Take the choice that the arrows stand on."""
        self.action_take(self._place)

    def action_move(self, by: int) -> None:
        """Stand on another choice."""
        self._place = min(max(0, self._place + by), max(0, len(self._shown) - 1))
        for place, option in enumerate(self.query(OptionLine)):
            option.set_class(place == self._place, "-chosen")


class FindDialog(KioskDialog[Value]):
    """Finds somebody by what is typed; answers with the one that Enter takes, or None."""

    CSS_PATH = "muster_asking.tcss"
    idle_s = IDLE_S
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = LOW_OR_TALL
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
    ]

    def __init__(
        self, title: Callable[[], str], find: Callable[[str], Sequence[Option[Value]]]
    ) -> None:
        """Ask.

        Args:
            title: The question in the language now spoken.
            find: Whom words find, the likeliest first.
        """
        super().__init__()
        self._title, self._find, self._typed, self._place = title, find, "", 0

    def compose(self) -> ComposeResult:
        """A field and who is found."""
        yield HeardStrip(self.kiosk.site.zone)
        with Vertical(classes="asking"):
            yield Static(self._title(), classes="asking-title", markup=False)
            yield Input(self._typed, max_length=reading.LONGEST, password=self._is_hidden)
            yield Vertical(classes="options -low")
            yield Static(
                _("Name, number or initials · ↑ ↓ choose · Enter takes · Esc back"),
                classes="asking-keys",
                markup=False,
            )
            yield Closing()

    def on_mount(self) -> None:
        """Let the keys go into the field."""
        self.query_one(Input).focus()

    @property
    def typed(self) -> str:
        """What stands in the field, as it may be said again."""
        return reading.shown_words(self._typed)

    @property
    def _is_hidden(self) -> bool:
        return reading.may_be_pin(self._typed) and not self._found

    async def speak(self) -> None:
        """Ask again; what was typed stays."""
        self._typed = self.query_one(Input).value
        await super().speak()
        self.query_one(Input).focus()
        await self._list()

    async def on_input_changed(self, message: Input.Changed) -> None:
        """Find anew."""
        message.stop()
        self._typed, self._place = message.value, 0
        message.input.password = self._is_hidden
        await self._list()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Take who is chosen."""
        message.stop()
        self._take(self._place)

    def on_option_line_pressed(self, message: OptionLine.Pressed) -> None:
        """Take who was touched."""
        message.stop()
        self._take(message.place)

    def action_move(self, by: int) -> None:
        """Stand on another one."""
        self._place = min(max(0, self._place + by), max(0, len(self._found) - 1))
        for place, option in enumerate(self.query(OptionLine)):
            option.set_class(place == self._place, "-chosen")

    @property
    def _found(self) -> Sequence[Option[Value]]:
        return self._find(self._typed)[:7] if self._typed.strip() else ()

    def _take(self, place: int) -> None:
        if place < len(self._found):
            self.dismiss(self._found[place].value)

    async def _list(self) -> None:
        options = self.query_one(".options", Vertical)
        await options.remove_children()
        found = self._found
        lines = [
            OptionLine(place, _said("", option), is_chosen=place == self._place)
            for place, option in enumerate(found)
        ]
        if self._typed.strip() and not lines:
            await options.mount(Static(_("Nobody is found. Type fewer letters."), markup=False))
        else:
            await options.mount(*lines)


def _sureness(name: str) -> list[Option[bool]]:
    """No first: Enter takes the first one."""
    return [Option(False, _("Type the name")), Option(True, _("Add {name}").format(name=name))]


def _said(key: str, option: Option[Value]) -> Content:
    start = (f" {key} ", "bold $accent") if key else ("", "")
    note = f"  {option.note}" if option.note else ""
    return Content.assemble(start, (f" {option.label}", "bold"), (note, "$text-muted"))
