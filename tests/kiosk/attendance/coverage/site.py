"""A site with key posts held in shifts, for tests of coverage."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from db import base, people
from kiosk.attendance.coverage.views import PostCoverageView
from kiosk.clock import SetClock
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, make_site, scan, set_clock, uid_of

DAY, NIGHT = (7 * 60, 19 * 60), (19 * 60, 7 * 60)


def make_key_site(folder: Path, zone: str = "Asia/Shanghai") -> Services:
    """At noon: 3号塔吊 held by 001 by day and by 002 at night; nobody is on site."""
    early = NOON - timedelta(days=2)
    site = make_site(folder, members=5, zone=zone, clock=SetClock(early), made_at=early)
    set_clock(site, NOON)
    crane = add_post("3号塔吊")
    hold(crane, "001", "白班", DAY)
    hold(crane, "002", "夜班", NIGHT)
    return site


def hold(post: UUID, number: str, shift: str, minutes: tuple[int, int]) -> None:
    """Let a member hold a post in a shift without minutes of grace from Thursday on."""
    known: people.Shift | None = people.Shift.get_or_none(people.Shift.name == shift)
    uid = known.uid if known else base.new_uid()
    if known is None:
        begins, ends = minutes
        people.Shift.insert(
            uid=uid, name=shift, from_minute=begins, to_minute=ends, grace_min=0
        ).execute()
    people.Holding.insert(
        uid=base.new_uid(),
        post=post,
        member=uid_of(number),
        shift=uid,
        since=FRIDAY - timedelta(days=1),
    ).execute()


def at(site: Services, hour: float) -> None:
    """Set the clock to an hour of that Friday, local time; beyond 24 on the days after."""
    set_clock(site, NOON + timedelta(hours=hour - 12))


def come(site: Services, number: str, hour: float) -> None:
    """Scan a badge at an hour."""
    at(site, hour)
    scan(site, number)


def post(site: Services, name: str = "3号塔吊") -> PostCoverageView:
    """A post as it stands now."""
    return next(one for one in site.coverage.now() if one.name == name)


def hour_of(site: Services, name: str = "3号塔吊") -> float | None:
    """Since which hour of that Friday a post is as it is."""
    since = post(site, name).since
    return None if since is None else 12 + (since - NOON) / timedelta(hours=1)
