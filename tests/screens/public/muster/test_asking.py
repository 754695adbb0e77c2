"""The roll call's questions: answered with a keypad, over a roll that stays in sight."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from textual.widgets import Input, Label, Static

from kiosk import i18n
from kiosk.attendance.muster.views import PersonView
from kiosk.attendance.muster.words import why_words
from kiosk.people.views import MemberView
from kiosk.services import Services
from screens.public import muster as screen_module
from screens.public import muster_parts
from screens.public.muster import MusterScreen
from screens.public.muster_asking import ChoiceDialog, FindDialog, WordsDialog
from screens.public.muster_closing import Closing
from screens.public.muster_ending import EndDialog
from screens.public.muster_parts import HeardStrip, MusterAnswer, MusterBand, MusterCount
from screens.public.muster_reading import read_visitor, read_warden
from screens.public.muster_start import MusterStartDialog
from screens.public.muster_wall import MusterWall, shape_of
from screens.widgets.lines import wrap
from screens.widgets.notice import Notice
from tests.board_site import member_of, press, wait_until
from tests.builders import NOON, uid_of
from tests.screens.gate import Gate
from tests.screens.public.muster.calling import (
    mustering,
    numbers,
    seen,
    text_of,
    until_dialog,
)


def note(at: Gate) -> str:
    return str(at.app.screen.query_one(".asking-note", Static).render())


def title(at: Gate) -> str:
    return str(at.app.screen.query_one(".asking-title", Static).render())


async def test_on_a_keypad_a_number_says_who_marks(site: Services) -> None:
    name = member_of(site, "004").name
    async with mustering(site) as (at, roll):
        await press(at.pilot, "3")
        await until_dialog(at, WordsDialog)
        await press(at.pilot, *"999", "enter")
        assert "没有编号为 999 的成员" in note(at)
        await press(at.pilot, *["backspace"] * 3, *"004")
        await wait_until(at.pilot, lambda: name in note(at))
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        assert roll.muster is not None
        assert roll.muster.seen[0].by == f"{name} 004"


async def test_a_badge_says_who_marks_once_enter_says_so(site: Services) -> None:
    name = member_of(site, "004").name
    async with mustering(site, size=(80, 24)) as (at, roll):
        await press(at.pilot, "3")
        await until_dialog(at, WordsDialog)
        await at.scan(site.people.badge_code("004"))
        strip = at.app.screen.query_one(HeardStrip)
        await wait_until(at.pilot, lambda: strip.display and "004" in text_of(strip))
        assert at.app.screen.query_one(Input).value == "004"
        assert roll.query_one(MusterAnswer).scan is None
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: len(seen(roll)) == 2)
        assert roll.muster is not None
        assert {mark.by for mark in roll.muster.seen} == {"", f"{name} 004"}


async def test_a_badge_leaves_no_digits_in_a_field_and_what_was_typed_before_stays(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(muster_parts, "ANSWERED_S", 0.1)
    async with mustering(site) as (at, roll):
        await press(at.pilot, "3")
        await until_dialog(at, WordsDialog)
        field = at.app.screen.query_one(Input)
        field.value = "li"
        await at.pilot.pause()
        field.value = "li120634"  # a machine under load took a piece of a code for typing
        await at.pilot.pause()
        await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: seen(roll) == ["004"])
        assert field.value == "li"
        await wait_until(at.pilot, lambda: not at.app.screen.query_one(HeardStrip).display)


async def test_the_former_warden_stays_when_no_other_is_named(site: Services) -> None:
    async with mustering(site) as (at, roll):
        await press(at.pilot, "1")
        await until_dialog(at, WordsDialog)
        await press(at.pilot, *"li", "enter")
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        await press(at.pilot, "full_stop")
        await until_dialog(at, ChoiceDialog)
        await press(at.pilot, "4")
        await until_dialog(at, WordsDialog)
        await press(at.pilot, "escape")
        await until_dialog(at, MusterScreen)
        await press(at.pilot, "2")
        await wait_until(at.pilot, lambda: len(seen(roll)) == 2)
        assert roll.muster is not None
        assert {mark.by for mark in roll.muster.seen} == {"li"}


async def test_the_count_and_the_edge_stay_in_sight_behind_a_question(site: Services) -> None:
    async with mustering(site, size=(80, 24)) as (at, roll):
        await press(at.pilot, "full_stop")
        await until_dialog(at, ChoiceDialog)
        panel = at.app.screen.query_one(".asking").region
        assert at.app.screen.styles.background.a == 0
        assert panel.x >= roll.query_one("MusterCount").region.right
        await press(at.pilot, "5")
        await until_dialog(at, EndDialog)
        assert at.app.screen.query_one("#pin").region.x >= 30


async def test_the_end_says_how_many_are_missing_before_the_pin(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_module, "STILL_S", 0)
    async with mustering(site) as (at, roll):
        await press(at.pilot, "full_stop", "5")
        await until_dialog(at, EndDialog)
        title = at.app.screen.query_one("#pin-title", Label)
        assert str(title.render()) == "▲ 10 人未到，确定结束点名？"
        await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: "9 人未到" in str(title.render()))
        assert roll.muster is not None
        for one in roll.muster.missing:
            await at.app.threads.write(site.muster.mark_safe, one.member.uid, "li")
        at.app._written.set()
        await wait_until(at.pilot, lambda: "全部到齐" in str(title.render()))
        assert numbers(roll) == [] or at.app.screen is not roll


async def test_who_marks_is_asked_with_the_name_of_whom_they_mark(site: Services) -> None:
    async with mustering(site) as (at, roll):
        member = roll.query_one(MusterWall).shown[2].member
        await press(at.pilot, "3")
        await until_dialog(at, WordsDialog)
        assert f"记 {member.name} {member.number} 已到" in title(at)
        await press(at.pilot, "f2")
        await wait_until(at.pilot, lambda: f"Mark {member.name}" in title(at))
        await press(at.pilot, "escape")
        await until_dialog(at, MusterScreen)
        await press(at.pilot, "full_stop", "1")
        await until_dialog(at, WordsDialog)
        assert "A visitor is here" in title(at)


async def test_a_card_that_is_ticked_already_asks_nobody(site: Services) -> None:
    async with mustering(site) as (at, roll):
        first = numbers(roll)[0]
        await at.scan(site.people.badge_code(first))
        await wait_until(at.pilot, lambda: seen(roll) == [first])
        roll.query_one(MusterAnswer).show(None)
        await press(at.pilot, "1")
        answer = roll.query_one(MusterAnswer)
        await wait_until(at.pilot, lambda: "已经记过" in text_of(answer))
        assert at.app.screen is roll
        assert first in text_of(answer)


async def test_a_question_for_words_waits_two_minutes_and_shows_them(site: Services) -> None:
    async with mustering(site) as (at, roll):
        for keys, kind in (("3", WordsDialog), ("slash", FindDialog), ("full_stop", ChoiceDialog)):
            await press(at.pilot, keys)
            await until_dialog(at, kind)
            closing = at.app.screen.query_one(Closing)
            await wait_until(at.pilot, lambda at=closing: "秒后关闭" in text_of(at))  # type: ignore[misc]
            if kind is not ChoiceDialog:
                assert at.app.idle_left_s is not None
                assert at.app.idle_left_s > 60
            await press(at.pilot, "f9")
            await until_dialog(at, MusterStartDialog)
            closing.redraw()  # it stands still behind another question
            await press(at.pilot, "escape")
            await until_dialog(at, kind)
            await press(at.pilot, "escape")
            await wait_until(at.pilot, lambda: at.app.screen is roll)


@pytest.mark.parametrize("keys", [("3", "l", "i"), ("slash", "l", "i")])
async def test_words_that_were_not_entered_in_time_are_told_and_enter_leads_nowhere(
    site: Services, keys: tuple[str, ...]
) -> None:
    async with mustering(site) as (at, roll):
        await press(at.pilot, keys[0])
        await wait_until(at.pilot, lambda: len(at.app.screen.query(Input)) == 1)
        await press(at.pilot, *keys[1:])
        at.app.touched_at -= 200
        await wait_until(at.pilot, lambda: len(roll.query(Notice)) == 1)
        assert "“li”没有记下" in str(roll.query_one(Notice).render())
        await press(at.pilot, "enter", "enter", "enter")
        assert at.app.screen is roll
        await press(at.pilot, "1")  # what somebody goes on typing marks nobody
        await wait_until(at.pilot, lambda: "已关闭" in str(roll.query(Notice).last().render()))
        assert seen(roll) == []


async def test_a_pin_typed_after_its_page_closed_is_read_nowhere(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_module, "ALONE_S", 0.01)  # typed as slowly as with gloves
    async with mustering(site) as (at, roll):
        await press(at.pilot, "full_stop", "5")
        await until_dialog(at, EndDialog)
        await press(at.pilot, *"001", "enter")
        at.app.touched_at -= 200
        await wait_until(at.pilot, lambda: at.app.screen is roll)
        for key in (*"246819", "enter"):
            await press(at.pilot, key)
        assert at.app.screen is roll
        assert seen(roll) == []
        monkeypatch.setattr(screen_module, "CLOSED_S", 0)
        await press(at.pilot, "1")
        await until_dialog(at, WordsDialog)


@pytest.mark.parametrize("keys", [("3",), ("slash",), ("full_stop", "1")])
async def test_digits_that_may_be_a_pin_are_hidden_in_every_field(
    site: Services, keys: tuple[str, ...]
) -> None:
    async with mustering(site) as (at, roll):
        roll._said_by = "li" if len(keys) == 2 else ""
        await press(at.pilot, *keys)
        await wait_until(at.pilot, lambda: len(at.app.screen.query(Input)) == 1)
        await press(at.pilot, *"246")
        await wait_until(at.pilot, lambda: at.app.screen.query_one(Input).value == "246")
        assert not at.app.screen.query_one(Input).password
        await press(at.pilot, *"819", "f2")
        await wait_until(at.pilot, lambda: at.app.screen.query_one(Input).value == "246819")
        await press(at.pilot, "enter")
        assert at.app.screen.query_one(Input).password
        for part in at.app.screen.query(Static):
            assert "246819" not in str(part.render())
        at.app.touched_at -= 200
        await wait_until(at.pilot, lambda: len(roll.query(Notice)) == 1)
        assert "●●●●●●" in str(roll.query_one(Notice).render())


async def test_a_visitor_without_a_name_is_added_by_a_digit_and_never_by_enter(
    site: Services,
) -> None:
    async with mustering(site) as (at, roll):
        await press(at.pilot, "1")
        await until_dialog(at, WordsDialog)
        await press(at.pilot, *"li", "enter")
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        await press(at.pilot, "full_stop", "1")
        await until_dialog(at, WordsDialog)
        question = at.app.screen
        assert "没有姓名：来访者1" in note(at)
        for _time in range(3):
            await press(at.pilot, "enter")
            await until_dialog(at, ChoiceDialog)
            await press(at.pilot, "enter")
            await wait_until(at.pilot, lambda: at.app.screen is question)
        assert roll.muster is not None
        assert roll.muster.visitors == 0
        await press(at.pilot, "enter")
        await until_dialog(at, ChoiceDialog)
        await press(at.pilot, "2")
        await wait_until(at.pilot, lambda: "来访者1" in seen(roll))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_no_question_covers_the_count_the_band_or_its_clock(
    site: Services, size: tuple[int, int]
) -> None:
    async with mustering(site, size=size) as (at, roll):
        band, count = roll.query_one(MusterBand).region, roll.query_one(MusterCount).region
        for keys, panel in (
            (["3"], ".asking"),
            (["slash"], ".asking"),
            (["full_stop"], ".asking"),
            (["full_stop", "5"], "#pin"),
        ):
            await press(at.pilot, *keys)
            await wait_until(at.pilot, lambda css=panel: len(at.app.screen.query(css)) == 1)  # type: ignore[misc]
            await at.pilot.pause()
            region = at.app.screen.query_one(panel).region
            assert region.x >= count.right
            assert region.y >= band.bottom
            assert region.bottom <= size[1]
            for part in at.app.screen.query(f"{panel} *"):
                assert part.region.bottom <= region.bottom
            await at.scan("12" * 17)
            strip = at.app.screen.query_one(HeardStrip)
            await wait_until(at.pilot, lambda at=strip: bool(at.display and at.region))  # type: ignore[misc]
            assert strip.region.y >= count.bottom
            strip.show(None)
            await press(at.pilot, "escape")
            await wait_until(at.pilot, lambda: at.app.screen is roll)


def test_a_visitor_without_a_typed_name_gets_the_next_number() -> None:
    assert read_visitor("", 0).words == "来访者1"
    assert read_visitor("12", 3).words == "来访者12"
    assert read_visitor(" 赵工 ", 3).words == "赵工"
    assert read_warden("", ()).words == ""


@pytest.mark.parametrize("why", ["forgotten", "guessed", "let_go", "overdue", "on_break"])
def test_the_time_of_a_card_is_never_cut_on_the_smallest_screen(why: str) -> None:
    i18n.use_language("en")
    member = MemberView(uid_of("001"), "001", "x", "", "", "", "", "", None, (), (), NOON)
    person = PersonView(member, why, NOON, is_visitor=False)
    zone = ZoneInfo("Asia/Shanghai")
    said = why_words(person, NOON + timedelta(days=1), zone)
    card = shape_of(47, 18).width
    assert "12:00" in " ".join(wrap(said, card, 2))
