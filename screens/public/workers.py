"""The workers' page, `0` on the board: rate the site, say what is wrong, see what became of it."""

from collections.abc import Sequence

from kiosk.i18n import _
from kiosk.service.scoring import RatingView
from kiosk.service.voices_views import Kind
from kiosk.service.voices_wording import kind_word
from screens.dialogs.pick_list import Choice
from screens.dialogs.step import KeyLabel
from screens.public.rate import rate, with_mean
from screens.public.workers_steps import FacesStep, PublicSteps

KINDS: tuple[Kind, ...] = ("hazard", "help", "problem", "suggestion")
"""On the keys 6 to 9: what is urgent first."""


class WorkersScreen(PublicSteps):
    """Two keys rate the site; three report a hazard."""

    def __init__(self) -> None:
        """Ask, once the site's rating is read."""
        super().__init__()
        self._rating: RatingView | None = None

    @property
    def errand(self) -> str:
        """What this page is for."""
        return _("Your word")

    def _whose(self) -> str:
        said = f"{self.errand} · {_('no name, no badge needed')}"
        return with_mean(said, self._rating, self.app.size.width)

    async def story(self) -> bool:
        """One rating and home, or other pages above this one until somebody goes back."""
        self._rating = await self.kiosk.read(self.kiosk.services.ratings.of_site)
        asked = FacesStep(_how_content, _tiles, _ways)
        while (picked := await self.ask(asked)) is not None:
            if isinstance(picked, int):
                return await rate(self, "site", picked)
            await self._open(str(picked))
            asked = asked.anew()
        return False

    async def _open(self, picked: str) -> None:
        from screens.public.voice_list import VoiceListScreen  # each costs when it is opened
        from screens.public.voice_look_up import LookUpScreen
        from screens.public.voice_raise import RaiseScreen

        if picked == "slash":
            await self.open_above(LookUpScreen())
        elif picked == "plus":
            await self.open_above(VoiceListScreen())
        else:
            kind = next(one for one in KINDS if one == picked)
            await self.open_above(RaiseScreen(kind))


def _how_content() -> str:
    return _("How content are you with this site?")


def _tiles() -> Sequence[Choice[object]]:
    notes = {
        "hazard": _("loud now"),
        "help": _("somebody comes"),
        "problem": _("gets an answer"),
        "suggestion": _("your idea"),
    }
    return [Choice(kind, kind_word(kind), notes[kind], kind == "hazard") for kind in KINDS]


def _ways() -> list[KeyLabel]:
    return [("slash", _("Look up a number")), ("plus", _("What others said"))]
