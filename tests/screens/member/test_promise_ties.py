"""What a promise is bound to beside its post: a milestone, and the last day of its rhythm."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Label

from kiosk.service.commitments import NewCommitment
from kiosk.services import Services
from screens.dialogs.words import WordsField
from screens.member.due_day import DueDayPad
from screens.member.promise import PromiseScreen
from tests.builders import NOON, uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit

TODAY = NOON.date()


async def open_ties(member: "Visit", services: Services) -> None:
    """The second page of the days, with the post on 1, the milestone on 2 and the end on 3."""
    await member.open(PromiseScreen(services.people.get_member("001")))
    await member.press("1", "plus")
    await member.until(lambda: "属于节点" in member.words)


async def test_a_repeated_promise_ends_on_the_day_that_was_chosen(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await open_ties(member, site)
        assert "一直到我撤回" in member.words
        await member.press("3")
        await member.until(lambda: member.question == "重复到哪天为止？")
        await member.press("4")
        await member.until(lambda: member.question.startswith("什么时候兑现？ · 重复到12月20日"))
        assert "明天" not in member.words  # with a last day it is repeated
        await member.press("8")
        await member.stored()
        assert "重复到12月20日" in member.words
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.rhythm, made.until_on) == ("day", TODAY + timedelta(days=30))


async def test_a_last_day_can_be_taken_back(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await open_ties(member, site)
        await member.press("3", "1")
        await member.until(lambda: "明天" not in member.words)
        await member.press("3", "0", "3", "9")
        await member.until(lambda: "明天" in member.words)
        await member.press("2")
        await member.stored()
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.rhythm, made.until_on, made.due_on) == ("", None, TODAY + timedelta(days=1))


async def test_a_promise_belongs_to_a_milestone_in_own_words(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await open_ties(member, site)
        await member.press("2", "9", "escape", "0")
        await member.until(lambda: member.question.startswith("什么时候兑现？"))
        await member.press("plus", "2", "9")
        await member.until(lambda: isinstance(member.step, WordsField))
        member.screen.query_one(Input).value = "主体封顶"
        await member.press("enter")
        await member.until(lambda: member.question.startswith("什么时候兑现？ · 主体封顶"))
        await member.press("1")
        await member.stored()
        assert "主体封顶" in member.words
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.milestone, made.due_on) == ("主体封顶", TODAY)


async def test_milestones_of_older_promises_are_offered_the_newest_first(
    site: Services, visit: "OpenVisit"
) -> None:
    for name in ("主体封顶", "地下室完工", "主体封顶", "二次结构施工完成并通过验收"):
        site.service.promise(uid_of("002"), NewCommitment(text="清理", milestone=name))
    assert site.service.list_milestones(2) == ("二次结构施工完成并通过验收", "主体封顶")
    async with visit(site) as member:
        await open_ties(member, site)
        await member.press("2", "1")
        await member.until(lambda: "二次结构施工完成" in member.question)
        await member.press("plus", "2", "4")  # none
        await member.until(lambda: "二次结构" not in member.question)
        await member.press("plus", "2", "3", "plus", "1", "7")
        await member.stored()
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.milestone, made.post, made.rhythm) == ("地下室完工", "3号塔吊", "shift")


@pytest.mark.parametrize("number", ["001", "004"])
async def test_the_usual_promise_takes_as_few_keys_as_without(
    site: Services, visit: "OpenVisit", number: str
) -> None:
    async with visit(site) as member:
        await member.scan(number)
        await member.press("1", "3", "1")
        await member.stored()
        assert member.keys == 3


async def test_any_day_within_a_year_can_be_typed(site: Services, visit: "OpenVisit") -> None:
    def meaning() -> str:
        return str(member.step.query_one("#day-meaning", Label).content)

    async with visit(site) as member:
        await open_ties(member, site)
        await member.press("4")
        await member.until(lambda: isinstance(member.step, DueDayPad))
        for typed, why_not in (("20261119", "不能早于今天"), ("20271122", "不能超过一年")):
            await member.press(*typed)
            await member.until(lambda said=why_not: said in meaning())  # type: ignore[misc]
            await member.press("enter", *["backspace"] * 8)
            await member.until(lambda: "1231" in meaning())
        await member.press("enter")  # back to the days
        await member.until(lambda: "属于节点" in member.words)
        await member.press("4")
        await member.until(lambda: isinstance(member.step, DueDayPad))
        await member.press(*"0118")
        await member.until(lambda: "2027年1月18日" in meaning())
        await member.press("enter")
        await member.stored()
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.due_on, made.rhythm) == (date(2027, 1, 18), "")
