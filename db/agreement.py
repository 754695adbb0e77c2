"""Whether the facts still say what the ledger says of them.

The chain proves that the ledger was not changed. What people see are the facts' own tables, so each
fact is held against its entry: the same key, the same time, the same words. An entry whose payload
was erased is held by key and time alone.
"""

import apsw

_COMPARED = {
    "punch": ("direction", "work_day", "clock", "source"),
    "refused_scan": ("reason", "code", "source"),
    "commitment": ("text", "due_on", "work_day"),
    "commitment_change": ("state", "reason", "work_day"),
    "service_entry": ("text", "minutes", "for_whom", "place", "work_day"),
}
"""Columns of each fact that its ledger entry repeats under the same name."""

_OWNER = {"commitment_change": ("by_uid", "by")}
_MEMBER = ("member_uid", "member")


def find_first_disagreement(connection: apsw.Connection) -> int | None:
    """The seq of the first entry whose fact is missing or says something else, or None.

    A fact without an entry of its own counts under the seq that it claims.
    """
    found: list[int] = []
    for table in _COMPARED:
        found += [int(str(seq)) for (seq,) in connection.execute(_disagreements(table))]
    return min(found, default=None)


def _disagreements(table: str) -> str:
    column, key = _OWNER.get(table, _MEMBER)
    same = [f"json_extract(e.payload, '$.{name}') IS f.{name}" for name in _COMPARED[table]]
    owner = f"replace(coalesce(json_extract(e.payload, '$.{key}'), ''), '-', '')"
    same.append(f"{owner} = lower(coalesce(hex(f.{column}), ''))")
    told = f"(e.payload IS NULL OR ({' AND '.join(same)}))"
    return (
        f"SELECT f.seq FROM {table} f LEFT JOIN ledger_entry e"
        f" ON e.seq = f.seq AND e.kind = '{table}' AND e.subject = f.uid AND e.at = f.at"
        f" WHERE e.seq IS NULL OR NOT {told}"
        f" UNION ALL SELECT e.seq FROM ledger_entry e LEFT JOIN {table} f ON f.uid = e.subject"
        f" WHERE e.kind = '{table}' AND f.uid IS NULL ORDER BY 1 LIMIT 1"
    )
