"""Case 28: a rating can't be traced, can't be stuffed, and can't be given about oneself."""

import random
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from db.base import new_uid, to_micros
from db.connection import run_sql
from kiosk.attendance.night import NightWatch
from kiosk.errors import RefusedError
from kiosk.service.ratings_views import SubjectKind
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of

GIVEN_AT = [NOON + timedelta(minutes=place, microseconds=101 * place + 7) for place in (2, 4, 6, 8)]
"""The exact times at which the ratings below are given: no row may know them."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 6, debounce_s=0)


def live_a_quarter(site: Services) -> None:
    """Members come one by one; between two of them somebody rates, one of them in a session."""
    subjects = [uid_of("005"), uid_of("006"), None, uid_of("005")]
    for place, (at, subject) in enumerate(zip(GIVEN_AT, subjects, strict=True), 1):
        set_clock(site, at - timedelta(seconds=3))
        scan(site, f"00{place}")
        set_clock(site, at)
        kind: SubjectKind = "member" if subject else "site"
        session = uid_of("002") if place == 2 else None
        site.ratings.give(
            kind, 1 + place % 5, subject_uid=subject, word="不太好", session_member=session
        )
    set_clock(site, GIVEN_AT[-1] + timedelta(seconds=3))
    scan(site, "001")


def let_the_kiosk_run_on(site: Services) -> None:
    """The watch of the running kiosk finds the quarter over."""
    set_clock(site, NOON + timedelta(minutes=15))
    night = NightWatch(site.context)
    assert night.look().is_due
    night.close()
    assert not NightWatch(site.context).look().is_due
    scan(site, "002")


def every_row() -> list[tuple[str, tuple[object, ...]]]:
    tables = run_sql("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return [(name, row) for (name,) in tables for row in run_sql(f"SELECT * FROM {name}")]


def mentions(row: tuple[object, ...], uid: UUID) -> bool:
    return any(
        uid.bytes in cell if isinstance(cell, bytes) else str(uid) in str(cell) for cell in row
    )


def rating_uids() -> list[UUID]:
    return [UUID(bytes=uid) for (uid,) in run_sql("SELECT uid FROM rating")]


@pytest.mark.parametrize("is_counted", [False, True])
def test_case_28_no_row_says_when_a_rating_was_given(site: Services, is_counted: bool) -> None:
    live_a_quarter(site)
    if is_counted:
        let_the_kiosk_run_on(site)
    exact = {to_micros(at) for at in GIVEN_AT}
    told = [at.strftime("%H:%M:%S") for at in GIVEN_AT]
    for table, row in every_row():
        assert exact.isdisjoint(cell for cell in row if isinstance(cell, int)), table
        assert not any(time in str(cell) for cell in row for time in told), table


@pytest.mark.parametrize("is_counted", [False, True])
def test_case_28_not_even_the_bytes_of_the_file_and_its_log_say_when(
    site: Services, is_counted: bool
) -> None:
    live_a_quarter(site)
    if is_counted:
        let_the_kiosk_run_on(site)
    stored = b"".join(path.read_bytes() for path in site.context.home.folder.glob("kiosk.db*"))
    scanned = to_micros(GIVEN_AT[0] - timedelta(seconds=3))
    assert scanned.to_bytes(8, "big") in stored  # a time that was kept is found this way
    for at in GIVEN_AT:
        assert to_micros(at).to_bytes(8, "big") not in stored
        assert at.isoformat().encode() not in stored


def test_case_28_no_row_names_a_rating_together_with_anybody_but_the_rated(site: Services) -> None:
    live_a_quarter(site)
    let_the_kiosk_run_on(site)
    rated = {"005", "006"}
    others = [uid_of(f"00{place}") for place in range(1, 7) if f"00{place}" not in rated]
    others += [UUID(bytes=uid) for (uid,) in run_sql("SELECT uid FROM punch")]
    for uid in rating_uids():
        about = [row for _table, row in every_row() if mentions(row, uid)]
        assert len(about) == 2  # the rating and its entry in the ledger
        assert not any(mentions(row, other) for row in about for other in others)


def test_case_28_the_key_of_a_rating_tells_no_time(site: Services) -> None:
    live_a_quarter(site)
    let_the_kiosk_run_on(site)
    assert {uid.version for uid in rating_uids()} == {4}
    assert new_uid().version == 7  # as all other keys do


def test_case_28_the_ledger_has_no_rating_beside_who_was_there(site: Services) -> None:
    live_a_quarter(site)
    assert run_sql("SELECT count(*) FROM ledger_entry WHERE kind = 'rating'") == [(0,)]
    let_the_kiosk_run_on(site)
    entries = run_sql("SELECT seq, kind, at, subject FROM ledger_entry ORDER BY seq")
    ratings = [entry for entry in entries if entry[1] == "rating"]
    quarter = to_micros(NOON), to_micros(NOON + timedelta(minutes=15))
    during = [seq for seq, kind, at, _uid in entries if kind != "rating" and at < quarter[1]]
    assert len(ratings) == 4
    assert ratings[0][0] > max(during)
    assert {at for _seq, _kind, at, _uid in ratings} == {quarter[1]}  # when the box was emptied
    keys = [uid for _seq, _kind, _at, uid in ratings]
    assert keys == sorted(keys)  # which are random


def test_case_28_giving_one_never_empties_the_box_for_it_would_tell_when(site: Services) -> None:
    live_a_quarter(site)
    set_clock(site, NOON + timedelta(minutes=16))
    site.ratings.give("site", 5)
    assert run_sql("SELECT count(*) FROM rating") == [(0,)]
    assert site.ratings.empty_box() == 4


def test_case_28_who_watches_the_means_never_learns_of_a_single_rating(site: Services) -> None:
    chance = random.Random(28)  # noqa: S311
    given = [chance.randint(1, 5) for _ in range(23)]
    seen = []
    for place, stars in enumerate(given):
        set_clock(site, NOON + timedelta(minutes=15 * place))
        site.ratings.empty_box()
        seen.append(site.ratings.of_members([uid_of("005")]))
        site.ratings.give("member", stars, subject_uid=uid_of("005"))
        site.ratings.empty_box()
        assert site.ratings.of_members([uid_of("005")]) == seen[-1]  # none moves in the quarter
    shown = [view for view in seen if view is not None]
    assert [view.count for view in shown] == [5] * 5 + [10] * 5 + [15] * 5 + [20] * 3
    totals = [0] + [round(view.mean * view.count) for view in shown[::5]]
    fives = [sum(given[at : at + 5]) for at in range(0, 20, 5)]
    assert [after - before for before, after in pairwise(totals)] == fives


def test_case_28_who_compares_means_does_not_learn_what_is_not_shown(site: Services) -> None:
    """A post's mean over those who hold it, less the one that is shown."""
    both = [uid_of("005"), uid_of("006")]
    for place in range(8):
        set_clock(site, NOON + timedelta(hours=place))
        site.ratings.give("member", 5, subject_uid=both[0])
        if place < 4:
            site.ratings.give("member", 1, subject_uid=both[1])
    set_clock(site, NOON + timedelta(hours=9))
    site.ratings.empty_box()
    assert site.ratings.of_members([both[1]]) is None
    assert site.ratings.of_members(both) == site.ratings.of_members([both[0]])
    assert {one.number for one in site.ratings.ranking()} == {"005"}
    assert [one.score for one in site.ratings.ranking()] == [5.0]  # the site's mean hides it too


