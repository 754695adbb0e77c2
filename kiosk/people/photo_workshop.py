"""Decodes many photos in one child process with bounded memory and time.

    with PhotoWorkshop() as workshop:
        taken = workshop.take(data)
        whole = workshop.upright(data)  # to be cropped by hand
        cropped = workshop.take(data, box)

A photo that makes a decoder crash, hang or swell is refused; the next one gets a new child.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from kiosk.people.photo_frame import Box
from kiosk.people.photo_intake import PhotoRefused, PhotoSize, TakenPhoto, UprightPhoto
from kiosk.people.photo_refusal import MOST_BYTES
from kiosk.people.photo_worker import HEAD_LENGTH, question

MOST_MEMORY = 1024 * 1024 * 1024
"""The child's address space in bytes; the costliest photo that is taken needs about half of it."""
MOST_SECONDS = 30.0
"""How long one photo may take; a large one takes one or two seconds on a slow machine."""
_ROOT = Path(__file__).parents[2]
_MOST_ANSWER_BYTES = 4096
_MOST_JPEG_BYTES = 4 * 1024 * 1024

Made = TypeVar("Made")
_Answer = tuple[dict[str, Any], list[bytes]]


class PhotoWorkshop:
    """One child process that decodes, started with the first photo. For one thread at a time."""

    def __init__(self, most_seconds: float = MOST_SECONDS, most_memory: int = MOST_MEMORY) -> None:
        """Sets the bounds for each photo: seconds, and bytes of address space."""
        self._most_seconds = most_seconds
        self._most_memory = most_memory
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Nothing is started yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends the child."""
        self.close()

    def close(self) -> None:
        """Ends the child; the next photo would start a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def take(self, data: bytes, box: Box | None = None) -> TakenPhoto:
        """Does what `take_photo` does, in the child.

        Raises:
            PhotoRefused: as `take_photo`, or `too_costly` when the child had to be given up.
        """
        return self._asked(question("take", data, box), len(data), _taken)

    def upright(self, data: bytes) -> UprightPhoto:
        """Does what `stand_upright` does, in the child.

        Raises:
            PhotoRefused: as `take`.
        """
        return self._asked(question("upright", data), len(data), _upright)

    def _asked(self, asked: bytes, size: int, made: Callable[[_Answer], Made]) -> Made:
        if size > MOST_BYTES:
            raise PhotoRefused("too_many_bytes")
        try:
            return made(self._within_time(asked))
        except (OSError, EOFError, ValueError, LookupError, TypeError) as error:
            self.close()
            raise PhotoRefused("too_costly") from error

    def _within_time(self, asked: bytes) -> _Answer:
        child = self._child = self._child or self._start()
        alarm = threading.Timer(self._most_seconds, child.kill)
        alarm.start()
        try:
            return _exchange(child, asked)
        finally:
            alarm.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "kiosk.people.photo_worker", str(self._most_memory)]
        return subprocess.Popen(  # noqa: S603 - this interpreter and this program's own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
        )


def _exchange(child: subprocess.Popen[bytes], asked: bytes) -> _Answer:
    questions, answers = _pipes(child)
    questions.write(asked)
    questions.flush()
    head = json.loads(_exactly(answers, _head_length(answers)))
    if "code" in head:
        raise PhotoRefused(head["code"], head["width"], head["height"])
    return head, [_exactly(answers, min(size, _MOST_JPEG_BYTES)) for size in head["lengths"]]


def _taken(answer: _Answer) -> TakenPhoto:
    head, jpegs = answer
    renditions = dict(zip(PhotoSize, jpegs, strict=True))
    return TakenPhoto(head["sha256"], head["width"], head["height"], renditions)


def _upright(answer: _Answer) -> UprightPhoto:
    head, (jpeg,) = answer
    return UprightPhoto(jpeg, head["width"], head["height"])


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if child.stdin is None or child.stdout is None:  # pragma: no cover - both were asked for
        raise EOFError
    return child.stdin, child.stdout


def _head_length(answers: IO[bytes]) -> int:
    length: int = HEAD_LENGTH.unpack(_exactly(answers, HEAD_LENGTH.size))[0]
    return min(length, _MOST_ANSWER_BYTES)


def _exactly(answers: IO[bytes], count: int) -> bytes:
    data = answers.read(count)
    if len(data) < count:
        raise EOFError
    return data
