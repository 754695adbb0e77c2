"""The journal: where the facts of a roll call wait while the record can't be written.

One JSON object a line, each line on the disk before it counts, in the home; where that can't be
written either, in the folder for temporary files; where nothing can be written, in memory. Every
process on this machine reads the same journal, and the first one that can write the record again
takes it over, once: a fact that the record has already is passed over.

A journal belongs to one site and to one home. What the record does not take, because it speaks of
another site or of a muster that the record knows nothing of, or can't be read, is never deleted:
the whole file is kept aside under another name.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from uuid import UUID

from db.muster import MusterFact
from kiosk.attendance.muster.journal_line import read_line, write_line
from kiosk.attendance.muster.views import Kept

fcntl = import_module("fcntl") if os.name == "posix" else None
"""Locks between processes; Windows has none, and one kiosk a machine has nothing to agree on."""

FILE = "muster.journal"
ASIDE = ".aside-"
"""Stands between the name of a journal that was kept aside and its number."""

_ELSEWHERE = "site-kiosk-"
_MOST_BYTES = 8 * 1024 * 1024
"""A journal larger than this is not ours: thousands of marks take less than one megabyte."""

_MOST_ASIDE = 1_000

Store = Callable[[Sequence[MusterFact]], Collection[UUID]]
"""Writes facts to the record durably, or raises; answers the keys of those that belong to none."""


class Journal:
    """The journal of one home."""

    def __init__(self, home: Path, site: str) -> None:
        """Read and write nothing yet.

        Args:
            home: The home's folder; another copy of it has a journal of its own.
            site: The key of the site, as hexadecimal digits.
        """
        self._site = site
        self._places = (home / FILE, _temporary() / _elsewhere(home, site))
        self._memory: list[MusterFact] = []

    @property
    def kept(self) -> Kept:
        """Where the facts that are not in the record are; `record` when there are none."""
        if self._memory:
            return "memory"
        home, elsewhere = (_size(place) for place in self._places)
        return "elsewhere" if elsewhere else "journal" if home else "record"

    @property
    def mark(self) -> tuple[int, ...]:
        """Numbers that change when the journal does."""
        return (*(_size(place) for place in self._places), len(self._memory))

    def facts(self) -> list[MusterFact]:
        """Everything that waits, oldest first."""
        found = (_read(place, self._site) or _Found() for place in self._places)
        return [*(fact for one in found for fact in one.facts), *self._memory]

    def append(self, facts: Sequence[MusterFact]) -> None:
        """Keep facts as safely as it goes; what is only in memory is tried again before them."""
        waiting, self._memory = [*self._memory, *facts], []
        for fact in waiting:
            line = write_line(fact, self._site)
            if not any(_write(place, line) for place in self._places):
                self._memory.append(fact)

    def hand_over(self, store: Store) -> None:
        """Give everything that waits to the record; what it has taken waits no longer.

        Args:
            store: Takes what waits; where it raises, everything stays. A file with anything that
                it does not take, or that is no fact of this site, is kept aside.
        """
        with _held(self._places) as held:
            places = [(place, _read(place, self._site)) for place in held]
            read = [(place, found) for place, found in places if found is not None]
            waiting = [*(fact for _place, found in read for fact in found.facts), *self._memory]
            strange = store(waiting)
            self._memory = [fact for fact in self._memory if fact.uid in strange]
            for place, found in read:
                is_taken = found.is_whole and not any(fact.uid in strange for fact in found.facts)
                with suppress(OSError):  # what stays is passed over the next time
                    place.unlink() if is_taken else _put_aside(place)


def _temporary() -> Path:
    """The folder for temporary files; where every disk is full, the one that it would be."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:  # it is found by writing to it
        return Path(os.environ.get("TMPDIR") or Path(os.sep, "tmp"))


def list_waiting(home: Path) -> list[Path]:
    """The journals of a home that wait for its record, whatever the site."""
    elsewhere = _temporary().glob(f"{_ELSEWHERE}*-{_home_key(home)}.journal")
    return sorted(place for place in (home / FILE, *elsewhere) if _is_ours(place))


