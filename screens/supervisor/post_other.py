"""One more post that is no key post: its name, why it is set up, where; a keypad is enough."""

from collections.abc import Callable
from uuid import UUID

from kiosk.i18n import _
from kiosk.people.admin import NewPost
from kiosk.people.posts.views import BASES
from kiosk.people.posts.words import basis_word
from screens.dialogs.pick_list import Choice, PickList
from screens.supervisor.post_new import NewKeyPostScreen


class NewPostScreen(NewKeyPostScreen):
    """Name, basis, zone; then the list opens it, to set people and words."""

    form = "@new post"

    @property
    def errand(self) -> str:
        """What this is."""
        return _("New post")

    async def story(self) -> bool:
        """Ask until one is made, or the supervisor goes back to the list."""
        posts = await self.kiosk.read(self.kiosk.services.coverage.all_posts)
        known = {post.name for post in posts}
        name = await self.pick_or_write(
            lambda: _("What is the post called?"),
            lambda: [name for name in _usual() if name not in known],
        )
        if name is None:
            return False
        basis = await self.ask(PickList(_why, _bases))
        zone = await self.ask_zone() if basis else None
        if basis is None or zone is None:
            return False

        def told(uid: UUID) -> tuple[Callable[[], str], Callable[[], str]]:
            self.note_made(uid)
            return lambda: name, lambda: basis_word(basis)

        new = NewPost(name, basis=basis, zone=zone)
        await self.store(told, self.kiosk.services.posts.make_post, new, self.by)
        return False


def _why() -> str:
    return _("Why is it set up?")


def _bases() -> list[Choice[str]]:
    notes = {
        "need": _("there is always need of it"),
        "task": _("a task calls for it"),
        "person": _("somebody is just right for it"),
    }
    return [Choice(basis, basis_word(basis), notes[basis]) for basis in BASES]


def _usual() -> list[str]:
    """Usual names of posts that are no key posts."""
    return [
        _("Workers' liaison"),
        _("Policy talks"),
        _("Skills teacher"),
        _("Dispute mediation"),
        _("Canteen watch"),
        _("Quarters service"),
        _("Neighbours' liaison"),
        _("Notice board"),
    ]
