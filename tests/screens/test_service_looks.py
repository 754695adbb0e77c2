"""How the screens of posts, promises, services, ratings and voices look, in three sizes."""

from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from textual.pilot import Pilot
from textual.screen import Screen

from db.connection import transaction
from kiosk import i18n
from kiosk.exports import post_sign
from kiosk.people.photo_intake import UprightPhoto, stand_upright
from kiosk.service.entries import NewService
from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.step import Step
from screens.member.due import DueScreen
from screens.member.log import LogScreen
from screens.member.my_page import MyPageScreen
from screens.member.my_voices import MyVoicesScreen
from screens.member.promise import MyPromisesScreen, PromiseScreen
from screens.member.steps import Steps
from screens.member.take_home import TakeHomeScreen
from screens.public import wall_mode
from screens.public.more import MoreScreen
from screens.public.post_list import PostListScreen
from screens.public.post_page import PostPageScreen
from screens.public.promises import PromisesScreen
from screens.public.rate import RateScreen
from screens.public.team_list import TeamListScreen
from screens.public.team_page import TeamPageScreen
from screens.public.voice_list import VoiceListScreen
from screens.public.voice_look_up import LookUpScreen
from screens.public.voice_raise import RaiseScreen
from screens.public.wall_mode import WallModeScreen
from screens.public.workers import WorkersScreen
from screens.supervisor.badge_paper import PagePicture
from screens.supervisor.catalogue import CatalogueScreen
from screens.supervisor.confirm_services import ConfirmServicesScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.overdue import OverdueScreen
from screens.supervisor.post_new import NewKeyPostScreen
from screens.supervisor.post_other import NewPostScreen
from screens.supervisor.post_page import PostScreen
from screens.supervisor.post_sign import SignScreen
from screens.supervisor.posts import PostsScreen
from screens.supervisor.ranking import RankingScreen
from screens.supervisor.ratings_list import RatingsScreen
from screens.supervisor.ratings_ruling import RulingScreen
from screens.supervisor.service_photos import ServicePhotosDialog
from screens.supervisor.team_story import TeamScreen
from screens.supervisor.teams import TeamsScreen
from screens.supervisor.voice_page import VoiceScreen
from screens.supervisor.voices import VoicesScreen
from screens.widgets.photos import PhotoView
from tests.board_site import press, wait_until
from tests.builders import add_item, scan, uid_of
from tests.screens.service_site import ONE, TWO, make_service_site
from tests.screens.settling import settled

SIZES = {"small": (80, 24), "middle": (120, 40), "large": (200, 60)}
Compare = Callable[..., bool]
Make = Callable[[Services], Screen[Any]]


def _post(site: Services) -> Screen[Any]:
    return PostPageScreen(next(p.uid for p in site.coverage.posts() if p.name == "3号塔吊"))


def _team(site: Services) -> Screen[Any]:
    return TeamPageScreen(_team_of(site))


def _team_of(site: Services) -> Any:  # a key
    return next(team.uid for team in site.teams.list_teams() if team.name == "抗台突击队")


def _me(kind: Callable[[Any], Screen[Any]]) -> Make:
    return lambda site: kind(site.people.get_member(ONE))


def _setting(kind: Callable[[Any, Any], Screen[Any]], name: str) -> Make:
    def make(site: Services) -> Screen[Any]:
        uid = next(post.uid for post in site.coverage.posts() if post.name == name)
        return kind(site.people.get_member(ONE), site.coverage.find_set(uid))

    return make


def _making(kind: Callable[[Any, Any], Screen[Any]]) -> Make:
    return lambda site: kind(site.people.get_member(ONE), lambda _uid: None)


def _ruling(site: Services) -> Screen[Any]:
    rating = site.ratings.list_given(most=1)[0]
    return RulingScreen(site.people.get_member(ONE), rating)


def _photos(site: Services) -> Screen[Any]:
    photos = [_gradient(degrees) for degrees in (0, 90)]
    done = NewService(30, text="修好工友宿舍水龙头", photos=photos)
    return ServicePhotosDialog(site.service.log(uid_of(TWO), done))


def _gradient(degrees: int) -> UprightPhoto:
    found = BytesIO()
    picture = Image.linear_gradient("L").rotate(degrees).resize((640, 480))
    picture.convert("RGB").save(found, "PNG")
    return stand_upright(found.getvalue())


