"""Key posts as the board shows them: who should hold them at this minute, and are they here."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.people.views import MemberView, PostView


@dataclass(frozen=True, slots=True)
class KeyPost:
    """A key post of the shift now running.

    Attributes:
        name: The post's name.
        holders: Who holds it in this shift, those on site first; never empty.
    """

    name: str
    holders: tuple[MemberView, ...]

    @property
    def is_held(self) -> bool:
        """Whether one of the holders is on site."""
        return any(holder.on_site_since is not None for holder in self.holders)


def list_key_posts(members: Sequence[MemberView], minute: int) -> list[KeyPost]:
    """The key posts that must be held now, those without a holder on site first, then by name.

    Args:
        members: All members with their posts of today.
        minute: Minutes from local midnight, 0 to 1439.
    """
    holders: dict[str, list[MemberView]] = {}
    for member in members:
        for post in member.posts:
            if post.is_key and is_running(post, minute):
                holders.setdefault(post.name, []).append(member)
    posts = [
        KeyPost(name, tuple(sorted(found, key=lambda member: member.on_site_since is None)))
        for name, found in holders.items()
    ]
    return sorted(posts, key=lambda post: (post.is_held, post.name))


def is_running(post: PostView, minute: int) -> bool:
    """Whether a post's shift runs at a minute of the day; a post without a shift always does."""
    begins, ends = post.from_minute, post.to_minute
    if begins is None or ends is None:
        return True
    if begins < ends:
        return begins <= minute < ends
    return minute >= begins or minute < ends
