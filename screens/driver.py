"""Which driver the kiosk's app takes."""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


def driver_class() -> "type[Driver] | None":
    """The driver for this machine, for Textual's `App(driver_class=...)`.

    Returns:
        The kiosk's own driver on Linux and macOS; None where Textual is to choose: on Windows, and
        where the environment names a driver (a browser's, for one).
    """
    if sys.platform == "win32" or os.environ.get("TEXTUAL_DRIVER"):
        return None
    from screens.linux_driver import KioskDriver

    return KioskDriver
