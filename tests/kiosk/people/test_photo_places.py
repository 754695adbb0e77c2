"""Places that photos come from: what is shown of them, and that nothing else can be reached."""

import os
from pathlib import Path

import pytest

from kiosk.config import Home
from kiosk.errors import RefusedError
from kiosk.people import photo_places
from kiosk.people.photo_places import PhotoPlace, list_photos, list_places, read_photo
from kiosk.people.photo_refusal import MOST_BYTES, PhotoRefused


@pytest.fixture
def place(tmp_path: Path) -> PhotoPlace:
    folder = tmp_path / "stick"
    folder.mkdir()
    return PhotoPlace(folder, "stick")


def names(place: PhotoPlace, folder: Path | None = None) -> list[str]:
    return [entry.name for entry in list_photos(place, folder or place.folder)]


def test_the_sites_own_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    (own,) = list_places(Home(tmp_path), ())
    assert own == PhotoPlace(tmp_path / "photos-in", "")
    assert own.folder.stat().st_mode & 0o777 == 0o700
    assert list_places(Home(tmp_path), ()) == [own]


def test_a_home_that_can_not_be_written_still_has_its_places(tmp_path: Path) -> None:
    home = Home(tmp_path / "missing")
    assert list_photos(list_places(home, ())[0], home.folder / "photos-in") == []


def test_what_is_mounted_is_offered_and_other_folders_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = tmp_path / "media"
    for name in ("USB\x1b[2J", "user/相机", "user/old", "link"):
        (media / name).mkdir(parents=True)
    (media / "link").rmdir()
    (media / "link").symlink_to("/")
    mounted = {media, media / "USB\x1b[2J", media / "user/相机", media / "link"}
    monkeypatch.setattr(Path, "is_mount", lambda self: self in mounted)
    places = list_places(Home(tmp_path), (media, tmp_path / "nowhere"))
    assert [place.name for place in places] == ["", "USB", "media", "相机"]


def test_a_media_folder_that_can_not_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> object:
        raise PermissionError

    monkeypatch.setattr(Path, "glob", refuse)
    assert len(list_places(Home(tmp_path), (tmp_path,))) == 1


def test_folders_stand_before_photos_and_nothing_else_is_shown(place: PhotoPlace) -> None:
    for name in ("b.JPG", "a.heic", "c.txt", ".hidden.jpg", "d.webp", "\x1b[2J"):
        (place.folder / name).write_bytes(b"12345")
    (place.folder / "z").mkdir()
    (place.folder / "dir.jpg").mkdir()
    (place.folder / "link.jpg").symlink_to("/etc/passwd")
    (place.folder / "out").symlink_to("/")
    assert names(place) == ["dir.jpg", "z", "a.heic", "b.JPG", "d.webp"]
    folder, _z, photo, *_ = list_photos(place, place.folder)
    assert (folder.is_folder, folder.size, folder.is_too_large) == (True, None, False)
    assert (photo.is_folder, photo.size, photo.is_too_large) == (False, 5, False)


def test_names_are_cleaned_and_cut(place: PhotoPlace) -> None:
    (place.folder / f"\x1b]0;x\x07{'长' * 70}.jpg").write_bytes(b"")
    assert names(place) == ["长" * 60]


def test_a_name_in_no_encoding_is_shown_and_read(place: PhotoPlace) -> None:
    raw = os.fsencode(place.folder) + b"/\xc0\xfe1.jpg"
    Path(os.fsdecode(raw)).write_bytes(b"photo")
    (entry,) = list_photos(place, place.folder)
    assert entry.name == "1.jpg"
    assert read_photo(place, entry.path) == b"photo"


def test_a_crowded_folder_is_cut(place: PhotoPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_places, "MOST_ENTRIES", 2)
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        (place.folder / name).write_bytes(b"")
    assert names(place) == ["1.jpg", "2.jpg"]


def test_a_file_that_vanishes_while_it_is_looked_at_is_left_out(
    place: PhotoPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Vanished:
        name = "1.jpg"
        path = str(place.folder / "1.jpg")

        def is_dir(self, *, follow_symlinks: bool) -> bool:
            raise FileNotFoundError

    assert photo_places._entry(Vanished()) is None  # type: ignore[arg-type]


def test_nothing_outside_a_place_is_listed_or_read(place: PhotoPlace, tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (place.folder / "out").symlink_to(tmp_path)
    for folder in (tmp_path, place.folder / "..", place.folder / "out"):
        with pytest.raises(RefusedError) as caught:
            list_photos(place, folder)
        assert caught.value.code == "outside"
        with pytest.raises(RefusedError):
            read_photo(place, folder / "secret.jpg")


def test_a_link_is_not_followed(place: PhotoPlace, tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (place.folder / "1.jpg").symlink_to(tmp_path / "secret.jpg")
    assert refusal(place, "1.jpg") == "damaged"


def refusal(place: PhotoPlace, name: str) -> str:
    with pytest.raises(PhotoRefused) as caught:
        read_photo(place, place.folder / name)
    return caught.value.code


def test_a_photo_is_read_and_bounded(place: PhotoPlace) -> None:
    (place.folder / "1.jpg").write_bytes(b"photo")
    assert read_photo(place, place.folder / "1.jpg") == b"photo"
    with (place.folder / "2.jpg").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert refusal(place, "2.jpg") == "too_many_bytes"
    assert list_photos(place, place.folder)[1].is_too_large


def test_a_pipe_is_no_photo_and_does_not_wait(place: PhotoPlace) -> None:
    os.mkfifo(place.folder / "1.jpg")
    assert names(place) == []
    assert refusal(place, "1.jpg") == "not_a_photo"


def test_a_file_that_is_gone_is_refused(place: PhotoPlace) -> None:
    assert refusal(place, "1.jpg") == "damaged"
