"""The photo widget draws through the app's renderer, on its own ground, in its own size."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.strip import Strip

from screens.widgets.photos import BlockRenderer, PhotoView, Rgb


class Recorder(BlockRenderer):
    """Draws like the real one and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[bytes | None, str, int, int, Rgb]] = []

    def render(
        self, photo: bytes | None, key: str, width_cells: int, height_cells: int, ground: Rgb
    ) -> list[Strip]:
        self.asked.append((photo, key, width_cells, height_cells, ground))
        return super().render(photo, key, width_cells, height_cells, ground)


class PhotoApp(App[None]):
    CSS = "Screen { background: #102030; } PhotoView { width: 16; height: 10; }"

    def __init__(self) -> None:
        super().__init__()
        self.photos = Recorder()

    def compose(self) -> ComposeResult:
        yield PhotoView()


async def test_a_photo_is_drawn_in_the_widget_s_size_on_its_ground(jpeg: bytes) -> None:
    app = PhotoApp()
    async with app.run_test() as pilot:
        view = app.query_one(PhotoView)
        await pilot.pause()
        assert (None, "", 16, 10, (16, 32, 48)) in app.photos.asked
        view.show(jpeg, "a")
        await pilot.pause()
        assert (jpeg, "a", 16, 10, (16, 32, 48)) in app.photos.asked
        expected = BlockRenderer().render(jpeg, "a", 16, 10, (16, 32, 48))
        assert [view.render_line(y) for y in range(10)] == expected
        assert (jpeg, "", 16, 10, (16, 32, 48)) not in app.photos.asked


async def test_a_line_outside_the_photo_is_blank() -> None:
    app = PhotoApp()
    async with app.run_test():
        view = app.query_one(PhotoView)
        assert view.render_line(99).text == " " * 16
