"""Who leaves is asked what became of the promises that were due."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from db.connection import run_sql
from kiosk.service.commitments import NewCommitment
from kiosk.services import Services
from screens.member.answer import SHOWN_S, AnswerScreen
from screens.member.due import DueScreen
from screens.member.handover import HandoverScreen
from screens.member.judging import BriefStored
from screens.public.board import BoardScreen
from tests.builders import NOON, add_post, scan, set_clock, uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


def promise(site: Services, *texts: str, **how: object) -> None:
    for text in texts:
        site.service.promise(uid_of("001"), NewCommitment(text=text, **how))  # type: ignore[arg-type]


def states(site: Services) -> dict[str, tuple[str, str]]:
    page = site.people.get_page(uid_of("001"))
    return {one.text: (one.state, one.reason) for one in page.commitments}


async def leave(member: "Visit", site: Services) -> None:
    """Check in an hour ago, check out now, and wait for nothing: 0 leaves the answer."""
    scan(site, "001")
    set_clock(site, NOON + timedelta(hours=1))
    await member.scan()
    await member.press("0")
    await member.until(lambda: not isinstance(member.app.screen, AnswerScreen))


async def asked(member: "Visit", words: str) -> None:
    await member.until(lambda: isinstance(member.app.screen, DueScreen))
    await member.until(lambda: words in member.question)


@pytest.fixture
def site(site: Services) -> Services:
    run_sql("DELETE FROM holding")  # nobody is asked who takes over
    return site


@pytest.fixture(autouse=True)
def confirmations_that_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not lose them before they are looked at."""
    monkeypatch.setattr(BriefStored, "stays_s", 60.0)
    monkeypatch.setattr(DueScreen, "idle_s", 120.0)


async def test_each_promise_due_is_asked_about_once(site: Services, visit: "OpenVisit") -> None:
    promise(site, "一", "二", "三")
    promise(site, "明天的", due_on=NOON.date() + timedelta(days=1))
    async with visit(site) as member:
        await leave(member, site)
        await asked(member, "一")
        await member.press("1")
        await member.stored()
        await member.press("enter")
        await asked(member, "二")
        await member.press("3")
        await member.until(lambda: "什么原因" in member.question)
        await member.press("1")
        await member.stored()
        await member.press("enter")
        await asked(member, "三")
        await member.press("4")
        await member.home()
    found = states(site)
    assert found["一"][0] == "kept"
    assert found["二"][0] == "missed"
    assert found["二"][1]
    assert (found["三"][0], found["明天的"][0]) == ("open", "open")


async def test_an_occasion_of_a_rhythm_is_judged_and_the_next_one_is_due_again(
    site: Services, visit: "OpenVisit"
) -> None:
    promise(site, "每班巡查", rhythm="shift")
    async with visit(site) as member:
        await leave(member, site)
        await asked(member, "每班巡查")
        await member.press("2")
        await member.stored()
        await member.press("enter")
        await member.home()
    assert site.service.list_open(uid_of("001")) == ()
    set_clock(site, NOON + timedelta(days=1))
    scan(site, "001")
    (again,) = site.service.list_open(uid_of("001"))
    assert again.occasion == NOON.date() + timedelta(days=1)


async def test_after_five_the_others_wait_for_later(site: Services, visit: "OpenVisit") -> None:
    promise(site, *"一二三四五六七")
    async with visit(site) as member:
        await leave(member, site)
        for words in "一二三四五":
            await asked(member, words)
            await member.press("4")
        await asked(member, "还有 2 项")
        await member.press("1")
        await member.home()
    assert {state for state, _why in states(site).values()} == {"open"}


async def test_the_way_back_leaves_all_as_it_was(site: Services, visit: "OpenVisit") -> None:
    promise(site, "一", "二")
    async with visit(site) as member:
        await leave(member, site)
        await asked(member, "一")
        await member.press("3")
        await member.until(lambda: "什么原因" in member.question)
        await member.press("0")
        await asked(member, "一")
        await member.press("0")
        await member.home()
    assert {state for state, _why in states(site).values()} == {"open"}


async def test_nobody_is_asked_who_comes_or_has_nothing_due(
    site: Services, visit: "OpenVisit"
) -> None:
    promise(site, "明天的", due_on=NOON.date() + timedelta(days=1))
    async with visit(site) as member:
        await leave(member, site)
        await member.home()
        promise(site, "今天的")
        set_clock(site, NOON + timedelta(hours=2))
        await member.scan()  # coming again
        await member.press("0")
        await member.home()


async def test_a_promise_judged_meanwhile_is_not_asked_about(
    site: Services, visit: "OpenVisit"
) -> None:
    promise(site, "一")
    async with visit(site) as member:
        scan(site, "001")
        set_clock(site, NOON + timedelta(hours=1))
        await member.scan()
        (made,) = site.service.list_open(uid_of("001"))
        site.service.judge_commitment(made.uid, "kept", uid_of("001"))
        await member.press("0")
        await member.until(lambda: isinstance(member.app.screen, BoardScreen))


async def test_the_handover_comes_first(site: Services, visit: "OpenVisit") -> None:
    add_post("门卫", "001")
    promise(site, "一")
    scan(site, "001")
    set_clock(site, NOON + timedelta(minutes=20))
    async with visit(site) as member:
        await member.open(HandoverScreen(site.people.get_member("001")))
        assert "门卫" in member.question
        await member.press("2")  # nobody can take over: it stands empty
        await member.stored()
        await member.press("enter")
        await member.until(lambda: "一" in member.question)
        await member.press("1")
        await member.stored()
        await member.press("enter")
        await member.home()
    assert states(site)["一"][0] == "kept"


async def test_who_stays_is_not_asked_about_promises(site: Services, visit: "OpenVisit") -> None:
    add_post("门卫", "001")
    promise(site, "一")
    scan(site, "001")
    scan(site, "002")
    site.coverage.add_deputy(site.coverage.now()[0].uid, uid_of("002"))
    site.coverage.take_post(uid_of("002"), add_post("巡查", "002"))
    set_clock(site, NOON + timedelta(minutes=20))
    async with visit(site) as member:
        await member.open(HandoverScreen(site.people.get_member("001")))
        await member.press("1")  # I wait
        await member.stored()
        await member.home()
    assert states(site)["一"][0] == "open"


async def test_it_is_asked_by_itself_however_lately_it_was_promised(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(site, "001")
    promise(site, "刚刚说的")
    set_clock(site, NOON + timedelta(seconds=30))
    async with visit(site) as member:
        monkeypatch.setitem(SHOWN_S, "out", 0.5)
        await member.scan()  # and no key
        await asked(member, "刚刚说的")
        await member.scan("002")  # the next in the queue: nobody has to answer
    assert states(site)["刚刚说的"][0] == "open"


async def test_what_was_promised_after_the_check_out_is_not_asked_about(
    site: Services, visit: "OpenVisit"
) -> None:
    scan(site, "001")
    promise(site, "上班时说的")
    set_clock(site, NOON + timedelta(hours=1))
    async with visit(site) as member:
        await member.scan()
        promise(site, "刚刚说的")
        await member.press("0")
        await asked(member, "上班时说的")
        await member.press("1")
        await member.stored()
        await member.press("enter")
        await member.home()
    assert {text: state for text, (state, _why) in states(site).items()} == {
        "上班时说的": "kept",
        "刚刚说的": "open",
    }
