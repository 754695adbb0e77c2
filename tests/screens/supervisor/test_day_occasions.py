"""A day as its supervisor reads it: promises by their occasions, services as they count."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.oversight.views import DayView
from kiosk.service.commitments import NewCommitment
from kiosk.services import Services
from screens.supervisor.day_layout import count_of, flat
from screens.supervisor.day_lines import groups_of
from tests.builders import FRIDAY, NOON, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def lines(day: DayView, section: str) -> list[str]:
    found = [line for line in flat(groups_of(day, section, {})) if not line.is_heading]
    return [" ".join(cell.text for cell in line.cells) + " " + line.detail for line in found]


def test_two_occasions_of_one_promise_are_two_lines_and_what_is_due_counts(
    site: Services,
) -> None:
    who = uid_of("001")
    uid = site.service.promise(who, NewCommitment(text="巡查", rhythm="day")).uid
    set_clock(site, NOON + timedelta(days=1))
    site.service.judge_commitment(uid, "missed", who, "下雨", FRIDAY)
    site.service.judge_commitment(uid, "kept", who)
    day = site.oversight.day()
    told = lines(day, "promises")
    assert len([line for line in told if "未兑现" in line]) == 1
    assert len([line for line in told if "已兑现" in line]) == 2  # as due, and as judged
    assert count_of(groups_of(day, "promises", {})) == 1


def test_the_line_of_a_promise_says_who_said_what_became_of_it_and_when(site: Services) -> None:
    who = uid_of("001")
    for text, by in (("清理", "001"), ("巡查", "003")):
        made = site.service.make_commitment(who, text=text)
        site.service.judge_commitment(made.uid, "missed", uid_of(by), "下雨")
    first, second = lines(site.oversight.day(), "promises")[:2]
    assert "本人 11月20日 周五 12:00 · 下雨" in first
    assert "刘工003（督导） 11月20日 周五 12:00 · 下雨" in second


def test_confirmed_minutes_are_told_as_well_as_the_claimed_ones(site: Services) -> None:
    who = uid_of("001")
    entries = [site.service.log_service(who, 30, text=text).uid for text in ("修工具", "送水")]
    site.service.confirm_service(entries[0], uid_of("003"), 20)
    site.service.confirm_service(entries[1], uid_of("003"), 25)
    site.service.strike_service(entries[1], uid_of("003"), "记了两次")
    counted, struck = lines(site.oversight.day(), "services")
    assert "✓20分钟" in "".join(counted.split())
    assert "30分钟·✓督导确认20分钟" in "".join(counted.split())
    assert "确认" not in struck
