"""Opening a site, and saying clearly why one can't be opened."""

import asyncio
import os
import shutil
from contextvars import ContextVar
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

from db.connection import close_file, run_sql
from db.errors import NotStored
from db.schema import make_file
from kiosk import i18n, services
from kiosk.clock import SystemClock
from kiosk.config import Home
from kiosk.errors import Exit, KioskError, NotRecordedError
from kiosk.recording import not_recorded, told_errors
from kiosk.threads import StoreThreads
from tests.builders import make_site, scan


def test_a_file_without_a_site_is_named(tmp_path: Path) -> None:
    make_file(tmp_path / "kiosk.db")
    with pytest.raises(KioskError) as refused:
        services.open_services(Home(tmp_path))
    assert refused.value.code == "no_site"


def test_an_unusable_file_gets_one_sentence_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "kiosk.db").write_text("not a database at all")
    for language, words in (("zh_CN", "不是数据库"), ("en", "is not a database")):
        i18n.use_language(language)
        with pytest.raises(KioskError, match=words) as refused:
            services.open_services(Home(tmp_path))
        assert (refused.value.code, refused.value.exit_code) == ("not_a_database", Exit.REFUSED)


def test_a_file_that_can_not_be_brought_up_to_date_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_site(tmp_path)
    close_file()

    def full() -> None:
        raise NotStored("full")

    monkeypatch.setattr(services, "bring_up_to_date", full)
    with pytest.raises(NotRecordedError) as refused:
        services.open_services(Home(tmp_path / "home"))
    assert (refused.value.code, refused.value.exit_code) == ("full", Exit.NOT_RECORDED)


@pytest.mark.parametrize(("free", "code"), [(10**9, "broken"), (1000, "full")])
def test_a_file_that_can_not_be_opened_on_a_full_disk_says_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    make_site(tmp_path)
    close_file()

    def refuse(_path: Path) -> None:
        raise NotStored("broken")

    monkeypatch.setattr(services, "open_file", refuse)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(NotRecordedError) as refused:
        services.open_services(Home(tmp_path / "home"))
    assert refused.value.code == code


def test_an_open_site_tells_the_machines_time(tmp_path: Path) -> None:
    make_site(tmp_path)
    services.close_services()
    opened = services.open_services(Home(tmp_path / "home"))
    assert isinstance(opened.context.clock, SystemClock)
    assert opened.context.clock.now().tzinfo is not None


def test_old_documents_are_deleted_when_the_kiosk_starts(tmp_path: Path) -> None:
    make_site(tmp_path)
    services.close_services()
    old = tmp_path / "home/print/badges-20200101-0000.pdf"
    old.parent.mkdir()
    old.write_bytes(b"")
    os.utime(old, (0, 0))
    services.open_services(Home(tmp_path / "home"))
    services.close_services()
    assert old.exists()
    services.open_services(Home(tmp_path / "home"), thorough=True)
    assert not old.exists()


@pytest.mark.parametrize("code", ["full", "locked", "conflict", "read_only", "damaged", "odd"])
def test_every_reason_has_a_sentence_of_its_own(code: str) -> None:
    assert "没有记录" in not_recorded(code).sentence


def test_a_store_error_becomes_a_sentence() -> None:
    with pytest.raises(NotRecordedError, match="磁盘已满"), told_errors():
        raise NotStored("full")


async def test_the_writer_writes_and_the_reader_can_not(tmp_path: Path) -> None:
    make_site(tmp_path)
    threads = StoreThreads()
    try:
        await threads.write(run_sql, "UPDATE site SET turn_hour = ?", (5,))
        assert await threads.read(run_sql, "SELECT turn_hour FROM site") == [(5,)]
        with pytest.raises(NotRecordedError) as refused:
            await threads.read(run_sql, "UPDATE site SET turn_hour = 6")
        assert refused.value.code == "read_only"
    finally:
        await asyncio.to_thread(threads.close)


async def test_both_threads_ask_and_write_in_the_context_of_their_caller() -> None:
    spoken: ContextVar[str] = ContextVar("spoken", default="nobody")
    spoken.set("a screen that is gone meanwhile")
    threads = StoreThreads()
    try:
        for ask in (threads.read, threads.write):
            assert await ask(spoken.get) == "a screen that is gone meanwhile"
    finally:
        await asyncio.to_thread(threads.close)


def test_a_file_from_before_presences_were_kept_gets_them_when_it_is_opened(
    tmp_path: Path,
) -> None:
    site = make_site(tmp_path)
    scan(site, "001")
    run_sql("DELETE FROM presence")
    assert site.attendance.on_site() == []
    close_file()
    again = services.open_services(site.context.home, site.context.clock)
    assert [member.number for member in again.attendance.on_site()] == ["001"]


def test_a_badge_code_stays_the_same_until_it_is_reissued(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    assert site.people.badge_code("001") == site.people.badge_code("001")


def test_nobody_and_nobody_gone_has_a_badge(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    run_sql("UPDATE member SET left_at = 1 WHERE number = '002'")
    for number, code in (("999", "unknown_member"), ("002", "member_left")):
        with pytest.raises(KioskError) as refused:
            site.people.badge_code(number)
        assert refused.value.code == code


def test_a_card_shows_its_code_in_the_demo_only(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    member = site.people.get_member("001")
    assert site.people.get_page(member.uid).code is None
    run_sql("UPDATE site SET is_demo = 1")
    assert site.people.get_page(member.uid).code == site.people.badge_code("001")
    run_sql("UPDATE badge SET dead_at = 1")
    assert site.people.get_page(member.uid).code is None


def test_a_photo_shows_only_after_it_was_approved(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    run_sql("INSERT INTO photo VALUES ('ab', 1, 1, 1)")
    run_sql("INSERT INTO photo_rendition VALUES ('ab', 'card', x'ffd8')")
    run_sql("UPDATE member SET photo_sha256 = 'ab' WHERE number = '001'")
    assert site.people.get_member("001").photo is None
    run_sql("UPDATE member SET photo_approved_at = 1 WHERE number = '001'")
    assert site.people.get_member("001").photo == "ab"
    assert site.people.find_photo("ab", "card") == b"\xff\xd8"
    assert site.people.find_photo("ab", "large") is None
    assert site.people.find_photo(None, "card") is None


def test_a_key_that_is_no_members_has_no_card(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    with pytest.raises(LookupError):
        site.people.get_page(uuid4())
