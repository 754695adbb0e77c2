"""Characters that no font of this machine has: a box is printed in their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.exports.badge_print import BadgePrint
from kiosk.exports.fonts import find_fonts
from kiosk.exports.typesetting import Typesetter


@dataclass(frozen=True, slots=True)
class Unprintable:
    """What can't be printed on somebody's badge.

    Attributes:
        number: Whose badge; empty: the site's own words, which are on every badge.
        name: Their name, or the site's.
        characters: Each character once, in the order of the badge.
    """

    number: str
    name: str
    characters: str


def find_unprintable(badges: Sequence[BadgePrint]) -> list[Unprintable]:
    """Those whose words have characters that are printed as a box, the site first.

    Raises:
        KioskError: `no_font`.
    """
    # Nothing is drawn or measured.
    types = Typesetter(find_fonts(), lambda _face, _font: None, lambda _face, _text: 0.0)
    told: list[Unprintable] = []
    for badge in badges:  # in the order in which a card is drawn: there is an end to the fonts
        if not told:
            every = _missing(types, (badge.site_branch, badge.site))
            told.append(Unprintable("", badge.site, every))
        own = _missing(types, (badge.name, badge.post, badge.job, badge.branch, badge.number))
        told.append(Unprintable(badge.number, badge.name, own))
    return [one for one in told if one.characters]


def _missing(types: Typesetter, words: Iterable[str]) -> str:
    characters = dict.fromkeys("".join(words))
    return "".join(one for one in characters if not types.can_set(one))
