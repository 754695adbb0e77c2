"""A leaver whose post would stand empty waits, names who takes over, or goes all the same."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from kiosk.attendance.coverage.handing import Answer, HandoverHelp
from kiosk.attendance.coverage.views import WaitingPost
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.member.due import AsksDue
from screens.member.steps import StepScreen

WAITS: Final = "waits"
NAMES: Final = "named"
RESTS: Final = "rests"
TELLS: Final = "told"
LEAVES: Final = "left"
"""What can be chosen, as it is recorded."""

_MOST_NAMES = 2

Told = tuple[Callable[[], str], Callable[[], str]]
"""What a confirmation says, and its second line."""

STAYS = frozenset({WAITS, RESTS})
"""Answers of who has not left; they keep every post."""


class LeavingScreen(StepScreen):
    """Asks a leaver about each post that would stand empty, one after the other."""

    has_stayed = False
    """Whether they said that they have not left."""

    async def find_posts(self) -> tuple[WaitingPost, ...]:
        """The posts that stand empty once the member goes, or since they went."""
        desk = self.kiosk.services.coverage
        return await self.kiosk.read(desk.posts_left_empty, self.member.uid)

    async def hand_over(self, posts: Sequence[WaitingPost]) -> bool:
        """For each post: wait, name somebody, rest, tell the supervisor, or leave it; stored.

        Args:
            posts: Those that would stand empty.

        Returns:
            Whether all was said; False when the member went back.
        """
        self.settle_s = SETTLE_S  # it may come while a finger is on its way to the page before
        await self._note(posts)
        for post in posts:
            answer = await self._hand_over(post)
            if answer is None:
                return False
            if answer in STAYS:
                self.has_stayed = True
                return True
        return True

    async def _note(self, posts: Sequence[WaitingPost]) -> None:
        """Keep that they were asked, whatever they say; nobody is not asked for a full disk."""
        desk, keys = self.kiosk.services.coverage, [post.uid for post in posts]
        with suppress(KioskError):
            await self.kiosk.write(desk.note_asked, self.member.uid, keys)

    async def _hand_over(self, post: WaitingPost) -> Answer | None:
        """Ask what becomes of a post; returns what was stored, None when they went back."""
        read, desk = self.kiosk.read, self.kiosk.services.coverage
        helped = await read(desk.handover_help, self.member.uid, post.uid)
        asked = _ask_what(post, helped)
        while (answer := await self.ask(asked)) is not None:
            taker: MemberView | None = None
            if answer == NAMES:
                taker = await self.ask(_ask_who(helped.takers))
            is_named = answer != NAMES or taker is not None
            told = _told(post, answer, taker, has_moved=helped.has_moved)
            if is_named and await self._store(post, answer, taker, told):
                return answer
            helped = await read(desk.handover_help, self.member.uid, post.uid)
            asked = _ask_what(post, helped)
        return None

    async def _store(
        self, post: WaitingPost, answer: Answer, taker: MemberView | None, told: Told
    ) -> bool:
        return await self.store(
            lambda _none: told,
            self.kiosk.services.coverage.hand_over,
            self.member.uid,
            post.uid,
            answer,
            taker.uid if taker else None,
        )


class HandoverScreen(LeavingScreen, AsksDue):
    """The handover, as it follows a check-out; then what became of the promises that were due."""

    @property
    def errand(self) -> str:
        """Who takes over, or what became of the promises."""
        return self.due_errand() if self.is_asking_due else _("Handover")

    async def story(self) -> bool:
        """What becomes of each post; that none stands empty is said as well.

        Whoever undid their check-out meanwhile, or made a break of it, is not asked. Who goes
        back without a word on the posts is asked about the promises all the same.
        """
        if self.member.uid in await self.kiosk.read(self.kiosk.services.attendance.on_site_since):
            return False
        posts = await self.find_posts()
        is_said = bool(posts) and await self.hand_over(posts)
        if not posts:
            await self.ask(_nothing())
        if not self.has_stayed:
            await self.ask_due()
        return is_said


def _nothing() -> PickList[bool]:
    return PickList(
        lambda: _("No post stands empty when you go."),
        lambda: [Choice(value=True, label=_("Good"))],
    )


def _told(post: WaitingPost, answer: str, taker: MemberView | None, *, has_moved: bool) -> Told:
    def more() -> str:
        if has_moved and answer == WAITS:
            return _("You are at it again until somebody takes over.")
        return {
            WAITS: _("You stay checked in. Scan your badge when you go."),
            NAMES: _("{name} takes over.").format(name=taker.name if taker else ""),
            RESTS: _("A break counts: the post stays yours. Scan when you are back."),
            TELLS: _("Noted for the supervisor: nobody takes over. Tell them before you go."),
            LEAVES: _("The post stands empty; your supervisor sees it."),
        }[answer]

    return lambda: post.name, more


def _ask_what(post: WaitingPost, helped: HandoverHelp) -> PickList[Answer]:
    return PickList(
        lambda: _title(helped).format(post=post.name),
        lambda: _choices(helped),
    )


def _title(helped: HandoverHelp) -> str:
    if helped.has_moved:
        return _("{post} stands empty now. Who takes over?")
    if not helped.takers:
        return _("{post} would stand empty. What now?")
    return _("{post} would stand empty. Who takes over?")


def _choices(helped: HandoverHelp) -> list[Choice[Answer]]:
    """What a leaver can say; 3 is the break, as it was under their check-out."""
    waits: Choice[Answer] = Choice(WAITS, _("I wait"), _until(helped))
    names: Choice[Answer] = Choice(NAMES, _("Somebody takes over"), _names(helped.takers))
    tells: Choice[Answer] = Choice(TELLS, _("Note it for the supervisor"), _who_sees(helped))
    rests: Choice[Answer] = Choice(RESTS, _("Only a break"), _("the post stays yours"))
    leaves: Choice[Answer] = Choice(LEAVES, _("I must go"), _("it stands empty"), is_urgent=True)
    if helped.has_moved:
        waits = Choice(WAITS, _("Back to it"), _("until somebody takes over"))
        leaves = Choice(LEAVES, _("I stay at the other one"), _("it stands empty"), is_urgent=True)
        return [waits, names if helped.takers else tells, leaves]
    found = [waits] if helped.takers or helped.awaited else []
    found += [names] if helped.takers else [tells]
    found += [] if len(found) > 1 else [leaves]
    found += [rests] if helped.can_rest else []
    return found if leaves in found else [*found, leaves]


def _until(helped: HandoverHelp) -> str:
    if helped.awaited:
        return _("until {names} comes").format(names=_names(helped.awaited))
    return _("until somebody comes")


def _who_sees(helped: HandoverHelp) -> str:
    if helped.supervisors:
        return _("on site: {names}").format(names=_names(helped.supervisors))
    return _("the day shows it")


def _names(people: Sequence[MemberView]) -> str:
    names = [one.name for one in people]
    return _(", ").join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")


def _ask_who(people: Sequence[MemberView]) -> PickList[MemberView]:
    return PickList(
        lambda: _("Who takes over?"),
        lambda: [Choice(one, one.name, f"{one.number} · {one.job}") for one in people],
    )
