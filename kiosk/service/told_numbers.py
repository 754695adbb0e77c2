"""Phone numbers told only by what stands before them: a word such as "phone", or a plus.

A local number has 7 or 8 digits and begins with 2 to 9 (Ministry of Industry and Information
Technology, numbering plan of 2017): as such it could be anything, right behind a phone word it is
none but that. A plus begins a number of any country (ITU-T E.164), 8 to 15 digits.
"""

import re
from collections.abc import Iterator

from kiosk.service.other_numbers import PHONE_LEAD, is_other_number

_UNSURE = re.compile(r"(?:联系|微信|打|找)\W{0,3}[是为给我他她]?\W{0,3}\Z")
"""Behind these words a date or a quantity may stand as well."""

_SIGN = r"[ \-－—–.·\u3000]{1,3}"
_LOCAL = rf"(?<![+＋])(?:[2-9]\d{{6,7}}|[2-9]\d{{2,3}}{_SIGN}\d{{4}}(?!{_SIGN}\d))(?![\d*])"
_NEXT = rf"\s?(?:[、，,/;；或和]|\sor\s)\s?{_LOCAL}"
_BEHIND_A_WORD = re.compile(rf"{PHONE_LEAD}(?P<numbers>{_LOCAL}(?:{_NEXT})*)")

_BETWEEN = r"(?: ?[(（]|[)）][ \-]?|[ \u3000\-－])?"
_WORLD = re.compile(
    rf"(?<![0-9a-zA-Z*] )(?<![0-9a-zA-Z*])[+＋] ?([1-9](?:{_BETWEEN}\d){{7,14}})(?!\d)"
)
_CODE = re.compile(r"\d{1,3}(?!\d)")
"""Digits of a country, where a sign ends them."""


def find_told_numbers(text: str) -> set[int]:
    """The places of digits to hide, in a text whose digits are all ASCII.

    Of a number with a plus the country's digits stay, or its first one.
    """
    places = {*_local(text), *_world(text)}
    return {place for place in places if text[place].isdigit()}


def _local(text: str) -> Iterator[int]:
    for found in _BEHIND_A_WORD.finditer(text):
        first, end = found.span("numbers")
        is_unsure = _UNSURE.search(text, found.start(), first) is not None
        if not (is_unsure and is_other_number(text, first)):
            yield from range(first, end)


def _world(text: str) -> Iterator[int]:
    for found in _WORLD.finditer(text):
        first, end = found.span(1)
        code = _CODE.match(text, first)
        yield from range(code.end() if code else first + 1, end)
