"""Which renderer a terminal gets."""

from __future__ import annotations

import pytest

from screens.widgets.photos import TerminalKind, announce_colours, choose_renderer

NEW_KITTY = TerminalKind("kitty", (0, 41, 1), graphics=True, true_colour=True)
OLD_KITTY = TerminalKind("kitty", (0, 26, 5), graphics=True, true_colour=True)
FULL = {"TERM": "xterm-kitty", "COLORTERM": "truecolor"}


def chosen(kind: TerminalKind, environ: dict[str, str]) -> str:
    return choose_renderer(kind, lambda text: None, environ).name


@pytest.mark.parametrize(
    ("kind", "environ", "name"),
    [
        (NEW_KITTY, FULL, "kitty"),
        (OLD_KITTY, FULL, "blocks"),
        (TerminalKind("kitty", (0, 28, 0), graphics=True), FULL, "kitty"),
        (TerminalKind("kitty", (0, 41, 1), graphics=False), FULL, "blocks"),
        (TerminalKind("konsole", (24, 12), graphics=True), FULL, "blocks"),
        (TerminalKind(), {}, "blocks"),
        (NEW_KITTY, {**FULL, "TMUX": "socket,1,0"}, "blocks"),
        (NEW_KITTY, {**FULL, "TERM": "tmux-256color"}, "blocks"),
        (NEW_KITTY, {**FULL, "STY": "1.pts"}, "blocks"),
        (NEW_KITTY, {"TERM": "xterm-kitty"}, "blocks"),
        (NEW_KITTY, {**FULL, "NO_COLOR": "1"}, "blocks"),
        (NEW_KITTY, {**FULL, "KIOSK_PHOTOS": "blocks"}, "blocks"),
        (OLD_KITTY, {**FULL, "KIOSK_PHOTOS": "kitty"}, "kitty"),
        (NEW_KITTY, {**FULL, "KIOSK_PHOTOS": "nonsense"}, "kitty"),
        (TerminalKind(), {"TERM": "linux"}, "half-blocks"),
    ],
)
def test_kitty_graphics_only_where_they_are_known_to_work(
    kind: TerminalKind, environ: dict[str, str], name: str
) -> None:
    assert chosen(kind, environ) == name


def test_colours_that_the_terminal_has_are_announced() -> None:
    environ = {"TERM": "xterm"}
    announce_colours(TerminalKind("xterm", (379,), true_colour=True), environ)
    assert environ["COLORTERM"] == "truecolor"


def test_nothing_is_announced_for_a_terminal_that_did_not_say_so() -> None:
    environ = {"TERM": "xterm"}
    announce_colours(TerminalKind(), environ)
    assert environ == {"TERM": "xterm"}


def test_what_somebody_set_stays_set() -> None:
    environ = {"COLORTERM": ""}
    announce_colours(TerminalKind(true_colour=True), environ)
    assert environ == {"COLORTERM": ""}
