"""Opens the kiosk in a terminal and keeps it open until its keeper ends it.

The terminal is asked what it is while the rest of the modules load.
"""

import gc
import os
import signal
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING

from kiosk.config import Home
from kiosk.errors import Exit, KioskError
from kiosk.i18n import _
from screens.crash import log_crash
from screens.widgets.photos.probe import TerminalKind, probe_terminal

if TYPE_CHECKING:
    from textual.driver import Driver

    from kiosk.services import Services

QUICK_S = 10.0
"""A crash sooner than this after the one before is one too many in a row."""

SWITCH_S = 0.0005
"""How long a thread keeps the interpreter while others wait: a scan passes four threads."""

MOST_CRASHES = 3
"""Crashes in a row after which the kiosk says so and rests; a demo gives up."""

REST_S = 15.0
"""How long it rests, in seconds: a kiosk at a gate never ends by itself, a shell would be open."""


class EndedByItselfError(Exception):
    """The app ended though nobody who may had ended it."""


def run_kiosk(home: Home, *, wall: bool = False) -> int:
    """Open the kiosk on a home and run it until it is ended; an empty home is set up first.

    Args:
        home: The site's folder.
        wall: Whether to start with the wall display and to go back to it.

    Returns:
        The exit code.

    Raises:
        KioskError: `no_terminal`, `keeps_crashing`, or the home can't be opened.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise KioskError(
            "no_terminal", _("The kiosk needs a terminal; open one and start it there.")
        )
    _end_with_the_terminal()
    gc.disable()  # a sixth of the way to the first picture; the app collects again when it stands
    sys.setswitchinterval(SWITCH_S)
    with ThreadPoolExecutor(1, "probe") as pool:
        asked = pool.submit(probe_terminal)
        if home.is_empty() and not _set_up(home, asked):
            return Exit.DONE
        return _open(home, asked, wall=wall)


def _end_with_the_terminal() -> None:
    """Whoever started this may ignore hang-ups (`nohup`); a kiosk without a terminal must end."""
    with suppress(AttributeError, ValueError):  # Windows has none; only the main thread may
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def _set_up(home: Home, asked: "Future[TerminalKind]") -> bool:
    from screens.public.setup import SetupApp

    _announce(asked.result())
    app = SetupApp(home, _driver())
    app.run()
    return not home.is_empty()


def _open(home: Home, asked: "Future[TerminalKind]", *, wall: bool) -> int:
    from kiosk.attendance.muster.opening import open_even_unwritable
    from kiosk.services import close_services

    services = open_even_unwritable(home, thorough=True)
    try:
        _keep_running(services, asked, wall=wall)
    finally:
        close_services()
    return Exit.DONE


def _keep_running(services: "Services", asked: "Future[TerminalKind]", *, wall: bool) -> None:
    from screens.app import KioskApp
    from screens.widgets.photos.choose import choose_renderer

    site, driver = services.oversight.site(), _driver()
    kind = asked.result()
    _announce(kind)
    if not site.is_demo:
        _let_no_key_end_it()
    crashes, crashed_at_s = 0, 0.0
    while True:
        app = KioskApp(
            services, site, driver, lambda write: choose_renderer(kind, write, os.environ)
        )
        app.rest.is_asked_for = wall
        app.run()
        if app.is_to_end and not app.has_crashed:
            return
        if not app.has_crashed:
            log_crash(app.log_folder, EndedByItselfError())
        if not site.is_demo:
            _let_no_key_end_it()  # Textual has set some of them otherwise
        crashes = crashes + 1 if monotonic() - crashed_at_s < QUICK_S else 1
        crashed_at_s = monotonic()
        if crashes >= MOST_CRASHES:
            _rest(services.context.home, is_demo=site.is_demo)


def _let_no_key_end_it() -> None:
    """Between two runs the terminal's own keys work again: none of them may lead to a shell."""
    for name in ("SIGINT", "SIGQUIT", "SIGTSTP"):
        with suppress(AttributeError, ValueError):  # Windows has not all; only the main thread may
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _rest(home: Home, *, is_demo: bool) -> None:
    """Something fails again and again: say so, and try again after a while; a demo ends."""
    folder = home.folder / "log"
    if is_demo:
        sentence = _("The kiosk keeps failing; its log is in {folder}.")
        raise KioskError("keeps_crashing", sentence.format(folder=folder))
    sentence = _("The kiosk keeps failing and tries again in {count} s; its log is in {folder}.")
    sys.stderr.write(sentence.format(count=int(REST_S), folder=folder) + "\n")
    sys.stderr.flush()
    sleep(REST_S)


def _announce(kind: TerminalKind) -> None:
    from screens.widgets.photos.choose import announce_colours

    announce_colours(kind, os.environ)


def _driver() -> "type[Driver] | None":
    from screens.driver import driver_class

    return driver_class()
