"""Badges to print, without a site."""

import os
import subprocess
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.errors import KioskError
from kiosk.exports import fonts
from kiosk.exports.badge_print import BadgePrint
from kiosk.people.codes import make_code
from kiosk.people.portraits import draw_portrait
from tests.kiosk.exports.papers import DAY, LONG, missing_tool

Make = Callable[..., BadgePrint]


@lru_cache(maxsize=1)
def portrait() -> bytes:
    return draw_portrait(7)


@pytest.fixture(scope="session", autouse=True)
def chinese_font() -> None:
    """Paper needs a Chinese font."""
    try:
        fonts.find_fonts()
    except KioskError:
        missing_tool("fonts-noto-cjk")


@pytest.fixture
def make() -> Make:
    """Make a badge; what is not said is made up."""

    def make_it(place: int = 1, **said: object) -> BadgePrint:
        uid = UUID(int=place)
        usual: dict[str, object] = {
            "uid": uid,
            "number": f"{place:03}",
            "name": "王建国",
            "job": "安全员",
            "branch": "第二支部",
            "post": "3号塔吊指挥",
            "is_key_post": True,
            "site": "北岸安置房项目",
            "site_branch": "临时支部",
            "code": make_code(b"secret", uid),
            "photo": portrait(),
            "valid_until": None,
        }
        return BadgePrint(**(usual | said))  # type: ignore[arg-type]  # named by the tests

    return make_it


@pytest.fixture
def extremes(make: Make) -> list[BadgePrint]:
    """What is hardest to fit, and what is hardest to set."""
    wide = dict.fromkeys(("name", "job", "branch", "post", "site", "site_branch"), "W" * 60)
    words = dict.fromkeys(wide, "Christopher Montgomery-Featherstone " * 3)
    chinese = dict.fromkeys(wide, LONG)
    return [
        make(1, **chinese, number="2026-SITE-000000000000000000001", valid_until=DAY),
        make(2, **wide, valid_until=date(2099, 12, 31), is_key_post=False),
        make(3, **words, photo=None),
        make(4, job="", post="", site_branch="", branch=""),
        make(5, name="买买提·艾力𠮷㐂", photo=b"no picture"),
        make(6, name="ქართული", job="བོད محمد", post="\U0001f9b8"),
        make(7, name=" ", site=" ", photo=portrait()[:900]),
        make(8, name="Alexandra Konstantinopoulou", post="Tower crane 3 lifting and signalling"),
    ]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Put a small program of a name first in PATH; it runs as a real process."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def put(name: str, script: str) -> Path:
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(0o755)
        assert subprocess.run(["sh", "-n", program], check=False).returncode == 0
        return program

    return put
