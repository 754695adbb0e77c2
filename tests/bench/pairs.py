"""Two scanners that decide the same member at once, over four processes on one file."""

import multiprocessing
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from db.connection import close_file, run_sql
from db.inspection import inspect_file
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import NotRecorded, Scan
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.services import open_services
from tests.builders import NOON, make_site

GATES = 2
"""Pairs of scanners; each of the four is a process of its own."""

MEMBERS = 250
"""Members of each gate; each comes and goes in turn, an hour between."""

_HOUR = timedelta(hours=1)
_PATIENCE_S = 120


@dataclass(frozen=True)
class Pairs:
    """What simultaneous pairs of scans came to.

    Attributes:
        scanned: How many pairs there were.
        decided: Those of which one scan counted and the other one was told that it repeats.
        twice: Those of which both counted.
        refused: Why scans were not recorded, such as `locked`, each with how often.
        is_whole: Whether the ledger verifies, the facts agree with it, the presences are those that
            the ledger comes to, and the record holds one punch for each pair.
    """

    scanned: int
    decided: int
    twice: int
    refused: dict[str, int]
    is_whole: bool

    @property
    def faults(self) -> int:
        """How many of the pairs were not decided as one; all of them in a record not whole."""
        return self.scanned - self.decided if self.is_whole else self.scanned


def scan_pairs(folder: Path, pairs: int) -> Pairs:
    """Scan about so many pairs at once; the members come and go until all have been scanned."""
    folder.mkdir()
    members = min(MEMBERS, pairs // (2 * GATES)) * GATES
    rounds = pairs // members
    site = make_site(folder, members=members)
    codes = [site.people.badge_code(f"{number:03}") for number in range(1, members + 1)]
    close_file()
    found = _judged(_scan_all(site.context.home.folder, codes, rounds))
    refused = {word: found[word] for word in found if word.startswith("NotRecorded")}
    is_whole = _is_whole(site.context.home, members * rounds)
    return Pairs(members * rounds, found["decided"], found["twice"], refused, is_whole)


def _is_whole(home: Home, punches: int) -> bool:
    open_services(home, SetClock(NOON))
    kept = run_sql("SELECT count(*) FROM punch")
    is_replayed = find_first_difference() is None
    close_file()
    looked = inspect_file(home.database)
    faults = (looked.damage, looked.broken_seq, looked.changed_seq)
    return kept == [(punches,)] and is_replayed and faults == (None, None, None)


_Answers = tuple[list[str], list[str]]


def _scan_all(home: Path, codes: list[str], rounds: int) -> list[_Answers]:
    """The answers of both scanners of each gate, in order."""
    context = multiprocessing.get_context("spawn")
    barriers = [context.Barrier(2) for _ in range(GATES)]  # kept until all have read them
    ends = []
    for place, both in enumerate(barriers):
        for _scanner in range(2):
            ours, theirs = context.Pipe(duplex=False)
            told = (home, codes[place::GATES], rounds, both, theirs)
            context.Process(target=_scan_at, args=told, daemon=True).start()
            theirs.close()  # so that reading ends when the process does
            ends.append(ours)
    answers: list[list[str]] = [ours.recv() for ours in ends]
    return list(zip(answers[::2], answers[1::2], strict=True))


def _scan_at(folder: Path, codes: list[str], rounds: int, both: Barrier, told: Connection) -> None:
    clock = SetClock(NOON)
    services = open_services(Home(folder), clock)
    answers = []
    for turn in range(rounds):
        clock.set(NOON + turn * _HOUR)
        for code in codes:
            both.wait(_PATIENCE_S)
            answers.append(_word(services.attendance.scan(Scan(code, "pair"))))
    close_file()
    told.send(answers)


def _word(answer: object) -> str:
    why = f" {answer.why}" if isinstance(answer, NotRecorded) else ""
    return type(answer).__name__ + why


def _judged(answers: list[_Answers]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one, other in answers:
        found.update(word for word in (*one, *other) if word.startswith("NotRecorded"))
        found.update(_verdict(pair) for pair in zip(one, other, strict=True))
    return found


def _verdict(pair: tuple[str, str]) -> str:
    counted = sum(word in {"CheckedIn", "CheckedOut"} for word in pair)
    if counted == 1 and "Repeated" in pair:
        return "decided"
    return "twice" if counted == 2 else "other"
