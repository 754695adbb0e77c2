"""What front ends get to see of people: frozen, complete, without a way back to the file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from kiosk.service.views import CommitmentView, ServiceView

EVERY_DAY = 0b1111111
"""All seven weekdays."""


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as somebody holds it.

    Attributes:
        uid: The post's key.
        name: Its name.
        kind: `post`, `procedure`, `link` or `moment` for a key post, else empty.
        basis: Set by `need`, `task` or `person`.
        duty: What the holder is responsible for.
        standard: What good service means here.
        zone: The part of the site it covers, or empty.
        honour: `vanguard`, `model` or empty.
        shift: The shift's name, or empty when the post is not held in shifts.
        from_minute: When the shift begins, in minutes from local midnight; None without a shift.
        to_minute: When it ends; at or before `from_minute` it ends on the next day.
        since: The local day the holder took it.
        weekdays: The days on which the shift begins: bit 0 for Monday to bit 6 for Sunday; all of
            them without a shift.
        grace_min: How many minutes late one may come to the shift.
    """

    uid: UUID
    name: str
    kind: str
    basis: str
    duty: str
    standard: str
    zone: str
    honour: str
    shift: str
    from_minute: int | None
    to_minute: int | None
    since: date
    weekdays: int = EVERY_DAY
    grace_min: int = 0

    @property
    def is_key(self) -> bool:
        """Whether it must not stand empty during its hours."""
        return bool(self.kind)


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member as the board shows them to everybody.

    Attributes:
        uid: The member's key.
        number: The site's number for them, such as `001`.
        name: Their name.
        initials: Pinyin initials and the pinyin of the name, lower case, for search: `zs zhangsan`.
        job: What they work as.
        branch: Their home branch.
        standing: `member`, `probationary` or `activist`.
        language: Their own language (`zh_CN`, `en`) or empty.
        photo: SHA-256 of their approved photo, or None.
        posts: What they hold today.
        teams: Names of the teams they are in today.
        on_site_since: When they checked in; None when they are not on site.
    """

    uid: UUID
    number: str
    name: str
    initials: str
    job: str
    branch: str
    standing: str
    language: str
    photo: str | None
    posts: tuple[PostView, ...] = ()
    teams: tuple[str, ...] = ()
    on_site_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A member's opened card: identity, duties, commitments, services.

    Attributes:
        member: Who it is.
        commitments: Newest first.
        services: Newest first.
        code: The badge's code in the demo, where the card draws it; else None.
    """

    member: MemberView
    commitments: tuple["CommitmentView", ...]
    services: tuple["ServiceView", ...]
    code: str | None
