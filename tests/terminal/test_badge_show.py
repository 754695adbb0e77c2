"""A badge that the kiosk shows is read off a real terminal, at every scale."""

from pathlib import Path

import pytest

from kiosk.config import Home
from kiosk.services import close_services
from tests.builders import make_site
from tests.terminal.conftest import Display, need, program

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminals")]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_xterm_shows_a_badge_that_is_read(
    display: Display, tmp_path: Path, size: tuple[int, int]
) -> None:
    need("xterm")
    services = make_site(tmp_path)
    code, home = services.people.badge_code("002"), services.context.home
    close_services()
    assert isinstance(home, Home)
    columns, rows = size
    command = program("tests/terminal/show_badge.py", str(home.folder))
    display.xterm(command, columns=columns, rows=rows)
    display.wait_for_qr(code)
