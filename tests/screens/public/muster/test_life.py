"""The end of a roll call, other terminals, restarts, and a record that fails."""

import pytest
from textual.widgets import Static

from db.connection import run_sql
from db.errors import NotStored
from kiosk import i18n
from kiosk.attendance.muster import journal as journals
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.attendance.muster.ending import AFTER_END
from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import Scan
from kiosk.errors import KioskError
from kiosk.services import Services
from screens import modes
from screens.devices import Devices
from screens.dialogs.pin import PinDialog
from screens.member.answer import AnswerScreen
from screens.public.muster_mode import MusterMode
from screens.public.muster_parts import MusterAnswer, MusterBand, MusterCount, refusal_words
from screens.public.muster_report import MusterReportDialog
from screens.public.muster_start import MusterStartDialog
from screens.public.muster_wall import MusterWall, shape_of
from screens.scanning import is_lost
from tests.board_site import press, wait_until
from tests.builders import uid_of
from tests.screens.gate import gate
from tests.screens.public.muster.calling import (
    PIN,
    end_it,
    mustering,
    numbers,
    packed,
    roll_of,
    seen,
    text_of,
    until_dialog,
)


async def test_it_ends_with_a_report_and_the_board_comes_back(site: Services) -> None:
    async with mustering(site, "real") as (at, _roll):
        await at.scan(site.people.badge_code("004"))
        report = await end_it(at)
        words = "\n".join(str(part.render()) for part in report.query(Static))
        assert "紧急集合 REAL" in words
        assert "已存为 print/muster-real-" in words
        assert list((site.context.home.folder / "print").glob("muster-real-*.txt"))
        await press(at.pilot, "plus", "minus", "down", "up", "f2")
        await at.pilot.pause(1.2)  # the look at the record leaves the report alone
        assert isinstance(at.app.screen, MusterReportDialog)
        await press(at.pilot, "0")
        await at.until_mode(modes.BOARD)
        await at.scan(site.people.badge_code("002"))
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, AnswerScreen))


async def test_a_report_that_cant_be_saved_says_so(site: Services) -> None:
    (site.context.home.folder / "print").write_text("in the way")
    async with mustering(site) as (at, _roll):
        report = await end_it(at)
        assert "没能存成文件" in str(report.query_one("#report-where", Static).render())


async def test_a_drill_becomes_real_and_nobody_is_taken_over(site: Services) -> None:
    async with mustering(site) as (at, roll):
        await at.scan(site.people.badge_code("004"))
        await press(at.pilot, "f9")
        await until_dialog(at, MusterStartDialog)
        await press(at.pilot, "1")  # a drill is not on offer
        await press(at.pilot, "2")
        await wait_until(at.pilot, lambda: roll.muster is not None and roll.muster.kind == "real")
        assert seen(roll) == []
        assert "REAL" in text_of(roll.query_one(MusterBand))


async def test_a_drill_that_becomes_real_elsewhere_is_real_here(site: Services) -> None:
    async with mustering(site) as (at, roll):
        await at.app.threads.write(MusterDesk(site.context, "command").start, "real")
        at.app._written.set()
        await wait_until(at.pilot, lambda: roll.muster is not None and roll.muster.kind == "real")


async def test_after_a_restart_the_roll_is_called_on(site: Services) -> None:
    site.muster.start("real")
    site.muster.mark_safe(uid_of("004"), "li")
    async with gate(site) as at:
        roll = await roll_of(at)
        assert seen(roll) == ["004"]


async def test_a_muster_of_another_process_is_followed_from_start_to_end(
    site: Services,
) -> None:
    other = MusterDesk(site.context, "command")
    async with gate(site) as at:
        await wait_until(at.pilot, lambda: at.app.status.members > 0)
        await at.app.threads.write(other.start, "drill")
        at.app._written.set()
        roll = await roll_of(at)
        await at.app.threads.write(other.mark_safe, uid_of("004"), "wang")
        at.app._written.set()
        await wait_until(at.pilot, lambda: seen(roll) == ["004"])
        await at.app.threads.write(other.end, "001", "li")
        at.app._written.set()
        await at.until_mode(modes.BOARD)


