"""The five faces."""

import pytest
from textual.app import App, ComposeResult

from kiosk.i18n import LANGUAGES, use_language
from screens.widgets.rating_faces import RatingFaces, draw_face, face_words


class _Shown(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield RatingFaces()

    def on_rating_faces_chosen(self, message: RatingFaces.Chosen) -> None:
        self.chosen.append(message.stars)


@pytest.mark.parametrize("pixels", [10, 12, 14, 16, 20, 30])
def test_no_two_faces_look_alike_and_each_is_even(pixels: int) -> None:
    faces = [draw_face(stars, pixels) for stars in range(1, 6)]
    assert len(set(faces)) == 5
    for face in faces:
        assert {len(row) for row in face} == {pixels}
        assert all(row == row[::-1] for row in face)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 12), (120, 20), (200, 40), (80, 4)])
async def test_each_face_has_its_key_and_its_word(size: tuple[int, int], language: str) -> None:
    use_language(language)
    app = _Shown()
    async with app.run_test(size=size):
        faces = app.query_one(RatingFaces)
        shown = "\n".join(faces.render_line(y).text for y in range(faces.size.height))
        for stars, word in enumerate(face_words(), 1):
            assert f"{stars} {word[:2]}" in shown
        assert ("█" in shown) == (size[1] > 4)


async def test_a_touched_face_is_chosen_and_a_gap_is_not() -> None:
    app = _Shown()
    async with app.run_test(size=(80, 12)) as pilot:
        for x in (3, 15, 40, 79, 66):
            await pilot.click(RatingFaces, offset=(x, 5))
        assert app.chosen == [1, 3, 5]


@pytest.mark.parametrize("pixels", [10, 14, 20])
def test_on_light_ground_only_the_lines_of_a_face_are_inked(pixels: int) -> None:
    def ink(rows: tuple[str, ...]) -> int:
        return sum({" ": 0, "█": 2}.get(cell, 1) for row in rows for cell in row)

    for stars in range(1, 6):
        outline = draw_face(stars, pixels, is_outline=True)
        assert ink(outline) < ink(draw_face(stars, pixels))
        assert all(row == row[::-1] for row in outline)
    assert len({draw_face(stars, pixels, is_outline=True) for stars in range(1, 6)}) == 5


async def test_the_faces_follow_the_theme() -> None:
    app = _Shown()
    async with app.run_test(size=(80, 12)) as pilot:
        faces = app.query_one(RatingFaces)
        app.theme = "textual-dark"
        await pilot.pause()
        dark = [faces.render_line(y).text for y in range(12)]
        app.theme = "textual-light"
        await pilot.pause()
        assert [faces.render_line(y).text for y in range(12)] != dark
