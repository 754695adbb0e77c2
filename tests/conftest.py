"""What all tests share: a language that stays put and files that are closed behind them."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from db.connection import close_file
from kiosk import i18n

# how long a busy machine takes says nothing about the code
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def closed_and_chinese() -> Iterator[None]:
    """Start in Chinese; leave no file open."""
    i18n.use_language("zh_CN")
    yield
    close_file()
