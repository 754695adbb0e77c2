"""The pieces of the roll call: the band that says what it is, the count, the answer to a badge."""

from datetime import UTC, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from rich.style import Style
from textual.strip import Strip

from kiosk.attendance.muster.views import MusterScan, MusterView
from kiosk.attendance.muster.words import BOTH
from kiosk.i18n import _, format_time
from kiosk.text import cell_width, fit
from screens.widgets.letters import draw_word
from screens.widgets.lines import Drawn, Part, line, spread

ANSWERED_S = 4.0
"""How long the answer to a badge stays, in seconds."""

BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-roomy")]
"""Cells of a screen from which on there is more room."""

LOW_OR_TALL = [(0, "-low"), (38, "-tall")]
"""Lines of a screen from which on a question fits between the band and the answer to a badge."""

_TALL = 30
"""Lines of a screen from which on the band and the answer are higher."""
_ROOMY = 24
"""Lines of the count from which on its word is drawn in letters."""
_NOTE_LINES = 5
_LETTER_CELLS, _LETTER_LINES = 9, 6
"""Room for one letter of the smallest size."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def lasted_words(started: datetime, now: datetime) -> str:
    """How long it has taken, as minutes and seconds."""
    seconds = max(0, int((now - started).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    minutes = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{minutes}" if hours else minutes


class MusterBand(Drawn):
    """The upper edge: drill or real in words and colour, since when, how long."""

    LOOKS = "band"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"band--drill", "band--real"}

    def __init__(self, zone: ZoneInfo) -> None:
        """Show nothing yet; times in this zone."""
        super().__init__()
        self._zone = zone
        self._kind, self._started, self._now = "drill", _NEVER, _NEVER

    def show(self, muster: MusterView, now: datetime) -> None:
        """Show what runs and for how long."""
        told = muster.kind, muster.started_at, now
        if told != (self._kind, self._started, self._now):
            self._kind, self._started, self._now = told
            self.redraw()

    def get_content_height(self, *_sizes: object) -> int:
        """Lines: three on a tall screen, else one."""
        return 3 if self.app.size.height >= _TALL else 1

    def draw(self, width: int, height: int) -> list[Strip]:
        """The band's lines."""
        look = self.look(self._kind)
        if self._started == _NEVER:
            return [line([], width, look)] * height
        since = format_time(self._started.astimezone(self._zone))
        lasted = lasted_words(self._started, self._now)
        mark = "▲" if self._kind == "real" else "■"
        left: list[Part] = [(f"  {mark} {BOTH[self._kind]}", look)]
        if width >= 60:  # noqa: PLR2004  # below it the two words alone fit
            left.append((" · " + _("roll call"), look))
        right = [(_("began {time}").format(time=since) + f"   {lasted}  ", look)]
        words = spread(left, right, width, look)
        edge = line([], width, look)
        return [edge, words, edge] if height > 1 else [words]


