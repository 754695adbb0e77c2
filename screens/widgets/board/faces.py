"""The faces of a wall: photos fetched for what is shown, drawn once, kept within bounds."""

from collections.abc import Awaitable, Callable

from textual.strip import Strip

from kiosk.errors import KioskError
from kiosk.people.views import MemberView
from screens.widgets.board.dimming import dim
from screens.widgets.photos.cache import RecentlyUsed
from screens.widgets.photos.port import PhotoRenderer, Rgb

PhotoSource = Callable[[str, str], Awaitable[bytes | None]]
"""Gives the photo with a content hash in a size (`thumb`, `card` or `large`), or None."""

KEPT_PHOTOS = 96
"""Photos kept as they were fetched: two pages of the largest wall, under 2 MB."""

KEPT_DIMMED = 96
"""Dimmed faces kept as they were drawn."""

_SAMPLES_A_CELL = 8
_THUMB_PX, _CARD_PX = 80, 160


class Faces:
    """Fetches and draws faces of one size at a time."""

    def __init__(self, source: PhotoSource, renderer: PhotoRenderer) -> None:
        """Keep nothing yet.

        Args:
            source: Where photos come from.
            renderer: How photos are drawn on this terminal.
        """
        self._source = source
        self._renderer = renderer
        self._photos: RecentlyUsed[tuple[str, str], tuple[bytes | None]] = RecentlyUsed(KEPT_PHOTOS)
        self._dimmed: RecentlyUsed[tuple[str, int, int, Rgb], list[Strip]] = RecentlyUsed(
            KEPT_DIMMED
        )

    async def fetch(self, member: MemberView, width: int) -> bool:
        """Fetch a member's photo for a face of so many columns; whether that was needed."""
        key = (member.photo or "", self._size(width))
        if not member.photo or self._photos.find(key) is not None:
            return False
        try:
            self._photos.keep(key, (await self._source(*key),))
        except KioskError:  # the plate stays empty and the next page's turn tries again
            return False
        return True

    def draw(self, member: MemberView, width: int, height: int, ground: Rgb) -> list[Strip] | None:
        """A member's face, dimmed when they are not on site; None until it was fetched."""
        photo: bytes | None = None
        if member.photo:
            fetched = self._photos.find((member.photo, self._size(width)))
            if fetched is None:
                return None
            photo = fetched[0]
        key = member.photo if member.photo and photo else ""
        if member.on_site_since is not None or self._travels_in_colours:
            return self._renderer.render(photo, key, width, height, ground)
        wanted = (key, width, height, ground)
        known = self._dimmed.find(wanted)
        if known is None:
            drawn = self._renderer.render(photo, key, width, height, ground)
            known = self._dimmed.keep(wanted, dim(drawn, ground))
        return known

    @property
    def _travels_in_colours(self) -> bool:
        # Kitty's placeholders carry the image's number in their colour, which must stay as it is.
        return self._renderer.name == "kitty"

    def _size(self, width: int) -> str:
        if self._travels_in_colours:
            return "large"
        pixels = width * _SAMPLES_A_CELL
        if pixels <= _THUMB_PX:
            return "thumb"
        return "card" if pixels <= _CARD_PX * 1.5 else "large"
