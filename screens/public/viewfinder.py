"""The viewfinder: somebody aims with the camera, and sees what it sees."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from kiosk.i18n import _
from kiosk.scanners.camera import CameraSource
from screens.base import KioskScreen
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.viewfinder import LivePicture
from screens.widgets.viewfinder.layout import live_size

STATE_S = 0.25
"""How often the screen looks how the camera fares, in seconds."""


class ViewfinderScreen(KioskScreen):
    """A live picture to hold a badge into; what is read goes the way of every scan.

    It keeps the camera open while it is on show or behind an answer, and lets go of it when it is
    closed.
    """

    CSS_PATH = "viewfinder.tcss"
    idle_s = 30

    def __init__(self, camera: CameraSource) -> None:
        """Aim with a camera.

        Args:
            camera: A source that was started.
        """
        super().__init__()
        self._camera = camera
        self._said = ""

    def compose(self) -> ComposeResult:
        """The picture on the left, what to do on the right."""
        yield SiteHeader()
        with Horizontal(id="middle"):
            yield LivePicture(self._camera.latest_frame, "square")
            with Vertical(id="words"):
                yield Static(Content(_("Scan with the camera")), id="title")
                yield Static(Content(_("Hold your badge's code in the frame.")), id="what")
                yield Static(Content(_("Keep it still, a hand's length away.")), id="how")
                yield Static(id="state")
        yield Countdown()
        yield KeyBar([("0", _("Back"))])

    def on_mount(self) -> None:
        """Open the camera and watch over it."""
        self._camera.aim()
        self.every(STATE_S, self._show_state)

    def on_screen_resume(self) -> None:
        """Back from an answer: the next badge is read."""
        self._camera.aim()

    def on_unmount(self) -> None:
        """Let go of the camera."""
        self._camera.rest()

    async def speak(self) -> None:
        """Say everything again."""
        await super().speak()
        self._said = ""
        self._arrange()
        self._show_state()

    def on_resize(self) -> None:
        """Share the room anew, once it is known."""
        self.call_after_refresh(self._arrange)

    def on_key(self, _event: events.Key) -> None:
        """Somebody is here: the camera stays open."""
        self._camera.aim()

    def on_click(self, _event: events.Click) -> None:
        """Somebody is here: the camera stays open."""
        self._camera.aim()

    def _arrange(self) -> None:
        picture = self.query_one(LivePicture)
        picture.styles.width, picture.styles.height = live_size(*self.query_one("#middle").size)

    def _show_state(self) -> None:
        sentence, is_wrong = camera_sentence(self._camera, self.query_one(LivePicture).has_picture)
        if sentence != self._said:
            self._said = sentence
            state = self.query_one("#state", Static)
            state.set_class(is_wrong, "-wrong")
            state.update(Content(sentence))


def camera_sentence(camera: CameraSource, has_picture: bool) -> tuple[str, bool]:
    """Say how a camera that is aimed fares, with a shape beside the words.

    Returns:
        The sentence, and whether somebody has to look at the camera.
    """
    status = camera.status
    if status.is_out_of_order:
        sentence = _("The camera is out of order. {why}").format(why=status.detail)
        return f"▲ {sentence}", True
    if not has_picture:
        return "○ " + _("Opening the camera …"), False
    return "● " + _("Ready"), False
