"""The people's desk: the board's members, their cards, photos and badges."""

from dataclasses import replace
from uuid import UUID

from db import people
from db.commitments import list_member_commitments
from db.entries import list_member_services
from kiosk.attendance.desk import Attendance
from kiosk.context import Context
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people import reading
from kiosk.people.badges import Badges
from kiosk.people.codes import make_code
from kiosk.people.views import MemberPage, MemberView
from kiosk.service.reading import commitment_views, service_views

LINES_ON_A_CARD = 10
"""Commitments and services with which a card opens: a page of them, however long the history."""


class People:
    """The use cases of people."""

    def __init__(self, context: Context, attendance: Attendance, badges: Badges) -> None:
        """Work under these circumstances."""
        self._context = context
        self._attendance = attendance
        self._badges = badges

    def list_members(self) -> list[MemberView]:
        """All members who have not left, by number, as they stand now."""
        moment = self._context.moment()
        return reading.list_members(moment.work_day, self._attendance.on_site_since())

    def get_member(self, number: str) -> MemberView:
        """The member with a number.

        Raises:
            RefusedError: `unknown_member`.
        """
        return self._view(self._row(number).uid)

    def get_page(self, uid: UUID, most: int = LINES_ON_A_CARD) -> MemberPage:
        """A member's opened card.

        Args:
            uid: Whose.
            most: How many commitments and services are on it, the newest of each.

        Raises:
            LookupError: The key is no member's.
        """
        today = self._context.moment().work_day
        return MemberPage(
            self._view(uid),
            commitment_views(list_member_commitments(uid, most), today),
            service_views(list_member_services(uid, most)),
            self._demo_code(uid),
        )

    def find_here(self, uid: UUID) -> MemberView | None:
        """The member with a key; None where there is none, or they have left."""
        row = people.find_member_by_uid(uid)
        return None if row is None or row.left_at is not None else self._view(uid)

    def _view(self, uid: UUID) -> MemberView:
        moment = self._context.moment()
        since = self._attendance.on_site_since().get(uid)
        view = reading.get_member(uid, moment.work_day, since)
        teams = people.list_team_names(moment.work_day)
        return replace(view, teams=tuple(team for member, team in teams if member == uid.bytes))

    def _row(self, number: str) -> people.Member:
        row = people.find_member(number)
        if row is None:
            raise unknown_member(number)
        return row

    def find_photo(self, photo: str | None, size: str) -> bytes | None:
        """The JPEG of a photo (`MemberView.photo`) as `thumb`, `card` or `large`, or None."""
        return people.find_rendition(photo, size) if photo else None

    def badge_code(self, number: str) -> str:
        """The code of the living badge of the member with a number; a first one is issued.

        Raises:
            RefusedError: `unknown_member`, `member_left`, `no_badge` after a revocation.
        """
        return self._badges.code(self._row(number).uid)

    def _demo_code(self, uid: UUID) -> str | None:
        if not self._context.site().is_demo:
            return None
        badge = people.find_living_badge(uid)
        return make_code(self._context.secret(), badge.uid) if badge else None


def unknown_member(number: str) -> RefusedError:
    """Nobody has this number."""
    return RefusedError(
        "unknown_member",
        _("No member has the number {number}; `members list` shows all.").format(number=number),
    )
