"""The demo: complete, lawful, up to now, and whole again after any interruption."""

import os
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.attendance import find_newest_fact_time
from db.connection import close_file, run_sql
from db.errors import NotStored
from db.ledger import find_first_broken
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.demo import DEMO_PIN, DEMO_SUPERVISOR, building, prepare_demo
from kiosk.demo.playing import Player
from kiosk.errors import KioskError, NotRecordedError, RefusedError
from kiosk.oversight.setup import set_up_site
from kiosk.oversight.views import DayView
from kiosk.services import Services, close_services, open_services
from tests.builders import scan
from tests.kiosk.demo.conftest import NOW


def opened(home: Home, at: datetime = NOW) -> Services:
    return open_services(home, SetClock(at))


def days_of(services: Services, count: int) -> list[DayView]:
    today = services.oversight.today()
    return [services.oversight.day(today - timedelta(days=n)) for n in range(count)]


def test_the_park_of_the_report_is_there(home: Home) -> None:
    services = opened(home)
    members = services.people.list_members()
    assert [member.number for member in members] == [f"{n:03}" for n in range(1, 62)]
    assert len({member.name for member in members}) == 61
    assert len({member.branch for member in members}) == 14
    assert all(services.people.find_photo(member.photo, "card") for member in members)
    assert all(member.initials.isascii() and member.initials for member in members)
    posts = [post for member in members for post in member.posts]
    keys = {post.name: post for post in posts if post.is_key}
    assert len(keys) >= 12
    assert {post.kind for post in keys.values()} == {"post", "procedure", "link", "moment"}
    assert all(post.duty and post.standard and post.zone and post.shift for post in keys.values())
    assert {"vanguard", "model"} <= {post.honour for post in posts}
    assert any(not post.is_key for post in posts)
    assert len({team for member in members for team in member.teams}) == 3
    site = services.oversight.site()
    assert site.is_demo
    assert site.safe_since is not None


def test_the_supervisor_of_the_banner_can_come_in(home: Home) -> None:
    services = opened(home)
    assert services.access.check_pin(DEMO_SUPERVISOR, DEMO_PIN).number == DEMO_SUPERVISOR


def test_every_member_has_a_badge_that_the_card_draws(home: Home) -> None:
    services = opened(home)
    member = services.people.get_member("044")
    assert services.people.get_page(member.uid).code == services.people.badge_code("044")


def test_the_ledger_and_the_clock_hold(home: Home) -> None:
    opened(home)
    assert find_first_broken() is None
    assert run_sql("SELECT count(*) FROM punch WHERE clock != 'ok'") == [(0,)]
    newest = find_newest_fact_time()
    assert newest is not None
    assert NOW - timedelta(hours=3) < newest <= NOW


def test_three_weeks_were_lived(home: Home) -> None:
    services = opened(home)
    today, *before = days_of(services, 22)
    assert all(len(day.presences) > 25 for day in before[:-1])
    states = Counter(one.state for day in before for one in day.presences)
    assert 3 <= states["forgotten"] <= 40
    assert states["on_site"] == 0
    judged = Counter(one.state for day in before for one in day.kept)
    assert judged["kept"] > judged["partly_kept"] + judged["missed"] > 2
    assert today.overdue
    assert any(one.state == "open" for one in today.made)
    assert sum(len(day.services) for day in before) > 100
    assert any(entry.commitment for day in before for entry in day.services)
    reasons = {one.reason for day in before for one in day.refused}
    assert reasons == {"unknown_code", "cut_code", "wrong_check_digits", "not_a_code"}


def test_weekends_have_fewer_people(home: Home) -> None:
    _today, *before = days_of(opened(home), 21)
    weekend = [len(day.presences) for day in before if day.work_day.weekday() >= 5]
    weekday = [len(day.presences) for day in before if day.work_day.weekday() < 5]
    assert sum(weekend) / len(weekend) < sum(weekday) / len(weekday)


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_whatever_the_hour_some_are_on_site(home: Home, hour: int) -> None:
    at = NOW.replace(hour=0) + timedelta(days=1, hours=hour)
    assert prepare_demo(home, SetClock(at)) is False
    services = opened(home, at)
    assert 5 <= len(services.attendance.on_site()) <= 61
    posts = [post for post in services.coverage.now() if post.is_due]
    assert len(posts) >= 12
    assert sum(not post.is_empty for post in posts) >= len(posts) // 2


def test_opened_again_at_once_it_is_the_same(home: Home) -> None:
    opened(home)
    before = run_sql("SELECT count(*) FROM ledger_entry")
    close_services()
    assert prepare_demo(home, SetClock(NOW)) is False
    opened(home)
    assert run_sql("SELECT count(*) FROM ledger_entry") == before


def test_who_was_on_site_when_it_was_last_open_checks_out_all_the_same(home: Home) -> None:
    services = opened(home)
    here = {member.number for member in services.attendance.on_site()}
    close_services()
    morning = NOW.replace(hour=0) + timedelta(days=1)
    assert prepare_demo(home, SetClock(morning)) is False
    services = opened(home, morning)
    yesterday = services.oversight.day(services.oversight.today() - timedelta(days=1))
    states = Counter(one.state for one in yesterday.presences if one.number in here)
    assert states["ended"] >= len(here) - 3
    assert states["forgotten"] + states["on_site"] <= 3


