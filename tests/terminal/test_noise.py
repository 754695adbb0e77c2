"""The kiosk on a pty: whatever bytes arrive, it goes on and the next good scan is decided."""

import os
import random
import select
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pytest

from db.connection import close_file
from kiosk import i18n
from tests.bench.gate import kiosk_argv
from tests.bench.terminal import PtyProgram
from tests.builders import make_site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("terminals")]

LONG = os.environ.get("KIOSK_FUZZ") == "1"
FIRST_SEED = int(os.environ.get("KIOSK_FUZZ_SEED", "1"))
CHUNKS = int(os.environ.get("KIOSK_FUZZ_CHUNKS", "100000" if LONG else "150"))
RUNS = 20 if LONG else 1
CHUNKS_A_SCAN = 10
MEMBERS = 24
SIZE = (120, 40)
ENDS = [b"\r", b"\n", b"\r\n", b"\t"]
PATIENCE_S = 30.0 if LONG else 60.0
ALONE_S = (0.15, 0.3) if LONG else (0.8, 1.0)
"""Silence before a scan, in seconds: CI's machine may keep the kiosk from reading for a while."""

START, END = b"\x1b[200~", b"\x1b[201~"
SEQUENCES = [
    b"\x1b", b"\x1b[", b"\x1bO", b"\x1b[I", b"\x1b[O", b"\x1b[Z", b"\x1bOP", b"\x1bOQ", b"\x1bOR",
    b"\x1b[15~", b"\x1b[24~", b"\x1b[A", b"\x1b[B", b"\x1b[5~", b"\x1b[1;5P", b"\x1b[57441u",
    b"\x1b[57441;2:1u", b"\x1b[99999999;5u", b"\x1b[27;5;13~", b"\x1b]0;x", b"\x1b]0;x\x07",
    b"\x1b]52;c;AAAA", b"\x1bP", b"\x1bPzz\x1b\\", b"\x1b_G", b"\x9b", b"\xc2\x9b",
    b"\x1b[<0;10;10M", b"\x1b[<0;10;10m", b"\x1b[<64;10;10M", b"\x1b[<35;1;", b"\x1b[M!!!",
    b"\x1b[?2026;2$y", b"\x1b[48;40;120;800;600t", b"\x1b[48;1;1;1;1t", b"\x1b[1;1R",
]  # fmt: skip
TYPED = [
    b"\t", b"\r", b"\n", b" ", b"/", b"0", b"5", b"q", b"Q1\r", b"1234", b"12345678901234567",
    b"7" * 20, b"9" * 300, b"\x00", b"\x03", b"\x10", b"\x11", b"\x1a", b"\x1c", b"\x7f",
    "工".encode(), "中文".encode(), b"\xff\xfe", b"\xe5\xb7",
]  # fmt: skip
HUGE = START + b"7" * 200_000
PASTES = [START, END, START + b"x" * 100 + END, START + b"7" * 40 + END, START + b"8" * 34 + b"\r"]


def noise(source: random.Random) -> bytes:
    """One chunk of what a broken, strange or hostile terminal may send."""
    kinds = source.choices([SEQUENCES, TYPED, PASTES], [5, 5, 2], k=source.randint(0, 6))
    pieces = [source.choice(kind) for kind in kinds]
    if source.random() < 1 / 100:
        pieces.insert(source.randint(0, len(pieces)), HUGE + END * source.randint(0, 1))
    return b"".join([*pieces, source.randbytes(source.randint(0, 24))])


class NoisyKiosk:
    """The kiosk on a home, fed with bytes while what it paints is read."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._painted = b""
        self._program = PtyProgram(kiosk_argv(home), SIZE, {})
        os.set_blocking(self._program.fd, False)
        self._record = apsw.Connection(str(home / "kiosk.db"), flags=apsw.SQLITE_OPEN_READONLY)
        self._record.set_busy_timeout(2000)
        self._program.wait_for(b"0/24")
        self.listen(0.5)

    def end(self, patience_s: float = 0) -> str:
        """How it ended and its last words; "runs" if it has not within some seconds."""
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        end_s = time.monotonic() + patience_s
        while (how := os.waitid(os.P_PID, self._program.pid, options)) is None:
            if time.monotonic() >= end_s:
                return "runs"
            time.sleep(0.05)
        return f"status {how.si_status}, code {how.si_code}: {self._painted!r}"

    @property
    def crash(self) -> str:
        log = self._home / "log" / "crash.log"
        return log.read_text() if log.exists() else ""

    def send(self, data: bytes) -> None:
        end_s = time.monotonic() + 60
        while data:
            assert time.monotonic() < end_s, "the kiosk has stopped reading"
            readable, writable, _ = select.select([self._program.fd], [self._program.fd], [], 1)
            if readable:
                self._read()
            if writable:
                with suppress(BlockingIOError):
                    data = data[os.write(self._program.fd, data[:1024]) :]

    def listen(self, seconds: float) -> None:
        end_s = time.monotonic() + seconds
        while (left_s := end_s - time.monotonic()) > 0:
            if select.select([self._program.fd], [], [], left_s)[0]:
                self._read()

    def decided(self) -> list[str]:
        """The members' numbers of all scans at this keyboard that became punches, in order."""
        rows = self._record.execute(
            "SELECT number FROM punch JOIN member ON member.uid = punch.member_uid"
            " WHERE source IN ('wedge', 'paste') ORDER BY seq"
        )
        return [str(row[0]) for row in rows]

    def close(self) -> None:
        self._record.close()
        self._program.close()

    def _read(self) -> None:
        self._program.read(0)
        self._painted = (self._painted + self._program.seen)[-1000:]
        self._program.seen = b""