def list_aside(home: Path, site: str = "") -> list[Path]:
    """The journals that no record takes until somebody has looked at them.

    Args:
        home: The home's folder.
        site: The key of a site, whose journals alone are looked for among the temporary files;
            empty for those of all sites.

    Returns:
        Those that were kept aside, and those in the folder for temporary files of other homes: a
        home that was moved leaves its own there.
    """
    elsewhere, own = _temporary(), _home_key(home)
    others = (
        place
        for place in elsewhere.glob(f"{_ELSEWHERE}{site}*.journal")
        if not place.stem.endswith(f"-{own}")
    )
    aside = (home.glob(f"{FILE}{ASIDE}*"), elsewhere.glob(f"{_ELSEWHERE}{site}*.journal{ASIDE}*"))
    return sorted(place for found in (*aside, others) for place in found if _is_ours(place))


def _elsewhere(home: Path, site: str) -> str:
    return f"{_ELSEWHERE}{site}-{_home_key(home)}.journal"


def _home_key(home: Path) -> str:
    return hashlib.sha256(os.fsencode(os.path.realpath(home))).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a journal holds.

    Attributes:
        facts: This site's, in the order of writing.
        is_whole: Whether it holds nothing else.
    """

    facts: tuple[MusterFact, ...] = ()
    is_whole: bool = True


def _size(place: Path) -> int:
    return place.stat().st_size if _is_ours(place) else 0


def _is_ours(place: Path) -> bool:
    """Whether it is a file of this user's: others may write to the folder for temporary files."""
    try:
        found = place.lstat()
    except OSError:
        return False
    is_file = not place.is_symlink() and place.is_file()
    return is_file and found.st_uid == getattr(os, "getuid", lambda: found.st_uid)()


def _read(place: Path, site: str) -> _Found | None:
    """What a journal holds; None where it can't be read now."""
    if not _is_ours(place):
        return _Found()
    try:
        with place.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError:
        return None
    lines = [line for line in data.decode("utf-8", "replace").split("\n") if line.strip()]
    found = [read_line(line, site) for line in lines]
    facts = tuple(fact for fact in found if fact is not None)
    return _Found(facts, len(facts) == len(lines) and len(data) <= _MOST_BYTES)


def _write(place: Path, line: str) -> bool:
    """Whether the line is on the disk; a file that is somebody else's is not written to."""
    # A line break first as well: the line before may have been torn.
    data = f"\n{line}\n".encode()
    try:
        with _opened(place) as file:
            size = os.fstat(file).st_size
            is_whole = size + len(data) <= _MOST_BYTES and os.write(file, data) == len(data)
            if not is_whole:
                os.ftruncate(file, size)
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
            if _is_still(file, place):
                if not _is_ours(place):
                    raise PermissionError(str(place))
                yield file
                return
        finally:
            os.close(file)


@contextmanager
def _held(places: Sequence[Path]) -> Iterator[list[Path]]:
    """Keep everybody from writing to the journals that are there."""
    files: list[tuple[Path, int]] = []
    try:
        for place in places:
            with suppress(OSError):
                if _is_ours(place):
                    file = os.open(place, os.O_RDONLY)
                    files.append((place, file))
                    _lock(file)
        yield [place for place, file in files if _is_still(file, place)]
    finally:
        for _place, file in files:
            os.close(file)


def _is_still(file: int, place: Path) -> bool:
    """Whether nobody took the file away while this waited for its lock."""
    try:
        return os.path.samestat(os.fstat(file), place.lstat())
    except OSError:
        return False


def _put_aside(place: Path) -> None:
    """Give a journal another name, under which nobody writes to it; its lock is held."""
    for number in range(1, _MOST_ASIDE):
        aside = place.with_name(f"{place.name}{ASIDE}{number}")
        if not os.path.lexists(aside):
            place.rename(aside)
            return


def _lock(file: int) -> None:
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX)
