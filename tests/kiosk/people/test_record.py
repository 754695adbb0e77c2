"""A member's record adds up what they did, whatever it was and however long ago."""

import statistics
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.base import new_uid, to_micros
from db.connection import run_sql, transaction
from kiosk.attendance.closing import close_days
from kiosk.errors import RefusedError
from kiosk.people.keeping import MemberChange
from kiosk.people.record_views import HoursView
from kiosk.service.commitments import NewCommitment
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, add_team, make_site, scan, set_clock, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def test_a_newcomers_record_is_empty(site: Services) -> None:
    record = site.records.get_record(uid_of("001"))
    assert (record.member.number, record.joined_at) == ("001", NOON)
    assert record.hours == record.recent_hours == HoursView(0, 0, 0)
    assert (record.states, record.posts, record.teams) == ({}, (), ())
    assert (record.totals.entries, record.rating, record.words) == (0, None, ())
    assert [(one.standing, one.is_promotion) for one in record.standings] == [("member", False)]


def test_an_unknown_or_forgotten_member_has_no_record(site: Services) -> None:
    site.keeping.let_go(uid_of("001"), "完工")
    site.forgetting.forget(uid_of("001"), now=True, reason="本人要求")
    pseudonymous = UUID(bytes=run_sql("SELECT uid FROM member WHERE forgotten_at NOTNULL")[0][0])
    for uid in (uuid4(), pseudonymous):
        with pytest.raises(RefusedError) as refused:
            site.records.get_own_data(uid)
        assert refused.value.code == "unknown_member"


def test_hours_count_what_is_known(site: Services) -> None:
    for hours in (0, 4, 6, 8, 24, 100):
        set_clock(site, NOON + timedelta(hours=hours))
        scan(site, "001")
    record = site.records.get_record(uid_of("001"))
    assert record.hours == record.recent_hours == HoursView(3, 6 * 60, record.hours.unknown)
    assert record.member.on_site_since is not None
    set_clock(site, NOON + timedelta(days=60))
    later = site.records.get_record(uid_of("001"))
    assert later.recent_hours.days == 0
    assert later.hours.minutes == 6 * 60


def test_a_forgotten_check_out_is_counted_as_unknown(site: Services) -> None:
    scan(site, "001")
    set_clock(site, NOON + 3 * DAY)
    close_days(site.context)
    assert site.records.get_record(uid_of("001")).hours == HoursView(1, 0, 1)
    stays = site.records.get_own_data(uid_of("001")).stays
    assert [(one.work_day, one.minutes) for one in stays] == [(FRIDAY, None)]


def test_posts_and_teams_over_time(site: Services) -> None:
    add_post("3号塔吊", "001")
    add_team("抢险突击队", "001", since=FRIDAY - DAY)
    record = site.records.get_record(uid_of("001"))
    assert [(one.name, one.since, one.until, one.is_key) for one in record.posts] == [
        ("3号塔吊", FRIDAY, None, True)
    ]
    assert [(one.name, one.is_key) for one in record.teams] == [("抢险突击队", False)]


def test_promises_are_counted_by_state_occasion_by_occasion(site: Services) -> None:
    who, promise = uid_of("001"), site.service.promise
    judge = site.service.judge_commitment
    once = [promise(who, NewCommitment(text=text)).uid for text in ("甲", "乙", "丙")]
    daily = promise(who, NewCommitment(text="每天", rhythm="day")).uid
    promise(who, NewCommitment(text="每周", rhythm="week"))
    promise(who, NewCommitment(text="每班", rhythm="shift"))
    ended = promise(who, NewCommitment(text="停了", rhythm="day", until_on=FRIDAY + DAY)).uid
    scan(site, "001")
    judge(once[0], "kept", who)
    judge(once[1], "withdrawn", who, "取消")
    judge(daily, "partly_kept", who)
    set_clock(site, NOON + 3 * DAY)
    judge(daily, "kept", who)
    judge(daily, "kept", who, "", FRIDAY)
    states = site.records.get_record(who).states
    # overdue: 丙, 每天 on two days, the week that is over, the shift, 停了 on two days
    assert states == {"kept": 3, "withdrawn": 1, "open": 1, "overdue": 7}
    judge(ended, "withdrawn", who, "错过了")
    assert site.records.get_record(who).states == states


