"""What a supervisor can do with badges: the digit of each, and the screen behind it."""

from collections.abc import Callable, Collection, Sequence

from textual.screen import Screen

from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.dialogs.step import KeyLabel
from screens.supervisor.badge_rows import BadgeRow

PRINT, SHOW, REISSUE, REVOKE, VALIDITY = "1", "3", "4", "6", "7"
"""The digits of the actions."""

DIGITS = frozenset({PRINT, SHOW, REISSUE, REVOKE, VALIDITY})
"""All of them; 5, 8 and 2 mark and move in a list."""

TOGETHER = DIGITS - {SHOW}
"""What can be done with several badges at once."""

CHANGING = frozenset({REISSUE, REVOKE, VALIDITY})
"""What changes a badge, so that it must be certain whose is meant."""


def usable_with(row: BadgeRow | None) -> frozenset[str]:
    """The digits that make sense for one badge as it stands; None: for nobody."""
    if row is None:
        return frozenset()
    if row.state == "none":
        return frozenset({PRINT, SHOW})
    return frozenset({REISSUE}) if row.state == "revoked" else DIGITS


def action_keys(usable: Collection[str] = DIGITS) -> list[KeyLabel]:
    """The digits of those actions that can be used, with their words in the language now spoken."""
    pairs = [
        (PRINT, _("Print")),
        (SHOW, _("Show on screen")),
        (REISSUE, _("Reissue")),
        (REVOKE, _("Revoke")),
        (VALIDITY, _("Validity")),
    ]
    return [pair for pair in pairs if pair[0] in usable]


def action_screen(
    digit: str, members: Sequence[MemberView], on_done: Callable[[], None] = lambda: None
) -> Screen[None]:
    """The screen of an action.

    Args:
        digit: One of `DIGITS`.
        members: At least one; whoever is shown on the screen is the first.
        on_done: Called once it was done, not when the supervisor went back.
    """
    if digit == PRINT:
        from screens.supervisor.badge_print import PrintScreen  # each costs when it is opened

        return PrintScreen(members, on_done)
    if digit == SHOW:
        from screens.supervisor.badge_show import ShowBadgeScreen

        return ShowBadgeScreen(members[0])
    from screens.supervisor.badge_changes import ReissueScreen, RevokeScreen, ValidityScreen

    if digit == REISSUE:
        return ReissueScreen(members, on_done)
    if digit == REVOKE:
        return RevokeScreen(members, on_done)
    return ValidityScreen(members, on_done)
