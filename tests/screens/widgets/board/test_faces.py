"""Faces are fetched once, in the right size, and dimmed when their owner is away."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kiosk.errors import KioskError
from kiosk.people.portraits import draw_portrait
from kiosk.people.views import MemberView
from screens.widgets.board.dimming import dim
from screens.widgets.board.faces import Faces
from screens.widgets.photos import BlockRenderer, KittyRenderer

GROUND = (20, 23, 28)
AWAY = MemberView(uuid4(), "001", "张建国", "zjg", "", "", "member", "", "a" * 64)
HERE = replace(AWAY, on_site_since=datetime(2026, 11, 20, 4, tzinfo=UTC))
PORTRAIT = draw_portrait(7, (160, 200))


class Source:
    """Photos by content hash, with a list of what was asked for."""

    def __init__(self, photo: bytes | None = PORTRAIT, *, is_broken: bool = False) -> None:
        self.photo = photo
        self.is_broken = is_broken
        self.asked: list[tuple[str, str]] = []

    async def __call__(self, photo: str, size: str) -> bytes | None:
        self.asked.append((photo, size))
        if self.is_broken:
            raise KioskError("broken", "")
        return self.photo


def colours(strips: list[Strip]) -> set[Style | None]:
    return {segment.style for strip in strips for segment in strip}


async def test_a_face_is_blank_until_it_was_fetched_and_fetched_once() -> None:
    source = Source()
    faces = Faces(source, BlockRenderer())
    assert faces.draw(HERE, 18, 11, GROUND) is None
    assert await faces.fetch(HERE, 18)
    assert not await faces.fetch(HERE, 18)
    assert source.asked == [("a" * 64, "card")]
    drawn = faces.draw(HERE, 18, 11, GROUND)
    assert drawn is not None
    assert [strip.cell_length for strip in drawn] == [18] * 11


@pytest.mark.parametrize(
    ("width", "size"), [(8, "thumb"), (10, "thumb"), (18, "card"), (40, "large")]
)
async def test_no_more_is_fetched_than_can_be_shown(width: int, size: str) -> None:
    source = Source()
    await Faces(source, BlockRenderer()).fetch(HERE, width)
    assert source.asked[0][1] == size


async def test_no_photo_is_a_figure_and_asks_for_nothing() -> None:
    source = Source()
    faces = Faces(source, BlockRenderer())
    nobody = replace(HERE, photo=None)
    assert not await faces.fetch(nobody, 18)
    assert faces.draw(nobody, 18, 11, GROUND)
    assert source.asked == []


@pytest.mark.parametrize("photo", [None, b"", b"no picture", PORTRAIT[:200]])
async def test_a_missing_or_broken_photo_is_the_same_quiet_figure(photo: bytes | None) -> None:
    faces = Faces(Source(photo), BlockRenderer())
    await faces.fetch(HERE, 18)
    figure = faces.draw(replace(HERE, photo=None), 18, 11, GROUND)
    assert faces.draw(HERE, 18, 11, GROUND) == figure


async def test_a_fetch_that_fails_is_tried_again() -> None:
    source = Source(is_broken=True)
    faces = Faces(source, BlockRenderer())
    assert not await faces.fetch(HERE, 18)
    source.is_broken = False
    assert await faces.fetch(HERE, 18)


async def test_who_is_away_is_dimmed_and_comes_back_in_colour() -> None:
    faces = Faces(Source(), BlockRenderer())
    await faces.fetch(HERE, 18)
    here, away = faces.draw(HERE, 18, 11, GROUND), faces.draw(AWAY, 18, 11, GROUND)
    assert here is not None
    assert away is not None
    assert [strip.text for strip in here] == [strip.text for strip in away]
    assert colours(here) != colours(away)
    assert faces.draw(AWAY, 18, 11, GROUND) is away
    assert faces.draw(HERE, 18, 11, GROUND) is here


async def test_kittys_cells_keep_their_colours_for_they_carry_the_image() -> None:
    source = Source()
    faces = Faces(source, KittyRenderer(lambda _text: None))
    await faces.fetch(AWAY, 18)
    assert source.asked[0][1] == "large"
    assert faces.draw(AWAY, 18, 11, GROUND) is faces.draw(HERE, 18, 11, GROUND)


def test_dimmed_colours_lie_nearer_to_the_ground() -> None:
    red = Strip([Segment("▀", Style.from_color(Color.from_rgb(200, 0, 0)))])
    segment = next(iter(dim([red], (0, 0, 0))[0]))
    assert segment.style is not None
    assert segment.style.color is not None
    colour = segment.style.color.triplet
    assert colour is not None
    assert colour.red < 110
    assert colour.red - colour.green < 60


def test_cells_without_a_colour_stay_as_they_are() -> None:
    plain = Strip([Segment("a"), Segment("b", Style(bold=True)), Segment("c", Style(color="red"))])
    assert dim([plain], GROUND)[0].text == "abc"
