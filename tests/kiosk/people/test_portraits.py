"""Drawn portraits: the same person for a seed, many different ones, and a face that reads."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from kiosk.people.portraits import HatColour, draw_portrait
from kiosk.people.portraits.canvas import Canvas, oval
from kiosk.people.portraits.traits import HATS, Dice, choose_traits

DEMO_SEEDS = range(61)


def opened(portrait: bytes) -> Image.Image:
    picture = Image.open(BytesIO(portrait))
    assert picture.format == "JPEG"
    return picture.convert("RGB")


@pytest.fixture(scope="module")
def demo() -> list[bytes]:
    return [draw_portrait(seed) for seed in DEMO_SEEDS]


def test_a_seed_always_gives_the_same_person(demo: list[bytes]) -> None:
    assert draw_portrait(7) == demo[7]
    assert choose_traits(7, None, None) == choose_traits(7, None, None)


def test_no_two_people_of_the_demo_look_alike(demo: list[bytes]) -> None:
    assert len(set(demo)) == len(demo)


def test_the_demo_shows_men_and_women_of_all_ages_hats_and_looks() -> None:
    crowd = [choose_traits(seed, None, None) for seed in DEMO_SEEDS]
    assert {person.hat for person in crowd} == set(HATS.values())
    assert len({person.hair for person in crowd}) == 5
    assert len({person.glasses for person in crowd}) == 4
    assert len({person.mouth for person in crowd}) == 3
    assert len({person.clothes for person in crowd}) == 4
    assert len({person.skin for person in crowd}) == 6
    assert 10 <= sum(person.woman for person in crowd) <= 30
    assert min(person.age for person in crowd) < 27
    assert max(person.age for person in crowd) > 57


def test_stubble_is_rare_and_never_a_woman_s() -> None:
    crowd = [choose_traits(seed, None, None) for seed in range(400)]
    bearded = [person for person in crowd if person.has_stubble]
    assert 0 < len(bearded) < len(crowd) / 4
    assert not any(person.woman for person in bearded)


def test_a_portrait_is_four_to_five_and_takes_any_size(demo: list[bytes]) -> None:
    assert opened(demo[0]).size == (480, 600)
    assert opened(draw_portrait(0, (160, 200))).size == (160, 200)


def test_a_portrait_stays_small_on_disk(demo: list[bytes]) -> None:
    assert max(map(len, demo)) < 60_000


@pytest.mark.parametrize("hat", list(HATS))
def test_the_hat_has_the_colour_of_the_role(hat: HatColour) -> None:
    shell = opened(draw_portrait(3, hat=hat)).crop((110, 190, 150, 210))
    mean = ImageStat.Stat(shell).mean
    assert all(abs(seen - meant) < 30 for seen, meant in zip(mean, HATS[hat], strict=True))


def test_the_emblem_has_the_site_s_accent() -> None:
    red, green = draw_portrait(3, accent=(220, 0, 0)), draw_portrait(3, accent=(0, 160, 0))
    changed = ImageChops.difference(opened(red), opened(green)).point(lambda v: 255 * (v > 60))
    left, top, right, bottom = changed.getbbox() or (0, 0, 480, 600)
    assert right - left < 70
    assert bottom - top < 70


@pytest.mark.parametrize("woman", [True, False])
def test_a_woman_or_a_man_can_be_asked_for(woman: bool) -> None:
    assert {choose_traits(seed, None, woman).woman for seed in range(20)} == {woman}


def test_faces_read_in_sixteen_columns(demo: list[bytes]) -> None:
    """In 16 x 20 pixels, which ten lines of half blocks have, eyes are darker than cheeks."""
    for portrait in demo:
        small = opened(portrait).convert("L").resize((16, 20), Image.Resampling.BOX)
        eyes = ImageStat.Stat(small.crop((5, 10, 11, 11))).mean[0]
        cheeks = ImageStat.Stat(small.crop((5, 12, 11, 13))).mean[0]
        assert eyes < cheeks - 10


def test_faces_stand_out_from_the_ground(demo: list[bytes]) -> None:
    for portrait in demo:
        picture = opened(portrait)
        face = ImageStat.Stat(picture.crop((210, 330, 270, 360))).mean
        ground = ImageStat.Stat(picture.crop((5, 300, 35, 360))).mean
        assert sum(abs(a - b) for a, b in zip(face, ground, strict=True)) > 60


def test_a_question_added_later_changes_no_known_answer() -> None:
    dice = Dice(5)
    before = dice.number("hat")
    dice.number("earring")
    assert dice.number("hat") == before


def test_shade_outside_the_frame_leaves_no_mark() -> None:
    canvas = Canvas((90, 90, 90), (90, 90, 90), (90, 90, 90))
    before = canvas.image.copy()
    canvas.soft(oval(2000, 100, 10, 10), (255, 0, 0), 1.0, 2, oval(2000, 100, 10, 10))
    assert ImageChops.difference(before, canvas.image).getbbox() is None