def test_case_28_a_ruling_does_not_give_the_rating_away_either(site: Services) -> None:
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    for place in range(10):
        set_clock(site, NOON + timedelta(hours=place))
        site.ratings.give("member", 5 if place else 1, subject_uid=uid_of("005"), word="有话")
    site.ratings.give("member", 2, subject_uid=uid_of("005"), word="又来")  # a repeat
    set_clock(site, NOON + timedelta(hours=11))
    site.ratings.empty_box()
    before = site.ratings.of_members([uid_of("005")])
    assert before is not None
    assert (before.count, before.mean) == (10, 4.6)
    by_stars = {line.stars: line.uid for line in site.ratings.list_given()}
    rulings = [(1, False), (2, True), (1, True), (2, False)]
    for stars, counts in rulings:
        site.ratings.count_in(by_stars[stars], uid_of("001"), "核实过", counts=counts)
        assert site.ratings.of_members([uid_of("005")]) == before
        # What a supervisor left out is read no more; what was counted in is not read yet.
        words = site.ratings.words_about(uid_of("005"))
        assert "又来" not in words
        assert len(words) == 9
    site.ratings.count_in(by_stars[1], uid_of("001"), "不是本人", counts=False)
    after = site.ratings.of_members([uid_of("005")])
    assert after is not None
    assert (after.count, after.mean) == (9, 5.0)  # five turns later all of them show


