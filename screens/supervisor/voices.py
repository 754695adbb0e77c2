"""Voices for supervisors: the most urgent first; Enter opens one."""

from collections.abc import Sequence

from kiosk.i18n import _, format_day
from kiosk.service.escalation import Level
from kiosk.service.voices import VoiceFilter
from kiosk.service.voices_views import VoiceView
from kiosk.service.voices_wording import kind_word, level_words, state_word, subject_words
from screens.public.voice_lines import LinesScreen
from screens.public.voice_thread import STATE_SIGNS, days_words
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.day_layout import Cell, Line

MOST = 200
"""Voices that are listed at once; any other is opened by its number."""

FILTERS = {"1": "", "3": "solved", "4": "declined", "5": "all"}
"""Keys, and what is listed: what is to be done, a state, or the newest of all; 8 and 2 move."""


class VoicesScreen(SupervisorScreen, LinesScreen):
    """What people said, in full."""

    CSS_PATH = "../public/voice_lines.tcss"

    def __init__(self) -> None:
        """List what is to be done, once it is read."""
        super().__init__()
        self._voices: Sequence[VoiceView] = ()
        self._wanted = ""
        self._has_more = False

    def heading(self) -> str:
        """What is listed."""
        titles = {
            "": _("Voices to settle: the most urgent first"),
            "solved": _("Solved, and nobody has confirmed it yet"),
            "declined": _("Declined"),
            "all": _("All voices: the newest first"),
        }
        if not self._has_more:
            return titles[self._wanted]
        more = _("{count} shown; / opens others")
        return f"{titles[self._wanted]} · {more.format(count=MOST)}"

    def empty_words(self) -> str:
        """What will be here."""
        if not self._wanted:
            return "\n".join(
                (
                    _("Nothing is waiting."),
                    "",
                    _("What people say on the board with 0 comes here; 5 lists the older ones."),
                )
            )
        return _("There is none now. Press 1 to see what is to be settled.")

    def lines(self) -> Sequence[Line]:
        """A line for each voice."""
        return [voice_line(voice) for voice in self._voices]

    async def read(self) -> None:
        """What is listed, from the record."""
        desk = self.kiosk.services.voices
        if self._wanted:
            asked = VoiceFilter(state="" if self._wanted == "all" else self._wanted)
            page = await self.kiosk.read(desk.list_kept, asked, MOST)
            self._voices, self._has_more = page.voices, page.has_more
            return
        found = await self.kiosk.read(desk.list_urgent, MOST + 1)
        self._voices, self._has_more = found[:MOST], len(found) > MOST

    def keys(self) -> list[tuple[str, str]]:
        """What can be listed, and any by its number."""
        return [
            ("enter", _("Show")),
            ("1", _("Waiting")),
            ("3", state_word("solved")),
            ("4", state_word("declined")),
            ("5", _("Any")),
            ("slash", _("Number")),
        ]

    def press(self, character: str) -> bool:
        """List something else, or ask for a number."""
        if character == "/":
            self._open(None)
        elif character in FILTERS:
            self._wanted = FILTERS[character]
            self.renew(from_the_top=True)
        else:
            return False
        return True

    def open_line(self, line: Line) -> None:
        """Open a voice."""
        self._open(int(line.key))

    def _open(self, number: int | None) -> None:
        from screens.supervisor.voice_page import VoiceScreen  # costs when it is opened

        if self.kiosk.supervisor is not None:
            self.app.push_screen(VoiceScreen(self.kiosk.supervisor, number))


def voice_line(voice: VoiceView) -> Line:
    """A line: how urgent, number, kind, what it is about, who has it, by when."""
    public = voice.public
    needs = public.is_loud or voice.level > Level.NOBODY
    due = overdue_words(voice.level) or format_day(public.due_on)
    subject = subject_words(public) if public.subject else voice.subject or kind_word(public.kind)
    cells = (
        Cell("▲" if needs else STATE_SIGNS[public.state][0], 2, "urgent" if needs else "quiet"),
        Cell(str(public.number), 6, "quiet"),
        Cell(kind_word(public.kind), 12, "urgent" if public.is_loud else "plain"),
        Cell(subject, 0, "strong", 64),
        Cell(voice.owner or state_word(public.state), 12, "plain" if voice.owner else "quiet"),
        Cell(due, 16, "urgent" if voice.level else "quiet"),
    )
    said = " ".join(voice.text.split())
    told = (level_words(voice.level), days_words(public), voice.where, voice.author, said)
    detail = " · ".join(filter(None, told))
    return Line(str(public.number), cells, detail)


def overdue_words(level: Level) -> str:
    """To whom it has risen since it is overdue; empty for nobody."""
    words = {
        Level.OWNER: _("overdue"),
        Level.SUPERVISOR: _("overdue, 3 days"),
        Level.ADMIN: _("overdue, a week"),
    }
    return words.get(level, "")
