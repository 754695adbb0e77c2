"""A form that was left is kept answer by answer, gone on with, and ends when it is stored."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from db.connection import run_sql
from kiosk.recording import not_recorded
from kiosk.service.drafts import Drafts, DraftView
from kiosk.services import Services
from screens.dialogs.minutes import MinutesPad
from screens.dialogs.words import WordsField
from screens.dialogs.written import written
from screens.member.answer import AnswerScreen
from screens.member.answer_words import Answer
from screens.member.drafts import DRAFT_KEY, Kept, can_go_on, with_offer
from screens.member.log import LogScreen
from screens.member.promise import OLD_PROMISES, MyPromisesScreen, PromiseScreen
from tests.builders import NOON, set_clock, uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


def kept(site: Services, number: str = "001") -> Mapping[str, object]:
    draft = site.drafts.find(uid_of(number))
    return draft.answers if draft else {}


def begin_service(site: Services, **more: str) -> None:
    """001 was called away from a service of five minutes."""
    item = site.service.list_service_items()[0]
    site.drafts.save(uid_of("001"), "log_service", {"what": str(item.uid), "minutes": 5, **more})


async def until_kept(member: "Visit", *names: str) -> None:
    await member.until(lambda: set(kept(member.services)) == set(names))


async def go_on(member: "Visit") -> None:
    """Scan again and take the offer."""
    await member.scan()
    await member.until(lambda: DRAFT_KEY in member_keys(member))
    await member.press(DRAFT_KEY, "1")


def member_keys(member: "Visit") -> frozenset[str]:
    screen = member.app.screen
    return screen._keys if isinstance(screen, AnswerScreen) else frozenset()


async def test_each_answer_is_kept_and_the_way_back_takes_it_away(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(LogScreen(site.people.get_member("001")))
        await member.press("2", "9", "4", "5", "enter")
        await until_kept(member, "what", "minutes", "other_minutes")
        item = site.service.list_service_items()[1]
        assert kept(site) == {"what": str(item.uid), "minutes": 0, "other_minutes": 45}
        await member.press("0")
        await member.press("1")
        await until_kept(member, "what", "minutes")
        await member.press("0", "0")
        await until_kept(member, "what")
        await member.press("0")
        await member.left()
        assert kept(site) == {}


async def test_own_words_minutes_and_details_are_there_again(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(LogScreen(site.people.get_member("001")))
        await member.press("9")
        member.screen.query_one(Input).value = "修好了水龙头"
        await member.press("enter", "9", "7", "enter", "9", "3")
        await until_kept(member, "what", "words", "minutes", "other_minutes", "place")
        await member.scan("002")
        await member.pilot.pause(0.5)
        assert DRAFT_KEY not in member_keys(member)
        await go_on(member)
        assert member.question.startswith("修好了水龙头 · 7")
        await member.press("1")
        await member.stored()
        assert kept(site) == {}
    ((text, minutes, place),) = run_sql("SELECT text, minutes, place FROM service_entry")
    assert (text, minutes, place) == ("修好了水龙头", 7, "生活区")


async def test_what_was_left_at_the_digits_goes_on_at_the_digits(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(LogScreen(site.people.get_member("001")))
        await member.press("1", "9")
        await until_kept(member, "what", "minutes")
        await go_on(member)
        assert isinstance(member.step, MinutesPad)
        await member.press("escape")
        assert member.question == "用了多长时间？"
        await until_kept(member, "what", "minutes")


async def test_a_promise_in_own_words_is_there_again(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("9")
        await until_kept(member, "what")
        await go_on(member)
        assert isinstance(member.step, WordsField)
        member.screen.query_one(Input).value = "巡查夜间用电"
        await member.press("enter")
        await until_kept(member, "what", "words")
        await go_on(member)
        await member.press("1")
        await member.stored()
        await member.until(lambda: kept(site) == {})
    assert [made.text for made in site.service.list_open(uid_of("001"))] == ["巡查夜间用电"]


async def test_looking_after_older_promises_is_no_form(
    promised: Services, visit: "OpenVisit"
) -> None:
    promised.drafts.save(uid_of("001"), "make_commitment", {"what": "own words"})
    async with visit(promised) as member:
        await member.open(PromiseScreen(promised.people.get_member("001")))
        await member.press("8", "1", "1")
        await member.stored()
    assert kept(promised) == {"what": "own words"}
    assert OLD_PROMISES not in kept(promised).values()


async def test_an_item_that_is_gone_is_asked_for_again(site: Services, visit: "OpenVisit") -> None:
    item = site.service.list_service_items()[0]
    site.drafts.save(uid_of("001"), "log_service", {"what": str(item.uid), "minutes": 5})
    site.service.retire_item(item.uid)
    async with visit(site) as member:
        await go_on(member)
        assert member.question == "做了什么？"
        await member.press("1")
        await until_kept(member, "what")
        assert member.question == "用了多长时间？"


async def test_a_draft_that_can_not_be_kept_disturbs_nobody(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise not_recorded("full")

    async with visit(site) as member:
        await member.open(LogScreen(site.people.get_member("001")))
        with monkeypatch.context() as patched:
            patched.setattr(Drafts, "save", broken)
            patched.setattr(Drafts, "find", broken)
            await member.press("1", "1")
        await member.press("1")
        await member.stored()
    assert run_sql("SELECT count(*) FROM service_entry") == [(1,)]


async def test_what_was_not_stored_stays_a_draft(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise not_recorded("broken")

    async with visit(site) as member:
        await member.open(LogScreen(site.people.get_member("001")))
        await member.press("1", "1")
        await until_kept(member, "what", "minutes")
        with monkeypatch.context() as patched:
            patched.setattr("db.drafts.drop_draft", broken)  # in the same transaction
            await member.press("1")
            await member.not_stored()
        assert run_sql("SELECT count(*) FROM service_entry") == [(0,)]
        assert set(kept(site)) == {"what", "minutes"}


async def test_words_are_learnt_once_the_form_is_stored(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await member.open(LogScreen(site.people.get_member("001")))
        await member.press("1", "1", "9", "4")
        assert run_sql("SELECT count(*) FROM phrase") == [(0,)]
        await member.press("1")
        await member.stored()
    assert run_sql("SELECT kind, length(owner), text FROM phrase") == [("place", 0, "食堂")]


def test_an_answer_is_kept_by_its_key() -> None:
    assert written(None) is None
    assert written(date(2026, 11, 20)) == "2026-11-20"
    assert written(15) == 15
    assert written(object()) is None


def test_words_beside_the_questions_are_given_again_once() -> None:
    half = Kept(DraftView("log_service", {"place": "食堂", "minutes": 5}, NOON))
    assert [half.take("place"), half.take("place"), half.take("minutes", "别的")] == [
        *("食堂", "", "别的")
    ]
    assert half.add("place", "大门口")
    assert not half.add("place", "大门口")


@pytest.mark.parametrize(("kind", "is_offered"), [("in", True), ("refused", False)])
def test_it_is_offered_to_a_member_who_is_served(kind: str, is_offered: bool) -> None:
    answer = Answer(kind, "", "", None, (), (("1", "甲"),))
    draft = DraftView("log_service", {}, NOON)
    assert (with_offer(answer, draft) != answer) is is_offered
    assert with_offer(answer, None) is answer


def test_a_form_of_another_version_is_not_offered() -> None:
    assert can_go_on(DraftView("log_service", {}, NOON))
    assert not can_go_on(DraftView("a form to come", {}, NOON))


async def test_the_next_day_it_is_not_offered_any_more(site: Services, visit: "OpenVisit") -> None:
    site.drafts.save(uid_of("001"), "log_service", {"minutes": 5})
    set_clock(site, NOON + timedelta(hours=25))
    async with visit(site) as member:
        await member.scan()
        await member.pilot.pause(0.5)
        assert DRAFT_KEY not in member_keys(member)


async def test_for_whom_in_own_words_and_what_they_are_is_there_again(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(LogScreen(site.people.get_member("001")))
        await member.press("1", "1", "8", "9")
        member.screen.query_one(Input).value = "门卫老李"
        await member.press("enter", "1")
        await until_kept(member, "what", "minutes", "for_whom", "for_kind")
        await go_on(member)
        await member.until(lambda: "门卫老李" in member.words)
        await member.press("1")
        await member.stored()
    assert run_sql("SELECT for_whom, for_kind FROM service_entry") == [("门卫老李", "person")]


async def test_what_kind_the_usual_ones_are_outlives_a_change_of_language(
    site: Services, visit: "OpenVisit"
) -> None:
    begin_service(site, for_whom="A household", for_kind="household")
    async with visit(site) as member:
        await go_on(member)
        await member.until(lambda: "A household" in member.words)
        await member.press("1")
        await member.stored()
    assert run_sql("SELECT for_kind FROM service_entry") == [("household",)]


async def test_words_half_written_for_a_place_stand_in_the_field_again(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(LogScreen(site.people.get_member("001")))
        await member.press("1", "1", "9", "9")
        member.screen.query_one(Input).value = "三单元门"
        await until_kept(member, "what", "minutes", "place …")
        await go_on(member)
        await member.press("9", "9")
        await member.until(lambda: member.screen.query_one(Input).value == "三单元门")
        await member.press("escape")
        await until_kept(member, "what", "minutes")


async def test_who_was_served_and_left_since_is_not_there_again(
    site: Services, visit: "OpenVisit"
) -> None:
    begin_service(site, served=str(uid_of("002")), for_kind="person")
    site.keeping.let_go(uid_of("002"), "完工")
    async with visit(site) as member:
        await go_on(member)
        await member.until(lambda: "可以不填" in member.words)
        assert "002" not in member.words
        await member.press("1")
        await member.stored()
    assert run_sql("SELECT served_uid, for_kind FROM service_entry") == [(None, None)]


async def test_others_who_are_named_instead_take_the_place_of_who_was_served(
    site: Services, visit: "OpenVisit"
) -> None:
    begin_service(site, served=str(uid_of("002")), for_kind="person")
    async with visit(site) as member:
        await go_on(member)
        await member.until(lambda: "张工002" in member.words)
        await member.press("8", "5")
        await until_kept(member, "what", "minutes", "for_whom", "for_kind")
    assert kept(site)["for_whom"] == "工友家属"
    assert kept(site)["for_kind"] == "household"


async def test_ties_that_are_taken_back_or_are_over_are_not_there_again(
    site: Services, visit: "OpenVisit"
) -> None:
    item = site.service.list_commitment_items()[0]
    post = site.people.get_member("001").posts[0]
    site.drafts.save(
        uid_of("001"),
        "make_commitment",
        {"what": str(item.uid), "post": str(post.uid), "until": "2026-11-19"},
    )
    async with visit(site) as member:
        await go_on(member)
        await member.until(lambda: member.question.startswith("什么时候兑现？ · 3号塔吊"))
        assert "重复到" not in member.question
        await member.press("plus", "1")
        await member.until(lambda: member.question.startswith("什么时候兑现？"))
        await until_kept(member, "what")
        await member.press("1")
        await member.stored()
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.post, made.until_on) == ("", None)


async def test_a_milestone_half_written_stands_in_the_field_again(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("1", "plus", "2", "9")
        member.screen.query_one(Input).value = "主体"
        await until_kept(member, "what", "milestone …")
        await go_on(member)
        await member.press("plus", "2", "9")
        await member.until(lambda: member.screen.query_one(Input).value == "主体")


async def test_a_promise_begun_on_the_page_of_ones_own_promises_is_kept_too(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(MyPromisesScreen(site.people.get_member("001")))
        await member.press("1", "1")
        await until_kept(member, "what")
        await go_on(member)
        await member.until(lambda: member.question.startswith("什么时候兑现？"))
