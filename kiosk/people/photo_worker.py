"""The child process in which photos are decoded: `python -m kiosk.people.photo_worker BYTES`.

It reads questions from standard input: the length of a JSON object as 4 bytes (big-endian), the
object, then a photo. The object has `do` (`take` or `upright`), `bytes` (the photo's length) and,
for `take`, `box` (four parts of the sides, or null for the usual crop). It answers each on standard
output in the same manner: an object's length, the object, then JPEGs. The object has `width`,
`height` and `lengths` (those of the JPEGs: of each size in order, or of the upright photo alone),
for `take` also `sha256`; for a photo that is refused it has `code`, `width` and `height`. It ends
when its input does.
"""

import json
import os
import struct
import sys
from collections.abc import Mapping
from typing import BinaryIO

from kiosk.people.photo_frame import Box
from kiosk.people.photo_intake import PhotoRefused, stand_upright, take_photo

HEAD_LENGTH = struct.Struct(">I")
"""What stands before the JSON object of each question and each answer."""


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


def question(do: str, data: bytes, box: Box | None = None) -> bytes:
    """What to send to have something done, as described above."""
    return framed({"do": do, "box": box, "bytes": len(data)}) + data


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answers one question after another until there are no more."""
    while length := questions.read(HEAD_LENGTH.size):
        head = json.loads(questions.read(HEAD_LENGTH.unpack(length)[0]))
        answers.write(answer(head["do"], questions.read(head["bytes"]), head["box"]))
        answers.flush()


def answer(do: str, data: bytes, box: Box | None = None) -> bytes:
    """The answer to one question, as described above."""
    try:
        return _upright(data) if do == "upright" else _taken(data, box)
    except PhotoRefused as refused:
        return framed({"code": refused.code, "width": refused.width, "height": refused.height})


def _taken(data: bytes, box: Box | None) -> bytes:
    photo = take_photo(data, box)
    jpegs = list(photo.renditions.values())
    lengths = [len(jpeg) for jpeg in jpegs]
    head = {"sha256": photo.sha256, "width": photo.width, "height": photo.height}
    return framed({**head, "lengths": lengths}) + b"".join(jpegs)


def _upright(data: bytes) -> bytes:
    photo = stand_upright(data)
    head = {"width": photo.width, "height": photo.height, "lengths": [len(photo.jpeg)]}
    return framed(head) + photo.jpeg


def framed(head: Mapping[str, object]) -> bytes:
    """A JSON object after its length."""
    line = json.dumps(head).encode("ascii")
    return HEAD_LENGTH.pack(len(line)) + line


if __name__ == "__main__":  # pragma: no cover - runs in the child only
    main(sys.argv[1:])
