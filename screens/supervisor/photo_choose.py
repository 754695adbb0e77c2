"""A photo for a member: from a file or the camera, cropped by hand, kept until it is approved."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from kiosk.errors import KioskError, NotRecordedError, RefusedError
from kiosk.i18n import _
from kiosk.people.photo_intake import TakenPhoto
from kiosk.people.photo_places import (
    FOLDER_NAME,
    PhotoEntry,
    PhotoPlace,
    list_photos,
    list_places,
    read_photo,
)
from kiosk.people.photo_workshop import PhotoWorkshop
from kiosk.people.views import MemberView
from kiosk.scanners.camera import CameraSource
from kiosk.text import clean_line
from screens.dialogs.outcome import NotStored
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.errand import Confirm, MemberErrand
from screens.supervisor.photo_crop import CropDialog
from screens.supervisor.reading_step import Reading

_KB, _MB = 1024, 1024 * 1024
_MOST_NAME = 24
_Origin = PhotoPlace | CameraSource


class PhotoErrand(MemberErrand):
    """Where from, which one, which part of it, and whether it is approved at once."""

    def __init__(self, member: MemberView) -> None:
        """Ask for a member's photo."""
        super().__init__(member)
        self._workshop = PhotoWorkshop()

    @property
    def errand(self) -> str:
        """A photo."""
        return _("New photo")

    def on_unmount(self) -> None:
        """End the process that decodes."""
        self._workshop.close()

    async def story(self) -> bool:
        """Ask until there is a photo, or the supervisor goes back."""
        places = await asyncio.to_thread(list_places, self.kiosk.services.context.home)
        camera = self._camera()
        asked = _ask_origin(places, camera)
        while (origin := await self.ask(asked)) is not None:
            if await self._from(origin):
                break
            asked = asked.anew()
        return False

    def _camera(self) -> CameraSource | None:
        sources = self.kiosk.devices.hub.sources
        return next((each for each in sources if isinstance(each, CameraSource)), None)

    async def _from(self, origin: _Origin) -> bool:
        if isinstance(origin, CameraSource):
            return await self._from_camera(origin)
        return await self._from_folder(origin, origin.folder)

    async def _from_camera(self, camera: CameraSource) -> bool:
        while data := await self._taken_with(camera):
            if await self._crop(data):
                return True
        return False

    async def _taken_with(self, camera: CameraSource) -> bytes | None:
        from screens.dialogs.take_photo import TakePhotoDialog  # costs when it is opened

        return await self.kiosk.push_screen_wait(TakePhotoDialog(camera))

    async def _from_folder(self, place: PhotoPlace, folder: Path) -> bool:
        entries = await asyncio.to_thread(list_photos, place, folder)
        asked = ask_entry(place, folder, entries)
        while (entry := await self.ask(asked)) is not None:
            if entry.is_folder:
                is_done = await self._from_folder(place, entry.path)
            else:
                is_done = await self._from_file(place, entry)
            if is_done:
                return True
            asked = asked.anew()
        return False

    async def _from_file(self, place: PhotoPlace, entry: PhotoEntry) -> bool:
        try:
            data = await asyncio.to_thread(read_photo, place, entry.path)
        except KioskError as error:
            await self.ask(NotStored(about_file(entry.name, error)))
            return False
        return await self._crop(data, entry.name)

    async def _crop(self, data: bytes, name: str = "") -> bool:
        """Have the face cut out of a photo and offer it; False: another photo is wanted.

        Args:
            data: The photo.
            name: Its file's name; empty for the camera's.
        """
        try:
            await self._show(Reading())
            whole = await asyncio.to_thread(self._workshop.upright, data)
            frame = await self.kiosk.push_screen_wait(CropDialog(self.member.name, whole))
            if frame is None:
                return False
            await self._show(Reading())
            taken = await asyncio.to_thread(self._workshop.take, data, frame.box)
        except KioskError as error:
            await self.ask(NotStored(about_file(name, error)))
            return False
        return await self._offer(taken)

    async def _offer(self, taken: TakenPhoto) -> bool:
        keeping, uid = self.kiosk.services.keeping, self.member.uid
        try:
            await self.kiosk.write(keeping.offer_photo, uid, taken, by=self.by)
        except KioskError as error:
            await self.ask(NotStored(error))
            return False

        def title() -> str:
            return _("Stored. It waits for approval; approve it now?")

        asked = Confirm(
            title, _follows, lambda: _("Yes, approve it now"), lambda: _("No, let it wait")
        )
        if await self.ask(asked):
            await self.store(_told_approved, keeping.approve_photo, uid, by=self.by)
        return True


def _ask_origin(places: list[PhotoPlace], camera: CameraSource | None) -> PickList[_Origin]:
    def choices() -> list[Choice[_Origin]]:
        found: list[Choice[_Origin]] = [
            Choice(place, place.name or _("This terminal"), _place_note(place)) for place in places
        ]
        if camera is not None:
            found.insert(0, Choice(camera, _("The camera"), _("take a photo now")))
        return found

    return PickList(lambda: _("Where does the photo come from?"), choices)


def _place_note(place: PhotoPlace) -> str:
    return _("plugged in") if place.name else _("folder {path}").format(path=_path_words(place))


def _path_words(place: PhotoPlace) -> str:
    """Where a folder is: its last two names are enough to find it, all of them do not fit."""
    path = place.folder
    return f"…/{clean_line(path.parent.name, _MOST_NAME)}/{clean_line(path.name, _MOST_NAME)}"


def about_file(name: str, error: KioskError) -> KioskError:
    """The same error with the file's name before its sentence."""
    if not name or isinstance(error, NotRecordedError):
        return error
    sentence = _("{file}: {sentence}").format(file=name, sentence=error.sentence)
    return RefusedError(error.code, sentence)


def ask_entry(place: PhotoPlace, folder: Path, entries: list[PhotoEntry]) -> PickList[PhotoEntry]:
    """Ask which photo, or which folder with photos.

    Args:
        place: Where they are.
        folder: Which folder of it.
        entries: What is in that.
    """
    is_top = folder == place.folder
    own = f"…/{FOLDER_NAME}"

    def title() -> str:
        if not entries:
            words = _(
                "No photos (JPEG, PNG, WebP, HEIC) here: plug in a USB stick with them, or put"
                " them into {path}; then go back and choose again."
            )
            return words.format(path=own)
        return _("Which photo?") if is_top else _("Which photo of this folder?")

    return PickList(
        title, lambda: [Choice(entry, entry.name, _entry_note(entry)) for entry in entries]
    )


def _entry_note(entry: PhotoEntry) -> str:
    if entry.size is None:
        return _("folder")
    if entry.is_too_large:
        return _("too large")
    return f"{entry.size / _MB:.1f} MB" if entry.size >= _MB else f"{entry.size / _KB:.0f} kB"


def _follows() -> list[str]:
    return [
        _("Once approved, the photo is on the board for everybody to see."),
        _("Until then nobody but supervisors sees it."),
    ]


def _told_approved(_nothing: None) -> tuple[Callable[[], str], Callable[[], str]]:
    return lambda: _("The photo is on the board now."), lambda: ""