class MusterCount(Drawn):
    """How many are missing, in digits as large as there is room for."""

    LOOKS = "count"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"count--drill", "count--real", "count--done"}

    def __init__(self) -> None:
        """Count nothing yet."""
        super().__init__()
        self._muster: MusterView | None = None

    def show(self, muster: MusterView) -> None:
        """Count."""
        self._muster = muster
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        """The word, the digits, what stands beside them."""
        muster = self._muster
        if muster is None:
            return []
        look = self.look("done" if not muster.missing else muster.kind)
        notes = self._notes(muster)
        words = _("ALL SEEN") if not muster.missing else _("MISSING")
        title = draw_word(words, width - 2, _LETTER_LINES) if height >= _ROOMY else (words,)
        room = max(1, height - 2 - len(title) - len(notes))
        digits = draw_word(str(len(muster.missing)), width - 2, room)
        above = max(0, (room - len(digits)) // 2)
        texts = ["", *title, *[""] * above, *digits, *[""] * (room - len(digits) - above)]
        return [line([(_middle(text, width), look)], width, look) for text in [*texts, "", *notes]]

    def _notes(self, muster: MusterView) -> list[str]:
        notes = [_("{count} of {all} seen").format(count=len(muster.seen), all=muster.expected)]
        if muster.visitors:
            notes.append(_("visitors {count}").format(count=muster.visitors))
        if muster.refused:
            notes.append("▲ " + _("scans refused {count}").format(count=muster.refused))
        if muster.kept in {"journal", "elsewhere"}:
            notes += ["▲ " + _("kept in the journal")]
        elif muster.kept == "memory":
            notes += ["▲ " + _("ONLY IN MEMORY:"), _("write on paper too")]
        return [*notes[:_NOTE_LINES], ""]


class MusterAnswer(Drawn):
    """What the last badge or mark came to; else what to do."""

    LOOKS = "said"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"said--idle", "said--safe", "said--care"}

    def __init__(self, zone: ZoneInfo) -> None:
        """Say what to do; times in this zone."""
        super().__init__()
        self._zone = zone
        self._scan: MusterScan | None = None

    @property
    def scan(self) -> MusterScan | None:
        """What is answered now, or None."""
        return self._scan

    def show(self, scan: MusterScan | None) -> None:
        """Answer; None says what to do again."""
        self._scan = scan
        self.redraw()

    def get_content_height(self, *_sizes: object) -> int:
        """Lines: six on a tall screen, else three."""
        return 6 if self.app.size.height >= _TALL else 3

    def draw(self, width: int, height: int) -> list[Strip]:
        """A mark as high as there is room for, and two lines beside it."""
        scan = self._scan
        look = self.look(self._look(scan))
        said = self._said(scan)
        mark = self._mark(scan, height)
        above = (height - len(said) + 1) // 2
        rows = [*[""] * above, *said, *[""] * height][:height]
        return [
            line([(mark[y] if y < len(mark) else "", look), (rows[y], look + _BOLD)], width, look)
            for y in range(height)
        ]

    def _look(self, scan: MusterScan | None) -> str:
        if scan is None:
            return "idle"
        return "safe" if scan.result in {"safe", "already"} else "care"

    def _mark(self, scan: MusterScan | None, height: int) -> list[str]:
        is_safe = scan is not None and self._look(scan) == "safe"
        if is_safe and height >= _LETTER_LINES:
            word = _mark_word(scan)
            return list(draw_word(word, _LETTER_CELLS * (len(word) + 1), height))
        sign = "" if scan is None else "✓" if is_safe else "▲"
        return [_middle(sign if y == height // 2 else "", _LETTER_CELLS) for y in range(height)]

    def _said(self, scan: MusterScan | None) -> list[str]:
        if scan is None:
            return [
                _("Scan your badge: you are counted as here."),
                _("No check-out. Who was not on site is checked in."),
            ]
        if scan.member is None or scan.result in {"refused", "not_recorded"}:
            return [_refusal(scan), _("Nobody was marked: mark them by hand with / or their key.")]
        who = f"{scan.member.name} {scan.member.number}".strip()
        at = format_time(scan.at.astimezone(self._zone))
        if scan.result == "already":
            note = _("Seen already at {time}.").format(time=at)
        else:
            note = _("Seen safe at {time}.").format(time=at)
            note += "" if scan.was_expected else " " + _("Was not on the list.")
        return [who, note + (" " + _("And checked in.") if scan.checked_in else "")]


class HeardStrip(MusterAnswer):
    """The answer to a badge that is scanned while a question is open, where the roll has it.

    On a low screen it covers the roll's keys, which rest meanwhile; never the band and its clock.
    """

    DEFAULT_CSS = """
    HeardStrip { layer: notice; dock: bottom; display: none; }
    .-tall HeardStrip { margin-bottom: 3; }
    """

    def show(self, scan: MusterScan | None) -> None:
        """Answer for a while; None at once goes away."""
        super().show(scan)
        self.display = scan is not None
        if scan is not None:
            self.set_timer(ANSWERED_S, lambda: self._end(scan))

    def _end(self, scan: MusterScan) -> None:
        if self.scan is scan:
            self.show(None)


def _refusal(scan: MusterScan) -> str:
    words = refusal_words(scan.reason)
    if scan.member is not None:
        words += f": {scan.member.name} {scan.member.number}"
    return words if scan.is_kept else words + " · ▲ " + _("not in the record")


def _mark_word(scan: MusterScan | None) -> str:
    """The tick, with the number that a member knows from afar, where it has digits only."""
    number = scan.member.number if scan is not None and scan.member is not None else ""
    return f"✓ {number}" if number.isascii() and number.isdigit() else "✓"


def refusal_words(reason: str) -> str:
    """Why a badge marked nobody."""
    return {
        "member_left": _("This member has left the site"),
        "badge_dead": _("This badge is no longer valid"),
        "unknown_code": _("No badge of this site"),
        "broken": _("The record does not answer"),
    }.get(reason, _("This code can't be read"))


_BOLD = Style(bold=True)


def _middle(text: str, width: int) -> str:
    return fit(" " * max(0, (width - cell_width(text)) // 2) + text, width)
