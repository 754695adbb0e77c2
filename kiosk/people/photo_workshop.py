"""Decodes many photos in one child process with bounded memory and time.

    with PhotoWorkshop() as workshop:
        taken = workshop.take(data)

A photo that makes a decoder crash, hang or swell is refused; the next one gets a new child.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kiosk.people.photo_intake import PhotoRefused, PhotoSize, TakenPhoto
from kiosk.people.photo_refusal import MOST_BYTES
from kiosk.people.photo_worker import ANSWER_LENGTH, PHOTO_LENGTH

MOST_MEMORY = 1024 * 1024 * 1024
"""The child's address space in bytes; the costliest photo that is taken needs about half of it."""
MOST_SECONDS = 30.0
"""How long one photo may take; a large one takes one or two seconds on a slow machine."""
_ROOT = Path(__file__).parents[2]
_MOST_ANSWER_BYTES = 4096
_MOST_RENDITION_BYTES = 4 * 1024 * 1024


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

    def take(self, data: bytes) -> TakenPhoto:
        """Does what `take_photo` does, in the child.

        Raises:
            PhotoRefused: as `take_photo`, or `too_costly` when the child had to be given up.
        """
        if len(data) > MOST_BYTES:
            raise PhotoRefused("too_many_bytes")
        try:
            return self._within_time(data)
        except (OSError, EOFError, ValueError, LookupError, TypeError) as error:
            self.close()
            raise PhotoRefused("too_costly") from error

    def _within_time(self, data: bytes) -> TakenPhoto:
        child = self._child = self._child or self._start()
        alarm = threading.Timer(self._most_seconds, child.kill)
        alarm.start()
        try:
            return self._exchange(child, data)
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

    def _exchange(self, child: subprocess.Popen[bytes], data: bytes) -> TakenPhoto:
        questions, answers = _pipes(child)
        questions.write(PHOTO_LENGTH.pack(len(data)) + data)
        questions.flush()
        head = json.loads(_exactly(answers, _answer_length(answers)))
        if "code" in head:
            raise PhotoRefused(head["code"], head["width"], head["height"])
        return TakenPhoto(
            sha256=head["sha256"],
            width=head["width"],
            height=head["height"],
            renditions={
                size: _exactly(answers, min(head["renditions"][size], _MOST_RENDITION_BYTES))
                for size in PhotoSize
            },
        )


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if child.stdin is None or child.stdout is None:  # pragma: no cover - both were asked for
        raise EOFError
    return child.stdin, child.stdout


def _answer_length(answers: IO[bytes]) -> int:
    length: int = ANSWER_LENGTH.unpack(_exactly(answers, ANSWER_LENGTH.size))[0]
    return min(length, _MOST_ANSWER_BYTES)


def _exactly(answers: IO[bytes], count: int) -> bytes:
    data = answers.read(count)
    if len(data) < count:
        raise EOFError
    return data
