"""Voices as programs read them and as text."""

from typing import TYPE_CHECKING

from kiosk.commands.telling import iso
from kiosk.i18n import _, format_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kiosk.service.voices_views import PublicVoice, StepView, VoiceView


def public_shape(voice: "PublicVoice") -> dict[str, object]:
    """A voice as everybody may see it."""
    return {
        "number": voice.number,
        "kind": voice.kind,
        "subject": voice.subject or None,
        "state": voice.state,
        "shown": voice.shown or None,
        "place": voice.place or None,
        "raised_on": voice.raised_on.isoformat(),
        "due_on": voice.due_on.isoformat(),
    }


def risen_shape(voice: "VoiceView") -> dict[str, object]:
    """An overdue voice as the day tells it: what everybody may see, who has it, how far it rose."""
    return public_shape(voice.public) | {
        "owner": voice.owner or None,
        "level": voice.level.name.lower(),
    }


def kept_shape(voice: "VoiceView") -> dict[str, object]:
    """A voice in full, without what was done about it."""
    return public_shape(voice.public) | {
        "subject": voice.subject or None,
        "text": voice.text,
        "place": voice.place or None,
        "author": voice.author or None,
        "owner": voice.owner or None,
        "level": voice.level.name.lower(),
        "at": iso(voice.at),
        "solved_at": iso(voice.solved_at),
    }


def thread_shape(voice: "VoiceView") -> dict[str, object]:
    """A voice in full."""
    return kept_shape(voice) | {"steps": [_step(step) for step in voice.steps]}


def _step(step: "StepView") -> dict[str, object]:
    return {
        "kind": step.kind,
        "text": step.text,
        "by": step.by or None,
        "is_author": step.is_author,
        "owner": step.owner or None,
        "due_on": step.due_on.isoformat() if step.due_on else None,
        "at": iso(step.at),
    }


def public_line(voice: "PublicVoice") -> tuple[str, ...]:
    """A voice as a line of the public list."""
    from kiosk.service.voices_wording import kind_word, state_word, subject_words

    kind, state = kind_word(voice.kind), state_word(voice.state)
    return str(voice.number), kind, subject_words(voice), state, format_day(voice.due_on)


def risen_line(voice: "VoiceView") -> tuple[str, ...]:
    """An overdue voice as a line of the day."""
    from kiosk.service.voices_wording import level_words

    owner = voice.owner or _("nobody")
    return (*public_line(voice.public), owner, level_words(voice.level))


def kept_line(voice: "VoiceView") -> tuple[str, ...]:
    """A voice as a line of the supervisors' list."""
    from kiosk.service.voices_wording import level_words

    number, kind, _subject, state, due = public_line(voice.public)
    owner = voice.owner or _("nobody")
    return number, kind, voice.subject, voice.where, state, due, owner, level_words(voice.level)


def thread_lines(voice: "VoiceView", zone: "ZoneInfo") -> list[str]:
    """A voice in full, as text."""
    from kiosk.service.voices_wording import step_word

    head = "  ".join(filter(None, kept_line(voice)))
    lines = [head, *voice.text.splitlines()]
    for step in voice.steps:
        at = f"{step.at.astimezone(zone):%Y-%m-%d %H:%M}"
        due = format_day(step.due_on) if step.due_on else ""
        words = (
            at,
            step.by or _("who raised it"),
            step_word(step.kind),
            step.owner,
            due,
            step.said,
        )
        lines.append("  ".join(filter(None, ("·", *words))))
    return lines
