"""The camera's own process: `python -m kiosk.scanners.camera_worker DEVICE`.

A driver or a decoder that crashes, hangs or swells takes this process with it and nothing else.
It opens the device at once, says what it sees in the messages of `camera_wire`, and ends when the
device gives no more pictures or its standard input ends: so with the kiosk, however that ends.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import IO, TYPE_CHECKING, Any

from kiosk.scanners import camera_wire as wire
from kiosk.scanners.camera_second_look import SecondLook

if TYPE_CHECKING:
    import cv2
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

Say = Callable[[bytes, bytes], None]
"""Takes a kind of message and its rest."""

SIZE = (640, 480)
"""Asked of the camera: width, height. A badge at arm's length is then a third as wide."""
LEAST_PAUSE_S = 0.06
"""Between two pictures that are looked at: every second one of a camera that gives 30 a second."""
AGAIN_S = 0.25
"""How often one code that stays in view is said."""
ALIVE_S = 1.0
"""How often it is said that all is well."""
MOST_CODES = 4
"""Codes read off one picture."""
JPEG_QUALITY = 90
"""Percent; at less the edge of a face frays."""
NICENESS = 5
"""Behind the kiosk's own process: a scan's answer is worth more than the next picture."""
USUAL_RATE = 30.0
"""Pictures a second of a video that does not say."""
RATES = (1.0, 240.0)
"""Pictures a second that a video can be believed to have."""


class Wishes:
    """What the kiosk wants beside codes."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.has_ended = False
        """Whether the kiosk went away."""
        self._look_until = 0.0
        self._picture = threading.Event()

    def listen(self, lines: Iterable[bytes]) -> None:
        """Take what is asked until there is no more."""
        for line in lines:
            if line == wire.LOOK:
                self._look_until = monotonic() + wire.LOOK_S
            elif line == wire.PICTURE:
                self._picture.set()
        self.has_ended = True

    @property
    def wants_look(self) -> bool:
        """Whether somebody looks."""
        return monotonic() < self._look_until

    def take_picture_wish(self) -> bool:
        """Whether a picture of full size is asked for; it is from now on no more."""
        was_set = self._picture.is_set()
        self._picture.clear()
        return was_set


class Watcher:
    """Looks at pictures and says what is in them."""

    def __init__(self, wishes: Wishes, say: Say) -> None:
        """Has seen nothing yet."""
        self._wishes = wishes
        self._say = say
        self._said_at: dict[str, float] = {}
        self._alive_at = 0.0
        self._second_look = SecondLook(lambda code: self._tell(code, monotonic()))

    def look(self, picture: "Picture", now_s: float) -> None:
        """Do everything that one picture is good for.

        Args:
            picture: Blue, green, red.
            now_s: A clock that never goes back, in seconds.
        """
        if not self._alive_at:
            self._say(wire.OPENED, b"")
        if now_s - self._alive_at >= ALIVE_S:
            self._alive_at = now_s
            self._say(wire.ALIVE, b"")
        texts = read_codes(picture)
        for text in texts:
            self._tell(text, now_s)
        if not texts:
            self._second_look.offer(picture, now_s)
        if self._wishes.wants_look:
            self._say(wire.FRAME, wire.pack_frame(make_preview(picture)))
        if self._wishes.take_picture_wish():
            self._say(wire.JPEG, make_jpeg(picture))

    def join(self) -> None:
        """Wait until a second look that has begun has ended."""
        self._second_look.join()

    def _tell(self, text: str, now_s: float) -> None:
        if now_s - self._said_at.get(text, -AGAIN_S) >= AGAIN_S:
            recent = {code: at for code, at in self._said_at.items() if now_s - at < AGAIN_S}
            self._said_at = {**recent, text: now_s}
            self._say(wire.CODE, text.encode("utf-8", "replace"))


def read_codes(picture: "Picture") -> list[str]:
    """The texts of the QR codes in a picture, bounded in number and length."""
    import cv2
    import zxingcpp

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(grey, formats=formats)
    return [code.text[: wire.LONGEST_CODE] for code in found[:MOST_CODES] if code.text]


def make_preview(picture: "Picture") -> wire.Frame:
    """The picture, small."""
    import cv2

    height, width = picture.shape[:2]
    share = min(1.0, wire.PREVIEW_SIZE[0] / width, wire.PREVIEW_SIZE[1] / height)
    size = max(1, round(width * share)), max(1, round(height * share))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return wire.Frame(*size, cv2.cvtColor(small, cv2.COLOR_BGR2RGB).tobytes())


def make_jpeg(picture: "Picture") -> bytes:
    """The picture as it is."""
    import cv2

    _done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return data.tobytes()


def watch(device: str, wishes: Wishes, say: Say) -> str:
    """Open a camera or a video and look at it until it ends.

    Args:
        device: A camera's number, its device file, or a video file.
        wishes: What the kiosk wants.
        say: Takes what there is to say.

    Returns:
        Why it ended: one of `camera_wire.FAILURES`.
    """
    try:
        import cv2
        import zxingcpp  # noqa: F401  # here, so that its absence shows before the camera is open
    except Exception:  # a library built for another raises whatever it likes
        return "no_library"
    if (file := wire.device_file(device)) is not None:
        if not os.access(file, os.F_OK):
            return "absent"
        if not os.access(file, os.R_OK):
            return "forbidden"
    cv2.setNumThreads(1)
    capture = cv2.VideoCapture(int(device) if device.isdecimal() else device)
    try:
        if not capture.isOpened():
            return "unopenable"
        watcher = Watcher(wishes, say)
        why = _follow(capture, watcher, wishes, _pace_s(device, capture))
        watcher.join()
        return why
    finally:
        capture.release()


def _pace_s(device: str, capture: "cv2.VideoCapture") -> float:
    """Seconds between a video's pictures; a camera keeps its own time."""
    import cv2

    if device.isdecimal() or Path(device).is_char_device():
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, SIZE[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, SIZE[1])
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        return 0.0
    rate = capture.get(cv2.CAP_PROP_FPS)
    return 1 / (rate if RATES[0] <= rate <= RATES[1] else USUAL_RATE)


