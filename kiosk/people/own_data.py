"""All that is kept of a member, gathered for the member themself.

What is not in it, and why:

- The hash of their PIN and the badges' tokens: who holds them could come in with them. That there
  is a PIN, since when, and each try, are in it.
- Single ratings of them, and their mean below five: they would tell who gave them. The mean, the
  count and the words are in it as the member's page shows them.
- The pictures beside services: others are on them who were not asked. How many there are, is in it.
- What they did as a supervisor about others, beyond what and when: the rest is the others'.
- Marks in musters that they made of others: those bear a name as it was typed, no key.
- What is only counted from the rest (sums, open promises, how a voice stands), and the answers to
  scans that are kept a week in case a gate asks again: they say nothing that is not in it.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from db import own_data as rows
from db import own_traces as traces
from db.entries import list_services_for
from db.keeping import find_kept_member
from db.people import find_rendition
from db.presence import Presence, list_all_presences
from db.voices import VoiceFilter, list_voices
from kiosk.attendance.presence import worked_s
from kiosk.people.photo_intake import PhotoSize
from kiosk.people.record_views import MemberRecord, OwnData, OwnPhoto, StayLine
from kiosk.service.places import listed_places
from kiosk.service.reading import service_views, whole_judgements
from kiosk.service.voices_reading import full_view, step_views
from kiosk.service.voices_views import VoiceView

_MOST = 100_000
"""So many voices; nobody raises more."""


def own_data(member_uid: UUID, record: MemberRecord, phone: str, today: date) -> OwnData:
    """Gather it.

    Args:
        member_uid: Whose.
        record: Their record, with everything in it.
        phone: Their phone number.
        today: The work day now.
    """
    return OwnData(
        record,
        phone,
        tuple(_stay(one) for one in list_all_presences(member_uid)),
        whole_judgements(member_uid),
        service_views(list_services_for(member_uid)),
        _raised(member_uid, today),
        tuple(rows.list_said_in_voices(member_uid)),
        tuple(rows.list_asked_corrections(member_uid)),
        tuple(rows.list_given_confirmations(member_uid)),
        {part: tuple(traces.list_traces(member_uid, part)) for part in traces.PARTS},
        _photos(member_uid),
    )


def _photos(member_uid: UUID) -> tuple[OwnPhoto, ...]:
    kept = find_kept_member(member_uid)
    named = (("shown", kept.photo), ("waiting", kept.waiting_photo)) if kept else ()
    return tuple(
        OwnPhoto(state, sha256, find_rendition(sha256, PhotoSize.LARGE) or b"")
        for state, sha256 in named
        if sha256 is not None
    )


def _raised(member_uid: UUID, today: date) -> tuple[VoiceView, ...]:
    listed = listed_places()
    theirs = list_voices(VoiceFilter(member_uid=member_uid), _MOST)
    return tuple(
        replace(full_view(line, listed, today), steps=step_views(line.voice.uid))
        for line in theirs
        if line.voice.author_uid == member_uid
    )


def _stay(presence: Presence) -> StayLine:
    worked = worked_s(presence)
    minutes = None if worked is None else worked // 60
    return StayLine(presence.work_day, presence.in_at, presence.out_at, minutes)
