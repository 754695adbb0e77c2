"""A voice and what was done about it, told in lines; under it what can be done now."""

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Grid
from textual.strip import Strip

from kiosk.i18n import _, format_day, format_time
from kiosk.service.voices_views import PublicVoice, StepView, VoiceView
from kiosk.service.voices_wording import kind_word, state_word, step_word, subject_words
from screens.dialogs.pick_list import Choices, PickList, Tile, Value
from screens.dialogs.step import KeyLabel
from screens.widgets.keys import KeyBar
from screens.widgets.lines import Drawn, line, wrap

Told = tuple[str, str]
"""A paragraph and its look: `strong`, `text`, `faint` or `alert`."""

STATE_SIGNS = {"open": "▲", "in_hand": "◐", "solved": "✓", "confirmed": "✓✓", "declined": "✕"}
"""A shape for each state."""

_MOST_LINES = 30
"""Of one paragraph: a thousand characters are fewer on any screen."""

_TALL = 30


def heading_words(voice: PublicVoice) -> str:
    """Number, kind and state of a voice."""
    return " · ".join(
        (
            _("No. {number}").format(number=voice.number),
            kind_word(voice.kind),
            f"{STATE_SIGNS[voice.state]} {state_word(voice.state)}",
        )
    )


def days_words(voice: PublicVoice) -> str:
    """When it was raised and by when it is due."""
    raised = _("raised {day}").format(day=format_day(voice.raised_on))
    if voice.state not in {"open", "in_hand"}:
        return raised
    return " · ".join((raised, _("due {day}").format(day=format_day(voice.due_on))))


def public_story(voice: PublicVoice) -> list[Told]:
    """What everybody may read of a voice."""
    told = [(subject_words(voice), "strong"), (days_words(voice), "faint")]
    if voice.place:
        told.append((_("Place: {words}").format(words=voice.where), "text"))
    if voice.shown and voice.shown != voice.subject:
        told.append((voice.shown, "text"))
    return told


def full_story(voice: VoiceView, zone: ZoneInfo) -> list[Told]:
    """All of a voice, for its author and for supervisors."""
    return [
        (_subject(voice), "strong"),
        *((part, "text") for part in voice.text.splitlines() if part and part != voice.subject),
        (_circumstances(voice), "faint"),
        *_shown(voice.public),
        *(told for step in voice.steps for told in _step(step, zone)),
    ]


def _subject(voice: VoiceView) -> str:
    """The words of the catalogue in the language now spoken; own words as they were said."""
    if voice.public.subject_en:
        return subject_words(voice.public)
    return voice.subject or kind_word(voice.public.kind)


def _circumstances(voice: VoiceView) -> str:
    parts = [days_words(voice.public)]
    if voice.place:
        parts.append(_("Place: {words}").format(words=voice.where))
    parts.append(_("by {name}").format(name=voice.author) if voice.author else _("no name given"))
    if voice.owner:
        parts.append(_("in the hands of {name}").format(name=voice.owner))
    elif voice.public.state == "open":
        parts.append(_("nobody has it yet"))
    return " · ".join(parts)


def _shown(voice: PublicVoice) -> list[Told]:
    if not voice.shown:
        return []
    return [(_("Everybody reads: {words}").format(words=voice.shown), "faint")]


def _step(step: StepView, zone: ZoneInfo) -> list[Told]:
    at = step.at.astimezone(zone)
    who = step.by or (_("who raised it") if step.is_author else "")
    when = f"{at:%m-%d} {format_time(at)}"
    what = " ".join(filter(None, (step_word(step.kind), step.owner)))
    if step.due_on:
        what += " · " + _("due {day}").format(day=format_day(step.due_on))
    head = " ".join(filter(None, (when, who, what)))
    words = " ".join(step.said.split())
    if not words:
        return [(f"· {head}", "text")]
    return [("· " + _("{who}: {words}").format(who=head, words=words), "text")]


