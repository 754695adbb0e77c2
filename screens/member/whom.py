"""Whom a service was for: a person, a team, a household or the site."""

from kiosk.i18n import _
from kiosk.service import usual_words
from screens.dialogs.pick_list import Choice, PickList


def usual_people() -> dict[str, str]:
    """Whom services are usually for, in words, and which kind that is."""
    return usual_words.people(_)


def kind_words(kind: str) -> str:
    """A kind of people in words; empty for none."""
    words = {
        "person": _("A person"),
        "team": _("A team"),
        "household": _("A household"),
        "site": _("The site"),
    }
    return words.get(kind, "")


def ask_kind(words: str) -> PickList[str]:
    """Ask which kind own words mean."""
    return PickList(
        lambda: _("{words}: what is that?").format(words=words),
        lambda: [
            Choice(kind, kind_words(kind)) for kind in ("person", "team", "household", "site")
        ],
    )
