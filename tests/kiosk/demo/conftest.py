"""Demos made with one quick face, so that only the demo itself takes its time."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.demo import prepare_demo
from kiosk.people.portraits import draw_portrait

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
"""10:30 on a Friday on the demo's site."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo made at `NOW`; not to be changed."""
    folder = tmp_path_factory.mktemp("demo") / "home"
    face = draw_portrait(1, (80, 100))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.people.portraits.draw_portrait", lambda *_a, **_k: face)
        prepare_demo(Home(folder), SetClock(NOW))
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Home:
    """A copy of the demo to play with."""
    shutil.copytree(made, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def quick_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    """One face for all."""
    face = draw_portrait(1, (80, 100))
    monkeypatch.setattr("kiosk.people.portraits.draw_portrait", lambda *_a, **_k: face)


Tell = Callable[[str, int, int], None]
