"""The power fails in the middle of a form: the same member finds it again, and nobody else does."""

from pathlib import Path

import pytest
from textual.widgets import Input

from db.connection import close_file, run_sql, transaction
from kiosk import i18n
from kiosk.services import Services
from screens.member.answer import AnswerScreen
from screens.member.steps import StepScreen
from screens.modes import BOARD
from tests.board_site import press, wait_until
from tests.builders import add_item, add_post, make_site, uid_of
from tests.flows.dying import cut_power
from tests.screens.gate import Gate, gate


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    services = make_site(tmp_path, members=4)
    with transaction():
        add_item("commitment", "班前检查作业面", "Check the work face first")
        add_item("commitment", "工完料净场地清", "Leave it clean", place=2)
        add_item("service", "帮助工友修理工具", "Mended a tool", 30)
        add_item("service", "送水", "Brought water", 20, 2)
        add_post("3号塔吊", "001")
    close_file()
    return services.context.home.folder


async def scanned(at: Gate, site: Services, number: str) -> None:
    await at.scan(site.people.badge_code(number))
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, AnswerScreen))
    await at.pilot.pause(0.5)


def question(at: Gate) -> str:
    assert isinstance(at.app.screen, StepScreen)
    return str(at.app.screen.query_one("#question").content)  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_half_a_service_is_there_again_for_who_logged_it_and_nobody_else(
    folder: Path, language: str
) -> None:
    site = cut_power(folder, "scan", "2", "2", "4", 'kept:"minutes":30')
    i18n.use_language(language)
    offer = {"zh_CN": "▲接着填表", "en": "▲Finishform"}[language]
    async with gate(site, (120, 40)) as at:
        await scanned(at, site, "002")
        assert offer not in at.said
        await press(at.pilot, "6")
        assert isinstance(at.app.screen, AnswerScreen)
        await scanned(at, site, "001")
        assert offer in at.said
        await press(at.pilot, "6", "1")
        assert "30" in question(at)
        assert {"zh_CN": "送水", "en": "Brought water"}[language] in question(at)
        await press(at.pilot, "1")
        await wait_until(at.pilot, lambda: bool(run_sql("SELECT 1 FROM service_entry")))
        assert run_sql("SELECT text, minutes FROM service_entry") == [("送水", 30)]
        assert run_sql("SELECT count(*) FROM draft") == [(0,)]


async def test_half_a_promise_can_be_thrown_away(folder: Path) -> None:
    site = cut_power(folder, "scan", "1", "2", "kept:what")
    async with gate(site) as at:
        await scanned(at, site, "001")
        await press(at.pilot, "6")
        assert question(at) == "12:00 填到一半：作承诺。接着填吗？"
        await press(at.pilot, "0")
        assert site.drafts.find(uid_of("001")) is not None
        await scanned(at, site, "001")
        await press(at.pilot, "6", "2")
        await at.until_mode(BOARD)
        assert site.drafts.find(uid_of("001")) is None
        await scanned(at, site, "001")
        assert "接着填表" not in at.said
    assert run_sql("SELECT count(*) FROM commitment") == [(0,)]


def kept_answers(site: Services) -> object:
    draft = site.drafts.find(uid_of("001"))
    return None if draft is None else dict(draft.answers)


async def test_words_that_were_being_written_stand_in_the_field_again(folder: Path) -> None:
    site = cut_power(folder, "scan", "2", "9", "a", "b", "c", "kept:abc")
    async with gate(site) as at:
        await scanned(at, site, "001")
        await press(at.pilot, "6", "1")
        await wait_until(at.pilot, lambda: at.app.screen.query_one(Input).value == "abc")
        await press(at.pilot, "d", "enter")
        whole = {"what": "own words", "words": "abcd"}
        await wait_until(at.pilot, lambda: kept_answers(site) == whole)
