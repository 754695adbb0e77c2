"""Doubles of scanners, and a patient look at what other threads do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic, sleep

from kiosk.scanners.port import Deliver, SourceKind, SourceState, SourceStatus

NOW = datetime(2026, 11, 23, 6, 55, tzinfo=UTC)
PATIENCE_S = 60.0


def wait_until(is_true: Callable[[], bool]) -> None:
    """Wait for another thread; fails after a minute."""
    until_s = monotonic() + PATIENCE_S
    while not is_true():
        assert monotonic() < until_s, "it never came true"
        sleep(0.005)


class FakeSource:
    """A source that reads what a test says, on the test's thread."""

    def __init__(self, name: str, kind: SourceKind = "serial") -> None:
        self.status = SourceStatus(name, kind, "never_seen", NOW)
        self.deliver: Deliver = lambda _text: None
        self.starts = self.stops = 0

    def start(self, deliver: Deliver) -> None:
        self.deliver = deliver
        self.starts += 1
        self.fare("working")

    def stop(self) -> None:
        self.stops += 1

    def fare(self, state: SourceState) -> None:
        self.status = replace(self.status, state=state)
