"""Setting posts of any kind: made, changed, given up; each change in the ledger.

Who holds a post, and when a key post is due, is set at the desk of coverage.
"""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from db import posts as records
from db.connection import transaction
from db.posts import PostRow
from kiosk.attendance.coverage.kinds import (
    NO_KEY_POST,
    check_kind,
    check_post_name,
    check_stands,
    enter_kind,
    good_post_name,
)
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.admin import Admin, NewPost
from kiosk.people.by import check_by
from kiosk.people.posts.views import BASES, HONOURS, PostChange
from kiosk.service.desk import Service
from kiosk.text import clean_line

LONGEST_WORDS = 200
"""Characters of a duty or a standard."""

LONGEST_ZONE = 60

_LONGEST = {"duty": LONGEST_WORDS, "standard": LONGEST_WORDS, "zone": LONGEST_ZONE}


class PostSetting:
    """The use cases of setting posts. `by` is the supervisor at work, or None.

    Where `by` names nobody who can open the supervisor's day, all of them raise `no_supervisor`.

    A change counts from now on: what was recorded of a post before stays as it was.
    """

    _context: Context

    def make_post(self, new: NewPost, by: UUID | None = None) -> UUID:
        """Make a post that nobody holds yet; returns its key.

        Raises:
            RefusedError: `bad_name`, `post_exists`, `unknown_kind`, `unknown_basis`,
                `unknown_honour`, `too_long`.
            NotStored: It was not recorded.
        """
        check_kind(new.kind)
        words = _cleaned(PostChange(**asdict(new)))
        with transaction():
            check_by(by)
            check_post_name(words["name"])
            return Admin(self._context).add_post(NewPost(kind=new.kind, **words), by)

    def set_post(self, uid: UUID, change: PostChange, by: UUID | None = None) -> None:
        """Change what is set for a post; what is the same stays out of the ledger.

        Raises:
            RefusedError: `unknown_post`, `post_ended`, `bad_name`, `post_exists`, `unknown_kind`,
                `unknown_basis`, `unknown_honour`, `too_long`.
            NotStored: It was not recorded.
        """
        if change.kind is not None:
            check_kind(change.kind)
        words = _cleaned(change)
        with transaction():
            check_by(by)
            post = _standing(uid)
            told = {
                name: [getattr(post, name), value]
                for name, value in words.items()
                if getattr(post, name) != value
            }
            if "name" in told:
                check_post_name(words["name"], own=uid)
            if told:
                records.update_post(uid, {name: words[name] for name in told})
                payload = {**told, "by": _key(by)}
                self._context.enter(self._context.moment(), "post_changed", uid, payload)
            if change.kind is not None:
                enter_kind(self._context, uid, change.kind, by)

    def end_post(self, uid: UUID, by: UUID | None = None) -> None:
        """Give a post up: from now on nobody holds it, and it need not be held.

        Its name stays taken, and what was recorded of it stays. What was promised for it, and is
        due today or later, is withdrawn.

        Raises:
            RefusedError: `unknown_post`, `post_ended`.
            NotStored: It was not recorded.
        """
        with transaction():
            check_by(by)
            _standing(uid)
            enter_kind(self._context, uid, NO_KEY_POST, by)
            moment = self._context.moment()
            gone = records.end_post(uid, moment.work_day, moment.at)
            Service(self._context).withdraw_of_post(uid, by)
            told = {"members": [str(member) for member in gone], "by": _key(by)}
            day = {"work_day": moment.work_day.isoformat()}
            self._context.enter(moment, "post_ended", uid, told | day)


def _standing(uid: UUID) -> PostRow:
    post = find_post(uid)
    check_stands(uid, post.name)
    return post


def find_post(uid: UUID) -> PostRow:
    """A post, also one that is no more.

    Raises:
        RefusedError: `unknown_post`.
    """
    post = records.find_post(uid)
    if post is None:
        raise RefusedError("unknown_post", _("There is no such post; look it up on the board."))
    return post


def _cleaned(change: PostChange) -> dict[str, str]:
    """The words that are to change, without the kind."""
    given = {name: value for name, value in asdict(change).items() if value is not None}
    given.pop("kind", None)
    if "name" in given:
        given["name"] = good_post_name(given["name"])
    for name in given.keys() & _LONGEST.keys():
        given[name] = _bounded(given[name], _LONGEST[name])
    _check_one_of("basis", given.get("basis", BASES[0]), BASES)
    _check_one_of("honour", given.get("honour", HONOURS[0]), HONOURS)
    return given


def _bounded(text: str, most: int) -> str:
    words = clean_line(text, most + 1)
    if len(words) > most:
        sentence = _("This is too long for a post: write at most {most} characters.")
        raise RefusedError("too_long", sentence.format(most=most))
    return words


def _check_one_of(field: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        sentence = _("{word} is none of {known}.")
        words = ", ".join(filter(None, known))
        raise RefusedError(
            f"unknown_{field}", sentence.format(word=clean_line(value, LONGEST_ZONE), known=words)
        )


def _key(by: UUID | None) -> str | None:
    return str(by) if by else None
