"""One `0` too many: a digit right behind it was meant for the page that has just been left."""

from textual import events

QUIET_S = 0.7
"""For how long digits do nothing after a page was left with `0`, in seconds: whoever presses
faster has not read what is there now. Each digit that does nothing begins it anew."""

_DIGITS = frozenset("0123456789")


class AfterBack:
    """Knows whether a digit comes too early to be meant for what is shown now."""

    def __init__(self) -> None:
        """No page was left."""
        self._last_key = ""
        self._quiet_until_s = 0.0

    @property
    def last_key(self) -> str:
        """The key that was pressed last; empty before any."""
        return self._last_key

    def left(self, at_s: float) -> None:
        """A page was left; only `0` is a key of which one may come too many."""
        if self._last_key == "0":
            self._quiet_until_s = at_s + QUIET_S

    def drops(self, event: events.Key, *, leads_back: bool) -> bool:
        """Whether a key of a hand does nothing; each key must be asked about.

        Args:
            event: The key.
            leads_back: Whether `0` leads back where it is pressed: then it is one step more.
        """
        self._last_key = event.key
        if event.key not in _DIGITS:
            self._quiet_until_s = 0.0  # whoever finds another key sees what is there
        if (event.key == "0" and leads_back) or not self.is_quiet(event.time):
            return False
        self._quiet_until_s = event.time + QUIET_S
        return True

    def is_quiet(self, at_s: float) -> bool:
        """Whether digits do nothing at a time, in seconds of Textual's clock."""
        return at_s < self._quiet_until_s
