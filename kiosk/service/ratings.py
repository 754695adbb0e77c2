"""The desk of ratings: given by anybody, counted with care, shown from five on, five by five.

Nothing that is kept says who gave a rating or exactly when. It lies in the ballot box
(`ballot_box`) until its quarter of an hour is over, and is counted only then. What everybody sees
of somebody's ratings changes by five at once, and what is shown of several people is the sum of
what is shown of each: no mean that moves, and no two that are compared, give a single one away.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from db import people, rating_box
from db import ratings as records
from db.base import new_uid
from db.connection import transaction
from db.ratings import Published, Rating, RatingLine, RatingRuling
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.service.ballot_box import empty_box, forget_order
from kiosk.service.checking import check_member
from kiosk.service.rating_rules import SetAside, first_slot_of_hour, judge, slot_of
from kiosk.service.ratings_views import RankedMember, RatingLineView, RatingState, SubjectKind
from kiosk.service.scoring import LEAST_SHOWN, STEP, RatingView, fair_score, mean_of, shown
from kiosk.service.voices_who import check_supervisor, good_line

LONGEST_WORD = 120
LONGEST_REASON = 200
MOST_LISTED = 1000


class Ratings:
    """The use cases of ratings."""

    def __init__(self, context: Context) -> None:
        """Work under these circumstances."""
        self._context = context

    def give(
        self,
        kind: SubjectKind,
        stars: int,
        *,
        subject_uid: UUID | None = None,
        word: str = "",
        session_member: UUID | None = None,
        uid: UUID | None = None,
    ) -> SetAside:
        """Rate a service, a member or the site.

        Args:
            kind: What is rated.
            stars: 1 to 5.
            subject_uid: The service entry or the member; None for the site.
            word: What to say to it, or empty; for supervisors.
            session_member: Who is signed in at this terminal; they can't rate themself. It is
                looked at and not kept.
            uid: A random key for it, by which a word can be added; None makes one.

        Returns:
            Empty when it counts, else why it waits for a supervisor.

        Raises:
            RefusedError: `impossible_stars`, `too_long`, `unknown_member`, `member_left`,
                `unknown_service`, `service_struck`, `own_rating`.
            NotStored: It was not recorded.
        """
        if not 1 <= stars <= 5:  # noqa: PLR2004  # five faces
            raise RefusedError("impossible_stars", _("Choose one of the five faces, 1 to 5."))
        said = good_line(word, LONGEST_WORD)
        with transaction():
            subject, of_uid = self._subject(kind, subject_uid)
            if session_member is not None and of_uid == session_member:
                raise RefusedError(
                    "own_rating", _("Nobody can rate themself; end your page first.")
                )
            moment = self._context.moment()
            slot_at = slot_of(moment.at)
            set_aside = self._judge(of_uid or subject, slot_at)
            what = (kind, subject, of_uid, stars, said, set_aside, self._context.terminal_uid)
            when = (slot_at, moment.work_day, moment.zone)
            rating_box.add_to_box(Rating(uid or uuid4(), *what, *when))
        forget_order(self._context)
        return set_aside

    def add_word(self, rating_uid: UUID, word: str) -> None:
        """Add a word to a rating that was given without one and still lies in the box.

        Args:
            rating_uid: The key under which it was given.
            word: What to say to it; for supervisors.

        Raises:
            RefusedError: `no_words`, `too_long`, `too_late` when its quarter of an hour is over or
                it has a word already.
            NotStored: It was not recorded.
        """
        said = good_line(word, LONGEST_WORD)
        if not said:
            raise RefusedError("no_words", _("Say it in a few words."))
        with transaction():
            if not rating_box.add_word(rating_uid, said):
                raise RefusedError(
                    "too_late", _("Your rating is counted; it was too late for a word.")
                )
        forget_order(self._context)

    def take_back(self, rating_uid: UUID) -> None:
        """Take a rating back that still lies in the box: it is no fact yet, and nothing is left.

        Args:
            rating_uid: The key under which it was given; only its giver's page has it.

        Raises:
            RefusedError: `too_late` when its quarter of an hour is over.
            NotStored: It was not taken back.
        """
        with transaction():
            if not rating_box.take_out(rating_uid):
                raise RefusedError(
                    "too_late", _("Your rating is counted; it was too late to take it back.")
                )
        forget_order(self._context)

    def _subject(self, kind: SubjectKind, uid: UUID | None) -> tuple[UUID, UUID | None]:
        """What is rated, and the member whose work it is."""
        if kind == "site":
            return self._context.site().uid, None
        of_uid = uid if kind == "member" else _served_by(uid)
        if uid is None or of_uid is None:
            raise RefusedError("unknown_service", _("This service is not in the record."))
        check_member(of_uid)
        return uid, of_uid

    def _judge(self, rated: UUID, slot_at: datetime) -> SetAside:
        counted, given = records.count_given(rated, first_slot_of_hour(slot_at), slot_at)
        here = records.is_counted(rated, self._context.terminal_uid, slot_at)
        return judge(counted, given, is_counted_here=here)

    def empty_box(self) -> int:
        """Let the ratings of quarters of an hour that are over be facts; returns how many.

        Raises:
            NotStored: It was not recorded; they stay in the box.
        """
        return empty_box(self._context)

    def count_in(
        self, rating_uid: UUID, by: UUID, reason: str, *, counts: bool = True
    ) -> RatingLineView:
        """A supervisor says that a rating counts, or does not.

        One that waits is ruled either way, and what was ruled may be ruled otherwise later.

        Raises:
            RefusedError: `no_supervisor`, `unknown_rating`, `own_rating`, `reason_needed`,
                `too_long`, `already_ruled` when it is so already.
            NotStored: It was not recorded.
        """
        why = good_line(reason, LONGEST_REASON)
        if not why:
            raise RefusedError("reason_needed", _("Say why in a few words."))
        with transaction():
            check_supervisor(by)
            before = self._get(rating_uid)
            if before.rating.of_uid == by:
                raise RefusedError("own_rating", _("Nobody rules on ratings of their own work."))
            if _state(before) == ("counted" if counts else "left_out"):
                raise RefusedError("already_ruled", _("That is how it is counted already."))
            self._rule(rating_uid, by, why, counts=counts)
            return line_view(self._get(rating_uid))

    def _rule(self, rating_uid: UUID, by: UUID, why: str, *, counts: bool) -> None:
        moment, uid = self._context.moment(), new_uid()
        told = {
            "rating": str(rating_uid),
            "counts": counts,
            "by": str(by),
            "reason": why,
            "work_day": moment.work_day.isoformat(),
        }
        seq = self._context.enter(moment, "rating_ruling", uid, told)
        when = (moment.at, moment.work_day, moment.zone)
        records.add_ruling(RatingRuling(uid, seq, rating_uid, counts, by, why, *when))

    def _get(self, uid: UUID) -> RatingLine:
        found = records.find_rating(uid)
        if found is None:
            raise RefusedError("unknown_rating", _("This rating is not in the record."))
        return found

    def of_site(self) -> RatingView | None:
        """What is shown of the ratings of the site as such; None below five."""
        return shown(*_sum([records.find_published(None, STEP)]))

    def of_members(self, member_uids: Collection[UUID]) -> RatingView | None:
        """What is shown of members and all their services together; None below five.

        For one member's page, or for all holders of a post: of those it is the sum of what is shown
        of each, so that nobody gets from it what is not shown of one of them.
        """
        return shown(*_sum(records.find_published(uid, STEP) for uid in member_uids))

    def ranking(self) -> tuple[RankedMember, ...]:
        """The members who are here and have five ratings or more, the best fair score first."""
        found = {uid: records.find_published(uid, STEP) for uid in records.list_rated()}
        prior = mean_of(*_sum(found.values()))
        members = {uid: one for uid, one in found.items() if uid is not None}
        ranked = [
            RankedMember(uid, number, name, view, fair_score(one.count, one.total, prior))
            for uid, (number, name) in people.list_names_of(members).items()
            if (view := shown((one := members[uid]).count, one.total)) is not None
        ]
        return tuple(sorted(ranked, key=lambda one: (-one.score, one.number)))

    def fair_scores(
        self, groups: Sequence[Collection[UUID]]
    ) -> tuple[tuple[RatingView, float] | None, ...]:
        """What is shown of several members together and their fair score, such as a post's holders.

        Args:
            groups: Members' keys, a group each.

        Returns:
            One for each group, in their order; None for one below five ratings.
        """
        found = {uid: records.find_published(uid, STEP) for uid in records.list_rated()}
        prior = mean_of(*_sum(found.values()))
        sums = [_sum(found[uid] for uid in group if uid in found) for group in groups]
        return tuple(
            (view, fair_score(*one, prior)) if (view := shown(*one)) is not None else None
            for one in sums
        )

    def list_given(
        self,
        *,
        member_uid: UUID | None = None,
        state: RatingState | None = None,
        work_day: date | None = None,
        most: int = MOST_LISTED,
    ) -> tuple[RatingLineView, ...]:
        """Single ratings with their words, for supervisors; newest quarter of an hour first.

        Those of the running quarter of an hour are not among them yet.

        Args:
            member_uid: Of a member and their services; None: of everything.
            state: Only such; None: all.
            work_day: Of a work day; None: of all.
            most: How many at most.
        """
        lines = records.list_ratings(most, of_uid=member_uid, state=state or "", work_day=work_day)
        return _views(lines)

    def words_about(self, member_uid: UUID, most: int = 20) -> tuple[str, ...]:
        """What was said with the ratings that count of a member and their services.

        For the member's own page: with those ratings that everybody sees counted, in an order that
        says nothing.
        """
        published = records.find_published(member_uid, STEP)
        if shown(published.count, published.total) is None:
            return ()
        return tuple(records.list_words(member_uid, published.before_seq, most))


def _served_by(entry_uid: UUID | None) -> UUID | None:
    """Whose service an entry is, which must not be struck; None where there is no such entry."""
    found = records.find_service_member(entry_uid) if entry_uid else None
    if found is None:
        return None
    member_uid, is_struck = found
    if is_struck:
        raise RefusedError("service_struck", _("This service was struck; it can't be rated."))
    return member_uid


def _sum(found: Iterable[Published]) -> tuple[int, int]:
    """Count and stars of those parts that are shown by themselves."""
    parts = [one for one in found if one.count >= LEAST_SHOWN]
    return sum(one.count for one in parts), sum(one.total for one in parts)


def _views(lines: Iterable[RatingLine]) -> tuple[RatingLineView, ...]:
    return tuple(map(line_view, lines))


def line_view(line: RatingLine) -> RatingLineView:
    """A rating as supervisors see it."""
    rating = line.rating
    return RatingLineView(
        rating.uid,
        rating.kind,
        rating.subject_uid,
        line.number,
        line.name,
        line.service,
        rating.stars,
        rating.word,
        _state(line),
        rating.slot_at,
        rating.work_day,
    )


def _state(line: RatingLine) -> RatingState:
    if line.counts:
        return "counted"
    set_aside = "" if line.is_ruled else line.rating.set_aside
    return set_aside or "left_out"
