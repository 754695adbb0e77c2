"""The top of every screen: the site, who is here, the day and a clock that changes alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.strip import Strip

from kiosk.i18n import LANGUAGES, _, current_language, format_day, format_time
from kiosk.text import cell_width, fit
from screens.widgets.lines import Drawn, Part, line, spread

if TYPE_CHECKING:
    from screens.app import KioskApp

MARGIN_CELLS = 2
"""Left free at the right edge."""

NARROW_CELLS = 100
"""Below this width the branch and the date give way to the rest."""

LONGEST_NAME_CELLS = 16
"""Of a scanner's name; a longer one is cut."""


class SiteHeader(Drawn):
    """Site and branch left, people on site, key posts, day and time right; a demo says so."""

    LOOKS = "header"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header--bar",
        "header--site",
        "header--quiet",
        "header--count",
        "header--alert",
        "header--clock",
        "header--demo",
        "header--muster",
    }
    DEFAULT_CSS = """
    SiteHeader {
        height: auto; background: $panel;
        .header--bar { color: $accent; background: $panel; }
        .header--site { color: $text; background: $panel; text-style: bold; }
        .header--quiet { color: $text-muted; background: $panel; }
        .header--count { color: $text; background: $panel; text-style: bold; }
        .header--alert { color: $text-warning; background: $panel; text-style: bold; }
        .header--clock { color: $text; background: $panel; text-style: bold; }
        .header--muster { color: $accent; background: $panel; text-style: bold; }
        .header--demo { color: $text-warning; background: $surface; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        """Show the app's site."""
        super().__init__()
        self._shown: tuple[object, ...] = ()

    @property
    def kiosk(self) -> "KioskApp":
        """The app, by its own type."""
        return cast("KioskApp", self.app)

    def on_mount(self) -> None:
        """Watch the time and the count; the rest of the screen does not move."""
        self.set_interval(1, self._keep_up)

    def get_content_height(self, *_sizes: object) -> int:
        """Lines: one, and one more in the demo."""
        return 2 if self.kiosk.site.is_demo else 1

    def draw(self, width: int, height: int) -> list[Strip]:
        """The header's lines."""
        site, now = self.kiosk.site, self._now()
        self._shown = self._facts()
        is_wide = width >= NARROW_CELLS
        left: list[Part] = [("▌ ", self.look("bar")), (site.name, self.look("site"))]
        if is_wide:
            left.append((f" · {site.branch}", self.look("quiet")))
        room = width - sum(cell_width(text) for text, _look in left)
        right = next(
            (said for said in self._rights(now, is_wide=is_wide) if _cells(said) <= room),
            self._rights(now, is_wide=is_wide)[-1],
        )
        lines = [spread(left, right, width, self.look("quiet"))]
        if site.is_demo:
            words = _demo_words(is_wide=is_wide)
            lines.append(line([(f"  {words}", self.look("demo"))], width, self.look("demo")))
        return lines

    def _rights(self, now: datetime, *, is_wide: bool) -> list[list[Part]]:
        """What stands at the right, with ever less: the site's name goes before all of it."""
        here = self._here_parts()
        posts, hazards = (self._post_parts(), self._hazard_parts()) if here else ([], [])
        first: list[Part] = [(" ", self.look("quiet")), *self._trouble_parts(is_wide=is_wide)]
        last = self._day_parts(now, is_wide=is_wide)
        last += self._clock_parts(format_time(now), is_wide=is_wide)
        last.append((f"{muster_key()}  ", self.look("muster")))
        last.append((f"{language_key()}  ", self.look("quiet")))
        wholes = [[*first, *here, *posts, *hazards, *last]]
        short = [*self._here_parts(_("Here")), *self._post_parts(_("Posts")), *self._loud_parts()]
        short = short if here else []
        for middle in ([*here, *posts, *hazards], short, [*posts, *hazards], hazards):
            close = [*first, *middle, *last]
            wholes.append([(_closer(text), look) for text, look in close])
        return wholes

    def on_click(self, event: events.Click) -> None:
        """The language is switched by touch as well."""
        language_x = self.size.width - cell_width(language_key()) - MARGIN_CELLS
        muster_x = language_x - cell_width(muster_key()) - MARGIN_CELLS
        if event.y == 0 and event.x >= muster_x:
            event.stop()
            self.kiosk.press("f2" if event.x >= language_x else "f9")

    def _here_parts(self, words: str = "") -> list[Part]:
        status = self.kiosk.status
        if not status.members:
            return []
        return [
            ((words or _("On site")) + " ", self.look("quiet")),
            (f"{status.on_site}/{status.members}", self.look("count")),
            ("   ", self.look("quiet")),
        ]

    def _post_parts(self, words: str = "") -> list[Part]:
        posts, empty = self.kiosk.status.key_posts, self.kiosk.status.empty_posts
        if not posts:
            return []
        parts = [
            ((words or _("Key posts")) + " ", self.look("quiet")),
            (f"{posts - empty}/{posts}", self.look("count")),
        ]
        if empty:
            parts.append((f" ▲{empty}", self.look("alert")))
        return [*parts, ("   ", self.look("quiet"))]

    def _hazard_parts(self) -> list[Part]:
        """Loud until somebody has each of them in hand."""
        status = self.kiosk.status
        loud = ((_("Hazards"), status.hazards), (_("Help"), status.helps))
        words = " · ".join(f"{word} {count}" for word, count in loud if count)
        if not words:
            return []
        return [(f"▲ {words}", self.look("alert")), ("   ", self.look("quiet"))]

    def _loud_parts(self) -> list[Part]:
        """The same in one word, where there is no room to tell them apart."""
        count = self.kiosk.status.hazards + self.kiosk.status.helps
        if not count:
            return []
        return [(f"▲ {_('Loud')} {count}", self.look("alert")), ("   ", self.look("quiet"))]

    def _trouble_parts(self, *, is_wide: bool) -> list[Part]:
        trouble = self.kiosk.devices.trouble
        if not trouble:
            return []
        words = _("Scanner out of order")
        if is_wide and len(trouble) == 1:
            name = trouble[0].name
            if cell_width(name) > LONGEST_NAME_CELLS:
                name = fit(name, LONGEST_NAME_CELLS)
            words = _("Scanner “{name}” out of order").format(name=name)
        elif len(trouble) > 1:
            words = _("{count} scanners out of order").format(count=len(trouble))
        return [(f"▲ {words}", self.look("alert")), ("   ", self.look("quiet"))]

    def _day_parts(self, now: datetime, *, is_wide: bool) -> list[Part]:
        return [(format_day(now.date()) + "  ", self.look("quiet"))] if is_wide else []

    def _clock_parts(self, time: str, *, is_wide: bool) -> list[Part]:
        if not self._is_doubtful:
            return [(f"{time}   ", self.look("clock"))]
        words = _("Clock in doubt") + " " if is_wide else ""
        return [(f"▲ {words}{time}?   ", self.look("alert"))]

    @property
    def _is_doubtful(self) -> bool:
        """Whether scans are marked now, since the clock is behind the record or jumped."""
        context = self.kiosk.services.context
        return context.is_behind or context.has_jumped

    def _now(self) -> datetime:
        now = self.kiosk.services.context.clock.now()
        return now.astimezone(self.kiosk.site.zone)

    def _facts(self) -> tuple[object, ...]:
        status, trouble = replace(self.kiosk.status, version=0), self.kiosk.devices.trouble
        return format_time(self._now()), status, trouble, self._is_doubtful

    def _keep_up(self) -> None:
        if self.screen.is_current and self._facts() != self._shown:
            self.redraw()


def _cells(parts: Sequence[Part]) -> int:
    return sum(cell_width(text) for text, _look in parts)


def _closer(text: str) -> str:
    """A piece with one blank behind it instead of three."""
    return text.rstrip() + " " if text.endswith("   ") else text


def language_key() -> str:
    """The key that switches the language, in the words of whoever needs it."""
    return "F2 EN" if current_language() == LANGUAGES[0] else "F2 中文"


def muster_key() -> str:
    """The key that calls the roll in an emergency, on every screen."""
    return "F9 " + _("Muster")


def _demo_words(*, is_wide: bool) -> str:
    if is_wide:
        return _("DEMO: a made-up site. Supervisor 001, PIN 246810. Ctrl+Q ends it.")
    return _("DEMO: a made-up site. Supervisor 001, PIN 246810")
