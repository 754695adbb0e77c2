"""Why scans are refused, in a word."""

from kiosk.i18n import _


def reason_words(reason: str) -> str:
    """A refusal's stable code in a few words; an unknown code as it is."""
    return {
        "unknown_code": _("Unknown code"),
        "wrong_check_digits": _("Wrong check digits"),
        "cut_code": _("Code cut short"),
        "too_long": _("Code too long"),
        "not_a_code": _("Not a badge code"),
        "other_version": _("Badge of another version"),
        "badge_dead": _("Badge no longer valid"),
        "badge_not_yet": _("Badge not valid yet"),
        "badge_expired": _("Badge has run out"),
        "member_left": _("Has left the site"),
        "muster_over": _("Just after a roll call"),
        "muster_missed": _("Missing, then seen"),
    }.get(reason, reason)
