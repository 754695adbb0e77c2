"""Badge codes: 34 digits and nothing else.

    1 digit    format version, now 1
    31 digits  token: HMAC-SHA-256 of the badge's key under the site's secret, modulo 10^31
               (102 bits), so that nobody can invent one and a badge can be printed again
    2 digits   check digits, ISO 7064 MOD 97-10

Digits pass through every keyboard layout and input method. The database holds only the SHA-256 of
the token: with 102 random bits a plain hash can't be searched.
"""

import hashlib
import hmac
import re
from uuid import UUID

VERSION = "1"
TOKEN_DIGITS = 31
CODE_DIGITS = 34
_AIM_PREFIX = re.compile(r"^\][A-Za-z][0-9]")  # ISO/IEC 15424 symbology identifier
_ECI_PREFIX = re.compile(r"^\\[0-9]{6}")  # ISO/IEC 15424 extended channel, such as \000026
_LONGEST_SCAN = 200


class BadCode(Exception):
    """A text that is no code of ours.

    Attributes:
        reason: `not_a_code`, `cut_code`, `too_long`, `other_version` or `wrong_check_digits`.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def make_code(secret: bytes, badge_uid: UUID) -> str:
    """The code of a badge: the same for the same secret and key."""
    mac = hmac.new(secret, badge_uid.bytes, hashlib.sha256).digest()
    token = int.from_bytes(mac, "big") % 10**TOKEN_DIGITS
    body = f"{VERSION}{token:0{TOKEN_DIGITS}d}"
    return body + check_digits(body)


def check_digits(body: str) -> str:
    """The two digits that make `body` + digits congruent to 1 modulo 97 (ISO 7064 MOD 97-10)."""
    return f"{98 - int(body) * 100 % 97:02d}"


def token_of(code: str) -> str:
    """The token in a scanned text.

    Raises:
        BadCode: The text is no code of ours.
    """
    digits = strip_prefixes(code)
    if not digits.isascii() or not digits.isdigit():
        raise BadCode("too_long" if len(digits) > _LONGEST_SCAN else "not_a_code")
    if len(digits) != CODE_DIGITS:
        raise BadCode(_wrong_length(digits))
    if int(digits) % 97 != 1:
        raise BadCode("wrong_check_digits")
    if digits[0] != VERSION:
        raise BadCode("other_version")
    return digits[1 : 1 + TOKEN_DIGITS]


_SHORTEST_CUT = 12
"""Digits below which nobody would call it a cut badge: a member's number typed in, a price."""
_SHORTEST_LONG_TEXT = 8
"""Characters from which on both ends of a text are kept, and of a shorter one only the first."""


def _wrong_length(digits: str) -> str:
    if len(digits) > CODE_DIGITS:
        return "too_long"
    return "cut_code" if len(digits) >= _SHORTEST_CUT else "not_a_code"


def strip_prefixes(code: str) -> str:
    """The text without what scanners put round it: blanks, AIM and ECI identifiers."""
    bare = _AIM_PREFIX.sub("", code.strip())
    return _ECI_PREFIX.sub("", bare).strip()


def token_hash(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def mask_refused(text: str) -> str:
    """A refused text as it may be kept: enough to know it again, too little to use it.

    One misread digit can be found by trying, and two codes read at once are two whole codes: so
    of more than eight digits only the ends are kept, whatever they were refused for. What has
    other characters may be a name that somebody wrote, another system's code, or one of ours with
    blanks in it. What a scanner puts before a code stays.

    Args:
        text: One cleaned line.
    """
    bare = strip_prefixes(text)
    prefix = text.strip().removesuffix(bare) if bare else ""
    if bare.isascii() and bare.isdigit():
        return prefix + mask(bare)
    if len(bare) >= _SHORTEST_LONG_TEXT:
        ends = 2 if bare.isascii() else 1  # two Chinese characters are a whole name
        return f"{prefix}{bare[:ends]}…{bare[-ends:]}"
    return f"{prefix}{bare[0]}…" if any(map(str.isalpha, bare)) else text


def mask(code: str) -> str:
    """A code as a person may see it: its ends, not its middle."""
    return code if len(code) <= 8 else f"{code[:4]}…{code[-2:]}"  # noqa: PLR2004  # 4 + 2 and a bit
