"""A short look at the scanners of a terminal, for whoever does not keep them open."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from kiosk.scanners.hub import ScannerHub, Watcher
from kiosk.scanners.making import make_sources
from kiosk.scanners.port import SourceStatus
from kiosk.scanners.settings import TerminalSettings

LONGEST_LOOK_S = 2.0
"""How long a look may take, in seconds."""
_STEP_S = 0.05


def look(settings: TerminalSettings, longest_s: float | None = None) -> tuple[SourceStatus, ...]:
    """How each source fares once all of them are there, or the time is over.

    Args:
        settings: Whose scanners are looked at.
        longest_s: How long the look may take, in seconds; None: two.

    Returns:
        The states in the order of the settings.

    Where the kiosk runs on this terminal its devices are `refused` here, since it holds them.
    """
    most_s = LONGEST_LOOK_S if longest_s is None else longest_s
    with trial(settings, lambda _arrival: None) as hub:
        until_s = monotonic() + most_s
        while monotonic() < until_s and any(one.is_out_of_order for one in hub.statuses()):
            sleep(_STEP_S)
        return hub.statuses()


@contextmanager
def trial(settings: TerminalSettings, watcher: Watcher) -> Iterator[ScannerHub]:
    """The scanners at work with a watcher; nothing is decided, afterwards all are let go of."""
    hub = ScannerHub(make_sources(settings), lambda _scan: None, lambda: 0.0)
    hub.watch(watcher)
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()
