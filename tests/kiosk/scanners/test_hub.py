"""The hub: many scanners, one scan for each badge held up."""

import threading
from collections.abc import Iterator

import pytest

from kiosk.attendance.views import Scan
from kiosk.clock import SetClock
from kiosk.scanners import hub as hub_module
from kiosk.scanners.hub import Arrival, ScannerHub
from kiosk.scanners.port import SourceStatus
from tests.kiosk.scanners.fakes import NOW, FakeSource, wait_until

CODE, OTHER = "1" * 34, "2" * 34


class Gate:
    """A hub with one source of each kind."""

    def __init__(self) -> None:
        self.scans: list[Scan] = []
        self.serial = FakeSource("门口", "serial")
        self.evdev = FakeSource("岗亭", "evdev")
        self.camera = FakeSource("摄像头", "camera")
        sources = (self.serial, self.evdev, self.camera)
        self.hub = ScannerHub(sources, self.scans.append, lambda: 10.0, SetClock(NOW))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    monkeypatch.setattr(hub_module, "LOOK_S", 0.01)
    made = Gate()
    made.hub.start()
    yield made
    made.hub.stop()


def test_one_badge_read_by_everything_is_one_scan(gate: Gate) -> None:
    assert gate.hub.admit(CODE, "wedge")
    gate.serial.deliver(f"]Q1{CODE}")
    gate.evdev.deliver(CODE)
    gate.camera.deliver(CODE)
    assert gate.scans == []
    gate.serial.deliver(OTHER)
    assert not gate.hub.admit(OTHER, "wedge")
    assert not gate.hub.admit(OTHER, "paste")
    assert gate.scans == [Scan(OTHER, "serial")]


def test_a_hand_gets_its_answer_again_and_a_camera_does_not(gate: Gate) -> None:
    for _time in range(3):
        gate.evdev.deliver(CODE)
        gate.camera.deliver(OTHER)
    assert gate.scans == [Scan(CODE, "evdev"), Scan(OTHER, "camera")] + [Scan(CODE, "evdev")] * 2


def test_two_serial_scanners_are_two_sources() -> None:
    scans: list[Scan] = []
    left, right = FakeSource("左"), FakeSource("右")
    hub = ScannerHub((left, right), scans.append, lambda: 10.0)
    hub.start()
    for source in (left, right):
        source.deliver(CODE)
    assert scans == [Scan(CODE, "serial")]
    hub.stop()


@pytest.mark.parametrize("text", ["", "  ", "\r\n", "\x00\x1b[2J", "]Q1"])
def test_nothing_is_made_of_nothing(gate: Gate, text: str) -> None:
    gate.serial.deliver(text)
    assert not gate.hub.admit(text, "wedge")
    assert gate.scans == []


def test_text_is_cleaned_and_bounded(gate: Gate) -> None:
    gate.serial.deliver("\x1b]0;x\x07" + "9" * 1000)
    assert gate.scans == [Scan("9" * 256, "serial")]


def test_sources_are_started_and_stopped_once(gate: Gate) -> None:
    assert gate.hub.sources == (gate.serial, gate.evdev, gate.camera)
    gate.hub.stop()
    assert [(source.starts, source.stops) for source in (gate.serial, gate.camera)] == [(1, 1)] * 2


def test_states_are_told_in_order_and_changes_are_heard_of(gate: Gate) -> None:
    heard: list[tuple[SourceStatus, ...]] = []

    def breaks(_statuses: tuple[SourceStatus, ...]) -> None:
        raise RuntimeError("this loop is closed")

    gate.hub.on_status(breaks)
    gate.hub.on_status(heard.append)
    gate.serial.fare("lost")
    wait_until(lambda: bool(heard) and heard[-1][0].state == "lost")
    told = len(heard)
    assert heard[-1] == gate.hub.statuses()
    assert [one.name for one in heard[-1]] == ["门口", "岗亭", "摄像头"]
    assert [one.is_out_of_order for one in heard[-1]] == [True, False, False]
    gate.serial.fare("working")
    wait_until(lambda: len(heard) > told)


