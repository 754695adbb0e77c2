"""The widget that shows a whole photo with a frame over it."""

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kiosk.people.photo_frame import PhotoFrame
from kiosk.people.photo_intake import UprightPhoto
from screens.supervisor.cropping import DrawnPhoto, draw_photo, framed_row

if TYPE_CHECKING:
    from screens.app import KioskApp


class CropView(Widget):
    """A photo, drawn once for each size; moving the frame only chooses between its cells."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"crop--frame"}

    class Pointed(Message):
        """A place of the photo was touched."""

        def __init__(self, x: float, y: float) -> None:
            """Say which."""
            super().__init__()
            self.x = x
            """From the left, as a part of the photo's width."""
            self.y = y
            """From the top, as a part of the photo's height."""

    def __init__(self, whole: UprightPhoto, frame: PhotoFrame) -> None:
        """Show a photo.

        Args:
            whole: The photo.
            frame: The frame over it.
        """
        super().__init__()
        self._whole = whole
        self._frame = frame
        self._drawn: DrawnPhoto | None = None

    def frame_on(self, frame: PhotoFrame) -> None:
        """Put the frame elsewhere."""
        self._frame = frame
        self.refresh()

    @property
    def is_drawn(self) -> bool:
        """Whether the photo can be seen."""
        return self._drawn is not None

    def on_resize(self) -> None:
        """Draw it as large as there is room for."""
        self._draw()

    @work(group="draw", exclusive=True)
    async def _draw(self) -> None:
        width, height = self.size
        if width and height:
            is_fine = cast("KioskApp", self.app).photos.name != "half-blocks"
            jpeg = self._whole.jpeg
            self._drawn = await asyncio.to_thread(draw_photo, jpeg, width, height, is_fine=is_fine)
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Say what was touched."""
        photo = self._drawn
        if photo is not None:
            event.stop()
            x = (event.x - photo.left + 0.5) / photo.width
            y = (event.y - photo.top + 0.5) / photo.height
            self.post_message(self.Pointed(min(1.0, max(0.0, x)), min(1.0, max(0.0, y))))

    def render_line(self, y: int) -> Strip:
        """One line: the photo's, or the ground beside it."""
        width, photo = self.size.width, self._drawn
        ground = Style(bgcolor=self.background_colors[1].rich_color)
        if photo is None or not photo.top <= y < photo.top + photo.height:
            return Strip.blank(width, ground)
        ink = self.get_component_rich_style("crop--frame").color or Color.parse("red")
        row = framed_row(photo, y - photo.top, self._frame.box, ink)
        right = width - photo.left - photo.width
        return Strip(
            [Segment(" " * photo.left, ground), *row, Segment(" " * max(0, right), ground)]
        ).adjust_cell_length(width, ground)
