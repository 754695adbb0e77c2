"""A photo of anything, made to be shown whole: portraits may lose their sides, evidence may not."""

from io import BytesIO

from screens.widgets.photos.picture import FORMATS, MAX_PIXELS

Rgb = tuple[int, int, int]


def whole_in_a_square(photo: bytes, ground: Rgb) -> bytes:
    """A photo in the middle of a square, which no shape of the view cuts.

    Args:
        photo: A picture's bytes.
        ground: What stands beside it, or above and below.

    Returns:
        A PNG; the same bytes where nothing can be decoded.
    """
    from PIL import Image

    try:
        picture = Image.open(BytesIO(photo), formats=FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            return photo
        side = max(picture.size)
        square = Image.new("RGB", (side, side), ground)
        square.paste(
            picture.convert("RGB"), ((side - picture.width) // 2, (side - picture.height) // 2)
        )
        made = BytesIO()
        square.save(made, "PNG", compress_level=1)
    except Exception:  # Pillow's decoders raise nearly anything on bytes that are no picture
        return photo
    return made.getvalue()
