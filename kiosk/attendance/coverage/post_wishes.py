"""What a rule file wants of a key post, and what must change to make it so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from db import single_terms as records
from db.base import new_uid
from db.single_terms import Term
from kiosk.attendance.coverage.hours import Hours
from kiosk.attendance.coverage.kinds import NO_KEY_POST, enter_kind
from kiosk.attendance.coverage.posts import SetPost, TermView
from kiosk.attendance.coverage.setting import CoverageSetting
from kiosk.context import Context


@dataclass(frozen=True, slots=True)
class WishedTerm:
    """Somebody who is to hold a key post or may stand in.

    Attributes:
        member_uid: Who.
        shift: The name of the shift in which they hold it; empty for always.
        since: The first local day.
        until: The last one; None: for good.
    """

    member_uid: UUID
    shift: str
    since: date
    until: date | None

    def is_same(self, other: "WishedTerm") -> bool:
        """Whether both are the same term, perhaps with another end."""
        return self._beginning == other._beginning

    @property
    def _beginning(self) -> tuple[UUID, str, date]:
        return self.member_uid, self.shift, self.since


Terms = frozenset[WishedTerm]


@dataclass(frozen=True, slots=True)
class PostWish:
    """How a key post is to be set; None leaves that part as it is.

    Attributes:
        post: The post as it is set.
        kind: The kind of key post it is to be; empty: none.
        least: How many holders it is to need.
        hours: Its hours; none for those of the shifts in which it is held.
        holders: All who are to hold it.
        deputies: All who may stand in.
    """

    post: SetPost
    kind: str
    least: int | None
    hours: tuple[Hours, ...] | None
    holders: Terms | None
    deputies: Terms | None


def standing(terms: Iterable[TermView]) -> Terms:
    """Terms as a rule file could wish them."""
    return frozenset(
        WishedTerm(term.member.uid, term.shift, term.since, term.until) for term in terms
    )


class PostChanges:
    """Makes key posts as a rule file wants them, in the transaction of who takes it."""

    def __init__(self, context: Context, wishes: Sequence[PostWish]) -> None:
        """Change nothing yet.

        Args:
            context: The circumstances.
            wishes: What is wanted, without a fault.
        """
        self._context, self._wishes = context, wishes
        self._moment = context.moment()
        self._shifts = records.list_shift_uids()

    def end_terms(self) -> None:
        """Let go who is not wanted any more; first, so that a shift nobody holds can end."""
        yesterday = self._moment.work_day - timedelta(days=1)
        for table, post, before, wanted in self._terms():
            for gone in before - wanted:
                after = next((term for term in wanted if term.is_same(gone)), None)
                self._end(table, post, gone, yesterday if after is None else after.until)

    def put(self) -> None:
        """Set the hours and least numbers and add who is new; after the shifts are put."""
        self._shifts = records.list_shift_uids()
        for wish in self._wishes:
            enter_kind(self._context, wish.post.uid, wish.kind, None)
            if wish.kind != NO_KEY_POST:
                self._set(wish)
        for table, post, before, wanted in self._terms():
            for new in wanted - before:
                if not any(term.is_same(new) for term in before):
                    self._add(table, post, new)

    def _terms(self) -> Iterable[tuple[str, SetPost, Terms, Terms]]:
        for wish in self._wishes:
            post = wish.post
            for table, before, wanted in (
                ("holding", post.holders, wish.holders),
                ("deputy", post.deputies, wish.deputies),
            ):
                if wanted is not None:
                    yield table, post, standing(before), wanted

    def _set(self, wish: PostWish) -> None:
        setting = CoverageSetting(self._context)
        least, hours = setting.setting(wish.post.uid)
        wanted = (
            least if wish.least is None else wish.least,
            hours if wish.hours is None else wish.hours,
        )
        if wanted != (least, hours):
            setting.enter_setting(wish.post.uid, *wanted, None)

    def _end(self, table: str, post: SetPost, term: WishedTerm, until: date | None) -> None:
        kept = self._kept(post, term)
        records.set_until(table, kept, until, self._moment.at)
        told = self._told(kept) | {"until": until.isoformat() if until else None}
        self._context.enter(self._moment, f"{table}_ended", post.uid, told)

    def _add(self, table: str, post: SetPost, term: WishedTerm) -> None:
        uid, kept = new_uid(), self._kept(post, term)
        records.add_term(table, uid, kept, self._moment.at)
        told = self._told(kept) | {"until": term.until.isoformat() if term.until else None}
        self._context.enter(self._moment, f"{table}_added", uid, told)

    def _kept(self, post: SetPost, term: WishedTerm) -> Term:
        shift = self._shifts[term.shift] if term.shift else None
        return Term(post.uid, term.member_uid, shift, term.since, term.until)

    def _told(self, term: Term) -> dict[str, str | None]:
        return {
            "post": str(term.post_uid),
            "member": str(term.member_uid),
            "shift": str(term.shift_uid) if term.shift_uid else None,
            "since": term.since.isoformat(),
            "by": None,
        }
