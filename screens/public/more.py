"""What else the kiosk shows, `.` on the board: posts, teams, promises, voices, the wall."""

from collections.abc import Callable, Sequence

from textual.screen import Screen

from kiosk.i18n import _
from screens.dialogs.pick_list import Choice, PickList
from screens.public.workers_steps import PublicSteps

MakeScreen = Callable[[], Screen[None]]


class MoreScreen(PublicSteps):
    """Large choices, each of which opens a page above this one."""

    @property
    def errand(self) -> str:
        """What these are."""
        return _("More to see")

    async def story(self) -> bool:
        """Open one page after the other, until somebody goes back."""
        asked = PickList(lambda: _("What do you want to see?"), _choices)
        while (make := await self.ask(asked)) is not None:
            await self.open_above(make())
            asked = asked.anew()
        return False


def _choices() -> Sequence[Choice[MakeScreen]]:
    return [
        Choice(_posts, _("Posts"), _("duty, who is there, promises")),
        Choice(_teams, _("Teams"), _("raised for urgent tasks")),
        Choice(_promises, _("Promises of today"), _("what became of each")),
        Choice(_voices, _("Voices in public"), _("what was said, and what was done")),
        Choice(_wall, _("Wall display"), _("turns by itself; any key ends it")),
        Choice(_look_up, _("Look up a number"), _("what became of your voice")),
    ]


def _posts() -> Screen[None]:
    from screens.public.post_list import PostListScreen  # each costs when it is opened

    return PostListScreen()


def _teams() -> Screen[None]:
    from screens.public.team_list import TeamListScreen  # each costs when it is opened

    return TeamListScreen()


def _promises() -> Screen[None]:
    from screens.public.promises import PromisesScreen  # each costs when it is opened

    return PromisesScreen()


def _voices() -> Screen[None]:
    from screens.public.voice_list import VoiceListScreen  # each costs when it is opened

    return VoiceListScreen()


def _wall() -> Screen[None]:
    from screens.public.wall_mode import WallModeScreen  # each costs when it is opened

    return WallModeScreen()


def _look_up() -> Screen[None]:
    from screens.public.voice_look_up import LookUpScreen  # each costs when it is opened

    return LookUpScreen()