def _follow(capture: "cv2.VideoCapture", watcher: Watcher, wishes: Wishes, pace_s: float) -> str:
    has_begun, due_s, next_s = False, 0.0, monotonic()
    while not wishes.has_ended and capture.grab():
        if (now_s := monotonic()) >= due_s:
            due_s = now_s + LEAST_PAUSE_S
            is_whole, picture = capture.retrieve()
            if not is_whole:
                break
            watcher.look(_as_bytes(picture), now_s)
            has_begun = True
        next_s = max(next_s + pace_s, monotonic() - pace_s)
        sleep(max(0.0, next_s - monotonic()))
    return "ended" if has_begun else "unopenable"


def _as_bytes(picture: Any) -> "Picture":  # noqa: ANN401  # OpenCV's stubs say float or integer
    pixels: Picture = picture
    return pixels


def main(arguments: list[str]) -> None:  # pragma: no cover - runs in the child only
    """Serve one device.

    Args:
        arguments: One: the device.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
    wishes = Wishes()
    threading.Thread(target=_end_with_kiosk, args=(wishes, sys.stdin.buffer), daemon=True).start()
    say = sayer(answers)
    with suppress(BrokenPipeError):
        say(wire.FAILED, watch(arguments[0], wishes, say).encode("ascii"))


def sayer(answers: IO[bytes]) -> Say:
    """What writes messages to a stream, each at once."""
    one_at_a_time = threading.Lock()

    def say(kind: bytes, rest: bytes) -> None:
        with one_at_a_time:
            answers.write(wire.pack(kind, rest))
            answers.flush()

    return say


def _end_with_kiosk(wishes: Wishes, lines: IO[bytes]) -> None:  # pragma: no cover - child only
    wishes.listen(lines)
    os._exit(0)  # even while a driver hangs in the other thread; the system closes the camera


if __name__ == "__main__":  # pragma: no cover - runs in the child only
    main(sys.argv[1:])
