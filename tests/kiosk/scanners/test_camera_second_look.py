"""Worn badges are read off the camera's pictures, beside them and within bounds."""

import threading
from time import monotonic

import numpy as np
import pytest

from kiosk.scanners import camera_wire as wire
from kiosk.scanners.camera_second_look import SecondLook
from kiosk.scanners.camera_worker import Watcher, Wishes, read_codes
from tests.bench.worn_badges import Pixels, dice, photographed
from tests.kiosk.scanners.worn.test_reader import CODE, card, wear

BLANK: Pixels = np.full((480, 640, 3), 90, np.uint8)


def worn_picture() -> Pixels:
    """A picture off which an ordinary reader reads nothing."""
    picture = photographed(card(300), wear(size=0.06, turn=20.0), dice(3))
    assert not read_codes(picture)
    return picture


def test_a_worn_badge_is_read_by_the_second_look() -> None:
    said: list[tuple[bytes, bytes]] = []
    watcher = Watcher(Wishes(), lambda kind, rest: said.append((kind, rest)))
    watcher.look(worn_picture(), monotonic())
    watcher.join()
    assert (wire.CODE, CODE.encode()) in said


def test_pictures_are_passed_over_while_one_is_looked_at_and_for_a_rest_after_it() -> None:
    go_on = threading.Event()
    found: list[str] = []

    def read(_picture: Pixels) -> str:
        go_on.wait(10)
        return "1"

    look = SecondLook(found.append, read)
    assert look.offer(BLANK, monotonic())
    assert not look.offer(BLANK, monotonic())
    go_on.set()
    look.join()
    assert found == ["1"]
    assert not look.offer(BLANK, 0.0)
    assert look.offer(BLANK, monotonic() + 1_000)
    look.join()


def test_nothing_is_said_of_an_empty_picture() -> None:
    found: list[str] = []
    look = SecondLook(found.append)
    assert look.offer(BLANK, monotonic())
    look.join()
    assert found == []


@pytest.mark.parametrize("has_begun", [False, True])
def test_whoever_waits_for_it_waits_no_longer_than_it_takes(*, has_begun: bool) -> None:
    look = SecondLook(lambda _code: None, lambda _picture: None)
    if has_begun:
        look.offer(BLANK, monotonic())
    look.join()
