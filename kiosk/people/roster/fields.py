"""The columns a roster may have."""

from enum import StrEnum

from kiosk.i18n import _


class Field(StrEnum):
    """One thing a roster says about a member."""

    NUMBER = "number"
    NAME = "name"
    JOB = "job"
    BRANCH = "branch"
    PHONE = "phone"
    POST = "post"
    TEAM = "team"
    STANDING = "standing"
    LANGUAGE = "language"

    @property
    def label(self) -> str:
        """The column's name in the language of the moment."""
        return _labels()[self]


REQUIRED = (Field.NUMBER, Field.NAME)
"""The columns without which a file is no roster."""


def _labels() -> dict[Field, str]:
    return {
        Field.NUMBER: _("Number"),
        Field.NAME: _("Name"),
        Field.JOB: _("Job"),
        Field.BRANCH: _("Branch"),
        Field.PHONE: _("Phone"),
        Field.POST: _("Post"),
        Field.TEAM: _("Team"),
        Field.STANDING: _("Standing"),
        Field.LANGUAGE: _("Language"),
    }
