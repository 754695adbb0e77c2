"""A short look at a terminal's scanners."""

import os
from time import monotonic

import pytest

from kiosk.scanners import serial_source
from kiosk.scanners.camera import CameraSource
from kiosk.scanners.device_source import DeviceSource
from kiosk.scanners.hub import Arrival
from kiosk.scanners.looking import look, trial
from kiosk.scanners.making import make_sources
from kiosk.scanners.serial_source import make_serial_source
from kiosk.scanners.settings import SourceSetting, TerminalSettings
from tests.kiosk.scanners.fakes import wait_until

MISSING = SourceSetting("b", "evdev", "/dev/input/by-id/none")


def test_each_setting_makes_its_source() -> None:
    camera = SourceSetting("c", "camera", "/nowhere/video0", mode="always")
    made = make_sources(TerminalSettings((SourceSetting("a", "serial", "COM9"), MISSING, camera)))
    told = [(source.status.name, source.status.kind) for source in made]
    assert told == [("a", "serial"), ("b", "evdev"), ("c", "camera")]
    assert isinstance(made[2], CameraSource)


def test_each_serial_source_knows_the_ports_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, list[str]]] = []

    def make(setting: SourceSetting, others: list[SourceSetting]) -> DeviceSource:
        told.append((setting.name, [other.name for other in others]))
        return make_serial_source(setting)

    monkeypatch.setattr(serial_source, "make_serial_source", make)
    serial = [SourceSetting(name, "serial", f"COM{name}") for name in "123"]
    make_sources(TerminalSettings((serial[0], MISSING, *serial[1:])))
    assert told == [("1", ["2", "3"]), ("2", ["1", "3"]), ("3", ["1", "2"])]


def test_a_look_ends_once_everything_is_there() -> None:
    scanner, kiosk = os.openpty()
    began_s = monotonic()
    settings = TerminalSettings((SourceSetting("a", "serial", os.ttyname(kiosk)),))
    assert [status.state for status in look(settings, 10)] == ["working"]
    assert monotonic() - began_s < 5
    os.close(scanner)
    os.close(kiosk)


def test_a_look_waits_no_longer_than_it_may() -> None:
    began_s = monotonic()
    assert [status.state for status in look(TerminalSettings((MISSING,)), 0.2)] == ["never_seen"]
    assert 0.2 <= monotonic() - began_s < 2
    assert look(TerminalSettings()) == ()


def test_a_trial_shows_what_arrives() -> None:
    scanner, kiosk = os.openpty()
    seen: list[Arrival] = []
    settings = TerminalSettings((SourceSetting("a", "serial", os.ttyname(kiosk)),))
    with trial(settings, seen.append) as hub:
        wait_until(lambda: hub.statuses()[0].state == "working")
        os.write(scanner, b"12345\r")
        wait_until(lambda: bool(seen))
    assert (seen[0].name, seen[0].text) == ("a", "12345")
    os.close(scanner)
    os.close(kiosk)
