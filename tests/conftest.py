"""What all tests share: a language that stays put and files that are closed behind them."""

from collections.abc import Iterator

import pytest

from db.connection import close_file
from kiosk import i18n


@pytest.fixture(autouse=True)
def closed_and_chinese() -> Iterator[None]:
    """Start in Chinese; leave no file open."""
    i18n.use_language("zh_CN")
    yield
    close_file()
