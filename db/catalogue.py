"""The catalogue: what members pick, in the site's order and by how much it is used."""

from datetime import date
from uuid import UUID

from db.connection import run_sql
from db.service import CatalogueItem

_USED_IN = {"commitment": "commitment", "service": "service_entry"}
"""The table in which the items of a kind are counted; those of other kinds are in `voice`."""


def list_items(kind: str, *, retired: bool = False) -> list[CatalogueItem]:
    """The catalogue of a kind, in the site's order.

    Args:
        kind: `commitment`, `service` or what kind of voice.
        retired: Those too that are no longer picked.
    """
    query = CatalogueItem.select().where(CatalogueItem.kind == kind)
    if not retired:
        query = query.where(CatalogueItem.retired_at.is_null())
    return list(query.order_by(CatalogueItem.place, CatalogueItem.uid))


def find_item(uid: UUID) -> CatalogueItem | None:
    """The catalogue's item with this key, or None."""
    item: CatalogueItem | None = CatalogueItem.get_or_none(CatalogueItem.uid == uid)
    return item


def find_item_of(kind: str, text: str) -> CatalogueItem | None:
    """The item of a kind with these words, a retired one too, or None."""
    item: CatalogueItem | None = CatalogueItem.get_or_none(
        (CatalogueItem.kind == kind) & (CatalogueItem.text == text)
    )
    return item


def find_last_place(kind: str) -> int:
    """The last place in the catalogue of a kind; 0 when it is empty."""
    ((last,),) = run_sql("SELECT max(place) FROM catalogue_item WHERE kind = ?", (kind,))
    return int(last or 0)


def count_uses(kind: str, since: date) -> dict[UUID, int]:
    """How often the items of a kind were picked from a work day on, by the key of their root.

    Items that were not picked are left out.
    """
    table = _USED_IN.get(kind, "voice")
    rows = run_sql(
        "SELECT coalesce(i.root_uid, i.uid), sum((SELECT count(*)"
        f" FROM {table} f WHERE f.item_uid = i.uid AND f.work_day >= ?1)) AS uses"
        " FROM catalogue_item i WHERE i.kind = ?2 GROUP BY 1 HAVING uses > 0",
        (since.isoformat(), kind),
    )
    return {UUID(bytes=root): uses for root, uses in rows}
