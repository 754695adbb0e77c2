"""The likeliest message behind 352 bits of which some are covered and some are wrong.

A QR code's error correction counts whole bytes, and a byte is lost with any of its bits; a badge
of which a fifth is covered has lost nearly all of them. Its code is linear bit by bit too, so the
message follows from any 128 independent bits that are right. Ordered statistics decoding (Fossorier
and Lin, 1995) takes the surest ones, also with one or two of them turned round, and then others.
What comes out counts only when it agrees with so many bits that were not used that chance can't.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from random import Random

from kiosk.scanners.worn.layout import BITS, MESSAGE_BITS, with_parity

DIGITS = 34
ROUNDS = 20
"""How many choices of bits are tried at most; one takes about 8 ms."""
_HEADER_BITS = 14
_HEADER = 0b0001 << 10 | DIGITS
"""Digits follow (mode 0001), and how many."""
_LARGEST_GROUP, _LARGEST_DIGIT = 999, 9
"""Three digits take ten bits, the last one four."""
SURE = 0.25
"""The weight from which on a bit counts when a message is compared with what was seen."""
_NOISE = 0.6
_SIGMAS = 6.5
_SEED = 1

_Row = tuple[int, int]


def find_message(values: Sequence[float], rounds: int = ROUNDS) -> str | None:
    """The 34 digits behind bits, or None.

    Args:
        values: 352 of them, each as how surely it is 1 (towards +1) or 0 (towards -1); 0 for a
            covered one.
        rounds: How many choices of bits are tried.
    """
    weights = [abs(value) for value in values]
    sure = _packed(weight >= SURE for weight in weights)
    free = sure.bit_count() - (MESSAGE_BITS - _HEADER_BITS)
    most_wrong = free / 2 - _SIGMAS * max(free, 0) ** 0.5 / 2
    hard = _with_header(_packed(value > 0 for value in values))
    chance = Random(_SEED)  # noqa: S311  # not for secrets
    for turn in range(rounds if most_wrong > 0 else 0):
        noise = _NOISE if turn else 0.0
        ranks = [weight + noise * chance.random() for weight in weights]
        for word in _tries(hard, _basis(ranks)):
            if ((word ^ hard) & sure).bit_count() <= most_wrong:
                digits = _digits(word >> (BITS - MESSAGE_BITS))
                if digits:
                    return digits
    return None


def _packed(bits: Iterable[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)


def _with_header(bits: int) -> int:
    shift = BITS - _HEADER_BITS
    return bits & ((1 << shift) - 1) | _HEADER << shift


def _tries(hard: int, base: list[_Row]) -> Iterator[int]:
    start = 0
    for bit, row in base:
        if hard & bit:
            start ^= row
    yield start
    rows = [row for bit, row in base if bit < 1 << (BITS - _HEADER_BITS)]
    for row in rows:
        yield start ^ row
    for one, other in combinations(rows, 2):
        yield start ^ one ^ other


def _basis(ranks: Sequence[float]) -> list[_Row]:
    """Independent bits, highest ranks first, each with the code word that has it alone."""
    order = sorted(range(BITS), key=lambda place: (place >= _HEADER_BITS, -ranks[place]))
    rows = list(_code_words())
    chosen: list[int] = []
    for place in order:
        bit = 1 << (BITS - 1 - place)
        pivot = next((n for n in range(len(chosen), len(rows)) if rows[n] & bit), None)
        if pivot is None:
            continue
        done = len(chosen)
        rows[done], rows[pivot] = rows[pivot], rows[done]
        row = rows[done]
        rows = [r ^ row if r & bit and n != done else r for n, r in enumerate(rows)]
        chosen.append(bit)
    return list(zip(chosen, rows, strict=True))


@lru_cache(maxsize=1)
def _code_words() -> tuple[int, ...]:
    return tuple(with_parity(1 << place) for place in range(MESSAGE_BITS))


def _digits(message: int) -> str | None:
    groups = [message >> shift & 1023 for shift in range(104, 3, -10)]
    if max(groups) > _LARGEST_GROUP or message & 15 > _LARGEST_DIGIT:
        return None
    return "".join(f"{group:03}" for group in groups) + str(message & 15)
