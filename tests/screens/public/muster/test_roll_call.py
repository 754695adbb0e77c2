"""The roll call in front of people: anybody starts it, and who is seen is marked."""

from datetime import timedelta
from functools import partial

import pytest
from textual.widgets import Input, Static

from db.connection import run_sql
from kiosk.attendance.muster import keeping
from kiosk.services import Services
from screens import modes
from screens.dialogs.pin import PinDialog
from screens.public import muster as screen_module
from screens.public import muster_start
from screens.public.board import BoardScreen
from screens.public.card import CardScreen
from screens.public.muster import MusterScreen
from screens.public.muster_asking import ChoiceDialog, FindDialog, OptionLine, WordsDialog
from screens.public.muster_parts import MusterAnswer, MusterBand, MusterCount
from screens.public.muster_start import MusterStartDialog, StartTile
from screens.public.muster_wall import MusterWall
from tests.board_site import press, wait_until
from tests.builders import NOON, set_clock, uid_of
from tests.screens.gate import gate
from tests.screens.public.muster.calling import (
    mustering,
    numbers,
    packed,
    roll_of,
    say_who,
    seen,
    text_of,
    until_dialog,
)


async def test_any_screen_leads_there_by_one_key_and_a_confirmation(site: Services) -> None:
    async with gate(site) as at:
        await at.app.push_screen(CardScreen(uid_of("001")))
        await press(at.pilot, "f9")
        await until_dialog(at, MusterStartDialog)
        await press(at.pilot, "f9")  # asked once
        await press(at.pilot, "escape")
        await until_dialog(at, CardScreen)
        assert site.muster.running() is None
        await press(at.pilot, "f9", "f9", "2")  # pressed twice in a hurry, asked once
        roll = await roll_of(at)
        assert at.app.current_mode == modes.MUSTER
        assert "紧急集合 REAL" in text_of(roll.query_one(MusterBand))
        assert "未到" in packed(roll.query_one(MusterCount))
        assert len(at.app.get_screen_stack(modes.BOARD)) == 1


async def test_a_scanner_that_stutters_calls_no_roll(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(muster_start, "GUARD_S", 60)
    async with gate(site) as at:
        await press(at.pilot, "8", "1", "2")
        assert isinstance(at.app.screen, MusterStartDialog)
        assert site.muster.running() is None


async def test_the_board_has_a_key_of_its_own_and_touch_works(site: Services) -> None:
    async with gate(site) as at:
        await press(at.pilot, "8")
        await until_dialog(at, MusterStartDialog)
        await at.pilot.click("#start-back")
        await until_dialog(at, BoardScreen)
        await press(at.pilot, "8")
        await until_dialog(at, MusterStartDialog)
        tiles = list(at.app.screen.query(StartTile))
        assert all(tile.size.height >= 3 and tile.size.width >= 12 for tile in tiles)
        await at.pilot.click(tiles[0])
        roll = await roll_of(at)
        assert "演练 DRILL" in text_of(roll.query_one(MusterBand))


async def test_a_badge_marks_safe_and_checks_nobody_out(site: Services) -> None:
    async with mustering(site) as (at, roll):
        before = [one.number for one in site.attendance.on_site()]
        await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: seen(roll) == ["004"])
        answer = roll.query_one(MusterAnswer)
        assert "004" in text_of(answer)
        assert "已到" in text_of(answer)
        assert [one.number for one in site.attendance.on_site()] == before
        assert at.app.current_mode == modes.MUSTER
        await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: "已经记过" in text_of(answer))
        await at.scan("12" * 17)
        await wait_until(at.pilot, lambda: "没有记任何人" in text_of(answer))
        await at.scan(site.people.badge_code("002"))
        await wait_until(at.pilot, lambda: "原不在名单上" in text_of(answer))
        assert "同时已签到" in text_of(answer)


