"""A bounded memory of what was drawn."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class RecentlyUsed(Generic[Key, Value]):
    """Keeps the values used last and drops the others."""

    def __init__(self, limit: int, dropped: Callable[[Value], None] | None = None) -> None:
        """Start empty.

        Args:
            limit: The most values to keep, at least 1.
            dropped: Called with each value that is dropped, or None.
        """
        self._limit = limit
        self._dropped = dropped
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def find(self, key: Key) -> Value | None:
        """Return the value and mark it as used just now, or None."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def keep(self, key: Key, value: Value) -> Value:
        """Keep a value under a new key, drop the one unused longest if need be; return it."""
        self._values[key] = value
        while len(self._values) > self._limit:
            self._drop(self._values.popitem(last=False)[1])
        return value

    def clear(self) -> None:
        """Drop everything."""
        while self._values:
            self._drop(self._values.popitem(last=False)[1])

    def _drop(self, value: Value) -> None:
        if self._dropped is not None:
            self._dropped(value)
