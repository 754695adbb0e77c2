"""A program on a pty: what it paints is read as fast as it comes, and timed."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
_ATTRIBUTES_ASKED = b"\x1b[c"
_ATTRIBUTES = b"\x1b[?62;22c"
"""What every terminal answers when it is asked what it is (DA1, ECMA-48)."""


class PtyProgram:
    """A child process on a pty of a given size."""

    def __init__(self, argv: list[str], size: tuple[int, int], env: dict[str, str]) -> None:
        """Start it; `size` is columns and rows."""
        self.begun = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execvpe(argv[0], argv, os.environ | {"TERM": "xterm-256color"} | env)  # noqa: S606
        columns, rows = size
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.seen = b""

    def send(self, data: bytes) -> float:
        """Type; returns the time."""
        at = time.perf_counter()
        while data:
            data = data[os.write(self.fd, data) :]
        return at

    def wait_for(self, mark: bytes, timeout_s: float = 30) -> float:
        """Read until a mark was painted since the last wait; returns the time.

        Raises:
            TimeoutError: It was not.
        """
        end = time.perf_counter() + timeout_s
        while mark not in self.seen:
            if not self.read(end - time.perf_counter()):
                tail = self.seen[-2000:].decode(errors="replace")
                raise TimeoutError(f"{mark!r} was not painted; at the end stood: {tail!r}")
        self.seen = b""
        return time.perf_counter()

    def read(self, timeout_s: float) -> bool:
        """Read what there is; False when nothing came in time."""
        ready, _, _ = select.select([self.fd], [], [], max(timeout_s, 0))
        if not ready:
            return False
        data = os.read(self.fd, 1 << 16)
        if _ATTRIBUTES_ASKED in data:
            os.write(self.fd, _ATTRIBUTES)
        self.seen += data
        return True

    def drain(self, quiet_s: float = 0.3) -> None:
        """Read until nothing has come for a while; forget it all."""
        self.seen = b""
        while self.read(quiet_s):
            self.seen = b""  # what a busy program paints in minutes must not pile up

    def peak_memory_mb(self) -> float:
        """The most memory it has held so far."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        raise LookupError("VmHWM")

    def close(self, patience_s: float = 5) -> None:
        """End it; read on meanwhile, since a program can't end before its last words are taken."""
        os.kill(self.pid, signal.SIGTERM)
        end = time.perf_counter() + patience_s
        while not os.waitpid(self.pid, os.WNOHANG)[0]:
            with suppress(OSError):  # the terminal is gone when the program is
                self.read(0.05)
            if time.perf_counter() > end:
                os.kill(self.pid, signal.SIGKILL)
        os.close(self.fd)
