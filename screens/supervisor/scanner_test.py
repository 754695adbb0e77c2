"""A test of the scanners: shows everything that arrives; meanwhile nothing is decided."""

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Digits, Label

from kiosk.attendance.views import Scan
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.badge_trial import Trial, try_code
from kiosk.people.codes import mask
from kiosk.scanners.hub import Arrival, ScannerHub
from kiosk.scanners.port import LONGEST_READING
from kiosk.scanners.shape import shape_of
from kiosk.text import clean_line, fit
from screens.dialogs.outcome import BlockWord
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.day_reasons import reason_meaning, reason_words
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.sentence import Sentence

LONGEST_S = 180.0
"""How long a test lasts at most, in seconds: meanwhile nobody can check in."""

KEPT = 20
"""Readings that are remembered, the newest first."""

_END_CELLS = 2
"""Characters shown of either end; a badge's code is never shown whole."""

_SOURCE_CELLS, _CODE_CELLS = 18, 10


@dataclass(frozen=True, slots=True)
class _Reading:
    """What arrived and what would become of it; None while that is looked up."""

    arrival: Arrival
    trial: Trial | None = None


class ScannerTestScreen(SupervisorScreen):
    """The newest reading in large letters, the ones before under it."""

    CSS_PATH = "scanner_test.tcss"

    def __init__(self) -> None:
        """Wait for the first reading."""
        super().__init__()
        self._readings: deque[_Reading] = deque(maxlen=KEPT)
        self._hub: ScannerHub | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def compose(self) -> ComposeResult:
        """A warning, the newest reading, those before it."""
        yield SiteHeader()
        yield Label(
            "▲ " + _("Test: nobody is checked in or out while this screen is open."),
            id="test-warning",
            markup=False,
        )
        with Vertical(id="test"):
            with Horizontal(id="test-newest"):
                with Vertical(id="test-words"):
                    yield Label(id="test-source", markup=False)
                    yield Digits(id="test-code")
                    yield Label(id="test-shape", markup=False)
                    yield Sentence(id="test-verdict")
                    yield Sentence(id="test-more")
                yield BlockWord("")
            yield Label(id="test-before", markup=False)
        yield KeyBar(lambda: [("0", _("End the test")), ("f2", "中文 / EN")])
        yield Countdown()

    def on_mount(self) -> None:
        """Listen, but not for ever."""
        if self.kiosk.supervisor is None:
            self.kiosk.go_home()
            return
        self._loop = asyncio.get_running_loop()
        self._listen()
        self.set_timer(LONGEST_S, self.kiosk.go_back)
        self._show()

    def on_screen_resume(self) -> None:
        """Listen again."""
        self._listen()

    def on_screen_suspend(self) -> None:
        """Whatever covers this screen, scans are decided again."""
        self._end()

    def on_unmount(self) -> None:
        """Scans are decided again."""
        self._end()

    def _listen(self) -> None:
        if self._hub is None and self._loop is not None:
            self._hub = self.kiosk.scanners
            self._hub.watch(self._take)

    def _end(self) -> None:
        if self._hub is not None:
            self._hub.end_watch()
            self._hub = None

    def _take(self, arrival: Arrival) -> None:
        """Called on any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._note, arrival)

    def arrived(self, scan: Scan) -> None:
        """Take a scan that did not come through the hub, such as the keyboard's without one."""
        text, now = clean_line(scan.text, LONGEST_READING), self.kiosk.services.context.clock.now()
        self._note(Arrival(scan.source, text, now, was_dropped=False))

    def _note(self, arrival: Arrival) -> None:
        self._readings.appendleft(_Reading(arrival))
        self._show()
        self.run_worker(self._judge(arrival), name="judge", group="judge")

    async def _judge(self, arrival: Arrival) -> None:
        try:
            trial = await self.kiosk.read(try_code, self.kiosk.services.context, arrival.text)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        for place, reading in enumerate(self._readings):
            if reading.arrival is arrival:
                self._readings[place] = replace(reading, trial=trial)
        self._show()

    async def speak(self) -> None:
        """Say everything again."""
        await super().speak()
        self._show()

    def _show(self) -> None:
        if not self.query("#test-more"):  # just being composed anew
            return
        newest = self._readings[0] if self._readings else None
        block = self.query_one(BlockWord)
        block.word = _sign(newest)
        block.redraw()
        self.query_one("#test-newest").set_class(_is_good(newest), "good")
        self.query_one("#test-source", Label).update(self._source(newest))
        self.query_one("#test-code", Digits).update(_digits(newest))
        self.query_one("#test-shape", Label).update(_shape(newest))
        self.query_one("#test-verdict", Label).update(_verdict(newest))
        self.query_one("#test-more", Label).update(_more(newest))
        before = [self._line(reading) for reading in list(self._readings)[1:]]
        self.query_one("#test-before", Label).update("\n".join(before))

    def _source(self, reading: _Reading | None) -> str:
        if reading is None:
            return _("Hold a badge before each scanner, one after the other.")
        return f"{self._time(reading.arrival.at)}  {source_word(reading.arrival.name)}"

    def _line(self, reading: _Reading) -> str:
        arrival = reading.arrival
        pieces = (
            self._time(arrival.at),
            fit(source_word(arrival.name), _SOURCE_CELLS),
            fit(mask(arrival.text), _CODE_CELLS),
            _verdict(reading),
        )
        return "  ".join(pieces)

    def _time(self, at: datetime) -> str:
        return at.astimezone(self.kiosk.site.zone).strftime("%H:%M:%S")


