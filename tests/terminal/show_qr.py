"""Draws a QR code in whatever terminal this runs: `show_qr.py TEXT ERROR`."""

import sys
from typing import cast

from textual.app import App, ComposeResult
from textual.widgets import Static

from screens.widgets.qr import Error, QrCode


class QrApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("a code:")
        yield QrCode(sys.argv[1], error=cast(Error, sys.argv[2]))


if __name__ == "__main__":
    QrApp().run()
