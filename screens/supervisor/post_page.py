"""One post: what can be set of it, and the least number of a key post."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from kiosk.attendance.coverage.setting import MOST_HOLDERS
from kiosk.attendance.coverage.words import kind_word, least_words, post_hours_words
from kiosk.i18n import _
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.post_end import give_up
from screens.supervisor.post_hours import set_hours
from screens.supervisor.post_kind import set_kind
from screens.supervisor.post_lines import terms_words
from screens.supervisor.post_pads import DigitsPad
from screens.supervisor.post_people import set_deputies, set_holders
from screens.supervisor.post_sign import print_sign
from screens.supervisor.post_story import PostStory
from screens.supervisor.post_words import set_words

_FEW = 8
"""Least numbers that have a key of their own."""

_OTHER = 0

Change = Callable[[PostStory], Awaitable[None]]


class PostScreen(PostStory):
    """What of a post is changed: its hours, its people, its kind, its words; or it is given up."""

    form = "@post"

    @property
    def about(self) -> str:
        """The post."""
        return str(self.post.uid)

    async def story(self) -> bool:
        """One change after the other, until the supervisor goes back to the list."""
        asked = PickList(lambda: _("What do you want to change?"), self._choices)
        while (change := await self.ask(asked)) is not None:
            await change(self)
            if not await self.read_post():
                return False
            asked = asked.anew()
        return False

    def _choices(self) -> Sequence[Choice[Change]]:
        post, nobody = self.post, _("nobody")
        people = terms_words(post.holders) or nobody
        words: list[Choice[Change]] = [
            Choice(set_kind, _("Kind"), kind_word(post.kind) if post.kind else _("no key post")),
            Choice(set_words, _("Duty and words"), _("duty, standard, zone, honour, name")),
            Choice(print_sign, _("Post sign"), _("A4, to hang at the post")),
            Choice(give_up, _("Give it up"), _("nobody holds it any more")),
        ]
        if not post.kind:
            return [Choice(set_holders, _("Post holders"), people), *words]
        hours = post_hours_words(post, self.now, self.zone)
        return [
            Choice(set_hours, _("Hours"), _("; ").join(hours)),
            Choice(set_least, _("Least number"), least_words(post.least)),
            Choice(set_holders, _("Post holders"), people),
            Choice(set_deputies, _("Deputies"), terms_words(post.deputies) or nobody),
            *words,
        ]


async def set_least(story: PostStory) -> None:
    """Ask how many people the post needs, and keep it."""
    asked = PickList(
        _how_many,
        lambda: [Choice(least, least_words(least)) for least in range(1, _FEW + 1)],
        lambda: [Choice(_OTHER, _("Another number"), _("in digits"))],
        start=min(story.post.least, _FEW) - 1,
    )
    while (least := await story.ask(asked)) is not None:
        if least == _OTHER:
            least = await _typed_least(story)
        if least and await story.store(
            story.told(partial(least_words, least)),
            story.setting.set_least,
            story.post.uid,
            least,
            story.by,
        ):
            return
        asked = asked.anew()


async def _typed_least(story: PostStory) -> int:
    def meaning(typed: str) -> str | None:
        return least_words(int(typed)) if 1 <= int(typed) <= MOST_HOLDERS else None

    def hint() -> str:
        return _("A number from 1 to {most}, then Enter.").format(most=MOST_HOLDERS)

    return int(await story.ask(DigitsPad(_how_many, hint, meaning)) or _OTHER)


def _how_many() -> str:
    return _("How many people does it need at least?")