async def test_a_badge_before_the_start_was_seen_here_marks_safe_at_once(
    site: Services,
) -> None:
    async with gate(site) as at:
        await wait_until(at.pilot, lambda: at.app.status.members > 0)
        await at.app.threads.write(MusterDesk(site.context, "command").start, "real")
        await at.scan(site.people.badge_code("004"))
        roll = await roll_of(at)
        await wait_until(at.pilot, lambda: seen(roll) == ["004"])
        assert "004" in [one.number for one in site.attendance.on_site()]


async def test_what_the_desk_refuses_is_told(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_away(_mode: MusterMode, _running: object) -> None:
        """The look at the record would close the question before it is answered."""

    monkeypatch.setattr(MusterMode, "follow", look_away)
    async with gate(site) as at:
        await press(at.pilot, "f9")
        await until_dialog(at, MusterStartDialog)
        await at.app.threads.write(MusterDesk(site.context, "command").start, "real")
        await press(at.pilot, "1")
        await wait_until(
            at.pilot, lambda: "真实" in str(at.app.screen.query("Notice").first().render())
        )


async def test_an_end_that_came_first_is_told(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*_args: object) -> None:
        raise KioskError("no_muster", "已经结束")

    async with mustering(site) as (at, _roll):
        monkeypatch.setattr(MusterDesk, "end", too_late)
        await press(at.pilot, "full_stop", "5")
        await until_dialog(at, PinDialog)
        await press(at.pilot, *"001", "enter", *PIN, "enter")
        await wait_until(at.pilot, lambda: len(at.app.screen.query("Notice")) == 1)
        assert at.app.current_mode == modes.MUSTER
        assert at.app.mustering.is_reporting is False


async def test_a_record_that_cant_be_written_is_told_and_taken_over(site: Services) -> None:
    async with mustering(site) as (at, roll):
        await at.app.threads.write(run_sql, "PRAGMA query_only = 1")
        await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: seen(roll) == ["004"])
        await wait_until(at.pilot, lambda: "暂存" in text_of(roll.query_one(MusterCount)))
        await at.app.threads.write(run_sql, "PRAGMA query_only = 0")
        for _look in range(6):
            await at.app.mustering.follow(at.app.mustering.running)
        await wait_until(at.pilot, lambda: site.muster.journal.kept == "record")
        await wait_until(at.pilot, lambda: "暂存" not in text_of(roll.query_one(MusterCount)))


async def test_marks_in_memory_only_ask_for_paper(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "_write", lambda _place, _line: False)
    async with mustering(site) as (at, roll):
        await at.app.threads.write(run_sql, "PRAGMA query_only = 1")
        await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: "写在纸上" in text_of(roll.query_one(MusterCount)))


async def test_when_everybody_was_seen_it_is_green_and_says_so(site: Services) -> None:
    async with mustering(site, size=(200, 60)) as (at, roll):
        here = [one.number for one in site.attendance.on_site()]
        for number in here:
            await at.app.threads.write(site.muster.mark_safe, uid_of(number), "li")
        at.app._written.set()
        await wait_until(at.pilot, lambda: "全部到齐" in packed(roll.query_one(MusterCount)))
        await press(at.pilot, "plus")
        await wait_until(at.pilot, lambda: "结束点名" in text_of(roll.query_one(MusterWall)))
        await press(at.pilot, "1", "plus", "minus")
        await press(at.pilot, "f2")
        await wait_until(at.pilot, lambda: "10 of 10" in text_of(roll.query_one(MusterCount)))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 12)])
async def test_it_fits_every_screen_and_every_language(
    site: Services, size: tuple[int, int]
) -> None:
    for language in i18n.LANGUAGES:
        i18n.use_language(language)
        async with gate(site, size) as at:
            await at.app.threads.write(site.muster.start, "real")
            at.app._written.set()
            roll = await roll_of(at)
            await at.pilot.pause(0.2)
            assert "REAL" in text_of(roll.query_one(MusterBand))
            assert numbers(roll)[0] == "001"
            assert " 1 " in text_of(roll.query_one(MusterWall))


