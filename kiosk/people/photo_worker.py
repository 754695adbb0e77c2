"""The child process in which photos are decoded: `python -m kiosk.people.photo_worker BYTES`.

It reads photos from standard input, each after its length as 8 bytes (big-endian), and answers
each on standard output: the length of a JSON object as 4 bytes, the object, then the renditions.
The object has `sha256`, `width`, `height` and `renditions` (size to length, in order), or, for a
photo that is refused, `code`, `width` and `height`. It ends when its input does.
"""

import json
import os
import struct
import sys
from typing import BinaryIO

from kiosk.people.photo_intake import PhotoRefused, take_photo

PHOTO_LENGTH = struct.Struct(">Q")
"""What stands before each photo."""
ANSWER_LENGTH = struct.Struct(">I")
"""What stands before the JSON object of each answer."""


def main(arguments: list[str]) -> None:
    """Serves standard input until it ends.

    Args:
        arguments: one: the most address space this process may take, in bytes.
    """
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    limit_memory(int(arguments[0]))
    serve(sys.stdin.buffer, answers)


def limit_memory(most_bytes: int) -> None:
    """Bounds this process's address space, and its core dump, where the system can."""
    try:
        import resource
    except ImportError:  # Windows; there the size of the photo is the only bound
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(photos: BinaryIO, answers: BinaryIO) -> None:
    """Answers one photo after another until there are no more."""
    while length := photos.read(PHOTO_LENGTH.size):
        answers.write(answer(photos.read(PHOTO_LENGTH.unpack(length)[0])))
        answers.flush()


def answer(data: bytes) -> bytes:
    """The answer to one photo, as described above."""
    try:
        photo = take_photo(data)
    except PhotoRefused as refused:
        return _framed({"code": refused.code, "width": refused.width, "height": refused.height})
    head = {
        "sha256": photo.sha256,
        "width": photo.width,
        "height": photo.height,
        "renditions": {size.value: len(jpeg) for size, jpeg in photo.renditions.items()},
    }
    return _framed(head) + b"".join(photo.renditions.values())


def _framed(head: dict[str, object]) -> bytes:
    line = json.dumps(head).encode("ascii")
    return ANSWER_LENGTH.pack(len(line)) + line


if __name__ == "__main__":  # pragma: no cover - runs in the child only
    main(sys.argv[1:])
