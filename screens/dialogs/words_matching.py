"""Which words are meant by a few digits of a telephone, or by a few letters."""

import re
from collections.abc import Iterable

from kiosk.service.phrase_readings import digits_of
from kiosk.service.phrases import PhraseView

_TOKEN = re.compile(r"[0-9A-Za-z]+\Z")


def token_before(text: str) -> str:
    """The digits and letters at the end of a text, which may stand for words; or nothing."""
    found = _TOKEN.search(text)
    return found.group() if found else ""


def matching(phrases: Iterable[PhraseView], token: str) -> list[PhraseView]:
    """The words that a token may stand for: those that begin with it, then those that hold it.

    A digit stands for itself and for each of its letters on a telephone. Words of equal rank keep
    their order.

    Args:
        phrases: Most used first.
        token: From `token_before`; an empty one matches everything.
    """
    wanted = token.lower()
    ranked = [(_rank(phrase.read, wanted), phrase) for phrase in phrases]
    found = [(rank, phrase) for rank, phrase in ranked if rank is not None]
    return [phrase for _rank, phrase in sorted(found, key=lambda one: one[0])]


def _rank(read: tuple[str, str], wanted: str) -> int | None:
    """0 where words begin so, 1 where a word in the middle does, None where nothing does."""
    is_dialled = wanted.isdigit()
    first, whole = map(digits_of, read) if is_dialled else read
    if first.startswith(wanted) or whole.startswith(wanted):
        return 0
    return 1 if wanted in first else None


def joined(before: str, words: str) -> str:
    """Words behind others; a blank stands between Latin ones."""
    is_latin = before[-1:].isascii() and before[-1:].isalnum() and words[:1].isascii()
    return f"{before} {words}" if is_latin else before + words
