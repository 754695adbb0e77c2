"""A site to call the roll on."""

import tempfile
from pathlib import Path

import pytest

from kiosk.services import Services
from screens.public import muster_start
from tests.board_site import make_board_site
from tests.builders import uid_of
from tests.screens.public.muster.calling import PIN


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    """30 members, ten of them on site: 001, 004, ... 028."""
    monkeypatch.setattr(muster_start, "GUARD_S", 0)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(elsewhere))
    services = make_board_site(tmp_path, 30)
    services.access.set_pin(uid_of("001"), "supervisor", PIN)
    return services
