"""The queue at the gate: what may be skipped and what never is."""

import asyncio
from datetime import UTC, date, datetime

from kiosk.attendance.views import NotRecorded, Refused, Scan, ScanResult
from screens.scanning import ScanLine

NOW = datetime(2026, 11, 20, tzinfo=UTC)


async def shown(results: list[ScanResult]) -> list[ScanResult]:
    """What is shown of decisions that all wait at once."""
    seen: list[ScanResult] = []
    left = iter(results)

    async def decide(_scan: Scan) -> ScanResult:
        return next(left)

    async def show(result: ScanResult) -> None:
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
