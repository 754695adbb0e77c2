"""The line over the board of hazards and calls for help: loud until each is in hand."""

from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from kiosk.i18n import _, format_number
from kiosk.service.voices_views import LoudVoices, PublicVoice
from kiosk.service.voices_wording import subject_words
from kiosk.text import cell_width, fit
from screens.widgets.lines import Drawn, spread

_LEAST_TOLD = 30
"""Cells of what they are that go before the way to report another one."""


class HazardLine(Drawn):
    """One line that is blank while there is none, so that nothing moves when one comes."""

    LOOKS = "hazard"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"hazard--loud"}
    DEFAULT_CSS = """
    HazardLine { height: 1; width: 100%; margin: 0 2; }
    HazardLine > .hazard--loud { color: $background; background: $warning; text-style: bold; }
    """

    class Pressed(Message):
        """Somebody touched it."""

        def __init__(self, kind: str) -> None:
            """Say which kind of voice it led with.

            Args:
                kind: `hazard`, or `help` where there is no hazard.
            """
            super().__init__()
            self.kind = kind

    def __init__(self) -> None:
        """Show none."""
        super().__init__()
        self._loud = LoudVoices(0, 0, ())

    def show(self, loud: LoudVoices) -> None:
        """Show what is so now."""
        if loud != self._loud:
            self._loud = loud
            self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """How many, and which are the newest."""
        if not self._loud.count:
            return []
        look = self.look("loud")
        count = f" ▲ {_counts(self._loud)} · "
        which = _("; ").join(_which(voice) for voice in self._loud.newest)
        how = f"{_('Report one: 0, then 6')} "
        room = max(0, width - cell_width(count) - 1)
        if cell_width(how) + min(_LEAST_TOLD, cell_width(which)) + 2 > room:
            how = ""
        told = max(0, room - cell_width(how) - 1)
        words = count + fit(which, min(told, cell_width(which)))
        return [spread([(words, look)], [(how, look)], width, look)]

    def on_click(self, event: events.Click) -> None:
        """It leads to the list."""
        if self._loud.count:
            event.stop()
            self.post_message(self.Pressed("hazard" if self._loud.hazards else "help"))


def _counts(loud: LoudVoices) -> str:
    """Of which kind there are how many; help that is wanted now comes first."""
    counts = ((_("HELP WANTED"), loud.helps), (_("HAZARD"), loud.hazards))
    return " · ".join(f"{word} {format_number(count)}" for word, count in counts if count)


def _which(voice: PublicVoice) -> str:
    said = f"{_('No. {number}').format(number=voice.number)} {subject_words(voice)}"
    return f"{said} ({voice.where})" if voice.place else said
