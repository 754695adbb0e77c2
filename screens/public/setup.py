"""The first start: look at the demo, or set a new site up."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

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
                yield Button(_("1  Look at the demo"), id="demo")
                yield Button(_("2  Set up a new site"), id="site")
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
        """One line a field, the sentence, two buttons."""
        labels = _labels()
        with Vertical(id="form"):
            for field in FIELDS:
                with Horizontal(classes="row"):
                    yield Label(labels[field], markup=False)
                    is_pin = field in {"pin", "again"}
                    yield Input(self._values[field], id=field, password=is_pin, max_length=60)
            yield Label("", id="setup-said", markup=False)
            with Horizontal(id="form-buttons"):
                yield Button(_("Set up the site"), id="done")
                yield Button(_("Back"), id="back")

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

    def on_button_pressed(self, message: Button.Pressed) -> None:
        """Set up, or back to the choice."""
        if message.button.id == "back":
            self.action_back()
        else:
            self._finish()

    def action_back(self) -> None:
        """Back to the choice."""
        self.dismiss(None)

    def _finish(self) -> None:
        wrong = missing(self._values)
        if wrong:
            self._say(wrong)
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


def found_site(home: Home, values: dict[str, str]) -> None:
    """Set a site up with its first supervisor. Raises `KioskError`; then nothing was made."""
    from kiosk.oversight.setup import NewSupervisor, set_up_site

    supervisor = NewSupervisor(
        clean_line(values["number"]), clean_line(values["person"]), values["pin"]
    )
    zone = values["zone"].strip()
    name, branch = values["name"], values["branch"]
    set_up_site(home, SystemClock(), name=name, branch=branch, zone=zone, supervisor=supervisor)


def missing(values: dict[str, str]) -> str:
    """What the form still needs, in a sentence; empty when it is whole."""
    checks: list[tuple[bool, Callable[[], str]]] = [
        (bool(clean_line(values["name"])), lambda: _("The site needs a name.")),
        (_is_zone(values["zone"]), lambda: _("Write a time zone such as Asia/Shanghai.")),
        (bool(clean_line(values["number"])), lambda: _("The supervisor needs a number.")),
        (bool(clean_line(values["person"])), lambda: _("The supervisor needs a name.")),
        (_is_pin(values["pin"]), lambda: _("The PIN has at least six digits and nothing else.")),
        (values["pin"] == values["again"], lambda: _("The two PINs differ; type them again.")),
    ]
    return next((sentence() for is_right, sentence in checks if not is_right), "")


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
