"""What was noted of a member beside what they did: at the gate, in musters, of badge, PIN, entry.

Each part is one statement and all of it; nothing is cut off. `?1` is the member's key, `?2` its
hexadecimal digits as musters write them, `?3` the key as the ledger writes it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.base import from_micros
from db.connection import run_sql


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that was noted of a member.

    Attributes:
        kind: What it is, a stable word.
        at: When, UTC; None where that was not noted.
        told: What was noted, by name; times are UTC, other people are told by their number.
    """

    kind: str
    at: datetime | None
    told: Mapping[str, Any]


_BY = "(SELECT number FROM member WHERE uid = f.by_uid)"
_POST = "(SELECT name FROM post WHERE uid = f.post_uid)"
_MARKS = (
    "(SELECT json_group_array(json_object({0}) ORDER BY f.seq) FROM {1} f"
    " WHERE f.muster_uid = s.uid AND f.person = ?2)"
)
_SEEN = _MARKS.format("'at', f.at, 'how', f.how, 'by', f.by_name, 'station', f.station", "{0}")
_ON_LIST = (
    "(SELECT replace(j.value ->> {1}, '+00:00', 'Z') FROM json_each({0}) j"
    " WHERE j.value ->> 0 = ?2)"
)
"""Why (1) or since when (2) the member stood on a list of a muster's."""
# As `db.muster.list_sightings` has it: between start and end in the order of recording.
_AT_GATE = (
    "FROM punch f WHERE f.member_uid = ?1 AND f.badge_uid IS NOT NULL AND f.seq > s.seq"
    " AND f.seq < coalesce(e.seq, 9223372036854775807) AND NOT EXISTS (SELECT 1"
    " FROM presence_mark u WHERE u.names_uid = f.uid AND u.kind = 'undo')"
)

