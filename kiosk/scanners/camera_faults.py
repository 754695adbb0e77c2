"""What can be wrong with a camera, seen without opening it, and the words for it."""

import os
from importlib.util import find_spec

from kiosk.i18n import _
from kiosk.scanners import camera_wire as wire

LIBRARIES = ("cv2", "zxingcpp")
"""What the camera's process imports; `make devices` installs both."""

BROKEN_LIBRARY = "broken_library"
"""Installed, but importing it fails: a system library is missing, or it was built for another."""


def is_library_missing() -> bool:
    """Whether OpenCV or zxing-cpp is not installed; neither is imported, which costs."""
    return any(find_spec(library) is None for library in LIBRARIES)


def is_there(device: str) -> bool:
    """Whether a camera's device file or a video is there; True where cameras have no file."""
    file = wire.device_file(device)
    return file is None or os.access(file, os.F_OK)


def failure_sentence(failure: str) -> str:
    """Say why a camera can't be used and what to do, in the language now spoken.

    Args:
        failure: One of `camera_wire.FAILURES`, `BROKEN_LIBRARY`, `crashed` or `silent`.
    """
    sentences = {
        "no_library": _("OpenCV and zxing-cpp are not installed. Run make devices."),
        BROKEN_LIBRARY: _("OpenCV or zxing-cpp is installed but does not load: install it anew."),
        "absent": _("It is not plugged in."),
        "forbidden": _("The kiosk may not open it. Add its user to the group video."),
        "unopenable": _("It can't be opened: another program uses it, or it is no camera."),
    }
    return sentences.get(failure) or _("It gives no more pictures. Check its cable.")
