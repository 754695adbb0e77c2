"""Whether the derived tables say what their facts come to.

They are written in the transaction of the fact, by triggers or by the desk, and nothing refuses to
change them: here each is derived anew from the facts alone and held against what stands in it.
"""

import apsw

from db.entries import CONFIRMS, STANDS, STRIKE
from db.records import KNOWN

_OPEN = (
    "SELECT uid, member_uid, due_on FROM commitment WHERE rhythm IS NULL AND uid NOT IN"
    " (SELECT commitment_uid FROM commitment_change WHERE occasion IS NULL)"
)

_TALLIES = " UNION ALL ".join(
    (
        "SELECT x.member_uid, c.state, count(*), 0 FROM commitment_change c"
        " JOIN commitment x ON x.uid = c.commitment_uid"
        " WHERE (c.occasion IS NOT NULL OR x.rhythm IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM commitment_change l WHERE l.after_uid = c.uid)"
        " GROUP BY 1, 2",
        "SELECT x.member_uid, 'services', count(*), sum(x.minutes)"
        f" FROM service_entry x{STRIKE} WHERE {STANDS} GROUP BY 1",
        "SELECT x.member_uid, CASE k.how WHEN 'touch' THEN 'touched' ELSE 'confirmed' END,"
        " count(*), sum(k.minutes) FROM service_entry x JOIN service_confirmation k"
        f" ON k.entry_uid = x.uid AND {CONFIRMS}{STRIKE} WHERE {STANDS} GROUP BY 1, 2",
        "SELECT member_uid, 'days', count(DISTINCT work_day), 0 FROM presence GROUP BY 1",
        "SELECT member_uid, 'hours', count(*), sum((out_at - in_at) / 1000000 - breaks_s)"
        f" FROM presence WHERE {KNOWN} GROUP BY 1",
        "SELECT member_uid, 'unknown', count(*), 0 FROM presence"
        f" WHERE closed IS NOT NULL AND NOT ({KNOWN}) GROUP BY 1",
    )
)


def _last(value: str, condition: str) -> str:
    """What the newest step of a voice `v` says of which a condition holds."""
    return (
        f"(SELECT {value} FROM voice_step p WHERE p.voice_uid = v.uid AND {condition}"
        " ORDER BY p.seq DESC LIMIT 1)"
    )


_STATE = _last(
    "CASE p.kind WHEN 'assigned' THEN 'in_hand' WHEN 'reopened' THEN 'open'"
    " WHEN 'released' THEN 'open' ELSE p.kind END",
    "p.kind IN ('assigned', 'released', 'solved', 'confirmed', 'declined', 'reopened')",
)
_OWNER = _last("p.owner_uid", "p.kind IN ('assigned', 'released', 'reopened')")
_DUE = _last("p.due_on", "p.due_on IS NOT NULL")
_SHOWN = _last("p.text", "p.kind IN ('shown', 'hidden')")
_SOLVED = _last("p.at", "p.kind = 'solved'")
_STANDINGS = (
    "SELECT uid, number, kind, state, owner_uid, due_on, shown,"
    " CASE WHEN state IN ('solved', 'confirmed') THEN solved_at END, last_uid FROM ("
    f"SELECT v.uid, v.number, v.kind, coalesce({_STATE}, 'open') AS state,"
    f" {_OWNER} AS owner_uid, coalesce({_DUE}, v.due_on) AS due_on,"
    f" coalesce({_SHOWN}, '') AS shown, {_SOLVED} AS solved_at,"
    f" {_last('p.uid', '1')} AS last_uid FROM voice v)"
)

_DERIVED = {
    "commitment_open": ("SELECT commitment_uid, member_uid, due_on FROM commitment_open", _OPEN),
    "member_tally": (
        "SELECT member_uid, what, count, amount FROM member_tally WHERE count != 0 OR amount != 0",
        _TALLIES,
    ),
    "voice_standing": (
        "SELECT voice_uid, number, kind, state, owner_uid, due_on, shown, solved_at, last_uid"
        " FROM voice_standing",
        _STANDINGS,
    ),
}
"""Each derived table: what stands in it, and what its facts come to."""


def find_differing_tables(connection: apsw.Connection) -> tuple[str, ...]:
    """The derived tables that do not say what their facts come to, by name."""
    return tuple(
        table
        for table, (stands, derived) in _DERIVED.items()
        if connection.execute(
            f"SELECT 1 FROM (SELECT * FROM ({stands}) EXCEPT SELECT * FROM ({derived})"
            f") UNION ALL SELECT 1 FROM (SELECT * FROM ({derived}) EXCEPT SELECT * FROM ({stands})"
            ") LIMIT 1"
        ).fetchall()
    )
