"""Photos in blocks: always the asked size, never an error, drawn once."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from rich.cells import cell_len
from textual.strip import Strip

from screens.widgets.photos import BlockRenderer, picture

GROUND = (16, 20, 24)


def mean_background(strip: Strip, start: int, end: int) -> tuple[float, float, float]:
    colours = [
        style.bgcolor.triplet
        for _, style, _ in strip.crop(start, end)
        if style is not None and style.bgcolor is not None and style.bgcolor.triplet is not None
    ]
    red, green, blue = (sum(channel) / len(colours) for channel in zip(*colours, strict=True))
    return red, green, blue


def png_header(width: int, height: int) -> bytes:
    """Return the start of a PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64))


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(0, 50),
    height=st.integers(0, 30),
    photo=st.one_of(st.none(), st.binary(max_size=80)),
    fine=st.booleans(),
)
def test_any_box_is_filled_exactly_even_without_a_photo(
    width: int, height: int, photo: bytes | None, fine: bool
) -> None:
    strips = BlockRenderer(fine).render(photo, "k", width, height, GROUND)
    assert [cell_len(strip.text) for strip in strips] == [width] * height
    assert [strip.cell_length for strip in strips] == [width] * height


@settings(max_examples=40, deadline=None)
@given(width=st.integers(0, 70), height=st.integers(0, 40))
def test_any_box_is_filled_exactly_with_a_photo(jpeg: bytes, width: int, height: int) -> None:
    strips = BlockRenderer().render(jpeg, "k", width, height, GROUND)
    assert [cell_len(strip.text) for strip in strips] == [width] * height


def test_the_picture_is_the_photo(jpeg: bytes) -> None:
    middle = BlockRenderer().render(jpeg, "k", 20, 12, GROUND)[6]
    red, _, blue = mean_background(middle, 0, 8)
    assert (red > 150, blue < 90) == (True, True)
    red, _, blue = mean_background(middle, 12, 20)
    assert (blue > 150, red < 90) == (True, True)


def test_pictures_of_other_kinds_are_taken_too(png_with_alpha: bytes) -> None:
    middle = BlockRenderer().render(png_with_alpha, "k", 10, 6, GROUND)[3]
    _, green, _ = mean_background(middle, 0, 10)
    assert green > 150


def test_the_ground_shows_beside_a_photo_in_a_wide_box(jpeg: bytes) -> None:
    strip = BlockRenderer().render(jpeg, "k", 60, 10, GROUND)[5]
    assert mean_background(strip, 0, 18) == GROUND
    assert mean_background(strip, 42, 60) == GROUND


@pytest.mark.parametrize(
    "photo",
    [
        b"",
        b"no picture",
        png_header(60_000, 60_000),
        png_header(200, 200),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ],
    ids=["empty", "words", "bomb", "cut short", "a format nobody asked for"],
)
def test_what_is_no_photo_gives_the_figure(photo: bytes) -> None:
    renderer = BlockRenderer()
    assert renderer.render(photo, "k", 20, 12, GROUND) == renderer.render(None, "", 20, 12, GROUND)


def test_a_photo_with_too_many_pixels_is_not_decoded(
    jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "MAX_PIXELS", 480 * 600 - 1)
    renderer = BlockRenderer()
    assert renderer.render(jpeg, "k", 20, 12, GROUND) == renderer.render(None, "", 20, 12, GROUND)


def test_a_photo_cut_short_gives_the_figure(jpeg: bytes) -> None:
    renderer = BlockRenderer()
    cut = renderer.render(jpeg[: len(jpeg) // 3], "k", 20, 12, GROUND)
    assert cut == renderer.render(None, "", 20, 12, GROUND)


@pytest.mark.parametrize("ground", [(0, 0, 0), (16, 20, 24), (245, 245, 245), (255, 255, 255)])
def test_the_figure_can_be_seen_on_any_ground(ground: tuple[int, int, int]) -> None:
    strips = BlockRenderer().render(None, "", 20, 12, ground)
    head = mean_background(strips[6], 9, 11)
    assert sum(abs(a - b) for a, b in zip(head, ground, strict=True)) > 90


def test_what_was_drawn_is_not_drawn_again(jpeg: bytes) -> None:
    renderer = BlockRenderer()
    first = renderer.render(jpeg, "a", 20, 12, GROUND)
    assert renderer.render(jpeg, "a", 20, 12, GROUND) is first
    assert renderer.render(jpeg, "a", 20, 12, (0, 0, 0)) is not first
    assert renderer.render(jpeg, "a", 21, 12, GROUND) is not first
    assert renderer.render(jpeg, "b", 20, 12, GROUND) is not first


def test_only_so_many_drawings_are_kept_and_the_used_ones_stay(jpeg: bytes) -> None:
    renderer = BlockRenderer(kept=2)
    used = renderer.render(jpeg, "used", 4, 2, GROUND)
    unused = renderer.render(jpeg, "unused", 4, 2, GROUND)
    assert renderer.render(jpeg, "used", 4, 2, GROUND) is used
    renderer.render(jpeg, "third", 4, 2, GROUND)
    assert renderer.render(jpeg, "used", 4, 2, GROUND) is used
    assert renderer.render(jpeg, "unused", 4, 2, GROUND) is not unused


def test_forgetting_draws_anew(jpeg: bytes) -> None:
    renderer = BlockRenderer()
    first = renderer.render(jpeg, "a", 20, 12, GROUND)
    renderer.forget_all()
    again = renderer.render(jpeg, "a", 20, 12, GROUND)
    assert again is not first
    assert again == first


def test_small_faces_are_sharpened_more_than_large_ones() -> None:
    """A grey eye on a light face: the smaller the photo, the darker the eye is made."""
    face = Image.new("L", (480, 600), 200)
    face.paste(120, (150, 250, 210, 300))
    out = BytesIO()
    face.save(out, "PNG")

    def darkest(width: int, height: int) -> int:
        strips = BlockRenderer().render(out.getvalue(), "k", width, height, GROUND)
        styles = [style for strip in strips for _, style, _ in strip if style is not None]
        colours = [colour for style in styles for colour in (style.color, style.bgcolor)]
        return min(colour.triplet.red for colour in colours if colour and colour.triplet)

    assert darkest(14, 8) < 120
    assert darkest(14, 8) < darkest(60, 38)
