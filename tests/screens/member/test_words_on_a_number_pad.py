"""Chinese words written with a number pad alone, as a quick hand presses its keys."""

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.widgets import Input

from kiosk.services import Services
from screens.dialogs.words import WordsField
from screens.member.answer import AnswerScreen
from tests.builders import uid_of
from tests.resting import at_rest
from tests.screens.gate import SCANNER_KEY_S

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit

KEY_S = 0.06
"""Between two keys of a quick hand, in seconds: a scanner is quicker."""

_NAMES = {"+": "plus", "-": "minus", "\r": "enter", "\b": "backspace"}


async def tap(member: "Visit", keys: str) -> None:
    """Press the keys of a number pad, each at its own time, and see what they brought."""
    for key in keys:
        member.app.post_message(events.Key(_NAMES.get(key, key), None if key == "\b" else key))
        await asyncio.sleep(KEY_S)
    await at_rest(member.pilot)


async def test_a_promise_is_put_together_without_a_keyboard_and_learnt(
    site: Services, visit: "OpenVisit"
) -> None:
    words = "班前检查作业面3规范佩戴安全帽"
    async with visit(site) as member:
        await member.scan()
        await member.press("1", "9")
        await member.until(lambda: bool(member.screen.query(WordsField)))
        await tap(member, "26\b7+\r3-\r43+\r")
        assert member.screen.query_one(Input).value == words
        await tap(member, "\r")
        await member.press("1")
        await member.stored()
        assert [made.text for made in site.service.list_open(uid_of("001"))] == [words]
        await member.scan()
        await member.press("1", "9")
        await tap(member, "2752+\r")
        assert member.screen.query_one(Input).value == words
    own = [one.said for one in site.phrases.list_phrases("commitment", uid_of("001"))]
    assert own[0] == words
    assert words not in [one.said for one in site.phrases.list_phrases("commitment", uid_of("002"))]


async def test_a_badge_held_up_while_words_are_written_is_read_and_not_written(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.scan()
        await member.press("1", "9")
        await tap(member, "27")
        begun_s = monotonic() - 1
        for place, key in enumerate(site.people.badge_code("002") + "\r"):
            event = events.Key(_NAMES.get(key, key), key)
            event.time = begun_s + place * SCANNER_KEY_S
            member.app.post_message(event)
        await member.until(lambda: isinstance(member.app.screen, AnswerScreen))
        answer = member.app.screen
        assert isinstance(answer, AnswerScreen)
        assert answer.member is not None
        assert answer.member.number == "002"
        draft = site.drafts.find(uid_of("001"))
        assert draft is not None
        assert draft.answers["what"] == "own words"
        assert draft.answers.get("words …", "27") == "27"  # kept each second, so maybe not yet
        assert site.drafts.find(uid_of("002")) is None
