"""A question is read whole: none is wider than its screen, none is cut without a sign."""

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Label

from kiosk.i18n import LANGUAGES, use_language
from kiosk.service.checking import LONGEST_TEXT
from kiosk.services import Services
from kiosk.text import cell_width
from screens.dialogs.pick_list import Choice, PickList
from screens.member.my_voices import MyVoicesScreen
from screens.member.promise import MyPromisesScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.overdue import OverdueScreen
from screens.supervisor.teams import TeamsScreen
from screens.widgets.question import MOST_LINES, Question
from tests.builders import uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit

PROMISE = "".join(chr(0x4E00 + place) for place in range(LONGEST_TEXT - 2))
"""118 characters, none twice."""


def shown(member: "Visit") -> list[str]:
    """The lines of the question as they stand on the screen."""
    question = member.screen.query_one("#question", Question)
    region = question.region
    assert region.x >= 0
    assert region.right <= member.screen.size.width
    assert question.content_size.height <= MOST_LINES
    rows = range(question.content_size.height)
    lines = [question.render_line(row).text.rstrip() for row in rows]
    assert all(cell_width(line) <= question.content_size.width for line in lines)
    return lines


async def test_a_promise_of_118_characters_is_read_whole_where_it_is_judged(
    site: Services, visit: "OpenVisit"
) -> None:
    site.service.make_commitment(uid_of("001"), text=PROMISE)
    async with visit(site) as member:
        await member.open(MyPromisesScreen(site.people.get_member("001")))
        await member.press("1")
        await member.until(lambda: PROMISE in member.question)
        assert "".join(shown(member)) == member.question
        assert member.screen.query_one("#step").region.height >= 10


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_an_empty_list_says_is_read_whole(
    site: Services, visit: "OpenVisit", language: str
) -> None:
    use_language(language)
    async with visit(site) as member:
        for page in (MyVoicesScreen, MyPromisesScreen):
            await member.open(page(site.people.get_member("001")))
            lines = shown(member)
            assert "".join("".join(lines).split()) == "".join(member.question.split())
            if page is MyPromisesScreen:
                assert any(word in member.question for word in ("会列在这里", "will be here"))
                assert "1" in member.question
            await member.press("0")


async def test_what_does_not_fit_says_that_it_goes_on(site: Services, visit: "OpenVisit") -> None:
    async with visit(site) as member:
        await member.open(MyPromisesScreen(site.people.get_member("001")))
        asked: PickList[bool | None] = PickList(
            lambda: PROMISE * 2, lambda: [Choice(value=True, label="1")]
        )
        member.screen.run_worker(member.screen.ask(asked))
        await member.until(lambda: member.question == PROMISE * 2)
        await member.pilot.pause()
        assert len(shown(member)) == MOST_LINES
        assert shown(member)[-1].endswith("…")


@pytest.mark.parametrize(
    ("language", "here", "begin"),
    [("zh", "会列在这里", "选中一条"), ("en", "will be here", "choose one")],
)
async def test_where_nothing_is_overdue_it_says_what_will_be_here_and_how_to_begin(
    site: Services, visit: "OpenVisit", language: str, here: str, begin: str
) -> None:
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    use_language(language)
    async with visit(site) as member:
        member.app.open_day(site.people.get_member("001"))
        await member.until(lambda: isinstance(member.app.screen, DayScreen))
        await member.app.push_screen(OverdueScreen())
        await member.until(lambda: bool(member.app.screen.query("#step > Step")))
        question = str(member.app.screen.query_one("#question", Question).content)
        assert here in question
        assert begin in question


@pytest.mark.parametrize(
    ("language", "here", "begin"), [("zh", "会列在这里", "按 1"), ("en", "will be here", "Press 1")]
)
async def test_without_a_team_the_list_says_what_will_be_here_and_how_to_begin(
    site: Services, visit: "OpenVisit", language: str, here: str, begin: str
) -> None:
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    use_language(language)
    async with visit(site) as member:
        member.app.open_day(site.people.get_member("001"))
        await member.until(lambda: isinstance(member.app.screen, DayScreen))
        shown = TeamsScreen()
        await member.app.push_screen(shown)
        await member.until(lambda: here in str(shown.query_one("#teams-empty", Label).content))
        assert begin in str(shown.query_one("#teams-empty", Label).content)
