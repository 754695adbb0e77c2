"""A terminal that shows the wall display while nobody uses it, where it is so set."""

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.app import KioskApp

REST_AFTER_S = 60
"""Seconds without a touch after which the wall is back where only `--wall` asked for it."""


class WallRest:
    """Looks whether the board is left alone, and then puts the wall in front of it."""

    def __init__(self, app: "KioskApp") -> None:
        """Nobody has touched the kiosk yet."""
        self._app = app
        self._began_at = app.touched_at
        self.is_asked_for = False
        """Whether the command line asked for the wall, whatever is set up on this terminal."""

    @property
    def after_s(self) -> int | None:
        """Seconds without a touch until the wall is shown; None: never."""
        is_set = self._app.devices.settings.wall_after_s
        return is_set or (REST_AFTER_S if self.is_asked_for else None)

    def look(self) -> None:
        """Show the wall, at once while nobody has touched the kiosk since it started."""
        from screens.public.board import BoardScreen  # imported with the board, before this

        after_s, touched_at = self.after_s, self._app.touched_at
        board = self._app.screen
        if after_s is None or not (isinstance(board, BoardScreen) and board.is_read):
            return
        if touched_at == self._began_at or monotonic() - touched_at >= after_s:
            from screens.public.wall_mode import WallModeScreen  # costs nothing until it is shown

            self._app.push_screen(WallModeScreen())