def source_word(name: str) -> str:
    """What a source is called: the keyboard's in words, the others as they were set up."""
    return {"wedge": _("Keyboard scanner"), "paste": _("pasted")}.get(name, name)


def _is_good(reading: _Reading | None) -> bool:
    return reading is not None and reading.trial is not None and not reading.trial.reason


def _sign(reading: _Reading | None) -> str:
    if reading is None or reading.trial is None:
        return ""
    return "✓" if _is_good(reading) else _("NO")


def _digits(reading: _Reading | None) -> str:
    text = mask(reading.arrival.text) if reading else ""
    return text.replace("…", "...") if text.replace("…", "").isascii() else ""


def _is_goods(reading: _Reading) -> bool:
    return shape_of(reading.arrival.text).kind == "goods"


def _shape(reading: _Reading | None) -> str:
    """How long, how it begins and ends, and what the scanner put before it."""
    if reading is None:
        return ""
    shape = shape_of(reading.arrival.text)
    words = {
        "badge": _("{count} digits, as a badge has"),
        "goods": _("{count} digits, goods barcode"),
        "digits": _("{count} digits"),
        "text": _("{count} characters, letters among them"),
        "empty": _("nothing but a prefix"),
    }
    pieces = [words[shape.kind].format(count=shape.length)]
    if shape.bare:
        ends = shape.bare[:_END_CELLS], shape.bare[-_END_CELLS:]
        pieces.append(
            _("begins with {first}, ends with {last}").format(first=ends[0], last=ends[1])
        )
    if shape.prefix:
        pieces.append(_("prefix {prefix}").format(prefix=shape.prefix))
    return " · ".join(pieces)


def _verdict(reading: _Reading | None) -> str:
    if reading is None or reading.trial is None:
        return ""
    trial = reading.trial
    who = f" · {trial.member.name} {trial.member.number}" if trial.member else ""
    if trial.reason and _is_goods(reading):
        return "✕ " + _("A goods barcode, not a badge")
    if trial.reason:
        return f"✕ {reason_words(trial.reason)}{who}"
    return f"✓ {_('valid')}{who}"


def _more(reading: _Reading | None) -> str:
    if reading is None or reading.trial is None:
        return ""
    lines = []
    if reading.trial.reason and not _is_goods(reading):
        lines.append(reason_meaning(reading.trial.reason))
    if reading.arrival.was_dropped:
        lines.append(_("It would be dropped as a repeat."))
    return "\n".join(lines)
