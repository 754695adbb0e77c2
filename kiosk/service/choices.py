"""The catalogue as the site keeps it: added to, changed, retired; what is used most comes first."""

from dataclasses import dataclass
from uuid import UUID

from db import catalogue
from db.base import new_uid
from db.connection import transaction
from db.service import CatalogueItem
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.checking import LONGEST_TEXT
from kiosk.service.reading import item_view, learnt_items
from kiosk.service.views import ItemView
from kiosk.text import clean_line

KINDS = ("commitment", "service", "suggestion", "problem", "hazard", "help")
"""What the catalogue has items of: promises, services, and the subjects of each kind of voice."""
LONGEST_SERVICE_MIN = 1440


@dataclass(frozen=True, slots=True)
class NewItem:
    """Something to pick, as it shall be.

    Attributes:
        text: In Chinese, or in the site's own language.
        text_en: In English, or empty.
        minutes: How long a service usually takes, 0 to 1440; 0 for other kinds.
    """

    text: str
    text_en: str = ""
    minutes: int = 0


class Choices:
    """The use cases of the catalogue."""

    _context: Context

    def list_commitment_items(self) -> list[ItemView]:
        """What can be promised: what was picked most in the last 60 days first."""
        return self.list_choices("commitment")

    def list_service_items(self) -> list[ItemView]:
        """What can be logged as a service, in the same order."""
        return self.list_choices("service")

    def list_choices(self, kind: str) -> list[ItemView]:
        """What can be picked of a kind: what was picked most in the last 60 days first.

        What was picked equally often stands in the site's order.

        Args:
            kind: One of `KINDS`.
        """
        return learnt_items(kind, self._context.moment().work_day)

    def list_catalogue(self, kind: str, *, retired: bool = False) -> list[ItemView]:
        """The catalogue of a kind in the site's order; retired items only where asked for.

        Raises:
            RefusedError: `unknown_kind`.
        """
        _check_kind(kind)
        return [item_view(row) for row in catalogue.list_items(kind, retired=retired)]

    def add_item(self, kind: str, new: NewItem, by_uid: UUID | None = None) -> ItemView:
        """Put something at the end of the catalogue; a retired item of these words comes back.

        Args:
            kind: One of `KINDS`.
            new: What it is.
            by_uid: The supervisor at work; None for the command line.

        Raises:
            RefusedError: `unknown_kind`, `no_words`, `item_exists`, `impossible_minutes`.
            NotStored: It was not recorded.
        """
        _check_kind(kind)
        item = _cleaned(new, kind)
        with transaction():
            place = catalogue.find_last_place(kind) + 1
            return self._add(kind, item, place, None, by_uid)

    def change_item(self, uid: UUID, new: NewItem, by_uid: UUID | None = None) -> ItemView:
        """Give an item other words, another translation or other minutes, at the same place.

        What was promised or logged with the older words keeps them, and their translation: the
        older item is retired and the new one goes on in its place.

        Raises:
            RefusedError: `unknown_item`, `no_words`, `item_exists`, `impossible_minutes`.
            NotStored: It was not recorded.
        """
        with transaction():
            row = _living(uid)
            item = _cleaned(new, row.kind)
            if item.text != row.text:
                self._retire(row, by_uid)
                return self._add(row.kind, item, row.place, row.root_uid or row.uid, by_uid)
            changed = {"text_en": item.text_en, "minutes": item.minutes}
            told: dict[str, object] = {
                name: [getattr(row, name), value]
                for name, value in changed.items()
                if getattr(row, name) != value
            }
            if told:
                self._update(uid, changed)
                self._tell(uid, "catalogue_item_changed", told, by_uid)
            return item_view(_living(uid))

    def retire_item(self, uid: UUID, by_uid: UUID | None = None) -> ItemView:
        """Let an item be picked no more; what was promised or logged with it stays.

        Raises:
            RefusedError: `unknown_item`.
            NotStored: It was not recorded.
        """
        with transaction():
            self._retire(_living(uid), by_uid)
            return item_view(_found(uid))

    def item_named(self, kind: str, text: str) -> ItemView:
        """The item of a kind with these words that can be picked.

        Raises:
            RefusedError: `unknown_kind`, `unknown_item`.
        """
        _check_kind(kind)
        row = catalogue.find_item_of(kind, clean_line(text, LONGEST_TEXT))
        if row is None or row.retired_at is not None:
            raise _unknown_item()
        return item_view(row)

    def _add(
        self, kind: str, item: NewItem, place: int, root: UUID | None, by_uid: UUID | None
    ) -> ItemView:
        before = catalogue.find_item_of(kind, item.text)
        columns: dict[str, object] = {"text_en": item.text_en, "minutes": item.minutes}
        if before is not None and before.retired_at is None:
            raise RefusedError("item_exists", _("This is in the catalogue already."))
        if before is not None:
            uid: UUID = before.uid
            self._update(uid, columns | {"place": place, "retired_at": None})
        else:
            uid = new_uid()
            row = columns | {"kind": kind, "text": item.text, "place": place, "root_uid": root}
            CatalogueItem.insert(uid=uid, **row).execute()
        told = {"kind": kind, "text": item.text, "text_en": item.text_en, "minutes": item.minutes}
        self._tell(uid, "catalogue_item_added", told, by_uid)
        return item_view(_found(uid))

    def _retire(self, row: CatalogueItem, by_uid: UUID | None) -> None:
        self._update(row.uid, {"retired_at": self._context.moment().at})
        self._tell(row.uid, "catalogue_item_retired", {"text": row.text}, by_uid)

    def _update(self, uid: UUID, columns: dict[str, object]) -> None:
        CatalogueItem.update(columns).where(CatalogueItem.uid == uid).execute()

    def _tell(self, uid: UUID, kind: str, told: dict[str, object], by_uid: UUID | None) -> None:
        payload = told | {"by": str(by_uid) if by_uid else None}
        self._context.enter(self._context.moment(), kind, uid, payload)


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        sentence = _("The catalogue has commitments, services and subjects of voices.")
        raise RefusedError("unknown_kind", sentence)


def _cleaned(new: NewItem, kind: str) -> NewItem:
    text, text_en = clean_line(new.text, LONGEST_TEXT), clean_line(new.text_en, LONGEST_TEXT)
    if not text:
        raise RefusedError("no_words", _("Say in a few words what can be picked."))
    if not 0 <= new.minutes <= (LONGEST_SERVICE_MIN if kind == "service" else 0):
        raise RefusedError(
            "impossible_minutes", _("A service takes up to 24 hours; nothing else takes minutes.")
        )
    return NewItem(text, text_en, new.minutes)


def _living(uid: UUID) -> CatalogueItem:
    row = catalogue.find_item(uid)
    if row is None or row.retired_at is not None:
        raise _unknown_item()
    return row


def _found(uid: UUID) -> CatalogueItem:
    return CatalogueItem.get_by_id(uid)


def _unknown_item() -> RefusedError:
    return RefusedError("unknown_item", _("This is no longer in the catalogue."))