def test_case_28_a_place_can_not_stuff_the_box(site: Services) -> None:
    chance = random.Random(7)  # noqa: S311
    given: list[tuple[datetime, str]] = []
    at = NOON
    for _ in range(120):
        at += timedelta(seconds=chance.randrange(5, 120))
        set_clock(site, at)
        given.append((at, site.ratings.give("member", 5, subject_uid=uid_of("005"))))
    set_clock(site, at + timedelta(hours=1))
    assert site.ratings.empty_box() == 120  # all are kept
    quarters = (at - NOON) // timedelta(minutes=15) + 1
    counted = [when for when, set_aside in given if not set_aside]
    assert len(counted) == quarters  # one each
    waiting = {line.state for line in site.ratings.list_given()}
    assert waiting == {"counted", "repeat", "burst"}


def test_case_28_what_a_ruling_hides_again_is_in_no_posts_mean_either(site: Services) -> None:
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    both = [uid_of("005"), uid_of("006")]
    for place in range(5):
        set_clock(site, NOON + timedelta(hours=place))
        for uid, stars in zip(both, (1, 5), strict=True):
            site.ratings.give("member", stars, subject_uid=uid)
    set_clock(site, NOON + timedelta(hours=6))
    site.ratings.empty_box()
    left_out = [line.uid for line in site.ratings.list_given(member_uid=both[0])][:4]
    for uid in left_out:
        site.ratings.count_in(uid, uid_of("001"), "同一个人", counts=False)
    site.ratings.give("member", 1, subject_uid=both[0])
    set_clock(site, NOON + timedelta(hours=7))
    site.ratings.empty_box()
    assert site.ratings.of_members([both[0]]) is None  # two count: fewer than five
    together = site.ratings.of_members(both)
    assert together is not None
    assert (together.count, together.mean) == (5, 5.0)


def test_case_28_one_hand_counts_once_for_a_member_and_all_their_services(site: Services) -> None:
    entries = [site.service.log_service(uid_of("005"), 10, text=f"第{n}次").uid for n in range(10)]
    verdicts = [site.ratings.give("member", 5, subject_uid=uid_of("005"))]
    verdicts += [site.ratings.give("service", 5, subject_uid=entry) for entry in entries]
    assert verdicts == ["", *["repeat"] * 4, *["burst"] * 6]
    assert site.ratings.give("member", 5, subject_uid=uid_of("006")) == ""  # nobody else's
    set_clock(site, NOON + timedelta(minutes=15))
    assert site.ratings.empty_box() == 12  # all are kept
    assert site.ratings.of_members([uid_of("005")]) is None
    assert len(site.ratings.list_given(member_uid=uid_of("005"), state="counted")) == 1


def test_case_28_one_hand_that_gives_many_silences_nobody(site: Services) -> None:
    """Each quarter somebody honest comes first; one hand gives three more each time."""
    honest = []
    for quarter in range(4):
        set_clock(site, NOON + timedelta(minutes=15 * quarter))
        honest.append(site.ratings.give("member", 5, subject_uid=uid_of("005")))
        for _ in range(3):
            assert site.ratings.give("member", 1, subject_uid=uid_of("005")) != ""
    assert honest == [""] * 4


def test_case_28_nobody_rates_themself_nor_their_own_service(site: Services) -> None:
    entry = site.service.log_service(uid_of("005"), 15, text="帮忙").uid
    subjects: list[tuple[SubjectKind, UUID]] = [("member", uid_of("005")), ("service", entry)]
    for kind, subject in subjects:
        with pytest.raises(RefusedError) as refused:
            site.ratings.give(kind, 5, subject_uid=subject, session_member=uid_of("005"))
        assert refused.value.code == "own_rating"
    for place, (kind, subject) in enumerate(subjects, 1):
        set_clock(site, NOON + place * timedelta(minutes=15))
        assert site.ratings.give(kind, 5, subject_uid=subject, session_member=uid_of("001")) == ""
    assert site.ratings.give("site", 5, session_member=uid_of("005")) == ""
