"""Repeated commitments, lived through: judged occasion by occasion, withdrawn, reminded of."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db.connection import run_sql
from kiosk.attendance.views import CheckedIn, CheckedOut
from kiosk.errors import RefusedError
from kiosk.service.commitments import NewCommitment
from kiosk.service.desk import CommitmentFilter
from kiosk.service.views import CommitmentView
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, make_site, scan, set_clock, uid_of

DAY = timedelta(days=1)
SUNDAY = FRIDAY + 2 * DAY


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def promised(site: Services, rhythm: str, **more: object) -> UUID:
    new = NewCommitment(text="巡查", rhythm=rhythm, **more)  # type: ignore[arg-type]  # by name
    return site.service.promise(uid_of("001"), new).uid


def go_to(site: Services, days: float) -> None:
    set_clock(site, NOON + timedelta(days=days))


def told(views: tuple[CommitmentView, ...]) -> list[tuple[date, str]]:
    return [(view.due_on, view.state) for view in views]


def refusal(site: Services, uid: UUID, state: str, *more: object) -> str:
    with pytest.raises(RefusedError) as refused:
        site.service.judge_commitment(uid, state, uid_of("001"), *more)  # type: ignore[arg-type]
    return refused.value.code


def test_each_day_is_judged_on_its_own(site: Services) -> None:
    uid, who = promised(site, "day"), uid_of("001")
    assert told(site.service.list_open(who)) == [(FRIDAY, "open")]
    site.service.judge_commitment(uid, "kept", who)
    assert site.service.list_open(who) == ()
    go_to(site, 2)
    assert told(site.service.list_open(who)) == [(FRIDAY + DAY, "overdue"), (SUNDAY, "open")]
    late = site.service.judge_commitment(uid, "missed", who, "下雨", FRIDAY + DAY)
    assert (late.state, late.occasion, late.reason) == ("missed", FRIDAY + DAY, "下雨")
    assert told(site.service.list_open(who)) == [(SUNDAY, "open")]
    listed = site.service.list_commitments(CommitmentFilter(who))
    assert told(listed) == [(SUNDAY, "open"), (FRIDAY + DAY, "missed"), (FRIDAY, "kept")]


def test_what_was_partly_kept_can_still_be_kept_after_it_was_withdrawn(site: Services) -> None:
    uid, who = promised(site, "day"), uid_of("001")
    site.service.judge_commitment(uid, "partly_kept", who)
    site.service.judge_commitment(uid, "withdrawn", who, "换人了")
    (offered,) = site.service.list_to_judge(who)
    kept = site.service.judge_commitment(uid, "kept", who, "", offered.due_on)
    assert (kept.state, kept.due_on) == ("kept", FRIDAY)


def test_each_week_is_due_on_sunday(site: Services) -> None:
    uid, who = promised(site, "week"), uid_of("001")
    (running,) = site.service.list_open(who)
    assert (running.due_on, running.rhythm, running.state) == (SUNDAY, "week", "open")
    assert site.service.list_due_today() == ()
    go_to(site, 2)
    assert site.service.list_due_today()[0].uid == uid
    site.service.judge_commitment(uid, "partly_kept", who, occasion=FRIDAY)
    assert site.service.judge_commitment(uid, "kept", who).state == "kept"
    assert refusal(site, uid, "kept") == "already_judged"
    go_to(site, 3)
    assert told(site.service.list_open(who)) == [(SUNDAY + 7 * DAY, "open")]


def test_each_shift_follows_who_came(site: Services) -> None:
    uid, who = promised(site, "shift"), uid_of("001")
    assert site.service.list_open(who) == ()
    assert refusal(site, uid, "kept") == "no_occasion"
    answer = scan(site, "001")
    assert isinstance(answer, CheckedIn)
    assert told(answer.due) == [(FRIDAY, "open")]
    go_to(site, 0.3)
    left = scan(site, "001")
    assert isinstance(left, CheckedOut)
    assert told(left.due) == [(FRIDAY, "open")]
    go_to(site, 3)
    assert told(site.service.list_open(who)) == [(FRIDAY, "overdue")]
    assert site.service.judge_commitment(uid, "kept", who).occasion == FRIDAY


def test_a_night_shifts_occasion_is_open_until_it_ended(site: Services) -> None:
    go_to(site, 0.5)
    scan(site, "001")
    uid, who = promised(site, "shift"), uid_of("001")
    go_to(site, 0.8)  # 07:12 of the next work day
    assert told(site.service.list_open(who)) == [(FRIDAY, "open")]
    left = scan(site, "001")
    assert isinstance(left, CheckedOut)
    assert told(left.due) == [(FRIDAY, "open")]
    assert site.service.judge_commitment(uid, "kept", who).occasion == FRIDAY


def test_a_promise_made_in_a_night_shift_is_for_that_shift(site: Services) -> None:
    go_to(site, 0.5)
    scan(site, "001")
    go_to(site, 0.8)
    assert site.oversight.today() == FRIDAY + DAY
    new = NewCommitment(text="巡查", rhythm="shift")
    assert site.service.promise(uid_of("001"), new).due_on == FRIDAY


def test_withdrawn_ends_the_whole_and_earlier_occasions_stay(site: Services) -> None:
    uid, who = promised(site, "day"), uid_of("001")
    go_to(site, 2)
    site.service.judge_commitment(uid, "kept", who, occasion=FRIDAY)
    ended = site.service.judge_commitment(uid, "withdrawn", who, "转岗")
    assert (ended.state, ended.reason, ended.occasion) == ("withdrawn", "转岗", None)
    go_to(site, 4)
    assert site.service.list_open(who) == ()
    assert site.service.list_due_today() == ()
    assert refusal(site, uid, "withdrawn", "又") == "already_judged"
    assert refusal(site, uid, "kept", "", SUNDAY) == "already_judged"
    assert site.service.judge_commitment(uid, "kept", who, "", FRIDAY + DAY).state == "kept"
    states = [one.state for one in site.service.list_commitments(CommitmentFilter(who))]
    assert sorted(states) == ["kept", "kept", "withdrawn"]
    assert site.people.get_page(who).commitments[0].state == "withdrawn"


def test_a_repeated_one_is_withdrawn_whole_and_no_occasion_of_it(site: Services) -> None:
    uid = promised(site, "day")
    assert refusal(site, uid, "withdrawn", "转岗", FRIDAY) == "withdrawn_whole"
    assert told(site.service.list_open(uid_of("001"))) == [(FRIDAY, "open")]


def test_a_single_one_has_no_day_but_its_own(site: Services) -> None:
    uid = site.service.make_commitment(uid_of("001"), text="清理", due_on=SUNDAY).uid
    assert refusal(site, uid, "kept", "", FRIDAY) == "no_occasion"
    kept = site.service.judge_commitment(uid, "kept", uid_of("001"), "", SUNDAY)
    assert kept.state == "kept"


@pytest.mark.parametrize("state", ["kept", "partly_kept", "missed", "withdrawn"])
@pytest.mark.parametrize("rhythm", ["day", "week", "shift"])
def test_of_a_withdrawn_one_every_word_hears_that_it_was_withdrawn(
    site: Services, rhythm: str, state: str
) -> None:
    uid, who = promised(site, rhythm), uid_of("001")
    scan(site, "001")
    go_to(site, 1)  # the first occasion is silent
    site.service.judge_commitment(uid, "withdrawn", who, "转岗")
    with pytest.raises(RefusedError) as refused:
        site.service.judge_commitment(uid, state, who, "又")
    assert (refused.value.code, refused.value.sentence) == (
        "already_judged",
        "这项承诺已撤回，不能再更改。",
    )
    if state == "kept":
        assert refusal(site, uid, state, "", FRIDAY - 7 * DAY) == "no_occasion"


@pytest.mark.parametrize("day", [FRIDAY - DAY, FRIDAY + DAY])
def test_a_day_without_an_occasion_is_refused(site: Services, day: date) -> None:
    assert refusal(site, promised(site, "day"), "kept", "", day) == "no_occasion"


def test_it_ends_on_its_last_day(site: Services) -> None:
    uid = promised(site, "day", until_on=FRIDAY + DAY)
    go_to(site, 5)
    assert site.service.list_due_today() == ()
    (shown,) = site.people.get_page(uid_of("001")).commitments
    assert (shown.due_on, shown.state, shown.until_on) == (FRIDAY + DAY, "overdue", FRIDAY + DAY)
    assert site.service.judge_commitment(uid, "kept", uid_of("001")).occasion == FRIDAY + DAY


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewCommitment(text="巡查", rhythm="month"), "unknown_rhythm"),
        (NewCommitment(text="巡查", until_on=FRIDAY), "no_rhythm"),
        (NewCommitment(text="巡查", rhythm="day", due_on=FRIDAY), "no_rhythm"),
        (NewCommitment(text="巡查", rhythm="day", until_on=FRIDAY - DAY), "until_in_the_past"),
        (NewCommitment(text="巡查", rhythm="day", until_on=FRIDAY + 367 * DAY), "due_too_far"),
        (NewCommitment(text="巡查", rhythm="week", until_on=date.max), "due_too_far"),
        (NewCommitment(text="巡查", post_uid=UUID(int=1)), "unknown_post"),
    ],
)
def test_what_makes_no_sense_is_refused(site: Services, new: NewCommitment, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        site.service.promise(uid_of("001"), new)
    assert refused.value.code == code


def test_it_belongs_to_a_post_or_a_milestone(site: Services) -> None:
    post, who = add_post("3号塔吊", "001"), uid_of("001")
    new = NewCommitment(text="巡查", post_uid=post, milestone="封" * 60)
    made = site.service.promise(who, new)
    assert (made.post, made.milestone) == ("3号塔吊", "封" * 60)
    site.service.log_service(who, 20, text="清理", commitment_uid=made.uid)
    page = site.posts.page(post)
    assert page.commitments == (made,)
    assert [one.text for one in page.services] == ["清理"]
    run_sql("UPDATE post SET ended_at = 1")
    with pytest.raises(RefusedError) as refused:
        site.service.promise(who, new)
    assert refused.value.code == "unknown_post"
    with pytest.raises(RefusedError) as refused:
        site.service.promise(who, NewCommitment(text="巡查", milestone="封" * 61))
    assert refused.value.code == "too_long"


def test_overdue_ones_rise_each_commitment_once(site: Services) -> None:
    promised(site, "day")
    go_to(site, 5)
    site.service.make_commitment(uid_of("002"), text="清理")
    go_to(site, 6)
    overdue = site.service.list_overdue()
    assert told(overdue) == [(FRIDAY + 5 * DAY, "overdue")] * 2
    assert site.oversight.day().overdue == overdue
    uid = overdue[0].uid
    site.service.judge_commitment(uid, "withdrawn", uid_of("001"), "转岗")
    assert [one.number for one in site.service.list_overdue()] == ["002"]
    then = site.service.list_overdue(FRIDAY + 5 * DAY)
    assert [(one.uid, one.due_on) for one in then] == [(uid, FRIDAY + 4 * DAY)]


def test_silent_occasions_are_asked_about_for_fourteen_days(site: Services) -> None:
    who = uid_of("001")
    promised(site, "day", until_on=FRIDAY)
    go_to(site, 14)
    assert told(site.service.list_open(who)) == [(FRIDAY, "overdue")]
    assert told(site.service.list_overdue()) == [(FRIDAY, "overdue")]
    go_to(site, 15)
    assert site.service.list_open(who) == site.service.list_overdue() == ()


def test_who_left_promises_nothing_any_more(site: Services) -> None:
    who, post = uid_of("001"), add_post("3号塔吊", "001")
    promised(site, "day", post_uid=post)
    promised(site, "day", until_on=FRIDAY)
    for text, due_on in (("清理", FRIDAY), ("浇水", FRIDAY + DAY), ("培训", FRIDAY + 4 * DAY)):
        new = NewCommitment(text=text, due_on=due_on, post_uid=post)
        made = site.service.promise(who, new)
    kept = site.service.make_commitment(who, text="量尺", due_on=FRIDAY + DAY)
    go_to(site, 1)
    site.service.judge_commitment(kept.uid, "kept", who)
    assert len(site.service.list_overdue()) == 3
    assert len(site.service.list_due_today()) == 3
    site.keeping.let_go(who, "完工")
    today = site.service.list_due_today()
    assert [one.text for one in today] == ["量尺"]
    assert site.oversight.day().due == today
    assert site.service.list_overdue() == site.oversight.day().overdue == ()
    assert site.posts.page(post).commitments == ()
    assert len(site.oversight.day(FRIDAY).due) == 3  # as it was
    site.forgetting.forget(who, now=True, reason="本人要求")
    listed = site.service.list_commitments
    for day in (1, 4, 10):
        go_to(site, day)
        assert [one.state for one in site.service.list_due_today()] == ["kept"][day - 1 :]
        assert site.service.list_overdue() == ()
        assert listed(CommitmentFilter(state="overdue")) == ()
        assert listed(CommitmentFilter(state="open")) == ()
    assert {one.due_on for one in listed(CommitmentFilter(who)) if one.rhythm} == {FRIDAY}
    assert made.uid in {one.uid for one in listed(CommitmentFilter(who))}


def test_what_who_left_had_promised_stays_counted_until_they_left(site: Services) -> None:
    promised(site, "day")
    go_to(site, 2)
    site.keeping.let_go(uid_of("001"), "完工")
    go_to(site, 9)
    assert site.records.get_record(uid_of("001")).states == {"overdue": 2}


def test_a_day_shows_what_was_said_on_it(site: Services) -> None:
    uid, who = promised(site, "day"), uid_of("001")
    once = site.service.make_commitment(who, text="清理")
    site.service.judge_commitment(uid, "partly_kept", who)
    site.service.judge_commitment(once.uid, "partly_kept", who)
    go_to(site, 1)
    site.service.judge_commitment(uid, "kept", who, "", FRIDAY)
    site.service.judge_commitment(once.uid, "kept", who)
    site.service.judge_commitment(uid, "withdrawn", who, "转岗")
    assert [one.state for one in site.oversight.day(FRIDAY).kept] == ["partly_kept"] * 2
    today = site.oversight.day().kept
    assert sorted(one.state for one in today) == ["kept", "kept", "withdrawn"]
    assert {one.uid for one in site.oversight.day(FRIDAY).made} == {uid, once.uid}


def test_a_past_day_shows_what_was_made_with_the_occasion_that_ran_then(site: Services) -> None:
    uid, who = promised(site, "day"), uid_of("001")
    site.service.judge_commitment(uid, "missed", who, "下雨")
    go_to(site, 1)
    site.service.judge_commitment(uid, "kept", who)
    assert told(site.oversight.day(FRIDAY).made) == [(FRIDAY, "missed")]
    assert told(site.people.get_page(who).commitments) == [(FRIDAY + DAY, "kept")]


def test_lists_are_narrowed_down(site: Services) -> None:
    daily, who = promised(site, "day"), uid_of("001")
    site.service.make_commitment(who, text="清理", due_on=FRIDAY + 9 * DAY)
    site.service.make_commitment(uid_of("002"), text="浇水")
    go_to(site, 2)
    site.service.judge_commitment(daily, "kept", who)
    listed = site.service.list_commitments

    def found(**wanted: object) -> list[tuple[str, date, str]]:
        views = listed(CommitmentFilter(**wanted))  # type: ignore[arg-type]  # by name
        return [(view.text, view.due_on, view.state) for view in views]

    assert found(state="kept") == [("巡查", SUNDAY, "kept")]
    assert found(state="overdue", member_uid=uid_of("002")) == [("浇水", FRIDAY, "overdue")]
    assert found(first=FRIDAY + DAY, last=FRIDAY + DAY) == [("巡查", FRIDAY + DAY, "overdue")]
    assert found(first=FRIDAY + 9 * DAY) == [("清理", FRIDAY + 9 * DAY, "open")]
    assert len(found(most=2)) == 2
    with pytest.raises(RefusedError) as refused:
        listed(CommitmentFilter(state="broken"))
    assert refused.value.code == "unknown_state"


def test_a_last_day_may_be_a_year_ahead(site: Services) -> None:
    uid = promised(site, "day", until_on=FRIDAY + 366 * DAY)
    (made,) = site.service.list_open(uid_of("001"))
    assert (made.uid, made.until_on) == (uid, FRIDAY + 366 * DAY)


def test_lists_reach_as_far_back_as_anything_was_promised(site: Services) -> None:
    who = uid_of("001")
    promised(site, "day", until_on=FRIDAY + DAY)
    daily = promised(site, "day")
    for day in range(0, 400, 20):
        go_to(site, day)
        site.service.judge_commitment(daily, "missed", who, "下雨")
    go_to(site, 400)
    listed = site.service.list_commitments
    missed = listed(CommitmentFilter(state="missed"))
    assert [one.due_on for one in missed] == [FRIDAY + day * DAY for day in range(380, -1, -20)]
    overdue = listed(CommitmentFilter(who, "overdue", most=1000))
    assert len(overdue) == 2 + 400 - 20
    assert site.records.get_record(who).states == {
        "missed": 20,
        "overdue": 382,
        "open": 1,
    }
    assert [one.due_on for one in listed(CommitmentFilter(state="missed", most=3))] == [
        FRIDAY + day * DAY for day in (380, 360, 340)
    ]
    span = CommitmentFilter(state="missed", first=FRIDAY - 4000 * DAY, last=FRIDAY + 45 * DAY)
    assert [one.due_on for one in listed(span)] == [FRIDAY + day * DAY for day in (40, 20, 0)]
    assert listed(CommitmentFilter(last=FRIDAY - DAY)) == ()
    withdrawn = site.service.judge_commitment(daily, "withdrawn", who, "完工")
    assert listed(CommitmentFilter(state="withdrawn")) == (withdrawn,)


def test_a_day_shows_overdue_what_was_judged_only_later(site: Services) -> None:
    uid = promised(site, "day", until_on=FRIDAY)
    go_to(site, 3)
    site.service.judge_commitment(uid, "kept", uid_of("001"), "", FRIDAY)
    assert told(site.service.list_overdue(FRIDAY + DAY)) == [(FRIDAY, "overdue")]
    assert site.service.list_overdue() == ()
