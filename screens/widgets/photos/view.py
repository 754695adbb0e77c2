"""The widget that shows one photo."""

from __future__ import annotations

from typing import Protocol, cast

from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.photos.port import PhotoRenderer


class HasPhotos(Protocol):
    """What a `PhotoView` needs of its app."""

    photos: PhotoRenderer
    """How photos are drawn on this terminal."""


class PhotoView(Widget):
    """One photo, as large as the widget; its size comes from the style sheet."""

    DEFAULT_CSS = """
    PhotoView { width: 20; height: 12; }
    """

    photo: reactive[bytes | None] = reactive(None)
    """The picture's bytes, or None for the figure in a hard hat."""

    photo_key: reactive[str] = reactive("")
    """The picture's content hash."""

    def show(self, photo: bytes | None, key: str = "") -> None:
        """Show a photo.

        Args:
            photo: JPEG, PNG or WebP, or None for the figure in a hard hat.
            key: Its content hash; needed whenever there is a photo.
        """
        self.photo_key = key
        self.photo = photo

    def render_line(self, y: int) -> Strip:
        """Return one line of the photo."""
        width, height = self.size
        photos = cast("HasPhotos", self.app).photos
        ground = self.background_colors[1].rgb
        strips = photos.render(self.photo, self.photo_key, width, height, ground)
        return strips[y] if y < len(strips) else Strip.blank(width, self.rich_style)
