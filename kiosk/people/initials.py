"""Pinyin of names, by which people are searched on a keypad."""

import unicodedata

_SURNAMES = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "单": ("shan",),
    "曾": ("zeng",),
    "解": ("xie",),
    "仇": ("qiu",),
    "区": ("ou",),
    "查": ("zha",),
    "翟": ("zhai",),
    "乐": ("yue",),
    "盖": ("ge",),
    "员": ("yun",),
    "覃": ("qin",),
    "召": ("shao",),
    "种": ("chong",),
    "重": ("chong",),
    "秘": ("bi",),
    "繁": ("po",),
}
"""Surnames that are read otherwise than the same character elsewhere (Xinhua dictionary)."""


def initials_of(name: str) -> str:
    """What a name is found by: first letters, then the whole reading: `张三` is `zs zhangsan`.

    Args:
        name: A cleaned name; characters without a Latin reading are left out.

    Returns:
        Lower case; the first letters alone where the reading says no more, as for a Latin name.
    """
    syllables = _syllables(name)
    first, whole = "".join(syllable[0] for syllable in syllables), "".join(syllables)
    return first if name.isascii() or whole == first else f"{first} {whole}"


def _syllables(name: str) -> list[str]:
    for surname, read in _SURNAMES.items():
        if name.startswith(surname):
            return [*read, *_read(name.removeprefix(surname))]
    return _read(name)


def _read(name: str) -> list[str]:
    words = name.replace("·", " ").split()
    return [syllable for word in words for syllable in _read_word(word)]


def _read_word(word: str) -> list[str]:
    from pypinyin import lazy_pinyin

    if word.isascii():
        return [word.lower()] if word[:1].isalnum() else []
    return list(filter(None, map(_plain, lazy_pinyin(word))))


def _plain(syllable: str) -> str:
    plain = unicodedata.normalize("NFKD", syllable).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
