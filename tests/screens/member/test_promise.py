"""Promises made and judged at the kiosk, by keypad alone."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Label

from kiosk.i18n import LANGUAGES, use_language
from kiosk.recording import not_recorded
from kiosk.service.desk import Service
from kiosk.services import Services
from screens.dialogs.outcome import BlockWord, NotStored, Stored
from screens.dialogs.pick_list import PickList, Tile
from screens.dialogs.words import WordsField
from screens.member.promise import MyPromisesScreen, PromiseScreen
from tests.builders import NOON, set_clock, uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit

TODAY = NOON.date()


async def test_a_promise_from_the_catalogue_takes_three_keys_after_the_scan(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.scan()
        await member.press("1", "3", "enter")
        await member.stored()
        assert member.keys <= 4
        assert "一次验收合格" in member.words
        await member.home()
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.text, made.due_on) == ("一次验收合格", TODAY)


@pytest.mark.parametrize(
    ("key", "days"), [("1", 0), ("2", 1), ("3", 2), ("4", 7), ("5", 14), ("6", 30)]
)
async def test_each_due_day_has_its_key(
    site: Services, visit: "OpenVisit", key: str, days: int
) -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("1", key)
        await member.stored()
    (made,) = site.service.list_open(uid_of("001"))
    assert made.due_on == TODAY + timedelta(days=days)


async def test_nothing_is_green_before_the_write_returned(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    make = Service.promise

    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))

        def watched(desk: Service, *args: object, **kwargs: object) -> object:
            seen.append(bool(member.screen.query(Stored)))
            made = make(desk, *args, **kwargs)  # type: ignore[arg-type]
            seen.append(bool(member.screen.query(Stored)))
            return made

        monkeypatch.setattr(Service, "promise", watched)
        await member.press("1", "1")
        await member.stored()
    assert seen == [False, False]


async def test_what_could_not_be_recorded_is_said_loudly_and_can_be_tried_again(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise not_recorded("broken")

    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        with monkeypatch.context() as patched:
            patched.setattr(Service, "promise", broken)
            await member.press("1", "1")
            await member.not_stored()
        assert member.screen.query_one(NotStored).has_class("not-recorded")
        assert "没有记录" in member.words
        assert "写在纸上" in member.words
        assert site.service.list_open(uid_of("001")) == ()
        await member.press("enter", "1")
        await member.stored()


async def test_a_refusal_shows_its_own_sentence(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("1")
        set_clock(site, NOON + timedelta(days=3))
        await member.press("1")
        await member.not_stored()
        assert "A commitment is due today or later." not in member.words
        assert not member.screen.query_one(NotStored).has_class("not-recorded")
        assert site.service.list_open(uid_of("001")) == ()


async def test_the_way_back_leads_through_the_questions_to_the_answer(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.scan()
        await member.press("1", "1")
        assert member.question.startswith("什么时候兑现？")
        await member.press("0")
        assert member.question == "承诺什么？"
        await member.press("escape")
        await member.left()


async def test_more_items_are_on_the_next_page(many_items: Services, visit: "OpenVisit") -> None:
    async with visit(many_items) as member:
        await member.open(PromiseScreen(many_items.people.get_member("001")))
        await member.until(lambda: member.question.endswith("1/3"))
        await member.press("plus")
        await member.until(lambda: member.question.endswith("2/3"))
        assert "承诺9" in member.words
        await member.press("minus", "minus")
        await member.until(lambda: member.question.endswith("3/3"))
        assert "承诺17" in member.words
        await member.press("2", "1")
        await member.stored()
    assert site_promise(many_items) == "承诺18"


def site_promise(services: Services) -> str:
    return services.service.list_open(uid_of("001"))[0].text


async def test_arrows_and_enter_choose_too(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("up", "right", "down", "left", "left", "right")
        chosen = [tile.has_class("chosen") for tile in member.screen.query(Tile)]
        assert chosen.index(True) == 3
        await member.press("enter", "enter")
        await member.stored()
    assert site_promise(site) == PROMISES_4


PROMISES_4 = "任务当日完成"


async def test_touching_a_choice_chooses_it(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.pilot.click(member.screen.query(Tile)[1])
        await member.until(lambda: member.question.startswith("什么时候兑现？"))
        await member.pilot.click(member.screen.query(Tile)[0])
        await member.stored()
        await member.pilot.click(Stored)
        await member.home()
    assert site_promise(site) == "规范佩戴安全帽"


async def test_a_key_that_means_nothing_changes_nothing(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("8", "x", "plus")
        assert member.question == "承诺什么？"


async def test_own_words_are_cleaned_counted_and_bounded(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("9")
        assert "小键盘" in member.words
        assert isinstance(member.step, WordsField)
        field = member.screen.query_one(Input)
        field.value = "  保证\u202e安全[@click=app.quit] " + "长" * 300
        await member.pilot.pause()
        assert "120" in str(member.screen.query_one("#words-left", Label).content)
        await member.press("enter", "1")
        await member.stored()
    made = site_promise(site)
    assert made.startswith("保证安全[@click=app.quit] 长")
    assert len(made) <= 120


async def test_leaving_the_words_leads_back_to_the_catalogue(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("9")
        await member.pilot.press("0")
        await member.until(lambda: member.screen.query_one(Input).value == "0")
        await member.press("escape")
        assert isinstance(member.step, PickList)
        await member.press("9")
        await member.press("enter")  # a keypad has no Escape
        assert isinstance(member.step, PickList)


async def test_the_language_changes_in_the_middle_and_nothing_is_lost(
    many_items: Services, visit: "OpenVisit"
) -> None:
    async with visit(many_items) as member:
        await member.open(PromiseScreen(many_items.people.get_member("001")))
        await member.press("plus", "right", "f2")
        await member.until(lambda: member.question == "What do you commit to?  2/3")
        assert "Promise 10" in member.words
        await member.press("9")
        member.screen.query_one(Input).value = "my words"
        await member.press("f2")
        await member.until(lambda: "小键盘" in member.words)
        assert member.screen.query_one(Input).value == "my words"
        await member.press("enter", "f2")
        await member.until(lambda: member.question.startswith("By when?"))
        await member.press("1")
        await member.stored()
        await member.press("f2")
        await member.until(lambda: stored_word(member) == "✓ 已记录")


def stored_word(member: "Visit") -> str:
    return " ".join(block.word for block in member.screen.query(BlockWord))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_stored_is_said_in_block_letters(
    site: Services, visit: "OpenVisit", size: tuple[int, int], language: str
) -> None:
    use_language(language)
    async with visit(site, size) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("1", "1")
        await member.stored()
        block = member.screen.query_one(BlockWord)
        drawn = [block.render_line(y).text for y in range(block.size.height)]
        assert sum(bool(set(row) & set("█▀▄")) for row in drawn) >= 5


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_way_back_that_is_printed_works_on_a_keypad(
    site: Services, visit: "OpenVisit", size: tuple[int, int]
) -> None:
    async with visit(site, size) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        assert ("0", "返回") in member.screen._keys()
        await member.press("9")
        assert ("enter", "返回") in member.screen._keys()
        await member.press("enter")
        assert ("0", "返回") in member.screen._keys()


async def test_a_kept_promise_is_judged_from_the_promise_page(
    promised: Services, visit: "OpenVisit"
) -> None:
    async with visit(promised) as member:
        await member.scan()
        await member.press("1", "8")
        assert "兑现情况" in str(member.screen.query_one("#errand", Label).content)
        await member.press("2", "1")
        await member.stored()
        assert "已兑现" in member.words
        await member.home()
    page = promised.people.get_page(uid_of("001"))
    assert {made.text: made.state for made in page.commitments}["[b]自己的话[/x]"] == "kept"


@pytest.mark.parametrize(("key", "state"), [("3", "missed"), ("4", "withdrawn")])
async def test_missed_and_withdrawn_need_a_reason(
    promised: Services, visit: "OpenVisit", key: str, state: str
) -> None:
    async with visit(promised) as member:
        await member.open(MyPromisesScreen(promised.people.get_member("001")))
        await member.press("1", key)
        assert member.question == "什么原因？"
        await member.press("escape", key, "3")
        await member.stored()
    page = promised.people.get_page(uid_of("001"))
    judged = next(made for made in page.commitments if made.changed_at)
    assert judged.state == state
    assert judged.reason in {"天气不好", "录错了"}


async def test_a_reason_in_own_words(promised: Services, visit: "OpenVisit") -> None:
    async with visit(promised) as member:
        await member.open(MyPromisesScreen(promised.people.get_member("001")))
        await member.press("1", "3", "9", "escape", "9")
        member.screen.query_one(Input).value = "塔吊停了"
        await member.press("enter")
        await member.stored()
    page = promised.people.get_page(uid_of("001"))
    assert [made.reason for made in page.commitments if made.changed_at] == ["塔吊停了"]


async def test_judging_twice_is_refused_with_its_sentence(
    promised: Services, visit: "OpenVisit"
) -> None:
    async with visit(promised) as member:
        await member.open(MyPromisesScreen(promised.people.get_member("001")))
        first = promised.service.list_open(uid_of("001"))[0]
        await member.press("1")
        promised.service.judge_commitment(first.uid, "withdrawn", uid_of("001"), "录错了")
        await member.press("1")
        await member.not_stored()
        assert "已撤回，不能再更改" in member.words
        await member.press("f2")
        await member.until(lambda: "That does not work" in member.words)
        await member.press("enter", "escape", "escape")
        await member.left()
    page = promised.people.get_page(uid_of("001"))
    assert [made.state for made in page.commitments if made.changed_at] == ["withdrawn"]


async def test_overdue_promises_stand_out_with_a_shape_and_a_word(
    promised: Services, visit: "OpenVisit"
) -> None:
    set_clock(promised, NOON + timedelta(days=2))
    async with visit(promised) as member:
        await member.open(MyPromisesScreen(promised.people.get_member("001")))
        assert "▲ 已逾期" in member.words


async def test_without_an_open_promise_the_page_offers_to_make_one(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(MyPromisesScreen(site.people.get_member("001")))
        assert member.question.startswith("您没有待兑现的承诺。")
        assert "按 1 作出承诺" in member.question
        await member.press("1", "1", "1")
        await member.stored()
    assert site_promise(site) == "班前检查作业面"


async def test_a_promise_is_tied_to_ones_own_post_and_untied_again(
    site: Services, visit: "OpenVisit"
) -> None:
    async with visit(site) as member:
        await member.open(PromiseScreen(site.people.get_member("001")))
        await member.press("1", "plus", "1")
        assert member.question.startswith("什么时候兑现？ · 3号塔吊")
        await member.press("plus", "1")
        assert "3号塔吊" not in member.question
        await member.press("plus", "1", "9")
        await member.stored()
        assert "每周 · 3号塔吊" in member.words
        await member.home()
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.rhythm, made.post, made.due_on.weekday()) == ("week", "3号塔吊", 6)
