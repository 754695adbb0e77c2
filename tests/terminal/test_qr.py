"""A QR code that the kiosk draws is read off real terminals."""

import pytest

from tests.terminal.conftest import Display, Tmux, need, program

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminals")]

CODE = "1234567890123456789012345678901234"


@pytest.mark.parametrize("error", ["M", "H"])
def test_xterm_shows_a_code_that_is_read(display: Display, error: str) -> None:
    need("xterm")
    display.xterm(program("tests/terminal/show_qr.py", CODE, error))
    display.wait_for_qr(CODE)


def test_kitty_shows_a_code_that_is_read(display: Display) -> None:
    need("kitty")
    display.kitty(program("tests/terminal/show_qr.py", CODE, "H"))
    display.wait_for_qr(CODE)


def test_tmux_in_xterm_shows_a_code_that_is_read(display: Display, tmux: Tmux) -> None:
    need("xterm")
    tmux.start(program("tests/terminal/show_qr.py", CODE, "H"), columns=80, rows=29)
    display.xterm(tmux.attach())
    display.wait_for_qr(CODE)


def test_tmux_hands_keys_on_and_shows_the_screen(tmux: Tmux) -> None:
    tmux.start(["cat"], columns=60, rows=10)
    tmux.send("工地 at once\r".encode())
    # Once as the terminal echoes it and once from `cat`, which must be there before the next line.
    tmux.wait_for("工地 at once\n工地 at once")
    tmux.keys("3", "Enter")
    tmux.wait_for("3\n3")
    tmux.resize(100, 30)
    assert tmux.is_alive()
