"""What the flows share: a pause that ends when the app is at rest."""

import pytest
from textual.pilot import Pilot

from tests.resting import rested_pause


@pytest.fixture(autouse=True)
def pauses_until_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fixed pause is a guess, and too short on a slow machine."""
    monkeypatch.setattr(Pilot, "pause", rested_pause)
