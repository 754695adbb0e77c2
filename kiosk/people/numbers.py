"""Numbers of members: which one is the next."""

from collections.abc import Iterable

_FIRST = "001"


def next_number(taken: Iterable[str]) -> str:
    """The number after the highest one, in as many digits: `062` after `061`.

    Args:
        taken: The numbers in use; those that are no plain digits are passed over.
    """
    digits = [number for number in taken if number.isascii() and number.isdigit()]
    if not digits:
        return _FIRST
    highest = max(digits, key=lambda number: (int(number), len(number)))
    return str(int(highest) + 1).zfill(len(highest))
