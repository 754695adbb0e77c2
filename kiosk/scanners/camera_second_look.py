"""A second look at pictures in which no code was read: the badge may be worn.

It takes up to a second, so it runs beside the camera on a thread of its own, and rests for ten
times as long as it took: about a tenth of one core while somebody aims, whatever it finds.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.scanners.worn.geometry import Pixels

REST_TIMES = 10.0
"""How many times as long as it took it rests."""

Read = Callable[["Pixels"], str | None]


def read_worn(picture: "Pixels") -> str | None:
    """The code of a worn badge in a picture, or None."""
    from kiosk.scanners.worn.reader import read_badge  # brings numpy and OpenCV

    return read_badge(picture)


class SecondLook:
    """Looks at one picture at a time; pictures offered meanwhile are passed over."""

    def __init__(self, found: Callable[[str], None], read: Read = read_worn) -> None:
        """Look at nothing yet.

        Args:
            found: Takes a code, on this look's own thread.
            read: Reads a picture.
        """
        self._found = found
        self._read = read
        self._next_at_s = 0.0
        self._looking: threading.Thread | None = None

    def offer(self, picture: "Pixels", now_s: float) -> bool:
        """Look at a picture unless another is looked at or it is time to rest.

        Args:
            picture: Blue, green, red; not changed afterwards.
            now_s: A clock that never goes back, in seconds.

        Returns:
            Whether it is looked at.
        """
        if now_s < self._next_at_s or (self._looking is not None and self._looking.is_alive()):
            return False
        self._looking = threading.Thread(target=self._look, args=(picture,), daemon=True)
        self._looking.start()
        return True

    def join(self) -> None:
        """Wait until the picture now looked at is done with."""
        if self._looking is not None:
            self._looking.join()

    def _look(self, picture: "Pixels") -> None:
        began_s = monotonic()
        code = self._read(picture)
        ended_s = monotonic()
        self._next_at_s = ended_s + REST_TIMES * (ended_s - began_s)
        if code is not None:
            self._found(code)
