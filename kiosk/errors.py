"""Errors: one sentence for people, a stable code for programs, an exit code for shells."""

from enum import IntEnum


class Exit(IntEnum):
    """What a command ends with."""

    DONE = 0
    REFUSED = 1
    WRONG_USAGE = 2
    NOT_RECORDED = 3


class KioskError(Exception):
    """Something that could not be done and what to do about it.

    Attributes:
        code: Stable word for programs.
        sentence: What happened and what to do, in the reader's language.
        exit_code: What a command ends with.
    """

    exit_code = Exit.REFUSED

    def __init__(self, code: str, sentence: str) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class RefusedError(KioskError):
    """The rules say no."""


class NotRecordedError(KioskError):
    """It could not be made durable; nothing of it was kept."""

    exit_code = Exit.NOT_RECORDED
