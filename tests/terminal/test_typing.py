"""A person writes into the search field in a real terminal while badges are scanned."""

import sys
from functools import partial
from pathlib import Path

import pytest

from db.connection import close_file
from kiosk import i18n
from tests.bench.gate import punches
from tests.builders import make_site
from tests.terminal.conftest import Tmux, wait_for

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminals")]

ENDS = [b"\r", b"\n", b"\r\n", b"\t", b""]
BOARD = "Esc 清除"
PREFIXES = [b"", b"]Q3", b"\\000026"]
PATIENT = """
import runpy, sys
from screens.member.answer import SHOWN_S
SHOWN_S.update(dict.fromkeys(SHOWN_S, 600.0))
sys.argv[1:] = ["--home", sys.argv[1]]
runpy.run_path("run.py", run_name="__main__")
"""
"""The kiosk, whose answers stay until somebody puts them away: a slow machine must not miss one."""


def test_every_scan_counts_and_the_search_field_holds_what_was_typed(
    tmp_path: Path, tmux: Tmux
) -> None:
    i18n.use_language("zh_CN")  # compiled before the kiosk starts
    services = make_site(tmp_path, debounce_s=0)
    code = services.people.badge_code("002").encode()
    home = services.context.home.folder
    close_file()
    tmux.start([sys.executable, "-c", PATIENT, str(home)], columns=120, rows=40)
    tmux.wait_for("0/3")
    tmux.keys("/")
    tmux.wait_for("输入姓名")
    word = "zhangsan"
    for place, letter in enumerate(word):
        shown = partial(field_holds, tmux, word[: place + 1])
        tmux.keys(letter)
        wait_for(shown, f"{letter} in the field")
        end, prefix = ENDS[place % len(ENDS)], PREFIXES[place % len(PREFIXES)]
        tmux.send(prefix + code + end)
        wait_for(partial(has_punches, home, place + 1), "the scan")
        wait_for(lambda: BOARD not in tmux.screen(), "the answer")
        tmux.keys("Escape")
        wait_for(shown, "the field as it was")
    assert punches(home) == ["002"] * len(word)


def field_holds(tmux: Tmux, words: str) -> bool:
    """Whether the search field holds these words and nothing else."""
    return any(line.split() == [words] for line in tmux.screen().splitlines())


def has_punches(home: Path, count: int) -> bool:
    return len(punches(home)) == count
