"""A gate that was cut off delivers what it read: facts that arrive late take their place."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from db.inspection import inspect_file
from kiosk.attendance.muster.whom import list_expected
from kiosk.attendance.replay import find_first_difference
from kiosk.attendance.views import CheckedIn, CheckedOut, Refused, Repeated, Scan, ScanResult
from kiosk.attendance.waiting import list_waiting
from kiosk.services import Services
from tests.builders import make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def later(site: Services, **span: float) -> None:
    set_clock(site, site.context.clock.now() + timedelta(**span))


def deliver(site: Services, ago: timedelta, code: str = "") -> ScanResult:
    """A gate delivers what it read of a badge, of 001's where none is given."""
    at = site.context.clock.now() - ago
    return site.attendance.scan(Scan(code or site.people.badge_code("001"), "gate-3", at=at))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def stays(number: str = "001") -> list[tuple[float, float | None, str | None]]:
    """Each presence of a member: came and left in hours before the newest entry, closed how."""
    rows = run_sql(
        "SELECT (in_at - newest) / 3.6e9, (out_at - newest) / 3.6e9, closed FROM presence,"
        " (SELECT max(at) AS newest FROM ledger_entry) WHERE member_uid = ? ORDER BY in_at",
        (uid_of(number).bytes,),
    )
    return [(round(came, 3), left and round(left, 3), closed) for came, left, closed in rows]


def test_what_a_gate_kept_becomes_the_presence_that_it_was(site: Services) -> None:
    later(site, hours=5)
    came = deliver(site, hours(3))
    assert isinstance(came, CheckedIn)
    assert came.at == site.context.clock.now() - hours(3)
    left = deliver(site, hours(1))
    assert isinstance(left, CheckedOut)
    assert left.since == came.at
    assert stays() == [(-3, -1, "scan")]
    assert site.attendance.on_site() == []
    then = site.attendance.on_site(site.context.clock.now() - hours(2))
    assert [member.number for member in then] == ["001"]
    assert find_first_difference() is None
    assert inspect_file(site.context.home.database).changed_seq is None


def test_it_takes_its_place_before_what_was_recorded_meanwhile(site: Services) -> None:
    later(site, hours=5)
    scan(site, "001")
    later(site, hours=2)
    scan(site, "001")
    assert isinstance(deliver(site, hours(6)), CheckedIn)
    assert isinstance(deliver(site, hours(3)), CheckedOut)
    assert stays() == [(-6, -3, "scan"), (-2, 0, "scan")]


def test_one_read_in_the_middle_of_a_stay_is_a_leaving(site: Services) -> None:
    scan(site, "001")
    later(site, hours=4)
    assert isinstance(deliver(site, hours(1)), CheckedOut)
    assert stays() == [(-4, -1, "scan")]


def test_it_goes_to_the_work_day_on_which_it_was_read(site: Services) -> None:
    later(site, days=2)
    came = deliver(site, timedelta(days=1))
    today = site.oversight.today()
    assert isinstance(came, CheckedIn)
    assert came.work_day == today - timedelta(days=1)


def test_after_the_longest_presence_it_is_a_new_coming(site: Services) -> None:
    scan(site, "001")
    later(site, hours=40)
    assert isinstance(deliver(site, hours(40 - 16.1)), CheckedIn)
    assert [closed for _came, _left, closed in stays()] == ["rule", None]


@pytest.mark.parametrize(("end", "direction"), [(4, "in"), (2, "out")])
def test_what_the_kiosk_has_seen_as_well_is_a_repeat(
    site: Services, end: float, direction: str
) -> None:
    for _scan in range(2):
        later(site, hours=2)
        scan(site, "001")
    later(site, hours=2)
    again = deliver(site, hours(end) + timedelta(seconds=-5))
    assert isinstance(again, Repeated)
    assert again.direction == direction
    assert stays() == [(-2, 0, "scan")]


def test_where_nobody_checks_out_only_the_coming_counts(site: Services) -> None:
    run_sql("UPDATE site SET asks_out = 0")
    later(site, hours=5)
    assert isinstance(deliver(site, hours(3)), CheckedIn)
    again = deliver(site, hours(1))
    assert isinstance(again, Repeated)
    assert again.direction == "in"


def test_one_of_the_last_minute_is_read_now(site: Services) -> None:
    came = deliver(site, timedelta(seconds=59))
    assert isinstance(came, CheckedIn)
    assert came.at == site.context.clock.now()


