"""What every screen of the kiosk has in common."""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.events import Event, Key
from textual.screen import ModalScreen, Screen
from textual.timer import Timer

from kiosk.attendance.views import Scan

if TYPE_CHECKING:
    from screens.app import KioskApp

Result = TypeVar("Result")

HOUSE_KEYS: list[BindingType] = [
    Binding("f2,asterisk", "app.other_language", show=False),
    Binding("f3", "app.next_theme", show=False),
    Binding("f9", "app.muster", show=False),
    Binding("ctrl+q", "app.leave", show=False, priority=True),
]
"""Keys that do the same everywhere. On each screen, since a dialog hides the app's own."""


class _Shared(Screen[Result]):
    """What the kiosk's screens and dialogs have in common.

    A screen builds its text in `compose` (or in `render`) through `_()`, so that composing anew is
    all that a change of language takes.
    """

    AUTO_FOCUS = ""
    ALLOW_SELECT = False

    is_composed = True
    """Whether all its pieces are there; for a moment they are not, while it is composed anew."""

    @property
    def kiosk(self) -> "KioskApp":
        """The app, by its own type."""
        return cast("KioskApp", self.app)

    async def on_event(self, event: Event) -> None:
        """Take an event; a key that came while pieces were put up or taken down does nothing."""
        with suppress(NoMatches) if isinstance(event, Key) else nullcontext():
            await super().on_event(event)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close it with an answer; one that is not on top any more (a key came twice) stays so."""
        if self.app.screen_stack[-1:] != [self]:
            return AwaitComplete()
        return super().dismiss(result)

    async def speak(self) -> None:
        """Say everything again in the language now spoken."""
        self.is_composed = False
        await self.recompose()
        self.is_composed = True

    async def record_changed(self) -> None:
        """The record changed, here or from another process: show what is so now."""

    async def take_scan(self, scan: Scan) -> bool:
        """Take a scan that is an answer here and goes to no gate; says whether it is one."""
        return False

    def every(self, seconds: float, do: Callable[[], object]) -> Timer:
        """Do something again and again, but not while the screen is composed anew or taken down."""

        def tick() -> object:
            with suppress(NoMatches):
                return do() if self.is_composed else None
            return None

        return self.set_interval(seconds, tick)


class KioskScreen(_Shared[None]):
    """A screen that speaks the current language and can be left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *HOUSE_KEYS,
        Binding("escape,0", "back", show=False),
    ]

    idle_s: float | None = None
    """Seconds without a touch after which the kiosk goes back to the board; None: never."""

    @property
    def has_more_to_ask(self) -> bool:
        """Whether who is done on a page above this screen is asked something before they go."""
        return False

    def session_ended(self) -> None:
        """What stood above this screen was closed by somebody else's scan or by time."""

    def action_back(self) -> None:
        """One step back; from the lowest screen to the board."""
        self.kiosk.go_back(self)


class KioskDialog(_Shared[Result], ModalScreen[Result]):
    """A dialog that returns a typed answer, or None when it was left.

    It keeps what a person is doing and shows nothing new when the record changes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *HOUSE_KEYS,
        Binding("escape", "leave_dialog", show=False),
    ]

    idle_s: float | None = 30
    """Seconds without a touch after which the kiosk goes back to the board; None: never."""

    def action_leave_dialog(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
