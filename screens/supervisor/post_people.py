"""Holders and deputies of a key post: who is added, who goes, from when on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from kiosk.attendance.coverage.hours import hours_words
from kiosk.attendance.coverage.posts import ShiftChoice, TermView
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.post_lines import days_of
from screens.supervisor.post_member import member_words, pick_member
from screens.supervisor.post_story import PostStory

_ADD = "add"
_TODAY, _AT_ONCE = "today", "at once"
_ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class _Words:
    """What differs between holders and deputies."""

    who: Callable[[], str]
    add: Callable[[], str]
    added: Callable[[], str]
    ended: Callable[[], str]


async def set_holders(story: PostStory) -> None:
    """Ask who holds the post, or no longer."""
    words = _Words(
        lambda: _("Who holds this post?"),
        lambda: _("One more holder"),
        lambda: _("{name} holds the post."),
        lambda: _("{name} holds the post no longer."),
    )
    await _set(story, words, lambda: story.post.holders, is_deputy=False)


async def set_deputies(story: PostStory) -> None:
    """Ask who may stand in at the post, or no longer."""
    words = _Words(
        lambda: _("Who may stand in at this post?"),
        lambda: _("One more deputy"),
        lambda: _("{name} may stand in."),
        lambda: _("{name} stands in no longer."),
    )
    await _set(story, words, lambda: story.post.deputies, is_deputy=True)


async def _set(
    story: PostStory, words: _Words, terms: Callable[[], Sequence[TermView]], *, is_deputy: bool
) -> None:
    def people() -> list[Choice[TermView | str]]:
        return [Choice(term, member_words(term.member), days_of(term)) for term in terms()]

    def more() -> list[Choice[TermView | str]]:
        return [Choice(_ADD, words.add())]

    asked: PickList[TermView | str] = PickList(words.who, people, more)
    while (picked := await story.ask(asked)) is not None:
        if isinstance(picked, TermView):
            await _end(story, picked.member, words, is_deputy=is_deputy)
        else:
            await _add(story, words, is_deputy=is_deputy)
        await story.read_post()
        asked = asked.anew()


# Somebody more


async def _add(story: PostStory, words: _Words, *, is_deputy: bool) -> None:
    picking = await pick_member(story, words.add)
    while (member := await picking.ask()) is not None:
        if await (_add_deputy if is_deputy else _add_holder)(story, member, words):
            return


async def _add_deputy(story: PostStory, member: MemberView, words: _Words) -> bool:
    told = story.told(lambda: words.added().format(name=member.name))
    return await story.store(
        told, story.setting.add_deputy, story.post.uid, member.uid, by=story.by
    )


async def _add_holder(story: PostStory, member: MemberView, words: _Words) -> bool:
    shifts = await story.kiosk.read(story.kiosk.services.coverage.shifts)
    shift: UUID | str | None = _ALWAYS
    if shifts:
        title = partial(_in_which_shift, member)
        shift = await story.ask(PickList(title, lambda: _shift_choices(shifts, story)))
    if shift is None:
        return False
    return await story.store(
        story.told(lambda: words.added().format(name=member.name)),
        story.setting.assign,
        story.post.uid,
        member.uid,
        shift_uid=shift if isinstance(shift, UUID) else None,
        by=story.by,
    )


def _in_which_shift(member: MemberView) -> str:
    return _("In which shift does {name} hold it?").format(name=member.name)


def _shift_choices(shifts: Sequence[ShiftChoice], story: PostStory) -> list[Choice[UUID | str]]:
    found: list[Choice[UUID | str]] = [
        Choice(shift.uid, shift.name, hours_words(shift.hours, story.zone)) for shift in shifts
    ]
    return [*found, Choice(_ALWAYS, _("In none: always"))]


# Somebody less


async def _end(story: PostStory, member: MemberView, words: _Words, *, is_deputy: bool) -> None:
    asked = PickList(
        lambda: _("When does it end for {name}?").format(name=member.name),
        lambda: [
            Choice(_TODAY, _("Today is the last day")),
            Choice(_AT_ONCE, _("From today on"), _("today is judged without them")),
        ],
    )
    while (when := await story.ask(asked)) is not None:
        today = await story.kiosk.read(story.kiosk.services.oversight.today)
        if await story.store(
            story.told(lambda: words.ended().format(name=member.name)),
            story.setting.end_deputy if is_deputy else story.setting.end,
            story.post.uid,
            member.uid,
            until=today if when == _TODAY else None,
            by=story.by,
        ):
            return
        asked = asked.anew()
