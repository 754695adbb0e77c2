"""A night shift goes on over the turn of the day, and everybody tells one story of its promises."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.attendance.closing import close_days
from kiosk.attendance.views import CheckedIn, CheckedOut
from kiosk.service.commitments import NewCommitment
from kiosk.service.desk import CommitmentFilter
from kiosk.service.views import CommitmentView
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, make_site, scan, set_clock, uid_of

DAY = timedelta(days=1)
SUNDAY = FRIDAY + 2 * DAY
TEN_AT_NIGHT, SIX_IN_THE_MORNING = 10, 18
"""Hours after noon."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def go_to(site: Services, hours: float, night: int = 0) -> None:
    set_clock(site, NOON + night * DAY + timedelta(hours=hours))


def come(site: Services, night: int = 0) -> CheckedIn:
    go_to(site, TEN_AT_NIGHT, night)
    answer = scan(site, "001")
    assert isinstance(answer, CheckedIn)
    return answer


def leave(site: Services, night: int = 0) -> CheckedOut:
    go_to(site, SIX_IN_THE_MORNING, night)
    answer = scan(site, "001")
    assert isinstance(answer, CheckedOut)
    return answer


def promised(site: Services, rhythm: str, post: UUID | None = None) -> UUID:
    new = NewCommitment(text="巡查", rhythm=rhythm, post_uid=post)
    return site.service.promise(uid_of("001"), new).uid


def told(views: tuple[CommitmentView, ...]) -> list[tuple[date, str]]:
    return [(view.due_on, view.state) for view in views]


def test_who_comes_off_the_night_shift_is_asked_about_its_day(site: Services) -> None:
    come(site)
    uid, who = promised(site, "day"), uid_of("001")
    assert told(leave(site).due) == [(FRIDAY, "open")]
    site.service.judge_commitment(uid, "kept", who, "", FRIDAY)
    assert told(come(site, 1).due) == [(FRIDAY + DAY, "open")]
    assert told(leave(site, 1).due) == [(FRIDAY + DAY, "open")]
    site.service.judge_commitment(uid, "kept", who)
    assert site.service.list_open(who) == ()


def test_what_was_said_of_no_day_is_said_of_the_nights(site: Services) -> None:
    come(site)
    uid = promised(site, "day")
    leave(site)
    assert site.service.judge_commitment(uid, "kept", uid_of("001")).occasion == FRIDAY


def test_a_week_that_ends_with_the_night_shift_is_asked_about_after_it(site: Services) -> None:
    come(site)
    promised(site, "week")
    leave(site)
    come(site, 2)
    assert told(leave(site, 2).due) == [(SUNDAY, "open")]


def test_a_night_is_open_until_the_day_on_which_it_ended_is_over(site: Services) -> None:
    come(site)
    promised(site, "day")
    leave(site)
    assert told(come(site, 1).due) == [(FRIDAY, "open"), (FRIDAY + DAY, "open")]
    assert told(leave(site, 1).due) == [(FRIDAY, "overdue"), (FRIDAY + DAY, "open")]
    assert site.service.list_due_today()[0].due_on == FRIDAY + DAY


def test_what_is_promised_in_the_night_begins_with_it(site: Services) -> None:
    come(site)
    go_to(site, SIX_IN_THE_MORNING - 1)
    for rhythm in ("day", "shift"):
        new = NewCommitment(text="巡查", rhythm=rhythm)
        assert site.service.promise(uid_of("001"), new).due_on == FRIDAY
    leave(site)
    go_to(site, SIX_IN_THE_MORNING + 1)
    new = NewCommitment(text="巡查", rhythm="shift")
    assert site.service.promise(uid_of("001"), new).due_on == FRIDAY + DAY


@pytest.mark.parametrize("rhythm", ["", "shift", "day"])
def test_all_tell_in_the_morning_that_the_nights_promise_is_open(
    site: Services, rhythm: str
) -> None:
    post = add_post("3号塔吊", "001")
    come(site)
    promised(site, rhythm, post)
    go_to(site, SIX_IN_THE_MORNING)
    who, service = uid_of("001"), site.service
    for is_gone in (False, True):
        if is_gone:
            leave(site)
        listed = [one for one in service.list_commitments(CommitmentFilter(who)) if one.is_open]
        told_by = {
            "my list": service.list_open(who),
            "the card": site.people.get_page(who).commitments,
            "my page": site.records.get_record(who).commitments,
            "the post": site.posts.page(post).commitments,
            "the board": service.list_due_today(),
            "the list": tuple(listed),
            "its open ones": service.list_commitments(CommitmentFilter(state="open")),
        }
        expected = [(FRIDAY, "open")]
        assert {name: told(views) for name, views in told_by.items()} == dict.fromkeys(
            told_by, expected
        )
        assert site.records.get_record(who).states == {"open": 1}
        assert service.list_commitments(CommitmentFilter(state="overdue")) == ()
        assert site.oversight.day().overdue == service.list_overdue() == ()
    go_to(site, 12, 1)
    assert told(service.list_overdue(FRIDAY + DAY)) == []
    go_to(site, SIX_IN_THE_MORNING, 1)
    assert (FRIDAY, "overdue") in told(service.list_commitments(CommitmentFilter(who)))
    assert site.records.get_record(who).states["overdue"] == len(
        [one for one in service.list_commitments(CommitmentFilter(who)) if one.state == "overdue"]
    )


def test_a_day_shift_is_judged_by_the_calendar(site: Services) -> None:
    scan(site, "001")
    promised(site, "day")
    go_to(site, 6)
    scan(site, "001")
    go_to(site, SIX_IN_THE_MORNING)
    assert told(site.service.list_open(uid_of("001"))) == [
        (FRIDAY, "overdue"),
        (FRIDAY + DAY, "open"),
    ]


@pytest.mark.parametrize("came_at", [-4, 0, 0.5])
def test_who_forgot_to_check_out_is_in_no_shift_on_the_next_day(
    site: Services, came_at: float
) -> None:
    go_to(site, came_at)
    scan(site, "001")
    promised(site, "")
    go_to(site, 0, 1)
    close_days(site.context)
    assert told(site.service.list_overdue()) == [(FRIDAY, "overdue")]
    assert site.service.list_due_today() == ()
    assert site.service.promise(
        uid_of("001"), NewCommitment(text="巡查", rhythm="shift")
    ).due_on == (FRIDAY + DAY)
