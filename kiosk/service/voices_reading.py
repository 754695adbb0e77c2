"""Rows of voices become views: what everybody sees, what stays with supervisors."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from db import voices as records
from db.voices import VoiceLine
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.escalation import level_of
from kiosk.service.masking import mask_phones
from kiosk.service.places import listed_places
from kiosk.service.voice_states import STILL_OPEN, is_urgent
from kiosk.service.voices_views import PublicVoice, StepView, VoiceView

_FIRST_WORDS = 40
"""Characters of a text that stand for it in a list."""


def first_words(text: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _FIRST_WORDS else line[: _FIRST_WORDS - 1] + "…"


def public_view(line: VoiceLine, listed: Collection[str]) -> PublicVoice:
    """What everybody sees of a voice.

    Args:
        line: The voice.
        listed: Places that nobody wrote: any other is in words that nobody approved.
    """
    voice, standing = line.voice, line.standing
    shown = mask_phones(standing.shown)
    return PublicVoice(
        voice.number,
        voice.kind,
        voice.subject or first_words(shown),
        line.subject_en,
        standing.state,
        shown,
        line.place if line.place in listed else "",
        voice.work_day,
        standing.due_on,
        is_urgent(voice.kind, line.origin),
    )


def full_view(line: VoiceLine, listed: Collection[str], today: date) -> VoiceView:
    """A voice in full, without its steps."""
    voice, standing = line.voice, line.standing
    return VoiceView(
        public_view(line, listed),
        voice.text,
        voice.subject or first_words(voice.text),
        line.place,
        voice.author_uid,
        line.author,
        standing.owner_uid,
        line.owner,
        level_of(standing.due_on, today, is_open=standing.state in STILL_OPEN),
        voice.at,
        standing.solved_at,
        line.solver_uid,
    )


def kept_view(context: Context, line: VoiceLine) -> VoiceView:
    """A voice in full, with what was done about it."""
    view = full_view(line, listed_places(), context.moment().work_day)
    return replace(view, steps=step_views(line.voice.uid))


def step_views(voice_uid: UUID) -> tuple[StepView, ...]:
    """What was done about a voice, in order."""
    return tuple(
        StepView(step.kind, step.text, by, step.is_author, owner, step.due_on, step.at, step.by_uid)
        for step, by, owner in records.list_steps(voice_uid)
    )


def get_line(number: int) -> VoiceLine:
    """The voice with a number.

    Raises:
        RefusedError: `unknown_voice`.
    """
    largest = 2**63 - 1  # SQLite knows no larger number
    found = records.find_voice(number) if 0 < number <= largest else None
    if found is None:
        raise RefusedError("unknown_voice", _("There is no voice {number}.").format(number=number))
    return found