@dataclass
class Story:
    """What was sent and what became of it."""

    chunks: int = 0
    sent: list[str] = field(default_factory=list)
    lost: list[tuple[str, list[bytes]]] = field(default_factory=list)
    end: str = ""


class Visitor:
    """Scans badges in turn."""

    def __init__(self, kiosk: NoisyKiosk, codes: dict[str, str], source: random.Random) -> None:
        self._kiosk = kiosk
        self._codes = list(codes.items())
        self._source = source
        self.story = Story()

    def throw(self, chunks: int) -> None:
        """Noise, with a scan after every few chunks, until enough or the kiosk is gone."""
        recent: list[bytes] = []
        for _ in range(chunks):
            recent.append(noise(self._source))
            try:
                self._step(recent)
            except OSError as error:  # its terminal is closed, so it has ended or is about to
                self.story.end = f"{error}, {self._kiosk.end(3)}, after {recent}"
                return

    def _step(self, recent: list[bytes]) -> None:
        self._kiosk.send(recent[-1])
        self._kiosk.listen(self._source.choice([0, 0, 0, 0, 0.01, 0.1]))
        self.story.chunks += 1
        if self.story.chunks % CHUNKS_A_SCAN == 0:
            self._kiosk.listen(self._source.uniform(*ALONE_S))
            self.scan(recent)
            recent.clear()

    def scan(self, recent: list[bytes]) -> None:
        """Scan the next badge; remember the noise before it if nothing becomes of it."""
        number, code = self._codes[len(self.story.sent) % len(self._codes)]
        expected = len(self._kiosk.decided()) + 1
        self.story.sent.append(number)
        self._kiosk.send(code.encode() + self._source.choice(ENDS))
        end_s = time.monotonic() + PATIENCE_S
        while len(self._kiosk.decided()) < expected:
            self._kiosk.listen(0.02)
            if time.monotonic() > end_s:
                self.story.lost.append((number, [chunk[:200] for chunk in recent]))
                return


@pytest.fixture
def site(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A site's folder, and its members' codes by number."""
    i18n.use_language("zh_CN")  # compiled before the kiosk starts
    services = make_site(tmp_path, MEMBERS, debounce_s=0)
    numbers = [f"{place:03}" for place in range(1, MEMBERS + 1)]
    codes = {number: services.people.badge_code(number) for number in numbers}
    close_file()
    return services.context.home.folder, codes


@pytest.fixture
def kiosk(site: tuple[Path, dict[str, str]]) -> Iterator[NoisyKiosk]:
    with closing(NoisyKiosk(site[0])) as program:
        yield program


def test_a_huge_paste_that_nobody_ended_touches_no_scan(
    kiosk: NoisyKiosk, site: tuple[Path, dict[str, str]]
) -> None:
    visitor = Visitor(kiosk, site[1], random.Random(3))  # noqa: S311  # a test's noise
    for before in (b"", b"\x1bP", b"\x1b]0;x", b"1234"):
        kiosk.send(before + HUGE)
        kiosk.listen(0.3)
        visitor.scan([before, HUGE])
    assert visitor.story.lost == []
    assert kiosk.decided() == visitor.story.sent
    assert refused(site[0]) == []


def refused(home: Path) -> list[tuple[str, str]]:
    with closing(apsw.Connection(str(home / "kiosk.db"), flags=apsw.SQLITE_OPEN_READONLY)) as file:
        rows = file.execute("SELECT reason, code FROM refused_scan")
        return [(str(reason), str(code)) for reason, code in rows]


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + RUNS))
def test_after_any_noise_every_good_scan_is_decided(
    kiosk: NoisyKiosk,
    site: tuple[Path, dict[str, str]],
    seed: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = random.Random(seed)  # noqa: S311  # a test's noise
    visitor = Visitor(kiosk, site[1], source)
    visitor.throw(CHUNKS // RUNS)
    story = visitor.story
    with capsys.disabled():
        sys.stdout.write(
            f"\nseed {seed}: {story.chunks} chunks, {len(story.sent)} good scans,"
            f" {len(kiosk.decided())} decided\n"
        )
    assert (story.end, kiosk.end(), kiosk.crash) == ("", "runs", "")
    assert story.lost == []
    assert kiosk.decided() == story.sent
