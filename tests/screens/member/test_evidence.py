"""Photos beside a service entry: from a stick, at most three, without what cameras write."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from db.connection import run_sql
from kiosk.people.photo_places import PhotoPlace
from kiosk.people.photo_refusal import PhotoRefused
from kiosk.services import Services
from screens.app import KioskApp
from screens.member import evidence
from screens.member.evidence import EvidencePage
from screens.member.log import LogScreen
from tests.builders import uid_of

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


def photo(path: Path, colour: str) -> None:
    data = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(data, "JPEG")
    path.write_bytes(data.getvalue())


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "STICK"
    (folder / "a").mkdir(parents=True)
    photo(folder / "1.jpg", "red")
    photo(folder / "a" / "2.jpg", "blue")
    (folder / "3.jpg").write_bytes(b"no photo")
    monkeypatch.setattr(evidence, "list_media", lambda: [PhotoPlace(folder, "STICK")])
    return folder


async def to_review(member: "Visit", site: Services) -> None:
    await member.open(LogScreen(site.people.get_member("001")))
    await member.press("1", "1")


async def test_without_camera_and_stick_nobody_is_asked_for_photos(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "list_media", list)
    async with visit(site) as member:
        await to_review(member, site)
        assert "照片" not in member.words


async def test_photos_are_added_dropped_and_stored(
    site: Services, visit: "OpenVisit", stick: Path
) -> None:
    async with visit(site) as member:
        await to_review(member, site)
        await member.press("7", "1", "2")  # a folder stands first, then 1.jpg
        await member.until(lambda: "1/3 张" in member.words)
        await member.press("7", "9")  # dropped
        await member.until(lambda: "0/3 张" in member.words)
        await member.press("7", "1", "3")  # no photo at all
        await member.not_stored()
        await member.press("enter")
        await member.press("1", "1", "1")  # into the folder
        await member.until(lambda: "1/3 张" in member.words)
        await member.press("7", "1", "0", "0")  # looked at, left as it is
        await member.press("1")
        await member.stored()
        await member.press("enter")
        await member.home()
    (entry,) = site.people.get_page(uid_of("001")).services
    assert entry.photos == 1
    kept = site.service.find_service_photo(entry.uid, 1)
    assert kept is not None
    red, _green, blue = Image.open(io.BytesIO(kept)).convert("RGB").getpixel((10, 10))  # type: ignore[misc]
    assert blue > red


async def test_after_three_photos_no_more_is_offered_and_a_pulled_stick_is_said(
    site: Services, visit: "OpenVisit", stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit(site) as member:
        await to_review(member, site)
        with monkeypatch.context() as pulled:
            pulled.setattr(evidence, "read_photo", refuse_to_read)
            await member.press("7", "1", "2")
            await member.not_stored()
            await member.press("enter")
        await member.press("2")
        await member.until(lambda: "1/3 张" in member.words)
        for count, colour in ((2, "green"), (3, "yellow")):
            photo(stick / "1.jpg", colour)
            await member.press("7", "1", "2")
            await member.until(lambda: f"{count}/3 张" in member.words)  # noqa: B023  # at once
        await member.press("7")
        assert "STICK" not in member.words
        await member.press("9")
        await member.until(lambda: "0/3 张" in member.words)


def refuse_to_read(*_args: object) -> bytes:
    raise PhotoRefused("damaged")


async def test_a_photo_from_the_camera_is_kept_in_the_draft(
    site: Services, visit: "OpenVisit", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(tmp_path / "taken.jpg", "red")

    async def take(*_args: object) -> bytes:
        return (tmp_path / "taken.jpg").read_bytes()

    async def camera_alone(_page: object) -> list[object]:
        return [object()]

    monkeypatch.setattr(EvidencePage, "find_origins", camera_alone)
    monkeypatch.setattr(KioskApp, "push_screen_wait", take)
    async with visit(site) as member:
        await to_review(member, site)
        await member.press("7")
        assert "摄像头" in member.words
        await member.press("1")
        await member.until(lambda: "1/3 张" in member.words)
        await member.until(lambda: run_sql("SELECT count(*) FROM draft_photo") == [(1,)])
        await member.press("1")
        await member.stored()
    assert run_sql("SELECT count(*) FROM service_photo") == [(1,)]
