"""What the doctor looks at on the machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from kiosk.config import Home
from kiosk.i18n import _

OLDEST_PYTHON = (3, 11)
SMALLEST_TERMINAL = (80, 24)
_MB = 1024 * 1024
_WARN_FREE_MB, _BAD_FREE_MB = 1024, 100
_MODULES = ("textual", "peewee", "apsw", "qrcode", "PIL", "openpyxl", "babel", "pypinyin", "argon2")
_HEIC_MODULE = "pi_heif"
_FONT_TRIAL_S = 10

State = Literal["ok", "idle", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: What it is.
        state: `ok`, `idle` (there, but never tried), `warn` (it works, but look at it) or `bad`.
        sentence: What was found and, unless it is fine, what to do.
    """

    name: str
    state: State
    sentence: str


def check_machine(home: Home) -> Iterator[Check]:
    """Look at everything but the site itself."""
    yield check_python(sys.version_info[:2])
    yield check_modules()
    yield check_disk(home.folder)
    yield check_encoding(getattr(sys.stdout, "encoding", None) or "")
    yield check_terminal()
    yield check_fonts()


def check_python(version: tuple[int, ...]) -> Check:
    """Whether Python is new enough."""
    words = ".".join(map(str, version))
    if version >= OLDEST_PYTHON:
        return Check("Python", "ok", words)
    return Check(
        "Python", "bad", _("{version} is too old; install 3.11 or later.").format(version=words)
    )


def check_modules() -> Check:
    """Whether everything that the program needs is installed."""
    missing = [name for name in _MODULES if find_spec(name) is None]
    if missing:
        sentence = _("Missing: {names}; run make setup.").format(names=", ".join(missing))
        return Check(_("Modules"), "bad", sentence)
    if find_spec(_HEIC_MODULE) is None:
        return Check(_("Modules"), "warn", _("HEIC photos can't be read; run make setup."))
    return Check(_("Modules"), "ok", _("all there"))


def check_disk(folder: Path) -> Check:
    """Whether the disk of the site's folder has room."""
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free_mb = shutil.disk_usage(place).free // _MB
    sentence = _("{count} MB free").format(count=f"{free_mb:,}")
    if free_mb >= _WARN_FREE_MB:
        return Check(_("Disk"), "ok", sentence)
    state: State = "warn" if free_mb >= _BAD_FREE_MB else "bad"
    return Check(_("Disk"), state, sentence + _("; free some space."))


def check_encoding(encoding: str) -> Check:
    """Whether Chinese can be printed."""
    if encoding.lower().replace("-", "") == "utf8":
        return Check(_("Characters"), "ok", "UTF-8")
    sentence = _("{encoding} has no Chinese; set LANG=C.UTF-8.").format(encoding=encoding or "?")
    return Check(_("Characters"), "warn", sentence)


def check_terminal() -> Check:
    """Whether the terminal is large and colourful enough for the screens."""
    term = os.environ.get("TERM", "")
    size = shutil.get_terminal_size(fallback=(0, 0))
    words = f"{term or '?'} {size.columns}x{size.lines}"
    if not sys.stdout.isatty():
        return Check(_("Terminal"), "ok", _("none here; the screens need one"))
    if term in {"", "dumb", "linux"}:
        return Check(
            _("Terminal"), "warn", _("{name}: use a graphical terminal.").format(name=words)
        )
    if size.columns < SMALLEST_TERMINAL[0] or size.lines < SMALLEST_TERMINAL[1]:
        return Check(
            _("Terminal"), "warn", _("{name}: make it 80x24 or larger.").format(name=words)
        )
    if os.environ.get("COLORTERM") not in {"truecolor", "24bit"}:
        return Check(
            _("Terminal"),
            "warn",
            _("{name}: photos look better with COLORTERM=truecolor.").format(name=words),
        )
    return Check(_("Terminal"), "ok", words)


def check_fonts() -> Check:
    """Whether this machine has a font for Chinese, as far as can be known."""
    tool = shutil.which("fc-list")
    if tool is None:
        return Check(_("Fonts"), "ok", _("can't be looked up here"))
    try:
        found = subprocess.run(  # noqa: S603  # a fixed question to a tool found on the path
            [tool, ":lang=zh", "family"], capture_output=True, timeout=_FONT_TRIAL_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return Check(_("Fonts"), "ok", _("can't be looked up here"))
    if found.stdout.strip():
        return Check(_("Fonts"), "ok", _("there is one for Chinese"))
    return Check(_("Fonts"), "warn", _("none for Chinese; install fonts-noto-cjk."))
