"""Posts in words, for screens, paper and the command line alike."""

from kiosk.i18n import _


def honour_word(honour: str) -> str:
    """A post's honour, or empty."""
    return {"vanguard": _("Vanguard post"), "model": _("Model post")}.get(honour, "")


def basis_word(basis: str) -> str:
    """Why a post was set up."""
    return {
        "need": _("Set up by need"),
        "task": _("Set up for a task"),
        "person": _("Set up for a person"),
    }[basis]


def kind_word(kind: str) -> str:
    """Which of the four kinds a key post is of; empty for another post."""
    return {
        "post": _("Key post"),
        "procedure": _("Key procedure"),
        "link": _("Key link"),
        "moment": _("Key moment"),
    }.get(kind, "")


def state_word(state: str) -> str:
    """What a post is on a day: `held`, `vacant` or `ended`."""
    return {"held": _("held"), "vacant": _("vacant"), "ended": _("given up")}[state]
