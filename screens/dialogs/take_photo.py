"""A photo of the person before the camera: look, take it, use it or take another."""

import asyncio
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.scanners.camera import CameraSource
from kiosk.scanners.camera_wire import Frame
from screens.base import KioskDialog
from screens.public.viewfinder import STATE_S, camera_sentence
from screens.widgets.keys import KeyBar
from screens.widgets.viewfinder import LivePicture
from screens.widgets.viewfinder.drawing import still_frame
from screens.widgets.viewfinder.layout import live_size

KEEP_S = 10.0
"""How often the camera is kept open while somebody composes themselves, in seconds."""


Of = Literal["face", "work"]
"""What a photo is taken of."""


class TakePhotoDialog(KioskDialog[bytes]):
    """Answers with a JPEG of the whole picture, or None when it was left."""

    CSS_PATH = "take_photo.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        Binding("1", "again", show=False),
        Binding("0", "leave_dialog", show=False),
    ]
    idle_s = 120.0

    def __init__(self, camera: CameraSource, of: Of = "face") -> None:
        """Take a photo with a camera; codes in view are not read meanwhile.

        Args:
            camera: A source that was started.
            of: What it is of; only the words depend on it.
        """
        super().__init__()
        self._camera, self._of = camera, of
        self._jpeg: bytes | None = None
        self._error = ""
        self._is_taking = False

    def compose(self) -> ComposeResult:
        """A title, the picture, a sentence, the keys."""
        with Vertical(id="photo"):
            yield Static(Content(_("Take a photo")), id="photo-title")
            with Vertical(id="photo-middle"):
                yield LivePicture(self._camera.latest_frame, "portrait")
            yield Static(id="photo-sentence")
            yield KeyBar(self._keys)

    def on_mount(self) -> None:
        """Open the camera and keep it open."""
        self._keep()
        self.every(KEEP_S, self._keep)
        self.every(STATE_S, self._show)

    def on_unmount(self) -> None:
        """Let go of the camera."""
        self._camera.rest()

    async def speak(self) -> None:
        """Say the dialog again; a picture that was taken stays."""
        await super().speak()
        self._arrange()
        await self._show_still()
        self._show()

    def on_resize(self) -> None:
        """Share the room anew, once it is known."""
        self.call_after_refresh(self._arrange)

    def action_go_on(self) -> None:
        """Take the picture; with one taken, use it."""
        if self._jpeg is not None:
            self.dismiss(self._jpeg)
        elif not self._is_taking and self.query_one(LivePicture).has_picture:
            self._is_taking, self._error = True, ""
            self.run_worker(self._take(), name="take photo")

    def action_again(self) -> None:
        """Drop the picture that was taken."""
        if self._jpeg is not None:
            self._jpeg = None
            self.query_one(LivePicture).thaw()
            self._show()

    async def _take(self) -> None:
        try:
            self._jpeg = await asyncio.to_thread(self._camera.take_picture)
            await self._show_still()
        except KioskError as error:
            self._error = error.sentence
        finally:
            self._is_taking = False
        self._show()

    async def _show_still(self) -> None:
        if self._jpeg is not None:
            still = await asyncio.to_thread(_mirrored_still, self._jpeg)
            if still is not None:
                self.query_one(LivePicture).freeze(still)

    def _keep(self) -> None:
        self._camera.aim(reads=False)

    def _arrange(self) -> None:
        middle, picture = self.query_one("#photo-middle"), self.query_one(LivePicture)
        picture.styles.width, picture.styles.height = live_size(*middle.size, words=0)

    def _keys(self) -> list[tuple[str, str]]:
        if self._jpeg is not None:
            return [("enter", _("Use it")), ("1", _("Take another")), ("0", _("Leave"))]
        return [("enter", _("Take the photo")), ("0", _("Leave"))]

    def _show(self) -> None:
        sentence, is_wrong = self._sentence()
        words = self.query_one("#photo-sentence", Static)
        words.set_class(is_wrong, "-wrong")
        words.update(Content(sentence))
        self.query_one(KeyBar).redraw()

    def _sentence(self) -> tuple[str, bool]:
        if self._jpeg is not None:
            return _taken_words(self._of), False
        if self._error:
            return f"▲ {self._error}", True
        sentence, is_wrong = camera_sentence(self._camera, self.query_one(LivePicture).has_picture)
        if is_wrong or not self.query_one(LivePicture).has_picture:
            return sentence, is_wrong
        return _aim_words(self._of), False


def _aim_words(of: Of) -> str:
    if of == "work":
        return _("Show the camera what was done; best without anybody's face.")
    return _("Look into the camera, face in the frame.")


def _taken_words(of: Of) -> str:
    if of == "work":
        return _("Can one see what was done? Supervisors see it, nobody else.")
    return _("Is the face sharp, bright and in the frame? It is kept unmirrored.")


def _mirrored_still(jpeg: bytes) -> Frame | None:
    """The picture as the person saw themselves while they aimed; what is kept is not mirrored."""
    from PIL import Image

    still = still_frame(jpeg)
    if still is None:
        return None
    picture = Image.frombytes("RGB", (still.width, still.height), still.rgb)
    mirrored = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return Frame(still.width, still.height, mirrored.tobytes())
