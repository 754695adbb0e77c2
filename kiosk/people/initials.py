"""Pinyin initials of names, by which people are searched on a keypad."""

import unicodedata

_SURNAMES = {
    "尉迟": "yc",
    "万俟": "mq",
    "单": "s",
    "曾": "z",
    "解": "x",
    "仇": "q",
    "区": "o",
    "查": "z",
    "翟": "z",
    "乐": "y",
    "盖": "g",
    "员": "y",
    "覃": "q",
    "召": "s",
    "种": "c",
    "重": "c",
    "秘": "b",
    "繁": "p",
}
"""Surnames that are read otherwise than the same character elsewhere (Xinhua dictionary)."""


def initials_of(name: str) -> str:
    """The first letters of a name's syllables or words, lower case: `张三` zs, `Anna Li` al.

    Args:
        name: A cleaned name; characters without a Latin reading are left out.
    """
    start, rest = _surname(name)
    return start + "".join(map(_initials_of_word, rest.replace("·", " ").split()))


def _surname(name: str) -> tuple[str, str]:
    for surname, initials in _SURNAMES.items():
        if name.startswith(surname):
            return initials, name.removeprefix(surname)
    return "", name


def _initials_of_word(word: str) -> str:
    from pypinyin import Style, lazy_pinyin

    if word.isascii():
        return word[:1].lower() if word[:1].isalnum() else ""
    letters = lazy_pinyin(word, style=Style.FIRST_LETTER, errors=lambda other: other[:1])
    plain = unicodedata.normalize("NFKD", "".join(letters)).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
