"""What a promise is bound to, chosen beside its day: a post, a milestone, a last day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from uuid import UUID

from kiosk.i18n import _, format_day
from kiosk.people.views import PostView
from kiosk.service.commitments import LONGEST_MILESTONE
from kiosk.text import cell_width, fit
from screens.dialogs.pick_list import Choice, PickList
from screens.member.drafts import Kept
from screens.member.due_day import DueDayPad
from screens.member.steps import OWN_WORDS, StepScreen, own_words_choice
from screens.member.wording import due_days, due_labels, rhythm_notes, rhythm_words

MOST_MILESTONES = 7
"""Older milestones that are offered."""

_MOST_CELLS = 24
"""Of a milestone's name in the title."""

_FAR_DAYS = 90

_POST, _MILESTONE, _UNTIL = "post", "milestone", "until"
"""The names under which a draft keeps what a promise is bound to."""


class More(Enum):
    """What else can be chosen where the day is asked for."""

    MILESTONE = auto()
    UNTIL = auto()
    DAY = auto()


class _None(Enum):
    """The answer that takes something back."""

    NOTHING = auto()


Due = date | str | PostView | More
"""A day, a rhythm, or something that the promise is bound to first."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What a promise is bound to before it has a day.

    Attributes:
        post: The member's own post that it belongs to, or None.
        milestone: The milestone that it belongs to, or empty.
        until_on: The last day of its rhythm; None: until it is withdrawn.
    """

    post: PostView | None = None
    milestone: str = ""
    until_on: date | None = None

    @property
    def words(self) -> list[str]:
        """What is bound, for a title."""
        milestone = self.milestone
        if cell_width(milestone) > _MOST_CELLS:
            milestone = fit(milestone, _MOST_CELLS).strip()
        until = until_words(self.until_on)
        return [words for words in (self.post.name if self.post else "", milestone, until) if words]

    @property
    def written(self) -> dict[str, str]:
        """What is bound, as a draft keeps it; empty for what is not."""
        return {
            _POST: str(self.post.uid) if self.post else "",
            _MILESTONE: self.milestone,
            _UNTIL: self.until_on.isoformat() if self.until_on else "",
        }


def recall_ties(kept: Kept, posts: Sequence[PostView], today: date) -> Ties:
    """What a promise was bound to in a draft, once; what can't be any more is left out.

    Args:
        kept: The draft.
        posts: The member's own posts.
        today: The work day.
    """
    post, milestone, until = (kept.take(name) for name in (_POST, _MILESTONE, _UNTIL))
    held = next((one for one in posts if post and one.uid == UUID(post)), None)
    last = date.fromisoformat(until) if until else None
    return Ties(held, milestone, last if last and last >= today else None)


def until_words(until_on: date | None) -> str:
    """The last day of a rhythm; empty for none."""
    return _("repeated until {day}").format(day=format_day(until_on)) if until_on else ""


def ask_due(today: date, posts: tuple[PostView, ...], ties: Ties) -> PickList[Due]:
    """Days and rhythms on the first page; behind them what the promise can be bound to.

    With a last day it is repeated: then no due day is offered.

    Args:
        today: The work day.
        posts: The member's own posts.
        ties: What it is bound to already.
    """

    def title() -> str:
        return " · ".join((_("By when?"), *ties.words))

    def days() -> list[Choice[Due]]:
        labelled = zip(due_days(today), due_labels(), strict=True)
        found: list[Choice[Due]] = [
            Choice(day, label, format_day(day)) for day, label in labelled if not ties.until_on
        ]
        found += [Choice(one, _post_words(one, ties.post), _post_note(one)) for one in own]
        milestone, until = ties.milestone or _("no milestone yet"), _("until I withdraw it")
        other: list[Choice[Due]] = [Choice(More.DAY, _("Another day"), _("in digits"))]
        return [
            *found,
            Choice(More.MILESTONE, _("It belongs to a milestone"), milestone),
            Choice(More.UNTIL, _("If it is repeated: until when?"), _day(ties.until_on) or until),
            *([] if ties.until_on else other),
        ]

    def rhythms() -> list[Choice[Due]]:
        return [
            Choice(rhythm, rhythm_words(rhythm), note) for rhythm, note in rhythm_notes().items()
        ]

    own = tuple({one.uid: one for one in posts}.values())
    return PickList(title, days, rhythms)


async def ask_other_day(screen: StepScreen, today: date) -> date | None:
    """Any day within a year, in digits; None when the member went back."""
    return await screen.ask(DueDayPad(lambda: _("By when?"), today))


async def tie(screen: StepScreen, ties: Ties, picked: PostView | More, today: date) -> Ties:
    """Bind a promise to something, or free it again.

    Args:
        screen: Where it is asked.
        ties: What it is bound to already.
        picked: What was chosen in `ask_due`.
        today: The work day.
    """
    if isinstance(picked, PostView):
        return replace(ties, post=None if picked == ties.post else picked)
    if picked is More.UNTIL:
        until = await screen.ask(_ask_until(today))
        last = until if isinstance(until, date) else None
        return ties if until is None else replace(ties, until_on=last)
    milestone = await _ask_milestone(screen)
    return ties if milestone is None else replace(ties, milestone=milestone)


def _ask_until(today: date) -> PickList[date | _None]:
    def days() -> list[Choice[date | _None]]:
        sunday, *after = due_days(today)[2:]
        _today, _tomorrow, *labels = due_labels()
        last = [*after, today + timedelta(days=_FAR_DAYS)]
        said = zip([sunday, *last], [*labels, _("In ninety days")], strict=True)
        return [Choice(day, label, format_day(day)) for day, label in said]

    return PickList(
        lambda: _("Until which day is it repeated?"),
        days,
        lambda: [Choice(_None.NOTHING, _("No last day"), _("until I withdraw it"))],
    )


async def _ask_milestone(screen: StepScreen) -> str | None:
    """The milestone; empty for none; None when the member went back."""
    desk = screen.kiosk.services.service
    known: Sequence[str] = await screen.kiosk.read(desk.list_milestones, MOST_MILESTONES)

    def choices() -> list[Choice[str | _None]]:
        found: list[Choice[str | _None]] = [Choice(name, name) for name in known]
        return [*found, Choice(_None.NOTHING, _("No milestone"))]

    asked: PickList[str | _None] = PickList(_which, choices, lambda: [own_words_choice()])
    while (picked := await screen.ask(asked)) is not None:
        if picked is _None.NOTHING:
            return ""
        if picked != OWN_WORDS:
            return str(picked)
        field = screen.words_field(_which, usual=known, longest=LONGEST_MILESTONE)
        words = await screen.ask_aside(_MILESTONE, field)
        if words is not None:
            return words
        asked = asked.anew()
    return None


def _which() -> str:
    return _("Which milestone does it belong to?")


def _day(day: date | None) -> str:
    return format_day(day) if day else ""


def _post_words(post: PostView, tied: PostView | None) -> str:
    if tied is not None and tied.uid == post.uid:
        return _("Not for this post: {post}").format(post=post.name)
    return _("It belongs to my post: {post}").format(post=post.name)


def _post_note(post: PostView) -> str:
    return post.shift or _("then choose the day")
