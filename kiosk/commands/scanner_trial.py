"""`scanners test`: shows what arrives, for a while or until Enter."""

import sys
from contextlib import suppress
from threading import Event, Thread

from kiosk.commands.telling import iso, print_json_line
from kiosk.i18n import _, format_time
from kiosk.people.codes import mask
from kiosk.scanners.hub import Arrival
from kiosk.scanners.looking import trial
from kiosk.scanners.settings import TerminalSettings


def try_out(settings: TerminalSettings, longest_s: float, *, raw: bool, as_json: bool) -> None:
    """Show what arrives.

    Args:
        settings: Whose scanners are tried.
        longest_s: For how many seconds; Enter in a terminal or Ctrl+C ends it before.
        raw: Whether codes are shown whole; else only their ends.
        as_json: Whether each reading is an object.
    """
    over = Event()

    def show(arrival: Arrival) -> None:
        text = arrival.text if raw else mask(arrival.text)
        if as_json:
            print_json_line({"name": arrival.name, "text": text, "at": iso(arrival.at)})
        else:
            time = format_time(arrival.at.astimezone())
            print(f"{time}  {arrival.name}  {text}", flush=True)

    if not as_json:
        print(_("Hold a badge before each scanner; Enter ends it."), flush=True)
    if sys.stdin is not None and sys.stdin.isatty():
        Thread(target=_wait_for_enter, args=(over,), daemon=True).start()
    with suppress(KeyboardInterrupt), trial(settings, show):
        over.wait(longest_s)


def _wait_for_enter(over: Event) -> None:
    sys.stdin.readline()
    over.set()