async def test_where_the_record_cant_be_read_the_last_roll_stays(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with mustering(site) as (at, roll):
        before = numbers(roll)

        def broken(_self: object, _uid: object) -> None:
            raise KioskError("damaged", "读不出")

        monkeypatch.setattr(MusterDesk, "view", broken)
        await roll.record_changed()
        await wait_until(at.pilot, lambda: len(at.app.screen.query("Notice")) == 1)
        assert numbers(roll) == before
        monkeypatch.undo()


async def test_another_size_shows_other_faces(site: Services) -> None:
    async with mustering(site) as (at, roll):
        assert len(numbers(roll)) == 9
        await at.pilot.resize_terminal(80, 24)
        await wait_until(at.pilot, lambda: len(numbers(roll)) == 6)


@pytest.mark.parametrize(
    ("width", "height", "columns", "rows"),
    [(46, 17, 3, 2), (72, 29, 3, 3), (126, 47, 3, 3), (10, 3, 1, 1), (30, 17, 2, 2)],
)
def test_a_wall_has_as_many_cards_as_keys_and_room(
    width: int, height: int, columns: int, rows: int
) -> None:
    shape = shape_of(width, height)
    assert (shape.columns, shape.rows) == (columns, rows)
    assert shape.cards <= 9


def test_every_refusal_has_words() -> None:
    reasons = ("member_left", "badge_dead", "unknown_code", "broken", "not_a_code")
    assert len({refusal_words(reason) for reason in reasons}) == 5


async def test_a_badge_sounds_and_no_scanner_takes_it_for_a_repeat(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    async def hear(_devices: object, result: MusterScan) -> None:
        heard.append(result.result)

    monkeypatch.setattr(Devices, "sound", hear)
    async with mustering(site) as (at, roll):
        code = site.people.badge_code("004")
        assert at.app.scanners.admit(code, "paste")
        assert at.app.devices.admits(Scan(code, "wedge"))  # another one, at once
        await at.scan(code)
        await wait_until(at.pilot, lambda: seen(roll) == ["004"])
        await wait_until(at.pilot, lambda: heard == ["safe"])
        await end_it(at)
        for source in ("wedge", "paste"):  # for a minute everybody is answered
            assert at.app.devices.admits(Scan(code, source))
        at.app.mustering._ended_at_s -= AFTER_END.total_seconds()
        assert at.app.devices.admits(Scan(code, "paste"))
        assert not at.app.scanners.admit(code, "wedge")


async def test_marks_of_another_muster_are_told_once_where_they_are_kept_aside(
    site: Services,
) -> None:
    folder = site.context.home.folder
    (folder / "muster.journal.aside-1").write_text("{}")
    async with gate(site) as at:
        await wait_until(at.pilot, lambda: len(at.app.screen.query("Notice")) == 1)
        assert "另行保存" in str(at.app.screen.query("Notice").first().render())
        await at.app.screen.query("Notice").remove()
        await at.app.mustering._tell_aside()
        assert not at.app.screen.query("Notice")
        (folder / "muster.journal").write_text("{}")
        await wait_until(at.pilot, lambda: len(at.app.screen.query("Notice")) == 1)
        assert (folder / "muster.journal.aside-2").read_text() == "{}"


async def test_a_badge_in_the_minute_after_the_end_checks_nobody_out(site: Services) -> None:
    async with mustering(site) as (at, _roll):
        report = await end_it(at)
        assert report.is_current
        await at.scan(site.people.badge_code("004"))
        await wait_until(at.pilot, lambda: at.app.current_mode == modes.ANSWER)
        assert "您被记为未到" in at.said
    assert "004" in [one.number for one in site.attendance.on_site()]


async def test_a_badge_that_was_not_recorded_is_never_skipped(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: object) -> None:
        raise NotStored("broken")

    async with mustering(site) as (at, roll):
        monkeypatch.setattr(MusterDesk, "running", broken)
        await at.scan(site.people.badge_code("004"))
        answer = roll.query_one(MusterAnswer)
        await wait_until(at.pilot, lambda: answer.scan is not None)
        assert answer.scan is not None
        assert is_lost(answer.scan)
        monkeypatch.undo()
