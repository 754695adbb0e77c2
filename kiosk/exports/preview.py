"""A printed page as a picture, for the screen: what is seen is what will be printed."""

from dataclasses import dataclass

MOST_PIXELS = 4_000_000
"""Of one page; a larger one is made smaller."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as pixels.

    Attributes:
        width: In pixels.
        height: In pixels.
        rgb: Three bytes a pixel, line by line from the top.
        pages: How many pages the document has.
    """

    width: int
    height: int
    rgb: bytes
    pages: int

    def png(self) -> bytes:
        """The picture as a PNG file."""
        from io import BytesIO

        from PIL import Image

        out = BytesIO()
        Image.frombytes("RGB", (self.width, self.height), self.rgb).save(out, "PNG")
        return out.getvalue()


def draw_page(pdf: bytes, page: int = 0, dpi: float = 150) -> PagePicture:
    """Draw one page of a document.

    Args:
        pdf: A document of our own; nothing else should be given to the decoder.
        page: Its place, from 0.
        dpi: Pixels to the inch; less where that would be more than `MOST_PIXELS`.

    Raises:
        LookupError: There is no such page.
    """
    import pypdfium2  # 80 ms

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= page < len(document):
            raise LookupError(page)
        sheet = document[page]
        width, height = sheet.get_size()
        scale = min(dpi / 72, (MOST_PIXELS / (width * height)) ** 0.5)
        picture = sheet.render(scale=scale).to_pil().convert("RGB")
        return PagePicture(picture.width, picture.height, picture.tobytes(), len(document))
    finally:
        document.close()
