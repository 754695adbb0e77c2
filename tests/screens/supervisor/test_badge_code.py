"""A badge's code is drawn as large as there is room, and never without its rim."""

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.exports.qr import qr_rows
from screens.supervisor.badge_code import code_strips, scale_of, strips_width

ROWS = qr_rows("1234567890123456789012345678901234")


@given(st.integers(0, 400), st.integers(0, 200))
def test_it_is_as_large_as_there_is_room(width: int, height: int) -> None:
    scale, side = scale_of(len(ROWS), width, height), strips_width(ROWS)
    assert scale * side <= min(width, 2 * height)
    assert (scale + 1) * side > min(width, 2 * height)


def test_what_is_drawn_is_read_at_every_scale() -> None:
    import zxingcpp

    for scale in (1, 2, 3):
        strips = code_strips(ROWS, scale)
        assert len(strips) == -(-33 * scale // 2)
        picture = Image.new("RGB", (strips[0].cell_length, 2 * len(strips)))
        for line, strip in enumerate(strips):
            column = 0
            for segment in strip:
                style = segment.style
                assert style is not None
                assert style.bgcolor is not None
                assert style.color is not None
                for _cell in segment.text:
                    picture.putpixel((column, 2 * line), tuple(style.bgcolor.get_truecolor()))
                    picture.putpixel((column, 2 * line + 1), tuple(style.color.get_truecolor()))
                    column += 1
        large = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
        found = [one.text for one in zxingcpp.read_barcodes(large)]
        assert found == ["1234567890123456789012345678901234"]
