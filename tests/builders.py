"""Real small sites for tests: a file on disk, real use cases, a clock that stands still."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from db import base, oversight, people, service
from db.connection import open_file, transaction
from db.schema import make_file
from kiosk.attendance.views import Scan, ScanResult
from kiosk.clock import Clock, SetClock
from kiosk.config import Home
from kiosk.services import Services, open_services

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
"""12:00 on a Friday in Shanghai."""

FRIDAY = NOON.date()
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


def make_site(
    folder: Path, members: int = 3, clock: Clock | None = None, **rules: object
) -> Services:
    """Make a site with members 001, 002, ... each with a badge, and open it on this thread.

    `rules` are columns of the site, such as `zone`, `turn_hour`, `debounce_s`, `longest_h`.
    """
    home = Home(folder / "home")
    home.make()
    home.secret()
    make_file(home.database)
    open_file(home.database)
    columns = {
        "uid": base.new_uid(),
        "name": "北岸安置房项目",
        "branch": "临时支部",
        "zone": "Asia/Shanghai",
        "turn_hour": 4,
        "debounce_s": 10,
        "longest_h": 16,
        "is_demo": False,
        "made_at": NOON,
    }
    with transaction():
        oversight.Site.insert(columns | rules).execute()
        oversight.Terminal.insert(uid=base.new_uid(), name="1号门", made_at=NOON).execute()
        for place in range(1, members + 1):
            add_member(f"{place:03}")
    services = open_services(home, clock or SetClock(NOON))
    for place in range(1, members + 1):
        services.people.badge_code(f"{place:03}")
    return services


def add_member(number: str, **columns: object) -> UUID:
    """Add a member; columns left out are made up from the number."""
    uid = base.new_uid()
    place = int(number) if number.isdigit() else 0
    branch = people.get_or_add_branch(f"第{place % 3 + 1}支部", base.new_uid())
    row = {
        "uid": uid,
        "number": number,
        "name": f"{SURNAMES[place % len(SURNAMES)]}工{number}",
        "initials": f"g{number}",
        "job": "安全员",
        "branch": branch,
        "phone": "13800000000",
        "standing": "member",
        "language": "",
        "joined_at": NOON,
    }
    people.Member.insert(row | columns).execute()
    return uid


def add_post(name: str, *numbers: str, kind: str = "post", since: date = FRIDAY) -> UUID:
    """Add a post held by members from a day on."""
    uid = base.new_uid()
    people.Post.insert(
        uid=uid,
        name=name,
        kind=kind,
        basis="need",
        duty=f"负责{name}",
        standard="随叫随到",
        zone="A区",
        honour="",
    ).execute()
    for number in numbers:
        people.Holding.insert(
            uid=base.new_uid(), post=uid, member=uid_of(number), since=since
        ).execute()
    return uid


def add_team(name: str, *numbers: str, since: date = FRIDAY) -> UUID:
    """Add a team of members from a day on."""
    uid = base.new_uid()
    people.Team.insert(uid=uid, name=name, goal="抢工期", since=since).execute()
    for number in numbers:
        people.TeamMember.insert(
            uid=base.new_uid(), team=uid, member=uid_of(number), since=since
        ).execute()
    return uid


def add_item(kind: str, text: str, text_en: str = "", minutes: int = 0, place: int = 1) -> UUID:
    """Add something to the catalogue of `commitment` or `service`."""
    uid = base.new_uid()
    service.CatalogueItem.insert(
        uid=uid, kind=kind, text=text, text_en=text_en, minutes=minutes, place=place
    ).execute()
    return uid


def uid_of(number: str) -> UUID:
    """The key of the member with a number."""
    row = people.find_member(number)
    assert row is not None
    uid: UUID = row.uid
    return uid


def scan(services: Services, number: str, source: str = "wedge") -> ScanResult:
    """Scan a member's badge."""
    return services.attendance.scan(Scan(services.people.badge_code(number), source))


def set_clock(services: Services, at: datetime) -> None:
    """Set the site's clock, which must be a `SetClock`."""
    clock = services.context.clock
    assert isinstance(clock, SetClock)
    clock.set(at)
