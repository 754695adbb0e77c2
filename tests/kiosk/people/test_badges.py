"""The life of a badge: issued once, printed again, replaced, revoked, given days; all kept."""

import json
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.connection import run_sql
from db.ledger import find_first_broken
from kiosk.attendance.views import CheckedIn, Refused, Scan
from kiosk.errors import RefusedError
from kiosk.people.badges import ALWAYS, Validity
from kiosk.people.codes import make_code
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_member, make_site, set_clock, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 2, debounce_s=0)


def refusal(action: object) -> str:
    with pytest.raises(RefusedError) as refused:
        action()  # type: ignore[operator]  # any call
    assert refused.value.sentence
    return refused.value.code


def answer(site: Services, code: str) -> str:
    """`in`, `out` or the reason."""
    found = site.attendance.scan(Scan(code, "wedge"))
    if isinstance(found, Refused):
        return found.reason
    return "in" if isinstance(found, CheckedIn) else "out"


def entries(*kinds: str) -> list[tuple[str, dict[str, object]]]:
    rows = run_sql("SELECT kind, payload FROM ledger_entry ORDER BY seq")
    return [(kind, json.loads(payload)) for kind, payload in rows if kind in kinds]


def test_a_first_badge_is_issued_once_and_printed_again_without_any_change(site: Services) -> None:
    supervisor, new = uid_of("001"), add_member("009")
    before = len(run_sql("SELECT 1 FROM badge"))
    code = site.badges.code(new, supervisor)
    entered = run_sql("SELECT count(*) FROM ledger_entry")
    assert {site.badges.code(new) for _ in range(3)} == {code}
    assert len(run_sql("SELECT 1 FROM badge")) == before + 1
    assert run_sql("SELECT count(*) FROM ledger_entry") == entered
    _kind, told = entries("badge_issued")[-1]
    assert told == {
        "member": str(new),
        "valid_from": None,
        "valid_until": None,
        "by": str(supervisor),
    }


def test_the_file_holds_a_hash_of_the_token_only(site: Services) -> None:
    code = site.people.badge_code("001")
    stored = b"".join(path.read_bytes() for path in site.context.home.folder.glob("kiosk.db*"))
    assert code[1:32].encode() not in stored
    assert site.context.secret() not in stored


def test_reissuing_kills_the_older_badge_at_once(site: Services) -> None:
    member, supervisor = uid_of("001"), uid_of("002")
    older = site.people.badge_code("001")
    newer = site.badges.reissue(member, " lost\x1b[2J ", by=supervisor)
    assert answer(site, older) == "badge_dead"
    assert answer(site, newer) == "in"
    assert site.badges.code(member) == newer
    first, second = site.badges.history(member)
    assert (first.state, first.dead_at, first.dead_because) == ("valid", None, "")
    assert (second.state, second.dead_at, second.dead_because) == ("dead", NOON, "reissued")
    (replaced,) = entries("badge_replaced")
    told = {"member": str(member), "reason": "lost", "by": str(supervisor)}
    assert replaced[1] == told
    assert len(entries("badge_issued")) == 3


def test_a_new_badge_keeps_the_days_of_the_older_one_unless_told_others(site: Services) -> None:
    member, days = uid_of("001"), Validity(FRIDAY, FRIDAY + DAY)
    site.badges.set_validity(member, days)
    site.badges.reissue(member)
    assert site.badges.list_living()[member].validity == days
    site.badges.reissue(member, validity=ALWAYS)
    assert site.badges.list_living()[member].validity == ALWAYS


def test_reissuing_for_somebody_without_a_badge_gives_the_first(site: Services) -> None:
    new = add_member("009")
    assert answer(site, site.badges.reissue(new)) == "in"
    assert entries("badge_replaced") == []


def test_a_revoked_badge_is_dead_and_no_first_one_follows_silently(site: Services) -> None:
    member, supervisor = uid_of("001"), uid_of("002")
    code = site.people.badge_code("001")
    site.badges.revoke(member, "copied", by=supervisor)
    assert answer(site, code) == "badge_dead"
    assert refusal(lambda: site.badges.code(member)) == "no_badge"
    assert refusal(lambda: site.badges.revoke(member, "again")) == "no_badge"
    assert refusal(lambda: site.badges.set_validity(member, ALWAYS)) == "no_badge"
    assert member not in site.badges.list_living()
    assert site.badges.history(member)[0].dead_because == "copied"
    (revoked,) = entries("badge_revoked")
    assert revoked[1] == {"member": str(member), "reason": "copied", "by": str(supervisor)}
    assert answer(site, site.badges.reissue(member)) == "in"


def test_revoking_for_the_reason_reissued_is_still_a_revocation(site: Services) -> None:
    site.badges.revoke(uid_of("001"), "reissued")
    assert entries("badge_replaced") == []
    assert [told["reason"] for _kind, told in entries("badge_revoked")] == ["reissued"]


