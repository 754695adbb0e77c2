"""What stands on a post's sign (岗位牌), gathered before anything is drawn."""

import re
from base64 import b32encode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.photo_sizes import PhotoSize
from kiosk.service.masking import mask_phones
from kiosk.text import clean_line

if TYPE_CHECKING:
    from kiosk.people.posts.views import HolderView
    from kiosk.services import Services

PHONE_PAGE = "http://kiosk.local:8080"
"""Where the phone page is when nobody says otherwise."""

LONGEST_ADDRESS = 100
"""Characters; a longer one gives a code that no phone reads from a few steps away."""

_ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.:\[\]_~/-]*")


@dataclass(frozen=True, slots=True)
class SignHolder:
    """Somebody on a sign.

    Attributes:
        name: Their name.
        job: What they work as, or empty.
        shift: The shift in which they hold the post; empty for always.
        photo: Their approved photo as a JPEG, or None.
    """

    name: str
    job: str
    shift: str
    photo: bytes | None


@dataclass(frozen=True, slots=True)
class PostSign:
    """A sign.

    Attributes:
        name: The post's name.
        kind: `post`, `procedure`, `link` or `moment` for a key post, else empty.
        honour: `vanguard`, `model` or empty.
        duty: What its holder is responsible for, or empty.
        standard: What good service means here, or empty.
        zone: The part of the site it covers, or empty.
        hours: When it is due, in words, one part each.
        holders: Who holds it today, by shift and number.
        link: What the QR code says.
        site: The site's name.
        branch: The name of the site's temporary branch.
    """

    name: str
    kind: str
    honour: str
    duty: str
    standard: str
    zone: str
    hours: tuple[str, ...]
    holders: tuple[SignHolder, ...]
    link: str
    site: str
    branch: str


def gather_sign(services: "Services", uid: UUID, phone_page: str = PHONE_PAGE) -> PostSign:
    """The sign of a post, in the language now spoken.

    Raises:
        RefusedError: `unknown_post`, `post_ended`, `bad_address`.
    """
    link = post_link(uid, phone_page)
    page, site = services.posts.page(uid), services.oversight.site()
    post = page.post
    if post.ended_at is not None:
        sentence = _("There is no post {post} any more; it needs no sign.")
        raise RefusedError("post_ended", sentence.format(post=post.name))
    duty, standard = mask_phones(post.duty), mask_phones(post.standard)  # it hangs in public
    return PostSign(
        *(post.name, post.kind, post.honour, duty, standard, post.zone, page.hours),
        tuple(_holder(services, one) for one in post.holders),
        *(link, site.name, site.branch),
    )


def _holder(services: "Services", one: "HolderView") -> SignHolder:
    photo = services.people.find_photo(one.member.photo, PhotoSize.LARGE)
    return SignHolder(one.member.name, one.member.job, one.shift, photo)


def post_link(uid: UUID, phone_page: str = PHONE_PAGE) -> str:
    """Where the phone page shows a post: its key as 26 digits of base32 (RFC 4648).

    Args:
        uid: The post.
        phone_page: The address of the phone page, with http:// or https://.

    Raises:
        RefusedError: `bad_address`.
    """
    address = phone_page.strip().rstrip("/")
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        sentence = _("{address} is no address of a phone page; write it like {example}.")
        told = clean_line(phone_page, LONGEST_ADDRESS)
        raise RefusedError("bad_address", sentence.format(address=told, example=PHONE_PAGE))
    return f"{address}/p/{b32encode(uid.bytes).decode().rstrip('=')}"
