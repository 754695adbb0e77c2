"""Where nobody checks out: who came without a scan at this kiosk, and scans here later that day."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.attendance.muster.taking import take_scan
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CheckedIn, Repeated, Scan
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.services import Services
from tests.builders import make_site, scan, set_clock, uid_of
from tests.kiosk.attendance.correcting import hours, stays


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path)
    change_rules(services.context, RuleChange(asks_out=False))
    return services


def come(site: Services, how: str) -> None:
    if how == "gate":
        code = site.people.badge_code("001")
        late = Scan(code, "gate-3", at=site.context.clock.now() - timedelta(minutes=30))
        assert isinstance(site.attendance.scan(late), CheckedIn)
    elif how == "muster":
        site.muster.start("drill")
        take_scan(site, Scan(site.people.badge_code("001"), "wedge"))
        site.muster.end("001", "李")
    else:
        when = site.context.clock.now() - timedelta(minutes=30)
        site.corrections.correct(uid_of("001"), "came", when, None, "没带胸牌")


@pytest.mark.parametrize("how", ["gate", "muster", "correction"])
@pytest.mark.parametrize("was_here", [False, True])
def test_their_scan_repeats_that_coming_whether_they_were_here_before_or_not(
    site: Services, how: str, *, was_here: bool
) -> None:
    if was_here:
        scan(site, "001")
    set_clock(site, hours(25))
    come(site, how)
    before = stays()
    set_clock(site, hours(27))
    again = scan(site, "001")
    assert isinstance(again, Repeated)
    assert (again.at, again.scan, again.direction) == (before[-1].in_at, before[-1].uid, "in")
    assert stays() == before
    assert find_first_difference() is None
