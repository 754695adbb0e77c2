"""What is written in a form of fields is its writer's draft until it is stored."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from textual.worker import Worker, WorkerError

from kiosk.errors import KioskError
from kiosk.service.drafts import DraftView
from screens.member.drafts import ABOUT

if TYPE_CHECKING:
    from screens.app import KioskApp

Stored = TypeVar("Stored")


def fields_of(draft: DraftView) -> dict[str, str]:
    """The fields that a draft holds, with what was written into them."""
    return {field: str(value) for field, value in draft.answers.items() if field != ABOUT}


class FieldsDraft:
    """Keeps the fields of one form, each time they are something else than what is kept."""

    def __init__(self, kiosk: "KioskApp", by: UUID, form: str, about: str) -> None:
        """Keep nothing yet.

        Args:
            kiosk: The app.
            by: The supervisor who fills the form in; nobody else gets to see it.
            form: The name under which it is kept.
            about: Whom the form is about; empty for somebody new.
        """
        self._kiosk, self._by, self._form, self._about = kiosk, by, form, about
        self._fields: dict[str, str] = {}
        self._saving: Worker[None] | None = None

    def go_on(self, fields: Mapping[str, str]) -> None:
        """These fields are kept already."""
        self._fields = dict(fields)

    def keep(self, fields: Mapping[str, str]) -> None:
        """Keep these fields from now on; none: there is nothing to keep any more."""
        if fields != self._fields:
            self._fields = dict(fields)
            # By the app: who is sent away by the next scan has written it all the same.
            self._saving = self._kiosk.run_worker(self._save(self._fields), name="draft")

    async def end(self) -> None:
        """Throw it away."""
        await self._saved()
        await self._save({})

    async def store(self, do: Callable[[], Stored]) -> Stored:
        """Store the form; its draft ends in the same transaction, and stays when that fails.

        Args:
            do: The use case that stores it.

        Raises:
            KioskError: As the use case, or it was not recorded.
        """
        await self._saved()
        drafts = self._kiosk.services.drafts
        return await self._kiosk.write(drafts.finish_with, self._by, self._form, do)

    async def _saved(self) -> None:
        """Wait for what is being kept: it must not come after the end of the draft."""
        if self._saving is not None:
            with suppress(WorkerError):
                await self._saving.wait()

    async def _save(self, fields: Mapping[str, str]) -> None:
        desk = self._kiosk.services.drafts
        with suppress(KioskError):  # the form works without
            if fields:
                answers = {ABOUT: self._about, **fields}
                await self._kiosk.write(desk.save, self._by, self._form, answers)
            else:
                await self._kiosk.write(desk.finish, self._by, self._form)
