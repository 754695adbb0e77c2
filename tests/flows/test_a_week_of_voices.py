"""A week of workers' words: voices raised, handed over, solved, doubted, confirmed; the site rated.

All of it by keys, in both languages; at its end the board, the public list, the supervisors' list,
what its author looks up, the day and the same for programs must tell one story.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db.ledger import find_first_broken
from kiosk import i18n
from kiosk.services import Services
from screens.dialogs.pick_list import PickList
from screens.public.rate import Thanked
from screens.public.voice_digits import WordPad
from screens.public.voice_list import VoiceListScreen
from screens.public.voice_look_up import LookUpScreen
from screens.public.voice_loud import HazardLine
from screens.public.voice_number import VoiceNumber
from screens.public.voice_raise import RaiseScreen
from screens.public.voice_thread import ThreadStep
from screens.supervisor.ratings_list import RatingsScreen
from screens.supervisor.ratings_ruling import RulingScreen
from screens.supervisor.voice_page import VoiceScreen
from screens.supervisor.voices import VoicesScreen
from tests.builders import set_clock
from tests.flows.week import (
    HAZARDS,
    MORNING,
    Front,
    day_at,
    in_front,
    in_words,
    let_nothing_hurry,
    make_week_site,
)
from tests.flows.week_told import numbers_in, open_more, programs_of

PHONE = "13800138000"
HAZARD, HELP, SUGGESTION, PROBLEM = 1, 2, 3, 4
"""The numbers of the voices, in the order in which they are raised."""

OWNER = "003"

Digits = dict[int, str]
"""The four digits of each voice, as its author wrote them down."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    let_nothing_hurry(monkeypatch)
    return make_week_site(tmp_path)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_all_pages_tell_the_same_of_a_week_of_voices(
    site: Services,
    language: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    i18n.use_language(language)
    digits: Digits = {}
    for turn, live in enumerate((monday, tuesday, wednesday, thursday, friday, friday, sunday)):
        async with in_front(site, day_at(turn, MORNING + timedelta(hours=1))) as front:
            await rate_the_site(front, 5 if turn == 0 else 4)
            await live(front, digits)
    assert find_first_broken() is None
    async with in_front(site, day_at(7, MORNING), (120, 40)) as front:
        told = await read_all(front, digits)
    ask = programs_of(site, capsys, monkeypatch)
    check_voices(told, ask("voices", "list")["voices"], language)
    check_what_was_said(told, ask("voices", "list", "--by", "001")["voices"])
    check_overdue(told, ask("day", "show")["overdue_voices"])
    check_mean(told, ask("ratings", "list")["site"])


# What people do


async def rate_the_site(front: Front, stars: int) -> None:
    await front.open_workers()
    await front.until(lambda: front.step is not None)
    await front.answer(str(stars))
    await front.until(lambda: isinstance(front.step, Thanked))
    await front.answer("enter")
    await front.at_home()


async def say(front: Front, key: str, words: str = "") -> str:
    """Raise a voice of the kind of a key, in own words or of the first subject; its digits."""
    await front.open_workers()
    await front.until(lambda: front.step is not None)
    await front.press(key)
    await front.on(RaiseScreen)
    await front.until(lambda: isinstance(front.step, PickList))
    if words:
        await front.answer("9")
        await front.write(words)
    else:
        await front.answer("1")
    await front.until(lambda: isinstance(front.step, VoiceNumber))
    assert isinstance(front.step, VoiceNumber)
    digits = front.step.raised.word
    await front.answer("enter")
    await front.home()
    return digits


async def settle(front: Front, number: int, *keys: str, words: str = "") -> None:
    """A supervisor opens a voice by its number and does something about it."""
    await front.open_menu("6")
    await front.on(VoicesScreen)
    await front.press("slash")
    await front.on(VoiceScreen)
    await front.until(lambda: front.step is not None)
    await front.write(str(number))
    await front.until(lambda: isinstance(front.step, ThreadStep))
    await front.answer(*keys)
    if words:
        await front.write(words)
    await front.stored()
    await front.until(lambda: isinstance(front.step, ThreadStep))
    await front.home()


async def look_up(front: Front, number: int, digits: str) -> None:
    """The author of a voice opens all of it."""
    await front.open_workers()
    await front.until(lambda: front.step is not None)
    await front.press("slash")
    await front.on(LookUpScreen)
    await front.until(lambda: front.step is not None)
    await front.write(str(number))
    await front.until(lambda: isinstance(front.step, WordPad))
    await front.write(digits)
    await front.until(lambda: isinstance(front.step, ThreadStep))


async def say_whether_it_is_solved(front: Front, number: int, digits: str, *keys: str) -> None:
    await look_up(front, number, digits)
    await front.answer(*keys)
    await front.stored()
    await front.until(lambda: isinstance(front.step, ThreadStep))
    await front.home()


async def monday(front: Front, digits: Digits) -> None:
    """Four voices; the hazard is loud at once, until somebody has it in hand."""
    digits[HAZARD] = await say(front, "6")
    await front.until(lambda: "▲" in loud(front))
    digits[HELP] = await say(front, "7", f"call {PHONE} now")
    digits[SUGGESTION] = await say(front, "9", "open early")
    digits[PROBLEM] = await say(front, "8", "no hot water")
    await settle(front, HAZARD, "1", "9", words=OWNER)
    await front.until(lambda: not loud(front))


async def tuesday(front: Front, digits: Digits) -> None:
    """The call for help is shown to all; the problem is said to be solved, and is not."""
    await settle(front, HELP, "6", "1")
    await settle(front, PROBLEM, "1", "8")
    await settle(front, PROBLEM, "4", "2")
    await say_whether_it_is_solved(front, PROBLEM, digits[PROBLEM], "2", "1")


async def wednesday(front: Front, digits: Digits) -> None:
    """Solved again, and really; the suggestion is declined; somebody rates twice."""
    await settle(front, PROBLEM, "4", "3")
    await say_whether_it_is_solved(front, PROBLEM, digits[PROBLEM], "1")
    await settle(front, SUGGESTION, "5", "3")
    await rate_the_site(front, 4)


async def thursday(front: Front, digits: Digits) -> None:
    """The hazard is gone, as its author finds too."""
    await settle(front, HAZARD, "4", "1", "1")
    await say_whether_it_is_solved(front, HAZARD, digits[HAZARD], "1")


async def friday(front: Front, _digits: Digits) -> None:
    """Nothing but another rating, in the next quarter of an hour but one."""
    now = front.site.context.clock.now()
    set_clock(front.site, now + timedelta(minutes=20))
    await rate_the_site(front, 4)


async def sunday(front: Front, _digits: Digits) -> None:
    """What was rated twice in a quarter of an hour counts: a supervisor was there."""
    await front.open_menu("7")
    await front.on(RatingsScreen)
    await front.until_read()
    await front.press("enter")
    await front.on(RulingScreen)
    await front.until(lambda: isinstance(front.step, PickList))
    await front.answer("1", "1")
    await front.stored()
    await front.home()


def loud(front: Front) -> str:
    return front.app.screen.query_one(HazardLine).render_line(0).text.strip()


# What is told after it


@dataclass(frozen=True)
class Told:
    """What the pages told after the week.

    Attributes:
        listed: The public list, a line each.
        kept: The supervisors' list of all voices.
        threads: What its author reads of each voice.
        day: What the day says is overdue.
        words: The workers' page, without blanks.
        loud: The line over the board.
    """

    listed: list[str]
    kept: list[str]
    threads: dict[int, str]
    day: list[str]
    mean: str
    loud: str


async def read_all(front: Front, digits: Digits) -> Told:
    over_the_board = loud(front)
    await open_more(front, "4")
    await front.on(VoiceListScreen)
    listed = front.list_lines
    await front.home()
    await front.open_menu("6")
    await front.on(VoicesScreen)
    await front.until_read()
    await front.press("5")
    await front.until(lambda: len(front.list_lines) == len(digits))
    kept = front.list_lines
    await front.home()
    threads = {}
    for number, word in digits.items():
        await look_up(front, number, word)
        threads[number] = front.words
        await front.home()
    await front.open_day()
    await front.press("7")
    day = front.list_lines
    await front.home()
    await front.open_workers()
    await front.until(lambda: front.step is not None)
    mean = str(front.app.screen.query_one("#errand").content)  # type: ignore[attr-defined]
    await front.home()
    return Told(listed, kept, threads, day, mean, over_the_board)


STATES = {
    "open": ("待处理", "waiting"),
    "confirmed": ("已核实解决", "really solved"),
    "declined": ("未采纳", "declined"),
}


def check_voices(told: Told, voices: list[Any], language: str) -> None:
    """Number, state and what may be read are the same in every list."""
    assert [(one["number"], one["state"]) for one in voices] == [
        (PROBLEM, "confirmed"),
        (SUGGESTION, "declined"),
        (HELP, "open"),
        (HAZARD, "confirmed"),
    ]
    for line, kept, voice in zip(told.listed, told.kept, voices, strict=True):
        state = in_words(language, STATES[voice["state"]])
        assert line.split()[0] == str(voice["number"])
        assert str(voice["number"]) in kept.split()[:2]
        assert state in line
        assert "".join(state.split()) in told.threads[voice["number"]]
    assert in_words(language, HAZARDS[0]) in told.listed[-1]
    assert not told.loud


def check_what_was_said(told: Told, voices: list[Any]) -> None:
    """Own words are with supervisors and authors, and public only where that was allowed."""
    public = "\n".join(told.listed)
    for voice in voices:
        said = "".join(voice["text"].split())
        assert said in told.threads[voice["number"]]
        assert not voice["text"] or voice["text"] not in public
    assert "138********" in "".join(public.split())
    assert PHONE not in public


def check_overdue(told: Told, overdue: list[Any]) -> None:
    """The call for help rises to the supervisors: on the day, and in their list."""
    assert [(one["number"], one["level"]) for one in overdue] == [(HELP, "supervisor")]
    (heading, line) = (line for line in told.day if line)
    assert numbers_in(heading) == ["1"]
    assert str(HELP) in line.split()
    assert told.kept[2].startswith("▲")


def check_mean(told: Told, site: Any) -> None:
    """Nine ratings and the one that a supervisor counted in: published in steps of five."""
    assert (site["count"], f"{site['mean']:.1f}") == (10, "4.1")
    assert {"4.1", "10"} <= set(numbers_in(told.mean))
