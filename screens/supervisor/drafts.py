"""A form that was not saved when its session ended: kept in memory, for its own supervisor only."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

KEPT_S = 15 * 60.0
"""How long a draft is kept, in seconds."""


@dataclass(frozen=True, slots=True)
class FormDraft:
    """What somebody wrote and did not save.

    Attributes:
        by: The supervisor who wrote it; nobody else gets to see it.
        about: The member who was changed; None for a new one.
        changed: The fields that were written, with their values.
    """

    by: UUID
    about: UUID | None
    changed: Mapping[str, str]


class Drafts:
    """Holds at most one draft, and never on a disk."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Hold nothing yet.

        Args:
            clock: Seconds that only grow.
        """
        self._clock = clock
        self._draft: FormDraft | None = None
        self._kept_at = 0.0

    def keep(self, draft: FormDraft) -> None:
        """Hold a draft instead of the one before."""
        self._draft, self._kept_at = draft, self._clock()

    def keep_if_failed(self, draft: FormDraft, storing: "asyncio.Future[UUID]") -> None:
        """Hold a draft unless what it says was stored in the end.

        Args:
            draft: What was written.
            storing: Is done.
        """
        if storing.cancelled() or storing.exception() is not None:
            self.keep(draft)

    def find(self, by: UUID | None) -> FormDraft | None:
        """The draft of a supervisor, or None where there is none, or it is too old."""
        if self._draft is not None and self._clock() - self._kept_at > KEPT_S:
            self._draft = None
        draft = self._draft
        return draft if draft is not None and draft.by == by else None

    def drop(self) -> None:
        """Hold nothing any more."""
        self._draft = None
