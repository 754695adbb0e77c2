"""A camera's live picture in the terminal, with a frame to aim at."""

from screens.widgets.viewfinder.drawing import Aim
from screens.widgets.viewfinder.live import LivePicture

__all__ = ["Aim", "LivePicture"]
