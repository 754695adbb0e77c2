"""What makes a post a key post: its kind, on the post's page and for a new one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from kiosk.attendance.coverage.kinds import KINDS, NO_KEY_POST
from kiosk.attendance.coverage.words import kind_word
from kiosk.i18n import _
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.errand import Confirm
from screens.supervisor.post_story import PostStory


def kind_choices() -> list[Choice[str]]:
    """The four kinds, each with what it is for."""
    notes = {
        "post": _("such as a crane, a gate"),
        "procedure": _("such as welding, waterproofing"),
        "link": _("such as acceptance, handing over"),
        "moment": _("such as a concrete pour"),
    }
    return [Choice(kind, kind_word(kind), notes[kind]) for kind in KINDS]


def which_kind() -> str:
    """The question."""
    return _("What kind of key post is it?")


async def set_kind(story: PostStory) -> None:
    """Ask of which kind the post is from now on, or whether it is a key post no longer."""

    def none() -> Sequence[Choice[str]]:
        if story.post.kind == NO_KEY_POST:
            return ()
        return [Choice(NO_KEY_POST, _("No key post any more"), _("from now on"))]

    start = KINDS.index(story.post.kind) if story.post.kind in KINDS else 0
    asked = PickList(which_kind, kind_choices, none, start=start)
    while (kind := await story.ask(asked)) is not None:
        if (kind or await _is_sure(story)) and await _store(story, kind):
            story.post = replace(story.post, kind=kind)
            return
        asked = asked.anew()


async def _is_sure(story: PostStory) -> bool:
    def follows() -> list[str]:
        return [
            _("It is judged and shown as a key post no longer, from now on."),
            _("The days on which it was one stay as they were."),
            _("Its hours and people are kept, should it become one again."),
        ]

    def title() -> str:
        return _("{post}: no key post any more?").format(post=story.post.name)

    def yes() -> str:
        return _("Yes, no key post any more")

    is_sure = await story.ask(Confirm(title, follows, yes))
    return is_sure is True


async def _store(story: PostStory, kind: str) -> bool:
    told = story.told(partial(_what_it_is, kind))
    return await story.store(told, story.setting.set_kind, story.post.uid, kind, story.by)


def _what_it_is(kind: str) -> str:
    return kind_word(kind) if kind else _("No key post any more")
