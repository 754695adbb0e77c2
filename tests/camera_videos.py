"""Videos that stand for what a camera sees: a person at the gate, holding up a badge."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from kiosk.people.portraits import draw_portrait

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = (640, 480)
WALL = (96, 104, 112)


@lru_cache
def qr_picture(text: str, pixels: int = 190) -> Image.Image:
    import qrcode

    code = qrcode.QRCode(border=3, error_correction=qrcode.ERROR_CORRECT_H)
    code.add_data(text)
    code.make(fit=True)
    picture: Image.Image = code.make_image().get_image().convert("RGB")
    return picture.resize((pixels, pixels), Image.Resampling.BICUBIC)


def scene(code: str | None = None, x: int = 60, y: int = 240, face: int | None = 3) -> Image.Image:
    """A face on a wall and, with a code, a badge held up with its left upper corner at a place."""
    picture = Image.new("RGB", SIZE, WALL)
    if face is not None:
        picture.paste(_portrait(face), (220, 60))
    if code is not None:
        picture.paste(qr_picture(code).rotate(4, fillcolor=(230, 230, 230)), (x, y))
    return picture


@lru_cache
def _portrait(face: int) -> Image.Image:
    return Image.open(BytesIO(draw_portrait(face, (336, 420)))).convert("RGB")


def moving_badge(code: str, count: int, there_and_back: int = 40) -> Iterator[Image.Image]:
    """A badge that a hand moves from left to right and back while the face stays."""
    way = [scene(code, 20 + 20 * place, 230 + place % 5) for place in range(there_and_back // 2)]
    return islice(cycle(way + way[::-1]), count)


def write_video(path: Path, pictures: Iterable[Image.Image], rate: float = 15.0) -> Path:
    """Write a Motion-JPEG video, as many cameras send it."""
    cv2 = pytest.importorskip("cv2")
    import numpy as np

    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), rate, SIZE)
    assert writer.isOpened()
    for picture in pictures:
        writer.write(cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def wait_for(is_so: "Callable[[], object]", within_s: float = 60.0) -> None:
    """Wait until something is so."""
    end_s = monotonic() + within_s
    while not is_so():
        assert monotonic() < end_s, "it never came to be"
        sleep(0.02)
