import pytest
import zxingcpp
from PIL import Image
from textual.app import App, ComposeResult
from textual.geometry import Region

from screens.widgets.qr import BORDER, LOWER_HALF, QrCode, qr_strips

CODE = "1234567890123456789012345678901234"


def picture(text: str) -> Image.Image:
    """The code as a terminal with square half cells would show it."""
    strips = qr_strips(text)
    drawn = Image.new("RGB", (strips[0].cell_length, len(strips) * 2))
    for y, strip in enumerate(strips):
        x = 0
        for cell, style, _ in strip:
            assert style is not None
            assert style.color is not None
            assert style.bgcolor is not None
            assert set(cell) == {LOWER_HALF}
            for _ in cell:
                drawn.putpixel((x, 2 * y), tuple(style.bgcolor.get_truecolor()))
                drawn.putpixel((x, 2 * y + 1), tuple(style.color.get_truecolor()))
                x += 1
    return drawn.resize((drawn.width * 4, drawn.height * 4), Image.Resampling.NEAREST)


@pytest.mark.parametrize("text", [CODE, "https://example.org/工地", "7"])
def test_a_drawn_code_is_read_back(text: str) -> None:
    assert [found.text for found in zxingcpp.read_barcodes(picture(text))] == [text]


def test_every_code_has_a_light_border() -> None:
    drawn = picture(CODE)
    edge = BORDER * 4
    strip = drawn.crop((0, 0, drawn.width, edge))
    assert strip.getcolors() == [(drawn.width * edge, (255, 255, 255))]


def test_a_members_code_takes_33_columns_and_17_lines() -> None:
    strips = qr_strips(CODE, "H")
    assert (strips[0].cell_length, len(strips)) == (33, 17)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        qr_strips("x" * 5000)


class OneCode(App[None]):
    def compose(self) -> ComposeResult:
        yield QrCode()


async def test_the_widget_is_as_large_as_its_code_and_follows_it() -> None:
    app = OneCode()
    async with app.run_test(size=(80, 40)) as pilot:
        code = app.query_one(QrCode)
        assert code.size.area == 0
        code.text = CODE
        await pilot.pause()
        assert tuple(code.size) == (33, 17)
        strips = code.render_lines(Region(0, 0, 33, 17).crop_size(code.size))
        assert [strip.text for strip in strips] == [LOWER_HALF * 33] * 17


async def test_a_widget_larger_than_its_code_is_blank_beyond_it() -> None:
    app = OneCode()
    async with app.run_test(size=(80, 40)) as pilot:
        code = app.query_one(QrCode)
        code.text = CODE
        code.styles.height = 20
        await pilot.pause()
        assert code.render_line(19).text.strip() == ""
