"""What a scanned text is like, for whoever finds out why a scanner reads nothing useful."""

from dataclasses import dataclass
from typing import Literal

from kiosk.people.codes import CODE_DIGITS, strip_prefixes

CodeKind = Literal["badge", "goods", "digits", "text", "empty"]
"""`badge`: as long as one of ours. `goods`: a GTIN with its check digit."""

_GOODS_LENGTHS = (8, 12, 13, 14)
"""Digits of a GTIN (GS1 General Specifications, 7.9.1)."""


@dataclass(frozen=True, slots=True)
class CodeShape:
    """What is seen of a text without knowing what it means.

    Attributes:
        kind: What kind of code it looks like.
        length: Characters, the prefix left out.
        prefix: What the scanner put before it (an AIM or ECI identifier), or empty.
        bare: The text without it.
    """

    kind: CodeKind
    length: int
    prefix: str
    bare: str


def shape_of(text: str) -> CodeShape:
    """Look at a scanned text, one cleaned line."""
    bare = strip_prefixes(text)
    prefix = text.strip().removesuffix(bare) if bare else text.strip()
    return CodeShape(_kind(bare), len(bare), prefix.strip(), bare)


def _kind(bare: str) -> CodeKind:
    if not bare:
        return "empty"
    if not (bare.isascii() and bare.isdigit()):
        return "text"
    if len(bare) == CODE_DIGITS:
        return "badge"
    return "goods" if len(bare) in _GOODS_LENGTHS and _has_gtin_check(bare) else "digits"


def _has_gtin_check(digits: str) -> bool:
    weighted = (int(digit) * (1, 3)[place % 2] for place, digit in enumerate(reversed(digits)))
    return sum(weighted) % 10 == 0
