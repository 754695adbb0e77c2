"""Phrases: words that can be picked instead of written; what is used most comes first.

Everybody is offered the catalogue and what was picked from the kiosk's own lists. What a member
wrote is offered to that member alone, and what nobody signed is not remembered at all. Counters are
no facts: they are not in the ledger, and a member's own end with their data.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from db import phrases as records
from db.connection import transaction
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _, current_language
from kiosk.service.checking import check_member
from kiosk.service.choices import KINDS as CATALOGUE_KINDS
from kiosk.service.phrase_readings import readings_of
from kiosk.service.reading import learnt_items
from kiosk.text import clean_line

FOR_WHOM, PLACE = "for_whom", "place"
KINDS = (*CATALOGUE_KINDS, FOR_WHOM, PLACE)
"""What words stand for: an item of the catalogue, whom a service was for, where it was."""

MOST_KEPT = 60
"""Words of a kind that are kept for everybody, and for each member."""

LONGEST = 120


@dataclass(frozen=True, slots=True)
class PhraseView:
    """Words that can be picked.

    Attributes:
        text: As they are stored when they are picked in Chinese, or in any language but English.
        text_en: In English, or empty.
        readings: First letters and whole reading of `text`, lower case; may be empty.
        readings_en: The same of `text_en`.
    """

    text: str
    text_en: str
    readings: tuple[str, str]
    readings_en: tuple[str, str]

    @property
    def said(self) -> str:
        """The words in the language now spoken."""
        return self.text_en if self._is_english else self.text

    @property
    def read(self) -> tuple[str, str]:
        """The readings of what is said."""
        return self.readings_en if self._is_english else self.readings

    @property
    def _is_english(self) -> bool:
        return bool(self.text_en) and current_language() == "en"


@dataclass(frozen=True, slots=True)
class UsedPhrase:
    """Words that were used.

    Attributes:
        kind: One of `KINDS`.
        text: The words.
        is_own: Whether the member wrote them: then nobody else is offered them.
    """

    kind: str
    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class LearntView:
    """What is known of a list that people pick from.

    Attributes:
        uses: How often words were used; those that never were are left out.
        own: What the member wrote who picks now, most used first.
    """

    uses: Mapping[str, int]
    own: tuple[str, ...]

    def in_order(self, usual: Iterable[str]) -> list[str]:
        """What is usual and the member's own words, most used first; the rest in its order."""
        return sorted(dict.fromkeys([*usual, *self.own]), key=lambda text: -self.uses.get(text, 0))


class Phrases:
    """The use cases of phrases."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def list_phrases(
        self, kind: str, member_uid: UUID | None = None, usual: Sequence[str] = ()
    ) -> tuple[PhraseView, ...]:
        """What can be picked where words are written, most used first.

        Args:
            kind: One of `KINDS`; any other has only what is usual.
            member_uid: Who writes: their own earlier words are among it; None: nobody signed.
            usual: Words that are always offered, in the language now spoken.
        """
        found: dict[str, tuple[int, str]] = {}
        if kind in CATALOGUE_KINDS:
            items = learnt_items(kind, self._context.moment().work_day)
            found = {item.text: (item.uses, item.text_en) for item in items}
        for text, uses in self._counted(kind, member_uid):
            before, text_en = found.get(text, (0, ""))
            found[text] = (before + uses, text_en)
        found |= {text: (0, "") for text in usual if text not in found}
        ranked = sorted(found.items(), key=lambda one: -one[1][0])
        return tuple(_view(text, text_en) for text, (_uses, text_en) in ranked)

    def learnt(self, kind: str, member_uid: UUID | None) -> LearntView:
        """How often the words of a list were picked, and what the member wrote beside it.

        Args:
            kind: `for_whom` or `place`.
            member_uid: Who picks; None: nobody signed.
        """
        own = records.list_phrases(kind, member_uid) if member_uid else []
        picked = records.list_phrases(kind, None)
        uses = dict(picked)
        for text, used in own:
            uses[text] = uses.get(text, 0) + used
        return LearntView(uses, tuple(text for text, _uses in own))

    def remember(self, member_uid: UUID | None, used: Iterable[UsedPhrase]) -> None:
        """Count words that were used; empty ones are left out.

        Args:
            member_uid: Who used them; None: nobody signed, so that only those of the kiosk's own
                lists are counted.
            used: The words.

        Raises:
            RefusedError: `unknown_kind`, `unknown_member`, `member_left`.
            NotStored: They were not counted.
        """
        with transaction():
            if member_uid is not None:
                check_member(member_uid)
            at = self._context.moment().at
            for one in used:
                if one.is_own and member_uid is None:
                    continue
                if one.kind not in KINDS:
                    raise RefusedError("unknown_kind", _("No words of this kind are kept."))
                owner, text = member_uid if one.is_own else None, clean_line(one.text, LONGEST)
                if text:
                    records.count_phrase(one.kind, owner, text, at)
                    records.drop_phrases_but(one.kind, owner, MOST_KEPT)

    def _counted(self, kind: str, member_uid: UUID | None) -> list[tuple[str, int]]:
        own = records.list_phrases(kind, member_uid) if member_uid else []
        return [*own, *records.list_phrases(kind, None)]


def _view(text: str, text_en: str) -> PhraseView:
    return PhraseView(text, text_en, readings_of(text), readings_of(text_en))
