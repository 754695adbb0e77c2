"""Places that can be picked, and those that everybody may read because nobody wrote them."""

from functools import cache

from db.post_kinds import list_places
from kiosk.i18n import LANGUAGES, _, load
from kiosk.service import usual_words


def usual_places() -> list[str]:
    """Places of every site, in the language now spoken."""
    return usual_words.places(_)


def listed_places() -> frozenset[str]:
    """The site's zones and posts and the usual places, in every language.

    A place in other words is in somebody's own.
    """
    return frozenset(list_places()) | _usual_in_all_languages()


@cache
def _usual_in_all_languages() -> frozenset[str]:
    return frozenset(word for one in LANGUAGES for word in usual_words.places(load(one).gettext))
