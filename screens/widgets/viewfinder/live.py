"""The widget that shows what a camera sees, or the picture that was just taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from kiosk.scanners.camera_wire import Frame
from screens.widgets.viewfinder.drawing import Aim, LiveLook, draw_live

PERIOD_S = 0.08
"""Between two pictures: twelve a second."""

MOST_OF_TIME = 0.5
"""The most of the time that drawing may take on a slow machine; it shows fewer pictures then."""


class LivePicture(Widget):
    """A live picture as large as the widget; its size comes from the screen."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"live--aim"}
    DEFAULT_CSS = """
    LivePicture {
        background: $background;
        .live--aim { color: $accent; }
    }
    """

    def __init__(self, look: Callable[[], Frame | None], aim: Aim) -> None:
        """Show a camera.

        Args:
            look: What the camera saw last, None for nothing; asked about twelve times a second.
            aim: What is aimed at.
        """
        super().__init__()
        self.shown = 0
        """How many pictures were drawn."""
        self._look = look
        self._aim: Aim = aim
        self._still: Frame | None = None
        self._drawn: tuple[object, ...] = ()
        self._lines: list[Strip] = []

    @property
    def has_picture(self) -> bool:
        """Whether there is something to see."""
        return bool(self._lines)

    def on_mount(self) -> None:
        """Begin to look."""
        self.run_worker(self._keep_looking(), name="live picture")

    def freeze(self, still: Frame) -> None:
        """Show a picture that was taken, as others see it, until `thaw`."""
        self._still = still

    def thaw(self) -> None:
        """Show what the camera sees."""
        self._still = None

    def render_line(self, y: int) -> Strip:
        """One line of the picture last drawn."""
        if y < len(self._lines):
            return self._lines[y]
        return Strip.blank(self.size.width, self.rich_style)

    async def _keep_looking(self) -> None:
        while True:
            began_s = monotonic()
            if self.screen.is_current:
                await self._draw_next()
            took_s = monotonic() - began_s
            await asyncio.sleep(max(PERIOD_S - took_s, took_s * (1 - MOST_OF_TIME) / MOST_OF_TIME))

    async def _draw_next(self) -> None:
        frame = self._still or self._look()
        width, height = self.size
        wanted = (frame, width, height, self._live_look())
        if wanted == self._drawn:
            return
        self._drawn = wanted
        if frame is None:
            self._lines = []
        else:
            look = self._live_look()
            self._lines = await asyncio.to_thread(draw_live, frame, width, height, look)
            self.shown += 1
        self.refresh()

    def _live_look(self) -> LiveLook:
        ink = self.get_component_styles("live--aim").color.rgb
        ground = self.background_colors[1].rgb
        return LiveLook(self._aim, ink, ground, self._is_fine, self._still is None)

    @property
    def _is_fine(self) -> bool:
        photos = getattr(self.app, "photos", None)
        return getattr(photos, "name", "blocks") != "half-blocks"
