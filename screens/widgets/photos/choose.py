"""Choosing how photos are drawn on this terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping

from screens.widgets.photos.blocks import BlockRenderer
from screens.widgets.photos.kitty import KittyRenderer
from screens.widgets.photos.port import PhotoRenderer
from screens.widgets.photos.probe import TerminalKind

OVERRIDE = "KIOSK_PHOTOS"
"""Environment variable: `blocks` or `kitty`, whatever the terminal says."""


def announce_colours(kind: TerminalKind, environ: MutableMapping[str, str]) -> None:
    """Tell the screen library about 24-bit colours that the terminal has and does not announce.

    Without it photos are drawn in 16 colours in a plain xterm. Call it before the app is built.

    Args:
        kind: What `probe_terminal` found.
        environ: The process's environment; `COLORTERM` is added unless it is there.
    """
    if kind.true_colour:
        environ.setdefault("COLORTERM", "truecolor")


def choose_renderer(
    kind: TerminalKind, write: Callable[[str], object], environ: Mapping[str, str]
) -> PhotoRenderer:
    """Choose a renderer.

    Args:
        kind: What `probe_terminal` found.
        write: Sends text to the terminal; used by kitty graphics alone.
        environ: The process's environment.
    """
    if _takes_images(kind, environ):
        return KittyRenderer(write, kind.cell_px)
    return BlockRenderer(fine=environ.get("TERM") != "linux")


def _takes_images(kind: TerminalKind, environ: Mapping[str, str]) -> bool:
    override = environ.get(OVERRIDE, "")
    if override in {"blocks", "kitty"}:
        return override == "kitty"
    return kind.placeholders and _all_colours(environ) and not _multiplexed(environ)


def _all_colours(environ: Mapping[str, str]) -> bool:
    """Tell whether colours arrive unrounded, for an image's number travels in one."""
    return environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"} and not (
        environ.get("NO_COLOR")
    )


def _multiplexed(environ: Mapping[str, str]) -> bool:
    """Tell whether tmux or screen stands between; they do not pass graphics on."""
    return (
        "TMUX" in environ
        or "STY" in environ
        or environ.get("TERM", "").startswith(("tmux", "screen"))
    )
