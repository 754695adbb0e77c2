"""What others said: numbers, subjects and states, for everybody; newest first."""

from collections.abc import Sequence

from kiosk.i18n import _
from kiosk.service.voices_views import PublicPage, PublicVoice
from kiosk.service.voices_wording import kind_word, state_word, subject_words
from screens.public.voice_lines import LinesScreen
from screens.public.voice_look_up import LookUpScreen
from screens.public.voice_thread import STATE_SIGNS, days_words
from screens.supervisor.day_layout import Cell, Line

ON_A_PAGE = 100
"""Voices that are read at once; older ones by a key."""

FILTERS = {"1": "", "3": "hazard", "4": "help", "5": "problem", "6": "suggestion", "7": "solved"}
"""Keys, and of which kind, or that only solved ones are listed; 8 and 2 move."""

_OLDER = "9"

_WIDE = 100
"""Cells of a screen below which the keys have shorter labels, so that each of them is there."""


class VoiceListScreen(LinesScreen):
    """The public list: nothing that a person wrote is in it before it was approved."""

    CSS_PATH = "voice_lines.tcss"
    idle_s = 60.0

    def __init__(self, wanted: str = "") -> None:
        """List voices, once they are read.

        Args:
            wanted: One of the values of `FILTERS`.
        """
        super().__init__()
        self._page = PublicPage((), has_more=False)
        self._wanted = wanted
        self._before: int | None = None

    def heading(self) -> str:
        """All, or only some."""
        words = {"": _("all"), "solved": state_word("solved")}
        only = words[self._wanted] if self._wanted in words else kind_word(self._wanted)
        return f"{_('What others said')} · {only}"

    def empty_words(self) -> str:
        """How to begin."""
        if self._wanted:
            return _("Nothing of this kind yet. Press 1 to see all.")
        return "\n".join(
            (
                _("Nobody has said anything yet."),
                "",
                _("On the board press 0, then 6 to 9: a hazard, help, a problem or an idea."),
                _("It gets a number, and here everybody sees what becomes of it."),
            )
        )

    def lines(self) -> Sequence[Line]:
        """A line for each voice."""
        return [voice_line(voice) for voice in self._page.voices]

    async def read(self) -> None:
        """A page of the record."""
        kind, state = ("", "settled") if self._wanted == "solved" else (self._wanted, "")
        voices = self.kiosk.services.voices
        self._page = await self.kiosk.read(voices.list_public, kind, state, self._before, ON_A_PAGE)

    def keys(self) -> list[tuple[str, str]]:
        """What else can be listed."""
        others = (key for key, wanted in FILTERS.items() if wanted != self._wanted)
        older = [_OLDER] if self._page.has_more or self._before else []
        words = self._labels()
        return [(key, words[key]) for key in ("enter", *others, *older)]

    def _labels(self) -> dict[str, str]:
        if self.app.size.width < _WIDE:
            words = _("See|Any|Hazard|Help|Problem|Idea|Done|Old").split("|")
            return dict(zip(("enter", *FILTERS, _OLDER), words, strict=True))
        kinds = {key: kind_word(kind) for key, kind in FILTERS.items() if key in "3456"}
        first = {"enter": _("Show"), "1": _("Any")}
        return {**first, **kinds, "7": state_word("solved"), _OLDER: _("Older")}

    def press(self, character: str) -> bool:
        """List something else, or what is older; behind the oldest the newest again."""
        if character in FILTERS:
            self._wanted, self._before = FILTERS[character], None
        elif character == _OLDER:
            self._before = self._page.voices[-1].number if self._page.has_more else None
        else:
            return False
        self.renew(from_the_top=True)
        return True

    def open_line(self, line: Line) -> None:
        """What everybody sees of it, and the way to all of it for its author."""
        self.app.push_screen(LookUpScreen(int(line.key)))


def voice_line(voice: PublicVoice) -> Line:
    """A line: number, kind, what it is about, how it stands."""
    is_told = voice.subject != ""
    subject = subject_words(voice) if is_told else _("words not public")
    cells = (
        Cell(str(voice.number), 6, "quiet"),
        Cell(kind_word(voice.kind), 12, "urgent" if voice.is_loud else "plain"),
        Cell(subject, 0, "strong" if is_told else "quiet", 64),
        Cell(f"{STATE_SIGNS[voice.state]} {state_word(voice.state)}", 16, "plain"),
        Cell(f"{voice.raised_on:%m-%d}", 6, "quiet"),
    )
    detail = " · ".join(filter(None, (days_words(voice), voice.where, voice.shown)))
    return Line(str(voice.number), cells, detail)
