"""An app that a passer-by can't leave: no palette, no copying, no suspending, no traceback."""

import signal
from asyncio import get_running_loop
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import App, ScreenStackError
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.driver import Driver
from textual.worker import WorkerFailed

from kiosk import i18n
from screens.base import KioskDialog, KioskScreen
from screens.crash import log_crash
from screens.outliving import outliving
from screens.themes import THEMES, next_theme

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.actions import ActionParseResult

Answer = TypeVar("Answer")


class ClosedApp(App[Answer], inherit_bindings=False):
    """The shell of the kiosk's apps: themes, languages, and no way out but the keeper's.

    The keeper ends it with SIGTERM, or with ctrl+q where `can_leave` says so. SIGHUP keeps its
    default and ends the process at once: a kiosk without a terminal must not go on.
    """

    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    CSS_PATH = Path(__file__).with_name("app.tcss")

    def __init__(self, log_folder: Path, driver: type[Driver] | None = None) -> None:
        """Start in the first theme.

        Args:
            log_folder: Where crashes are written down.
            driver: What drives the terminal; None: Textual's own choice.
        """
        super().__init__(driver_class=driver)
        self.log_folder = log_folder
        self.has_crashed = False
        """Whether something failed that nobody caught."""
        self.is_to_end = False
        """Whether somebody who may has ended it."""
        for theme in THEMES:
            self.register_theme(theme)
        # Nothing is styled yet: setting it the watched way would parse all styles twice more.
        self.set_reactive(App.theme, THEMES[0].name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The answers' colours, for themes that are not the kiosk's own."""
        return THEMES[0].variables

    @property
    def can_leave(self) -> bool:
        """Whether ctrl+q ends the app."""
        return True

    def on_mount(self) -> None:
        """Let SIGTERM end the app in good order."""
        with suppress(NotImplementedError, RuntimeError, ValueError):
            get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)

    def exit(
        self,
        result: Answer | None = None,
        return_code: int = 0,
        message: "RenderableType | None" = None,
    ) -> None:
        """End the app; an app that ends without this has failed."""
        self.is_to_end = True
        super().exit(result, return_code, message)

    def action_leave(self) -> None:
        """End the app if this is allowed."""
        if self.can_leave:
            self.exit()

    def action_next_theme(self) -> None:
        """Put on the next look."""
        self.theme = next_theme(self.theme)

    async def action_other_language(self) -> None:
        """Speak the other language, on every screen, now."""
        i18n.use_language(i18n.other_language())
        await self.speak()

    async def speak(self) -> None:
        """Say everything that is on show again."""
        for screen in list(self.screen_stack):
            # one that is still being built would be built twice
            if isinstance(screen, KioskScreen | KioskDialog) and screen.is_mounted:
                with suppress(NoMatches):  # it is being taken down
                    await screen.speak()

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key stands for; nothing if it came while its screen was built or taken down."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except NoMatches:
            return True

    def action_suspend_process(self) -> None:
        """Never: behind a suspended kiosk lies a shell."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Never: faces and names stay on the screen."""

    async def action_quit(self) -> None:
        """Leave only by the keeper's way."""
        self.action_leave()

    def call_next(self, callback: Callable[..., Any], *args: object, **kwargs: object) -> None:
        """Do something after the message at hand.

        Textual waits here for screens and widgets to be gone. A worker may wait for the same; when
        it is cancelled, what both wait for is cancelled, and that would end the app without a word.
        """
        super().call_next(_outlive, partial(callback, *args, **kwargs))

    def _handle_exception(self, error: Exception) -> None:
        if not self.is_running and _is_of(error, ScreenStackError):
            return  # whatever still ticks while the app closes finds its screens taken down
        if isinstance(error, WorkerFailed) and _is_of(error, NoMatches):
            return  # its screen was taken down, or composed anew, while it worked
        self.has_crashed = True
        log_crash(self.log_folder, error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        # What Textual would print holds local variables, and those hold people's data.
        self.has_crashed = self.has_crashed or bool(self._exit_renderables)
        self._exit_renderables.clear()


def _is_of(error: BaseException, kind: type[Exception]) -> bool:
    return isinstance(error.error if isinstance(error, WorkerFailed) else error, kind)


async def _outlive(callback: Callable[[], Any]) -> None:
    with outliving():
        result = callback()
        if isawaitable(result):
            await result
