"""Services confirmed by who may, struck and restored by who may, with photos beside them."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from db.connection import run_sql
from db.entries import WantedServices
from db.keeping import drop_unused_photos
from db.records import get_tallies
from kiosk.errors import RefusedError
from kiosk.people.photo_intake import UprightPhoto, stand_upright
from kiosk.people.photo_workshop import PhotoWorkshop
from kiosk.service.entries import NewService
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path, 4)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def log(site: Services, minutes: int = 30, **more: object) -> UUID:
    new = NewService(minutes, text="修工具", **more)  # type: ignore[arg-type]  # by name
    return site.service.log(uid_of("001"), new).uid


def refusal(call: object, *arguments: object, **named: object) -> str:
    assert callable(call)
    before = run_sql("SELECT count(*) FROM ledger_entry")
    with pytest.raises(RefusedError) as refused:
        call(*arguments, **named)
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    return refused.value.code


def test_a_supervisor_confirms_and_nobody_their_own(site: Services) -> None:
    confirm, entry = site.service.confirm_service, log(site)
    assert refusal(confirm, entry, uid_of("002")) == "no_supervisor"
    assert refusal(confirm, entry, uid_of("001")) == "own_service"
    assert refusal(confirm, entry, uid_of("003"), 31) == "impossible_minutes"
    assert refusal(confirm, entry, uid_of("003"), -1) == "impossible_minutes"
    assert refusal(confirm, entry, uid_of("003"), None, "nod") == "unknown_how"
    assert refusal(confirm, entry, None) == "unknown_how"
    assert refusal(confirm, entry, uuid4()) == "unknown_member"
    assert refusal(confirm, uuid4(), uid_of("003")) == "unknown_service"
    assert confirm(entry, uid_of("003"), 0).confirmed_minutes == 0
    assert refusal(confirm, entry, uid_of("003")) == "already_confirmed"


def test_who_was_served_confirms_with_a_scan(site: Services) -> None:
    confirm, entry = site.service.confirm_service, log(site, served_uid=uid_of("002"))
    assert site.service.get_service(entry).for_kind == "person"
    assert refusal(confirm, entry, uid_of("004"), how="served") == "not_served"
    assert refusal(confirm, entry, None, how="touch") == "scan_needed"
    done = confirm(entry, uid_of("002"), how="served")
    assert (done.confirmed_how, done.confirmed_by, done.confirmed_minutes) == ("served", "002", 30)
    assert done.served is not None
    assert done.served[0] == "002"


@pytest.mark.parametrize("first", ["supervisor", "served"])
@pytest.mark.parametrize("again", ["supervisor", "served"])
def test_what_somebody_known_confirmed_stands_and_a_sentence_says_so(
    site: Services, first: str, again: str
) -> None:
    confirm, entry = site.service.confirm_service, log(site, served_uid=uid_of("002"))
    who = {"supervisor": uid_of("003"), "served": uid_of("002")}
    confirm(entry, who[first], 20, first)
    assert refusal(confirm, entry, who[again], 30, again) == "already_confirmed"
    assert site.service.get_service(entry).confirmed_minutes == 20


def test_a_touch_counts_here_and_soon(site: Services) -> None:
    touch, entry = site.service.confirm_service, log(site, for_kind="person")
    set_clock(site, NOON + timedelta(minutes=10, seconds=1))
    assert refusal(touch, entry, None, how="touch") == "too_late"
    set_clock(site, NOON - timedelta(seconds=1))
    assert refusal(touch, entry, None, how="touch") == "too_late"
    set_clock(site, NOON + timedelta(minutes=10))
    here = site.context.terminal_uid
    site.context.terminal_uid = uuid4()
    assert refusal(touch, entry, None, how="touch") == "other_terminal"
    site.context.terminal_uid = here
    done = touch(entry, None, how="touch")
    assert (done.confirmed_how, done.confirmed_by) == ("touch", "")


def test_case_32_struck_not_deleted_and_restored_on_record(site: Services) -> None:
    service, entry = site.service, log(site)
    service.confirm_service(entry, uid_of("003"), 20)
    assert refusal(service.strike_service, entry, uid_of("002"), "错") == "not_yours"
    assert refusal(service.strike_service, entry, uid_of("001"), " ") == "reason_needed"
    assert refusal(service.restore_service, entry, uid_of("001"), "对") == "not_struck"
    struck = service.strike_service(entry, uid_of("001"), "记错了")
    assert (struck.is_struck, struck.struck_because) == (True, "记错了")
    assert service.list_latest_services(5) == ()
    assert all(one.is_struck for one in site.oversight.day().services)
    assert get_tallies(uid_of("001")).services == get_tallies(uid_of("001")).confirmed == 0
    assert refusal(service.strike_service, entry, uid_of("003"), "错") == "struck"
    assert refusal(service.confirm_service, entry, uid_of("003")) == "struck"
    assert refusal(service.restore_service, entry, uid_of("002"), "对") == "not_yours"
    assert not service.restore_service(entry, uid_of("001"), "没错").is_struck
    sums = get_tallies(uid_of("001"))
    assert (sums.claimed_minutes, sums.confirmed_minutes) == (30, 20)
    service.strike_service(entry, uid_of("003"), "查无此事")
    assert refusal(service.restore_service, entry, uid_of("001"), "不对") == "not_yours"
    service.restore_service(entry, uid_of("003"), "核实")
    deeds = run_sql("SELECT deed, reason FROM service_strike ORDER BY seq")
    assert [deed for deed, _reason in deeds] == ["struck", "restored"] * 2
    assert len(service.list_services(WantedServices())) == 1


def test_lists_are_narrowed_down(site: Services) -> None:
    first, second, third = log(site), log(site), log(site)
    other = site.service.log_service(uid_of("002"), 5, text="带路").uid
    site.service.confirm_service(first, uid_of("003"))
    site.service.strike_service(second, uid_of("001"), "错")
    listed = site.service.list_services

    def found(**wanted: object) -> set[UUID]:
        return {one.uid for one in listed(WantedServices(**wanted))}  # type: ignore[arg-type]

    assert found() == {first, second, third, other}
    assert found(state="waiting") == {third, other}
    assert found(state="confirmed") == {first}
    assert found(state="struck") == {second}
    assert found(member_uid=uid_of("002"), first=FRIDAY, last=FRIDAY) == {other}
    assert found(first=FRIDAY + timedelta(days=1)) == set()
    assert len(found(most=2)) == 2
    assert refusal(listed, WantedServices(state="broken")) == "unknown_state"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"for_kind": "cat"}, "unknown_for_kind"),
        ({"served_uid": UUID(int=1)}, "unknown_member"),
        ({"commitment_uid": UUID(int=1)}, "unknown_commitment"),
        ({"photos": [UprightPhoto(b"", 1, 1)] * 4}, "too_many_photos"),
    ],
)
def test_what_makes_no_sense_is_refused(site: Services, more: dict[str, Any], code: str) -> None:
    assert refusal(lambda: log(site, **more)) == code


def test_nobody_is_served_by_oneself(site: Services) -> None:
    assert refusal(lambda: log(site, served_uid=uid_of("001"))) == "own_service"


def picture(colour: str) -> UprightPhoto:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "PNG")
    return stand_upright(file.getvalue())


def test_photos_stand_beside_it_whole_each_once(site: Services) -> None:
    red, blue = picture("red"), picture("blue")
    entry = log(site, photos=[red, blue, red])
    assert site.service.get_service(entry).photos == 2
    find = site.service.find_service_photo
    assert [find(entry, place) for place in (0, 1, 2, 3)] == [None, red.jpeg, blue.jpeg, None]
    assert drop_unused_photos() == 0


def test_pictures_go_with_who_is_forgotten_but_not_others(site: Services) -> None:
    red, blue, green = map(picture, ("red", "blue", "green"))
    entry = log(site, photos=[red, blue])
    other = NewService(5, text="带路", photos=[blue])
    shared = site.service.log(uid_of("002"), other).uid
    served = NewService(5, text="搬运", photos=[green], served_uid=uid_of("001"))
    done_for = site.service.log(uid_of("002"), served).uid
    site.keeping.let_go(uid_of("001"), "完工")
    site.forgetting.forget(uid_of("001"), now=True, reason="本人要求")
    find = site.service.find_service_photo
    assert (find(entry, 1), find(done_for, 1)) == (None, None)
    assert find(shared, 1) == blue.jpeg
    assert site.service.get_service(entry).photos == 2


def test_a_photo_bomb_as_evidence_is_refused(site: Services) -> None:
    file = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(file, "PNG")
    with PhotoWorkshop() as workshop, pytest.raises(RefusedError) as refused:
        log(site, photos=[workshop.upright(file.getvalue())])
    assert refused.value.code == "too_many_pixels"
    assert site.service.list_latest_services(5) == ()
