"""What was partly kept can be kept later, on the screen."""

from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.service.commitments import NewCommitment
from kiosk.services import Services
from screens.member.promise import MyPromisesScreen, PromiseScreen
from tests.builders import FRIDAY, NOON, set_clock, uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit

DAY = timedelta(days=1)


def states(site: Services) -> list[str]:
    return [one.state for one in site.people.get_page(uid_of("001")).commitments]


async def test_it_is_listed_behind_the_open_ones_and_only_kept_can_be_said(
    site: Services, visit: "OpenVisit"
) -> None:
    who, desk = uid_of("001"), site.service
    desk.judge_commitment(desk.make_commitment(who, text="清理坡道").uid, "partly_kept", who)
    desk.make_commitment(who, text="巡查")
    async with visit(site) as member:
        await member.open(MyPromisesScreen(site.people.get_member("001")))
        await member.until(lambda: "清理坡道" in member.words)
        assert member.words.index("巡查") < member.words.index("清理坡道")
        assert "部分兑现" in member.words
        await member.press("2")
        await member.until(lambda: "清理坡道" in member.question)
        assert "未兑现" not in member.words
        await member.press("1")
        await member.stored()
        await member.press("enter")
        await member.home()
    assert sorted(states(site)) == ["kept", "open"]


async def test_where_it_is_the_only_one_there_is_a_way_to_it(
    site: Services, visit: "OpenVisit"
) -> None:
    who, desk = uid_of("001"), site.service
    daily = desk.promise(who, NewCommitment(text="清理坡道", rhythm="day", until_on=FRIDAY)).uid
    desk.judge_commitment(daily, "partly_kept", who)
    set_clock(site, NOON + DAY)
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.until(lambda: "我的承诺兑现情况" in member.words)
        assert "部分兑现1条" in member.words.replace(" ", "")
        await member.press("8")
        await member.until(lambda: "清理坡道" in member.words)
        await member.press("1", "1")
        await member.stored()
        await member.press("enter")
        await member.home()
    assert states(site) == ["kept"]


def test_what_was_kept_since_or_long_ago_is_asked_about_no_more(site: Services) -> None:
    who, desk = uid_of("001"), site.service
    twice, once = (desk.make_commitment(who, text=text).uid for text in ("甲", "乙"))
    for uid in (twice, once):
        desk.judge_commitment(uid, "partly_kept", who)
    desk.judge_commitment(twice, "kept", who)
    assert [one.text for one in desk.list_to_judge(who)] == ["乙"]
    assert desk.list_to_judge(uid_of("002")) == ()
    set_clock(site, NOON + 15 * DAY)
    assert desk.list_to_judge(who) == ()
