"""Scanners plugged into a real site: what is read becomes a punch, once."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from queue import Queue

import pytest

from db.attendance import Punch
from kiosk.attendance.views import CheckedIn, CheckedOut, Refused, Scan, ScanResult
from kiosk.scanners import repeats
from kiosk.scanners.hub import ScannerHub
from kiosk.scanners.making import make_sources
from kiosk.scanners.settings import SourceSetting, TerminalSettings, load_settings, save_settings
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock
from tests.kiosk.scanners.fakes import wait_until

PATIENCE_S = 10


@dataclass
class Gate:
    """A site with two serial scanners and a desk that decides on the test's thread."""

    services: Services
    hub: ScannerHub
    scans: "Queue[Scan]"
    scanners: list[int]

    def decide_next(self) -> ScanResult:
        return self.services.attendance.scan(self.scans.get(timeout=PATIENCE_S))


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    services = make_site(tmp_path, 3)
    home = services.context.home
    ends = [os.openpty() for _scanner in range(2)]
    sources = [
        SourceSetting(str(number), "serial", os.ttyname(kiosk))
        for number, (_scanner, kiosk) in enumerate(ends)
    ]
    save_settings(home, TerminalSettings(tuple(sources)))
    scans: Queue[Scan] = Queue()
    window_s = services.oversight.site().debounce_s
    hub = ScannerHub(make_sources(load_settings(home)), scans.put, lambda: window_s)
    hub.start()
    wait_until(lambda: all(status.state == "working" for status in hub.statuses()))
    yield Gate(services, hub, scans, [scanner for scanner, _kiosk in ends])
    hub.stop()
    for pair in ends:
        for end in pair:
            os.close(end)


def test_a_badge_read_by_both_scanners_checks_in_once(gate: Gate) -> None:
    code = gate.services.people.badge_code("002").encode()
    for scanner, end in zip(gate.scanners, (b"\r\n", b""), strict=True):
        os.write(scanner, code + end)
    assert isinstance(gate.decide_next(), CheckedIn)
    os.write(gate.scanners[1], b"12345678901234567890\r")  # cut: refused, and read after the badge
    refused = gate.decide_next()
    assert isinstance(refused, Refused)
    assert refused.reason == "cut_code"
    assert not gate.hub.admit(code.decode(), "wedge")
    assert [punch.source for punch in Punch.select()] == ["serial"]


def test_the_other_scanner_checks_out_once_the_window_is_over(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = gate.services.people.badge_code("003").encode()
    os.write(gate.scanners[0], code + b"\r")
    assert isinstance(gate.decide_next(), CheckedIn)
    set_clock(gate.services, NOON + timedelta(hours=8))
    monkeypatch.setattr(gate.hub, "_repeats", repeats.Repeats(lambda: 10.0))  # eight hours on
    os.write(gate.scanners[1], code + b"\t")
    assert isinstance(gate.decide_next(), CheckedOut)
