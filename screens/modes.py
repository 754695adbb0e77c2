"""The kiosk's modes: one job each, one lowest screen each, imported when first shown."""

from collections.abc import Callable

from textual.screen import Screen

BOARD = "board"
ANSWER = "answer"
DAY = "day"
MUSTER = "muster"


def make_board() -> Screen[None]:
    """The photo board, where everything begins and ends."""
    from screens.public.board import BoardScreen  # each mode costs when shown

    return BoardScreen()


def make_answer() -> Screen[None]:
    """The answer to a scan, and a member's session above it."""
    from screens.member.answer import AnswerScreen

    return AnswerScreen()


def make_day() -> Screen[None]:
    """The supervisor's day."""
    from screens.supervisor.day import DayScreen

    return DayScreen()


def make_muster() -> Screen[None]:
    """The roll call of an emergency or a drill."""
    from screens.public.muster import MusterScreen

    return MusterScreen()


MODES: dict[str, Callable[[], Screen[None]]] = {
    BOARD: make_board,
    ANSWER: make_answer,
    DAY: make_day,
    MUSTER: make_muster,
}
"""Name of each mode and what makes its lowest screen."""
