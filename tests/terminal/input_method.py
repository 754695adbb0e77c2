"""A Chinese input method on a display: fcitx5 with Pinyin, on a session bus of its own."""

import os
import subprocess
from pathlib import Path

from tests.terminal.conftest import Display, wait_for

PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us

[Groups/0/Items/1]
Name=pinyin

[GroupOrder]
0=Default
"""
"""A keyboard and Pinyin, as fcitx5 keeps it."""

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""A bus that starts nothing by itself: asking for the input method would start a second one."""

TERMINAL_ENVIRONMENT = {"XMODIFIERS": "@im=fcitx"}
"""What a terminal needs to ask the input method."""

_SWITCHED_ON = b"2"
_HAND_MS = 80


class InputMethod:
    """Runs beside a display; what is typed there goes through it once it is switched on."""

    def __init__(self, display: Display, folder: Path) -> None:
        """Start it with everything it keeps in a folder of its own."""
        self._display = display
        self._bus = folder / "bus"
        profile = folder / "config" / "fcitx5" / "profile"
        profile.parent.mkdir(parents=True)
        profile.write_text(PROFILE)
        bus = folder / "bus.conf"
        bus.write_text(BUS)
        self._environment = {
            **os.environ,
            "DISPLAY": display.name,
            "LC_ALL": "C.UTF-8",
            **{f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "DATA")},
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        # the bus ends with the input method, and that is ended by its own number
        script = f'echo "$$ $DBUS_SESSION_BUS_ADDRESS" > {self._bus}; exec fcitx5 --disable=wayland'
        with (folder / "fcitx5.log").open("wb") as log:
            self._running = subprocess.Popen(
                ["dbus-run-session", f"--config-file={bus}", "--", "sh", "-c", script],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
            )

    def wait_until_there(self) -> None:
        """Wait until it can be asked."""
        wait_for(self._is_there, "the input method")

    @property
    def is_on(self) -> bool:
        """Whether what is typed now becomes Chinese."""
        state, name = self._remote().stdout, self._remote("-n").stdout
        return (state.strip(), name.strip()) == (_SWITCHED_ON, b"pinyin")

    def switch_on(self) -> None:
        """Switch Pinyin on for the terminal at the upper left, which gets the focus."""
        self._xdotool("mousemove", "200", "200")

        def is_on() -> bool:
            self._remote("-o")
            return self.is_on

        wait_for(is_on, "Pinyin to be switched on")

    def scan(self, code: str) -> None:
        """Type a code and Enter as a scanner does."""
        self._xdotool("type", "--delay", "1", f"{code}\n")

    def type(self, text: str) -> None:
        """Type as a hand does."""
        self._xdotool("type", "--delay", str(_HAND_MS), text)

    def press(self, key: str) -> None:
        """Press one key by its X name."""
        self._xdotool("key", key)

    def stop(self) -> None:
        """End it."""
        process = self._bus.read_text().split()[0] if self._bus.exists() else ""
        if process and self._running.poll() is None:
            subprocess.run(["kill", "-TERM", process], check=False)
        try:
            self._running.wait(10)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait(10)

    def _is_there(self) -> bool:
        return self._bus.exists() and self._remote().stdout.strip() != b""

    def _remote(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        address = self._bus.read_text().split()[1]
        return subprocess.run(
            ["fcitx5-remote", *arguments],
            capture_output=True,
            check=False,
            env={**self._environment, "DBUS_SESSION_BUS_ADDRESS": address},
            timeout=30,
        )

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(
            ["xdotool", *arguments],
            check=True,
            capture_output=True,
            env=self._environment,
            timeout=60,
        )
