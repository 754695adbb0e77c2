"""What the kiosk and the camera's own process say to each other.

The process answers in messages: one byte that says what it is, the length of the rest as 4 bytes
(big-endian), the rest. It is asked in lines: `LOOK` and `PICTURE`; it ends when its input does.
"""

import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

LOOK: Final = b"look\n"
"""Asks for small pictures for the next `LOOK_S`."""
PICTURE: Final = b"picture\n"
"""Asks for one picture of full size."""
LOOK_S: Final = 1.5
"""How long somebody is taken to look after they last said so, in seconds."""

OPENED: Final = b"O"
"""The first picture arrived; nothing follows."""
ALIVE: Final = b"A"
"""Pictures still arrive; nothing follows. Sent about once a second."""
CODE: Final = b"C"
"""A code was read; its text follows in UTF-8."""
FRAME: Final = b"F"
"""A small picture; width and height as 2 bytes each and the pixels follow."""
JPEG: Final = b"J"
"""The picture of full size that was asked for."""
FAILED: Final = b"X"
"""There will be no more; one of `FAILURES` follows."""

FAILURES: Final = ("absent", "forbidden", "unopenable", "ended", "no_library")
"""Why it stopped: not there, no permission, busy or no camera, no more pictures, no OpenCV."""

PREVIEW_SIZE: Final = (160, 120)
"""The most pixels of a small picture: width, height."""
LONGEST_CODE: Final = 1_000
"""Characters of a code that are passed on; a badge has 34."""
LONGEST_MESSAGE: Final = 8 * 1024 * 1024
"""Bytes; a JPEG of 640x480 has about 100,000."""

_HEAD = struct.Struct(">cI")
_SIZE = struct.Struct(">HH")
_CHANNELS = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """A small picture.

    Attributes:
        width: Pixels, 1 or more.
        height: Pixels, 1 or more.
        rgb: Red, green and blue of each pixel, 0-255, line by line; as the camera sees it, not
            mirrored.
    """

    width: int
    height: int
    rgb: bytes


class WireError(ValueError):
    """The other side does not speak this language."""


def pack(kind: bytes, rest: bytes = b"") -> bytes:
    """One message."""
    return _HEAD.pack(kind, len(rest)) + rest


def read_message(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Wait for the next message: its kind and the rest; None at the end.

    Raises:
        WireError: It is longer than any message may be.
    """
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    if length > LONGEST_MESSAGE:
        raise WireError
    rest = stream.read(length)
    return (kind, rest) if len(rest) == length else None


def pack_frame(frame: Frame) -> bytes:
    """The rest of a `FRAME` message."""
    return _SIZE.pack(frame.width, frame.height) + frame.rgb


def unpack_frame(rest: bytes) -> Frame:
    """The small picture in a `FRAME` message.

    Raises:
        WireError: Its pixels are too few or too many.
    """
    if len(rest) < _SIZE.size:
        raise WireError
    width, height = _SIZE.unpack_from(rest)
    rgb = rest[_SIZE.size :]
    if not rgb or len(rgb) != width * height * _CHANNELS:
        raise WireError
    return Frame(width, height, rgb)


def device_file(device: str) -> Path | None:
    """The file behind a camera's number, device file or video; None where numbers have no file."""
    if not device.isdecimal():
        return Path(device)
    return Path(f"/dev/video{int(device)}") if sys.platform == "linux" else None
