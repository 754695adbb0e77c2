"""Who leaves the site and comes back: what they promised was not due while they were away."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from db.base import to_micros
from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.people.roster import import_roster
from kiosk.service.commitments import NewCommitment
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, make_site, scan, set_clock, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def go_to(site: Services, days: float) -> None:
    set_clock(site, NOON + timedelta(days=days))


def promise(site: Services, rhythm: str = "", **more: object) -> None:
    new = NewCommitment(text="巡查", rhythm=rhythm, **more)  # type: ignore[arg-type]  # by name
    site.service.promise(uid_of("001"), new)


def be_away(site: Services, first: float, back: float) -> None:
    go_to(site, first)
    site.keeping.let_go(uid_of("001"), "调走", uid_of("003"))
    go_to(site, back)
    site.keeping.take_back(uid_of("001"), uid_of("003"))


def overdue(site: Services, days: int) -> list[date]:
    return [one.due_on for one in site.service.list_overdue(FRIDAY + days * DAY)]


def due(site: Services, days: int) -> list[str]:
    return [one.state for one in site.oversight.day(FRIDAY + days * DAY).due]


def states(site: Services) -> dict[str, int]:
    return site.records.get_record(uid_of("001")).states


def test_days_away_are_neither_due_nor_overdue_when_they_are_back(site: Services) -> None:
    promise(site, "day")
    site.service.judge_commitment(
        site.service.list_open(uid_of("001"))[0].uid, "kept", uid_of("001")
    )
    be_away(site, 2, 10)
    assert [overdue(site, days) for days in (1, 2, 6, 10)] == [[], [], [], [FRIDAY + DAY]]
    assert [due(site, days) for days in (1, 2, 6, 9, 10)] == [["open"], [], [], [], ["open"]]
    assert states(site) == {"kept": 1, "overdue": 1, "open": 1}
    go_to(site, 11)
    assert overdue(site, 11) == [FRIDAY + 10 * DAY]
    assert states(site) == {"kept": 1, "overdue": 2, "open": 1}


def test_a_day_before_they_left_stays_as_it_was(site: Services) -> None:
    promise(site, "day")
    go_to(site, 1)
    before = overdue(site, 1)
    be_away(site, 2, 5)
    assert overdue(site, 1) == before == [FRIDAY]


def test_weeks_that_end_while_they_are_away_are_not_due(site: Services) -> None:
    promise(site, "week")
    be_away(site, 1, 4)  # over the first Sunday
    assert states(site) == {"open": 1}
    be_away(site, 5, 7)  # within the second week
    go_to(site, 10)
    assert states(site) == {"overdue": 1, "open": 1}
    assert overdue(site, 10) == [FRIDAY + 9 * DAY]


def test_the_shift_in_which_they_left_is_not_due(site: Services) -> None:
    promise(site, "shift")
    scan(site, "001")
    go_to(site, 1)
    scan(site, "001")
    be_away(site, 1.1, 4)
    assert states(site) == {"overdue": 1}
    assert overdue(site, 4) == [FRIDAY]


def test_what_was_said_before_they_left_stays(site: Services) -> None:
    promise(site, "day")
    go_to(site, 1)
    (_before, today) = site.service.list_open(uid_of("001"))
    site.service.judge_commitment(today.uid, "kept", uid_of("001"), "", today.occasion)
    be_away(site, 1.1, 4)
    assert due(site, 1) == ["kept"]
    assert states(site) == {"kept": 1, "overdue": 1, "open": 1}


def test_who_left_and_came_back_on_one_day_missed_nothing(site: Services) -> None:
    promise(site, "day")
    be_away(site, 1, 1.1)
    assert due(site, 1) == ["open"]
    assert states(site) == {"overdue": 1, "open": 1}


def test_who_left_twice_was_away_twice(site: Services) -> None:
    promise(site, "day")
    be_away(site, 1, 3)
    be_away(site, 4, 6)
    go_to(site, 7)
    assert states(site) == {"overdue": 3, "open": 1}
    go_to(site, 8)
    site.keeping.let_go(uid_of("001"), "调走", uid_of("003"))
    go_to(site, 20)
    assert states(site) == {"overdue": 4}


def test_a_single_promise_is_overdue_on_no_day_on_which_they_were_away(site: Services) -> None:
    promise(site, due_on=FRIDAY + 3 * DAY)
    be_away(site, 2, 6)
    assert [due(site, days) for days in (3,)] == [[]]
    assert [overdue(site, days) for days in (4, 5, 6)] == [[], [], [FRIDAY + 3 * DAY]]


def test_who_a_roster_takes_back_was_away_too(site: Services, tmp_path: Path) -> None:
    promise(site, "day")
    go_to(site, 1)
    site.keeping.let_go(uid_of("001"), "调走", uid_of("003"))
    go_to(site, 4)
    roster = tmp_path / "roster.csv"
    roster.write_text("编号,姓名\n001,李工001\n", "utf-8")
    import_roster(site.context, roster)
    assert states(site) == {"overdue": 1, "open": 1}


def test_an_occasion_of_a_day_away_can_not_be_judged(site: Services) -> None:
    promise(site, "day")
    be_away(site, 2, 6)
    (uid,) = {one.uid for one in site.service.list_open(uid_of("001"))}
    with pytest.raises(RefusedError) as refused:
        site.service.judge_commitment(uid, "kept", uid_of("001"), "", FRIDAY + 3 * DAY)
    assert refused.value.code == "no_occasion"


def test_of_whom_nobody_wrote_down_that_they_left_was_never_away(site: Services) -> None:
    promise(site, "day")
    go_to(site, 3)
    run_sql("UPDATE member SET left_at = ? WHERE number = '001'", (to_micros(NOON + DAY),))
    site.keeping.take_back(uid_of("001"), uid_of("003"))
    assert states(site) == {"overdue": 3, "open": 1}