_SCANS = (
    "SELECT 'scan', f.at, json_object('direction', f.direction, 'placed_at', f.placed_at,"
    " 'work_day', f.work_day, 'clock', f.clock, 'source', f.source), f.seq"
    " FROM punch f WHERE f.member_uid = ?1"
    " UNION ALL SELECT f.kind, f.at, json_object('placed_at', f.placed_at, 'work_day', f.work_day,"
    f" 'clock', f.clock, 'source', f.source, 'by', {_BY}, 'reason', f.reason), f.seq"
    " FROM presence_mark f WHERE f.member_uid = ?1 ORDER BY 4"
)
_REFUSED = (
    "SELECT 'refused_scan', at, json_object('reason', reason, 'code', code, 'work_day', work_day,"
    " 'source', source) FROM refused_scan WHERE member_uid = ?1 ORDER BY seq"
)
_QUESTIONS = (
    "SELECT 'scan_question', q.at, json_object('is_misfit', q.misfit, 'work_day', q.work_day,"
    f" 'answer', f.direction, 'answered_at', f.at, 'by', {_BY}, 'reason', f.reason), q.seq"
    " FROM scan_question q LEFT JOIN scan_answer f ON f.question_uid = q.uid"
    " WHERE q.member_uid = ?1"
    " UNION ALL SELECT 'presence_settled', f.at, json_object('work_day', f.work_day,"
    f" 'by', {_BY}, 'reason', f.reason), f.seq FROM presence_settled f WHERE f.member_uid = ?1"
    " ORDER BY 4"
)
_POSTS = (
    f"SELECT 'post_taken', f.at, json_object('post', {_POST}, 'work_day', f.work_day), f.seq"
    " FROM post_taken f WHERE f.member_uid = ?1"
    " UNION ALL SELECT CASE WHEN f.member_uid = ?1 THEN 'handover' ELSE 'named_in_handover' END,"
    f" f.at, json_object('post', {_POST}, 'answer', f.answer, 'taker',"
    " (SELECT number FROM member WHERE uid = f.taker_uid), 'by',"
    " (SELECT number FROM member WHERE uid = f.member_uid), 'work_day', f.work_day), f.seq"
    " FROM handover f WHERE f.member_uid = ?1 OR f.taker_uid = ?1 ORDER BY 4"
)
_STANDS_IN = (
    f"SELECT 'deputy', f.made_at, json_object('name', {_POST}, 'since', f.since, 'until', f.until,"
    " 'ended_at', f.ended_at), f.since FROM deputy f WHERE f.member_uid = ?1"
    " UNION ALL SELECT 'team_leader', NULL, json_object('name', name, 'since', since,"
    " 'until', until), since FROM team WHERE leader_uid = ?1 ORDER BY 4, 1"
)
_MUSTERS = (
    "SELECT s.kind, s.at, json_object('ended_at', e.at, 'ended_by', e.by_number,"
    " 'station', s.station,"
    f" 'expected', {_ON_LIST.format('s.expected', 1)},"
    f" 'since', {_ON_LIST.format('s.expected', 2)},"
    f" 'came_meanwhile', {_ON_LIST.format('e.during', 1)},"
    " 'at_gate', json((SELECT json_group_array(json_object('at', f.at, 'station', f.source)"
    f" ORDER BY f.seq) {_AT_GATE})),"
    f" 'seen', json({_SEEN.format('muster_seen')}), 'taken_back', json("
    + _MARKS.format(
        "'at', f.at, 'by', f.by_name, 'reason', f.reason, 'station', f.station", "muster_undone"
    )
    + ")) FROM muster_start s LEFT JOIN muster_end e ON e.muster_uid = s.uid"
    " WHERE instr(s.expected, ?2) OR instr(coalesce(e.during, ''), ?2)"
    " OR (e.by_number, e.by_name) = (SELECT number, name FROM member WHERE uid = ?1)"
    f" OR EXISTS (SELECT 1 {_AT_GATE}) OR EXISTS"
    " (SELECT 1 FROM muster_seen m WHERE m.muster_uid = s.uid AND m.person = ?2) ORDER BY s.seq"
)
_BADGES = (
    "SELECT e.kind, e.at, json_object('badge', (SELECT count(*) FROM badge o WHERE"
    " o.member_uid = ?1 AND (o.issued_at, o.uid) <= (b.issued_at, b.uid)), 'told',"
    " json_remove(coalesce(e.payload, '{}'), '$.by', '$.member')) FROM badge b"
    " JOIN ledger_entry e ON e.subject = b.uid WHERE b.member_uid = ?1 ORDER BY e.seq"
)
_IN_HAND = (
    "SELECT 'assigned', f.at, json_object('number', v.number, 'kind_of_voice', v.kind,"
    f" 'by', {_BY}, 'due_on', f.due_on) FROM voice_step f JOIN voice v ON v.uid = f.voice_uid"
    " WHERE f.owner_uid = ?1 ORDER BY f.seq"
)
_ACCESS = (
    "SELECT 'role', set_at, json_object('role', role), 0 FROM access WHERE member_uid = ?1"
    " UNION ALL SELECT 'pin_try', t.at, json_object('passed', t.passed), l.seq FROM pin_try t"
    " JOIN ledger_entry l ON l.subject = t.uid WHERE t.member_uid = ?1 ORDER BY 4"
)
_ENTRY = (
    "SELECT kind, at, json_object('told', json_remove(coalesce(payload, '{}'), '$.by'))"
    " FROM ledger_entry WHERE subject = ?1 ORDER BY seq"
)
_DEEDS = (
    "SELECT kind, at, '{}' FROM ledger_entry"
    " WHERE instr(payload, '\"by\":\"' || ?3 || '\"') ORDER BY seq"
)
_HALF = (
    "SELECT errand, saved_at, json_object('answers', json(answers)) FROM draft"
    " WHERE member_uid = ?1 ORDER BY saved_at"
)
_PHRASES = (
    "SELECT kind, used_at, json_object('text', text, 'uses', uses) FROM phrase"
    " WHERE owner = ?1 ORDER BY kind, used_at, text"
)

PARTS: Mapping[str, str] = {
    "scans": _SCANS,
    "refused_scans": _REFUSED,
    "scan_questions": _QUESTIONS,
    "posts_taken": _POSTS,
    "stands_in": _STANDS_IN,
    "musters": _MUSTERS,
    "voices_in_hand": _IN_HAND,
    "badges": _BADGES,
    "access": _ACCESS,
    "entry": _ENTRY,
    "deeds": _DEEDS,
    "drafts": _HALF,
    "own_words": _PHRASES,
}
"""The parts, each with the statement that gives kind, time and the rest as JSON."""


def list_traces(member_uid: UUID, part: str) -> list[Trace]:
    """One of the `PARTS` of a member, in order."""
    keys = (member_uid.bytes, member_uid.hex, str(member_uid))
    sql = PARTS[part]
    used = keys[: max(int(place) for place in "123" if f"?{place}" in sql)]
    return [
        Trace(kind, None if at is None else from_micros(at), _timed(json.loads(told)))
        for kind, at, told, *_order in run_sql(sql, used)
    ]


def _timed(told: Any) -> Any:  # noqa: ANN401  # any JSON
    """Times from how SQLite keeps them."""
    if isinstance(told, list):
        return [_timed(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {
        name: from_micros(value)
        if isinstance(value, int) and (name == "at" or name.endswith("_at"))
        else _timed(value)
        for name, value in told.items()
    }
