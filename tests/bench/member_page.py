"""A member's page: five years of daily entries against a week of them.

Every day they come and go, promise, keep it, and log a service that is confirmed; workers rate
them. Some things they promise again and again: each shift, day and week for good, and each month
another one that ends with it; they keep one occasion a day, by turns. Everything is written by the
desks, so that whatever is derived is derived.
"""

import statistics
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from db.connection import close_file, open_file, transaction
from kiosk.clock import SetClock
from kiosk.service.commitments import NewCommitment
from kiosk.service.occasions import RHYTHMS
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, uid_of

ROUNDS = 9
ASKED = 10
_FEW_DAYS = 7
_MONTH = timedelta(days=30)
_STAY = timedelta(hours=9)


def member_page_ratio(folder: Path, days: int) -> float:
    """Time of reading a member's page after so many days over that after a week.

    The fastest reading of a round counts, and of the rounds the middle one.
    """
    sites = {count: make_days(folder / f"page-{count}", count) for count in (days, _FEW_DAYS)}
    took: dict[int, list[float]] = {days: [], _FEW_DAYS: []}
    for _round in range(ROUNDS):
        for count, (site, uid) in sites.items():
            open_file(site.context.home.database)
            _read(site, uid)  # a kiosk's file has been open for months
            took[count].append(min(_timed(site, uid) for _again in range(ASKED)))
            close_file()
    return statistics.median(took[days]) / statistics.median(took[_FEW_DAYS])


def make_days(folder: Path, days: int) -> tuple[Services, UUID]:
    """A site on which a member has lived so many days, and their key; its file is closed."""
    clock = SetClock(NOON - timedelta(days=days))
    site = make_site(folder, 3, clock, debounce_s=0)
    by, uid = uid_of("001"), uid_of("002")
    site.access.set_pin(by, "supervisor", "246810")
    with transaction():
        for turn in range(days, 0, -1):
            clock.set(NOON - timedelta(days=turn, hours=5))
            _promise_again(site, uid, days - turn)
            _live_a_day(site, clock, uid, by)
        clock.set(NOON)
        site.ratings.empty_box()
    close_file()
    return site, uid


def _promise_again(site: Services, uid: UUID, day: int) -> None:
    """For good on the first day, and for a month on the first and every thirtieth."""
    promise, today = site.service.promise, site.context.moment().work_day
    for rhythm in RHYTHMS if day == 0 else ():
        promise(uid, NewCommitment(text="巡查一遍", rhythm=rhythm))
    if day % _MONTH.days == 0:
        until = today + min(_MONTH, timedelta(days=3) * (day + 1))
        promise(uid, NewCommitment(text="安全月自查", rhythm="day", until_on=until))


def _live_a_day(site: Services, clock: SetClock, uid: UUID, by: UUID) -> None:
    desk, came_at = site.service, clock.now()
    scan(site, "002")
    promise = desk.make_commitment(uid, text="当班零违章")
    entry = desk.log_service(uid, 30, text="给新工友讲临边防护", commitment_uid=promise.uid)
    site.ratings.empty_box()
    site.ratings.give("member", 5, subject_uid=uid)
    clock.set(came_at + _STAY)
    desk.confirm_service(entry.uid, by)
    desk.judge_commitment(promise.uid, "kept", uid)
    running = [one for one in desk.list_open(uid) if one.state == "open" and one.occasion]
    if running:
        kept = running[entry.entry % len(running)]
        desk.judge_commitment(kept.uid, "kept", uid, "", kept.occasion)
    scan(site, "002")


def _timed(site: Services, uid: UUID) -> float:
    begun = time.perf_counter()
    _read(site, uid)
    return time.perf_counter() - begun


def _read(site: Services, uid: UUID) -> None:
    if not site.records.get_record(uid).services:
        raise LookupError("the page is empty")
