"""The journal: where the facts of a roll call wait while the record can't be written.

One JSON object a line, each line on the disk before it counts, in the home; where that can't be
written either, in the folder for temporary files; where nothing can be written, in memory. Every
process on this machine reads the same journal, and the first one that can write the record again
takes it over, once: a fact that the record has already is passed over.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from uuid import UUID

from db.muster import COLUMNS, MusterFact
from kiosk.attendance.muster.views import Kept

fcntl = import_module("fcntl") if os.name == "posix" else None
"""Locks between processes; Windows has none, and one kiosk a machine has nothing to agree on."""

FILE = "muster.journal"
_MOST_BYTES = 8 * 1024 * 1024
"""A journal larger than this is not ours: thousands of marks take less than one megabyte."""


class Journal:
    """The journal of one home."""

    def __init__(self, home: Path, name: str) -> None:
        """Read and write nothing yet.

        Args:
            home: The home's folder.
            name: What tells this site's journal from others' in the folder for temporary files.
        """
        self._places = (home / FILE, Path(tempfile.gettempdir()) / f"site-kiosk-{name}.journal")
        self._memory: list[MusterFact] = []

    @property
    def kept(self) -> Kept:
        """Where the facts that are not in the record are; `record` when there are none."""
        if self._memory:
            return "memory"
        home, elsewhere = (self._size(place) for place in self._places)
        return "elsewhere" if elsewhere else "journal" if home else "record"

    @property
    def mark(self) -> tuple[int, ...]:
        """Numbers that change when the journal does."""
        return (*(self._size(place) for place in self._places), len(self._memory))

    def facts(self) -> list[MusterFact]:
        """Everything that waits, oldest first."""
        found = [fact for place in self._places for fact in _read(place)]
        return [*found, *self._memory]

    def append(self, facts: Sequence[MusterFact]) -> None:
        """Keep facts as safely as it goes; what is only in memory is tried again before them."""
        waiting, self._memory = [*self._memory, *facts], []
        for fact in waiting:
            if not any(_write(place, _line(fact)) for place in self._places):
                self._memory.append(fact)

    def hand_over(self, store: Callable[[Sequence[MusterFact]], None]) -> None:
        """Give everything that waits to the record; what it has taken waits no longer.

        Args:
            store: Writes facts to the record durably, or raises; then everything stays.
        """
        with _held(self._places) as held:
            store([*(fact for place in held for fact in _read(place)), *self._memory])
            self._memory.clear()
            for place in held:
                with suppress(OSError):  # what stays is passed over the next time
                    place.unlink()

    def _size(self, place: Path) -> int:
        return place.stat().st_size if _is_ours(place) else 0


def _is_ours(place: Path) -> bool:
    """Whether it is a file of this user's: others may write to the folder for temporary files."""
    try:
        found = place.lstat()
    except OSError:
        return False
    is_file = not place.is_symlink() and place.is_file()
    return is_file and found.st_uid == getattr(os, "getuid", lambda: found.st_uid)()


def _read(place: Path) -> Iterator[MusterFact]:
    if not _is_ours(place):
        return
    with suppress(OSError):
        with place.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
        for line in text.splitlines():
            # A line that was torn by a power cut was never acknowledged.
            with suppress(ValueError, KeyError, TypeError):
                yield _fact(json.loads(line))


def _write(place: Path, line: str) -> bool:
    """Whether the line is on the disk; a file that is somebody else's is not written to."""
    # A line break first as well: the line before may have been torn.
    data = f"\n{line}\n".encode()
    try:
        with _opened(place) as file:
            is_whole = os.write(file, data) == len(data)
            os.fsync(file)
    except OSError:
        return False
    return is_whole


@contextmanager
def _opened(place: Path) -> Iterator[int]:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    while True:
        file = os.open(place, flags, 0o600)
        try:
            _lock(file)
            if not _is_ours(place):
                raise PermissionError(str(place))
            if os.fstat(file).st_nlink:  # else it was taken over while this waited
                yield file
                return
        finally:
            os.close(file)


@contextmanager
def _held(places: Sequence[Path]) -> Iterator[list[Path]]:
    """Keep everybody from writing to the journals that are there."""
    files = []
    try:
        for place in places:
            with suppress(OSError):
                if _is_ours(place):
                    file = os.open(place, os.O_RDONLY)
                    files.append((place, file))
                    _lock(file)
        yield [place for place, _file in files]
    finally:
        for _place, file in files:
            os.close(file)


def _lock(file: int) -> None:
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX)


def _line(fact: MusterFact) -> str:
    return json.dumps(
        {
            "fact": fact.kind,
            "uid": str(fact.uid),
            "muster": str(fact.muster_uid),
            "at": fact.at.isoformat(),
            "station": fact.station,
            "work_day": fact.work_day.isoformat(),
            "zone": fact.zone,
            "told": dict(fact.told),
        },
        ensure_ascii=True,
    )


def _fact(found: dict[str, object]) -> MusterFact:
    kind, told = str(found["fact"]), found["told"]
    if not isinstance(told, dict) or set(told) != set(COLUMNS[kind]):
        raise ValueError(kind)
    return MusterFact(
        kind,
        UUID(str(found["uid"])),
        UUID(str(found["muster"])),
        datetime.fromisoformat(str(found["at"])),
        str(found["station"]),
        date.fromisoformat(str(found["work_day"])),
        str(found["zone"]),
        told,
    )