class ThreadView(Drawn):
    """The story in lines, page by page."""

    LOOKS = "thread"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "thread--strong",
        "thread--text",
        "thread--faint",
        "thread--alert",
    }
    DEFAULT_CSS = """
    ThreadView { height: 1fr; width: 100%; }
    ThreadView > .thread--strong { color: $text; text-style: bold; }
    ThreadView > .thread--text { color: $text; }
    ThreadView > .thread--faint { color: $text-muted; }
    ThreadView > .thread--alert { color: $text-warning; text-style: bold; }
    """

    def __init__(self, told: Callable[[], Sequence[Told]]) -> None:
        """Tell a story, in the language spoken when it is drawn."""
        super().__init__()
        self._told = told
        self._page = 0

    @property
    def pages(self) -> int:
        """How many there are at this size, at least 1."""
        width, height = self.size
        lines = len(self._flowed(width)) if width else 0
        return max(1, -(-lines // (height - 1))) if lines > height > 1 else 1

    def _flowed(self, width: int) -> list[Strip]:
        return [
            line([(row, self.look(look))], width, self.ground)
            for text, look in self._told()
            for row in wrap(text, max(2, width), _MOST_LINES)
        ]

    def draw(self, width: int, height: int) -> list[Strip]:
        """The page that is shown; a last line says where there is more."""
        strips = self._flowed(width)
        pages, room = self.pages, height - 1
        if pages == 1:
            self._page = 0
            return strips[:height]
        self._page %= pages
        page = strips[self._page * room : (self._page + 1) * room]
        more = _("page {page} of {pages}: + and -").format(page=self._page + 1, pages=pages)
        blank = [Strip.blank(width, self.ground)] * (room - len(page))
        return [*page, *blank, line([(more, self.look("alert"))], width, self.ground)]

    def turn(self, by: int) -> None:
        """Turn pages, round."""
        self._page += by
        self.redraw()


class ThreadStep(PickList[Value]):
    """A story, and under it what can be done; `+` and `-` turn the story's pages."""

    DEFAULT_CLASSES = "pick-list thread-step"
    DEFAULT_CSS = """
    ThreadStep Grid { grid-gutter: 1 2; margin-top: 1; }
    ThreadStep .wide-3 { grid-size: 3; }
    ThreadStep .wide-2 { grid-size: 2; }
    """

    def __init__(
        self,
        title: Callable[[], str],
        told: Callable[[], Sequence[Told]],
        choices: Choices[Value],
        *,
        answered: "asyncio.Future[Value | None] | None" = None,
    ) -> None:
        """Ask.

        Args:
            title: Which voice.
            told: Its story.
            choices: What can be done, at most six.
            answered: Where the answer goes; None makes a new place for it.
        """
        super().__init__(title, choices, start=None, answered=answered)
        self._told = told

    def again(self) -> Self:
        """The same."""
        same = type(self)(self._title, self._told, self._choices, answered=self.answered)
        same._place = self._place
        return same

    def keys(self) -> list[KeyLabel]:
        """Choices, and pages where there are several."""
        views = self.query(ThreadView)
        if not views or views.first().pages == 1:
            return super().keys()
        return [*super().keys(), ("plus", _("Read on")), ("minus", _("Page back"))]

    def on_resize(self) -> None:
        """Only now it is known whether the story has several pages."""
        for bar in self.screen.query(KeyBar):
            bar.redraw()

    def compose(self) -> ComposeResult:
        """The story, then the tiles in as few lines as they need."""
        yield ThreadView(self._told)
        shown = self._shown()
        grid = Grid(classes=f"wide-{self._columns}")
        rows = -(-len(shown) // self._columns)
        tile_lines = 3 if self.app.size.height < _TALL else 4
        grid.styles.height = rows * (tile_lines + 1) - 1 if rows else 0
        with grid:
            for place, (key, choice) in enumerate(shown):
                tile = Tile(place, key, choice)
                tile.set_class(place == self._place, "chosen")
                yield tile

    def press(self, key: str, character: str | None) -> bool:
        """The story's pages, else as in any list of choices."""
        by = {"+": 1, "-": -1}.get(character or "", 0) or {"pagedown": 1, "pageup": -1}.get(key, 0)
        if by:
            self.query_one(ThreadView).turn(by)
            return True
        return super().press(key, character)