PUBLIC: Mapping[str, Make] = {
    "workers": lambda _site: WorkersScreen(),
    "rate": _me(RateScreen),
    "hazard": lambda _site: RaiseScreen("hazard"),
    "voices": lambda _site: VoiceListScreen(),
    "look up": lambda _site: LookUpScreen(3),
    "more": lambda _site: MoreScreen(),
    "posts": lambda _site: PostListScreen(),
    "post": _post,
    "teams": lambda _site: TeamListScreen(),
    "team": _team,
    "promises": lambda _site: PromisesScreen(),
    "wall": lambda _site: WallModeScreen(),
}
MEMBERS: Mapping[str, Make] = {
    "log": _me(LogScreen),
    "log minutes": _me(LogScreen),
    "promise": _me(PromiseScreen),
    "due": _me(DueScreen),
    "my promises": _me(MyPromisesScreen),
    "my page": _me(MyPageScreen),
    "my voices": _me(MyVoicesScreen),
    "take home": _me(TakeHomeScreen),
}
SUPERVISORS: Mapping[str, Make] = {
    "kept voices": lambda _site: VoicesScreen(),
    "a voice": lambda site: VoiceScreen(site.people.get_member(ONE), 4),
    "confirm": lambda _site: ConfirmServicesScreen(),
    "overdue": lambda _site: OverdueScreen(),
    "ratings": lambda _site: RatingsScreen(),
    "set teams": lambda _site: TeamsScreen(),
    "set a team": lambda site: TeamScreen(
        site.people.get_member(ONE), site.teams.team(_team_of(site))
    ),
    "set posts": lambda _site: PostsScreen(),
    "catalogue": lambda _site: CatalogueScreen(),
    "ranking": lambda _site: RankingScreen(),
    "a rating": _ruling,
    "set a post": _setting(PostScreen, "3号塔吊"),
    "post sign": _setting(SignScreen, "3号塔吊"),
    "new post": _making(NewPostScreen),
    "new key post": _making(NewKeyPostScreen),
    "service photos": _photos,
}
KEYS: Mapping[str, tuple[str, ...]] = {"log minutes": ("2",)}
"""What is pressed on a page before it is looked at."""
DONE = ("帮助工友修理工具", "调解班组纠纷", "帮带新工人", "清理公共通道", "送医陪护")
"""Usual services, where one is logged."""
EVERY = {**PUBLIC, **MEMBERS, **SUPERVISORS}


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is the same each time: countdown, wall, letters that every machine has, a post's key."""
    monkeypatch.setattr(KioskApp, "idle_left_s", 30.0)
    monkeypatch.setattr(wall_mode, "TURN_S", 3600.0)
    monkeypatch.setattr(wall_mode, "find_letters", lambda: None)
    monkeypatch.setattr(post_sign, "post_link", lambda *_post: "http://kiosk.local:8080/p/AB")


@pytest.fixture
def site(tmp_path: Path, name: str) -> Services:
    made = make_service_site(tmp_path)
    if name in {"log", "log minutes"}:
        with transaction():
            for place, text in enumerate(DONE):
                add_item("service", text, minutes=30, place=place)
    if name == "due":  # only who left is asked
        scan(made, ONE)
    return made


def opening(site: Services, name: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def run_before(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, KioskApp)
        await wait_until(pilot, lambda: app.status.members > 0)
        if name in SUPERVISORS:
            app.open_day(site.people.get_member(ONE))
            await wait_until(pilot, lambda: isinstance(app.screen, DayScreen))
        shown = EVERY[name](site)
        await app.push_screen(shown)
        await wait_until(pilot, lambda: app.screen is shown)
        if isinstance(shown, Steps):
            await wait_until(pilot, lambda: bool(shown.query(Step)))
        await press(pilot, *KEYS.get(name, ()))
        await _drawn(pilot, shown)
        await settled(pilot)

    return run_before


async def _drawn(pilot: Pilot[None], shown: Screen[Any]) -> None:
    """Wait for pictures."""
    if isinstance(shown, SignScreen):
        await wait_until(pilot, lambda: shown.query_one(PagePicture).is_drawn)
    if isinstance(shown, ServicePhotosDialog):
        await wait_until(pilot, lambda: shown.query_one(PhotoView).photo is not None)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", EVERY)
def test_it_looks_as_it_was_last_looked_at(
    snap_compare: Compare, site: Services, name: str, size: str
) -> None:
    app = KioskApp(site, site.oversight.site())
    assert snap_compare(app, terminal_size=SIZES[size], run_before=opening(site, name))


@pytest.mark.parametrize("name", EVERY)
def test_it_looks_in_english_as_it_was_last_looked_at(
    snap_compare: Compare, site: Services, name: str
) -> None:
    i18n.use_language("en")
    app = KioskApp(site, site.oversight.site())
    assert snap_compare(app, terminal_size=SIZES["small"], run_before=opening(site, name))
