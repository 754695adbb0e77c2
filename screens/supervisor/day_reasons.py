"""Why scans are refused: in a word, and what to do about it."""

from kiosk.attendance.refusal_words import reason_words
from kiosk.i18n import _

__all__ = ["reason_meaning", "reason_words"]


def reason_meaning(reason: str) -> str:
    """What a refusal may mean and what to do."""
    return {
        "unknown_code": _("Nobody here has this badge: find out who carried it."),
        "wrong_check_digits": _("The badge was read badly or made up: look at the badge."),
        "cut_code": _("Only a part was read: clean the scanner or print the badge anew."),
        "too_long": _("Several codes were read at once: hold one badge to the scanner."),
        "not_a_code": _("Something else was scanned: nothing to do if it happens once."),
        "other_version": _("The badge is from another program version: print it anew."),
        "badge_dead": _("The badge was replaced or revoked: take it away from whoever has it."),
        "badge_not_yet": _("The badge's first day has not come: look at its days."),
        "badge_expired": _("The badge's last day is over: extend it, or take it back."),
        "member_left": _("Somebody who left still carries a badge: take it back."),
        "muster_over": _("The roll call had just ended: nothing to do."),
        "muster_missed": _("Missing in the roll call, and scanned within a minute of its end."),
    }.get(reason, _("Ask whoever keeps this terminal."))
