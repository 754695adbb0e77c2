"""A photo is being read; keys wait."""

from typing import Self

from kiosk.i18n import _
from screens.dialogs.step import HOUSE_KEYS, KeyLabel, Step


class Reading(Step[None]):
    """Says that it takes a moment."""

    @property
    def title(self) -> str:
        """That it is not done yet."""
        return _("Reading the photo …")

    def again(self) -> Self:
        """The same."""
        return type(self)(self.answered)

    def keys(self) -> list[KeyLabel]:
        """None yet."""
        return []

    def press(self, key: str, character: str | None) -> bool:
        """Nothing means anything until it is read."""
        return key not in HOUSE_KEYS
