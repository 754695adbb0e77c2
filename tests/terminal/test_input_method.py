"""With a Chinese input method switched on, badges are read and Chinese is written."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import apsw
import pytest

from db.connection import close_file
from kiosk import i18n
from tests.builders import make_site
from tests.terminal.conftest import Display, Tmux, need, program, wait_for
from tests.terminal.input_method import TERMINAL_ENVIRONMENT, InputMethod

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminals")]

NUMBERS = ("001", "002", "003")
TURNS = 4
"""How often a badge is held up before a test gives up."""

PLACEHOLDER = "输入姓名"


class Site:
    """A site with three members and what its record says."""

    def __init__(self, folder: Path) -> None:
        i18n.use_language("zh_CN")  # compiled before the kiosk starts
        services = make_site(folder)
        self.codes = [services.people.badge_code(number) for number in NUMBERS]
        self.home = services.context.home
        close_file()

    def checked_in(self) -> list[str]:
        """Numbers of those who checked in, in order."""
        return self._column(
            "SELECT number FROM punch JOIN member ON member.uid = punch.member_uid ORDER BY seq"
        )

    def has_checked_in(self, number: str) -> bool:
        """Whether a member has."""
        return number in self.checked_in()

    def _column(self, query: str) -> list[str]:
        connection = apsw.Connection(str(self.home.database), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            return [str(row[0]) for row in connection.execute(query)]
        finally:
            connection.close()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def pinyin(
    display: Display, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InputMethod]:
    """Running; the terminals opened from now on ask it."""
    need("fcitx5", "fcitx5-remote", "dbus-run-session", "xdotool", "xterm")
    for name, value in TERMINAL_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    method = InputMethod(display, tmp_path / "fcitx5")
    try:
        method.wait_until_there()
        yield method
    finally:
        method.stop()


def test_badges_are_read_while_pinyin_is_switched_on(
    site: Site, display: Display, pinyin: InputMethod
) -> None:
    display.xterm(program("run.py", "--home", str(site.home.folder)), columns=120, rows=40)
    display.wait_until_still()
    pinyin.switch_on()
    for number, code in zip(NUMBERS, site.codes, strict=True):
        scan_until_read(pinyin, code, partial(site.has_checked_in, number))
    assert site.checked_in() == [*NUMBERS]
    assert pinyin.is_on


def scan_until_read(pinyin: InputMethod, code: str, is_read: Callable[[], bool]) -> None:
    """Hold a badge up again as a person does: a computer that is very busy may cut a scan."""
    for _turn in range(TURNS):
        pinyin.scan(code)
        with suppress(AssertionError):
            wait_for(is_read, "the scan", within_s=3)
            return
    raise AssertionError(f"{code} was not read in {TURNS} turns")


@pytest.fixture
def searching(site: Site, display: Display, pinyin: InputMethod, tmux: Tmux) -> Tmux:
    """The kiosk in tmux in xterm, Pinyin switched on, the search field open."""
    tmux.start(program("run.py", "--home", str(site.home.folder)), columns=120, rows=40)
    display.xterm(tmux.attach(), columns=120, rows=41)
    tmux.wait_for("0/3")
    pinyin.switch_on()

    pinyin.press("slash")
    tmux.wait_for(PLACEHOLDER)
    return tmux


def write_until_there(pinyin: InputMethod, searching: Tmux) -> None:
    """Write a word; again where a busy computer has swallowed keys."""
    for _turn in range(TURNS):
        pinyin.type("beijing ")
        with suppress(AssertionError):
            searching.wait_for("北京", within_s=8)
            return
        for key in ("Escape", "Escape", "slash"):
            pinyin.press(key)
        searching.wait_for(PLACEHOLDER)
    raise AssertionError(f"the word was not there in {TURNS} turns")


@pytest.mark.skipif(
    not os.environ.get("KIOSK_INPUT_METHOD"),
    reason="a busy computer swallows keys before the input method has them: run make pinyin",
)
def test_a_word_written_in_pinyin_lands_in_a_field_and_a_scan_leaves_it_alone(
    site: Site, pinyin: InputMethod, searching: Tmux
) -> None:
    write_until_there(pinyin, searching)
    assert "beijing" not in searching.screen()
    scan_until_read(pinyin, site.codes[0], partial(site.has_checked_in, "001"))
    wait_for(lambda: "北京" not in searching.screen(), "the answer")
    pinyin.press("Escape")
    searching.wait_for("北京")
    [field] = [line for line in searching.screen().splitlines() if "北京" in line]
    assert field.split()[0] == "北京"
    assert site.codes[0][:4] not in searching.screen()
