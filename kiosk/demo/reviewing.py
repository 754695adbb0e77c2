"""The demo's supervisor at work: services confirmed, voices settled, a team that has done its task.

What becomes of a voice depends on when it was raised, so that a demo that was closed for a while
finds its way on.
"""

from contextlib import suppress
from datetime import timedelta
from random import Random
from uuid import UUID

from kiosk.clock import SetClock
from kiosk.demo import voice_words
from kiosk.demo.chance import chance
from kiosk.demo.teams import RESULTS
from kiosk.errors import RefusedError
from kiosk.service.entries import WantedServices
from kiosk.service.views import ServiceView
from kiosk.service.voice_states import is_urgent
from kiosk.service.voices import Speaker, VoiceFilter
from kiosk.service.voices_views import VoiceView
from kiosk.services import Services

_OWNERS = ("003", "004", "007", "008", "016", "024", "033", "034")
_PATIENCE_DAYS = {"hazard": 1, "help": 1, "problem": 3, "suggestion": 6}
_FORGOTTEN, _DECLINED = 0.07, 0.14
_CONFIRMED, _REOPENED = 0.65, 0.8
_A_TEAMS_TASK = timedelta(days=9)
_LOOKED_AT = 30


class Reviewer:
    """Does what the supervisor of the demo does a few times a day."""

    def __init__(self, services: Services, clock: SetClock, uids: dict[str, UUID], by: str) -> None:
        """Work under the number `by`; `uids` are the members' keys by number."""
        self._services = services
        self._clock = clock
        self._uids = uids
        self._by = uids[by]

    def review(self) -> None:
        """Go through everything that waits."""
        self._confirm_services()
        for voice in self._services.voices.list_urgent():
            with suppress(RefusedError):
                self._work_on(voice)
        for voice in self._services.voices.list_kept(VoiceFilter(state="solved")).voices:
            with suppress(RefusedError):
                self._doubt(voice)
        self._end_teams()

    def _confirm_services(self) -> None:
        since = self._services.oversight.today() - timedelta(days=1)
        waiting = WantedServices(state="waiting", first=since, most=_LOOKED_AT)
        for entry in self._services.service.list_services(waiting):
            # Not tried on their own: to roll a savepoint back costs much while the file is made.
            if entry.member_uid != self._by:
                self._confirm(entry)

    def _confirm(self, entry: ServiceView) -> None:
        desk, dice = self._services.service, chance("review", entry.at.isoformat())
        fate = dice.random()
        if fate < 0.03:  # noqa: PLR2004  # now and then one is logged twice
            desk.strike_service(entry.uid, self._by, "重复登记")
        elif fate < 0.12:  # noqa: PLR2004  # some claim more than it took
            desk.confirm_service(entry.uid, self._by, max(5, entry.minutes * 2 // 3))
        elif fate < 0.75:  # noqa: PLR2004  # the others wait for who was served
            desk.confirm_service(entry.uid, self._by)

    def _work_on(self, voice: VoiceView) -> None:
        dice = chance("voice", voice.at.isoformat())
        fate, number = dice.random(), voice.public.number
        owner, kind = dice.choice(_OWNERS), voice.public.kind
        is_loud = is_urgent(kind, voice.subject)
        if fate < _FORGOTTEN and not is_loud:
            return
        age = self._clock.now() - voice.at
        if voice.public.state == "open":
            if fate < _DECLINED and kind == "suggestion":
                self._services.voices.decline(number, dice.choice(voice_words.DECLINED), self._by)
            elif is_loud or age > timedelta(hours=dice.choice((2, 6, 30))):
                self._take_in_hand(voice, self._uids[owner], dice)
        elif age > timedelta(days=_PATIENCE_DAYS[kind], hours=dice.randrange(-6, 30)):
            text = dice.choice(voice_words.SOLVED[kind])
            self._services.voices.solve(number, text, Speaker(voice.owner_uid or self._by))

    def _take_in_hand(self, voice: VoiceView, owner: UUID, dice: Random) -> None:
        desk, number = self._services.voices, voice.public.number
        desk.assign(number, owner, self._by)
        if dice.random() < 0.7:  # noqa: PLR2004  # most are answered at once
            desk.answer(number, dice.choice(voice_words.REPLIES), Speaker(owner))
        if voice.text and voice.public.kind != "help":
            desk.approve(number, self._by)

    def _doubt(self, voice: VoiceView) -> None:
        """Is it really solved?"""
        desk, number = self._services.voices, voice.public.number
        if voice.solved_at is None or self._clock.now() - voice.solved_at < timedelta(hours=20):
            return
        dice, who = chance("solved", voice.at.isoformat()), Speaker(voice.author_uid or self._by)
        fate = dice.random()
        if fate < _CONFIRMED:
            desk.confirm(number, who)
        elif fate < _REOPENED:
            if any(step.kind == "reopened" for step in desk.get_kept(number).steps):
                desk.confirm(number, who)
            else:
                desk.reopen(number, dice.choice(voice_words.NOT_YET), who)

    def _end_teams(self) -> None:
        today = self._services.oversight.today()
        for team in self._services.teams.list_teams(state="running"):
            if team.name in RESULTS and today - team.since >= _A_TEAMS_TASK:
                with suppress(RefusedError):
                    self._services.teams.end_team(team.uid, RESULTS[team.name], by=self._by)
