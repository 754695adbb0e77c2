"""Large faces kept ready, so that an answer shows one at once."""

from typing import TYPE_CHECKING

from textual.strip import Strip

from kiosk.people.views import MemberView
from screens.widgets.photos.cache import RecentlyUsed

if TYPE_CHECKING:
    from screens.app import KioskApp
    from screens.widgets.photos.port import Rgb

KEPT = 64
"""Photos whose bytes are kept, about 3 MB."""

Wanted = tuple[str, int, int, "Rgb"]


class Portraits:
    """The large photos of the members seen last."""

    def __init__(self, app: "KioskApp") -> None:
        """Keep none yet."""
        self._app = app
        self._photos: RecentlyUsed[str, bytes] = RecentlyUsed(KEPT)
        self._drawn: RecentlyUsed[Wanted, bool] = RecentlyUsed(KEPT)

    def is_ready(self, member: MemberView, width: int, height: int, ground: "Rgb") -> bool:
        """Whether drawing takes no time worth speaking of."""
        key = member.photo or ""
        has_bytes = not key or self._photos.find(key) is not None
        return has_bytes and self._drawn.find((key, width, height, ground)) is not None

    def draw(self, member: MemberView, width: int, height: int, ground: "Rgb") -> list[Strip]:
        """A member's face, or a figure where there is no photo at hand."""
        key = member.photo or ""
        photo = self._photos.find(key) if key else None
        if photo is not None or not key:
            self._drawn.keep((key, width, height, ground), True)
        return self._app.photos.render(photo, key, width, height, ground)

    async def fetch(self, member: MemberView) -> None:
        """Have a member's photo at hand."""
        if member.photo and self._photos.find(member.photo) is None:
            find = self._app.services.people.find_photo
            photo = await self._app.read(find, member.photo, "large")
            if photo is not None:
                self._photos.keep(member.photo, photo)
