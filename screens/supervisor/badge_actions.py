"""What a supervisor can do with badges: the digit of each, and the screen behind it."""

from collections.abc import Sequence

from textual.screen import Screen

from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.dialogs.step import KeyLabel

SHOW = "3"
"""The digit of what can be done with one badge only."""

DIGITS = frozenset("13467")
"""The digits of all actions; 5, 8 and 2 mark and move in a list."""


def action_keys() -> list[KeyLabel]:
    """Each action's digit and its words in the language now spoken."""
    return [
        ("1", _("Print")),
        (SHOW, _("Show on screen")),
        ("4", _("New badge")),
        ("6", _("Revoke")),
        ("7", _("Days")),
    ]


def action_screen(digit: str, members: Sequence[MemberView]) -> Screen[None]:
    """The screen of an action on these members' badges, at least one."""
    if digit == "1":
        from screens.supervisor.badge_print import PrintScreen  # each costs when it is opened

        return PrintScreen(members)
    if digit == SHOW:
        from screens.supervisor.badge_show import ShowBadgeScreen

        return ShowBadgeScreen(members[0])
    from screens.supervisor.badge_changes import ReissueScreen, RevokeScreen, ValidityScreen

    if digit == "4":
        return ReissueScreen(members)
    return RevokeScreen(members) if digit == "6" else ValidityScreen(members)
