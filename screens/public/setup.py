"""The first start: look at the demo, or set a new site up."""

import asyncio
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.driver import Driver
from textual.widgets import Button, Input, Label

from kiosk.clock import SystemClock
from kiosk.config import Home
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.text import clean_line
from screens.base import KioskScreen
from screens.closed import ClosedApp

SHORTEST_PIN = 6
"""Digits of the shortest PIN, as `kiosk.people.access` has it."""

FIELDS = ("name", "branch", "zone", "number", "person", "pin", "again")
"""The form's fields in order."""


class SetupApp(ClosedApp[None]):
    """Fills an empty home; whoever opened it looks whether it is still empty afterwards."""

    def __init__(self, home: Home, driver: type[Driver] | None = None) -> None:
        """Offer to fill a home.

        Args:
            home: The empty home.
            driver: What drives the terminal; None: Textual's own choice.
        """
        super().__init__(home.folder / "log", driver)
        self.home = home

    def on_mount(self) -> None:
        """Begin with the choice."""
        super().on_mount()
        self.push_screen(SetupScreen(self.home))


class SetupScreen(KioskScreen):
    """Two large choices."""

    CSS_PATH = "setup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "demo", show=False),
        Binding("2", "site", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, home: Home) -> None:
        """Offer to fill a home."""
        super().__init__()
        self._home = home
        self._is_busy = False

    def compose(self) -> ComposeResult:
        """A welcome, two choices, a line for what goes on."""
        with Vertical(id="setup"):
            yield Label(_("Welcome. What would you like to do?"), id="setup-title", markup=False)
            with Horizontal(id="setup-choices"):
                yield Button(
                    f"{_('1  Look at the demo')}\n\n{_('made up, try anything')}", id="demo"
                )
                yield Button(f"{_('2  Set up a new site')}\n\n{_('takes a minute')}", id="site")
            yield Label("", id="setup-said", markup=False)
            yield Label(_("F2: English / 中文 · Ctrl+Q: leave"), id="setup-keys", markup=False)

    def action_back(self) -> None:
        """There is nothing before the first choice."""

    def action_demo(self) -> None:
        """Make the demo and open it."""
        if not self._is_busy:
            self._is_busy = True
            self.run_worker(self._make_demo())

    def action_site(self) -> None:
        """Ask for what a site needs."""
        if not self._is_busy:
            self.app.push_screen(NewSiteScreen(self._home))

    def on_button_pressed(self, message: Button.Pressed) -> None:
        """A touch is a key."""
        self.action_demo() if message.button.id == "demo" else self.action_site()

    async def _make_demo(self) -> None:
        from kiosk.demo import prepare_demo

        self._say(_("The demo is being made ..."))
        try:
            await asyncio.to_thread(prepare_demo, self._home, SystemClock(), self._progress)
        except KioskError as error:
            self._is_busy = False
            self._say(error.sentence)
        else:
            self.app.exit()

    def _progress(self, what: str, done: int, of: int) -> None:
        self.app.call_from_thread(self._say, f"{what} {done}/{of}")

    def _say(self, sentence: str) -> None:
        for label in self.query("#setup-said").results(Label):
            label.update(sentence)


