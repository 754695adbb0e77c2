"""What is done in a week at a post, by keys and badges alone: each deed as its people do it."""

from collections.abc import Awaitable, Callable

from screens.dialogs.pick_list import PickList
from screens.member.due import DueScreen
from screens.member.log import LogScreen
from screens.member.logged import Logged
from screens.public.rate import RateScreen, Thanked
from screens.supervisor.keypad_list import KeypadList
from screens.supervisor.post_page import PostScreen
from screens.supervisor.team_story import TeamScreen
from tests.flows.week import Front

WHO, OTHER = "002", "003"
"""Whose week it is, and who was served by them."""

OWN_WORDS = "teach two"
"""What they promise in their own words."""

BEST = 5
"""The stars that come with a word."""

Deeds = Callable[[Front], Awaitable[None]]


# A supervisor sets what is to be held


async def set_the_post(front: Front) -> None:
    """The first of the usual key posts, due every day from 08:00 to 17:00, held by one member."""
    await front.open_menu("5")
    await front.press("1")
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("1", "1", "8")
    await front.stored()
    await front.on(PostScreen)
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("1", "7", "1")
    await front.write("0800")
    await front.write("1700")
    await front.stored()
    await front.answer("0", "3", "9", "9")
    await front.write(WHO)
    await front.stored()
    await front.answer("0", "6")
    for field, value in (("1", "1"), ("2", "1"), ("5", "2")):
        await front.answer(field, value)
        await front.stored()
    await front.home()


async def raise_the_team(front: Front) -> None:
    """The third of the usual teams, led by another member; the one whose week it is joins."""
    await front.open_menu("1", after="plus")
    await front.press("1")
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("3", "2", "9")
    await front.write(OTHER)
    await front.answer("9")
    await front.stored()
    await front.press("enter")
    await front.on(TeamScreen)
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("1", "9")
    await front.write(WHO)
    await front.stored()
    await front.home()


# What a member does when they come


async def again(front: Front) -> None:
    """Within the window, so that it counts nothing and leads to the keys."""
    await front.scan(WHO)


async def promise(front: Front, *keys: str) -> None:
    await front.press("1")
    await front.until(lambda: isinstance(front.step, PickList))
    for key in keys:
        await (front.press if key == "plus" else front.answer)(key)
    await front.stored()
    await front.at_home()


async def promise_in_own_words(front: Front, words: str, due: str) -> None:
    await front.press("1")
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("9")
    await front.write(words)
    await front.answer(due)
    await front.stored()
    await front.at_home()


async def log(front: Front, *, for_badge: str = "", for_a_worker: bool = False) -> None:
    """Half an hour for the first open promise; whom it was for is said by their badge, or not."""
    await front.press("2")
    await front.on(LogScreen)
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("1", "4")
    if for_badge:
        await front.answer("8")
        await front.show_badge(for_badge)
        await front.answer("1")
    elif for_a_worker:
        await front.answer("8", "1")
    await front.answer("2")
    await front.until(lambda: isinstance(front.step, Logged))


async def touched(front: Front) -> None:
    """Who was served touches the last tile."""
    await front.answer("9")
    await front.stored()
    await front.at_home()


async def shown(front: Front, number: str) -> None:
    """Who was served shows their badge."""
    await front.show_badge(number)
    await front.stored()
    await front.at_home()


async def unconfirmed(front: Front) -> None:
    await front.answer("enter")
    await front.at_home()


async def come_on_the_first_day(front: Front) -> None:
    """Four promises: each shift at the post, each week, one in a week, one for tomorrow."""
    await promise(front, "1", "plus", "1", "7")
    await again(front)
    await promise(front, "2", "9")
    await again(front)
    await promise(front, "3", "4")
    await again(front)
    await promise_in_own_words(front, OWN_WORDS, "2")
    await again(front)
    await log(front, for_a_worker=True)
    await touched(front)


async def come_and_serve_who_has_a_badge(front: Front) -> None:
    await log(front, for_badge=OTHER)
    await shown(front, OTHER)


async def come_and_serve(front: Front) -> None:
    await log(front)
    await unconfirmed(front)


async def come_and_be_thanked(front: Front) -> None:
    await log(front, for_a_worker=True)
    await touched(front)


async def come_and_speak_of_older_promises(front: Front) -> None:
    """Yesterday's shift is kept after all; what was promised for next Friday is taken back."""
    await judge(front, "1", "1")
    await again(front)
    await judge(front, "3", "4", "2")
    await again(front)
    await come_and_serve(front)


async def come_and_be_asked_by_the_supervisor(front: Front) -> None:
    """Nothing was said of yesterday's shift: the supervisor asks, and says that it was missed."""
    await come_and_serve(front)
    await front.open_menu("9")
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("1", "3", "1")
    await front.stored()
    await front.home()


async def come_and_have_work_confirmed(front: Front) -> None:
    """Of three that wait one counts with fewer minutes, one as claimed, one not at all."""
    await come_and_be_thanked(front)
    await front.open_menu("8")
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("1", "2")
    await front.write("20")
    await front.stored()
    await front.answer("1")
    await front.stored()
    await front.answer("3", "2")
    await front.stored()
    await front.home()


async def come_on_the_last_day(front: Front) -> None:
    """The team has done what it was raised for."""
    await come_and_serve(front)
    await front.open_menu("1", after="plus")
    await front.until(lambda: bool(front.app.screen.query(KeypadList)))
    await front.press("enter")
    await front.on(TeamScreen)
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("4", "1", "1")
    await front.stored()
    await front.home()


async def judge(front: Front, which: str, *keys: str) -> None:
    await front.press("4")
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer(which, *keys)
    await front.stored()
    await front.at_home()


# What is asked when they leave


async def asked(front: Front, *answers: tuple[str, ...]) -> None:
    """Each promise that was due, in order: the keys that answer it."""
    await front.press("0")
    await front.on(DueScreen)
    for keys in answers:
        await front.until(lambda: isinstance(front.step, PickList))
        await front.answer(*keys)
        if keys != LATER:
            await front.stored()
    await front.at_home()


LATER = ("4",)


def leave(*answers: tuple[str, ...]) -> Deeds:
    async def left(front: Front) -> None:
        await asked(front, *answers)

    return left


async def leave_unasked(front: Front) -> None:
    """Back at once, whatever was to be asked."""
    await front.press("0")
    await front.on(DueScreen)
    await front.press("0")
    await front.at_home()


# What a worker says


async def rate(front: Front, stars: int) -> None:
    await front.open_card(WHO)
    await front.press("5")
    await front.on(RateScreen)
    await front.answer(str(stars))
    await front.until(lambda: isinstance(front.step, Thanked))
    if stars == BEST:
        await front.answer("1", "1")
        await front.stored()
    else:
        await front.answer("enter")
    await front.home()


DAYS: list[tuple[Deeds, Deeds]] = [
    (come_on_the_first_day, leave(("1",))),
    (come_and_serve_who_has_a_badge, leave(("3", "3"), ("2",))),
    (come_and_serve, leave(LATER)),
    (come_and_speak_of_older_promises, leave_unasked),
    (come_and_be_asked_by_the_supervisor, leave(("1",))),
    (come_and_have_work_confirmed, leave(("1",))),
    (come_on_the_last_day, leave(("1",), ("1",))),
]
"""What is done in the morning and in the evening, from Monday to Sunday."""
