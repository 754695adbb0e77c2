"""The ledger is gap-free and chained; whatever is changed behind its back shows."""

from pathlib import Path

import pytest

from db.connection import database, run_sql
from db.ledger import find_first_broken
from tests.builders import make_site, scan


@pytest.fixture(autouse=True)
def open_to_tampering(tmp_path: Path) -> None:
    services = make_site(tmp_path)
    for number in ("001", "002", "003"):
        scan(services, number)
    for trigger in ("ledger_entry_keeps_update", "ledger_entry_keeps_delete"):
        database.execute_sql(f"DROP TRIGGER {trigger}")


def test_entries_are_numbered_without_gaps() -> None:
    numbers = [seq for (seq,) in run_sql("SELECT seq FROM ledger_entry ORDER BY seq")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 6
    assert find_first_broken() is None


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE ledger_entry SET payload = replace(payload, 'in', 'out') WHERE seq = 4",
        "UPDATE ledger_entry SET salt = x'00' WHERE seq = 4",
        "UPDATE ledger_entry SET salt = NULL WHERE seq = 4",
        "UPDATE ledger_entry SET at = at + 60000000 WHERE seq = 4",
        "UPDATE ledger_entry SET kind = 'other' WHERE seq = 4",
        "UPDATE ledger_entry SET subject = x'00112233445566778899aabbccddeeff' WHERE seq = 4",
        "UPDATE ledger_entry SET digest = zeroblob(32) WHERE seq = 4",
        "UPDATE ledger_entry SET previous = zeroblob(32) WHERE seq = 4",
        "DELETE FROM ledger_entry WHERE seq = 4",
    ],
)
def test_tampering_shows_at_the_entry(tamper: str) -> None:
    run_sql(tamper)
    assert find_first_broken() == 4


def test_swapped_entries_show() -> None:
    run_sql("UPDATE ledger_entry SET seq = 99 WHERE seq = 4")
    run_sql("UPDATE ledger_entry SET seq = 4 WHERE seq = 5")
    run_sql("UPDATE ledger_entry SET seq = 5 WHERE seq = 99")
    assert find_first_broken() == 4


def test_the_same_payload_has_another_digest_each_time() -> None:
    digests = [digest for (digest,) in run_sql("SELECT payload_digest FROM ledger_entry")]
    assert len(set(digests)) == len(digests)
