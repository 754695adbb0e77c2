"""Photos from outside: every usual kind is taken, everything else is refused with a reason."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from kiosk.people import photo_opening
from kiosk.people.photo_frame import PhotoFrame
from kiosk.people.photo_intake import (
    PhotoRefused,
    PhotoSize,
    TakenPhoto,
    digest_photo,
    stand_upright,
    take_photo,
)
from kiosk.people.photo_refusal import MOST_BYTES

DATA = Path(__file__).parent / "data"
RED, BLUE, GREEN = (220, 20, 20), (20, 20, 220), (20, 200, 20)
ORIENTATION = 0x0112
WHITE_16 = 65_535


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def standing(width: int = 300, height: int = 400) -> Image.Image:
    """Red in the upper half, blue in the lower left, green in the lower right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(GREEN, (width // 2, height // 2, width, height))
    return image


def opened(photo: TakenPhoto, size: PhotoSize = PhotoSize.LARGE) -> Image.Image:
    return Image.open(io.BytesIO(photo.renditions[size]))


def near(image: Image.Image, at: tuple[float, float], colour: tuple[int, ...]) -> bool:
    pixel = image.getpixel((int(image.width * at[0]), int(image.height * at[1])))
    assert isinstance(pixel, tuple)
    return all(abs(is_ - should) < 30 for is_, should in zip(pixel, colour, strict=True))


def stands(photo: TakenPhoto) -> bool:
    image = opened(photo)
    return (
        near(image, (0.5, 0.1), RED)
        and near(image, (0.1, 0.9), BLUE)
        and near(image, (0.9, 0.9), GREEN)
    )


def refusal(data: bytes) -> str:
    with pytest.raises(PhotoRefused) as caught:
        take_photo(data)
    assert caught.value.sentence
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_rendition_is_a_jpeg_of_its_size(kind: str) -> None:
    photo = take_photo(encoded(standing(), kind))
    assert (photo.width, photo.height) == (300, 400)
    for size in PhotoSize:
        image = opened(photo, size)
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", size.pixels)
    assert stands(photo)


def test_heic_from_a_phone_is_taken() -> None:
    photo = take_photo((DATA / "portrait.heic").read_bytes())
    assert (photo.width, photo.height) == (120, 160)
    assert near(opened(photo), (0.5, 0.02), (220, 0, 0))


def test_a_turned_heic_is_turned_once() -> None:
    photo = take_photo((DATA / "turned.heic").read_bytes())
    assert (photo.width, photo.height) == (120, 160)
    assert near(opened(photo), (0.5, 0.02), (220, 0, 0))


UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_stands_as_the_camera_was_held(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    held = standing()
    lying = held.transpose(UNDO[orientation]) if orientation in UNDO else held
    photo = take_photo(encoded(lying, kind, exif=exif))
    assert (photo.width, photo.height) == (300, 400)
    assert stands(photo)


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_an_impossible_orientation_is_ignored(orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    assert stands(take_photo(encoded(standing(), "JPEG", exif=exif)))


def test_broken_exif_does_not_cost_the_photo() -> None:
    data = encoded(standing(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7fgarbage")
    assert stands(take_photo(data))


def test_a_wide_photo_loses_its_sides_evenly() -> None:
    wide = Image.new("RGB", (1000, 400), GREEN)
    wide.paste(RED, (340, 0, 660, 400))
    image = opened(take_photo(encoded(wide)))
    assert near(image, (0.03, 0.5), RED)
    assert near(image, (0.97, 0.5), RED)


def test_a_tall_photo_loses_more_below_than_above() -> None:
    tall = Image.new("RGB", (400, 1000), GREEN)
    tall.paste(RED, (0, 150, 400, 650))
    image = opened(take_photo(encoded(tall)))
    assert near(image, (0.5, 0.02), RED)
    assert near(image, (0.5, 0.98), RED)


def test_a_large_photo_keeps_its_place_through_the_reduction() -> None:
    photo = take_photo(encoded(standing(3000, 4000), "JPEG"))
    assert (photo.width, photo.height) == (3000, 4000)
    assert stands(photo)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("L", "JPEG"),
        ("L", "PNG"),
        ("1", "PNG"),
        ("LA", "PNG"),
        ("P", "PNG"),
        ("CMYK", "JPEG"),
        ("RGBA", "PNG"),
        ("RGBA", "WEBP"),
    ],
)
def test_every_mode_of_colour_becomes_plain(mode: str, kind: str) -> None:
    image = opened(take_photo(encoded(standing(2600, 2800).convert(mode), kind)))
    assert image.mode == "RGB"
    assert any(image.convert("L").histogram()[20:])


def test_sixteen_bits_keep_their_brightness() -> None:
    grey = Image.new("I;16", (300, 400), WHITE_16 // 2)
    assert near(opened(take_photo(encoded(grey))), (0.5, 0.5), (127, 127, 127))


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_what_is_transparent_shows_the_neutral_ground(mode: str) -> None:
    if mode == "P":
        image, options = Image.new("P", (300, 400), 5), {"transparency": 5}
        image.putpalette(range(60))
    else:
        image, options = Image.new("RGBA", (300, 400), (0, 0, 0, 0)), {}
    shown = opened(take_photo(encoded(image, "PNG", **options)))
    assert near(shown, (0.5, 0.5), (238, 238, 238))


def test_of_an_animated_photo_the_first_picture_is_taken() -> None:
    later = Image.new("RGB", (300, 400), BLUE)
    for kind in ("PNG", "WEBP"):
        data = encoded(standing(), kind, save_all=True, append_images=[later])
        assert stands(take_photo(data))


def test_colours_are_read_through_the_photos_own_profile() -> None:
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    blue_called_red = encoded(Image.new("RGB", (300, 400), (0, 0, 255)), icc_profile=swapped)
    assert near(opened(take_photo(blue_called_red)), (0.5, 0.5), (255, 0, 0))


def test_a_broken_profile_does_not_cost_the_photo() -> None:
    assert stands(take_photo(encoded(standing(), "JPEG", icc_profile=b"nonsense" * 20)))


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("profile", [None, SRGB])
def test_nothing_of_the_camera_stays_in_the_renditions(profile: bytes | None) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    words = {"exif": exif, "comment": b"SECRET-WORD", "icc_profile": profile, "dpi": (72, 72)}
    for jpeg in take_photo(encoded(standing(), "JPEG", **words)).renditions.values():
        assert b"SECRET" not in jpeg
        assert not {"exif", "comment", "icc_profile"} & set(Image.open(io.BytesIO(jpeg)).info)


def test_the_same_bytes_have_the_same_digest_and_others_another() -> None:
    data = encoded(standing())
    assert take_photo(data).sha256 == take_photo(data).sha256
    assert take_photo(data).sha256 != take_photo(encoded(standing(301))).sha256


def test_the_smallest_photo_is_taken_and_a_smaller_one_refused() -> None:
    assert opened(take_photo(encoded(standing(40, 50)))).size == (480, 600)
    assert refusal(encoded(standing(39, 50))) == "too_small"
    assert refusal(encoded(standing(40, 49))) == "too_small"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"not a photo",
        b"\xff\xd8",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        encoded(standing(), "GIF"),
        encoded(standing(), "BMP"),
        encoded(standing(), "TIFF"),
        encoded(standing(), "PDF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    assert refusal(data) == "not_a_photo"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_photo_cut_off_is_refused(kind: str, kept: float) -> None:
    noise = Image.effect_noise((300, 400), 90).convert("RGB")
    data = encoded(noise, kind)
    assert refusal(data[: int(len(data) * kept)]) in {"damaged", "not_a_photo"}


def test_a_heic_cut_off_is_refused() -> None:
    data = (DATA / "portrait.heic").read_bytes()
    assert refusal(data[: len(data) // 2]) == "damaged"


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises far more than its few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )


@pytest.mark.parametrize("size", [(5001, 5000), (8000, 8000), (100_000, 100_000), (2**31 - 1, 60)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert refusal(bomb(*size)) == "too_many_pixels"


def test_heic_and_webp_bombs_are_refused_by_their_headers() -> None:
    assert refusal((DATA / "36_megapixels.heic").read_bytes()) == "too_many_pixels"
    tiny = bytearray(encoded(Image.new("RGBA", (300, 400), (9, 9, 9, 99)), "WEBP"))
    assert tiny[12:16] == b"VP8X"
    tiny[24:30] = (16_000).to_bytes(3, "little") * 2
    assert refusal(bytes(tiny)) == "too_many_pixels"


def test_a_file_beyond_the_limit_is_not_even_opened() -> None:
    assert refusal(encoded(standing()) + bytes(MOST_BYTES)) == "too_many_bytes"


def test_running_out_of_memory_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def swell(*_arguments: object, **_options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(photo_opening, "as_plain_rgb", swell)
    assert refusal(encoded(standing())) == "too_costly"


def test_unreadable_exif_does_not_cost_the_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_image: Image.Image) -> None:
        raise SyntaxError("broken exif")

    monkeypatch.setattr(Image.Image, "getexif", fail)
    assert stands(take_photo(encoded(standing(), "PNG")))


def taken_or_refused(data: bytes) -> None:
    try:
        renditions = take_photo(data).renditions
    except PhotoRefused:
        return
    assert set(renditions) == set(PhotoSize)


@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    taken_or_refused(data)


WHOLE = {
    **{kind: encoded(standing(60, 80), kind) for kind in ("JPEG", "PNG", "WEBP")},
    "HEIC": (DATA / "portrait.heic").read_bytes(),
}


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from(sorted(WHOLE)),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_any_damage_gets_an_answer(kind: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(WHOLE[kind])
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value
    taken_or_refused(bytes(data))


def test_a_jpeg_of_a_50_megapixel_phone_is_taken() -> None:
    large = encoded(Image.new("L", (8160, 6144), 120), "JPEG")
    taken = take_photo(large)
    assert (taken.width, taken.height) == (8160, 6144)


def test_a_jpeg_beyond_every_phone_is_refused_by_its_header() -> None:
    small = encoded(Image.new("L", (16, 16)), "JPEG")
    frame = small.index(b"\xff\xc0")
    huge = small[: frame + 5] + (20_000).to_bytes(2, "big") * 2 + small[frame + 9 :]
    assert refusal(huge) == "too_many_pixels"


def test_a_strip_that_would_be_decoded_in_full_is_refused() -> None:
    """A JPEG of 60,000 x 500 pixels leaves no detail out: all of its 30 million would be read."""
    assert refusal(encoded(Image.new("L", (60_000, 500)), "JPEG")) == "too_many_pixels"


def test_a_large_progressive_jpeg_is_refused_by_its_header() -> None:
    image = Image.new("L", (6000, 5000))
    assert refusal(encoded(image, "JPEG", progressive=True)) == "too_many_pixels"
    assert take_photo(encoded(image, "JPEG")).width == 6000


def test_a_photo_is_cropped_where_the_frame_is() -> None:
    data = encoded(standing(800, 1000))
    frame = PhotoFrame.over(800, 1000).sized(0.3).centred(0.25, 0.75)
    photo = take_photo(data, frame.box)
    assert all(near(opened(photo), at, BLUE) for at in ((0.1, 0.1), (0.5, 0.5), (0.9, 0.9)))
    assert (photo.width, photo.height) == (800, 1000)
    for size in PhotoSize:
        assert opened(photo, size).size == size.pixels


def test_two_crops_of_one_file_are_two_photos() -> None:
    data = encoded(standing(800, 1000))
    frame = PhotoFrame.over(800, 1000).sized(0.5)
    crops = [take_photo(data, frame.moved(step, 0).box) for step in (0, 0.5)]
    assert crops[0].sha256 != crops[1].sha256
    assert crops[0] == take_photo(data, frame.box)
    assert crops[0].sha256 == digest_photo(crops[0].renditions[PhotoSize.LARGE])
    assert take_photo(data).sha256 == digest_photo(data)


def test_the_usual_crop_and_the_first_frame_hold_the_same() -> None:
    data = encoded(standing(400, 1000))
    box = PhotoFrame.over(400, 1000).box
    assert take_photo(data, box).renditions == take_photo(data).renditions


def test_an_upright_photo_is_whole_turned_and_bare() -> None:
    lying = standing(2000, 3000).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010E] = "where it was taken"
    whole = stand_upright(encoded(lying, "JPEG", exif=exif))
    assert (whole.width, whole.height) == (2000, 3000)
    image = Image.open(io.BytesIO(whole.jpeg))
    assert (image.format, max(image.size)) == ("JPEG", 1600)
    assert not image.getexif()
    assert near(image, (0.5, 0.1), RED)
    assert near(image, (0.1, 0.9), BLUE)
