"""Words that are bounded: nothing of what somebody wrote is cut off unseen."""

from kiosk.errors import RefusedError
from kiosk.service.words import too_long_words
from kiosk.text import clean_line, clean_text


def good_line(text: str, most: int) -> str:
    """A line of cleaned words.

    Raises:
        RefusedError: `too_long`.
    """
    return _good(clean_line(text, most + 1), most)


def good_text(text: str, most: int) -> str:
    """Cleaned words in lines.

    Raises:
        RefusedError: `too_long`.
    """
    return _good(clean_text(text, most + 1), most)


def _good(words: str, most: int) -> str:
    if len(words) > most:
        raise RefusedError("too_long", too_long_words(most))
    return words
