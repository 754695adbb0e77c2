"""The queue at the gate: what may be skipped and what never is."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from textual import events

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import NotRecorded, Refused, Scan, ScanResult
from kiosk.people.codes import check_digits
from screens.pasting import PastePiece
from screens.scanning import KeyIntake, ScanLine

NOW = datetime(2026, 11, 20, tzinfo=UTC)


async def shown(results: list[ScanResult]) -> list[ScanResult]:
    """What is shown of decisions that all wait at once."""
    seen: list[ScanResult] = []
    left = iter(results)

    async def decide(_scan: Scan) -> ScanResult:
        return next(left)

    async def show(result: ScanResult | MusterScan) -> None:
        assert not isinstance(result, MusterScan)
        seen.append(result)

    line = ScanLine(decide, show)
    for _result in results:
        await line.put(Scan("1", "wedge"))
    running = asyncio.create_task(line.run())
    await line.drained()
    running.cancel()
    return seen


async def test_only_the_newest_of_a_burst_need_be_shown() -> None:
    refused = [Refused(reason, NOW, date.min, None) for reason in ("a", "b", "c")]
    assert await shown([*refused]) == [refused[0], refused[2]]


async def test_what_was_not_recorded_is_always_shown() -> None:
    lost = [NotRecorded(why, NOW) for why in ("full", "locked", "broken")]
    assert await shown([*lost]) == lost


@pytest.mark.parametrize("into_field", [False, True])
async def test_leftovers_of_an_open_paste_are_for_a_field_or_for_nothing(into_field: bool) -> None:
    scans: list[Scan] = []
    taken = await intake(scans).paste(PastePiece("7" * 300), into_field=into_field)
    assert (taken, scans) == (not into_field, [])


@pytest.mark.parametrize("into_field", [False, True])
async def test_a_code_of_an_open_paste_is_a_scan_anywhere(into_field: bool) -> None:
    scans: list[Scan] = []
    body = "1" + "0" * 31
    code = body + check_digits(body)
    assert await intake(scans).paste(PastePiece(code), into_field=into_field)
    assert scans == [Scan(code, "paste")]


def intake(scans: list[Scan]) -> KeyIntake:
    async def scanned(scan: Scan) -> None:
        scans.append(scan)

    async def typed(_key: events.Key) -> None:
        raise AssertionError

    return KeyIntake(scanned, typed, lambda *_: None)
