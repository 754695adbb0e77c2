"""What all tests with a pilot share: a pause that ends when the app is at rest."""

import pytest
from textual.pilot import Pilot

from screens.widgets import notice
from tests.resting import rested_pause


@pytest.fixture(autouse=True)
def notices_that_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not lose a notice before it is looked at."""
    monkeypatch.setattr(notice, "SHOWN_S", 100.0)


@pytest.fixture(autouse=True)
def pauses_until_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fixed pause is a guess, and too short on a slow machine."""
    monkeypatch.setattr(Pilot, "pause", rested_pause)
