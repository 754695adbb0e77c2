"""Drafts: half a form is there again after the same member's next scan, and nobody else's.

That of a supervisor's page waits until they open the day.

A draft is no fact: it is not in the ledger, is replaced as the form is filled in, and ends when the
form is stored, when it is discarded, or after a day. Photos that were added to the form are kept
like those of a service entry, and end with the draft.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from db import drafts as records
from db.base import canonical_json
from db.connection import transaction
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.photo_intake import UprightPhoto
from kiosk.service.checking import check_member
from kiosk.service.evidence import digest_evidence, find_evidence, keep_evidence
from kiosk.service.old_drafts import span_of
from kiosk.text import clean_line, clean_text

Stored = TypeVar("Stored")

MOST_BYTES = 16_384
LONGEST_ERRAND = 40

AT_DESK = "@"
"""How the name of a form begins that a supervisor fills in: a scan alone does not offer it."""

Answers = Mapping[str, str | int | bool | None]
"""What was answered so far, by the name of the question."""

PHOTOS = "photos"
"""The name of the answer that says which photos a form has, as `name_photos` puts it."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """What a member had half filled in.

    Attributes:
        errand: The form's name, such as `log_service`.
        answers: What they answered so far, by the name of the question.
        saved_at: When they answered last, UTC.
    """

    errand: str
    answers: Answers
    saved_at: datetime


class Drafts:
    """The use cases of drafts."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def save(
        self,
        member_uid: UUID,
        errand: str,
        answers: Answers,
        photos: Iterable[UprightPhoto] = (),
    ) -> None:
        """Keep what a member has answered so far, in place of the draft they had of this form.

        Args:
            member_uid: Whose form it is.
            errand: Its name.
            answers: By the name of the question.
            photos: Those that the answer `PHOTOS` names; what it names and was kept before stays,
                and what it does not name any more goes.

        Raises:
            RefusedError: `no_errand`, `draft_too_large` (more than 16 kB), `unknown_member`,
                `member_left`.
            NotStored: It was not kept.
        """
        name = _errand(errand)
        text = canonical_json({clean_line(key): _clean(value) for key, value in answers.items()})
        if len(text.encode()) > MOST_BYTES:
            raise RefusedError("draft_too_large", _("This is too long to be kept for later."))
        with transaction():
            check_member(member_uid)
            now = self._context.moment().at
            records.drop_drafts_but(*span_of(now))
            records.save_draft(member_uid, name, text, now)
            named = _named(answers)
            for photo in photos:
                if digest_evidence(photo) in named:
                    keep_evidence(photo, now)
            records.name_pictures(member_uid, name, named)

    def find(self, member_uid: UUID) -> DraftView | None:
        """The draft to offer a member after their scan: their newest of the last day, or None."""
        return self._find(member_uid, "[^@]*")

    def find_at_desk(self, supervisor_uid: UUID) -> DraftView | None:
        """The draft to offer a supervisor who opens the day: their newest of the last day."""
        return self._find(supervisor_uid, f"{AT_DESK}*")

    def _find(self, member_uid: UUID, errands: str) -> DraftView | None:
        found = records.find_newest_draft(member_uid, errands, *span_of(self._context.moment().at))
        if found is None:
            return None
        errand, answers, saved_at = found
        return DraftView(errand, json.loads(answers), saved_at)

    def find_photos(self, draft: DraftView) -> tuple[tuple[UprightPhoto, ...], int]:
        """The photos of a draft that `find` gave, in order, and how many were erased since."""
        named = _named(draft.answers)
        there = tuple(photo for name in named if (photo := find_evidence(name)) is not None)
        return there, len(named) - len(there)

    def finish(self, member_uid: UUID, errand: str) -> None:
        """The form was stored, or its draft discarded: there is nothing to offer any more.

        Raises:
            NotStored: It could not be dropped.
        """
        with transaction():
            records.drop_draft(member_uid, _errand(errand))

    def finish_with(self, member_uid: UUID, errand: str, store: Callable[[], Stored]) -> Stored:
        """Store a form and drop its draft, both or neither: what is stored is not offered again.

        Args:
            member_uid: Whose form it is.
            errand: The form's name.
            store: The use case that stores it.

        Returns:
            What the use case returns.

        Raises:
            RefusedError: As the use case; the draft stays.
            NotStored: Nothing was stored, and the draft stays.
        """
        with transaction():
            stored = store()
            records.drop_draft(member_uid, _errand(errand))
        return stored


def name_photos(photos: Sequence[UprightPhoto]) -> str:
    """Which photos a form has, for the answer `PHOTOS`; empty for none."""
    return " ".join(digest_evidence(photo) for photo in photos)


def _named(answers: Answers) -> list[str]:
    names = answers.get(PHOTOS)
    return list(dict.fromkeys(names.split())) if isinstance(names, str) else []


def _errand(errand: str) -> str:
    name = clean_line(errand, LONGEST_ERRAND)
    if not name:
        raise RefusedError("no_errand", _("A draft needs the name of its form."))
    return name


def _clean(value: str | int | bool | None) -> str | int | bool | None:
    return clean_text(value) if isinstance(value, str) else value
