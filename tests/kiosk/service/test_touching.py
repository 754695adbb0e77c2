"""A touch beside a service says less than somebody known: it is told, listed and summed apart."""

from pathlib import Path
from uuid import UUID

import pytest

from db.connection import run_sql
from db.entries import WantedServices
from db.inspection import inspect_file
from db.records import get_tallies
from kiosk.errors import RefusedError
from kiosk.service.entries import NewService
from kiosk.service.words import confirmed_words
from kiosk.services import Services
from tests.builders import make_site, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path, 4)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def touched(site: Services, minutes: int = 30) -> UUID:
    new = NewService(minutes, text="修工具", for_kind="household")
    entry = site.service.log(uid_of("001"), new).uid
    site.service.confirm_service(entry, None, how="touch")
    return entry


def refusal(call: object, *arguments: object, **named: object) -> str:
    assert callable(call)
    with pytest.raises(RefusedError) as refused:
        call(*arguments, **named)
    return refused.value.code


def sums(site: Services) -> tuple[int, int, int, int]:
    found = get_tallies(uid_of("001"))
    assert inspect_file(site.context.home.database).differing == ()
    return found.confirmed, found.confirmed_minutes, found.touched, found.touched_minutes


@pytest.mark.parametrize("kind", ["", "site"])
def test_a_touch_is_for_people_only(site: Services, kind: str) -> None:
    new = NewService(30, text="扫路", for_kind=kind)
    entry = site.service.log(uid_of("001"), new).uid
    assert refusal(site.service.confirm_service, entry, None, how="touch") == "nobody_served"


def test_touched_minutes_are_not_among_the_confirmed_ones(site: Services) -> None:
    entry = touched(site)
    other = site.service.log(uid_of("001"), NewService(20, text="带路")).uid
    site.service.confirm_service(other, uid_of("003"), 15)
    assert sums(site) == (1, 15, 1, 30)
    totals = site.records.get_record(uid_of("001")).totals
    assert (totals.confirmed_minutes, totals.touched, totals.touched_minutes) == (15, 1, 30)
    site.service.strike_service(entry, uid_of("001"), "记错了")
    assert sums(site) == (1, 15, 0, 0)
    site.service.restore_service(entry, uid_of("001"), "没错")
    assert sums(site) == (1, 15, 1, 30)


def test_a_supervisor_confirms_over_a_touch_with_other_minutes(site: Services) -> None:
    entry = touched(site)
    done = site.service.confirm_service(entry, uid_of("003"), 10)
    assert (done.confirmed_minutes, done.confirmed_how, done.confirmed_by) == (
        *(10, "supervisor"),
        "003",
    )
    assert sums(site) == (1, 10, 0, 0)
    both = run_sql("SELECT how, minutes FROM service_confirmation ORDER BY seq")
    assert both == [("touch", 30), ("supervisor", 10)]
    assert refusal(site.service.confirm_service, entry, uid_of("003"), 30) == "already_confirmed"
    assert refusal(site.service.confirm_service, entry, None, how="touch") == "already_confirmed"
    site.service.strike_service(entry, uid_of("003"), "查无此事")
    assert sums(site) == (0, 0, 0, 0)
    site.service.restore_service(entry, uid_of("003"), "核实")
    assert sums(site) == (1, 10, 0, 0)


def test_touched_once_is_touched(site: Services) -> None:
    entry = touched(site)
    assert refusal(site.service.confirm_service, entry, None, how="touch") == "already_confirmed"


def test_touched_ones_are_listed_apart(site: Services) -> None:
    entry = touched(site)
    waiting = site.service.log(uid_of("001"), NewService(20, text="带路")).uid

    def found(state: str) -> list[UUID]:
        return [one.uid for one in site.service.list_services(WantedServices(state=state))]

    assert (found("touched"), found("waiting"), found("confirmed")) == ([entry], [waiting], [])
    site.service.confirm_service(entry, uid_of("003"))
    assert (found("touched"), found("confirmed")) == ([], [entry])


def test_who_said_it_stands_beside_the_minutes(site: Services) -> None:
    entry = touched(site)
    assert confirmed_words(site.service.get_service(entry)) == "现场点按 30 分钟"
    done = site.service.confirm_service(entry, uid_of("003"), 0)
    assert confirmed_words(done) == "✓ 督导确认 0 分钟"
    new = NewService(20, text="带路", served_uid=uid_of("002"))
    served = site.service.log(uid_of("001"), new)
    assert confirmed_words(served) == ""
    served = site.service.confirm_service(served.uid, uid_of("002"), how="served")
    assert confirmed_words(served) == "✓ 本人扫码确认 20 分钟"
