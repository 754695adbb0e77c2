"""The words in which voices and ratings are told, on screens, paper and the command line."""

from typing import TYPE_CHECKING

from kiosk.i18n import _, current_language

if TYPE_CHECKING:
    from kiosk.service.escalation import Level
    from kiosk.service.voices_views import PublicVoice


def kind_word(kind: str) -> str:
    """A kind of voice."""
    words = {
        "suggestion": _("Suggestion"),
        "problem": _("Problem"),
        "hazard": _("Hazard"),
        "help": _("Help wanted"),
    }
    return words[kind]


def state_word(state: str) -> str:
    """A state of a voice."""
    words = {
        "open": _("waiting"),
        "in_hand": _("in hand"),
        "solved": _("solved"),
        "confirmed": _("really solved"),
        "declined": _("declined"),
    }
    return words[state]


def step_word(step: str) -> str:
    """What was done about a voice."""
    words = {
        "assigned": _("given to"),
        "released": _("in nobody's hands any more"),
        "due": _("due day set"),
        "reply": _("reply"),
        "placed": _("said where it is"),
        "named": _("gave a name"),
        "solved": _("solved"),
        "confirmed": _("confirmed"),
        "declined": _("declined"),
        "reopened": _("not solved after all"),
        "shown": _("approved for showing"),
        "hidden": _("shown no longer"),
    }
    return words[step]


def subject_words(voice: "PublicVoice") -> str:
    """What a voice is about, as everybody reads it; its kind where nothing else may be read."""
    if voice.subject_en and current_language() == "en":
        return voice.subject_en
    return voice.subject or kind_word(voice.kind)


def level_words(level: "Level") -> str:
    """To whom an overdue voice has risen; empty for nobody."""
    words = {
        "NOBODY": "",
        "OWNER": _("overdue: at its owner"),
        "SUPERVISOR": _("overdue 3 days: at the supervisors"),
        "ADMIN": _("overdue 7 days: at the admin"),
    }
    return words[level.name]


def rating_state_word(state: str) -> str:
    """Whether a rating counts, and why not."""
    words = {
        "counted": _("counts"),
        "repeat": _("set aside: a repeat"),
        "burst": _("set aside: too many at once"),
        "left_out": _("left out"),
    }
    return words[state]