def test_dates_gate_its_coming_and_not_its_leaving(site: Services) -> None:
    day = site.oversight.today()
    run_sql("UPDATE badge SET valid_from = ?", (day.isoformat(),))
    later(site, days=1)
    refused = deliver(site, timedelta(days=1, hours=12))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.valid_from) == ("badge_not_yet", day)
    assert isinstance(deliver(site, hours(3)), CheckedIn)
    run_sql("UPDATE badge SET valid_until = ?", ((day - timedelta(days=1)).isoformat(),))
    assert isinstance(deliver(site, hours(2)), CheckedOut)


def test_a_gate_at_which_somebody_was_makes_nobody_safe(site: Services) -> None:
    from kiosk.attendance.muster.taking import take_scan

    scan(site, "001")
    later(site, hours=1)
    running = site.muster.start("drill")
    at: datetime = site.context.clock.now() - hours(0.5)
    late = take_scan(site, Scan(site.people.badge_code("001"), "gate-3", at=at))
    assert isinstance(late, CheckedOut)
    assert not site.muster.view(running.uid).seen


@pytest.mark.parametrize("why", ["lost", "let go"])
def test_a_leaving_counts_though_its_badge_died_or_its_owner_was_let_go_since(
    site: Services, why: str
) -> None:
    scan(site, "001")
    code = site.people.badge_code("001")
    later(site, hours=6)
    if why == "lost":
        site.badges.reissue(uid_of("001"), "lost")
    else:
        site.keeping.let_go(uid_of("001"), "离场")
    later(site, hours=1)
    left = deliver(site, hours(2), code)
    assert isinstance(left, CheckedOut)
    assert stays() == [(-7, -2, "scan")]
    assert list_waiting(site.context) == ()
    assert find_first_difference() is None


def test_a_coming_counts_though_its_badge_was_revoked_since(site: Services) -> None:
    code = site.people.badge_code("001")
    later(site, hours=3)
    site.badges.revoke(uid_of("001"), "broken")
    later(site, hours=1)
    came = deliver(site, hours(2), code)
    assert isinstance(came, CheckedIn)
    assert stays() == [(-2, None, None)]


def test_who_came_before_they_were_let_go_was_there_until_then_and_is_asked_about(
    site: Services,
) -> None:
    code = site.people.badge_code("001")
    later(site, hours=5)
    site.keeping.let_go(uid_of("001"), "离场")
    later(site, hours=1)
    assert isinstance(deliver(site, hours(3), code), CheckedIn)
    assert stays() == [(-3, -1, "scan")]
    assert [one.why for one in list_expected(site.context.site(), site.context.moment())] == [
        "let_go"
    ]
    assert isinstance(deliver(site, hours(2), code), CheckedOut)
    assert stays() == [(-3, -2, "scan")]
    assert list_waiting(site.context) == ()
    assert inspect_file(site.context.home.database).changed_seq is None


def test_who_was_let_go_long_after_they_came_forgot_to_leave(site: Services) -> None:
    code = site.people.badge_code("001")
    later(site, hours=40)
    site.keeping.let_go(uid_of("001"), "离场")
    assert isinstance(deliver(site, hours(39), code), CheckedIn)
    assert [closed for _came, _left, closed in stays()] == [None]


@pytest.mark.parametrize(("read", "reason"), [(2, None), (1, "badge_dead"), (0.9, "badge_dead")])
def test_a_badge_that_was_dead_when_it_was_read_is_refused(
    site: Services, read: float, reason: str | None
) -> None:
    code = site.people.badge_code("001")
    later(site, hours=5)
    site.badges.reissue(uid_of("001"), "lost")
    later(site, hours=1)
    answer = deliver(site, hours(read), code)
    assert getattr(answer, "reason", None) == reason
    assert bool(stays()) is (reason is None)


def test_who_had_left_when_the_badge_was_read_is_refused(site: Services) -> None:
    code = site.people.badge_code("001")
    later(site, hours=5)
    site.keeping.let_go(uid_of("001"), "离场")
    later(site, hours=1)
    refused = deliver(site, hours(0.5), code)
    assert isinstance(refused, Refused)
    assert refused.reason == "member_left"
    assert stays() == []


def test_a_badge_that_died_in_the_last_minute_is_judged_as_it_is_now(site: Services) -> None:
    code = site.people.badge_code("001")
    site.badges.reissue(uid_of("001"), "lost")
    later(site, seconds=30)
    refused = deliver(site, timedelta(seconds=40), code)
    assert isinstance(refused, Refused)
    assert refused.reason == "badge_dead"