def test_services_and_what_workers_say(site: Services) -> None:
    who = uid_of("001")
    first = site.service.log_service(who, 30, text="修工具")
    site.service.log_service(who, 20, text="带路")
    site.service.confirm_service(first.uid, uid_of("003"), 25)
    for number in range(5):
        set_clock(site, NOON + timedelta(hours=2 * number))
        site.ratings.give("member", 5, subject_uid=who, word="热心" if number == 0 else "")
    set_clock(site, NOON + timedelta(hours=10))
    site.ratings.empty_box()
    record = site.records.get_record(who)
    totals = record.totals
    assert (totals.entries, totals.claimed_minutes) == (2, 50)
    assert (totals.confirmed, totals.confirmed_minutes) == (1, 25)
    assert record.rating is not None
    assert (record.rating.mean, record.words) == (5, ("热心",))
    assert [one.text for one in record.services] == ["带路", "修工具"]


def test_promotions_are_told_from_the_ledger(site: Services) -> None:
    who = uid_of("001")
    for standing in ("activist", "probationary", "member"):
        set_clock(site, site.context.clock.now() + 30 * DAY)
        site.keeping.change(who, MemberChange(standing=standing))
    site.keeping.change(who, MemberChange(job="电工"))
    told = [(one.standing, one.is_promotion) for one in site.records.get_record(who).standings]
    assert told == [
        ("member", False),
        ("activist", False),
        ("probationary", True),
        ("member", True),
    ]


def fill(number: str, days: int) -> None:
    """A kept promise, a confirmed service and a stay on each of many days before today."""
    member, by = uid_of(number).bytes, uid_of("003").bytes
    for back in range(days, 0, -1):
        at, day = to_micros(NOON - back * DAY), (FRIDAY - back * DAY).isoformat()
        made, change, entry, said, stay = (new_uid().bytes for _ in range(5))
        ends = (at, day, "Asia/Shanghai")
        seq = int(number) * 100_000 - 4 * back
        run_sql(
            "INSERT INTO commitment (uid, seq, member_uid, text, due_on, at, work_day, zone)"
            " VALUES (?, ?, ?, '巡查', ?, ?, ?, ?)",
            (made, seq, member, day, *ends),
        )
        run_sql(
            "INSERT INTO commitment_change (uid, seq, commitment_uid, state, by_uid, at, work_day,"
            " zone) VALUES (?, ?, ?, 'kept', ?, ?, ?, ?)",
            (change, seq + 1, made, member, *ends),
        )
        run_sql(
            "INSERT INTO service_entry (uid, seq, member_uid, commitment_uid, text, minutes, at,"
            " work_day, zone) VALUES (?, ?, ?, ?, '修工具', 30, ?, ?, ?)",
            (entry, seq + 2, member, made, *ends),
        )
        run_sql(
            "INSERT INTO service_confirmation (uid, seq, entry_uid, minutes, how, by_uid, at,"
            " work_day, zone) VALUES (?, ?, ?, 20, 'supervisor', ?, ?, ?, ?)",
            (said, seq + 3, entry, by, *ends),
        )
        run_sql(
            "INSERT INTO presence (uid, member_uid, work_day, in_at, out_at, closed, closed_at)"
            " VALUES (?, ?, ?, ?, ?, 'scan', ?)",
            (stay, member, day, at, at + 8 * 3_600_000_000, at + 8 * 3_600_000_000),
        )


def took_ms(site: Services, number: str) -> float:
    uid, found = uid_of(number), []
    for _ in range(30):
        began = time.perf_counter()
        site.records.get_record(uid)
        site.service.list_open(uid)
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def test_five_years_of_daily_entries_open_as_fast_as_two_weeks(site: Services) -> None:
    with transaction():
        fill("001", 5 * 365)
        fill("002", 14)
    record = site.records.get_record(uid_of("001"))
    assert record.states == {"kept": 1825}
    assert (record.hours.days, record.hours.minutes) == (1825, 1825 * 480)
    assert record.totals.confirmed_minutes == 1825 * 20
    # A busy machine slows either side: the best of a few tries is compared.
    assert min(took_ms(site, "001") / took_ms(site, "002") for _ in range(3)) < 1.5


def test_many_repeated_promises_that_ended_open_as_fast_as_none(site: Services) -> None:
    promise = site.service.promise
    with transaction():
        for number in ("001", "002"):
            for rhythm in ("shift", "day", "week"):
                promise(uid_of(number), NewCommitment(text="巡查", rhythm=rhythm))
        for rhythm in ("shift", "day", "week") * 20:
            promise(uid_of("001"), NewCommitment(text="月查", rhythm=rhythm, until_on=FRIDAY))
    set_clock(site, NOON + 30 * DAY)
    # 30 days and 4 Sundays of those that go on; a day or a short week of each that ended.
    assert site.records.get_record(uid_of("002")).states == {"open": 2, "overdue": 34}
    assert site.records.get_record(uid_of("001")).states == {"open": 2, "overdue": 34 + 40}
    assert min(took_ms(site, "001") / took_ms(site, "002") for _ in range(3)) < 1.5
