"""Finding lines of a day by what somebody types."""

import unicodedata
from collections.abc import Sequence

LONGEST_WORDS = 40
"""Characters of a filter that are looked at."""


def wanted_words(typed: str) -> list[str]:
    """What to look for: the words typed, without case, full-width letters as plain ones."""
    return _plain(typed[:LONGEST_WORDS]).split()


def is_found(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether each wanted word is in one of the things said of a line."""
    if not wanted:
        return True
    plain = [_plain(text) for text in said]
    return all(any(word in text for text in plain) for word in wanted)


def _plain(text: str) -> str:
    # An input method types full-width digits and letters when it was left switched on.
    return unicodedata.normalize("NFKC", text).casefold()
