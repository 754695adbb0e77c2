"""The sizes in which a photo is kept."""

from enum import StrEnum


class PhotoSize(StrEnum):
    """One kept size of a portrait, always 4:5, named by where it hangs."""

    THUMB = "thumb"
    """A card on a crowded board: 80 x 100 pixels."""
    CARD = "card"
    """A card on the board, and the badge: 160 x 200 pixels."""
    LARGE = "large"
    """The answer to a scan and the member's own page: 480 x 600 pixels."""

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return _PIXELS[self]


_PIXELS = {
    PhotoSize.THUMB: (80, 100),
    PhotoSize.CARD: (160, 200),
    PhotoSize.LARGE: (480, 600),
}
