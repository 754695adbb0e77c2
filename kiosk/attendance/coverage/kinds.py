"""Which posts are key posts, and of which of the four kinds: from when on, each change told."""

from dataclasses import asdict
from uuid import UUID

from db import coverage as posts
from db import post_kinds as records
from db.base import new_uid
from db.connection import transaction
from db.post_kinds import PostKind
from db.posts import is_ended, list_ended_names, list_posts
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.admin import NewPost
from kiosk.people.by import check_by
from kiosk.people.names import LONGEST_NAME, name_key
from kiosk.text import clean_line

KINDS = ("post", "procedure", "link", "moment")
"""What a key post can be: 关键岗位、关键工序、关键环节、关键时刻."""

NO_KEY_POST = ""
"""What any other post is."""


class PostKinds:
    """The use cases of making posts, and of making them key posts. `by` is the supervisor, or None.

    Where `by` names nobody who can open the supervisor's day, they raise `no_supervisor`.

    A kind counts from the moment at which it is said: days on which a post was no key post are not
    judged, and those on which it was one stay as they were judged.
    """

    _context: Context

    def set_kind(self, post_uid: UUID, kind: str, by: UUID | None = None) -> None:
        """Make a post a key post of one of `KINDS`, or `NO_KEY_POST`, from now on.

        Its hours, least number and people stay. What it is already changes nothing.

        Raises:
            RefusedError: `unknown_post`, `unknown_kind`, `post_ended`.
            NotStored: It was not recorded.
        """
        check_kind(kind)
        with transaction():
            enter_kind(self._context, post_uid, kind, by)

    def make_post(self, name: str, kind: str, zone: str = "", by: UUID | None = None) -> UUID:
        """Make a post that nobody holds yet; returns its key.

        Args:
            name: At most 60 characters, not that of another post.
            kind: One of `KINDS`, or `NO_KEY_POST`.
            zone: The part of the site it covers, or empty.
            by: The supervisor at work.

        Raises:
            RefusedError: `bad_name`, `post_exists`, `unknown_kind`.
            NotStored: It was not recorded.
        """
        check_kind(kind)
        new = NewPost(good_post_name(name), kind, zone=clean_line(zone, LONGEST_NAME))
        with transaction():
            check_by(by)
            check_post_name(new.name)
            moment, uid = self._context.moment(), new_uid()
            records.add_post(uid, new.name, new.kind, new.zone, moment.at)
            told = asdict(new) | {"by": str(by) if by else None}
            self._context.enter(moment, "post_added", uid, told)
        return uid

    def zones(self) -> list[str]:
        """The parts of the site that posts cover, each once."""
        return records.list_zones()


def enter_kind(context: Context, post_uid: UUID, kind: str, by: UUID | None) -> None:
    """Write what kind a post is of from now on, in the transaction of who checked the kind.

    Raises:
        RefusedError: `unknown_post`, `post_ended`, `no_supervisor`.
        NotStored: It was not recorded.
    """
    check_by(by)
    found = posts.find_post(post_uid)
    if found is None:
        raise RefusedError("unknown_post", _("There is no such post; look it up on the board."))
    check_stands(post_uid, found[0])
    was = found[1]
    if kind == was:
        return
    moment, uid = context.moment(), new_uid()
    told = {
        "post": str(post_uid),
        "kind": kind,
        "was": was,
        "by": str(by) if by else None,
        "work_day": moment.work_day.isoformat(),
    }
    seq = context.enter(moment, "post_kind", uid, told)
    change = (uid, seq, post_uid, kind, was, by)
    records.add_kind(PostKind(*change, moment.at, moment.work_day, moment.zone))


def check_kind(kind: str) -> None:
    """Whether there is such a kind.

    Raises:
        RefusedError: `unknown_kind`.
    """
    if kind != NO_KEY_POST and kind not in KINDS:
        raise RefusedError(
            "unknown_kind",
            _("There is no kind {kind}; a key post is one of {kinds}.").format(
                kind=clean_line(kind, LONGEST_NAME), kinds=", ".join(KINDS)
            ),
        )


def check_stands(post_uid: UUID, name: str) -> None:
    """Whether a post was not given up.

    Raises:
        RefusedError: `post_ended`.
    """
    if is_ended(post_uid):
        raise RefusedError(
            "post_ended", _("There is no post {post} any more; make a new one.").format(post=name)
        )


def good_post_name(told: str) -> str:
    """A post's name without what is no text.

    Raises:
        RefusedError: `bad_name`: nothing is left, or more than 60 characters.
    """
    name = clean_line(told, LONGEST_NAME + 1)
    if 1 <= len(name) <= LONGEST_NAME:
        return name
    raise RefusedError(
        "bad_name", _("A post needs a name of at most {most} characters.").format(most=LONGEST_NAME)
    )


def check_post_name(name: str, own: UUID | None = None) -> None:
    """Whether no post has or had such a name.

    Args:
        name: A good one.
        own: The post that is to be called so; None: one that is to be made.

    Raises:
        RefusedError: `post_exists`.
    """
    spelt = {name_key(post.name): post.name for post in list_posts() if post.uid != own}
    if name_key(name) in spelt:
        if spelt[name_key(name)] in list_ended_names():
            sentence = _("There was a post {name}; the record keeps its name. Choose another one.")
            raise RefusedError("post_exists", sentence.format(name=spelt[name_key(name)]))
        raise RefusedError(
            "post_exists",
            _("There is a post {name} already; it can be made a key post.").format(
                name=spelt[name_key(name)]
            ),
        )
