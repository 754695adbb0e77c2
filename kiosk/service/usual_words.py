"""Words that the kiosk offers for picking; each reader reads them in their own language.

They are stored as they were said. Own words stay as they were written, unless they are exactly
usual ones.
"""

from collections.abc import Callable
from functools import cache

from kiosk.i18n import LANGUAGES, load
from kiosk.i18n import _ as spoken

Say = Callable[[str], str]
"""Says a message in a language."""


def places(_: Say) -> list[str]:
    """Places of every site."""
    return [_("Works area"), _("Living quarters"), _("Canteen"), _("Site office"), _("Gate")]


def people(_: Say) -> dict[str, str]:
    """Whom services are usually for, and which kind that is."""
    return {
        _("A worker"): "person",
        _("A work team"): "team",
        _("Several teams"): "team",
        _("A subcontractor"): "team",
        _("A worker's family"): "household",
        _("Neighbours of the site"): "household",
        _("The whole site"): "site",
    }


def additions(_: Say) -> list[str]:
    """What is often added to what was said."""
    return [
        _("It got worse"),
        _("Nobody has come yet"),
        _("Many people are affected"),
        _("It is urgent"),
    ]


def answers(_: Say) -> list[str]:
    """What a voice is answered."""
    return [
        _("Thank you; we are looking at it"),
        _("Somebody is on the way"),
        _("Material is ordered"),
        _("It will be done this week"),
        _("Please come to the site office"),
    ]


def solutions(_: Say) -> list[str]:
    """How a voice was solved."""
    return [
        _("Removed on the spot"),
        _("Repaired"),
        _("Replaced"),
        _("Explained to the team"),
        _("Paid out"),
        _("Arranged with the subcontractor"),
    ]


def doubts(_: Say) -> list[str]:
    """Why a voice is not solved."""
    return [
        _("Nothing was done"),
        _("Only half of it was done"),
        _("It came back"),
        _("It was something else"),
    ]


def refusals(_: Say) -> list[str]:
    """Why nothing is done about a voice."""
    return [
        _("It was said before and is in hand"),
        _("It is arranged otherwise already"),
        _("It is not in the hands of this site"),
        _("It can't be done safely"),
    ]


def praise(_: Say) -> list[str]:
    """What goes with a good rating."""
    return [
        _("Quick to help"),
        _("Friendly"),
        _("Solves the problem"),
        _("Works carefully"),
        _("Cares about safety"),
        _("Good meals"),
        _("Clean quarters"),
    ]


def complaints(_: Say) -> list[str]:
    """What goes with a poor rating."""
    return [
        _("Had to wait long"),
        _("Unfriendly"),
        _("Problem not solved"),
        _("Poor quality"),
        _("Unsafe"),
        _("Meals"),
        _("Quarters"),
        _("Wages"),
    ]


def why_not_kept(_: Say) -> list[str]:
    """Why a promise was missed or kept in part."""
    return [_("Other urgent work"), _("Material was missing"), _("Bad weather"), _("I was ill")]


def why_withdrawn(_: Say) -> list[str]:
    """Why a promise is withdrawn."""
    return [_("Somebody else took it over"), _("The task fell away"), _("Entered by mistake")]


def why_ended(_: Say) -> list[str]:
    """Why a promise ended without anybody withdrawing it."""
    return [_("The post was given up")]


def why_struck(_: Say) -> list[str]:
    """Why a service does not count."""
    return [
        _("It was not done"),
        _("Logged twice"),
        _("It is part of the paid work"),
        _("Nobody knows of it"),
    ]


_LISTS = (
    *(places, people, additions, answers, solutions, doubts, refusals, praise, complaints),
    *(why_not_kept, why_withdrawn, why_ended, why_struck),
)


def as_read(words: str) -> str:
    """Words as they were stored, in the language now spoken where they are usual ones."""
    message = _messages().get(words)
    return words if message is None else spoken(message)


@cache
def _messages() -> dict[str, str]:
    """Usual words in every language, each with the message that says them."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        say = load(language).gettext
        for offered in _LISTS:
            found |= zip(offered(say), offered(str), strict=True)
    return found
