"""Photos in a terminal: the port, its two backends, the question to the terminal, the widget."""

from __future__ import annotations

from screens.widgets.photos.blocks import BlockRenderer
from screens.widgets.photos.choose import announce_colours, choose_renderer
from screens.widgets.photos.kitty import KittyRenderer
from screens.widgets.photos.port import PhotoRenderer, Rgb
from screens.widgets.photos.probe import TerminalKind, parse_answers, probe_terminal
from screens.widgets.photos.view import HasPhotos, PhotoView

__all__ = [
    "BlockRenderer",
    "HasPhotos",
    "KittyRenderer",
    "PhotoRenderer",
    "PhotoView",
    "Rgb",
    "TerminalKind",
    "announce_colours",
    "choose_renderer",
    "parse_answers",
    "probe_terminal",
]
