"""Two scanners and four processes decide the same member at once: one fact, nobody is kept out.

By the write lock and a constraint, never by checking first. `run.py bench` does it 10,000 times.
"""

from pathlib import Path

from tests.bench.pairs import Pairs, scan_pairs


def test_pairs_over_four_processes_are_one_fact_each(tmp_path: Path) -> None:
    assert scan_pairs(tmp_path / "pairs", 300) == Pairs(300, 300, 0, {}, True)
