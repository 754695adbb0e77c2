"""Ratings as programs read them and as text."""

from typing import TYPE_CHECKING

from kiosk.commands.telling import iso
from kiosk.i18n import _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kiosk.service.ratings_views import RankedMember, RatingLineView
    from kiosk.service.scoring import RatingView


def rating_shape(rating: "RatingView | None") -> dict[str, object] | None:
    """What everybody may see of ratings; None below five."""
    if rating is None:
        return None
    return {"count": rating.count, "mean": round(rating.mean, 2)}


def member_shape(one: "RankedMember") -> dict[str, object]:
    """A member of the ranking."""
    rating = rating_shape(one.rating) or {}
    return {"number": one.number, "name": one.name, **rating, "score": round(one.score, 3)}


def given_shape(one: "RatingLineView") -> dict[str, object]:
    """A single rating."""
    return {
        "rating": str(one.uid),
        "kind": one.kind,
        "number": one.number or None,
        "name": one.name or None,
        "service": one.service or None,
        "stars": one.stars,
        "word": one.word,
        "state": one.state,
        "slot_at": iso(one.slot_at),
        "work_day": one.work_day.isoformat(),
    }


def mean_words(rating: "RatingView | None") -> str:
    """A mean with its count, or that there are too few to show one."""
    if rating is None:
        return _("fewer than five ratings")
    from kiosk.service.ratings_wording import mean_words as words_of

    return words_of(rating)


def given_line(one: "RatingLineView", zone: "ZoneInfo") -> tuple[str, ...]:
    """A single rating as a line of the list."""
    from kiosk.service.usual_words import as_read
    from kiosk.service.voices_wording import rating_state_word

    return (
        str(one.uid),
        f"{one.slot_at.astimezone(zone):%Y-%m-%d %H:%M}",
        "★" * one.stars + "☆" * (5 - one.stars),
        one.name or _("the site"),
        one.service,
        as_read(one.word),
        rating_state_word(one.state),
    )
