"""Phone numbers in what people write: hidden wherever everybody can read.

Numbers of mainland China (Ministry of Industry and Information Technology, numbering plan of 2017):
a mobile number has 11 digits and begins with 13 to 19; a landline has an area code (010, 02x or
03xx to 09xx) and 7 or 8 digits; hotlines begin with 400 or 800 and have 10. They are found however
they are written: with blanks, dashes or other signs between the digits, with one word between them,
in full-width or any other digits of Unicode, in Chinese numerals, with the letter O for a zero,
behind +86; mobile ones also inside a longer run, whatever unit follows. Right behind a word such as
"phone" a local one of 7 or 8 digits is found, behind a plus one of any country (`told_numbers`).
Not found is a number with several words in it that could be a sum (138加1234加5678), one with
letters for other digits, a local one without such a word, a foreign one without a plus.
Other sums, quantities, dates and times stay (`other_numbers`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kiosk.service.other_numbers import find_other_numbers
from kiosk.service.told_numbers import find_told_numbers

_MOST_BETWEEN = 3
"""So many signs between two digits do not end a number."""

_LONGEST_WORD = 8
"""Nor does a word of so many signs, between whole groups of digits as below."""
_MOST_GROUPS, _LEAST_OF_A_GROUP = 2, 3

_ENDS_A_NUMBER = frozenset("*×✕✖")
"""Signs that stand in no phone number: a hidden digit, and between lengths."""

_IN_A_LIST = frozenset(",，、;；")
"""Signs between numbers of a list; rarely between parts of one."""

_LEAST_DIGITS = 7
"""No phone number has fewer."""

_LEAST_OF_A_PART = 3
_LONG_PART = 7

_SPOKEN_SIGNS = frozenset({"杠", "横杠", "空", "空格", "然后", "dash", "hyphen", "space", "then"})
"""Words that stand for a sign between groups: what nobody adds up, unlike 加."""

_SAME_AGAIN = re.compile(r"(\W)\1+")
_LETTER_FOR_ZERO = re.compile(r"(?<=\d)[Oo]+(?=\d)")

_NUMERALS = (
    *("〇零", "一壹幺㈠㊀", "二贰两㈡㊁", "三叁㈢㊂", "四肆㈣㊃"),
    *("五伍㈤㊄", "六陆㈥㊅", "七柒㈦㊆", "八捌㈧㊇", "九玖㈨㊈"),
)
_CHINESE = {sign: str(digit) for digit, signs in enumerate(_NUMERALS) for sign in signs}


class _Kind(NamedTuple):
    """What a kind of number looks like.

    Attributes:
        pattern: Its digits; all of one length.
        shown: So many of them say nothing of anybody and stay.
        stands_alone: Whether no digit may stand right before it.
    """

    pattern: re.Pattern[str]
    shown: int
    stands_alone: bool


_KINDS = tuple(
    _Kind(re.compile(f"(?=({pattern}))"), shown, stands_alone)
    for pattern, shown, stands_alone in (
        (r"1[3-9]\d{9}", 3, False),
        (r"(?:010|02\d)[2-9]\d{7}", 3, True),
        (r"0[3-9]\d\d[2-9]\d{6}", 4, True),
        (r"0[3-9]\d\d[2-9]\d{7}", 4, True),
        (r"86(?:10|2\d)[2-9]\d{7}", 4, True),
        (r"86[3-9]\d\d[2-9]\d{6}", 5, True),
        (r"86[3-9]\d\d[2-9]\d{7}", 5, True),
        (r"[48]00\d{7}", 3, True),
    )
)


class _Sign(NamedTuple):
    """A digit in a text.

    Attributes:
        place: Where it stands.
        digit: Its value.
        words: How many words stand between it and the first digit of its run.
        part: How many breaks between digits do, words or a few signs.
    """

    place: int
    digit: str
    words: int
    part: int


def mask_phones(text: str) -> str:
    """The text with every digit of a phone number but its beginning as `*`."""
    if sum(1 for one in text if _digit(one) or one in "Oo") < _LEAST_DIGITS:
        return text
    while True:
        # A number in one piece first: what is left beside it may be a date, or another number.
        masked = _mask(text, in_pieces=False)
        if masked == text:
            masked = _mask(text, in_pieces=True)
        if masked == text:
            masked = _mask_told(text)
        if masked == text:
            return text
        text = masked


def _mask_told(text: str) -> str:
    hidden = find_told_numbers("".join(_digit(one) or one for one in text))
    return "".join("*" if place in hidden else one for place, one in enumerate(text))


def _mask(text: str, *, in_pieces: bool) -> str:
    masked, others = list(text), find_other_numbers(text)
    plain = _LETTER_FOR_ZERO.sub(lambda found: "0" * len(found.group()), text)
    searched = "".join("×" if place in others else one for place, one in enumerate(plain))
    for run in _runs(searched):
        for first, end, shown in _numbers(run, searched):
            if in_pieces or run[first].part == run[end - 1].part:
                for sign in run[first + shown : end]:
                    masked[sign.place] = "*"
    return "".join(masked)


def _numbers(run: list[_Sign], text: str) -> Iterator[tuple[int, int, int]]:
    """The phone numbers of a run: where each begins and ends, and how much of it is shown."""
    digits = "".join(sign.digit for sign in run)
    for kind in _KINDS:
        for match in kind.pattern.finditer(digits):
            first, end = match.span(1)
            goes_on = kind.stands_alone and _goes_on(text, run[first])
            if not goes_on and _is_whole(run, first, end) and _is_one(run, first, end):
                yield first, end, kind.shown


def _is_whole(run: list[_Sign], first: int, end: int) -> bool:
    """Whether digits of a run lie in one part, or do not begin or end within a short one."""
    begins, ends = run[first].part, run[end - 1].part
    if begins == ends:
        return True
    lengths = Counter(sign.part for sign in run)
    before = "".join(sign.digit for sign in run[:first] if sign.part == begins)
    is_begun = not before or before.endswith("86") or lengths[begins] >= _LONG_PART
    is_ended = end == len(run) or run[end].part != ends or lengths[ends] >= _LONG_PART
    return is_begun and is_ended


def _is_one(run: list[_Sign], first: int, end: int) -> bool:
    """Whether digits of a run are one number: without a word within, or two whole groups."""
    groups = Counter(sign.words for sign in run[first:end])
    if len(groups) == 1:
        return True
    whole = Counter(sign.words for sign in run)
    is_whole = all(whole[group] == count for group, count in groups.items())
    return is_whole and len(groups) <= _MOST_GROUPS and min(groups.values()) >= _LEAST_OF_A_GROUP


def _goes_on(text: str, first: _Sign) -> bool:
    """Whether a digit, maybe a hidden one, stands right before."""
    before = text[first.place - 1] if first.place else ""
    return before == "*" or bool(before and _digit(before))


def _runs(text: str) -> list[list[_Sign]]:
    """Digits with a few signs or words between them, in runs."""
    runs: list[list[_Sign]] = [[]]
    before: range | None = None
    for part, places in enumerate(_parts(text)):
        words = runs[-1][-1].words if runs[-1] else 0
        if before is not None:
            between = text[before.stop : places.start]
            if _is_apart(between, len(before), len(places)):
                runs.append([])
            words += _is_word(between)
        runs[-1] += [_Sign(place, _digit(text[place]), words, part) for place in places]
        before = places
    return runs


def _is_word(between: str) -> bool:
    """Whether what stands between two parts is more than a sign."""
    if between.strip().lower() in _SPOKEN_SIGNS:
        return False
    return len(_SAME_AGAIN.sub(r"\1", between)) > _MOST_BETWEEN or any(map(_is_letter, between))


def _is_apart(between: str, before: int, behind: int) -> bool:
    """Whether two parts with so many digits can't be of one number."""
    if len(between) > _LONGEST_WORD or not _ENDS_A_NUMBER.isdisjoint(between):
        return True
    is_listed = not _IN_A_LIST.isdisjoint(between)
    return is_listed and min(before, behind) < _LEAST_OF_A_PART and max(before, behind) > 1


def _parts(text: str) -> list[range]:
    """The places of digits that stand side by side."""
    parts: list[range] = []
    for place, character in enumerate(text):
        if not _digit(character) or _is_in_word(text, place):
            continue
        if parts and parts[-1].stop == place:
            parts[-1] = range(parts[-1].start, place + 1)
        else:
            parts.append(range(place, place + 1))
    return parts


def _is_in_word(text: str, place: int) -> bool:
    """Whether a Chinese numeral stands alone among letters, as in "the last four digits"."""
    if text[place] not in _CHINESE or not 0 < place < len(text) - 1:
        return False
    return all(_is_letter(one) and not _digit(one) for one in (text[place - 1], text[place + 1]))


def _digit(character: str) -> str:
    if character in _CHINESE:
        return _CHINESE[character]
    value = unicodedata.digit(character, None)
    return "" if value is None else str(value)


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"
