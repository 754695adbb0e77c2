"""The catalogue: kept by the site, ordered by what is picked most."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.service.choices import KINDS, NewItem
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path)


def told() -> list[str]:
    rows = run_sql("SELECT kind FROM ledger_entry WHERE kind LIKE 'catalogue%' ORDER BY seq")
    return [kind for (kind,) in rows]


def code_of(call: object, *arguments: object) -> str:
    assert callable(call)
    with pytest.raises(RefusedError) as refused:
        call(*arguments)
    return refused.value.code


def test_what_is_picked_most_comes_first_for_two_months(site: Services) -> None:
    add, who = site.service.add_item, uid_of("001")
    first, second, third = (add("service", NewItem(text)) for text in ("甲", "乙", "丙"))
    for item in (third, third, second):
        site.service.log_service(who, 5, item_uid=item.uid)
    learnt = site.service.list_service_items()
    assert [(item.text, item.uses) for item in learnt] == [("丙", 2), ("乙", 1), ("甲", 0)]
    assert [item.uid for item in site.service.list_catalogue("service")] == [
        first.uid,
        second.uid,
        third.uid,
    ]
    set_clock(site, NOON + timedelta(days=61))
    assert [item.text for item in site.service.list_service_items()] == ["甲", "乙", "丙"]


def test_other_words_keep_place_and_uses_and_older_records_their_translation(
    site: Services,
) -> None:
    old = site.service.add_item(
        "commitment", NewItem("每天巡查", "Walk round daily"), uid_of("002")
    )
    site.service.add_item("commitment", NewItem("清理"))
    made = site.service.make_commitment(uid_of("001"), item_uid=old.uid)
    new = site.service.change_item(old.uid, NewItem("每班巡查", "Walk round each shift"))
    again = site.service.change_item(new.uid, NewItem("每班巡查两次"))
    assert [item.text for item in site.service.list_catalogue("commitment")] == [
        "每班巡查两次",
        "清理",
    ]
    assert site.service.list_commitment_items()[0].uses == 1
    assert again.uid != new.uid != old.uid
    shown = site.people.get_page(uid_of("001")).commitments[0]
    assert (shown.text, shown.text_en) == (made.text, "Walk round daily")
    assert code_of(site.service.change_item, old.uid, NewItem("别的")) == "unknown_item"
    with pytest.raises(RefusedError):
        site.service.make_commitment(uid_of("001"), item_uid=old.uid)


def test_translation_and_minutes_change_in_place_and_only_changes_are_told(site: Services) -> None:
    item = site.service.add_item("service", NewItem("搬运", "Carrying", 30))
    changed = site.service.change_item(item.uid, NewItem("搬运", "Carried", 45))
    assert (changed.uid, changed.text_en, changed.minutes) == (item.uid, "Carried", 45)
    site.service.change_item(item.uid, NewItem("搬运", "Carried", 45))
    assert told() == ["catalogue_item_added", "catalogue_item_changed"]


def test_retired_items_are_not_picked_and_come_back_by_their_words(site: Services) -> None:
    item = site.service.add_item("hazard", NewItem("临边没防护"))
    assert site.service.item_named("hazard", " 临边没防护 ").uid == item.uid
    assert site.service.retire_item(item.uid, uid_of("001")).is_retired
    assert site.service.list_choices("hazard") == []
    assert [one.is_retired for one in site.service.list_catalogue("hazard", retired=True)] == [True]
    assert code_of(site.service.retire_item, item.uid) == "unknown_item"
    assert code_of(site.service.item_named, "hazard", "临边没防护") == "unknown_item"
    back = site.service.add_item("hazard", NewItem("临边没防护", "Unguarded edge"))
    assert (back.uid, back.text_en, back.is_retired) == (item.uid, "Unguarded edge", False)
    assert told() == ["catalogue_item_added", "catalogue_item_retired", "catalogue_item_added"]


@pytest.mark.parametrize(
    ("kind", "new", "code"),
    [
        ("cat", NewItem("喵"), "unknown_kind"),
        ("service", NewItem(" \x1b[31m\x00 "), "no_words"),
        ("service", NewItem("搬运", minutes=1441), "impossible_minutes"),
        ("service", NewItem("搬运", minutes=-1), "impossible_minutes"),
        ("commitment", NewItem("巡查", minutes=1), "impossible_minutes"),
    ],
)
def test_what_makes_no_sense_is_refused(site: Services, kind: str, new: NewItem, code: str) -> None:
    assert code_of(site.service.add_item, kind, new) == code
    assert told() == []


def test_two_items_never_have_the_same_words(site: Services) -> None:
    site.service.add_item("service", NewItem("搬运"))
    other = site.service.add_item("service", NewItem("清理"))
    assert code_of(site.service.add_item, "service", NewItem("搬运")) == "item_exists"
    assert code_of(site.service.change_item, other.uid, NewItem("搬运")) == "item_exists"
    assert code_of(site.service.change_item, uuid4(), NewItem("x")) == "unknown_item"
    assert [item.text for item in site.service.list_catalogue("service")] == ["搬运", "清理"]


def test_hostile_words_are_cleaned_and_cut(site: Services) -> None:
    item = site.service.add_item("service", NewItem("[/x]\x1b]0;t\x07" + "长" * 10_000))
    assert item.text == "[/x]" + "长" * 116


def test_every_kind_begins_empty_and_can_be_kept(site: Services) -> None:
    for kind in KINDS:
        assert site.service.list_choices(kind) == []
        site.service.add_item(kind, NewItem(f"条目{kind}"))
        assert len(site.service.list_choices(kind)) == 1