async def test_the_answer_goes_away_and_the_time_runs(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_module, "ANSWERED_S", 0.1)
    async with mustering(site) as (at, roll):
        await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: seen(roll) == ["004"])
        await wait_until(at.pilot, lambda: roll.query_one(MusterAnswer).scan is None)
        set_clock(site, NOON + timedelta(hours=2, minutes=33, seconds=5))
        roll.tick()
        await at.pilot.pause()
        assert "2:03:05" in text_of(roll.query_one(MusterBand))


async def test_who_is_seen_keeps_the_place_until_nobody_is_about_to_press(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with mustering(site) as (at, roll):
        first = numbers(roll)
        await at.scan(site.people.badge_code(first[1]))
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        assert numbers(roll) == first
        assert " ✓ " in text_of(roll.query_one(MusterWall))
        monkeypatch.setattr(screen_module, "STILL_S", 0)
        roll.tick()
        await at.pilot.pause()
        assert first[1] not in numbers(roll)


async def test_a_digit_marks_by_hand_and_asks_once_who_says_so(site: Services) -> None:
    async with mustering(site) as (at, roll):
        third, fifth = numbers(roll)[2], numbers(roll)[4]
        await press(at.pilot, "3")
        await until_dialog(at, WordsDialog)
        await press(at.pilot, "enter")  # nothing typed: nothing said
        await press(at.pilot, *"li", "f2", "enter")
        await wait_until(at.pilot, lambda: seen(roll) == [third])
        await press(at.pilot, "5")
        await wait_until(at.pilot, lambda: seen(roll) == [third, fifth])
        assert roll.muster is not None
        assert [mark.by for mark in roll.muster.seen] == ["li", "li"]


async def test_without_a_name_nobody_is_marked(site: Services) -> None:
    async with mustering(site) as (at, roll):
        await press(at.pilot, "3")
        await until_dialog(at, WordsDialog)
        await press(at.pilot, "escape")
        await until_dialog(at, MusterScreen)
        await press(at.pilot, "full_stop", "1")
        await until_dialog(at, WordsDialog)
        await press(at.pilot, "escape")
        await until_dialog(at, MusterScreen)
        await press(at.pilot, "full_stop", "3")
        await until_dialog(at, WordsDialog)
        await press(at.pilot, "escape")
        await until_dialog(at, MusterScreen)
        assert seen(roll) == []


async def test_a_card_is_marked_by_touch_and_a_place_without_one_is_nobody(
    site: Services,
) -> None:
    async with mustering(site) as (at, roll):
        await at.pilot.click(MusterWall, offset=(2, 2))
        await say_who(at)
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        await press(at.pilot, "plus")  # the tenth alone stands on the second page
        await at.pilot.click(MusterWall, offset=(60, 2))
        await press(at.pilot, "minus", "9")
        await at.pilot.pause(0.3)
        assert len(seen(roll)) <= 2


async def test_pages_turn_and_leave_out_who_was_seen(site: Services) -> None:
    async with mustering(site, size=(80, 24)) as (at, roll):
        assert len(numbers(roll)) == 6
        await at.scan(site.people.badge_code("001"))
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        await press(at.pilot, "plus")
        assert len(numbers(roll)) == 3
        await press(at.pilot, "plus")
        assert "001" not in numbers(roll)


async def test_somebody_is_found_by_number_or_name_and_marked(site: Services) -> None:
    async with mustering(site) as (at, roll):
        await press(at.pilot, "slash")
        await until_dialog(at, FindDialog)
        await press(at.pilot, "enter")  # nobody is found by nothing
        await press(at.pilot, *"00")
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 7)
        labels = [str(line.render()) for line in at.app.screen.query(OptionLine)]
        assert "001" in labels[0]  # the missing come first
        await press(at.pilot, "down", "f2")
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 7)
        await press(at.pilot, "down", "up", "enter")
        await say_who(at)
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        await press(at.pilot, "slash")
        await until_dialog(at, FindDialog)
        at.app.screen.query_one(Input).value = seen(roll)[0]
        await wait_until(at.pilot, lambda: "✓" in str(at.app.screen.query_one(OptionLine).render()))
        at.app.screen.query_one(Input).value = "zzz"
        await wait_until(at.pilot, lambda: not at.app.screen.query(OptionLine))
        at.app.screen.query_one(Input).value = "007"
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 1)
        await at.pilot.click(OptionLine)
        await wait_until(at.pilot, lambda: "007" in seen(roll))


