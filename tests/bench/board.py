"""The board with 5,000 members against 61: first paint and memory."""

import statistics
from pathlib import Path

from tests.bench.gate import SIZE, kiosk_argv
from tests.bench.terminal import PtyProgram


def board_ratios(small: Path, large: Path, mark: bytes, rounds: int = 7) -> tuple[float, float]:
    """Median first paint and median peak memory of the large site over the small one's."""
    figures: dict[Path, list[tuple[float, float]]] = {small: [], large: []}
    for _ in range(rounds):
        for home in (small, large):
            figures[home].append(_paint(home, mark))
    paint, memory = (
        statistics.median(row[column] for row in figures[large])
        / statistics.median(row[column] for row in figures[small])
        for column in (0, 1)
    )
    return paint, memory


def _paint(home: Path, mark: bytes) -> tuple[float, float]:
    program = PtyProgram(kiosk_argv(home), SIZE, {})
    try:
        painted_s = program.wait_for(mark) - program.begun
        program.drain(1)
        return painted_s, program.peak_memory_mb()
    finally:
        program.close()
