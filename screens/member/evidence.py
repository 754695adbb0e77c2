"""Photos beside a service entry: taken with the camera, or fetched from a stick; kept in its draft.

Who is called away finds them again beside the other answers.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.i18n import _, ngettext
from kiosk.people.photo_intake import UprightPhoto
from kiosk.people.photo_places import PhotoPlace, list_media, list_photos, read_photo
from kiosk.people.photo_workshop import PhotoWorkshop
from kiosk.scanners.camera import CameraSource
from kiosk.service.drafts import PHOTOS, name_photos
from kiosk.service.entries import MOST_PHOTOS
from screens.dialogs.outcome import NotStored, Storing
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import StepScreen
from screens.supervisor.photo_choose import about_file, ask_entry

_DROP = "drop"
_Origin = PhotoPlace | CameraSource | str


class _Reading(Storing):
    """A photo is being read."""

    @property
    def title(self) -> str:
        """That it takes a moment."""
        return _("Reading the photo …")


class EvidencePage(StepScreen):
    """A story in which photos of what was done can be added."""

    async def find_origins(self) -> Sequence[PhotoPlace | CameraSource]:
        """Where a photo can come from: the camera, and what is plugged in; often nowhere."""
        camera, sticks = self.kiosk.devices.camera, await asyncio.to_thread(list_media)
        return [*([camera] if camera else []), *sticks]

    async def recall_photos(self) -> None:
        """Begin with the photos of the draft, once; else with none.

        One that was erased meanwhile is said to be gone.
        """
        self.photos, gone = (), 0
        if self._draft is not None and self.kept.take(PHOTOS):
            desk = self.kiosk.services.drafts
            self.photos, gone = await self.kiosk.read(desk.find_photos, self._draft)
        self._keep_photos()
        if gone:
            self.kiosk.tell(_gone_words(gone))

    async def add_photo(self) -> None:
        """Ask for one more photo, or to drop those there are."""
        asked = _ask_origin(await self.find_origins(), len(self.photos))
        while (origin := await self.ask(asked)) is not None:
            photo = None
            if not isinstance(origin, str):
                data, name = await self._fetch(origin)
                photo = await self._read(data, name) if data else None
            if isinstance(origin, str) or photo is not None:
                self.photos = (*self.photos, photo) if photo else ()
                self._keep_photos()
                return
            asked = asked.anew()

    def _keep_photos(self) -> None:
        self.keep(**{PHOTOS: name_photos(self.photos)})

    async def _fetch(self, origin: PhotoPlace | CameraSource) -> tuple[bytes | None, str]:
        """The bytes of a photo and its file's name; None when they went back."""
        if isinstance(origin, PhotoPlace):
            return await self._from_folder(origin, origin.folder)
        from screens.dialogs.take_photo import TakePhotoDialog  # costs when it is opened

        return await self.kiosk.push_screen_wait(TakePhotoDialog(origin, "work")), ""

    async def _from_folder(self, place: PhotoPlace, folder: Path) -> tuple[bytes | None, str]:
        entries = await asyncio.to_thread(list_photos, place, folder)
        asked = ask_entry(place, folder, entries)
        while (entry := await self.ask(asked)) is not None:
            if entry.is_folder:
                found = await self._from_folder(place, entry.path)
                if found[0]:
                    return found
            else:
                try:
                    return await asyncio.to_thread(read_photo, place, entry.path), entry.name
                except KioskError as error:
                    await self.ask(NotStored(about_file(entry.name, error)))
            asked = asked.anew()
        return None, ""

    async def _read(self, data: bytes, name: str) -> UprightPhoto | None:
        """A whole photo, bounded and without what cameras write beside it; None: told why not."""
        await self._show(_Reading())
        try:
            return await asyncio.to_thread(_upright, data)
        except KioskError as error:
            await self.ask(NotStored(about_file(name, error)))
            return None


def photo_words(count: int) -> str:
    """How many photos there are, of how many."""
    return _("{count} of {most}").format(count=count, most=MOST_PHOTOS)


def _gone_words(count: int) -> str:
    return ngettext(
        "A photo of this form is no longer there; all else is as it was.",
        "{count} photos of this form are no longer there; all else is as it was.",
        count,
    ).format(count=count)


def _upright(data: bytes) -> UprightPhoto:
    with PhotoWorkshop() as workshop:
        return workshop.upright(data)


def _ask_origin(origins: Sequence[PhotoPlace | CameraSource], count: int) -> PickList[_Origin]:
    def choices() -> list[Choice[_Origin]]:
        if count >= MOST_PHOTOS:
            return []
        return [_origin_choice(origin) for origin in origins]

    def drop() -> list[Choice[_Origin]]:
        return [Choice(_DROP, _("Leave the photos out"), photo_words(count))] if count else []

    return PickList(
        lambda: _("Photos of what was done, {count}").format(count=photo_words(count)),
        choices,
        drop,
    )


def _origin_choice(origin: PhotoPlace | CameraSource) -> Choice[_Origin]:
    if isinstance(origin, PhotoPlace):
        return Choice(origin, _("USB stick {name}").format(name=origin.name), _("plugged in"))
    return Choice(origin, _("The camera"), _("take a photo now"))
