"""A word that an input method gives up half-written, while somebody writes into a field."""

from pathlib import Path

import pytest
from textual.widgets import Input

from kiosk.services import Services
from screens.modes import ANSWER, BOARD
from tests.board_site import wait_until
from tests.builders import make_site
from tests.screens.gate import Gate, gate


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, members=1)


async def focused_field(at: Gate) -> Input:
    field = Input()
    await at.app.screen.mount(field)
    field.focus()
    await wait_until(at.pilot, lambda: at.app.focused is field)
    return field


@pytest.mark.parametrize("word", ["zhongguo", "xian'gang fanli"])
async def test_it_lands_in_the_field_and_is_no_scan(site: Services, word: str) -> None:
    async with gate(site) as at:
        field = await focused_field(at)
        at.send(word)
        await wait_until(at.pilot, lambda: field.value == word)
        assert at.app.current_mode == BOARD
        await at.scan(site.people.badge_code("001"))
        assert at.app.current_mode == ANSWER
        assert field.value == word
    assert site.oversight.day().refused == ()


async def test_without_a_field_it_is_refused_and_only_its_ends_are_kept(site: Services) -> None:
    async with gate(site) as at:
        at.send("zhongguo")
        await at.until_mode(ANSWER)
    assert [one.code for one in site.oversight.day().refused] == ["zh…uo"]
