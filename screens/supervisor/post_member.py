"""Picking a member for a post or a team: who is on site first, or by their number."""

from collections.abc import Callable, Sequence

from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import Steps
from screens.supervisor.post_pads import DigitsPad

Words = Callable[[], str]

_BY_NUMBER = "number"


class MemberPick:
    """One question for a member, which can be asked again where it was left."""

    def __init__(self, story: Steps, title: Words, members: Sequence[MemberView]) -> None:
        """Ask among members.

        Args:
            story: The screen that asks.
            title: The question.
            members: Who can be picked.
        """
        self._story = story
        # Whoever is on site can be asked; they come first.
        self._members = sorted(members, key=lambda one: one.on_site_since is None)
        self._asked: PickList[MemberView | str] = PickList(title, self._choices, _by_number)

    async def ask(self) -> MemberView | None:
        """Who was picked; None when the supervisor went back."""
        while True:
            if self._asked.answered.done():
                self._asked = self._asked.anew()
            picked = await self._story.ask(self._asked)
            if picked != _BY_NUMBER:
                return picked if isinstance(picked, MemberView) else None
            member = await self._typed()
            if member is not None:
                return member

    def _choices(self) -> list[Choice[MemberView | str]]:
        return [Choice(one, member_words(one), _where(one)) for one in self._members]

    async def _typed(self) -> MemberView | None:
        names = {one.number.lstrip("0"): one for one in self._members}
        names |= {one.number: one for one in self._members}

        def found(typed: str) -> MemberView | None:
            return names.get(typed) or names.get(typed.lstrip("0"))

        def meaning(typed: str) -> str | None:
            member = found(typed)
            return member_words(member) if member else None

        def hint() -> str:
            return _("The number of a member on this site, then Enter.")

        typed = await self._story.ask(DigitsPad(lambda: _("Which number?"), hint, meaning))
        return found(typed) if typed else None


async def pick_member(story: Steps, title: Words) -> MemberPick:
    """Ask among all members of the site."""
    members = await story.kiosk.read(story.kiosk.services.people.list_members)
    return MemberPick(story, title, members)


def member_words(member: MemberView) -> str:
    """Number and name."""
    return f"{member.number} {member.name}"


def _by_number() -> list[Choice[MemberView | str]]:
    return [Choice(_BY_NUMBER, _("Number"), _("in digits"))]


def _where(member: MemberView) -> str:
    here = _("on site") if member.on_site_since else ""
    return " · ".join(filter(None, (here, member.job)))
