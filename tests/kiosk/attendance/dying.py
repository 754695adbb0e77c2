"""A kiosk that is killed at any step of what it records; run by the tests of power loss.

    python -m tests.kiosk.attendance.dying DEED KIND FOLDER

Does a deed again and again, each time on a fresh copy of one site and in a process of its own that
kills itself (SIGKILL) one step later than the time before, until one comes through. KIND says what
a step is: a `statement` that writes, or a `write` of SQLite's own to the disk, which is left half
done. The copies stay in the folder, `0` as it was before; tells as JSON how each of them ended.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import apsw

from db.connection import close_file, database, run_sql
from db.presence import list_all_presences
from kiosk.attendance.closing import close_days
from kiosk.attendance.views import Scan
from kiosk.attendance.waiting import settle
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.services import Services, open_services
from tests.builders import NOON, make_site, scan, set_clock, uid_of

_WRITING = ("begin", "insert", "update", "delete", "commit")
_MOST_STEPS = 300
_HOUR = timedelta(hours=1)


def make_home(folder: Path) -> Home:
    """At one o'clock: 001 and 003 are here, 002 just left, 004 asked, 005 rests, 007 is in doubt.

    006 was never here.
    """
    site = make_site(folder, members=7)
    _scan_at(site, -14, "007")
    _scan_at(site, -0.25, "007")
    for number in ("001", "002", "003", "004", "005"):
        _scan_at(site, 0, number)
    set_clock(site, NOON + timedelta(hours=1))
    scan(site, "002")
    site.afterthoughts.begin_break(uid_of("005"))
    half_past = NOON + timedelta(minutes=30)
    site.corrections.ask(uid_of("004"), "left", half_past, _stay("004"), "忘了")
    close_file()
    return site.context.home


def _scan_at(site: Services, hours: float, number: str) -> None:
    set_clock(site, NOON + timedelta(hours=hours))
    scan(site, number)


def _stay(number: str, place: int = 0) -> UUID:
    return list_all_presences(uid_of(number))[place].uid


def _left(number: str) -> UUID:
    sql = "SELECT uid FROM punch WHERE member_uid = ? AND direction = 'out'"
    return UUID(bytes=run_sql(sql, (uid_of(number).bytes,))[0][0])


def _rule(site: Services) -> None:
    (request,) = site.corrections.list_requests()
    site.corrections.rule(request.uid, "accepted", uid_of("003"), "")


def _set_right(site: Services) -> None:
    earlier, boss = NOON - timedelta(hours=3), uid_of("003")
    site.corrections.correct(uid_of("001"), "came", earlier, boss, "门卫看见", _stay("001"))


DEEDS: dict[str, tuple[float, Callable[[Services], object]]] = {
    "comes": (2, lambda site: scan(site, "006")),
    "leaves": (2, lambda site: scan(site, "001")),
    "leaves_in_doubt": (13.5, lambda site: scan(site, "001")),
    "comes_after_forgetting": (30, lambda site: scan(site, "001")),
    "comes_back_from_a_break": (2, lambda site: scan(site, "005")),
    "is_refused": (2, lambda site: site.attendance.scan(Scan("rubbish", "wedge"))),
    "says_what_a_scan_meant": (
        2,
        lambda site: site.afterthoughts.answer(_stay("007", 1), "out"),
    ),
    "undoes": (1.1, lambda site: site.afterthoughts.undo(_left("002"), "误扫")),
    "rests_instead": (1.1, lambda site: site.afterthoughts.rest_instead(_left("002"))),
    "begins_a_break": (2, lambda site: site.afterthoughts.begin_break(uid_of("001"))),
    "ends_a_break": (2, lambda site: site.afterthoughts.end_break(uid_of("005"))),
    "asks": (
        2,
        lambda site: site.corrections.ask(uid_of("003"), "left", NOON + _HOUR, _stay("003"), ""),
    ),
    "is_ruled_on": (2, _rule),
    "is_set_right": (2, _set_right),
    "is_looked_at": (2, lambda site: settle(site.context, _stay("007"), uid_of("003"), "记不清")),
    "is_let_go": (2, lambda site: site.keeping.let_go(uid_of("001"), "调走")),
    "night": (24 * 8, lambda site: close_days(site.context)),
}
"""What is done, with how many hours behind noon."""


class Steps:
    """Counts the steps of a process and kills it at one of them."""

    def __init__(self, last: int) -> None:
        """Kill at this step; the first one is 1."""
        self._left = last
        self.is_counting = False

    @property
    def is_last(self) -> bool:
        """Whether this step, which is counted by asking, is the one to die at."""
        self._left -= self.is_counting
        return self._left == 0

    def die(self) -> None:
        """End as a machine whose plug is pulled does: nothing is cleared up."""
        os.kill(os.getpid(), signal.SIGKILL)


class HalfWriting(apsw.VFS):
    """The disk of a machine whose power fails in the middle of a write."""

    NAME = "half-writing"

    def __init__(self, steps: Steps) -> None:
        """Fail at the last step."""
        self._steps = steps
        super().__init__(self.NAME, "")

    def xOpen(  # the name is APSW's
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> "HalfWritten":
        """Open a file on it."""
        return HalfWritten(name, flags, self._steps)


class HalfWritten(apsw.VFSFile):
    """A file on it."""

    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], steps: Steps) -> None:
        """Open the file on the real disk."""
        self._steps = steps
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # the name is APSW's
        """Write, or half of it."""
        if self._steps.is_last:
            super().xWrite(data[: len(data) // 2], offset)
            self._steps.die()
        super().xWrite(data, offset)


def _do(home: Home, deed: str, kind: str, last: int, told: int) -> None:
    """Do a deed in this process, which may die of it; tell when it was acknowledged."""
    hours, act = DEEDS[deed]
    steps = Steps(last)
    if kind == "write":
        disk = HalfWriting(steps)  # lives as long as it has a name
        database.connect_params["vfs"] = disk.NAME
    site = open_services(home, SetClock(NOON + timedelta(hours=hours)))
    if kind == "statement":

        def look(_cursor: apsw.Cursor, sql: str, _bound: object) -> bool:
            if sql.lower().startswith(_WRITING) and steps.is_last:
                steps.die()
            return True

        database.connection().exec_trace = look
    steps.is_counting = True
    act(site)
    os.write(told, b"acknowledged")
    close_file()


def _end_of(home: Home, deed: str, kind: str, last: int) -> tuple[bool, bool]:
    """Whether a deed was acknowledged and whether its process came through."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _do(home, deed, kind, last, writes)
            os._exit(0)
        except BaseException as error:  # a child must never go on as its parent
            sys.stderr.write(f"{deed}: {error!r}\n")
            os._exit(1)
    os.close(writes)
    _pid, status = os.waitpid(pid, 0)
    with os.fdopen(reads, "rb") as pipe:
        is_acknowledged = pipe.read() == b"acknowledged"
    if os.waitstatus_to_exitcode(status) not in {0, -signal.SIGKILL}:
        raise SystemExit(f"{deed} failed at step {last}")
    return is_acknowledged, os.WIFEXITED(status)


def main(deed: str, kind: str, folder: Path) -> None:
    """Kill at the first step, at the second one ... until the deed comes through."""
    before = make_home(folder)
    before.folder.rename(folder / "0")
    ends = []
    for last in range(1, _MOST_STEPS):
        copy = folder / str(last)
        shutil.copytree(folder / "0", copy)
        ends.append(_end_of(Home(copy), deed, kind, last))
        if ends[-1][1]:
            break
    print(json.dumps(ends))  # noqa: T201  # what the test reads


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
