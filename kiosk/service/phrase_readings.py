"""By which keys of a telephone words are found: Pinyin of Chinese, letters of everything else."""

import re
import unicodedata
from functools import lru_cache

PHONE_LETTERS = {
    "2": "abc",
    "3": "def",
    "4": "ghi",
    "5": "jkl",
    "6": "mno",
    "7": "pqrs",
    "8": "tuv",
    "9": "wxyz",
}
"""The letters on each digit of a telephone (ITU-T E.161)."""

_TO_DIGITS = str.maketrans(
    {letter: digit for digit, letters in PHONE_LETTERS.items() for letter in letters}
)
_PIECES = re.compile(r"[0-9]+|[a-z]+|[^\x00-\x7f]+")
_MOST_READ = 512
"""Words whose readings are kept in memory: reading takes longer than looking up."""


def digits_of(reading: str) -> str:
    """The digits of a telephone under the letters of a reading; digits stay."""
    return reading.translate(_TO_DIGITS)


@lru_cache(_MOST_READ)
def readings_of(text: str) -> tuple[str, str]:
    """First letters and the whole reading of words: `3号塔吊` is `3htd` and `3haotadiao`.

    A number counts as it is written, a Latin word by its first letter.

    Args:
        text: Cleaned words; characters without a Latin reading are left out.

    Returns:
        Both in lower case; empty where nothing can be read.
    """
    first, whole = "", ""
    for piece in _PIECES.findall(text.lower()):
        for syllable in _syllables(piece):
            first += syllable if syllable.isdigit() else syllable[0]
            whole += syllable
    return first, whole


def _syllables(piece: str) -> list[str]:
    if piece.isascii():
        return [piece]
    from pypinyin import lazy_pinyin

    return list(filter(None, map(_plain, lazy_pinyin(piece))))


def _plain(syllable: str) -> str:
    plain = unicodedata.normalize("NFKD", syllable).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