class NewSiteScreen(KioskScreen):
    """What a site begins with: its names, its zone, and somebody who may read the day."""

    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, home: Home) -> None:
        """Ask for a home's site."""
        super().__init__()
        self._home = home
        self._values = dict.fromkeys(FIELDS, "") | {"zone": machine_zone(), "number": "001"}
        self._is_busy = False

    def compose(self) -> ComposeResult:
        """What to do, one line a field, what is wrong, the buttons with their keys."""
        labels = _labels()
        with Vertical(id="form"):
            yield Label(_("Set up a new site"), id="form-title", markup=False)
            yield Label(_form_sentence(), id="form-sentence", markup=False)
            for field in FIELDS:
                with Horizontal(classes="row"):
                    yield Label(labels[field], markup=False)
                    is_pin = field in {"pin", "again"}
                    yield Input(self._values[field], id=field, password=is_pin, max_length=60)
            yield Label("", id="setup-said", markup=False)
            with Horizontal(id="form-buttons"):
                yield Button(f"Enter  {_('Set up the site')}", id="done")
                yield Button("F2  中文 / EN", id="language")
                yield Button(f"Esc  {_('Back')}", id="back")

    async def speak(self) -> None:
        """Say everything in the other language; the cursor stays where it is."""
        field = self.focused.id if self.focused else None
        await super().speak()
        self._point_at(field or FIELDS[0])

    def on_input_changed(self, message: Input.Changed) -> None:
        """Keep what was typed over a change of language."""
        if message.input.id in self._values:
            self._values[message.input.id] = message.value

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter goes to the next field; in the last one it sets the site up."""
        if message.input.id == FIELDS[-1]:
            self._finish()
        else:
            self.focus_next()

    async def on_button_pressed(self, message: Button.Pressed) -> None:
        """A touch is a key."""
        if message.button.id == "back":
            self.action_back()
        elif message.button.id == "language":
            await self.run_action("app.other_language")
        else:
            self._finish()

    def action_back(self) -> None:
        """Back to the choice."""
        self.dismiss(None)

    def _finish(self) -> None:
        gap = first_gap(self._values)
        if gap:
            self._say(gap.sentence)
            self._point_at(gap.field)
        elif not self._is_busy:
            self._is_busy = True
            self.run_worker(self._set_up())

    async def _set_up(self) -> None:
        try:
            await asyncio.to_thread(found_site, self._home, dict(self._values))
        except KioskError as error:
            self._is_busy = False
            self._say(error.sentence)
        else:
            self.app.exit()

    def _say(self, sentence: str) -> None:
        self.query_one("#setup-said", Label).update(sentence)

    def _point_at(self, field: str) -> None:
        for widget in self.query(f"#{field}"):
            widget.focus()


class Gap(NamedTuple):
    """A field of the form that can't stay as it is."""

    field: str
    """One of `FIELDS`."""
    sentence: str
    """What to do."""


def found_site(home: Home, values: dict[str, str]) -> None:
    """Set a site up with its first supervisor. Raises `KioskError`; then nothing was made."""
    from kiosk.oversight.setup import NewSupervisor, set_up_site

    supervisor = NewSupervisor(
        clean_line(values["number"]), clean_line(values["person"]), values["pin"]
    )
    zone = values["zone"].strip()
    name, branch = values["name"], values["branch"]
    set_up_site(home, SystemClock(), name=name, branch=branch, zone=zone, supervisor=supervisor)


def first_gap(values: dict[str, str]) -> Gap | None:
    """The first thing that the form still needs; None when it is whole."""
    is_whole = {
        "name": bool(clean_line(values["name"])),
        "zone": _is_zone(values["zone"]),
        "number": bool(clean_line(values["number"])),
        "person": bool(clean_line(values["person"])),
        "pin": _is_pin(values["pin"]),
        "again": values["pin"] == values["again"],
    }
    wrong = next((field for field, is_right in is_whole.items() if not is_right), None)
    return Gap(wrong, _sentences()[wrong]) if wrong else None


def _sentences() -> dict[str, str]:
    return {
        "name": _("The site needs a name."),
        "zone": _("Write a time zone such as Asia/Shanghai."),
        "number": _("The supervisor needs a number."),
        "person": _("The supervisor needs a name."),
        "pin": _("The PIN has at least six digits and nothing else."),
        "again": _("The two PINs differ; type them again."),
    }


def _form_sentence() -> str:
    return _("Enter goes to the next line; after the last one the site is set up.")


def machine_zone(link: Path = Path("/etc/localtime")) -> str:
    """The machine's own zone, else the default.

    Args:
        link: Where the system says which zone it lives in.
    """
    from kiosk.oversight.setup import DEFAULT_ZONE

    parts = link.resolve().parts
    if "zoneinfo" in parts:
        name = "/".join(parts[parts.index("zoneinfo") + 1 :])
        if _is_zone(name) and "/" in name and not name.startswith("Etc/"):
            return name
    return DEFAULT_ZONE


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name.strip())
    except (ValueError, OSError, LookupError):
        return False
    return True


def _is_pin(text: str) -> bool:
    return len(text) >= SHORTEST_PIN and text.isascii() and text.isdigit()


def _labels() -> dict[str, str]:
    return {
        "name": _("Site name"),
        "branch": _("Name of the branch"),
        "zone": _("Time zone"),
        "number": _("Supervisor's number"),
        "person": _("Supervisor's name"),
        "pin": _("PIN, six digits or more"),
        "again": _("The PIN again"),
    }
