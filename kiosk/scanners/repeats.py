"""Which readings are repeats of one and the same badge held up once."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from kiosk.people.codes import strip_prefixes

IN_VIEW_S = 2.0
"""How long a continuous source may lose sight of a code that is there, at least, in seconds."""

MOST_KEPT = 1_024
"""Codes that are remembered; more than a gate sees within any window."""


_NEVER = float("-inf")


@dataclass(slots=True)
class _Seen:
    owner: Hashable
    admitted_s: float
    in_view: dict[Hashable, float] = field(default_factory=dict)

    def latest_s(self) -> float:
        return max((self.admitted_s, *self.in_view.values()))


class Repeats:
    """What was read lately, and by which source.

    Within the window a code from another source than the one that was handed on is a repeat. The
    same source reading it again is somebody who holds the badge up again, and is answered; but a
    source that looks all the time repeats a code for as long as it is in view.
    """

    def __init__(self, window_s: Callable[[], float]) -> None:
        """Remember nothing yet; `window_s` tells the site's debounce window in seconds."""
        self._window_s = window_s
        self._seen: dict[str, _Seen] = {}

    def admit(self, text: str, source: Hashable, at_s: float, *, continuous: bool = False) -> bool:
        """Whether a reading is to be handed on.

        Args:
            text: What was read; a scanner's prefixes make no difference.
            source: Which source read it.
            at_s: When, on a clock that only goes forward.
            continuous: Whether the source reports a code for as long as it sees it.
        """
        code = strip_prefixes(text)
        window_s = self._window_s()
        self._forget(at_s, max(window_s, IN_VIEW_S))
        seen = self._seen.pop(code, None) or _Seen(source, _NEVER)
        self._seen[code] = seen  # the one read last stands last
        is_repeat = seen.owner != source and at_s - seen.admitted_s < window_s
        if continuous:
            last_s = seen.in_view.get(source, seen.admitted_s)
            is_repeat = is_repeat or at_s - last_s < max(window_s, IN_VIEW_S)
            seen.in_view[source] = at_s
        if not is_repeat:
            seen.owner, seen.admitted_s = source, at_s
        return not is_repeat

    def forget(self, text: str) -> None:
        """Let any source read a code again: what was handed on never arrived.

        Where it still lies before a camera, it stays a repeat for that camera.
        """
        seen = self._seen.get(strip_prefixes(text))
        if seen is not None:
            seen.admitted_s = _NEVER

    def _forget(self, at_s: float, longest_s: float) -> None:
        while self._seen:
            code, oldest = next(iter(self._seen.items()))
            if at_s - oldest.latest_s() < longest_s and len(self._seen) < MOST_KEPT:
                return
            del self._seen[code]
