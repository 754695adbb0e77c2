"""What workers say is the same on every page, in every file and on the command line."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from textual.screen import Screen

from db.connection import close_file
from kiosk.commands import main
from kiosk.exports.own_record import make_own_record_pdf
from kiosk.exports.own_record_json import own_data_shape
from kiosk.services import Services
from screens.member.my_page import MyPageScreen
from screens.public.card import CardScreen
from screens.public.post_page import PostPageScreen
from screens.public.rate import RateScreen
from screens.public.workers import WorkersScreen
from tests.board_site import make_board_site
from tests.builders import NOON, set_clock, uid_of
from tests.screens.public.voice_site import at_the_board

FIRST_FIVE, MORE = (5, 4, 5, 4, 5), (1, 1, 1, 1)
"""Four more are given than are shown: nobody may see them before the fifth."""
MEAN = "4.6分（满分5分），5次评价"
STEPS = "5次起，每满5次更新"
POST = "3号塔吊"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_board_site(tmp_path, 14)
    at = NOON + timedelta(minutes=30)
    for stars in (FIRST_FIVE, MORE):
        for one in stars:
            set_clock(made, at)
            assert made.ratings.give("member", one, subject_uid=uid_of("001")) == ""
            assert made.ratings.give("site", one) == ""
            at += timedelta(minutes=15)
        set_clock(made, at)
        assert made.ratings.empty_box() == 2 * len(stars)
    return made


PAGES: dict[str, Callable[[Services], Screen[None]]] = {
    "card": lambda site: CardScreen(uid_of("001")),
    "post": lambda site: PostPageScreen(site.coverage.post_named(POST)),
    "my page": lambda site: MyPageScreen(site.people.get_member("001")),
    "rating somebody": lambda site: RateScreen(site.people.get_member("001")),
    "the site": lambda site: WorkersScreen(),
}
"""Each page that tells a mean."""


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_tells_the_same_and_when_it_changes(site: Services, page: str) -> None:
    async with at_the_board(site, (120, 40)) as worker:
        await worker.app.push_screen(PAGES[page](site))
        await worker.until_said(MEAN)
        await worker.until_said(STEPS)
        await worker.press("f2")
        await worker.until_said("4.6of5from5ratings")
        await worker.until_said("from5ratingson,thenwithevery5more")


async def test_where_there_is_no_room_the_mean_stands_alone(site: Services) -> None:
    async with at_the_board(site, (80, 24)) as worker:
        await worker.app.push_screen(RateScreen(site.people.get_member("001")))
        await worker.until_said(STEPS)
        await worker.press("f2")
        await worker.until_said("4.6of5from5ratings")
        assert "withevery5more" not in worker.words


async def test_who_has_no_five_yet_reads_when_it_will_stand_there(site: Services) -> None:
    async with at_the_board(site, (80, 24)) as worker:
        await worker.app.push_screen(MyPageScreen(site.people.get_member("002")))
        await worker.until_said("第1/2页")
        await worker.press("plus")
        await worker.until_said(f"群众评价将显示在这里：{STEPS}")


def test_files_and_commands_tell_the_same(
    site: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    own = site.records.get_own_data(uid_of("001"))
    pdf = pypdfium2.PdfDocument(make_own_record_pdf(own, site.oversight.site(), NOON.date()))
    printed = "".join(pdf[0].get_textpage().get_text_range().split())
    assert MEAN in printed
    assert STEPS in printed
    shown = {"count": 5, "mean": 4.6}
    assert own_data_shape(own, site.oversight.site(), NOON)["rating"] == shown
    home = str(site.context.home.folder)
    close_file()

    def said(*words: str) -> str:
        assert main(["--home", home, *words]) == 0
        return capsys.readouterr().out

    listed = json.loads(said("ratings", "list", "--json"))
    assert listed["site"] == shown
    (member,) = listed["members"]
    assert {name: member[name] for name in shown} == shown
    assert json.loads(said("posts", "show", POST, "--json"))["rating"] == shown
    for words in (("ratings", "list"), ("posts", "show", POST)):
        assert MEAN in said(*words)
