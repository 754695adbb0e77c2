"""Badges at the gate: days gate coming in, never going out; no refused code can be reused."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.connection import run_sql, transaction
from db.inspection import inspect_file
from kiosk.attendance.views import CheckedIn, CheckedOut, Refused, Repeated, Scan, ScanResult
from kiosk.people.badges import Validity
from kiosk.people.codes import check_digits
from kiosk.services import Services
from tests.builders import FRIDAY, make_site, set_clock, uid_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """One member whose badge lets in on Friday, 20 November 2026, only; the day turns at 4."""
    site = make_site(tmp_path, 2)
    site.badges.set_validity(uid_of("001"), Validity(FRIDAY, FRIDAY))
    return site


def at(site: Services, local: str) -> ScanResult:
    """Scan 001 at a local time such as `20 06:55`."""
    set_clock(site, datetime.fromisoformat(f"2026-11-{local}").replace(tzinfo=SHANGHAI))
    return site.attendance.scan(Scan(site.people.badge_code("001"), "wedge"))


@pytest.mark.parametrize(
    ("local", "reason"),
    [
        ("20 03:59:59", "badge_not_yet"),  # still Thursday's work day
        ("20 04:00:00", None),
        ("21 03:59:59", None),  # still Friday's
        ("21 04:00:00", "badge_expired"),
    ],
)
def test_the_work_day_counts_not_midnight(site: Services, local: str, reason: str | None) -> None:
    answer = at(site, local)
    if reason is None:
        assert isinstance(answer, CheckedIn)
        return
    assert isinstance(answer, Refused)
    assert answer.reason == reason
    assert answer.member is not None
    assert answer.member.number == "001"
    assert run_sql("SELECT reason, member_uid FROM refused_scan") == [(reason, uid_of("001").bytes)]
    assert run_sql("SELECT count(*) FROM punch") == [(0,)]


@pytest.mark.parametrize("out", ["21 00:30", "21 05:00", "21 11:00", "21 13:59"])
def test_who_came_in_goes_out_after_the_last_day(site: Services, out: str) -> None:
    # At 11:00 and later a badge that still lets in would check in anew: the night is over.
    assert isinstance(at(site, "20 22:00"), CheckedIn)
    answer = at(site, out)
    assert isinstance(answer, CheckedOut)
    assert answer.work_day == FRIDAY
    assert site.attendance.on_site() == []


def test_an_open_presence_that_can_not_be_true_lets_nobody_in(site: Services) -> None:
    at(site, "20 22:00")
    answer = at(site, "21 14:01")
    assert isinstance(answer, Refused)
    assert answer.reason == "badge_expired"


def test_after_going_out_an_expired_badge_lets_in_no_more(site: Services) -> None:
    at(site, "20 22:00")
    assert isinstance(at(site, "21 06:00"), CheckedOut)
    assert isinstance(at(site, "21 06:00:05"), Repeated)
    assert isinstance(at(site, "21 06:01"), Refused)


def test_days_taken_away_while_inside_keep_nobody_inside(site: Services) -> None:
    at(site, "20 08:00")
    site.badges.set_validity(uid_of("001"), Validity(FRIDAY + DAY, None))
    assert isinstance(at(site, "20 12:00"), CheckedOut)
    answer = at(site, "20 13:00")
    assert isinstance(answer, Refused)
    assert answer.reason == "badge_not_yet"


def test_a_closed_presence_is_closed_once(site: Services) -> None:
    at(site, "20 08:00")
    with transaction():
        assert site.attendance.close_presence(uid_of("001"), "member_left")
        assert not site.attendance.close_presence(uid_of("001"), "member_left")
        assert not site.attendance.close_presence(uid_of("002"), "member_left")
    assert run_sql("SELECT direction, source FROM punch ORDER BY seq") == [
        ("in", "wedge"),
        ("out", "member_left"),
    ]
    assert inspect_file(site.context.home.database).changed_seq is None


def refused_texts(code: str) -> list[str]:
    wrong = code[:33] + str((int(code[33]) + 1) % 10)
    newer = "2" + code[1:32]
    return [
        code,
        code[:33],
        code[1:],
        wrong,
        code * 2,
        f"]Q3{code}",
        newer + check_digits(newer),
        " ".join(code),
        "-".join(re.findall("....", code)),
    ]


def test_no_badge_can_be_made_from_what_the_record_keeps_of_refused_scans(site: Services) -> None:
    code = site.people.badge_code("001")
    site.keeping.let_go(uid_of("001"), "end")
    for text in refused_texts(code):
        answer = site.attendance.scan(Scan(text, "wedge"))
        assert isinstance(answer, Refused)
    kept = run_sql("SELECT code FROM refused_scan")
    told = run_sql("SELECT payload FROM ledger_entry WHERE kind = 'refused_scan'")
    assert len(kept) == len(told) == len(refused_texts(code))
    for text in [*(row[0] for row in kept), *(json.loads(row[0])["code"] for row in told)]:
        assert "…" in text
        assert len(text) < 12
    assert inspect_file(site.context.home.database).changed_seq is None


def test_two_members_with_codes_that_look_alike_are_both_kept(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.attendance.refusals.mask_refused", lambda _text: "1234…56")
    codes = [site.people.badge_code(number) for number in ("001", "002")]
    for number in ("001", "002"):
        site.keeping.let_go(uid_of(number), "end")
    for code in codes * 2:
        site.attendance.scan(Scan(code, "wedge"))
    kept = run_sql("SELECT member_uid FROM refused_scan ORDER BY seq")
    assert kept == [(uid_of("001").bytes,), (uid_of("002").bytes,)]
