"""What the site noted of a member, at the gate, in musters and of their badge, goes home with them.

Whoever adds a column that names a member has to say where the member finds it.
"""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from db.connection import open_file, run_sql
from db.own_traces import PARTS
from kiosk.attendance.views import Scan
from kiosk.clock import SetClock
from kiosk.config import Home
from kiosk.errors import RefusedError
from kiosk.exports.own_record_json import own_data_shape
from kiosk.people.keeping import MemberChange
from kiosk.people.photo_intake import PhotoSize, UprightPhoto, take_photo
from kiosk.service.entries import NewService
from kiosk.service.phrases import UsedPhrase
from kiosk.services import Services, open_services
from tests.builders import NOON, make_site, scan, set_clock, uid_of
from tests.every_fact import make_every_fact

_THEIR_OWN = "of their own: kept whole in the older parts"
_BY = "deeds"
FOUND_IN = {
    "access.member_uid": "access",
    "badge.member_uid": "badges",
    "commitment.member_uid": _THEIR_OWN,
    "commitment_change.by_uid": _BY,
    "commitment_open.member_uid": "derived",
    "correction_request.member_uid": _THEIR_OWN,
    "correction_ruling.by_uid": _BY,
    "deputy.member_uid": "stands_in",
    "draft.member_uid": "drafts",
    "handover.member_uid": "posts_taken",
    "handover.taker_uid": "posts_taken",
    "holding.member_uid": _THEIR_OWN,
    "member_tally.member_uid": "derived",
    "pin_try.member_uid": "access",
    "post_kind.by_uid": _BY,
    "post_setting.by_uid": _BY,
    "post_taken.member_uid": "posts_taken",
    "presence.member_uid": "derived",
    "presence_mark.by_uid": _BY,
    "presence_mark.member_uid": "scans",
    "presence_settled.by_uid": _BY,
    "presence_settled.member_uid": "scan_questions",
    "punch.member_uid": "scans",
    "rating.of_uid": "never single ones: they would tell who gave them",
    "rating_box.of_uid": "never single ones: they would tell who gave them",
    "rating_tray.of_uid": "never single ones: they would tell who gave them",
    "rating_ruling.by_uid": _BY,
    "refused_scan.member_uid": "refused_scans",
    "scan_answer.by_uid": _BY,
    "scan_delivery.member_uid": "derived",
    "scan_question.member_uid": "scan_questions",
    "service_confirmation.by_uid": _BY,
    "service_entry.member_uid": _THEIR_OWN,
    "service_entry.served_uid": _THEIR_OWN,
    "service_strike.by_uid": _BY,
    "team.leader_uid": "stands_in",
    "team_member.member_uid": _THEIR_OWN,
    "voice.author_uid": _THEIR_OWN,
    "voice_step.by_uid": _BY,
    "voice_step.owner_uid": "voices_in_hand",
}
"""Each column that names a member, with the part in which the member finds it."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 4)


def shape(site: Services, number: str = "001") -> dict[str, Any]:
    data = site.records.get_own_data(uid_of(number))
    told = own_data_shape(data, site.oversight.site(), NOON)
    found: dict[str, Any] = json.loads(json.dumps(told))
    return found


def test_every_column_that_names_a_member_is_found_somewhere(site: Services) -> None:
    tables = run_sql("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
    named = {
        f"{table}.{column}"
        for (table,) in tables
        for _id, _seq, to, column, *_rest in run_sql(f"PRAGMA foreign_key_list({table})")
        if to == "member"
    }
    assert named == set(FOUND_IN)
    assert set(FOUND_IN.values()) & set(shape(site)) == {
        part for part in FOUND_IN.values() if part in PARTS
    }


def test_every_part_of_a_newcomer_is_there_and_empty_but_for_the_badge(site: Services) -> None:
    told = shape(site)
    assert {part for part in PARTS if told[part]} == {"badges"}
    assert told["photos"] == []


def test_each_muster_says_whether_they_were_on_its_list_and_who_marked_them_when(
    site: Services,
) -> None:
    scan(site, "001")
    site.muster.start("drill")
    set_clock(site, NOON + timedelta(minutes=3))
    site.muster.mark_safe(uid_of("001"), "李工")
    site.muster.undo(uid_of("001"), "李工", "认错人")
    site.muster.mark_safe(uid_of("001"), "张工")
    site.muster.mark_safe(uid_of("002"), "张工")
    set_clock(site, NOON + timedelta(minutes=9))
    keeper = site.people.get_member("003")
    site.muster.end(keeper.number, keeper.name)
    (drill,) = shape(site)["musters"]
    assert (drill["kind"], drill["at"]) == ("drill", "2026-11-20T04:00:00Z")
    assert (drill["ended_at"], drill["ended_by"]) == ("2026-11-20T04:09:00Z", "003")
    assert (drill["expected"], drill["since"]) == ("on_site", "2026-11-20T04:00:00Z")
    assert [(one["by"], one["how"], one["at"]) for one in drill["seen"]] == [
        ("李工", "hand", "2026-11-20T04:03:00Z"),
        ("张工", "hand", "2026-11-20T04:03:00Z"),
    ]
    assert [(one["by"], one["reason"]) for one in drill["taken_back"]] == [("李工", "认错人")]
    (other,) = shape(site, "002")["musters"]
    assert (other["expected"], len(other["seen"])) == (None, 1)
    (ended,) = shape(site, "003")["musters"]
    assert (ended["expected"], ended["seen"]) == (None, [])
    assert shape(site, "004")["musters"] == []


def test_who_comes_while_a_muster_runs_finds_it_too(site: Services) -> None:
    scan(site, "001")
    site.muster.start("real")
    set_clock(site, NOON + timedelta(minutes=1))
    site.attendance.scan(Scan(site.people.badge_code("002"), "wedge"))
    site.muster.end("001", "王工001")
    (real,) = shape(site, "002")["musters"]
    assert (real["kind"], real["expected"]) == ("real", None)
    assert real["at_gate"] == [{"at": "2026-11-20T04:01:00Z", "station": "wedge"}]
    (listed,) = shape(site)["musters"]
    assert (listed["expected"], listed["at_gate"]) == ("on_site", [])


def test_refused_scans_of_their_badge_are_in_it_and_no_others(site: Services) -> None:
    stolen = site.people.badge_code("001")
    site.badges.reissue(uid_of("001"), "丢了")
    site.attendance.scan(Scan(stolen, "gate-2"))
    site.attendance.scan(Scan("rubbish", "wedge"))
    (refused,) = shape(site)["refused_scans"]
    assert (refused["kind"], refused["source"]) == ("refused_scan", "gate-2")
    assert refused["reason"] == "badge_replaced" or refused["reason"].startswith("badge")
    assert stolen not in json.dumps(shape(site))
    assert shape(site, "002")["refused_scans"] == []


def test_the_life_of_each_badge_is_in_it_without_its_code(site: Services) -> None:
    who = uid_of("001")
    site.badges.record_printed([who], "file")
    site.badges.reissue(who, "磨损", by=uid_of("002"))
    site.badges.revoke(who, "离岗", by=uid_of("002"))
    told = shape(site)["badges"]
    assert [(one["kind"], one["badge"]) for one in told] == [
        *(("badge_issued", 1), ("badge_printed", 1), ("badge_replaced", 1)),
        *(("badge_issued", 2), ("badge_revoked", 2)),
    ]
    assert [one["told"].get("reason") for one in told] == [None, None, "磨损", None, "离岗"]
    assert told[1]["told"] == {"where": "file"}
    (first_hash,), *_others = run_sql("SELECT hex(token_hash) FROM badge")
    assert first_hash.lower() not in json.dumps(shape(site)).lower()


def test_tries_of_the_pin_are_in_it_and_its_hash_is_not(site: Services) -> None:
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    with pytest.raises(RefusedError):
        site.access.check_pin("001", "135791")
    site.access.check_pin("001", "246810")
    told = shape(site)
    assert [(one["kind"], one.get("passed")) for one in told["access"]] == [
        *(("role", None), ("pin_try", 0), ("pin_try", 1)),
    ]
    assert [one["kind"] for one in told["entry"]] == ["pin_set"]
    ((kept,),) = run_sql("SELECT pin_hash FROM access")
    assert kept not in json.dumps(told)


def test_changes_of_their_entry_are_in_it_with_both_values(site: Services) -> None:
    site.keeping.change(uid_of("001"), MemberChange(job="钢筋工"), by=uid_of("002"))
    (changed,) = shape(site)["entry"]
    assert (changed["kind"], changed["told"]) == ("member_changed", {"job": ["安全员", "钢筋工"]})
    (deed,) = shape(site, "002")["deeds"]
    assert deed == {"kind": "member_changed", "at": "2026-11-20T04:00:00Z"}


def test_half_forms_and_words_that_are_offered_again_are_in_it(site: Services) -> None:
    site.drafts.save(uid_of("001"), "log_service", {"words": "修门", "minutes": 5})
    site.drafts.save(uid_of("002"), "log_service", {"words": "别人的"})
    site.phrases.remember(uid_of("001"), [UsedPhrase("place", "西门外", is_own=True)])
    told = shape(site)
    (draft,) = told["drafts"]
    assert (draft["kind"], draft["answers"]) == ("log_service", {"minutes": 5, "words": "修门"})
    (word,) = told["own_words"]
    assert (word["kind"], word["text"], word["uses"]) == ("place", "西门外", 1)


def test_their_portraits_are_in_it_and_pictures_of_services_are_not(
    site: Services, tmp_path: Path
) -> None:
    Image.new("RGB", (400, 500), "red").save(tmp_path / "1.png")
    taken = take_photo((tmp_path / "1.png").read_bytes())
    site.keeping.offer_photo(uid_of("001"), taken)
    evidence = UprightPhoto(b"a picture with others on it", 40, 30)
    site.service.log(uid_of("001"), NewService(5, text="搬家", photos=[evidence]))
    (waiting,) = shape(site)["photos"]
    assert (waiting["state"], waiting["sha256"]) == ("waiting", taken.sha256)
    assert base64.b64decode(waiting["jpeg_base64"]) == taken.renditions[PhotoSize.LARGE]
    site.keeping.approve_photo(uid_of("001"))
    told = shape(site)
    assert [one["state"] for one in told["photos"]] == ["shown"]
    assert told["services"][0]["photos"] == 1
    assert base64.b64encode(evidence.jpeg).decode() not in json.dumps(told)


def test_of_every_kind_of_fact_each_member_finds_theirs(tmp_path: Path) -> None:
    open_file(make_every_fact(tmp_path))
    site = open_services(Home(tmp_path / "home"), SetClock(NOON))
    first, second, third = (shape(site, number) for number in ("001", "002", "003"))
    assert [one["kind"] for one in first["scans"]] == ["scan", "scan", "in", "closed"]
    (question,) = first["scan_questions"]
    assert (question["answer"], question["by"], question["reason"]) == ("in", "002", "问过")
    assert [one["kind"] for one in first["posts_taken"]] == ["post_taken", "handover"]
    (named,) = second["posts_taken"]
    assert (named["kind"], named["by"], named["taker"]) == ("named_in_handover", "001", "002")
    (deputy,) = second["stands_in"]
    assert (deputy["kind"], deputy["name"], deputy["since"]) == ("deputy", "3号塔吊", "2026-11-20")
    (hand,) = second["voices_in_hand"]
    assert (hand["number"], hand["by"]) == (1, "001")
    assert [one["kind"] for one in third["scans"]] == ["scan", "break", "closed"]
    (settled,) = third["scan_questions"]
    assert (settled["kind"], settled["by"]) == ("presence_settled", "001")
    assert {"post_setting", "post_kind"} <= {one["kind"] for one in first["deeds"]}


def test_who_leads_a_team_finds_it(site: Services) -> None:
    run_sql(
        "INSERT INTO team (uid, name, since, leader_uid) VALUES (x'01', '抢险队', '2026-11-20', ?)",
        (uid_of("001").bytes,),
    )
    (led,) = shape(site)["stands_in"]
    assert (led["kind"], led["at"], led["name"]) == ("team_leader", None, "抢险队")
