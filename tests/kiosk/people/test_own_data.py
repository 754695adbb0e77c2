"""What a member takes home is all of it, however much there is and whoever it is about."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest

from db.connection import run_sql, transaction
from kiosk.exports.own_record import make_own_record_pdf
from kiosk.exports.own_record_json import own_data_shape
from kiosk.people.record_views import OwnData
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_post, add_team, make_site, scan, set_clock, uid_of

DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path, 4)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def own(site: Services, number: str = "001") -> OwnData:
    return site.records.get_own_data(uid_of(number))


def shape(site: Services, number: str = "001") -> dict[str, Any]:
    told = own_data_shape(own(site, number), site.oversight.site(), NOON)
    found: dict[str, Any] = json.loads(json.dumps(told))
    return found


def words_on_paper(site: Services, number: str = "001") -> str:
    pdf = make_own_record_pdf(own(site, number), site.oversight.site(), FRIDAY)
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def judge_for_weeks(site: Services) -> UUID:
    who = uid_of("001")
    daily = site.service.promise(who, NewCommitment(text="每天巡查", rhythm="day")).uid
    for day in range(40):
        set_clock(site, NOON + day * DAY)
        state, why = ("missed", f"理由{day}") if day % 2 else ("kept", "")
        site.service.judge_commitment(daily, state, who, why)
    return daily


def test_every_judged_occasion_is_in_it_with_its_reason(site: Services) -> None:
    judge_for_weeks(site)
    site.service.judge_commitment(
        site.service.make_commitment(uid_of("002"), text="别人的").uid, "kept", uid_of("002")
    )
    told = shape(site)["judged"]
    assert [one["occasion"] for one in told] == [
        (FRIDAY + day * DAY).isoformat() for day in range(40)
    ]
    assert {one["reason"] for one in told} == {"", *(f"理由{day}" for day in range(1, 40, 2))}
    words = words_on_paper(site)
    assert "理由1" in words
    assert "理由39" in words


def test_what_was_said_and_said_better_later_are_both_in_it(site: Services) -> None:
    who = uid_of("001")
    once = site.service.make_commitment(who, text=f"打{'13812345678'}").uid
    for state in ("partly_kept", "kept"):
        site.service.judge_commitment(once, state, uid_of("003"))
    told = shape(site)["judged"]
    assert [(one["state"], one["text"], one["changed_by"]) for one in told] == [
        ("partly_kept", "打13812345678", "003"),
        ("kept", "打13812345678", "003"),
    ]


def test_their_voices_are_in_it_whole_with_what_was_done(site: Services) -> None:
    who, text = uid_of("001"), "洞口打13812345678"
    raise_voice = site.voices.raise_voice
    raise_voice("problem", VoiceWords(text="别人的话", author_uid=uid_of("002")))
    raise_voice("hazard", VoiceWords(text=text, place="三单元", author_uid=who))
    site.voices.assign(1, who, uid_of("003"))
    site.voices.answer(1, "马上就去", Speaker(who))
    site.voices.solve(2, "已经盖好", Speaker(uid_of("003")))
    told = shape(site)
    (voice,) = told["voices"]
    assert (voice["number"], voice["kind"], voice["text"]) == (2, "hazard", text)
    assert (voice["place"], voice["state"]) == ("三单元", "solved")
    assert [(one["kind"], one["text"]) for one in voice["steps"]] == [("solved", "已经盖好")]
    (step,) = told["said_in_others_voices"]
    assert (step["number"], step["kind"], step["text"]) == (1, "reply", "马上就去")
    words = words_on_paper(site)
    assert "洞口打13812345678" in words
    assert "别人的话" not in words


def test_corrections_they_asked_for_and_services_they_confirmed_are_in_it(site: Services) -> None:
    who, by = uid_of("002"), uid_of("003")
    scan(site, "002")
    set_clock(site, NOON + timedelta(hours=9))
    (stay,) = run_sql("SELECT uid FROM presence")
    left_at = NOON + timedelta(hours=8)
    site.corrections.ask(who, "left", left_at, UUID(bytes=stay[0]), "忘了扫码")
    served = site.service.log(uid_of("001"), NewService(30, text="搬家", served_uid=who))
    site.service.confirm_service(served.uid, who, how="served")
    other = site.service.log(uid_of("001"), NewService(20, text="带路"))
    site.service.confirm_service(other.uid, by, 15)
    told = shape(site, "002")
    (asked,) = told["corrections"]
    assert (asked["kind"], asked["text"], asked["ruling"]) == ("left", "忘了扫码", None)
    (given,) = told["confirmations"]
    assert (given["entry"], given["minutes"], given["how"]) == (served.entry, 30, "served")
    (done_for,) = told["done_for_you"]
    assert (done_for["text"], done_for["minutes"]) == ("搬家", 30)
    assert [one["minutes"] for one in shape(site, "003")["confirmations"]] == [15]
    words = words_on_paper(site, "002")
    assert "补签退 20:00" in words
    assert "忘了扫码" in words
    assert "还没有人处理" in words
    (request,) = site.corrections.list_requests()
    site.corrections.rule(request.uid, "refused", by, "监控里没有")
    assert shape(site, "002")["corrections"][0]["ruling"] == "refused"
    assert "未同意 · 监控里没有" in words_on_paper(site, "002")
    site.corrections.ask(who, "came", NOON - timedelta(hours=5), None, "手机没电")
    assert "补签到 07:00" in words_on_paper(site, "002")


def test_touched_minutes_are_summed_apart_on_paper(site: Services) -> None:
    new = NewService(30, text="搬家", for_kind="household")
    entry = site.service.log(uid_of("001"), new)
    assert "现场点按" not in words_on_paper(site)
    site.service.confirm_service(entry.uid, None, how="touch")
    words = words_on_paper(site)
    assert "确认 0 分钟、现场点按 30 分钟" in words
    assert words.count("现场点按") == 2
    assert shape(site)["services_in_all"]["touched_minutes"] == 30


def test_all_words_and_all_posts_and_teams_are_in_it(site: Services) -> None:
    who = uid_of("001")
    with transaction():
        for number in range(60):
            add_post(f"第{number}岗", "001")
            add_team(f"第{number}队", "001")
    for number in range(30):
        set_clock(site, NOON + timedelta(minutes=16 * number))
        site.ratings.give("member", 4, subject_uid=who, word=f"第{number}句")
    set_clock(site, NOON + DAY)
    site.ratings.empty_box()
    told = shape(site)
    assert {one["name"] for one in told["posts"]} == {f"第{number}岗" for number in range(60)}
    assert len(told["teams"]) == 60
    assert set(told["words"]) == {f"第{number}句" for number in range(30)}
    page = site.records.get_record(who)
    assert (len(page.words), len(page.posts)) == (20, 50)


def test_a_newcomers_parts_are_all_there_and_empty(site: Services) -> None:
    told = shape(site)
    for part in (
        *("judged", "voices", "said_in_others_voices", "corrections", "confirmations"),
        "done_for_you",
    ):
        assert told[part] == []
