"""A site with people on it, and short words for what its roll says."""

from datetime import datetime, timedelta
from pathlib import Path

from db.connection import run_sql
from db.presence import find_open_presence
from kiosk.attendance.muster.desk import MusterDesk
from kiosk.attendance.muster.views import MusterScan, MusterView
from kiosk.attendance.views import Scan
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of

PIN = "246810"


def make_called_site(folder: Path) -> Services:
    """001 to 003 are on site, 004 left again, 005 never came."""
    services = make_site(folder, 5)
    for number in ("001", "002", "003", "004"):
        scan(services, number)
    set_clock(services, NOON + timedelta(hours=1))
    scan(services, "004")
    services.access.set_pin(uid_of("001"), "supervisor", PIN)
    return services


def badge(site: Services, number: str, desk: MusterDesk | None = None) -> MusterScan:
    result = (desk or site.muster).scan(Scan(code(site, number), "wedge"))
    assert result is not None
    return result


def code(site: Services, number: str) -> str:
    """What is on a badge, also while the record can't be written."""
    ((is_unwritable,),) = run_sql("PRAGMA query_only")
    run_sql("PRAGMA query_only = 0")
    found = site.people.badge_code(number)
    run_sql(f"PRAGMA query_only = {is_unwritable}")
    return found


def left_at(site: Services, number: str, at: datetime) -> None:
    """A supervisor saw them leave."""
    here = find_open_presence(uid_of(number))
    assert here is not None
    site.corrections.correct(uid_of(number), "left", at, None, "看见他走了", here.uid)


def now(site: Services) -> MusterView:
    running = site.muster.running()
    assert running is not None
    return site.muster.view(running.uid)


def missing(site: Services) -> list[str]:
    return [one.member.number or one.member.name for one in now(site).missing]
