"""How what everybody may see of ratings is said, the same on every screen and on paper."""

from kiosk.i18n import _, format_number
from kiosk.service.scoring import RatingView


def mean_words(rating: RatingView) -> str:
    """The mean with its count."""
    return _("{mean} of 5 from {count} ratings").format(
        mean=f"{rating.mean:.1f}", count=format_number(rating.count)
    )


def steps_words() -> str:
    """From when on a mean is shown, and when it changes; where there is room."""
    return _("from 5 ratings on, then with every 5 more")
