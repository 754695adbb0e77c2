"""The catalogue kept by a supervisor: added to, reworded, given minutes, taken out."""

from pathlib import Path

import pytest

from kiosk.service.choices import NewItem
from kiosk.services import Services
from screens.supervisor.catalogue import CatalogueScreen
from screens.supervisor.menu import MenuScreen
from tests.builders import make_site
from tests.screens.supervisor.desk import Desk, at_the_desk
from tests.screens.supervisor.post_desk import PostDesk


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path, 3)
    services.service.add_item("service", NewItem("送水", "", 20))
    return services


async def open_kind(desk: Desk, key: str) -> PostDesk:
    await desk.app.push_screen(CatalogueScreen())
    await desk.until_said("要看哪一类？")
    post = PostDesk(desk)
    await post.answer(key)
    return post


def items(site: Services, kind: str) -> list[tuple[str, str, int]]:
    return [(one.text, one.text_en, one.minutes) for one in site.service.list_catalogue(kind)]


async def test_the_menu_leads_there_and_an_empty_kind_says_how_to_begin(site: Services) -> None:
    async with at_the_desk(site) as desk:
        await desk.press(".")
        await desk.until_on(MenuScreen)
        await desk.press("plus", "2")
        await desk.until_on(CatalogueScreen)
        await desk.until_said("要看哪一类？")
        post = PostDesk(desk)
        await post.answer("5")
        await desk.until_said("按9添加")
        await post.answer("9")
        await desk.press(*"wires")
        await post.answer("enter")
        await post.stored()
        assert items(site, "hazard") == [("wires", "", 0)]
        await post.answer("0")
        await desk.press("0")
        await desk.until_on(MenuScreen)


async def test_a_service_is_added_with_its_minutes_and_what_is_there_is_refused(
    site: Services,
) -> None:
    async with at_the_desk(site) as desk:
        post = await open_kind(desk, "2")
        await post.answer("9")
        await desk.press(*"lamp")
        await post.answer("enter", "9")
        await post.answer("escape", "9")
        await desk.press("4", "5")
        await post.answer("enter")
        await post.stored()
        assert ("lamp", "", 45) in items(site, "service")
        await post.answer("9")
        await desk.press(*"lamp")
        await post.answer("enter", "0")
        await desk.until_said("送水")


async def test_an_item_gets_other_words_a_translation_and_minutes(site: Services) -> None:
    async with at_the_desk(site) as desk:
        post = await open_kind(desk, "2")
        await post.answer("1", "2")
        await desk.press(*"water")
        await post.answer("enter")
        await post.stored()
        await post.answer("1", "3", "1")
        await post.stored()
        assert items(site, "service") == [("送水", "water", 5)]
        await post.answer("1", "1")
        await desk.press(*"tea")
        await post.answer("enter")
        await post.stored()
        assert items(site, "service") == [("tea", "water", 5)]
        await post.answer("1", "1", "enter", "1", "3", "0", "1", "0")
        assert items(site, "service") == [("tea", "water", 5)]


async def test_an_item_is_taken_out_after_a_question(site: Services) -> None:
    async with at_the_desk(site) as desk:
        post = await open_kind(desk, "2")
        await post.answer("1", "4", "2", "1", "4", "1")
        await post.stored()
        await desk.until_said("按9添加")
    assert items(site, "service") == []
    assert len(site.service.list_catalogue("service", retired=True)) == 1
