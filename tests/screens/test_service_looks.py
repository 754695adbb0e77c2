"""How the screens of posts, promises, services, ratings and voices look, in three sizes."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk import i18n
from kiosk.services import Services
from screens.app import KioskApp
from screens.dialogs.step import Step
from screens.member.due import DueScreen
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
from screens.supervisor.catalogue import CatalogueScreen
from screens.supervisor.confirm_services import ConfirmServicesScreen
from screens.supervisor.day import DayScreen
from screens.supervisor.overdue import OverdueScreen
from screens.supervisor.posts import PostsScreen
from screens.supervisor.ratings_list import RatingsScreen
from screens.supervisor.team_story import TeamScreen
from screens.supervisor.teams import TeamsScreen
from screens.supervisor.voice_page import VoiceScreen
from screens.supervisor.voices import VoicesScreen
from tests.board_site import wait_until
from tests.builders import scan
from tests.screens.service_site import ONE, make_service_site
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
}
EVERY = {**PUBLIC, **MEMBERS, **SUPERVISORS}


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A countdown that stands still, a wall that does not turn, letters that every machine has."""
    monkeypatch.setattr(KioskApp, "idle_left_s", 30.0)
    monkeypatch.setattr(wall_mode, "TURN_S", 3600.0)
    monkeypatch.setattr(wall_mode, "find_letters", lambda: None)


@pytest.fixture
def site(tmp_path: Path, name: str) -> Services:
    made = make_service_site(tmp_path)
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
        await settled(pilot)

    return run_before


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
