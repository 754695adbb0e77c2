"""Answers as they are kept until their form is stored."""

from datetime import date
from hashlib import blake2b
from uuid import UUID

Written = str | int | bool | None
"""An answer as it is kept."""

_DIGEST_BYTES = 9


def written(answer: object) -> Written:
    """An answer as it is kept: a thing by its key, a day by its date.

    Args:
        answer: What a question gave; None for the way back.
    """
    if answer is None or isinstance(answer, str | int):
        return answer
    if isinstance(answer, date):
        return answer.isoformat()
    uid, occasion = getattr(answer, "uid", None), getattr(answer, "occasion", None)
    if not isinstance(uid, UUID):
        return None
    return f"{uid} {occasion}" if occasion else str(uid)


def digest(words: str) -> str:
    """What stands for words that are to be known again, and not to be read."""
    return blake2b(words.encode(), digest_size=_DIGEST_BYTES).hexdigest()
