"""Where one reading of a scanner ends and the next begins."""

import re
from math import ceil

from kiosk.people.codes import BadCode, token_of
from kiosk.scanners.burst import STALL_S
from kiosk.scanners.port import LONGEST_READING
from kiosk.scanners.splitting import CODE_DIGITS, MACHINE_LENGTH, ends_with_code, split_codes

SILENCE_S = 0.150
"""Silence that ends a reading without a terminator: at 300 baud a character takes 33 ms."""

STALL_SILENCES = ceil(STALL_S / SILENCE_S)
"""Silences in a row that end one while a code is under way: the computer may be busy, as it may be
between the keys of a scanner that types."""

_UNDER_WAY = re.compile(rf"\d{{{MACHINE_LENGTH}}}\Z", re.ASCII)
_ENDS = str.maketrans("\n\t", "\r\r")


class Readings:
    """Cuts a stream of characters into readings, whatever ends them.

    CR, LF, CR LF, TAB and silence all end one; a code under way, of which at least eight digits
    have come, stays together for as long as a scanner that types is waited for. What is longer than
    256 characters is cut there, so that noise without an end takes no memory. Whole codes that
    stuck together, or to noise, are readings of their own.
    """

    def __init__(self) -> None:
        """Wait for the first character."""
        self._begun = ""
        self._silences = 0

    def feed(self, text: str) -> list[str]:
        """Take what arrived.

        Args:
            text: Characters in the order of their coming, cut anywhere.

        Returns:
            The readings that it ended, in order, blank ones left out.
        """
        self._silences = 0
        *ended, begun = (self._begun + text).translate(_ENDS).split("\r")
        self._begun = begun[:LONGEST_READING]
        return [part for reading in ended for part in _apart(reading[:LONGEST_READING])]

    def silence(self) -> list[str]:
        """Nothing came for another `SILENCE_S`.

        Returns:
            What was begun, if there is any and it is over.
        """
        self._silences += 1
        if self._silences < STALL_SILENCES and _is_under_way(self._begun):
            return []
        begun, self._begun = self._begun, ""
        return _apart(begun, terminated=False)


def _apart(reading: str, *, terminated: bool = True) -> list[str]:
    if len(reading) <= CODE_DIGITS:
        return [reading] if reading.strip() else []
    spans = split_codes(reading, _is_code, terminated=terminated)
    return [part for span in spans if (part := reading[span.start : span.end]).strip()]


def _is_under_way(begun: str) -> bool:
    return _UNDER_WAY.search(begun) is not None and not ends_with_code(begun, _is_code)


def _is_code(text: str) -> bool:
    try:
        token_of(text)
    except BadCode:
        return False
    return True
