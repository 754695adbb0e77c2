"""What the answer to a scan says, for every result and in both languages."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import transaction
from kiosk import i18n
from kiosk.attendance.views import CheckedIn, CheckedOut, NotRecorded, Refused, Scan
from kiosk.people.badges import Validity
from kiosk.service.views import CommitmentView
from kiosk.services import Services
from screens.member.answer_words import MOST_LINES, Answer, answer_of
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of

REASONS = (
    "unknown_code",
    "wrong_check_digits",
    "cut_code",
    "too_long",
    "not_a_code",
    "other_version",
    "badge_dead",
    "badge_not_yet",
    "badge_expired",
    "member_left",
)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def answer(site: Services, number: str = "001") -> Answer:
    return answer_of(scan(site, number), site.oversight.site().zone)


def test_a_check_in_names_key_posts(site: Services) -> None:
    with transaction():
        add_post("3号塔吊", "001")
        add_post("临边防护", "001", kind="")
    said = answer(site)
    assert (said.kind, said.word, said.time) == ("in", "签到", "12:00")
    assert said.lines == ("◆ 3号塔吊", "临边防护")
    assert [key for key, _words in said.choices] == ["1", "2", "5", "7"]


def test_a_check_out_says_how_long(site: Services) -> None:
    answer(site)
    set_clock(site, NOON + timedelta(hours=8))
    said = answer(site)
    assert (said.kind, said.word) == ("out", "签退")
    assert said.lines == ("在场 8小时，12:00 到的",)


def test_a_stay_that_a_clock_made_negative_has_no_length(site: Services) -> None:
    came = scan(site, "001")
    assert isinstance(came, CheckedIn)
    left = CheckedOut(came.member, came.at, came.work_day, (), since=NOON + timedelta(hours=1))
    assert answer_of(left, site.oversight.site().zone).lines == ("13:00 到场",)


@pytest.mark.parametrize(("scans", "word"), [(1, "签到"), (2, "签退")])
def test_a_repeat_says_what_was_counted_and_when(site: Services, scans: int, word: str) -> None:
    for place in range(scans):
        set_clock(site, NOON + timedelta(minutes=place))
        answer(site)
    said = answer(site)
    assert said.kind == "again"
    assert (said.word, said.lines) == ("已签", (f"已{word} · {said.time} 已计入，这次不重复计",))


def test_a_forgotten_check_out_comes_first(site: Services) -> None:
    answer(site)
    set_clock(site, NOON + timedelta(days=1))
    said = answer(site)
    assert said.lines[0] == "▲ 昨日12:00 签到后没签退，按 5 补"
    assert said.choices[-2] == ("5", "▲ 补签退时间")
    assert said.has_more


def test_an_older_forgotten_check_out_is_told_with_its_day(site: Services) -> None:
    answer(site)
    set_clock(site, NOON + timedelta(days=3))
    assert answer(site).lines[0] == "▲ 11月20日 周五 12:00 签到后没签退，按 5 补"


def test_posts_that_wait_come_first_and_several_are_to_be_chosen_from(site: Services) -> None:
    with transaction():
        add_post("3号塔吊", "001", kind="")
        add_post("动火审批", "001")
        add_post("门卫", "001")
    came = scan(site, "001")
    posts = site.coverage.waiting_for(uid_of("001"))
    said = answer_of(came, site.oversight.site().zone, posts)
    assert said.lines == ("▲ 动火审批 空岗 自 04:00，等您上岗", "▲ 门卫 空岗 自 04:00，等您上岗")
    assert said.choices[2] == ("3", "▲ 上哪个岗？")
    site.coverage.take_post(uid_of("001"), posts[0].uid)
    chosen = site.coverage.waiting_for(uid_of("001"))
    assert not answer_of(came, site.oversight.site().zone, chosen).has_more


def test_a_thin_post_waits_as_well(site: Services) -> None:
    with transaction():
        add_post("门卫", "001", "002")
    came = scan(site, "001")
    posts = [replace(post, state="thin") for post in site.coverage.waiting_for(uid_of("001"))]
    (line,) = answer_of(came, site.oversight.site().zone, posts).lines
    assert line == "▲ 门卫 人手不足，等您上岗"


def test_no_more_than_five_lines(site: Services) -> None:
    for place in range(9):
        site.service.make_commitment(uid_of("001"), text=f"承诺{place}")
    said = answer(site)
    assert len(said.lines) == MOST_LINES
    assert said.lines[0].startswith("○ 承诺 11月20日 周五前：")


def test_an_overdue_promise_says_so_in_the_readers_language(site: Services) -> None:
    came = scan(site, "001")
    assert isinstance(came, CheckedIn)
    late = CommitmentView(
        uid_of("001"), "001", "王", "清运", "Clear up", NOON.date(), NOON, "overdue", None, ""
    )
    result = CheckedIn(came.member, came.at, came.work_day, (late,))
    zone = site.oversight.site().zone
    assert answer_of(result, zone).lines == ("▲ 承诺已逾期（11月20日 周五）：清运",)
    i18n.use_language("en")
    assert answer_of(result, zone).lines == ("▲ Overdue since Fri 20 Nov: Clear up",)


def test_open_commitments_have_a_key_that_stands_out_when_one_is_overdue(site: Services) -> None:
    site.service.make_commitment(uid_of("001"), text="清运")
    came = scan(site, "001")
    assert isinstance(came, CheckedIn)
    zone = site.oversight.site().zone
    assert answer_of(came, zone).choices[2] == ("4", "兑现情况")
    late = replace(came, commitments=(replace(came.commitments[0], state="overdue"),))
    assert answer_of(late, zone).choices[2] == ("4", "▲ 兑现情况")


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_refusal_says_what_to_do(site: Services, reason: str, language: str) -> None:
    i18n.use_language(language)
    zone = site.oversight.site().zone
    said = answer_of(Refused(reason, NOON, NOON.date(), None), zone)
    assert said.kind == "refused"
    assert len(said.lines) == 3
    others = {
        answer_of(Refused(other, NOON, NOON.date(), None), zone).lines
        for other in REASONS
        if other != reason
    }
    assert said.lines not in others


@pytest.mark.parametrize("why", ["full", "locked", "read_only", "damaged", "broken", "new one"])
def test_what_was_not_recorded_goes_on_paper(site: Services, why: str) -> None:
    said = answer_of(NotRecorded(why, NOON), site.oversight.site().zone)
    assert (said.kind, said.word, said.member) == ("lost", "未记录", None)
    assert "写在纸上" in said.lines[1]


def test_the_shift_of_a_post_is_told(site: Services) -> None:
    with transaction():
        add_post("3号塔吊", "001")
    came = scan(site, "001")
    assert isinstance(came, CheckedIn)
    night = replace(came.member.posts[0], shift="夜班", from_minute=1140, to_minute=1440)
    member = replace(came.member, posts=(night,))
    said = answer_of(replace(came, member=member), site.oversight.site().zone)
    assert said.lines == ("◆ 3号塔吊 · 夜班 19:00-00:00",)


def test_a_guess_is_asked_about_with_two_answers_and_says_since_when(site: Services) -> None:
    answer(site)
    set_clock(site, NOON + timedelta(hours=13, minutes=30))
    said = answer(site)
    assert (said.kind, said.word, said.is_question) == ("ask", "签退?", True)
    assert said.choices == (("1", "我要离场"), ("2", "我刚来"))
    assert "昨日12:00签到，至今没有签退。" in said.lines[1]
    assert "离场" in said.lines[2]


def test_a_guessed_check_in_says_so(site: Services) -> None:
    set_clock(site, NOON + timedelta(hours=1))
    answer(site)
    set_clock(site, NOON + timedelta(hours=16, minutes=50))
    said = answer(site)
    assert (said.word, said.is_question) == ("签到?", True)
    assert "刚来" in said.lines[2]


def test_a_check_out_can_be_a_break_and_the_way_back_a_leaving(site: Services) -> None:
    assert "3" not in dict(answer(site).choices)
    set_clock(site, NOON + timedelta(hours=1))
    out = scan(site, "001")
    told = answer_of(out, site.oversight.site().zone)
    assert told.choices[2] == ("3", "只是休息")
    assert isinstance(out, CheckedOut)
    assert out.scan is not None
    assert answer(site).choices[2] == ("3", "只是休息")
    site.afterthoughts.rest_instead(out.scan)
    set_clock(site, NOON + timedelta(hours=2))
    back = answer(site)
    assert (back.kind, back.word, back.choices[2][1]) == ("back", "回岗", "不，我离场")
    assert "1 小时" in back.lines[0] or "1小时" in back.lines[0]
    again = answer(site)
    assert again.kind == "again"
    assert "3" not in dict(again.choices)
    assert "已回岗" in again.lines[0]


def test_a_scan_right_behind_a_break_says_that_it_runs(site: Services) -> None:
    answer(site)
    site.afterthoughts.begin_break(uid_of("001"))
    assert "休息" in answer(site).lines[0]


def test_who_has_several_key_posts_is_asked_which(site: Services) -> None:
    with transaction():
        add_post("3号塔吊", "001")
        add_post("深基坑", "001")
    said = answer(site)
    assert said.choices[2] == ("3", "▲ 上哪个岗？")
    assert said.has_more
    assert answer(site).choices[2] == ("3", "上哪个岗？")  # a repeat asks no more for it


def test_whoever_is_still_here_is_told_that_a_dead_badge_did_not_check_them_out(
    tmp_path: Path,
) -> None:
    site = make_site(tmp_path)
    assert isinstance(scan(site, "001"), CheckedIn)
    older = site.people.badge_code("001")
    site.badges.reissue(uid_of("001"))
    refused = site.attendance.scan(Scan(older, "wedge"))
    lines = answer_of(refused, site.oversight.site().zone).lines
    assert "仍记为在场，没有签退" in lines[-1]


def test_a_refusal_for_days_and_a_last_way_out_say_the_day(tmp_path: Path) -> None:
    site, today, day = make_site(tmp_path), NOON.date(), timedelta(days=1)
    zone = site.oversight.site().zone
    site.badges.set_validity(uid_of("001"), Validity(first=today + day))
    assert "11月21日" in answer_of(scan(site, "001"), zone).lines[1]
    site.badges.set_validity(uid_of("001"), Validity(last=today - day))
    assert "11月19日" in answer_of(scan(site, "001"), zone).lines[0]
    site.badges.set_validity(uid_of("001"), Validity(last=today))
    assert isinstance(scan(site, "001"), CheckedIn)
    set_clock(site, NOON + timedelta(hours=1))
    left = answer_of(scan(site, "001"), zone)
    assert "明天不能进场" in left.lines[1]
