"""A member's own data on paper and as JSON: everything that is kept, readable."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from kiosk.exports.own_record import make_own_record_pdf
from kiosk.exports.own_record_json import own_data_shape
from kiosk.i18n import use_language
from kiosk.people.keeping import MemberChange
from kiosk.people.record_views import OwnData
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, add_item, add_post, make_site, scan, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def fill(site: Services) -> None:
    """Something of everything."""
    who = uid_of("001")
    add_post("3号塔吊", "001")
    scan(site, "001")
    item = add_item("commitment", "班前检查", "Check before work")
    promise = site.service.make_commitment(who, item_uid=item)
    site.service.judge_commitment(promise.uid, "missed", who, "停电")
    site.service.promise(who, NewCommitment(text="清理", rhythm="day"))
    done = site.service.log_service(who, 90, text="修工具", for_whom="木工班")
    site.service.confirm_service(done.uid, uid_of("003"), 60)
    struck = site.service.log(who, NewService(15, text="带路", served_uid=uid_of("002")))
    site.service.strike_service(struck.uid, who, "记错了")
    site.service.log_service(who, 5, text="扫地")
    site.keeping.change(who, MemberChange(standing="activist"))
    site.keeping.change(who, MemberChange(standing="member"))
    for number in range(5):
        set_clock(site, NOON + timedelta(hours=1 + number))
        site.ratings.give("member", 4, subject_uid=who, word="热心" if number else "")
    set_clock(site, NOON + timedelta(hours=8))
    site.ratings.empty_box()
    scan(site, "001")


def data_of(site: Services) -> OwnData:
    return site.records.get_own_data(uid_of("001"))


def shape_of(site: Services) -> dict[str, Any]:
    shape = own_data_shape(data_of(site), site.oversight.site(), NOON)
    read: dict[str, Any] = json.loads(json.dumps(shape))
    return read


def test_the_paper_tells_what_was_done(site: Services) -> None:
    fill(site)
    words = words_of(make_own_record_pdf(data_of(site), site.oversight.site(), FRIDAY))
    for told in (
        *(
            "个人履职记录",
            "李工001",
            "3号塔吊",
            "班前检查",
            "停电",
            "修工具",
            "木工班",
            "1小时30分",
        ),
        *("1小时", "已划去", "热心", "4.0分", "晋升", "积极分子", "8小时", "1 / 2"),
    ):
        assert told in words
    assert "13800000000" not in words


def test_who_was_served_by_badge_is_named_on_paper_and_in_the_data(site: Services) -> None:
    done = NewService(15, text="送安全帽", served_uid=uid_of("002"))
    site.service.log(uid_of("001"), done)
    name = site.people.get_member("002").name
    assert name in words_of(make_own_record_pdf(data_of(site), site.oversight.site(), FRIDAY))
    assert [one["served"] for one in shape_of(site)["services"]] == [["002", name]]


def test_the_paper_speaks_english_too(site: Services) -> None:
    fill(site)
    use_language("en")
    words = words_of(make_own_record_pdf(data_of(site), site.oversight.site(), FRIDAY))
    for told in ("Personal record", "Check before work", "Missed", "promoted", "1 h 30 min"):
        assert told in words


def test_an_empty_record_and_a_long_one_fit_on_paper(site: Services) -> None:
    empty = make_own_record_pdf(data_of(site), site.oversight.site(), FRIDAY)
    assert "评价不足五次" in words_of(empty)
    for number in range(80):
        site.service.log_service(uid_of("001"), 5, text=f"第{number}件事")
    pdf = make_own_record_pdf(data_of(site), site.oversight.site(), FRIDAY)
    assert len(pypdfium2.PdfDocument(pdf)) == 3
    assert "第79件事" in words_of(pdf)


def test_json_holds_everything_and_no_keys_of_the_file(site: Services) -> None:
    fill(site)
    told = shape_of(site)
    assert told["member"]["phone"] == "13800000000"
    assert told["made_at"] == "2026-11-20T04:00:00Z"
    assert [one["minutes"] for one in told["stays"]] == [480]
    assert told["commitments_by_state"] == {"missed": 1, "open": 1}
    assert {one["reason"] for one in told["commitments"]} == {"停电", ""}
    assert told["services_in_all"] == {
        "entries": 2,
        "claimed_minutes": 95,
        "confirmed": 1,
        "confirmed_minutes": 60,
        "touched": 0,
        "touched_minutes": 0,
    }
    assert [one["struck_because"] for one in told["services"]] == ["", "记错了", ""]
    assert told["rating"] == {"count": 5, "mean": 4.0}
    assert told["words"] == ["热心"] * 4
    assert [one["standing"] for one in told["standings"]] == ["member", "activist", "member"]
    assert str(uid_of("001")) not in json.dumps(told)


def test_json_of_a_newcomer_has_every_part(site: Services) -> None:
    told = shape_of(site)
    assert told["rating"] is None
    assert told["stays"] == told["services"] == told["words"] == []


def test_the_paper_says_who_said_what_became_of_a_promise_and_when(site: Services) -> None:
    who = uid_of("001")
    once = site.service.make_commitment(who, text="清理").uid
    site.service.judge_commitment(once, "kept", who)
    daily = site.service.promise(who, NewCommitment(text="巡查", rhythm="day")).uid
    site.service.judge_commitment(daily, "missed", uid_of("003"), "下雨", FRIDAY)
    words = words_of(make_own_record_pdf(data_of(site), site.oversight.site(), FRIDAY))
    words = "".join(words.split())
    assert "本人11月20日周五12:00" in words
    assert "刘工003（督导）11月20日周五12:00" in words
