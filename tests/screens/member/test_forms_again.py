"""Forms of any kind that were left: gone on with where they were left, unless they are settled."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Label

from db.connection import run_sql
from kiosk import i18n
from kiosk.i18n import _
from kiosk.service.choices import NewItem
from kiosk.service.voices import VoiceWords
from kiosk.services import Services
from screens.dialogs.outcome import Stored
from screens.dialogs.pick_list import PickList
from screens.dialogs.step import Step
from screens.dialogs.words import WordsField
from screens.dialogs.written import written
from screens.member.answer import AnswerScreen
from screens.member.correction import AfterScanScreen
from screens.member.drafts import DRAFT_KEY, JUDGE_COMMITMENT, RAISE_VOICE
from screens.member.due import DueScreen
from screens.member.judging import BriefStored
from screens.member.my_voices import MyVoicesScreen
from screens.member.promise import MyPromisesScreen, PromiseScreen
from screens.public.voice_kind import VoiceKindScreen
from screens.widgets.notice import Notice
from tests.builders import NOON, scan, set_clock, uid_of
from tests.resting import at_rest

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit

WHY = "吊车一直在别的楼上"


def kept(site: Services) -> Mapping[str, object]:
    draft = site.drafts.find(uid_of("001"))
    return draft.answers if draft else {}


async def until_words_are_kept(member: "Visit") -> None:
    await member.until(lambda: WHY in kept(member.services).values())


async def write(member: "Visit") -> None:
    await member.until(lambda: bool(member.screen.query("WordsField Input")))
    member.screen.query_one("WordsField Input", Input).value = WHY


async def go_on(member: "Visit") -> None:
    """Scan again and take the offer."""
    await member.scan()

    def is_offered() -> bool:
        screen = member.app.screen
        return isinstance(screen, AnswerScreen) and DRAFT_KEY in screen._keys

    await member.until(is_offered)
    await member.press(DRAFT_KEY, "1")


async def words_stand_again(member: "Visit") -> None:
    await member.until(lambda: member.screen.query_one("WordsField Input", Input).value == WHY)


async def why_missed(member: "Visit") -> None:
    """001 begins to write why their first promise was missed."""
    await member.open(MyPromisesScreen(member.services.people.get_member("001")))
    await member.press("1", "3", "9")
    await write(member)
    await until_words_are_kept(member)


async def test_what_was_picked_in_one_language_leads_on_in_the_other(
    promised: Services, visit: "OpenVisit"
) -> None:
    async with visit(promised) as member:
        await why_missed(member)
        i18n.use_language("en")
        await go_on(member)
        await words_stand_again(member)
        await member.press("enter")
        await member.stored()
        await member.until(lambda: kept(promised) == {})
    states = [one.state for one in promised.people.get_page(uid_of("001")).commitments]
    assert states.count("missed") == 1


async def test_who_goes_back_from_the_words_leaves_no_draft(
    promised: Services, visit: "OpenVisit"
) -> None:
    async with visit(promised) as member:
        await why_missed(member)
        await member.press("escape")
        await member.until(lambda: kept(promised) == {})
        assert isinstance(member.step, PickList)


async def test_what_was_only_picked_is_no_draft(promised: Services, visit: "OpenVisit") -> None:
    async with visit(promised) as member:
        await member.open(PromiseScreen(promised.people.get_member("001")))
        await member.press("8", "1", "3", "9")
        await member.until(lambda: isinstance(member.step, WordsField))
        assert kept(promised) == {}
        await write(member)
        await until_words_are_kept(member)
        await go_on(member)
        await words_stand_again(member)


async def test_a_promise_that_was_judged_meanwhile_is_said_to_have_changed(
    promised: Services, visit: "OpenVisit"
) -> None:
    async with visit(promised) as member:
        await why_missed(member)
        written_of = str(kept(promised)["picked promise"])
        (made,) = [
            one for one in promised.service.list_open(uid_of("001")) if written(one) == written_of
        ]
        promised.service.judge_commitment(made.uid, "kept", uid_of("001"))
        await go_on(member)
        await member.until(lambda: bool(member.app.screen.query(Notice)))
        notice = member.app.screen.query_one(Notice)
        assert "这张表说的事情已经变了，请重新选择。" in str(notice.content)
        assert member.question == "哪一条承诺？"
        await member.until(lambda: kept(promised) == {})
        await member.press("1", "3", "9")
        assert member.screen.query_one("WordsField Input", Input).value == ""


async def test_where_no_promise_is_open_any_more_the_draft_is_gone(
    promised: Services, visit: "OpenVisit"
) -> None:
    async with visit(promised) as member:
        await why_missed(member)
        for made in promised.service.list_open(uid_of("001")):
            promised.service.judge_commitment(made.uid, "kept", uid_of("001"))
        await go_on(member)
        await member.until(lambda: member.question.startswith("您没有待兑现的承诺。"))
        await member.until(lambda: kept(promised) == {})


async def test_why_a_promise_was_missed_is_there_again_after_a_check_out(
    promised: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BriefStored, "stays_s", 0.1)
    scan(promised, "001")
    set_clock(promised, NOON + timedelta(hours=1))
    async with visit(promised) as member:
        await member.open(DueScreen(promised.people.get_member("001")))
        await member.press("1")
        await member.until(lambda: member.screen.errand.endswith("2/2"))
        await member.until(lambda: not member.screen.query(Stored) and bool(member.question))
        second = member.question
        await member.press("3", "9")
        await write(member)
        await until_words_are_kept(member)
        set_clock(promised, NOON + timedelta(hours=2))
        await go_on(member)
        assert isinstance(member.screen, MyPromisesScreen)
        await words_stand_again(member)
        await member.press("enter")
        await member.stored()
        await member.until(lambda: kept(promised) == {})
    (missed,) = [
        one for one in promised.people.get_page(uid_of("001")).commitments if one.state == "missed"
    ]
    assert missed.text in second


async def test_why_a_scan_is_undone_is_no_draft(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.member.steps.HALF_S", 0.01)
    async with visit(site) as member:
        await member.scan()
        await member.press("5", "1", "9")
        assert isinstance(member.screen, AfterScanScreen)
        await write(member)
        ticks = list[int]()  # of a clock that began after the field's own, and goes as fast
        member.screen.every(0.01, lambda: ticks.append(1))
        await member.until(lambda: len(ticks) >= 5)
        await at_rest(member.pilot)
        assert kept(site) == {}
        await member.press("escape", "0")
        await member.press("3", "9", "1", "0", "8", "3", "0", "enter")
        await member.until(lambda: any(one.startswith("typed ") for one in kept(site)))


async def test_a_second_deed_to_the_same_voice_is_gone_on_with_at_that_voice(
    site: Services, visit: "OpenVisit"
) -> None:
    site.access.set_pin(uid_of("002"), "supervisor", "280461")
    raised = site.voices.raise_voice("problem", VoiceWords(text="水管漏水"))
    site.voices.assign(raised.voice.number, uid_of("001"), uid_of("002"))
    async with visit(site, (120, 40)) as member:
        await member.open(MyVoicesScreen(site.people.get_member("001")))
        await member.press("1", "2", "1")
        await member.stored()
        await member.press("enter", "2", "9")
        await write(member)
        await until_words_are_kept(member)
        await go_on(member)
        await words_stand_again(member)
        await member.press("enter")
        await member.stored()
        await member.until(lambda: kept(site) == {})


def key_of(step: Step[object]) -> str:
    return step.key


async def test_nothing_is_stored_that_nobody_has_just_answered(
    site: Services, visit: "OpenVisit"
) -> None:
    item = site.service.add_item("suggestion", NewItem("加一台热水器"))
    async with visit(site, (120, 40)) as member:
        asked = key_of(PickList(lambda: _("What do you want to say, under your name?"), list))
        what = key_of(PickList(lambda: _("What do you suggest?"), list))
        answers = {asked: "suggestion", what: str(item.uid)}
        site.drafts.save(uid_of("001"), RAISE_VOICE, answers)
        await go_on(member)
        await member.until(lambda: isinstance(member.app.screen, VoiceKindScreen))
        title = member.app.screen.query_one("#question", Label)
        await member.until(lambda: str(title.content) == "您有什么建议？")
        assert run_sql("SELECT count(*) FROM voice") == [(0,)]
        await member.press("1")
        await member.until(lambda: run_sql("SELECT count(*) FROM voice") == [(1,)])
        await member.until(lambda: kept(site) == {})


async def test_who_has_left_the_session_keeps_nothing_more(
    site: Services, visit: "OpenVisit"
) -> None:
    site.drafts.save(uid_of("001"), JUDGE_COMMITMENT, {"typed x …": WHY})
    async with visit(site) as member:
        await go_on(member)
        await member.press("0")
        await member.left()
    assert kept(site) == {}
