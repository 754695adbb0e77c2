"""What a badge's QR code looks like before any data: version 2, level H (ISO/IEC 18004)."""

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SIDE = 25
"""Squares a side of version 2."""
BITS = 44 * 8
"""Of all code words of version 2."""
MESSAGE_BITS = 16 * 8
"""Of the code words of data at level H; the other 28 correct errors."""
_FIELD = 0x11D
_PARITY = 28
_LEVEL_H = 0b10
_FORMAT_MASK, _FORMAT_POLYNOMIAL = 0b101010000010010, 0b10100110111
_ALIGNMENT = 18

Grid = NDArray[np.int8]


@lru_cache(maxsize=1)
def known_squares() -> Grid:
    """+1 for black, -1 for white, 0 where data or the format stands."""
    grid = np.zeros((SIDE, SIDE), np.int8)
    for y, x in ((0, 0), (0, SIDE - 7), (SIDE - 7, 0)):
        ring = np.full((9, 9), -1, np.int8)
        ring[1:8, 1:8], ring[2:7, 2:7], ring[3:6, 3:6] = 1, -1, 1
        top, left = max(y - 1, 0), max(x - 1, 0)
        part = ring[top - y + 1 :, left - x + 1 :]
        grid[top : y + 8, left : x + 8] = part[: min(SIDE, y + 8) - top, : min(SIDE, x + 8) - left]
    for place in range(8, SIDE - 8):
        grid[6, place] = grid[place, 6] = 1 if place % 2 == 0 else -1
    eye = np.full((5, 5), 1, np.int8)
    eye[1:4, 1:4], eye[2, 2] = -1, 1
    grid[_ALIGNMENT - 2 : _ALIGNMENT + 3, _ALIGNMENT - 2 : _ALIGNMENT + 3] = eye
    grid[SIDE - 8, 8] = 1
    return grid


def format_places() -> list[list[tuple[int, int]]]:
    """Both copies of the 15 bits of the format, highest bit first, as row and column."""
    last = SIDE - 1
    first = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    second = [(last - n, 8) for n in range(7)] + [(8, last - 7 + n) for n in range(8)]
    return [first, second]


def format_bits(mask: int) -> list[int]:
    """The 15 bits that say level H and a mask."""
    rest = data = (_LEVEL_H << 3 | mask) << 10
    for shift in range(4, -1, -1):
        if rest >> (shift + 10) & 1:
            rest ^= _FORMAT_POLYNOMIAL << shift
    bits = (data | rest) ^ _FORMAT_MASK
    return [bits >> place & 1 for place in range(14, -1, -1)]


_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, _x: y % 2 == 0,
    lambda _y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)


def is_masked(mask: int, y: int, x: int) -> bool:
    """Whether a mask turns the bit of a square round."""
    return _MASKS[mask](y, x)


@lru_cache(maxsize=1)
def bit_places() -> tuple[tuple[int, int], ...]:
    """Where the bits of all code words stand, in their order."""
    return tuple(_free_places())[:BITS]  # seven squares are left over


def _free_places() -> Iterator[tuple[int, int]]:
    taken = known_squares() != 0
    for copy in format_places():
        for y, x in copy:
            taken[y, x] = True
    upward = True
    for right in (24, 22, 20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        for y in range(SIDE - 1, -1, -1) if upward else range(SIDE):
            yield from ((y, x) for x in (right, right - 1) if not taken[y, x])
        upward = not upward


def with_parity(message: int) -> int:
    """The code word of a message of 128 bits: Reed-Solomon with 28 bytes of parity."""
    factors, rest = _generator(), [0] * _PARITY
    for byte in message.to_bytes(MESSAGE_BITS // 8, "big"):
        lead = byte ^ rest[0]
        rest = [
            following ^ _times(lead, factor)
            for following, factor in zip([*rest[1:], 0], factors, strict=True)
        ]
    return message << (_PARITY * 8) | int.from_bytes(bytes(rest), "big")


@lru_cache(maxsize=1)
def _generator() -> tuple[int, ...]:
    polynomial, root = [1], 1
    for _root in range(_PARITY):
        turned = [_times(value, root) for value in polynomial]
        polynomial = [a ^ b for a, b in zip([*polynomial, 0], [0, *turned], strict=True)]
        root = _times(root, 2)
    return tuple(polynomial[1:])


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one = one << 1 ^ (_FIELD if one & 0x80 else 0)
        other >>= 1
    return product
