"""Whether the facts still say what the ledger says of them.

The chain proves that the ledger was not changed. What people see are the facts' own tables, so each
fact is held against its entry: the same key, the same time, the same words. An entry whose payload
was erased is held by key and time alone.
"""

import apsw

from db.muster import COLUMNS as MUSTER_COLUMNS

_COMPARED = {
    "punch": ("direction", "work_day", "clock", "source"),
    "refused_scan": ("reason", "code", "source"),
    "commitment": ("text", "due_on", "work_day", "rhythm", "until_on", "milestone"),
    "commitment_change": ("state", "reason", "work_day", "occasion"),
    "service_entry": ("text", "minutes", "for_whom", "place", "work_day", "for_kind"),
    "service_confirmation": ("minutes", "how", "work_day"),
    "service_strike": ("deed", "reason", "work_day"),
    "service_photo": ("place", "sha256", "work_day"),
    "presence_mark": ("kind", "work_day", "source", "clock", "reason"),
    "correction_request": ("kind", "text", "work_day"),
    "correction_ruling": ("ruling", "reason", "work_day"),
    "day_closing": ("work_day",),
    "rule_version": ("turn_hour", "debounce_s", "longest_h", "ask_h", "asks_out", "shifts"),
    "scan_question": ("work_day",),
    "scan_answer": ("direction", "reason", "work_day"),
    "presence_settled": ("reason", "work_day"),
    "post_setting": ("least", "hours", "work_day"),
    "post_kind": ("kind", "was", "work_day"),
    "post_taken": ("work_day",),
    "handover": ("answer", "work_day"),
    "rating": ("kind", "stars", "word", "set_aside", "work_day"),
    "rating_ruling": ("counts", "reason", "work_day"),
    "voice": ("number", "kind", "subject", "text", "place", "author_name", "due_on", "work_day"),
    "voice_step": ("kind", "text", "due_on", "is_author", "work_day"),
    **{table: (*columns, "station", "work_day") for table, columns in MUSTER_COLUMNS.items()},
}
"""Columns of each fact that its ledger entry repeats under the same name."""

_Owners = tuple[tuple[str, str], ...]

_MEMBER: _Owners = (("member_uid", "member"),)
_BY: _Owners = (("by_uid", "by"),)
_POST = ("post_uid", "post")
_ENTRY = ("entry_uid", "entry")
_OWNERS: dict[str, _Owners] = {
    "commitment": (*_MEMBER, _POST, ("item_uid", "item")),
    "commitment_change": (*_BY, ("commitment_uid", "commitment"), ("after_uid", "after")),
    "service_entry": (
        *_MEMBER,
        *(("commitment_uid", "commitment"), ("item_uid", "item"), ("served_uid", "served")),
    ),
    "service_confirmation": (*_BY, _ENTRY),
    "service_strike": (*_BY, _ENTRY, ("after_uid", "after")),
    "service_photo": (_ENTRY,),
    "presence_mark": (*_MEMBER, *_BY, ("names_uid", "names"), ("about_uid", "about")),
    "correction_request": (*_MEMBER, ("punch_uid", "presence")),
    "correction_ruling": (*_BY, ("request_uid", "request"), ("mark_uid", "mark")),
    "day_closing": (),
    "rule_version": (),
    "scan_answer": (*_BY, ("question_uid", "question"), ("mark_uid", "mark")),
    "presence_settled": (*_MEMBER, *_BY, ("presence_uid", "presence")),
    "post_setting": (*_BY, _POST),
    "post_kind": (*_BY, _POST),
    "post_taken": (*_MEMBER, ("presence_uid", "presence"), _POST),
    "handover": (*_MEMBER, _POST, ("taker_uid", "taker")),
    "rating": (("subject_uid", "subject"), ("of_uid", "of"), ("terminal_uid", "terminal")),
    "rating_ruling": (*_BY, ("rating_uid", "rating")),
    "voice": (("author_uid", "author"),),
    "voice_step": (*_BY, ("voice_uid", "voice"), ("owner_uid", "owner")),
}
_OWNERS |= {table: (("muster_uid", "muster"),) for table in MUSTER_COLUMNS}
_OWNERS["muster_start"] = (("uid", "muster"),)
"""Columns that hold a key, each with the name under which the entry repeats it."""

_TIMES = {
    "punch": ("placed_at",),
    "presence_mark": ("placed_at",),
    "correction_request": ("happened_at", "left_at"),
    "rule_version": ("since",),
    "rating": ("slot_at",),
}
"""Columns of a fact that hold a time beside that of its recording."""

_UNTIMED = frozenset({"rule_version", "rating"})
"""Facts that do not repeat the time of their recording."""


def find_first_disagreement(connection: apsw.Connection) -> int | None:
    """The seq of the first entry whose fact is missing or says something else, or None.

    A fact without an entry of its own counts under the seq that it claims.
    """
    found: list[int] = []
    for table in _COMPARED:
        found += [int(str(seq)) for (seq,) in connection.execute(_disagreements(table))]
    return min(found, default=None)


def _disagreements(table: str) -> str:
    same = [f"json_extract(e.payload, '$.{name}') IS f.{name}" for name in _COMPARED[table]]
    for column, key in _OWNERS.get(table, _MEMBER):
        owner = f"replace(coalesce(json_extract(e.payload, '$.{key}'), ''), '-', '')"
        same.append(f"{owner} = lower(coalesce(hex(f.{column}), ''))")
    for column in _TIMES.get(table, ()):
        same.append(f"json_extract(e.payload, '$.{column}') IS {_iso(column)}")
    timed = "" if table in _UNTIMED else " AND e.at = f.at"
    told = f"(e.payload IS NULL OR ({' AND '.join(same)}))"
    return (
        f"SELECT f.seq FROM {table} f LEFT JOIN ledger_entry e"
        f" ON e.seq = f.seq AND e.kind = '{table}' AND e.subject = f.uid{timed}"
        f" WHERE e.seq IS NULL OR NOT {told}"
        f" UNION ALL SELECT e.seq FROM ledger_entry e LEFT JOIN {table} f ON f.uid = e.subject"
        f" WHERE e.kind = '{table}' AND f.uid IS NULL ORDER BY 1 LIMIT 1"
    )


def _iso(column: str) -> str:
    """A column of microseconds as Python writes it in ISO 8601."""
    return (
        f"strftime('%Y-%m-%dT%H:%M:%S', f.{column} / 1000000, 'unixepoch')"
        f" || CASE WHEN f.{column} % 1000000 THEN printf('.%06d', f.{column} % 1000000) ELSE ''"
        " END || '+00:00'"
    )
