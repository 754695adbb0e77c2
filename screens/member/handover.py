"""A leaver whose post would stand empty waits, names who takes over, or goes all the same."""

from collections.abc import Callable, Sequence
from typing import Final

from kiosk.attendance.coverage.taking import Answer
from kiosk.attendance.coverage.views import WaitingPost
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import StepScreen

WAITS: Final = "waits"
NAMES: Final = "named"
LEAVES: Final = "left"
"""What can be chosen, as it is recorded."""


class LeavingScreen(StepScreen):
    """Asks a leaver about each post that would stand empty, one after the other."""

    async def find_posts(self) -> tuple[WaitingPost, ...]:
        """The posts that stand empty once the member goes, or since they went."""
        desk = self.kiosk.services.coverage
        return await self.kiosk.read(desk.posts_left_empty, self.member.uid)

    async def hand_over(self, posts: Sequence[WaitingPost]) -> bool:
        """For each post: wait, name somebody, or leave it empty; stored.

        Args:
            posts: Those that would stand empty.

        Returns:
            Whether all was said; False when the member went back.
        """
        for post in posts:
            answer = await self._hand_over(post)
            if answer is None:
                return False
            if answer == WAITS:  # who waits keeps every post
                return True
        return True

    async def _hand_over(self, post: WaitingPost) -> Answer | None:
        """Ask what becomes of a post; returns what was stored, None when they went back."""
        asked = _ask_what(post)
        while (answer := await self.ask(asked)) is not None:
            taker = await self._taker(post) if answer == NAMES else None
            is_named = answer != NAMES or taker is not None
            if is_named and await self._store(post, answer, taker):
                return answer
            asked = asked.anew()
        return None

    async def _taker(self, post: WaitingPost) -> MemberView | None:
        takers = self.kiosk.services.coverage.takers
        return await self.ask(_ask_who(await self.kiosk.read(takers, self.member.uid, post.uid)))

    async def _store(self, post: WaitingPost, answer: Answer, taker: MemberView | None) -> bool:
        told = _told(post, answer, taker)
        return await self.store(
            lambda _none: told,
            self.kiosk.services.coverage.hand_over,
            self.member.uid,
            post.uid,
            answer,
            taker.uid if taker else None,
        )


class HandoverScreen(LeavingScreen):
    """The handover alone, as it follows a check-out."""

    @property
    def errand(self) -> str:
        """Who takes over."""
        return _("Handover")

    async def story(self) -> bool:
        """What becomes of each post; that none stands empty is said as well."""
        posts = await self.find_posts()
        if posts:
            return await self.hand_over(posts)
        await self.ask(_nothing())
        return False


def _nothing() -> PickList[bool]:
    return PickList(
        lambda: _("No post stands empty when you go."),
        lambda: [Choice(value=True, label=_("Good"))],
    )


def _told(
    post: WaitingPost, answer: str, taker: MemberView | None
) -> tuple[Callable[[], str], Callable[[], str]]:
    def more() -> str:
        return {
            WAITS: _("You stay checked in. Scan your badge when you go."),
            NAMES: _("{name} takes over.").format(name=taker.name if taker else ""),
            LEAVES: _("The post stands empty; your supervisor sees it."),
        }[answer]

    return lambda: post.name, more


def _ask_what(post: WaitingPost) -> PickList[Answer]:
    return PickList(
        lambda: _("{post} would stand empty. Who takes over?").format(post=post.name),
        lambda: [
            Choice(WAITS, _("I wait"), _("until somebody comes")),
            Choice(NAMES, _("Somebody takes over"), _("name who")),
            Choice(LEAVES, _("I must go"), _("it stands empty"), is_urgent=True),
        ],
    )


def _ask_who(people: Sequence[MemberView]) -> PickList[MemberView]:
    return PickList(
        lambda: _("Who takes over?") if people else _("Nobody else is on site."),
        lambda: [Choice(one, one.name, f"{one.number} · {one.job}") for one in people],
    )
