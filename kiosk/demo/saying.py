"""Plays what the demo's people say: ratings, voices, and the supervisor who goes through them."""

from contextlib import suppress
from uuid import UUID

from db.errors import Conflict
from kiosk.clock import SetClock
from kiosk.demo.reviewing import Reviewer
from kiosk.demo.site_life import RatingGiven, Review, VoiceRaised
from kiosk.service.voices import VoiceWords
from kiosk.services import Services

_SUPERVISOR = "001"


class Sayings:
    """Plays events of the workers' word."""

    def __init__(self, services: Services, clock: SetClock, uids: dict[str, UUID]) -> None:
        """Play them on a site; `uids` are the keys of the members who are on its roster."""
        self._services = services
        self._uids = uids
        self._reviewer = Reviewer(services, clock, uids, _SUPERVISOR) if uids else None

    def play(self, event: RatingGiven | VoiceRaised | Review) -> None:
        """Let it happen.

        Raises:
            RefusedError: It makes no sense any more.
        """
        if isinstance(event, RatingGiven):
            self._rate(event)
        elif isinstance(event, VoiceRaised):
            self._raise(event)
        elif self._reviewer is not None:
            self._services.ratings.empty_box()
            self._reviewer.review()

    def _rate(self, event: RatingGiven) -> None:
        subject = self._uids.get(event.rated)
        if event.kind == "service":
            newest = self._services.service.list_latest_services(1)
            subject = newest[0].uid if newest else None
        if subject is None and event.kind != "site":
            return
        with suppress(Conflict):  # it still lies in the box since the demo was last open
            self._services.ratings.give(
                event.kind, event.stars, subject_uid=subject, word=event.word, uid=event.uid
            )

    def _raise(self, event: VoiceRaised) -> None:
        item = None
        if event.item is not None:
            item = self._services.service.list_catalogue(event.kind)[event.item].uid
        author = self._uids.get(event.number)
        words = VoiceWords(item, event.text, event.place, author, event.name)
        self._services.voices.raise_voice(event.kind, words)
