"""The port that every scanner but the keyboard stands behind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

SourceKind = Literal["serial", "evdev", "camera"]
"""What a source is read through; also the `source` that its scans are logged with."""

SourceState = Literal["working", "idle", "lost", "never_seen", "no_library", "refused"]
"""How a source fares.

`working`: open, what it reads arrives. `idle`: there and let go of until it is wanted (camera).
`lost`: it worked and is gone. `never_seen`: it was not there since the kiosk started. `no_library`:
the optional package is not installed, or does not load. `refused`: it is there but may not be
opened.
"""

CONTINUOUS: frozenset[SourceKind] = frozenset({"camera"})
"""Sources that report a code again and again for as long as they see it."""

LONGEST_READING = 256
"""Characters kept of one reading; a code has 34, so that a longer one can only be refused."""

LONGEST_STOP_S = 2.0
"""How long a source may take to let go of its device, in seconds."""

RefusedFor = Literal["", "rights", "in_use"]
"""Why a device may not be opened: this user has no right to, or another program holds it."""

OUT_OF_ORDER: frozenset[SourceState] = frozenset({"lost", "never_seen", "no_library", "refused"})
"""The states in which somebody has to look at the device."""


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How one source fares.

    Attributes:
        name: What people call it, as it was set up; unique on this terminal.
        kind: What it is read through.
        state: How it fares.
        since: From when on it has been so, UTC.
        device: Where it was last seen: a port, a device file, a camera's number; empty for never.
        detail: What the system said when it is out of order, one cleaned line; else empty.
        refused_for: Why it is `refused`; empty in the other states and where it is not known.
    """

    name: str
    kind: SourceKind
    state: SourceState
    since: datetime
    device: str = ""
    detail: str = ""
    refused_for: RefusedFor = ""

    @property
    def is_out_of_order(self) -> bool:
        """Whether somebody has to look at it."""
        return self.state in OUT_OF_ORDER


Deliver = Callable[[str], None]
"""Takes one reading, from the source's own thread: its text as it arrived, bounded in length.

It never raises; what a source hands on may still be empty, dirty or a repeat.
"""


class ScanSource(Protocol):
    """A device that reads codes on a thread of its own and comes back by itself when it was lost.

    `start` and `stop` are called once each, from any thread; `stop` returns when the device is let
    go of, within two seconds. Nothing that the device sends or does raises out of the thread.
    """

    @property
    def status(self) -> SourceStatus:
        """How it fares now; may be asked from any thread."""

    def start(self, deliver: Deliver) -> None:
        """Begin to read."""

    def stop(self) -> None:
        """Let go of the device."""
