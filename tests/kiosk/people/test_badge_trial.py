"""A code is tried: what it would lead to, and nothing is recorded."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import run_sql, transaction
from db.people import Member
from kiosk.people.badge_trial import try_code
from kiosk.people.badges import Validity
from kiosk.services import Services
from tests.builders import NOON, make_site, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def tried(site: Services, text: str) -> tuple[str, str]:
    """The reason and the member's number."""
    trial = try_code(site.context, text)
    return trial.reason, trial.member.number if trial.member else ""


def test_a_good_code_leads_to_its_member_and_is_not_recorded(site: Services) -> None:
    code = site.people.badge_code("002")
    before = run_sql("SELECT count(*) FROM ledger_entry")
    assert tried(site, code) == ("", "002")
    assert tried(site, "]Q1" + code) == ("", "002")
    assert tried(site, code[:-1]) == ("cut_code", "")
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    assert site.attendance.on_site() == []


def test_what_is_refused_says_why(site: Services) -> None:
    codes = {number: site.people.badge_code(number) for number in ("001", "002", "003")}
    site.badges.reissue(uid_of("001"))
    assert tried(site, codes["001"]) == ("badge_dead", "001")
    site.badges.set_validity(uid_of("002"), Validity(first=NOON.date() + DAY))
    assert tried(site, codes["002"]) == ("badge_not_yet", "002")
    with transaction():
        Member.update(left_at=NOON).where(Member.number == "003").execute()
    assert tried(site, codes["003"]) == ("member_left", "003")
    (site.context.home.secret_file).write_text("ab" * 32)
    other = site.badges.reissue(uid_of("001"))
    with transaction():
        run_sql(
            "DELETE FROM badge WHERE dead_at IS NULL AND member_uid = ?", (uid_of("001").bytes,)
        )
    assert tried(site, other) == ("unknown_code", "")
