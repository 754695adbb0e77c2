"""Words that help whoever says something in own words and has no keyboard."""

from kiosk.i18n import _
from kiosk.service import usual_words
from kiosk.service.places import usual_places


def more_words() -> list[str]:
    """What is often added to what was said, and where it is, in the language now spoken."""
    return [*usual_words.additions(_), *usual_places()]
