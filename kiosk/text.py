"""Text from outside is cleaned here, once, before anything else sees it."""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # control sequences, ECMA-48
    r"|\x1b[PX^_\]][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # device, operating system commands
    r"|\x1b[ -/]*[0-~]?"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_BLANKS = re.compile(r"\s+")
_BLANK_LOOKING = frozenset("\u115f\u1160\u2800\u3164\uffa0\U00013441\U00013442\U0001d159")
"""Letters and symbols that nobody sees: Unicode's fillers and blanks that are no spaces."""
_LONGEST_LOOKED_AT = 20_000
"""Characters of a text that are read at all; what stands behind them is dropped."""


def clean_line(text: str, most: int = 200) -> str:
    """One line of plain text: no escapes, controls or direction marks, blanks folded, NFC.

    Args:
        text: Anything.
        most: The most characters to keep.
    """
    folded = _BLANKS.sub(" ", _plain(text)).strip()
    return _words(folded[:most])


def clean_text(text: str, most: int = 2_000) -> str:
    """Like `clean_line`, but line breaks stay."""
    lines = (_BLANKS.sub(" ", line).strip() for line in _plain(text).splitlines())
    return _words("\n".join(lines).strip()[:most])


def _words(text: str) -> str:
    """The text, or nothing where nobody would see any of it: marks without what they stand on."""
    plain = text.strip()
    return plain if any(unicodedata.category(one)[0] in "LNPS" for one in plain) else ""


def _plain(text: str) -> str:
    bare = _ESCAPES.sub("", text[:_LONGEST_LOOKED_AT]).replace("\r\n", "\n")
    normal = unicodedata.normalize("NFC", bare)
    return "".join(map(_harmless, normal))


def _harmless(character: str) -> str:
    if character in "\n\r\t\u2028\u2029\x0b\x0c\x85":
        return "\n" if character != "\t" else " "
    if character in _BLANK_LOOKING:
        return " "
    # Cc controls, Cf direction marks and joiners, Cs half surrogates, Co private use, Cn
    # unassigned: none of them is text, and some of them rule the terminal.
    return "" if unicodedata.category(character).startswith("C") else character


def cell_width(text: str) -> int:
    """How many terminal cells a cleaned line takes: wide characters two, marks none."""
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fit(text: str, width_cells: int) -> str:
    """The line cut with an ellipsis or filled with blanks to exactly a number of cells."""
    ends = list(accumulate(map(_cells, text)))
    used = ends[-1] if ends else 0
    if used <= width_cells:
        return text + " " * (width_cells - used)
    kept = bisect_right(ends, width_cells - 1)
    used = ends[kept - 1] if kept else 0
    return f"{text[:kept]}…{' ' * (width_cells - 1 - used)}" if width_cells else ""