def presences(home: Home, at: datetime) -> list[tuple[str, datetime, datetime | None]]:
    services = opened(home, at)
    day = services.oversight.day((at - timedelta(days=1)).date())
    close_services()
    return [(one.number, one.in_at, one.out_at) for one in day.presences]


def test_topped_up_in_steps_or_at_once_a_day_is_the_same(
    home: Home, tmp_path: Path, made: Path, quick_faces: None
) -> None:
    later = NOW + timedelta(days=5)
    for step in (timedelta(hours=7), timedelta(days=2), timedelta(days=5)):
        assert prepare_demo(home, SetClock(NOW + step)) is False
    other = Home(tmp_path / "other")
    assert prepare_demo(other, SetClock(later)) is True
    assert presences(home, later) == presences(other, later)
    assert presences(home, later)


def test_scans_that_people_tried_do_not_turn_the_days_around(home: Home) -> None:
    services = opened(home, NOW + timedelta(minutes=1))
    scan(services, "001")
    run_sql("UPDATE member SET left_at = 1 WHERE number = '002'")
    close_services()
    later = NOW + timedelta(days=2)
    prepare_demo(home, SetClock(later))
    services = opened(home, later)
    assert "001" in {member.number for member in services.attendance.on_site()}
    assert find_first_broken() is None


def test_who_was_taken_off_the_roster_stays_away(home: Home) -> None:
    opened(home)
    run_sql("UPDATE member SET left_at = 1")
    close_services()
    prepare_demo(home, SetClock(NOW + timedelta(days=1)))
    services = opened(home, NOW + timedelta(days=1))
    assert services.attendance.on_site() == []


def test_after_three_weeks_it_is_made_anew(home: Home, quick_faces: None) -> None:
    later = NOW + timedelta(days=22)
    assert prepare_demo(home, SetClock(later)) is True
    services = opened(home, later)
    assert services.attendance.on_site()
    assert all(day.presences for day in days_of(services, 21))


def test_a_clock_that_was_set_back_adds_nothing(home: Home) -> None:
    assert prepare_demo(home, SetClock(NOW - timedelta(days=3))) is False


def test_an_interrupted_making_leaves_an_empty_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_faces: None
) -> None:
    home = Home(tmp_path / "home")

    def interrupt(what: str, done: int, _of: int) -> None:
        if done == 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_demo(home, SetClock(NOW), interrupt)
    assert home.is_empty()
    assert [path.name for path in home.folder.iterdir()] == ["secret.key"]
    assert prepare_demo(home, SetClock(NOW)) is True


def test_an_interrupted_topping_up_leaves_it_as_it_was(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(home)
    before = run_sql("SELECT count(*) FROM ledger_entry")
    close_services()
    played: list[object] = []
    play = Player.play

    def fail(self: Player, event: object) -> None:
        played.append(event)
        if len(played) == 50:
            raise NotStored("full")
        play(self, event)  # type: ignore[arg-type]

    monkeypatch.setattr(Player, "play", fail)
    with pytest.raises(NotRecordedError):
        prepare_demo(home, SetClock(NOW + timedelta(days=3)))
    opened(home)
    assert run_sql("SELECT count(*) FROM ledger_entry") == before


def test_progress_is_told(home: Home) -> None:
    told: list[tuple[str, int, int]] = []
    prepare_demo(home, SetClock(NOW + timedelta(days=3)), lambda *step: told.append(step))
    assert [done for _what, done, _of in told] == list(range(0, told[0][2], 100))


def test_a_real_site_is_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    set_up_site(home, SetClock(NOW), name="真工地", branch="")
    before = home.database.read_bytes()
    with pytest.raises(RefusedError) as refused:
        prepare_demo(home, SetClock(NOW))
    assert refused.value.code == "not_a_demo"
    assert home.database.read_bytes() == before


def test_a_broken_demo_is_not_thrown_away(home: Home) -> None:
    home.database.write_bytes(b"x" * 5000)
    with pytest.raises(KioskError) as refused:
        prepare_demo(home, SetClock(NOW))
    assert refused.value.code == "not_a_database"
    assert home.database.exists()


def test_an_empty_ledger_is_made_anew(home: Home, quick_faces: None) -> None:
    opened(home)
    run_sql("DROP TRIGGER ledger_entry_keeps_delete")
    run_sql("DELETE FROM ledger_entry")
    close_file()
    assert prepare_demo(home, SetClock(NOW)) is True


def test_the_demo_is_three_weeks() -> None:
    assert timedelta(days=21) == building.HISTORY


def test_what_a_killed_making_left_is_cleared_away(home: Home) -> None:
    left = home.folder / ".set-up-killed"
    left.mkdir()
    os.utime(left, (0, 0))
    prepare_demo(home, SetClock(NOW))
    assert not left.exists()
