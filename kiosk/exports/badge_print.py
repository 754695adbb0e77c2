"""What stands on each badge, gathered from the rooms before anything is drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.errors import KioskError, RefusedError
from kiosk.i18n import _
from kiosk.people.photo_sizes import PhotoSize

if TYPE_CHECKING:
    from kiosk.oversight.views import SiteView
    from kiosk.people.views import MemberView, PostView
    from kiosk.services import Services


@dataclass(frozen=True, slots=True)
class BadgePrint:
    """One badge as it is printed.

    Attributes:
        uid: The member's key.
        number: The site's number for them.
        name: Their name.
        job: What they work as, or empty.
        branch: Their home branch.
        post: The key post they hold today, else another post, or empty.
        is_key_post: Whether that post must not stand empty.
        site: The site's name.
        site_branch: The name of the site's temporary branch.
        code: The 34 digits of the QR code.
        photo: Their approved photo as a JPEG, as large as it is kept, or None.
        valid_until: The last local day on which the badge lets in, or None: no end.
    """

    uid: UUID
    number: str
    name: str
    job: str
    branch: str
    post: str
    is_key_post: bool
    site: str
    site_branch: str
    code: str
    photo: bytes | None
    valid_until: date | None


def gather_badges(services: "Services", numbers: Sequence[str] = ()) -> list[BadgePrint]:
    """The badges of the members with these numbers, in that order, each once.

    A first badge is issued to members who never had one. Without numbers: all who have not left,
    by number, leaving out those whose badge was revoked.

    Raises:
        RefusedError: `unknown_member`, `member_left` or `no_badge`; the sentence names everybody
            concerned, and no badge was issued.
        NotStored: A first badge was not recorded.
    """
    members = {member.number: member for member in services.people.list_members()}
    _refuse(services, [number for number in numbers if number not in members])
    chosen = [members[number] for number in dict.fromkeys(numbers or members)]
    revoked = _revoked(services, chosen)
    if numbers and revoked:
        raise RefusedError("no_badge", _revoked_sentence(revoked))
    printed = [member for member in chosen if member not in revoked]
    codes = [services.badges.code(member.uid) for member in printed]
    living, site = services.badges.list_living(), services.oversight.site()
    return [
        _gathered(services, site, member, (code, living[member.uid].validity.last))
        for member, code in zip(printed, codes, strict=True)
    ]


def _refuse(services: "Services", numbers: Iterable[str]) -> None:
    """Say of each of these numbers why its badge can't be printed."""
    refusals = [_refusal(services, number) for number in dict.fromkeys(numbers)]
    if refusals:
        sentences = " ".join(refusal.sentence for refusal in refusals)
        raise RefusedError(refusals[0].code, sentences)


def _refusal(services: "Services", number: str) -> KioskError:
    try:
        name = services.people.get_member(number).name
    except RefusedError as unknown:
        return unknown
    sentence = _("{name} has left the site and has no badge.").format(name=name)
    return RefusedError("member_left", sentence)


def _revoked(services: "Services", members: Sequence["MemberView"]) -> list["MemberView"]:
    """Those who had a badge and have none."""
    living = services.badges.list_living()
    without = (member for member in members if member.uid not in living)
    return [member for member in without if services.badges.history(member.uid)]


def _revoked_sentence(revoked: Sequence["MemberView"]) -> str:
    names = _(", ").join(f"{member.number} {member.name}" for member in revoked)
    return _("The badge of {names} was revoked; issue a new one before you print it.").format(
        names=names
    )


def _gathered(
    services: "Services", site: "SiteView", member: "MemberView", badge: tuple[str, date | None]
) -> BadgePrint:
    post = choose_post(member.posts)
    code, valid_until = badge
    return BadgePrint(
        uid=member.uid,
        number=member.number,
        name=member.name,
        job=member.job,
        branch=member.branch,
        post=post.name if post else "",
        is_key_post=post is not None and post.is_key,
        site=site.name,
        site_branch=site.branch,
        code=code,
        photo=services.people.find_photo(member.photo, PhotoSize.LARGE),
        valid_until=valid_until,
    )


def choose_post(posts: Sequence["PostView"]) -> "PostView | None":
    """The post that a badge names: the first key post, else the first one."""
    return next((post for post in posts if post.is_key), posts[0] if posts else None)
