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
from screens.public.muster_asking import ChoiceDialog, WordsDialog
from screens.public.muster_ending import EndDialog
from screens.public.muster_parts import HeardStrip, MusterAnswer
from screens.public.muster_reading import read_visitor, read_warden
from screens.public.muster_wall import shape_of
from screens.widgets.lines import wrap
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
