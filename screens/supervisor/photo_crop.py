"""Cropping a photo to the face by hand: a 4:5 frame over the whole photo."""

import asyncio
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Label

from kiosk.i18n import _
from kiosk.people.photo_frame import PhotoFrame
from kiosk.people.photo_intake import UprightPhoto
from screens.base import KioskDialog
from screens.supervisor.base import IDLE_S
from screens.supervisor.crop_view import CropView
from screens.supervisor.cropping import cut_out
from screens.widgets.countdown import Countdown
from screens.widgets.keys import KeyBar
from screens.widgets.photos import PhotoView

STEP = 0.05
"""How far a key moves the frame, as a part of its own height."""
GROWTH = 1.08
"""By how much a key makes the face larger, and so the frame smaller."""
ROOMY_CELLS = 100
"""Columns of a screen from which on the face beside the photo is larger."""
ROOMY_LINES = 30
"""Lines from which on it is."""

_MOVES = {
    "left": (-STEP, 0),
    "right": (STEP, 0),
    "up": (0, -STEP),
    "down": (0, STEP),
    "4": (-STEP, 0),
    "6": (STEP, 0),
    "8": (0, -STEP),
    "2": (0, STEP),
}
_SIZES = {"+": 1 / GROWTH, "-": GROWTH, "=": 1 / GROWTH}


class CropDialog(KioskDialog[PhotoFrame]):
    """Answers with the frame, or None when another photo is wanted."""

    CSS_PATH = "photo_crop.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("0", "leave_dialog", show=False)]
    idle_s = IDLE_S

    def __init__(self, name: str, whole: UprightPhoto) -> None:
        """Show a photo.

        Args:
            name: Whose it is.
            whole: The whole photo, from the workshop.
        """
        super().__init__()
        self._name = name
        self._whole = whole
        self._frame = PhotoFrame.over(whole.width, whole.height)
        self._limit = ""

    def compose(self) -> ComposeResult:
        """The whole photo as large as there is room for, and beside it what is cut out."""
        with Vertical(id="crop"):
            yield Label(self._title(), id="crop-title", markup=False)
            with Horizontal(id="crop-body"):
                yield CropView(self._whole, self._frame)
                with Vertical(id="crop-side"):
                    yield PhotoView()
                    yield Label(self._hint(), id="crop-hint", markup=False)
            yield KeyBar(self._keys)
            yield Countdown()

    def on_mount(self) -> None:
        """Show what is cut out at first."""
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        """A larger face beside the photo where there is room."""
        width, height = event.size
        self.set_class(width >= ROOMY_CELLS and height >= ROOMY_LINES, "-roomy")

    async def speak(self) -> None:
        """Say it again; the frame stays."""
        self._limit = ""
        await super().speak()
        self._show()

    def _title(self) -> str:
        return _("{name}: put the frame around the face").format(name=self._name)

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("enter", _("Take it")),
            ("left", ""),
            ("right", ""),
            ("up", ""),
            ("down", _("Move")),
            ("plus", _("Face larger")),
            ("minus", _("Face smaller")),
            ("0", _("Another")),
            ("f2", "中文 / EN"),
        ]

    def on_key(self, event: events.Key) -> None:
        """Take it, move it, size it."""
        name = event.character if event.character in {*_MOVES, *_SIZES} else event.key
        if event.key == "enter":
            self.dismiss(self._frame)
        elif name in _MOVES:
            self._put(self._frame.moved(*_MOVES[name]), _("▲ The photo ends here."))
        elif name in _SIZES:
            self._put(self._frame.sized(_SIZES[name]), _limit(_SIZES[name]))
        else:
            return
        event.stop()

    def on_crop_view_pointed(self, message: CropView.Pointed) -> None:
        """A touch puts the frame's middle there."""
        message.stop()
        self._put(self._frame.centred(message.x, message.y))

    def _put(self, frame: PhotoFrame, limit: str = "") -> None:
        self._limit = limit if frame == self._frame else ""
        hint = self.query_one("#crop-hint", Label)
        hint.update(self._hint())
        hint.set_class(bool(self._limit), "-limit")
        if frame != self._frame:
            self._frame = frame
            self._show()

    def _hint(self) -> str:
        return self._limit or _("On the board it looks like this.")

    def _show(self) -> None:
        self.query_one(CropView).frame_on(self._frame)
        self._preview()

    @work(group="preview", exclusive=True)
    async def _preview(self) -> None:
        box = self._frame.box
        jpeg = await asyncio.to_thread(cut_out, self._whole.jpeg, box)
        if self.query(PhotoView):
            self.query_one(PhotoView).show(jpeg, f"crop {id(self._whole)} {box}")


def _limit(factor: float) -> str:
    return (
        _("▲ The face can't be made larger.")
        if factor < 1
        else _("▲ It can't be made smaller: this is all of the photo.")
    )
