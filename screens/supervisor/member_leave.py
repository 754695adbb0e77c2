"""Letting a member go, and taking them back."""

from collections.abc import Callable, Sequence

from kiosk.i18n import _
from kiosk.people.badges import BadgeView
from kiosk.people.keeping import KeptMember
from kiosk.people.views import MemberView
from screens.supervisor.errand import GraveConfirm, MemberErrand


class _StayErrand(MemberErrand):
    def __init__(self, member: MemberView, badges: Sequence[BadgeView]) -> None:
        """Ask about a member.

        Args:
            member: Who comes or goes.
            badges: All badges they ever had.
        """
        super().__init__(member)
        self._living = [badge for badge in badges if badge.state != "dead"]


class LetGoErrand(_StayErrand):
    """Why, and whether to, with what follows from it."""

    form = "@let go"

    @property
    def errand(self) -> str:
        """Leaving."""
        return _("Let go")

    async def story(self) -> bool:
        """Ask why, say what will happen, do it."""
        while (why := await self.ask_reason(self._why, _usual_reasons)) is not None:
            if await self._confirm(why):
                break
        return False

    async def _confirm(self, why: str) -> bool:
        name = self.member.name

        def title() -> str:
            return _("Let {name} go? Reason: {why}").format(name=name, why=why)

        sure = await self.ask(GraveConfirm(title, self._follows, lambda: _("Yes, let go")))
        if sure is None:
            return False
        if sure:
            keeping = self.kiosk.services.keeping
            await self.store(_told_gone, keeping.let_go, self.member.uid, why, by=self.by)
        return True

    def _why(self) -> str:
        return _("Why does {name} leave the site?").format(name=self.member.name)

    def _follows(self) -> list[str]:
        told = []
        if self.member.on_site_since is not None:
            told.append(_("Their open presence is closed, with leaving as the reason."))
        if self.member.posts:
            names = "、".join(post.name for post in self.member.posts)
            told.append(_("Their posts end today: {posts}.").format(posts=names))
        return [
            *told,
            _("Name and photo are taken off the board at once."),
            self._what_of_the_badge(),
            _("What they did and promised stays in the record."),
        ]

    def _what_of_the_badge(self) -> str:
        if not self._living:
            return _("They have no valid badge to be collected.")
        if not any(badge.prints for badge in self._living):
            return _("Their badge is refused from now on; it was never printed.")
        return _("Their badge is refused from now on; please collect it.")


class TakeBackErrand(_StayErrand):
    """Whether to, with what follows from it."""

    @property
    def errand(self) -> str:
        """Coming back."""
        return _("Take back")

    async def story(self) -> bool:
        """Say what will happen, do it."""

        def title() -> str:
            return _("Take {name} back on the site?").format(name=self.member.name)

        if await self.ask(GraveConfirm(title, self._follows, lambda: _("Yes, take back"))):
            keeping = self.kiosk.services.keeping
            await self.store(_told_back, keeping.take_back, self.member.uid, by=self.by)
        return False

    def _follows(self) -> list[str]:
        return [
            _("Name and approved photo are on the board again."),
            _("Their badge lets them in again.")
            if self._living
            else _("They have no valid badge; give them a new one."),
            _("Their posts are not given back by themselves; set them anew."),
        ]


def _told_gone(kept: KeptMember) -> tuple[Callable[[], str], Callable[[], str]]:
    return (
        lambda: _("{name} has left the site.").format(name=kept.name),
        lambda: kept.left_because,
    )


def _told_back(kept: KeptMember) -> tuple[Callable[[], str], Callable[[], str]]:
    return lambda: _("{name} is back.").format(name=kept.name), lambda: _("Set their posts anew.")


def _usual_reasons() -> list[str]:
    return [
        _("The work here is done"),
        _("Moved to another site"),
        _("The contract has ended"),
        _("Gave notice"),
        _("Ill or injured"),
        _("Sent off the site"),
    ]
