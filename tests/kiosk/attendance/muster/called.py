"""A site with people on it, and short words for what its roll says."""

from datetime import timedelta
from pathlib import Path

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
    result = (desk or site.muster).scan(Scan(site.people.badge_code(number), "wedge"))
    assert result is not None
    return result


def now(site: Services) -> MusterView:
    running = site.muster.running()
    assert running is not None
    return site.muster.view(running.uid)


def missing(site: Services) -> list[str]:
    return [one.member.number or one.member.name for one in now(site).missing]
