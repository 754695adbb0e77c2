"""Pictures for the photo tests, made here."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    """Return a portrait-shaped JPEG: red on the left, blue on the right."""
    picture = Image.new("RGB", (480, 600), (200, 20, 20))
    picture.paste((20, 20, 200), (240, 0, 480, 600))
    out = BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.fixture(scope="session")
def png_with_alpha() -> bytes:
    """Return a landscape PNG with transparency."""
    out = BytesIO()
    Image.new("RGBA", (90, 40), (10, 200, 10, 128)).save(out, "PNG")
    return out.getvalue()
