"""The power fails while somebody writes: each kind of form is there again, for them alone."""

from pathlib import Path

import pytest
from textual.widgets import Input

from db.connection import close_file, run_sql, transaction
from kiosk.service.voices import VoiceWords
from kiosk.services import Services
from screens.member.answer import AnswerScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.leaving_form import DraftDialog
from tests.board_site import press, wait_until
from tests.builders import add_item, add_post, make_site, uid_of
from tests.flows.dying import cut_power
from tests.resting import at_rest
from tests.screens.gate import Gate, gate

WORDS = "吊车今天一直在别的楼上"


MEMBERS = {
    "why a promise was missed": "4 1 3 9",
    "how a voice was solved": "7 2 1 1 9",
    "a correction": "5 3 9 1 0 8 3 0 enter 1 9",
    "a voice by name": "7 2 9 1 9",
}
"""Keys after a scan that lead to a field for words."""

THEN = {"the goal of a team": ("1", "9")}
"""Keys that are still needed after the words: who leads the team, until when."""

SUPERVISORS = {
    "the duty of a post": ". 5 enter 6 1 9",
    "the goal of a team": ". plus 1 1 1 9",
    "an item of the catalogue": ". plus 2 5 9",
    "words of a voice for all": ". 6 enter 6 2",
}
"""The same after the day was opened."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    services = make_site(tmp_path, members=4)
    with transaction():
        add_item("commitment", "班前检查作业面", "Check the work face first")
        add_post("3号塔吊", "001")
    item = services.service.list_commitment_items()[0]
    services.service.make_commitment(uid_of("001"), item_uid=item.uid)
    for number in ("001", "002"):
        services.access.set_pin(uid_of(number), "supervisor", "280461")
    raised = services.voices.raise_voice("problem", VoiceWords(text="水管漏水"))
    services.voices.assign(raised.voice.number, uid_of("001"), uid_of("002"))
    close_file()
    return services.context.home.folder


async def scanned(at: Gate, site: Services, number: str) -> None:
    await at.scan(site.people.badge_code(number))
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, AnswerScreen))


async def opened_day(at: Gate, site: Services, number: str) -> None:
    at.app.open_day(site.people.get_member(number))
    await wait_until(at.pilot, lambda: isinstance(at.app.screen, DayScreen | DraftDialog))
    await at_rest(at.pilot)


async def words_stand_again(at: Gate) -> None:
    def is_there() -> bool:
        return at.app.screen.query_one("WordsField Input", Input).value == WORDS

    await wait_until(at.pilot, is_there)


def is_on_record() -> bool:
    return any(WORDS in payload for (payload,) in run_sql("SELECT payload FROM ledger_entry"))


async def store(at: Gate, *then: str) -> None:
    await press(at.pilot, "enter", *then)
    await wait_until(at.pilot, is_on_record)
    await wait_until(at.pilot, lambda: run_sql("SELECT count(*) FROM draft") == [(0,)])


@pytest.mark.parametrize("keys", MEMBERS.values(), ids=MEMBERS.keys())
async def test_a_member_finds_the_words_after_their_next_scan(folder: Path, keys: str) -> None:
    site = cut_power(folder, "scan", *keys.split(), f"write:{WORDS}", f"kept:{WORDS}")
    async with gate(site, (120, 40)) as at:
        await scanned(at, site, "002")
        await at_rest(at.pilot)
        await press(at.pilot, "6")
        assert isinstance(at.app.screen, AnswerScreen)
        await scanned(at, site, "001")
        await wait_until(at.pilot, lambda: "接着填表" in at.said)
        await press(at.pilot, "6", "1")
        await words_stand_again(at)
        await store(at)


@pytest.mark.parametrize("form", SUPERVISORS)
async def test_a_supervisor_finds_the_words_when_they_open_the_day(folder: Path, form: str) -> None:
    keys = SUPERVISORS[form]
    site = cut_power(folder, "desk", *keys.split(), f"write:{WORDS}", f"kept:{WORDS}")
    async with gate(site, (120, 40)) as at:
        await scanned(at, site, "001")  # a scan is no PIN
        await at_rest(at.pilot)
        assert "接着填表" not in at.said
        await opened_day(at, site, "002")
        assert isinstance(at.app.screen, DayScreen)
        at.app.go_home()
        await wait_until(at.pilot, lambda: at.app.supervisor is None)
        await opened_day(at, site, "001")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, DraftDialog))
        await press(at.pilot, "1")
        await words_stand_again(at)
        await store(at, *THEN.get(form, ()))


async def test_half_a_new_member_is_there_again_for_who_wrote_it(folder: Path) -> None:
    keys = [". 1 1", "see:职务", "field:name:赵新", "field:job:电工", "kept:电工"]
    site = cut_power(folder, "desk", *" ".join(keys).split())
    async with gate(site, (120, 40)) as at:
        await opened_day(at, site, "002")
        assert isinstance(at.app.screen, DayScreen)
        at.app.go_home()
        await wait_until(at.pilot, lambda: at.app.supervisor is None)
        await opened_day(at, site, "001")
        await wait_until(at.pilot, lambda: isinstance(at.app.screen, DraftDialog))
        await press(at.pilot, "1")
        await wait_until(at.pilot, lambda: at.app.screen.query_one("#job", Input).value == "电工")
        assert at.app.screen.query_one("#name", Input).value == "赵新"
        await press(at.pilot, "f4")
        await wait_until(at.pilot, lambda: "赵新" in [m.name for m in site.keeping.list_kept()])
        assert run_sql("SELECT count(*) FROM draft") == [(0,)]
