"""A supervisor's half form is offered to them alone, with what it is about as it stands now."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest

from db.connection import transaction
from kiosk.attendance.waiting import list_waiting
from kiosk.i18n import _
from kiosk.people.teams.views import NewTeam
from kiosk.service.drafts import DraftView
from kiosk.service.voices import VoiceWords
from kiosk.services import Services
from screens.supervisor.day import DayScreen
from screens.supervisor.forms import _PAGES, _page
from screens.supervisor.leaving_form import DraftDialog
from screens.supervisor.post_new import NewKeyPostScreen
from screens.supervisor.voice_page import VoiceScreen
from screens.widgets.notice import Notice
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of
from tests.resting import at_rest
from tests.screens.supervisor.desk import Desk, at_the_desk


class Subjects(NamedTuple):
    """What forms can be about."""

    team: UUID
    post: UUID
    voice: int
    rating: UUID
    waiting: UUID


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 4)


def make_subjects(site: Services) -> Subjects:
    for number in ("001", "002"):
        site.access.set_pin(uid_of(number), "supervisor", "280461")
    with transaction():
        post = add_post("3号塔吊", "001")
    team = site.teams.raise_team(NewTeam("防汛突击队", "守住基坑", uid_of("002")), uid_of("001"))
    voice = site.voices.raise_voice("problem", VoiceWords(text="水管漏水")).voice.number
    site.ratings.give("site", 4)
    scan(site, "003")
    set_clock(site, NOON + timedelta(days=2))
    site.ratings.empty_box()
    (rating,) = site.ratings.list_given()
    return Subjects(team, post, voice, rating.uid, list_waiting(site.context)[0].uid)


def abouts(about: Subjects) -> dict[str, str]:
    member, two = str(uid_of("004")), f"{uid_of('003')} {uid_of('004')}"
    return {
        **{"@catalogue": "", "@services": "", "@overdue": "2026-11-19"},
        **{"@new team": "", "@new key post": "", "@new post": ""},
        **{"@team": str(about.team), "@post": str(about.post), "@voice": str(about.voice)},
        **{"@rating": str(about.rating), "@presence": str(about.waiting)},
        **{"@member": member, "@let go": member, "@refuse photo": member, "@remove photo": member},
        **{"@reissue": two, "@revoke": two},
    }


async def test_every_form_has_a_page_about_what_it_was_about(site: Services) -> None:
    known = abouts(make_subjects(site))
    assert set(known) == set(_PAGES)
    async with at_the_desk(site) as desk:
        me = site.people.get_member("001")
        for form, about in known.items():
            page = await _page(desk.app, me, DraftView(form, {"about": about}, NOON))
            assert page is not None
            assert (page.form, page.about) == (form, about)
            assert page.errand
        for form in ("@member", "@team", "@post", "@rating", "@presence", "@let go", "@revoke"):
            gone = DraftView(form, {"about": str(uuid4())}, NOON)
            assert await _page(desk.app, me, gone) is None
        assert await _page(desk.app, me, DraftView("@a form to come", {}, NOON)) is None


async def open_again(desk: Desk) -> None:
    desk.app.go_home()
    await desk.until(lambda: desk.app.supervisor is None)
    desk.app.open_day(desk.services.people.get_member("001"))
    await desk.until(lambda: desk.app.supervisor is not None)


async def test_it_can_be_left_for_later_and_thrown_away(site: Services) -> None:
    async with at_the_desk(site) as desk:
        site.drafts.save(uid_of("001"), "@new team", {"typed x": "守住基坑"})
        await open_again(desk)
        await desk.until_on(DraftDialog)
        assert "上次没有保存的表单：组建突击队" in desk.words
        await desk.press("0")
        await desk.until_on(DayScreen)
        assert site.drafts.find_at_desk(uid_of("001")) is not None
        await open_again(desk)
        await desk.until_on(DraftDialog)
        await desk.press("2")
        await desk.until_on(DayScreen)
        await desk.until(lambda: site.drafts.find_at_desk(uid_of("001")) is None)


async def test_a_form_about_what_is_no_more_is_said_to_be_settled(site: Services) -> None:
    site.drafts.save(uid_of("001"), "@team", {"about": str(uuid4()), "typed x …": "话"})
    async with at_the_desk(site) as desk:
        await desk.until(lambda: bool(desk.app.screen.query(Notice)))
        notice = desk.app.screen.query_one(Notice)
        assert _("A form was half filled in; what it was about is settled since.") in str(
            notice.content
        )
        assert isinstance(desk.app.screen, DayScreen)
        assert site.drafts.find_at_desk(uid_of("001")) is None


async def test_a_new_post_is_kept_from_the_first_answer_and_a_voice_once_words_are_begun(
    site: Services,
) -> None:
    about = make_subjects(site)
    me = site.people.get_member("001")
    async with at_the_desk(site) as desk:
        await desk.open(VoiceScreen(me, about.voice))
        await desk.until_said("不采纳")
        await desk.press("3", "9")
        await at_rest(desk.pilot)
        assert site.drafts.find_at_desk(uid_of("001")) is None
        await desk.press("escape", "0", "0")
        await desk.until_on(DayScreen)
        await desk.open(NewKeyPostScreen(me, lambda _uid: None))
        await desk.until_said("岗位叫什么")
        await desk.press("1")
        await desk.until(lambda: site.drafts.find_at_desk(uid_of("001")) is not None)
        await desk.press("0")
        await desk.until(lambda: site.drafts.find_at_desk(uid_of("001")) is None)