async def test_visitors_are_added_here_or_missing(site: Services) -> None:
    async with mustering(site) as (at, roll):
        await press(at.pilot, "full_stop")
        await until_dialog(at, ChoiceDialog)
        await press(at.pilot, "1")
        await say_who(at)
        await say_who(at, "Zhao")
        await wait_until(at.pilot, lambda: seen(roll) == ["Zhao"])
        await press(at.pilot, "full_stop")
        await until_dialog(at, ChoiceDialog)
        await press(at.pilot, "down", "down", "up", "f2", "enter")
        await say_who(at, "Qian")
        await wait_until(at.pilot, lambda: roll.muster is not None and roll.muster.visitors == 2)
        assert roll.muster is not None
        assert roll.muster.missing[0].member.name == "Qian"
        assert "2" in text_of(roll.query_one(MusterCount))
        await press(at.pilot, "slash")
        await until_dialog(at, FindDialog)
        await press(at.pilot, *"qian", "enter")
        await wait_until(at.pilot, lambda: "Qian" in seen(roll))


async def test_a_hand_mark_beside_a_badge_is_taken_back_and_the_badge_stays(
    site: Services,
) -> None:
    def stands(is_seen: bool) -> bool:
        return bool(seen(roll)) is is_seen

    async with mustering(site) as (at, roll):
        await press(at.pilot, "1")
        await say_who(at)
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        (number,) = seen(roll)
        await at.scan(site.people.badge_code(number))
        await wait_until(
            at.pilot, lambda: roll.muster is not None and len(roll.muster.seen[0].beside) == 1
        )
        for left in (True, False):
            await press(at.pilot, "full_stop", "3")
            await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 1)
            await press(at.pilot, "1")
            await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 2)
            told = "".join(packed(one) for one in at.app.screen.query(Static))
            for part in ("只撤销这一条：手工", "仍为已到：扫胸牌"):
                assert (part in told) is bool(left)
            for part in ("重新记为未到", "重新寻找此人"):
                assert (part in told) is (not left)
            await press(at.pilot, "2")
            await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 4)
            await press(at.pilot, "1")
            await until_dialog(at, MusterScreen)
            await wait_until(at.pilot, partial(stands, left))


@pytest.mark.parametrize("how", ["hand", "badge"])
async def test_a_mark_is_taken_back_after_a_question_and_with_a_reason(
    site: Services, how: str
) -> None:
    async with mustering(site) as (at, roll):
        if how == "hand":
            await press(at.pilot, "1")
            await say_who(at)
        else:
            await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        await press(at.pilot, "full_stop", "3")
        if how == "badge":
            await say_who(at)
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 1)
        await at.pilot.click(OptionLine)
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 2)
        await press(at.pilot, "enter")  # no stands first: nothing is taken back
        await until_dialog(at, MusterScreen)
        assert len(seen(roll)) == 1
        await press(at.pilot, "full_stop", "3")
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 1)
        await press(at.pilot, "1")
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 2)
        await press(at.pilot, "2")
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 4)
        await press(at.pilot, "4")
        await until_dialog(at, WordsDialog)
        await press(at.pilot, "1", "enter")  # a number is no reason
        await press(at.pilot, "backspace", *"wrong", "enter")
        await wait_until(at.pilot, lambda: seen(roll) == [])
        await press(at.pilot, "full_stop", "3")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, ChoiceDialog))
        await press(at.pilot, "7", "0")
        await until_dialog(at, MusterScreen)


