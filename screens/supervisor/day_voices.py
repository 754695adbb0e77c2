"""What is loud and in nobody's hands, and voices not settled in time, as lines of the day."""

from textual.screen import Screen

from kiosk.i18n import _, format_number
from kiosk.oversight.views import DayView
from kiosk.people.views import MemberView
from kiosk.service.voices_views import VoiceView
from kiosk.service.voices_wording import kind_word, level_words
from screens.public.voice_thread import days_words
from screens.supervisor.day_layout import Cell, Group, Line
from screens.supervisor.voices import overdue_words


def overdue_voices(day: DayView) -> Group:
    """Loud and overdue voices; only today's day holds any."""
    heading = _("Voices that need somebody")
    if day.more_voices:
        more = _("{count} more in the menu: voices")
        heading += " · " + more.format(count=format_number(day.more_voices))
    return Group(heading, tuple(map(_line, day.voices)), is_urgent=True)


def voice_page(day: DayView, line: Line, supervisor: MemberView | None) -> Screen[None] | None:
    """The page of the voice that a line speaks of; None where it speaks of none."""
    from screens.supervisor.voice_page import VoiceScreen  # costs nothing until needed

    numbers = (voice.public.number for voice in day.voices if line.key == _key(voice))
    number = next(numbers, None)
    return VoiceScreen(supervisor, number) if number and supervisor else None


def _line(voice: VoiceView) -> Line:
    public = voice.public
    kind = kind_word(public.kind)
    risen = overdue_words(voice.level) or _("nobody has it yet")
    said = " ".join(voice.text.split())
    told = (level_words(voice.level), days_words(public), *_who(voice), said)
    cells = (
        Cell("▲", 2, "urgent"),
        Cell(str(public.number), 4, "quiet"),
        Cell(kind, 10),
        Cell(voice.subject, 0, "strong", 44),
        Cell(risen, 13, "urgent"),
    )
    detail = " · ".join(filter(None, told)) + " " + _("Press Enter to settle it.")
    return Line(
        _key(voice), cells, detail, (str(public.number), kind, voice.subject, said, *_who(voice))
    )


def _who(voice: VoiceView) -> tuple[str, str, str]:
    return voice.where, voice.author, voice.owner


def _key(voice: VoiceView) -> str:
    return f"voice {voice.public.number}"
