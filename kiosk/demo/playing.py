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
    Departure,
    Happening,
    Judgement,
    Misreading,
    Promise,
    ServiceDone,
)
from kiosk.errors import RefusedError
from kiosk.people.codes import CODE_DIGITS, VERSION, check_digits
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
            elif isinstance(event, Judgement):
                self._judge(event)
            else:
                self._misread(event)

    @property
    def _today(self) -> date:
        return self._services.oversight.today()

    @cached_property
    def _promises(self) -> list[ItemView]:
        return self._services.service.list_commitment_items()

    @cached_property
    def _deeds(self) -> list[ItemView]:
        return self._services.service.list_service_items()

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
            self._services.service.make_commitment(uid, item_uid=item, text=event.text, due_on=due)

    def _serve(self, event: ServiceDone) -> None:
        uid = self._present(event.number)
        if uid is None:
            return
        item = None if event.item is None else self._deeds[event.item]
        promises = self._services.service.list_open(uid) if event.serves_promise else ()
        self._services.service.log_service(
            uid,
            item.minutes if item else event.minutes,
            item_uid=item.uid if item else None,
            text=event.text,
            commitment_uid=promises[0].uid if promises else None,
            for_whom=event.for_whom,
            place=event.place,
        )

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
            self._services.service.judge_commitment(promise.uid, event.state, by, event.reason)

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