async def test_a_mark_that_is_not_among_the_newest_is_found_by_name(site: Services) -> None:
    running = site.muster.start("drill")
    everybody = [one.member for one in site.muster.view(running.uid).missing]
    for place, member in enumerate(everybody):
        set_clock(site, NOON + timedelta(seconds=place))
        site.muster.mark_safe(member.uid, "li")
    async with gate(site, (80, 24)) as at:
        roll = await roll_of(at)
        assert len(seen(roll)) == 10
        await press(at.pilot, "full_stop", "3")
        await say_who(at)
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 6)
        last = list(at.app.screen.query(OptionLine))[-1]
        assert last.region.bottom < 23  # with the way back under it
        await press(at.pilot, "6")
        await until_dialog(at, FindDialog)
        await press(at.pilot, *everybody[0].number)
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 1)
        await press(at.pilot, "enter")
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 2)
        await press(at.pilot, "2")
        await wait_until(at.pilot, lambda: len(at.app.screen.query(OptionLine)) == 4)
        await press(at.pilot, "1")
        await wait_until(at.pilot, lambda: numbers(roll) == [everybody[0].number])
        assert roll.muster is not None
        assert [one.reason for one in roll.muster.taken_back] == ["认错了人"]


async def test_another_warden_says_their_own_name(site: Services) -> None:
    async with mustering(site) as (at, roll):
        await press(at.pilot, "1")
        await say_who(at)
        await press(at.pilot, "full_stop")
        await until_dialog(at, ChoiceDialog)
        await press(at.pilot, "4")
        await say_who(at, "wang")
        await press(at.pilot, "2")
        await wait_until(at.pilot, lambda: len(seen(roll)) == 2)
        assert roll.muster is not None
        assert {mark.by for mark in roll.muster.seen} == {"li", "wang"}


async def test_nothing_leaves_the_roll_but_a_pin(site: Services) -> None:
    async with mustering(site, "real") as (at, roll):
        await press(at.pilot, "escape", "0", "f9")
        at.app.go_home()
        await at.pilot.pause(0.3)
        assert at.app.screen is roll
        await press(at.pilot, "full_stop", "5")
        await until_dialog(at, PinDialog)
        at.app.touched_at -= 100  # nobody goes on: the dialog closes, the roll stays
        await wait_until(at.pilot, lambda: at.app.screen is roll)
        await press(at.pilot, "full_stop", "5")
        await until_dialog(at, PinDialog)
        await press(at.pilot, *"001", "enter", *"111111", "enter")
        await wait_until(
            at.pilot, lambda: not at.app.screen.query_one("#pin-sentence").has_class("x")
        )
        await press(at.pilot, "escape")
        await until_dialog(at, MusterScreen)
        assert site.muster.running() is not None


async def test_digits_that_come_in_a_burst_mark_nobody(site: Services) -> None:
    """A scanner that stutters, or a code that is none: its digits are no warden's."""
    async with mustering(site) as (at, roll):
        await press(at.pilot, "3")
        await say_who(at)
        await wait_until(at.pilot, lambda: len(seen(roll)) == 1)
        for digit in "1122":
            roll.action_mark(int(digit))
        await wait_until(at.pilot, lambda: len(at.app.screen.query("Notice")) == 1)
        assert "按得太快" in str(at.app.screen.query("Notice").first().render())
        await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: "004" in seen(roll))
        assert len(seen(roll)) == 2


async def test_a_refused_scan_is_told_on_the_roll_and_counted(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with mustering(site) as (at, roll):
        code = site.people.badge_code("007")
        await at.app.threads.write(site.badges.revoke, uid_of("007"), "丢了")
        await at.scan(code)
        answer = roll.query_one(MusterAnswer)
        await wait_until(at.pilot, lambda: "007" in text_of(answer))
        assert "没有记任何人" in text_of(answer)
        await wait_until(at.pilot, lambda: "被拒扫码 1" in text_of(roll.query_one(MusterCount)))
        await at.app.threads.write(run_sql, "PRAGMA query_only = 1")
        await at.scan("12" * 17)  # it waits in the journal, and counts
        await wait_until(at.pilot, lambda: "被拒扫码 2" in text_of(roll.query_one(MusterCount)))
        assert "未能记入记录" not in text_of(answer)
        monkeypatch.setattr(keeping, "MOST_REFUSED", 1)
        await at.scan("34" * 17)
        await wait_until(at.pilot, lambda: "未能记入记录" in text_of(answer))
