"""The states of a commitment, or of one occasion of a repeated one: which may follow which.

    open, overdue ──▶ kept · missed (why) · withdrawn (why) · partly kept ──▶ kept

Nobody says `overdue`: an open one becomes it when its day is over, and never becomes `missed`
unless somebody says so.
"""

from kiosk.errors import RefusedError
from kiosk.i18n import _

OPEN = frozenset({"open", "overdue"})
"""Nothing was said yet."""
JUDGEMENTS = ("kept", "partly_kept", "missed", "withdrawn")
"""What can be said."""
NEED_WHY = frozenset({"missed", "withdrawn"})
"""What is said with a reason."""

_LEGAL = {
    "open": frozenset(JUDGEMENTS),
    "overdue": frozenset(JUDGEMENTS),
    "partly_kept": frozenset({"kept"}),
}


def is_legal(state: str, new: str) -> bool:
    """Whether a commitment in a state may come into another one."""
    return new in _LEGAL.get(state, frozenset())


def check_said(new: str) -> None:
    """Refuse what can't be said. Raises `RefusedError` (`unknown_state`)."""
    if new not in JUDGEMENTS:
        raise RefusedError("unknown_state", _("Say kept, partly kept, missed or withdrawn."))


def check_change(state: str, new: str, why: str) -> None:
    """Refuse what is not legal.

    Args:
        state: What it is in now.
        new: What is said of it.
        why: The reason, cleaned.

    Raises:
        RefusedError: `already_judged`, `reason_needed`.
    """
    if not is_legal(state, new):
        raise already_judged(state)
    if new in NEED_WHY and not why:
        raise RefusedError("reason_needed", _("Say why in a few words."))


def already_judged(state: str = "") -> RefusedError:
    """What was said stands.

    Args:
        state: What was said; empty: it was said in this moment, by somebody else.
    """
    if state == "withdrawn":
        return RefusedError("already_judged", _("This commitment was withdrawn; that stands."))
    return RefusedError(
        "already_judged", _("What became of this commitment was already said; it stands.")
    )