def test_states_that_stay_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "LOOK_S", 0.001)
    looks: list[SourceStatus] = []

    class Watched(FakeSource):
        def __getattribute__(self, name: str) -> object:
            found: object = super().__getattribute__(name)
            if isinstance(found, SourceStatus):
                looks.append(found)
            return found

    heard: list[tuple[SourceStatus, ...]] = []
    hub = ScannerHub((Watched("门口"),), lambda _scan: None, lambda: 10.0)
    hub.on_status(heard.append)
    hub.start()
    wait_until(lambda: len(looks) > 20)
    hub.stop()
    assert len(heard) == 1


def test_during_a_test_everything_is_shown_and_nothing_decided(gate: Gate) -> None:
    seen: list[Arrival] = []
    with gate.hub.testing(seen.append):
        gate.serial.deliver(CODE)
        gate.evdev.deliver(CODE)
        assert not gate.hub.admit(OTHER, "wedge")
    assert seen == [
        Arrival("门口", CODE, NOW, was_dropped=False),
        Arrival("岗亭", CODE, NOW, was_dropped=True),
        Arrival("wedge", OTHER, NOW, was_dropped=False),
    ]
    assert gate.scans == []


def test_what_still_lies_before_a_camera_after_a_test_is_not_decided(gate: Gate) -> None:
    gate.hub.watch(lambda _arrival: None)
    gate.camera.deliver(CODE)
    gate.hub.end_watch()
    gate.camera.deliver(CODE)
    assert gate.scans == []
    gate.serial.deliver(OTHER)
    assert gate.scans == [Scan(OTHER, "serial")]


def test_a_test_whose_screen_is_gone_is_over(gate: Gate) -> None:
    def is_gone(_arrival: Arrival) -> None:
        raise RuntimeError("no screen")

    gate.hub.watch(is_gone)
    gate.serial.deliver(CODE)
    assert gate.hub.admit(OTHER, "wedge")


def test_what_nobody_took_may_come_again() -> None:
    taken: list[Scan] = []
    is_closed = True

    def take(scan: Scan) -> None:
        if is_closed:
            raise RuntimeError("the loop is closed")
        taken.append(scan)

    left, right = FakeSource("左"), FakeSource("右")
    hub = ScannerHub((left, right), take, lambda: 10.0)
    hub.start()
    left.deliver(CODE)
    is_closed = False
    right.deliver(CODE)
    assert taken == [Scan(CODE, "serial")]
    hub.stop()


def test_what_was_not_recorded_may_be_tried_on_another_scanner(gate: Gate) -> None:
    gate.serial.deliver(CODE)
    gate.camera.deliver(CODE)
    gate.hub.forget(CODE)
    gate.camera.deliver(CODE)
    assert gate.scans == [Scan(CODE, "serial")]
    assert gate.hub.admit(CODE, "wedge")


def test_a_scanner_that_is_called_wedge_is_not_the_keyboard() -> None:
    scans: list[Scan] = []
    source = FakeSource("wedge")
    hub = ScannerHub((source,), scans.append, lambda: 10.0)
    hub.start()
    assert hub.admit(CODE, "wedge")
    source.deliver(CODE)
    assert scans == []
    hub.stop()


def test_a_hub_without_scanners_has_no_thread() -> None:
    before = set(threading.enumerate())
    hub = ScannerHub((), lambda _scan: None, lambda: 10.0)
    hub.start()
    assert set(threading.enumerate()) <= before
    assert hub.statuses() == ()
    hub.stop()


def test_many_threads_at_once_make_one_scan_of_each_code() -> None:
    scans: list[Scan] = []
    sources = tuple(FakeSource(str(number)) for number in range(8))
    hub = ScannerHub(sources, scans.append, lambda: 10.0)
    hub.start()

    def read_all(source: FakeSource) -> None:
        for number in range(200):
            source.deliver(f"{number:034}")

    threads = [threading.Thread(target=read_all, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(scan.text for scan in scans) == [f"{number:034}" for number in range(200)]
    hub.stop()
