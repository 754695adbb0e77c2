"""Makes the demo site, brings it up to now, and makes it anew when it is too old."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from db.attendance import find_newest_fact_time
from db.connection import transaction
from db.errors import NotStored
from kiosk.attendance.periods import in_force
from kiosk.attendance.rule_periods import WorkDays, read_work_days
from kiosk.clock import Clock, SetClock
from kiosk.config import Home
from kiosk.context import Context
from kiosk.demo.days import list_events
from kiosk.demo.names import SITE, SITE_BRANCH, Person, list_people
from kiosk.demo.playing import Player
from kiosk.demo.posts import DAY_SHIFT, NIGHT_SHIFT, POSTS, DemoPost
from kiosk.demo.settling import is_inherited, settle
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.oversight.new_file import remove_abandoned
from kiosk.oversight.setup import DEFAULT_ZONE, NewSite, make_site
from kiosk.people.admin import Admin, NewMember
from kiosk.services import (
    Services,
    build_services,
    close_services,
    not_recorded,
    open_services,
)

DEMO_SUPERVISOR = "001"
"""The number of the demo's supervisor."""
DEMO_PIN = "246810"
"""Their PIN; the demo's banner says so."""
HISTORY = timedelta(days=21)
"""How far back the demo's life goes, and how old it may be before it is made anew."""
_DAYS_WITHOUT_ACCIDENT = 147
_FIRST_FACE = 7_000
_EVENTS_A_STEP = 100

Progress = Callable[[str, int, int], None]
"""Told what is being made, how many of it are done, and how many there are."""


def prepare_demo(home: Home, clock: Clock, progress: Progress | None = None) -> bool:
    """Make the demo in a home, or bring the one there up to now; the file is closed afterwards.

    A demo that was not opened for three weeks is made anew. One that was interrupted while it was
    made left nothing, and one that was interrupted while it was brought up to now is as before.

    Args:
        home: The demo's own home.
        clock: Tells up to when it lives.
        progress: Called now and then, or None.

    Returns:
        Whether it was made anew.

    Raises:
        RefusedError: `not_a_demo`: the home holds a real site.
        KioskError: The home or its file can't be used.
        NotRecordedError: The disk did not take it.
    """
    tell = progress or (lambda _what, _done, _of: None)
    if not home.is_empty():
        if not _is_too_old(home, clock):
            _top_up(home, clock, tell)
            remove_abandoned(home)
            return False
        _remove(home)
    _build(home, clock, tell)
    return True


def _is_too_old(home: Home, clock: Clock) -> bool:
    services = open_services(home, clock)
    try:
        if not services.oversight.site().is_demo:
            raise RefusedError(
                "not_a_demo",
                _("{folder} holds a real site; choose another folder for the demo.").format(
                    folder=home.folder
                ),
            )
        newest = find_newest_fact_time()
        return newest is None or clock.now() - newest > HISTORY
    finally:
        close_services()


def _remove(home: Home) -> None:
    for suffix in ("", "-wal", "-shm"):
        home.database.with_name(home.database.name + suffix).unlink(missing_ok=True)


def _top_up(home: Home, clock: Clock, tell: Progress) -> None:
    hands = SetClock(clock.now())
    services = open_services(home, hands)
    try:
        with transaction():
            newest = find_newest_fact_time() or clock.now()
            # Who is here is asked as of then: by now most would have stayed beyond belief.
            hands.set(min(newest, clock.now()))
            _live(services, hands, newest, clock.now(), tell)
    except NotStored as error:
        raise not_recorded(error.code) from error
    finally:
        close_services()


def _build(home: Home, clock: Clock, tell: Progress) -> None:
    zone, now = ZoneInfo(DEFAULT_ZONE), clock.now()
    today = WorkDays(zone, in_force(4, [])).of(now)
    first = today - HISTORY
    hands = SetClock(datetime.combine(first - timedelta(days=1), time(9), zone))
    safe_since = today - timedelta(days=_DAYS_WITHOUT_ACCIDENT)
    site = NewSite(SITE, SITE_BRANCH, DEFAULT_ZONE, is_demo=True, safe_since=safe_since)
    with make_site(home, hands, site) as context, transaction():
        _add_people(context, hands, tell)
        _live(build_services(context), hands, hands.now(), now, tell)


def _add_people(context: Context, hands: SetClock, tell: Progress) -> None:
    from kiosk.people.access import Access  # brings argon2

    admin, people = Admin(context), list_people()
    uids = {}
    for place, person in enumerate(people):
        tell(_("Drawing portraits"), place, len(people))
        uids[person.number] = _add_person(admin, person)
    Access(context).set_pin(uids[DEMO_SUPERVISOR], "supervisor", DEMO_PIN)
    since = context.moment().work_day
    shifts = [admin.add_shift(*DAY_SHIFT), admin.add_shift(*NIGHT_SHIFT), None]
    posts = {one.post.name: _add_post(admin, one, uids, shifts, since) for one in POSTS}
    services = build_services(context)
    settle(services, uids, posts, since)
    for number in uids:
        services.people.badge_code(number)


def _add_person(admin: Admin, person: Person) -> UUID:
    from kiosk.people.photo_intake import take_photo  # brings Pillow
    from kiosk.people.portraits import draw_portrait

    seed = _FIRST_FACE + int(person.number)
    face = take_photo(draw_portrait(seed, hat=person.hat, woman=person.woman))
    return admin.add_member(
        NewMember(
            person.number,
            person.name,
            person.job,
            person.branch,
            standing=person.standing,
        ),
        face,
    )


def _add_post(
    admin: Admin,
    demo_post: DemoPost,
    uids: dict[str, UUID],
    shifts: list[UUID | None],
    since: date,
) -> UUID:
    uid = admin.add_post(demo_post.post)
    if is_inherited(demo_post.post.name):
        return uid
    holders = (demo_post.day, demo_post.night, demo_post.always)
    for number, shift in zip(holders, shifts, strict=True):
        if number:
            admin.assign_post(uid, uids[number], since=since, shift_uid=shift)
    return uid


def _live(
    services: Services, hands: SetClock, after: datetime, until: datetime, tell: Progress
) -> None:
    """Let everything happen that happens after a time and up to another."""
    site, people, work_days = services.oversight.site(), list_people(), read_work_days()
    player = Player(services, hands)
    # A night that began before `after` may still go on.
    first, last = work_days.of(after) - timedelta(days=1), work_days.of(until)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    # Sorted over all days: a night ends when the next day has begun.
    events = sorted(
        (event for day in days for event in list_events(day, people, site.zone)),
        key=lambda event: (event.at, event.number),
    )
    events = [event for event in events if after < event.at <= until]
    for place, event in enumerate(events):
        if place % _EVENTS_A_STEP == 0:
            tell(_("Living through the days"), place, len(events))
        player.play(event)
    hands.set(until)
    services.ratings.empty_box()
