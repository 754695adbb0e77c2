"""Ratings: given, counted, ruled on, shown."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db import rating_box
from db.base import new_uid
from db.connection import database, run_sql, transaction
from db.errors import Conflict
from db.inspection import inspect_file
from db.oversight import Terminal
from db.ratings import Rating
from kiosk.commands import main
from kiosk.errors import RefusedError
from kiosk.service.ratings_views import RATING_STATES, SubjectKind
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, make_site, set_clock, uid_of
from tests.every_fact import drop_triggers

HOUR = timedelta(hours=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_site(tmp_path, 4)
    made.access.set_pin(uid_of("001"), "supervisor", "246810")
    return made


def refusal(action: Callable[[], object]) -> str:
    before = run_sql("SELECT count(*) FROM rating_box")
    with pytest.raises(RefusedError) as refused:
        action()
    assert refused.value.sentence
    assert run_sql("SELECT count(*) FROM rating_box") == before
    return refused.value.code


def rate(site: Services, subject: UUID | None, *stars: int, word: str = "") -> None:
    """Ratings two hours apart, so that all of them count; the box is emptied."""
    kind: SubjectKind = "site" if subject is None else "member"
    for one in stars:
        set_clock(site, site.context.clock.now() + 2 * HOUR)
        assert site.ratings.give(kind, one, subject_uid=subject, word=word) == ""
    set_clock(site, site.context.clock.now() + HOUR)
    site.ratings.empty_box()


def test_a_mean_is_shown_from_five_on(site: Services) -> None:
    rate(site, uid_of("002"), 5, 4, 4, 3)
    assert site.ratings.of_members([uid_of("002")]) is None
    rate(site, uid_of("002"), 4)
    view = site.ratings.of_members([uid_of("002")])
    assert view is not None
    assert (view.count, view.mean) == (5, 4.0)


def test_the_site_is_rated_too(site: Services) -> None:
    rate(site, None, 5, 5, 5, 5, 1)
    view = site.ratings.of_site()
    assert view is not None
    assert view.mean == pytest.approx(4.2)
    assert site.ratings.list_given()[0].name == ""


def test_a_service_counts_for_its_member(site: Services) -> None:
    entry = site.service.log_service(uid_of("003"), 15, text="修工具").uid
    for place in range(4):
        set_clock(site, NOON + (2 + place) * HOUR)
        site.ratings.give("service", 5, subject_uid=entry)
    rate(site, uid_of("003"), 1)
    of_member = site.ratings.of_members([uid_of("003")])
    assert of_member is not None
    assert (of_member.count, of_member.mean) == (5, 4.2)
    line = next(line for line in site.ratings.list_given() if line.kind == "service")
    assert (line.service, line.number, line.subject_uid) == ("修工具", "003", entry)


def test_a_struck_service_can_not_be_rated_and_a_restored_one_can(site: Services) -> None:
    entry = site.service.log_service(uid_of("003"), 15, text="修工具").uid
    site.service.strike_service(entry, uid_of("003"), "记错了")
    give = partial(site.ratings.give, "service", 5, subject_uid=entry)
    assert refusal(give) == "service_struck"
    site.service.restore_service(entry, uid_of("001"), "没记错")
    assert give() == ""


def test_holders_of_a_post_are_taken_together(site: Services) -> None:
    rate(site, uid_of("002"), 5, 5, 5, 5, 5)
    rate(site, uid_of("003"), 2, 3, 2, 3, 5)
    rate(site, uid_of("003"), 5)
    together = site.ratings.of_members([uid_of("002"), uid_of("003")])
    assert together is not None
    assert (together.count, together.mean) == (10, 4.0)
    assert site.ratings.of_members([]) is None


def test_ranking_is_by_the_fair_score_and_leaves_out_who_left(site: Services) -> None:
    rate(site, uid_of("002"), *[5] * 5)
    rate(site, uid_of("003"), *[5] * 9, 4)
    rate(site, uid_of("004"), 5, 5)
    rate(site, None, *[2] * 10)
    ranked = [(one.number, one.rating.count) for one in site.ratings.ranking()]
    assert ranked == [("003", 10), ("002", 5)]
    site.keeping.let_go(uid_of("003"), "完工")
    assert [one.number for one in site.ratings.ranking()] == ["002"]


@pytest.mark.parametrize(("site_stars", "first"), [(5, "002"), (2, "003")])
def test_ranking_begins_at_the_mean_of_all_that_is_shown(
    site: Services, site_stars: int, first: str
) -> None:
    """Where the site is liked, five fours stand above fifteen; where not, below them."""
    rate(site, uid_of("002"), *[4] * 5)
    rate(site, uid_of("003"), *[4] * 15)
    rate(site, None, *[site_stars] * 20)
    ranked = site.ratings.ranking()
    assert ranked[0].number == first
    prior = (20 * 4 + 20 * site_stars) / 40
    scores = {one.number: one.score for one in ranked}
    assert scores["002"] == pytest.approx((10 * prior + 20) / 15)


def test_what_does_not_count_of_a_burst_is_named_so(site: Services) -> None:
    verdicts = []
    for place in range(7):
        set_clock(site, NOON + timedelta(minutes=7 * place))
        verdicts.append(site.ratings.give("site", 5))
    assert verdicts == ["", "repeat", "repeat", "", "repeat", "", "burst"]
    set_clock(site, NOON + timedelta(minutes=7 * 6 + 75))
    assert site.ratings.give("site", 5) == ""


def test_five_of_an_hour_are_enough_whatever_the_terminals(site: Services) -> None:
    verdicts = []
    for place in range(6):
        terminal, here = new_uid(), site.context.terminal_uid
        Terminal.insert(uid=terminal, name=f"{place}号门", made_at=NOON).execute()
        site.context.terminal_uid = terminal
        verdicts.append(site.ratings.give("site", 5))
        site.context.terminal_uid = here
    assert verdicts == [*[""] * 5, "burst"]


def test_a_quarter_that_is_emptied_already_still_knows_who_counts(site: Services) -> None:
    assert site.ratings.give("site", 5) == ""
    set_clock(site, NOON + timedelta(minutes=20))
    site.ratings.empty_box()
    set_clock(site, NOON)  # the clock was set back
    assert site.ratings.give("site", 5) == "repeat"


def test_two_that_come_at_once_can_not_both_count(site: Services) -> None:
    moment = site.context.moment()
    for table in ("rating_box", "rating"):
        seq = "seq, " if table == "rating" else ""
        extra = (1,) if seq else ()
        columns = f"uid, {seq}kind, subject_uid, stars, terminal_uid, slot_at, work_day, zone"
        row = ("site", site.context.site().uid.bytes, 5, site.context.terminal_uid.bytes, 0)
        values = (*extra, *row, FRIDAY.isoformat(), moment.zone)
        marks = ", ".join("?" * (len(values) + 1))
        run_sql(f"INSERT INTO {table} ({columns}) VALUES ({marks})", (uuid4().bytes, *values))
        with pytest.raises(Conflict), transaction():
            run_sql(f"INSERT INTO {table} ({columns}) VALUES ({marks})", (uuid4().bytes, *values))


def test_the_file_refuses_a_time_that_says_more(site: Services) -> None:
    site_uid, terminal = site.context.site().uid, site.context.terminal_uid
    exact = NOON + timedelta(seconds=1)
    with pytest.raises(Conflict, match="CHECK"), transaction():
        rating_box.add_to_box(
            Rating(uuid4(), "site", site_uid, None, 5, "", "", terminal, exact, FRIDAY, "UTC")
        )


def test_what_is_in_the_box_leaves_it_only_as_a_fact(site: Services) -> None:
    site.ratings.give("site", 5, word="好")
    other = "uid, kind, subject_uid, of_uid, 1, word, set_aside, terminal_uid, slot_at, work_day"
    for tamper in (
        "DELETE FROM rating_box",
        "UPDATE rating_box SET stars = 1",
        f"INSERT INTO rating_tray SELECT {other}, zone FROM rating_box",
        "INSERT INTO rating_tray SELECT randomblob(16), kind, subject_uid, of_uid, stars, word,"
        " set_aside, terminal_uid, slot_at, work_day, zone FROM rating_box",
    ):
        with pytest.raises(Conflict, match="facts are never changed"), transaction():
            run_sql(tamper)
    with transaction():
        run_sql("INSERT INTO rating_tray SELECT * FROM rating_box")
        run_sql("DELETE FROM rating_box")
        for tamper in (
            "UPDATE rating_tray SET stars = 1",
            f"INSERT INTO rating_box SELECT {other}, zone FROM rating_tray",
        ):
            with pytest.raises(Conflict, match="facts are never changed"):
                run_sql(tamper)
        run_sql("INSERT INTO rating_box SELECT * FROM rating_tray")
        run_sql("DELETE FROM rating_tray")
    with pytest.raises(Conflict), transaction():
        run_sql("INSERT OR REPLACE INTO rating_box SELECT * FROM rating_box")
    assert run_sql("SELECT stars, word FROM rating_box") == [(5, "好")]


def test_a_rating_that_was_changed_shows(site: Services) -> None:
    rate(site, uid_of("002"), 1)
    file = site.context.home.database
    assert inspect_file(file).changed_seq is None
    drop_triggers()
    run_sql("UPDATE rating SET stars = 5")
    assert inspect_file(file).changed_seq is not None
    assert database.is_closed() is False


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_there_are_five_faces(site: Services, stars: int) -> None:
    assert refusal(lambda: site.ratings.give("site", stars)) == "impossible_stars"


def test_what_is_not_there_can_not_be_rated(site: Services) -> None:
    give = site.ratings.give
    assert refusal(lambda: give("service", 5, subject_uid=uuid4())) == "unknown_service"
    assert refusal(lambda: give("service", 5)) == "unknown_service"
    assert refusal(lambda: give("member", 5)) == "unknown_service"
    assert refusal(lambda: give("member", 5, subject_uid=uuid4())) == "unknown_member"
    site.keeping.let_go(uid_of("004"), "完工")
    assert refusal(lambda: give("member", 5, subject_uid=uid_of("004"))) == "member_left"


def test_words_are_cleaned_and_bounded(site: Services) -> None:
    assert refusal(lambda: site.ratings.give("site", 5, word="好" * 10_000)) == "too_long"
    site.ratings.give("site", 5, word="[b]好\x1b[31m\u202e的")
    set_clock(site, NOON + HOUR)
    site.ratings.empty_box()
    assert site.ratings.list_given()[0].word == "[b]好的"


def test_a_supervisor_counts_in_and_leaves_out(site: Services) -> None:
    for stars in (5, 1):
        site.ratings.give("site", stars)
    set_clock(site, NOON + HOUR)
    site.ratings.empty_box()
    rule = site.ratings.count_in
    by_stars = {line.stars: line for line in site.ratings.list_given()}
    assert (by_stars[5].state, by_stars[1].state) == ("counted", "repeat")
    assert rule(by_stars[1].uid, uid_of("001"), "两个人").state == "counted"
    assert rule(by_stars[5].uid, uid_of("001"), "开玩笑", counts=False).state == "left_out"
    assert rule(by_stars[1].uid, uid_of("001"), "同一个人", counts=False).state == "left_out"
    rule(by_stars[5].uid, uid_of("001"), "不是玩笑")
    assert {line.stars: line.state for line in site.ratings.list_given()} == {
        5: "counted",
        1: "left_out",
    }
    assert run_sql("SELECT count(*) FROM ledger_entry WHERE kind = 'rating_ruling'") == [(4,)]


def test_one_that_waits_is_left_out_at_once_and_the_ruling_may_be_changed(site: Services) -> None:
    for minute, stars in enumerate((5, 2, 5, 5, 5, 5, 1)):
        set_clock(site, NOON + timedelta(minutes=minute))
        site.ratings.give("site", stars)
    set_clock(site, NOON + HOUR)
    site.ratings.empty_box()
    rule, by = site.ratings.count_in, uid_of("001")
    by_stars = {line.stars: line for line in site.ratings.list_given()}
    repeat, burst = by_stars[2], by_stars[1]
    assert (repeat.state, burst.state) == ("repeat", "burst")
    for one in (repeat, burst):
        assert rule(one.uid, by, "连按", counts=False).state == "left_out"
        assert refusal(partial(rule, one.uid, by, "又", counts=False)) == "already_ruled"
        assert rule(one.uid, by, "两个人").state == "counted"
        assert refusal(partial(rule, one.uid, by, "又")) == "already_ruled"
        assert rule(one.uid, by, "看错了", counts=False).state == "left_out"
    assert [len(site.ratings.list_given(state=state)) for state in RATING_STATES] == [1, 3, 1, 2]


def test_to_leave_out_what_never_counted_is_no_turn_that_would_show_a_single_one(
    site: Services,
) -> None:
    rate(site, None, 5, 5, 5, 5)
    set_clock(site, NOON + 24 * HOUR)
    for stars in (1, 2, 2, 2, 2):
        site.ratings.give("site", stars)
    set_clock(site, NOON + 25 * HOUR)
    site.ratings.empty_box()
    shown = site.ratings.of_site()
    assert shown is not None
    waiting = site.ratings.list_given(state="repeat")
    assert len(waiting) == 4
    for one in waiting:
        site.ratings.count_in(one.uid, uid_of("001"), "连按", counts=False)
    assert site.ratings.of_site() == shown
    rate(site, None, 1)
    assert site.ratings.of_site() == shown  # of six that count, five are shown


def test_who_may_not_rule(site: Services) -> None:
    rate(site, uid_of("001"), 1)
    uid = site.ratings.list_given()[0].uid
    rule = site.ratings.count_in

    def out(by: str, reason: str = "x") -> object:
        return rule(uid, uid_of(by), reason, counts=False)

    site.access.set_pin(uid_of("003"), "supervisor", "135790")
    assert refusal(lambda: out("002")) == "no_supervisor"
    assert refusal(lambda: out("001")) == "own_rating"
    assert refusal(lambda: out("003", " ")) == "reason_needed"
    assert refusal(lambda: out("003", "x" * 201)) == "too_long"
    assert refusal(lambda: rule(uid, uid_of("003"), "x")) == "already_ruled"
    assert refusal(lambda: rule(uuid4(), uid_of("003"), "x")) == "unknown_rating"
    assert site.ratings.list_given()[0].state == "counted"


def test_lists_are_filtered_by_member_state_and_day(site: Services) -> None:
    rate(site, uid_of("002"), 5, 4)
    rate(site, None, 3)
    set_clock(site, NOON + 48 * HOUR)
    site.ratings.give("site", 2)
    site.ratings.give("site", 1)
    set_clock(site, NOON + 49 * HOUR)
    site.ratings.empty_box()

    def stars(**asked: object) -> list[int]:
        return sorted(line.stars for line in site.ratings.list_given(**asked))  # type: ignore[arg-type]  # what is asked for differs

    assert stars() == [1, 2, 3, 4, 5]
    assert stars(member_uid=uid_of("002")) == [4, 5]
    assert stars(state="repeat") == [1]
    assert stars(work_day=FRIDAY) == [3, 4, 5]
    assert stars(work_day=FRIDAY, state="counted", member_uid=uid_of("002")) == [4, 5]
    assert len(stars(most=2)) == 2
    assert [stars(state=state) for state in RATING_STATES] == [[2, 3, 4, 5], [1], [], []]


def test_words_reach_the_member_from_five_ratings_on(site: Services) -> None:
    rate(site, uid_of("002"), 5, 5, 5, 5, word="热心")
    assert site.ratings.words_about(uid_of("002")) == ()
    rate(site, uid_of("002"), 5)
    assert site.ratings.words_about(uid_of("002")) == ("热心",) * 4
    assert site.ratings.words_about(uid_of("002"), most=1) == ("热心",)


def test_words_come_in_the_order_of_their_keys_not_of_their_quarters(site: Services) -> None:
    for place in range(10):
        set_clock(site, NOON + place * HOUR)
        turned = UUID(int=(place * 7 % 10 + 1) << 64)
        site.ratings.give("member", 5, subject_uid=uid_of("002"), word=f"第{place}", uid=turned)
    set_clock(site, NOON + 11 * HOUR)
    site.ratings.empty_box()
    by_key = sorted(range(10), key=lambda place: place * 7 % 10)
    assert site.ratings.words_about(uid_of("002")) == tuple(f"第{place}" for place in by_key)
    newest = tuple(f"第{place}" for place in by_key if place >= 6)
    assert site.ratings.words_about(uid_of("002"), most=4) == newest


def test_words_are_those_of_the_ratings_that_are_shown(site: Services) -> None:
    rate(site, uid_of("002"), 5, 5, 5, 5, 5, word="先说")
    rate(site, uid_of("002"), 1, 1, 1, 1, word="后说")
    assert site.ratings.words_about(uid_of("002")) == ("先说",) * 5
    rate(site, uid_of("002"), 5)
    assert sorted(site.ratings.words_about(uid_of("002"))) == ["先说"] * 5 + ["后说"] * 4


def test_the_nightly_closing_empties_the_box_too(site: Services) -> None:
    site.ratings.give("site", 5)
    home = str(site.context.home.folder)
    assert main(["--home", home, "day", "close"]) == 0  # long after, by the machine's clock
    from kiosk.services import open_services

    again = open_services(site.context.home)
    assert [line.stars for line in again.ratings.list_given()] == [5]


def test_what_is_taken_back_was_never_given_and_the_next_one_counts(site: Services) -> None:
    key = uuid4()
    site.ratings.give("member", 1, subject_uid=uid_of("003"), uid=key)
    site.ratings.take_back(key)
    assert site.ratings.give("member", 5, subject_uid=uid_of("003")) == ""
    set_clock(site, NOON + HOUR)
    assert site.ratings.empty_box() == 1
    assert [line.stars for line in site.ratings.list_given()] == [5]


def test_a_fact_is_not_taken_back(site: Services) -> None:
    key = uuid4()
    site.ratings.give("site", 1, uid=key)
    set_clock(site, NOON + HOUR)
    site.ratings.empty_box()
    assert refusal(lambda: site.ratings.take_back(key)) == "too_late"
    assert len(site.ratings.list_given()) == 1
