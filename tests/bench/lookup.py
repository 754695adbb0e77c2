"""Looking a badge up among 20,000 members against 60."""

import random
import statistics
import time
from pathlib import Path

from db.badges import add_badge, find_badge_holder
from db.base import new_uid
from db.connection import close_file, open_file, transaction
from kiosk.people.codes import make_code, token_hash, token_of
from tests.builders import NOON, add_member, make_site

ROUNDS = 9
LOOKUPS = 1_000
"""Badges looked up in a round, anybody's in any order."""


def lookup_ratio(folder: Path, many: int, few: int) -> float:
    """Median time of finding a badge's holder among many members over that among few.

    Each round gives a median; the middle one of the rounds counts, so that what else the machine
    does for a second changes nothing.
    """
    sites = {count: _make_site(folder / f"lookup-{count}", count) for count in (many, few)}
    took: dict[int, list[float]] = {many: [], few: []}
    chance = random.Random(61)  # noqa: S311  # the same badges in every run
    for _round in range(ROUNDS):
        for count, (file, hashes) in sites.items():
            open_file(file)
            _look_up(hashes)  # a kiosk's file has been open for months
            timed = _look_up(chance.choices(hashes, k=LOOKUPS))
            took[count].append(statistics.median(timed))
            close_file()
    return statistics.median(took[many]) / statistics.median(took[few])


def _look_up(hashes: list[bytes]) -> list[float]:
    took = []
    for token in hashes:
        begun = time.perf_counter()
        holder = find_badge_holder(token)
        took.append(time.perf_counter() - begun)
        if holder is None:
            raise LookupError("a badge has no holder")
    return took


def _make_site(folder: Path, members: int) -> tuple[Path, list[bytes]]:
    """A site's file and the hashes of its members' badges."""
    home = make_site(folder, members=0).context.home
    secret, hashes = home.secret(), []
    with transaction():
        for place in range(1, members + 1):
            uid = new_uid()
            hashes.append(token_hash(token_of(make_code(secret, uid))))
            add_badge(uid, add_member(f"{place:05}"), hashes[-1], NOON, (None, None))
    close_file()
    return home.database, hashes
