"""Setting key posts: refused by name, nothing half-saved, each change in the ledger."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.connection import run_sql
from kiosk.attendance.coverage.changing import HoursChange
from kiosk.attendance.coverage.hours import EVERY_DAY, MomentHours, WeeklyHours
from kiosk.errors import RefusedError
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, uid_of
from tests.kiosk.attendance.coverage.site import at, make_key_site, post

HOURS = [WeeklyHours(EVERY_DAY, 420, 1140)]
PAST, BEFORE = FRIDAY - timedelta(days=1), FRIDAY - timedelta(days=2)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """001 and 002 are supervisors."""
    services = make_key_site(tmp_path)
    for number, pin in (("001", "246810"), ("002", "246811")):
        services.access.set_pin(uid_of(number), "supervisor", pin)
    return services


def crane(site: Services) -> UUID:
    return post(site).uid


def kinds(since: int) -> list[str]:
    rows = run_sql("SELECT kind FROM ledger_entry WHERE seq > ? ORDER BY seq", (since,))
    return [kind for (kind,) in rows]


def head() -> int:
    seq: int = run_sql("SELECT max(seq) FROM ledger_entry")[0][0]
    return seq


def everything() -> list[object]:
    tables = ("post_setting", "holding", "deputy", "ledger_entry")
    return [run_sql(f"SELECT * FROM {table}") for table in tables]


def test_what_is_set_is_told_and_the_other_part_stays(site: Services) -> None:
    assert site.coverage.setting(crane(site)) == (1, ())
    before = head()
    site.coverage.set_hours(crane(site), HOURS, uid_of("001"))
    site.coverage.set_least(crane(site), 2)
    assert site.coverage.setting(crane(site)) == (2, tuple(HOURS))
    site.coverage.follow_shifts(crane(site))
    assert site.coverage.setting(crane(site)) == (2, ())
    assert kinds(before) == ["post_setting"] * 3


def test_holders_and_deputies_come_and_go(site: Services) -> None:
    before = head()
    site.coverage.assign(crane(site), uid_of("003"), by=uid_of("001"))
    site.coverage.end(crane(site), uid_of("001"), until=FRIDAY)
    site.coverage.add_deputy(crane(site), uid_of("004"), since=FRIDAY + timedelta(days=1))
    site.coverage.end_deputy(crane(site), uid_of("004"))
    assert kinds(before) == ["holding_added", "holding_ended", "deputy_added", "deputy_ended"]
    assert site.coverage.get_post(crane(site)).deputies == ()
    assert [one.number for one in post(site).planned] == ["001", "003"]


def test_a_term_that_ended_can_begin_anew_and_another_shift_is_another_term(
    site: Services,
) -> None:
    site.coverage.end(crane(site), uid_of("001"))
    shift = UUID(bytes=run_sql("SELECT uid FROM shift WHERE name = '白班'")[0][0])
    site.coverage.assign(crane(site), uid_of("001"), shift_uid=shift)
    site.coverage.assign(crane(site), uid_of("002"), shift_uid=shift)
    assert [one.number for one in post(site).planned] == ["001", "002"]


def test_a_post_that_is_no_key_post_has_holders_but_no_hours(site: Services) -> None:
    board = add_post("宣传栏", kind="")
    site.coverage.assign(board, uid_of("003"))
    with pytest.raises(RefusedError) as refused:
        site.coverage.set_hours(board, HOURS)
    assert refused.value.code == "no_key_post"


Refused = Callable[[Services, UUID], object]


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("unknown_post", lambda site, _post: site.coverage.set_hours(uuid4(), HOURS)),
        ("no_hours", lambda site, post: site.coverage.set_hours(post, [])),
        ("overlapping_hours", lambda site, post: site.coverage.set_hours(post, HOURS * 2)),
        ("bad_least", lambda site, post: site.coverage.set_least(post, 0)),
        ("bad_least", lambda site, post: site.coverage.set_least(post, 100)),
        ("unknown_member", lambda site, post: site.coverage.assign(post, uuid4())),
        ("member_left", lambda site, post: site.coverage.assign(post, uid_of("005"))),
        ("member_left", lambda site, post: site.coverage.add_deputy(post, uid_of("005"))),
        (
            "unknown_shift",
            lambda site, post: site.coverage.assign(post, uid_of("003"), shift_uid=uuid4()),
        ),
        (
            "holds_already",
            lambda site, post: site.coverage.assign(
                post,
                uid_of("001"),
                shift_uid=UUID(bytes=run_sql("SELECT uid FROM shift WHERE name = '白班'")[0][0]),
            ),
        ),
        ("holds_already", lambda site, post: site.coverage.add_deputy(post, uid_of("004"))),
        ("holds_not", lambda site, post: site.coverage.end(post, uid_of("003"))),
        ("holds_not", lambda site, post: site.coverage.end_deputy(post, uid_of("001"))),
        ("day_over", lambda site, post: site.coverage.assign(post, uid_of("003"), since=PAST)),
        ("day_over", lambda site, post: site.coverage.add_deputy(post, uid_of("003"), since=PAST)),
        ("day_over", lambda site, post: site.coverage.end(post, uid_of("001"), until=BEFORE)),
        (
            "day_over",
            lambda site, post: site.coverage.end_deputy(post, uid_of("004"), until=BEFORE),
        ),
        ("unknown_post", lambda site, _post: site.coverage.end(uuid4(), uid_of("001"))),
        ("unknown_member", lambda site, post: site.coverage.end(post, uuid4())),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_saved(
    site: Services, code: str, act: Refused
) -> None:
    place = crane(site)
    site.coverage.add_deputy(place, uid_of("004"))
    run_sql("UPDATE member SET left_at = 1 WHERE number = '005'")
    before = everything()
    with pytest.raises(RefusedError) as refused:
        act(site, place)
    assert refused.value.code == code
    assert everything() == before


def test_who_leaves_the_site_holds_nothing_and_stands_in_nowhere(site: Services) -> None:
    site.coverage.add_deputy(crane(site), uid_of("001"))
    site.keeping.let_go(uid_of("001"), "done")
    for table in ("holding", "deputy"):
        rows = run_sql(f"SELECT until FROM {table} WHERE member_uid = ?", (uid_of("001").bytes,))
        assert rows == [(FRIDAY.isoformat(),)]


def test_no_setting_changes_what_became_of_a_day_that_is_over(site: Services) -> None:
    at(site, 36)
    before = site.coverage.day(FRIDAY)
    saturday = FRIDAY + timedelta(days=1)
    site.coverage.assign(crane(site), uid_of("003"), since=saturday)
    site.coverage.add_deputy(crane(site), uid_of("004"), since=saturday)
    site.coverage.end(crane(site), uid_of("001"), until=FRIDAY)
    pour = MomentHours("浇筑", NOON, NOON + timedelta(days=2))
    site.coverage.change_hours(crane(site), HoursChange([*HOURS], [pour]))
    site.coverage.set_least(crane(site), 3)
    after = site.coverage.day(FRIDAY)
    assert [one.parts for one in after] == [one.parts for one in before]
