"""Photos of a form are kept with its draft, go home with the entry, and are never left behind."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from db.keeping import drop_unused_photos
from kiosk.attendance.night import EVERY_LOOKS, NightWatch
from kiosk.people.photo_intake import UprightPhoto
from kiosk.service.drafts import PHOTOS, Answers, name_photos
from kiosk.service.entries import NewService
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock, uid_of

RED, BLUE = UprightPhoto(b"red", 40, 30), UprightPhoto(b"blue", 30, 40)
FORM = "log_service"


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, 3)


def answers(photos: Sequence[UprightPhoto]) -> Answers:
    return {"minutes": 5, PHOTOS: name_photos(photos)}


def save(site: Services, photos: Sequence[UprightPhoto], number: str = "001") -> None:
    site.drafts.save(uid_of(number), FORM, answers(photos), photos)


def found(site: Services, number: str = "001") -> tuple[tuple[UprightPhoto, ...], int]:
    draft = site.drafts.find(uid_of(number))
    assert draft is not None
    return site.drafts.find_photos(draft)


def kept() -> set[bytes]:
    assert run_sql("SELECT count(*) FROM photo") == run_sql("SELECT count(*) FROM photo_rendition")
    return {jpeg for (jpeg,) in run_sql("SELECT jpeg FROM photo_rendition")}


def test_they_come_back_in_their_order_as_they_were(site: Services) -> None:
    save(site, [RED, BLUE])
    assert found(site) == ((RED, BLUE), 0)
    save(site, [BLUE, RED])
    assert found(site) == ((BLUE, RED), 0)


def test_what_was_kept_before_stays_without_being_brought_again(site: Services) -> None:
    save(site, [RED, BLUE])
    site.drafts.save(uid_of("001"), FORM, {**answers([RED, BLUE]), "place": "A区"})
    assert found(site) == ((RED, BLUE), 0)


def test_what_the_form_does_not_name_any_more_is_gone(site: Services) -> None:
    save(site, [RED, BLUE])
    save(site, [BLUE])
    assert kept() == {b"blue"}
    site.drafts.save(uid_of("001"), FORM, {"minutes": 5}, [RED])
    assert kept() == set()


def test_a_form_that_is_stored_hands_them_to_the_entry(site: Services) -> None:
    save(site, [RED, BLUE])
    who = uid_of("001")
    entry = site.drafts.finish_with(
        who, FORM, lambda: site.service.log(who, NewService(5, text="送水", photos=[RED]))
    )
    assert kept() == {b"red"}
    assert site.service.find_service_photo(entry.uid, 1) == b"red"
    assert run_sql("SELECT count(*) FROM draft_photo") == [(0,)]


def test_a_picture_that_another_form_or_entry_shows_stays(site: Services) -> None:
    save(site, [RED])
    save(site, [RED], "002")
    site.drafts.finish(uid_of("001"), FORM)
    assert found(site, "002") == ((RED,), 0)
    site.service.log(uid_of("003"), NewService(5, text="送水", photos=[RED]))
    site.drafts.finish(uid_of("002"), FORM)
    assert kept() == {b"red"}


def test_photos_of_a_running_draft_are_not_unused(site: Services) -> None:
    save(site, [RED])
    assert drop_unused_photos() == 0
    assert found(site) == ((RED,), 0)


def test_one_that_was_erased_is_counted_as_gone(site: Services) -> None:
    save(site, [RED, BLUE])
    run_sql("DELETE FROM photo_rendition WHERE jpeg = ?", (b"red",))
    assert found(site) == ((BLUE,), 1)


def test_an_abandoned_draft_and_its_photos_go_by_themselves_after_a_day(site: Services) -> None:
    night = NightWatch(site.context)
    night.close()  # the days before
    save(site, [RED])
    set_clock(site, NOON + timedelta(hours=23))
    night.close()
    assert kept() == {b"red"}
    set_clock(site, NOON + timedelta(hours=24, minutes=1))
    rounds = [night.look().is_due for _look in range(EVERY_LOOKS + 1)]
    assert any(rounds)
    night.close()
    assert kept() == set()
    assert run_sql("SELECT count(*) FROM draft") == [(0,)]


def test_only_an_old_draft_gives_the_watch_something_to_do(site: Services) -> None:
    save(site, [RED])
    set_clock(site, NOON + timedelta(hours=24, minutes=1))
    NightWatch(site.context).close()
    assert not NightWatch(site.context).look().is_due
    save(site, [RED])
    assert not NightWatch(site.context).look().is_due
    run_sql("UPDATE draft SET saved_at = saved_at - 86400000001")
    assert NightWatch(site.context).look().is_due


def test_who_is_forgotten_leaves_no_photo_of_a_half_filled_form(site: Services) -> None:
    save(site, [RED])
    site.keeping.let_go(uid_of("001"), "完工")
    site.forgetting.forget(uid_of("001"), now=True, reason="本人要求")
    assert kept() == set()
