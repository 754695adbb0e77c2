"""Refusing a photo that waits, and taking one off the board; both ask why."""

from collections.abc import Callable

from kiosk.i18n import _
from screens.supervisor.errand import MemberErrand


class RefusePhotoErrand(MemberErrand):
    """Why the photo that waits is not approved."""

    form = "@refuse photo"

    @property
    def errand(self) -> str:
        """A refusal."""
        return _("Refuse the photo")

    async def story(self) -> bool:
        """Ask why, then drop it."""
        why = await self.ask_reason(lambda: _("Why is this photo not approved?"), _flaws)
        if why is not None:
            keeping = self.kiosk.services.keeping
            await self.store(_told_refused, keeping.refuse_photo, self.member.uid, why, by=self.by)
        return False


class RemovePhotoErrand(MemberErrand):
    """Why the photo is taken off the board."""

    form = "@remove photo"

    @property
    def errand(self) -> str:
        """A removal."""
        return _("Remove photo")

    async def story(self) -> bool:
        """Ask why, then take it off."""
        why = await self.ask_reason(lambda: _("Why is the photo taken off the board?"), _causes)
        if why is not None:
            keeping = self.kiosk.services.keeping
            await self.store(_told_removed, keeping.remove_photo, self.member.uid, why, by=self.by)
        return False


def _flaws() -> list[str]:
    return [
        _("Somebody else is on it"),
        _("The face can't be made out"),
        _("Too dark or blurred"),
        _("The face is covered"),
        _("Not fit for the board"),
    ]


def _causes() -> list[str]:
    return [
        _("The member asks for it"),
        _("Somebody else is on it"),
        _("The photo is out of date"),
        _("Not fit for the board"),
    ]


def _told_refused(_nothing: None) -> tuple[Callable[[], str], Callable[[], str]]:
    return lambda: _("The photo is not used."), lambda: _("The one on the board stays.")


def _told_removed(_nothing: None) -> tuple[Callable[[], str], Callable[[], str]]:
    return lambda: _("The photo is off the board."), lambda: _("A drawn figure stands in for it.")
