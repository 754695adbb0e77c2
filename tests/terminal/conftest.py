"""Real terminals: tmux for keys, xterm and kitty under Xvfb for what is seen."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "tmux": "tmux",
    "xterm": "xterm",
    "kitty": "kitty",
    "Xvfb": "xvfb",
    "import": "imagemagick",
    "fc-match": "fontconfig",
    "xdotool": "xdotool",
    "fcitx5": "fcitx5 fcitx5-pinyin",
    "fcitx5-remote": "fcitx5",
    "dbus-run-session": "dbus-daemon",
}
"""Debian package of each tool."""


MANY_COLOURS = 100
"""More colours than a terminal has before the kiosk paints its faces."""


def need(*tools: str) -> None:
    """Skip a test whose tools are missing; with CI=true fail instead."""
    missing = sorted({PACKAGES[tool] for tool in tools if shutil.which(tool) is None})
    if missing:
        said = f"tool missing: install {' '.join(missing)}"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(said)


def wait_for(is_so: Callable[[], object], what: str, within_s: float = 30.0) -> None:
    """Wait until something is so."""
    end_s = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < end_s, f"waited {within_s:.0f} s in vain for {what}"
        time.sleep(0.05)


class Tmux:
    """A tmux server of its own with one session."""

    def __init__(self, folder: Path) -> None:
        """Keep the server's socket in a folder."""
        self._socket = folder / f"tmux-{uuid4().hex[:8]}"

    def start(self, command: list[str], columns: int = 80, rows: int = 24) -> None:
        """Run a command in a window of this size, in the project's folder."""
        size = ["-x", str(columns), "-y", str(rows)]
        environment = [f"-e{key}={value}" for key, value in ENVIRONMENT.items()]
        self._run("-f", "/dev/null", "new-session", "-d", *size, *environment, "--", *command)

    def attach(self) -> list[str]:
        """The command that shows the session in another terminal."""
        return ["tmux", "-S", str(self._socket), "-u", "attach"]

    def keys(self, *names: str) -> None:
        """Press keys by tmux's names ("Down", "Enter", "1") or type a text."""
        self._run("send-keys", "--", *names)

    def send(self, data: bytes) -> None:
        """Send raw bytes as fast as the pty takes them, without paste marks."""
        self._run("load-buffer", "-", data=data)
        self._run("paste-buffer", "-r", "-d")

    def screen(self) -> str:
        """What is on the screen, as text."""
        return self._run("capture-pane", "-p").decode()

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    def wait_for(self, text: str, within_s: float = 30.0) -> None:
        """Wait until a text is on the screen."""
        wait_for(lambda: text in self.screen(), repr(text), within_s)

    def is_alive(self) -> bool:
        """Say whether the command still runs."""
        return self._call("has-session").returncode == 0

    def stop(self) -> None:
        """End the server and what runs in it."""
        self._call("kill-server")

    def _run(self, *arguments: str, data: bytes | None = None) -> bytes:
        done = self._call(*arguments, data=data)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def _call(
        self, *arguments: str, data: bytes | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        command = ["tmux", "-S", str(self._socket), "-u", *arguments]
        return subprocess.run(
            command, input=data, capture_output=True, check=False, cwd=ROOT, timeout=60
        )


class Display:
    """An X server without a screen, on a number of its own."""

    def __init__(self, folder: Path, width: int = 1600, height: int = 1000) -> None:
        """Start it; 24 bits of colour."""
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        read_end, write_end = os.pipe()
        # Xvfb picks a free number itself: workers can't fight over one
        screen = f"{width}x{height}x24"
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", screen, "-nolisten", "tcp"]
        self._start(command, {}, pass_fds=(write_end,))
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            self.name = f":{pipe.readline().strip()}"

    def xterm(self, command: list[str], *, columns: int = 80, rows: int = 30) -> None:
        """Open xterm on a command."""
        options = ["-geometry", f"{columns}x{rows}+0+0", "-fa", "DejaVu Sans Mono", "-fs", "11"]
        self._start(["xterm", "-u8", *options, "-e", *command], {"DISPLAY": self.name})

    def kitty(self, command: list[str], *, columns: int = 80, rows: int = 30) -> None:
        """Open kitty on a command, with every shortcut of its own closed."""
        config = {
            "clear_all_shortcuts": "yes",
            "remember_window_size": "no",
            "initial_window_width": f"{columns}c",
            "initial_window_height": f"{rows}c",
            "font_size": "11",
            "update_check_interval": "0",
        }
        options = [f"--override={key}={value}" for key, value in config.items()]
        environment = {"DISPLAY": self.name, "LIBGL_ALWAYS_SOFTWARE": "1"}
        self._start(["kitty", "--config", "NONE", *options, *command], environment)

    def screenshot(self) -> Image.Image:
        """What is on the screen, as a picture."""
        command = ["import", "-display", self.name, "-window", "root", "png:-"]
        taken = subprocess.run(command, capture_output=True, check=True, timeout=60)
        return Image.open(BytesIO(taken.stdout)).convert("RGB")

    def press(self, key: str) -> None:
        """Press a key by its X name in the terminal at the upper left."""
        need("xdotool")
        command = ["xdotool", "mousemove", "200", "200", "key", key]
        environment = {**os.environ, "DISPLAY": self.name}
        subprocess.run(command, check=True, capture_output=True, env=environment, timeout=60)

    def wait_until_still(self, within_s: float = 45.0) -> None:
        """Wait until something colourful is shown and has stopped changing."""
        end_s, before = time.monotonic() + within_s, b""
        while True:
            picture = self.screenshot()
            colours = picture.getcolors(1 << 24) or []
            now = picture.tobytes()
            if len(colours) > MANY_COLOURS and now == before:
                return
            assert time.monotonic() < end_s, "the screen never came to rest"
            before = now
            time.sleep(0.5)

    def wait_for_qr(
        self, text: str, within_s: float = 45.0, pressing: Sequence[str] = ()
    ) -> Image.Image:
        """Wait until a QR code on the screen says a text; gives the picture it was read from.

        `pressing` are keys to press in turn meanwhile: a terminal just opened may not have the
        focus yet.
        """
        end_s = time.monotonic() + within_s
        for turn in count():
            if pressing:
                self.press(pressing[turn % len(pressing)])
                time.sleep(1)
            picture = self.screenshot()
            found = decode_qr(picture)
            if text in found:
                return picture
            picture.save(self._folder / "last.png")
            assert time.monotonic() < end_s, f"no {text!r} on the screen, only {found}"
            time.sleep(0.3)
        raise AssertionError("unreachable")  # count() has no end

    def stop(self) -> None:
        """End the server and every terminal on it."""
        for process in reversed(self._running):
            process.terminate()
        for process in self._running:
            process.wait(20)

    def _start(
        self, command: list[str], environment: dict[str, str], pass_fds: tuple[int, ...] = ()
    ) -> None:
        log = (self._folder / f"{command[0]}.log").open("ab")
        with log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env={**os.environ, **ENVIRONMENT, **environment},
                pass_fds=pass_fds,
            )
        self._running.append(process)


ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "TERM_PROGRAM": ""}
"""What every command in a terminal gets."""


def decode_qr(picture: Image.Image) -> list[str]:
    """Every QR code in a picture, as text."""
    import zxingcpp

    return [found.text for found in zxingcpp.read_barcodes(picture)]


def program(path: str, *arguments: str) -> list[str]:
    """The command that runs a Python file of the project."""
    return [sys.executable, str(ROOT / path), *arguments]


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    need("tmux")
    server = Tmux(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def display(tmp_path: Path) -> Iterator[Display]:
    need("Xvfb", "import")
    server = Display(tmp_path)
    yield server
    server.stop()
