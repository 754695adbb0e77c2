"""The photos of one import between decoding and recording.

Decoding takes its time and must not hold the record's lock, so it happens before; what it makes
may be large and waits in memory or in a nameless temporary file.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

from db import people
from kiosk.people.photo_intake import PhotoRefused, PhotoSize, TakenPhoto, digest_photo
from kiosk.people.photo_workshop import PhotoWorkshop
from kiosk.people.roster.photo_files import PhotoFile
from kiosk.people.roster.rows import RosterRow

_MOST_IN_MEMORY = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Page:
    width: int
    height: int
    spans: Mapping[PhotoSize, tuple[int, int]]


class Album:
    """Photos taken in but not recorded yet."""

    def __init__(self, recorded: Collection[str]) -> None:
        """Know the photos that need no decoding, by SHA-256."""
        self._recorded = recorded
        self._workshop = PhotoWorkshop()
        self._file = SpooledTemporaryFile[bytes](_MOST_IN_MEMORY)
        self._pages: dict[str, _Page] = {}

    def __enter__(self) -> Self:
        """Nothing is decoded yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forgets everything."""
        self._workshop.close()
        self._file.close()

    def take(self, rows: Iterable[RosterRow], photos: Mapping[int, PhotoFile]) -> dict[int, str]:
        """Takes in the photos of all rows; a row whose photo is refused gets the reason.

        Returns:
            The SHA-256 of each photo taken, by the row's number in the file.
        """
        taken = {}
        for row in rows:
            photo = photos.get(row.row)
            if photo is None:
                continue
            try:
                taken[row.row] = self._take(photo.read())
            except PhotoRefused as refused:
                row.reasons.append(f"{photo.name}: {refused.sentence}")
        return taken

    def record(self, sha256: str, at: datetime) -> None:
        """Records a photo that was taken in, inside a transaction; one that is there is left."""
        page = self._pages.get(sha256)
        if page is not None:
            renditions = [(size.value, self._read(*span)) for size, span in page.spans.items()]
            people.add_photo(sha256, page.width, page.height, at, renditions)

    def _take(self, data: bytes) -> str:
        sha256 = digest_photo(data)
        if sha256 not in self._recorded and sha256 not in self._pages:
            self._pages[sha256] = self._keep(self._workshop.take(data))
        return sha256

    def _keep(self, photo: TakenPhoto) -> _Page:
        spans = {size: self._write(jpeg) for size, jpeg in photo.renditions.items()}
        return _Page(photo.width, photo.height, spans)

    def _write(self, jpeg: bytes) -> tuple[int, int]:
        start = self._file.seek(0, 2)
        self._file.write(jpeg)
        return start, len(jpeg)

    def _read(self, start: int, length: int) -> bytes:
        self._file.seek(start)
        return self._file.read(length)
