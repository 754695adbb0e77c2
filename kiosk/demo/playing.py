"""Plays the demo's days through the real use cases, with a clock that stands where it is set."""

from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from kiosk.attendance.rules import rules_of
from kiosk.attendance.views import CheckedIn, Scan
from kiosk.clock import SetClock
from kiosk.demo.chance import chance
from kiosk.demo.days import (
    Arrival,
    Confirmation,
    Departure,
    Happening,
    Judgement,
    Misreading,
    Promise,
    ServiceDone,
)
from kiosk.demo.saying import Sayings
from kiosk.demo.site_life import RatingGiven, Review, VoiceRaised
from kiosk.errors import RefusedError
from kiosk.people.codes import CODE_DIGITS, VERSION, check_digits
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService, WantedServices
from kiosk.service.views import CommitmentView, ItemView
from kiosk.services import Services

_SOURCE = "wedge"
_CUT_AT = 20
_FORGOTTEN_SHARE = 0.04


class Player:
    """Plays events in order of time."""

    def __init__(self, services: Services, clock: SetClock) -> None:
        """Know who is on site now; `clock` must be the services' own."""
        self._services = services
        self._clock = clock
        members = services.people.list_members()
        self._uids = {member.number: member.uid for member in members}
        self._posts = {one.number: one.posts[0].uid for one in members if one.posts}
        self._sayings = Sayings(services, clock, self._uids)
        self._longest = rules_of(services.oversight.site()).longest
        self._here = {m.number: m.on_site_since for m in members if m.on_site_since}
        self._codes: dict[str, str] = {}

    def play(self, event: Happening) -> None:
        """Let an event happen; one that no longer makes sense does not."""
        self._clock.set(event.at)
        with suppress(RefusedError):  # somebody tried things out in the demo before
            if isinstance(event, Arrival | Departure):
                self._pass_gate(event)
            elif isinstance(event, Promise):
                self._promise(event)
            elif isinstance(event, ServiceDone):
                self._serve(event)
            elif isinstance(event, Confirmation):
                self._confirm(event)
            elif isinstance(event, Judgement):
                self._judge(event)
            elif isinstance(event, RatingGiven | VoiceRaised | Review):
                self._sayings.play(event)
            else:
                self._misread(event)

    @property
    def _today(self) -> date:
        return self._services.oversight.today()

    @cached_property
    def _promises(self) -> list[ItemView]:
        return self._services.service.list_catalogue("commitment")

    @cached_property
    def _deeds(self) -> list[ItemView]:
        return self._services.service.list_catalogue("service")

    def _pass_gate(self, event: Arrival | Departure) -> None:
        if event.number not in self._uids:
            return
        if self._is_here(event.number) is isinstance(event, Arrival):
            return
        answer = self._services.attendance.scan(Scan(self._code(event.number), _SOURCE))
        if isinstance(answer, CheckedIn):
            self._here[event.number] = answer.at
        else:
            self._here.pop(event.number, None)

    def _is_here(self, number: str) -> bool:
        since = self._here.get(number)
        # Who forgot to check out yesterday is not here any more.
        return since is not None and self._clock.now() - since <= self._longest

    def _code(self, number: str) -> str:
        if number not in self._codes:
            self._codes[number] = self._services.people.badge_code(number)
        return self._codes[number]

    def _present(self, number: str) -> UUID | None:
        return self._uids[number] if self._is_here(number) else None

    def _promise(self, event: Promise) -> None:
        uid = self._present(event.number)
        if uid is not None:
            item = None if event.item is None else self._promises[event.item].uid
            due = self._today + timedelta(days=event.due_in)
            post = self._posts.get(event.number) if event.of_post else None
            new = NewCommitment(item, event.text, due, post_uid=post)
            self._services.service.promise(uid, new)

    def _serve(self, event: ServiceDone) -> None:
        uid = self._present(event.number)
        if uid is None:
            return
        item = None if event.item is None else self._deeds[event.item]
        promises = self._services.service.list_open(uid) if event.serves_promise else ()
        served = self._uids.get(event.served)
        new = NewService(
            item.minutes if item else event.minutes,
            item.uid if item else None,
            event.text,
            promises[0].uid if promises else None,
            event.for_whom,
            event.place,
            event.for_kind,
            served if served != uid else None,
        )
        self._services.service.log(uid, new)

    def _confirm(self, event: Confirmation) -> None:
        desk, uid = self._services.service, self._present(event.number)
        wanted = WantedServices(uid, "waiting", most=1)
        for entry in desk.list_services(wanted) if uid else ():
            by = self._uids.get(entry.served[0]) if entry.served else None
            desk.confirm_service(entry.uid, by, how="served" if entry.served else "touch")

    def _judge(self, event: Judgement) -> None:
        due = [
            promise
            for promise in self._services.service.list_due_today()
            if promise.state == "open"
            and promise.number in self._uids
            and not _is_forgotten(promise)
        ]
        if due and event.state:
            promise = due[int(event.pick * len(due))]
            by = self._uids[promise.number]
            # To withdraw a repeated one would end it for good.
            state = "kept" if promise.rhythm and event.state == "withdrawn" else event.state
            self._services.service.judge_commitment(
                promise.uid, state, by, event.reason, promise.occasion
            )

    def _misread(self, event: Misreading) -> None:
        body = f"{VERSION}{event.digits:0{CODE_DIGITS - 3}d}"
        code = body + check_digits(body)
        texts = {
            "unknown_code": code,
            "cut_code": code[:_CUT_AT],
            "wrong_check_digits": body + f"{(int(code[-2:]) + 1) % 100:02d}",
            "not_a_code": f"69{event.digits % 10**11:011d}"[:10],
        }
        self._services.attendance.scan(Scan(texts[event.kind], _SOURCE))


def _is_forgotten(promise: CommitmentView) -> bool:
    """Whether nobody ever says what became of a promise: those fall overdue."""
    return chance(promise.number, promise.due_on, promise.text).random() < _FORGOTTEN_SHARE
