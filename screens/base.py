"""What every screen of the kiosk has in common."""

from typing import TYPE_CHECKING, TypeVar, cast

from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

if TYPE_CHECKING:
    from screens.app import KioskApp

Result = TypeVar("Result")


class KioskScreen(Screen[None]):
    """A screen that speaks the current language and can be left.

    A screen builds its text in `compose` (or in `render`) through `_()`, so that composing anew is
    all that a change of language takes.
    """

    AUTO_FOCUS = ""
    BINDINGS: list[BindingType] = []  # noqa: RUF012  # Textual's own type; hints are drawn live

    idle_s: float | None = None
    """Seconds without a touch after which the kiosk goes back to the board; None: never."""

    @property
    def kiosk(self) -> "KioskApp":
        """The app, by its own type."""
        return cast("KioskApp", self.app)

    async def speak(self) -> None:
        """Say everything again in the language now spoken."""
        await self.recompose()

    async def record_changed(self) -> None:
        """The record changed, here or from another process: show what is so now."""


class KioskDialog(ModalScreen[Result]):
    """A dialog that returns a typed answer, or None when it was left."""

    AUTO_FOCUS = ""

    idle_s: float | None = 30

    @property
    def kiosk(self) -> "KioskApp":
        """The app, by its own type."""
        return cast("KioskApp", self.app)

    async def speak(self) -> None:
        """Say everything again in the language now spoken."""
        await self.recompose()

    async def record_changed(self) -> None:
        """The record changed: dialogs keep what a person is doing and show nothing new."""
