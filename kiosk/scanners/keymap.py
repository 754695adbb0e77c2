"""What the keys of a scanner mean: the US layout, which scanners speak unless told otherwise.

Numbers are those of Linux's `input-event-codes.h`.
"""

SHIFTS = frozenset({42, 54})
CONTROLS = frozenset({29, 97})

_ROWS = {
    2: ("1234567890-=", "!@#$%^&*()_+"),
    16: ("qwertyuiop[]", "QWERTYUIOP{}"),
    30: ("asdfghjkl;'`", 'ASDFGHJKL:"~'),
    43: ("\\zxcvbnm,./", "|ZXCVBNM<>?"),
}
"""The number of a row's first key, its characters, and those with Shift."""

_SAME = {
    15: "\t",
    28: "\r",
    55: "*",
    57: " ",
    **dict(zip(range(71, 84), "789-456+1230.", strict=True)),
    96: "\r",
    98: "/",
    101: "\n",
}
"""Keys that mean the same with Shift: Tab, both Enters, blank, the number block."""

_PLAIN = _SAME | {first + i: c for first, row in _ROWS.items() for i, c in enumerate(row[0])}
_SHIFTED = _SAME | {first + i: c for first, row in _ROWS.items() for i, c in enumerate(row[1])}
_WITH_CONTROL = {36: "\n", 50: "\r", 23: "\t"}
"""Ctrl+J, Ctrl+M and Ctrl+I: some scanners send their terminator so."""


def character_of(key: int, *, shift: bool, control: bool) -> str:
    """The character that a key gives, or nothing.

    Args:
        key: The key's number.
        shift: Whether a Shift key is held.
        control: Whether a Ctrl key is held.
    """
    if control:
        return _WITH_CONTROL.get(key, "")
    return (_SHIFTED if shift else _PLAIN).get(key, "")
