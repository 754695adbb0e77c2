"""The photos beside a service entry, for supervisors: one after the other, as large as they fit."""

import asyncio
from hashlib import sha256
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.service.views import ServiceView
from screens.base import KioskDialog
from screens.member.wording import words_of
from screens.widgets.keys import KeyBar
from screens.widgets.photos import PhotoView
from screens.widgets.photos.whole import whole_in_a_square


class ServicePhotosDialog(KioskDialog[bool]):
    """Looked at, then closed."""

    CSS_PATH = "service_photos.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("0,enter", "leave_dialog", show=False),
        Binding("plus,pagedown,right,down", "turn(1)", show=False),
        Binding("minus,pageup,left,up", "turn(-1)", show=False),
    ]
    idle_s = 120.0

    def __init__(self, entry: ServiceView) -> None:
        """Show an entry's photos."""
        super().__init__()
        self._entry = entry
        self._place = 1

    def compose(self) -> ComposeResult:
        """What they are of, the photo, the keys."""
        with Vertical(id="service-photos"):
            yield Label(self._title(), id="photos-of", markup=False)
            yield PhotoView()
            yield KeyBar(self._keys)

    def on_mount(self) -> None:
        """Show the first one."""
        self._read()

    async def speak(self) -> None:
        """Say it again; the photo stays."""
        await super().speak()
        self._read()

    def action_turn(self, by: int) -> None:
        """Another one."""
        self._place = (self._place - 1 + by) % max(1, self._entry.photos) + 1
        self._read()

    def _read(self) -> None:
        self.run_worker(self._show(), name="photo", exclusive=True)

    async def _show(self) -> None:
        find = self.kiosk.services.service.find_service_photo
        try:
            jpeg = await self.kiosk.read(find, self._entry.uid, self._place)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        view = self.query_one(PhotoView)
        if jpeg is not None:
            jpeg = await asyncio.to_thread(whole_in_a_square, jpeg, view.background_colors[1].rgb)
        view.show(jpeg, sha256(jpeg).hexdigest() if jpeg else "")
        self.query_one("#photos-of", Label).update(self._title())

    def _title(self) -> str:
        page = _("photo {place} of {count}").format(place=self._place, count=self._entry.photos)
        return f"{self._entry.name} · {words_of(self._entry)} · {page}"

    def _keys(self) -> list[tuple[str, str]]:
        turning = [("plus", _("Next photo")), ("minus", _("Previous photo"))]
        return [("0", _("Back")), *(turning if self._entry.photos > 1 else [])]
