"""What a board shows, as the tests read it."""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from textual.pilot import Pilot

from screens.public.board import LEFT_ALONE_S, BoardScreen
from screens.widgets.board.bar import Pages, Shown
from screens.widgets.board.panel import SidePanel
from screens.widgets.board.wall import Wall

OpenBoard = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], BoardScreen]]]


def leave_alone(board: BoardScreen, seconds: float) -> None:
    """As if nobody had touched anything for so long."""
    board.touched_at -= seconds + LEFT_ALONE_S
    board.turned_at = time.monotonic() - seconds
    board.kiosk.touched_at = board.touched_at


def numbers(board: BoardScreen) -> list[str]:
    return [member.number for member in board.query_one(Wall).shown]


def text_of(board: BoardScreen, kind: type[Wall | SidePanel | Shown | Pages]) -> str:
    widget = board.query_one(kind)
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))