@pytest.mark.parametrize("reason", ["", "  ", "\x1b[2J\u202e"])
def test_revoking_needs_a_reason(site: Services, reason: str) -> None:
    code = site.people.badge_code("001")
    assert refusal(lambda: site.badges.revoke(uid_of("001"), reason)) == "no_reason"
    assert answer(site, code) == "in"


def test_nobody_unknown_or_gone_gets_a_badge(site: Services) -> None:
    member = uid_of("001")
    site.keeping.let_go(member, "end of contract")
    for ask in (site.badges.code, site.badges.reissue):
        assert refusal(lambda ask=ask: ask(uuid4())) == "unknown_member"
        assert refusal(lambda ask=ask: ask(member)) == "member_left"
    assert refusal(lambda: site.badges.revoke(uuid4(), "x")) == "no_badge"
    site.badges.revoke(member, "not given back")
    assert site.badges.history(uuid4()) == []


@pytest.mark.parametrize(
    ("days", "on", "state"),
    [
        (Validity(), 0, "valid"),
        (Validity(FRIDAY), 0, "valid"),
        (Validity(FRIDAY, FRIDAY), 0, "valid"),
        (Validity(None, FRIDAY), 0, "valid"),
        (Validity(FRIDAY + DAY), 0, "not_yet"),
        (Validity(None, FRIDAY - DAY), 0, "expired"),
        (Validity(FRIDAY + DAY, FRIDAY + DAY), 1, "valid"),
        (Validity(FRIDAY, FRIDAY), 1, "expired"),
    ],
)
def test_first_and_last_day_are_included(
    site: Services, days: Validity, on: int, state: str
) -> None:
    site.badges.set_validity(uid_of("001"), days)
    set_clock(site, NOON + on * DAY)
    answers = {"valid": "in", "not_yet": "badge_not_yet", "expired": "badge_expired"}
    assert site.badges.history(uid_of("001"))[0].state == state
    assert site.badges.list_living()[uid_of("001")].state == state
    assert answer(site, site.people.badge_code("001")) == answers[state]


def test_days_are_kept_once_with_what_stood_before(site: Services) -> None:
    member, days = uid_of("001"), Validity(FRIDAY, None)
    for _ in range(2):
        site.badges.set_validity(member, days, by=uid_of("002"))
    site.badges.set_validity(member, ALWAYS)
    never = {"valid_from": None, "valid_until": None}
    then = {"valid_from": "2026-11-20", "valid_until": None}
    assert [told for _kind, told in entries("badge_validity_changed")] == [
        {"before": never, "after": then, "by": str(uid_of("002"))},
        {"before": then, "after": never, "by": None},
    ]


def test_days_the_wrong_way_round_are_refused(site: Services) -> None:
    member, wrong = uid_of("001"), Validity(FRIDAY, FRIDAY - DAY)
    code = site.badges.code(member)
    assert refusal(lambda: site.badges.set_validity(member, wrong)) == "impossible_days"
    assert refusal(lambda: site.badges.reissue(member, validity=wrong)) == "impossible_days"
    assert (site.badges.code(member), answer(site, code)) == (code, "in")


def test_prints_are_counted(site: Services) -> None:
    first, second = uid_of("001"), uid_of("002")
    site.badges.revoke(second, "lost")
    site.badges.record_printed([first, second], "file", by=first)
    set_clock(site, NOON + DAY)
    site.badges.record_printed([first], "office\x00 printer")
    badge = site.badges.history(first)[0]
    assert (badge.prints, badge.printed_at) == (2, NOON + DAY)
    assert site.badges.history(second)[0].prints == 0
    told = [entry for _kind, entry in entries("badge_printed")]
    assert told == [{"where": "file", "by": str(first)}, {"where": "office printer", "by": None}]
    assert site.badges.list_living()[first].prints == 0


def test_the_living_badge_comes_first_whatever_the_clock_said(site: Services) -> None:
    member = uid_of("001")
    set_clock(site, NOON - 30 * DAY)
    code = site.badges.reissue(member)
    assert [badge.state for badge in site.badges.history(member)] == ["valid", "dead"]
    assert site.badges.code(member) == code


def test_a_card_is_not_printed_under_a_secret_that_the_gate_does_not_know(site: Services) -> None:
    site.context.home.secret_file.write_text("ab" * 32)
    assert refusal(lambda: site.badges.code(uid_of("001"))) == "other_secret"
    assert answer(site, site.badges.reissue(uid_of("001"))) == "in"


def test_a_card_of_another_site_is_no_badge_here(site: Services, tmp_path: Path) -> None:
    ours = [UUID(bytes=uid) for (uid,) in run_sql("SELECT uid FROM badge")]
    codes = [make_code(site.context.secret(), badge) for badge in ours]
    other = make_site(tmp_path / "other", 2)
    assert {answer(other, code) for code in codes} == {"unknown_code"}


def test_all_of_it_leaves_a_whole_ledger(site: Services) -> None:
    member = uid_of("001")
    site.badges.set_validity(member, Validity(date(2026, 1, 1)))
    site.badges.reissue(member)
    site.badges.revoke(member, "lost")
    assert find_first_broken() is None
