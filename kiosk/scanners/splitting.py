"""What a burst of characters holds: codes, and what stuck to them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

CODE_DIGITS = 34
"""Digits of a member's code."""

LONGEST_CODE = 64
"""Characters of a code with every prefix that a scanner may put before it, rounded up."""

MACHINE_LENGTH = 8
"""Characters from which on a burst is a machine's, not a hand's."""

# A scanner may announce the kind of barcode ("]Q3", ISO/IEC 15424) and its character set
# ("\000026", the AIM extended channel interpretation); both belong to the scan.
_CODE = rf"(?:\][A-Za-z]\d)?(?:\\\d{{6}})*\d{{{CODE_DIGITS}}}"
_FIRST = re.compile(_CODE)
_LAST = re.compile(_CODE + r"\Z")

IsCode = Callable[[str], bool]
"""Says whether a text, prefixes included, is a whole code with right check digits."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a burst.

    Attributes:
        start: Index of its first character.
        end: Index after its last character.
        is_code: True for a whole code, False for what stood before, between or after.
    """

    start: int
    end: int
    is_code: bool


def ends_with_code(text: str, is_code: IsCode) -> bool:
    """Say whether a whole code stands at the end of a text."""
    found = _LAST.search(text[-LONGEST_CODE:])
    return found is not None and is_code(found[0])


def split_codes(text: str, is_code: IsCode, *, terminated: bool) -> list[Span]:
    """Cut a burst into whole codes and the rest, covering every character in order.

    A hand on the keyboard or an unfinished scan can touch a good scan. A terminator proves
    where the last code ends; without one, two readings that overlap are both doubtful and
    neither is taken: a code is never invented.

    Args:
        text: The characters of the burst, terminator left out.
        is_code: The judge of a whole code.
        terminated: True if the scanner's terminator came right after the text.

    Returns:
        The stretches; empty ones are left out.
    """
    if not terminated and _is_doubtful(text, is_code):
        return [Span(0, len(text), is_code=False)]
    if terminated:
        last = _codes_at_end(text, 0, is_code)
        first = _codes_at_start(text, last[0].start if last else len(text), is_code)
    else:
        first = _codes_at_start(text, len(text), is_code)
        last = _codes_at_end(text, first[-1].end if first else 0, is_code)
    codes = [*first, *last] or _touched_code(text, is_code)
    return _with_gaps(codes, len(text))


def _with_gaps(codes: list[Span], length: int) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for code in codes:
        spans += [Span(start, code.start, is_code=False), code]
        start = code.end
    spans.append(Span(start, length, is_code=False))
    return [span for span in spans if span.start < span.end]


def _touched_code(text: str, is_code: IsCode) -> list[Span]:
    """The one code that a hand's keys surround; none if there are two ways to read it."""
    found: dict[int, Span] = {}
    for start in range(1, MACHINE_LENGTH):
        match = _FIRST.match(text, start)
        if match and len(text) - match.end() < MACHINE_LENGTH and is_code(match[0]):
            found.setdefault(match.end(), Span(start, match.end(), is_code=True))
    return list(found.values()) if len(found) == 1 else []


def _is_doubtful(text: str, is_code: IsCode) -> bool:
    first, last = _FIRST.match(text), _LAST.search(text)
    if first is None or last is None or first.span() == last.span():
        return False
    return first.end() > last.start() and is_code(first[0]) and is_code(last[0])


def _codes_at_start(text: str, end: int, is_code: IsCode) -> list[Span]:
    spans: list[Span] = []
    start = 0
    while (found := _FIRST.match(text, start, end)) and is_code(found[0]):
        spans.append(Span(start, found.end(), is_code=True))
        start = found.end()
    return spans


def _codes_at_end(text: str, start: int, is_code: IsCode) -> list[Span]:
    spans: list[Span] = []
    end = len(text)
    while (found := _LAST.search(text, start, end)) and is_code(found[0]):
        spans.insert(0, Span(found.start(), end, is_code=True))
        end = found.start()
    return spans
