"""A roster on a site whose posts were given up and whose teams have a history."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.people.roster import RosterReport, import_roster
from kiosk.people.teams.views import NewTeam
from kiosk.services import Services, close_services
from tests.builders import NOON, add_post, make_site, set_clock, uid_of

Import = Callable[[str], RosterReport]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Services]:
    yield make_site(tmp_path, members=2)
    close_services()


@pytest.fixture
def take(site: Services, tmp_path: Path) -> Import:
    def run(text: str) -> RosterReport:
        path = tmp_path / "roster"
        path.write_text(text, encoding="utf-8")
        return import_roster(site.context, path, None, dry_run=False)

    return run


def test_a_post_that_was_given_up_takes_nobody(site: Services, take: Import) -> None:
    site.posts.end_post(add_post("旧岗", "001"))
    report = take("编号,姓名,岗位\n001,王工,旧岗\n")
    assert "旧岗" in report.rows[0].reasons[0]
    assert not report.committed
    assert take("编号,姓名,岗位\n001,王工,新岗\n").committed


def test_who_is_taken_out_of_a_team_leads_it_no_more_and_its_days_before_stay(
    site: Services, take: Import
) -> None:
    uid = site.teams.raise_team(NewTeam("突击队", "抢工", uid_of("001")))
    set_clock(site, NOON + timedelta(days=3))
    site.teams.join_team(uid, uid_of("002"), since=NOON.date() + timedelta(days=9))
    assert take("编号,姓名,突击队\n001,王工,无\n002,李工,突击队\n").committed
    team = site.teams.team(uid)
    assert team.leader is None
    assert [(one.member.number, one.since) for one in team.members] == [
        ("002", NOON.date() + timedelta(days=3))
    ]
    assert [(one.member.number, one.until) for one in team.past] == [
        ("001", NOON.date() + timedelta(days=2))
    ]
