"""One more key post: a post that the site has already, or a new one; a keypad is enough."""

from collections.abc import Callable, Sequence
from uuid import UUID

from kiosk.attendance.coverage.posts import SetPost
from kiosk.attendance.coverage.words import kind_word
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.step import SETTLE_S
from screens.member.steps import OWN_WORDS, StepScreen, own_words_choice
from screens.supervisor.base import FORM_IDLE_S
from screens.supervisor.desk_form import DeskForm
from screens.supervisor.post_kind import kind_choices, which_kind

_NEW, _NOWHERE = "new", "nowhere"


class NewKeyPostScreen(DeskForm, StepScreen):
    """Which post, of which kind, and where; then the list opens it, to set hours and people."""

    CSS_PATH = "../member/steps.tcss"
    idle_s = FORM_IDLE_S
    settle_s = SETTLE_S
    form = "@new key post"
    keeps_picks = True

    def __init__(self, supervisor: MemberView, made: Callable[[UUID], None]) -> None:
        """Ask for a post.

        Args:
            supervisor: Who is at work.
            made: Told which post is a key post now.
        """
        super().__init__(supervisor)
        self._made = made

    @property
    def errand(self) -> str:
        """What this is."""
        return _("New key post")

    async def story(self) -> bool:
        """Ask until one is made, or the supervisor goes back to the list."""
        coverage = self.kiosk.services.coverage
        others = await self.kiosk.read(coverage.other_posts)
        if not others:
            await self._new()
            return False
        asked: PickList[SetPost | str] = PickList(
            lambda: _("Which post must not stand empty?"),
            lambda: [_post_choice(post) for post in others],
            lambda: [Choice(_NEW, _("A new post"), _("the site has no such post yet"))],
        )
        while (picked := await self.ask(asked)) is not None:
            if await (self._turn(picked) if isinstance(picked, SetPost) else self._new()):
                return False
            asked = asked.anew()
        return False

    async def _new(self) -> bool:
        coverage = self.kiosk.services.coverage
        posts = [
            *await self.kiosk.read(coverage.posts),
            *await self.kiosk.read(coverage.other_posts),
        ]
        known = {post.name for post in posts}
        return await self._make(lambda: [name for name in _usual() if name not in known])

    async def _turn(self, post: SetPost) -> bool:
        kind = await self._ask_kind()
        if kind is None or not await self.store(
            lambda _none: (lambda: kind_word(kind), lambda: post.name),
            self.kiosk.services.coverage.set_kind,
            post.uid,
            kind,
            self.by,
        ):
            return False
        self._made(post.uid)
        return True

    async def _make(self, names: Callable[[], list[str]]) -> bool:
        name = await self.pick_or_write(_what_name, names)
        kind = await self._ask_kind() if name else None
        zone = await self.ask_zone() if kind else None
        if name is None or kind is None or zone is None:
            return False

        def told(uid: UUID) -> tuple[Callable[[], str], Callable[[], str]]:
            self._made(uid)
            return lambda: kind_word(kind), lambda: name

        make = self.kiosk.services.coverage.make_post
        return await self.store(told, make, name, kind, zone, self.by)

    async def _ask_kind(self) -> str | None:
        return await self.ask(PickList(which_kind, kind_choices))

    def note_made(self, uid: UUID) -> None:
        """Tell the list which post was made."""
        self._made(uid)

    async def ask_zone(self) -> str | None:
        """Ask where the post is; empty: nowhere in particular; None: back."""
        zones = await self.kiosk.read(self.kiosk.services.coverage.zones)
        nowhere: Choice[str] = Choice(_NOWHERE, _("No zone"), _("or it is everywhere"))
        zone = await self.pick_or_write(_what_zone, lambda: zones, [nowhere])
        return "" if zone == _NOWHERE else zone

    async def pick_or_write(
        self,
        title: Callable[[], str],
        usual: Callable[[], Sequence[str]],
        more: Sequence[Choice[str]] = (),
    ) -> str | None:
        """Ask with usual words, others and own ones; None: back.

        Args:
            title: The question.
            usual: Usual words.
            more: Choices that stay on every page.
        """
        asked: PickList[str] = PickList(
            title,
            lambda: [Choice(words, words) for words in usual()],
            lambda: [*more, own_words_choice()],
        )
        while (picked := await self.ask(asked)) is not None:
            words = await self.own_words(picked, title)
            if words or picked != OWN_WORDS:
                return words or picked
            asked = asked.anew()
        return None


def _post_choice(post: SetPost) -> Choice[SetPost | str]:
    names = " ".join(term.member.name for term in post.holders)
    return Choice(post, post.name, names or _("nobody"))


def _what_name() -> str:
    return _("What is the post called?")


def _what_zone() -> str:
    return _("Which part of the site does it cover?")


def _usual() -> list[str]:
    """Usual names of key posts."""
    return [
        _("Crane signaller"),
        _("Safety officer on duty"),
        _("Quality inspector on site"),
        _("Fire watch"),
        _("Temporary power"),
        _("Deep excavation watch"),
        _("Gatekeeper"),
        _("Concrete supervision"),
    ]
