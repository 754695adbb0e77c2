"""Writes decided rows into the record, with a ledger entry for each change."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from db import roster as records
from db.base import new_uid
from db.people import end_access
from db.teams import MembershipRow, add_membership, end_leading, end_memberships
from db.terms import end_terms
from kiosk.context import Context, Moment
from kiosk.people.initials import initials_of
from kiosk.people.roster.album import Album
from kiosk.people.roster.deciding import Decision
from kiosk.people.roster.profile import Known, Profile
from kiosk.people.roster.report import Outcome


class Writer:
    """Writes one import, inside one transaction."""

    def __init__(self, context: Context, moment: Moment, known: Known, album: Album) -> None:
        """Write at one moment; `known` is what the record held in this transaction."""
        self._context = context
        self._moment = moment
        self._known = known
        self._album = album

    def write(self, decisions: Sequence[Decision]) -> None:
        """Writes all rows that add or change a member."""
        for decision in decisions:
            if decision.after is None or decision.outcome is Outcome.UNCHANGED:
                continue
            if decision.before is None:
                self._add(decision.row.number, decision.after)
            else:
                self._change(decision, decision.before.uid, decision.before.profile, decision.after)

    def _add(self, number: str, after: Profile) -> None:
        uid = new_uid()
        names = tuple(_told(after))
        columns = self._columns(after, names)
        records.add_member(uid, self._moment.at, {**columns, "number": number})
        self._place(uid, frozenset(), frozenset(), after)
        self._context.enter(self._moment, "member_added", uid, {"number": number, **_told(after)})

    def _change(self, decision: Decision, uid: UUID, before: Profile, after: Profile) -> None:
        changed = decision.changed()
        records.change_member(uid, self._moment.at, self._columns(after, changed))
        self._place(uid, before.posts, before.teams, after)
        old, new = _told(before), _told(after)
        payload: dict[str, object] = {name: [old[name], new[name]] for name in changed}
        if decision.before is not None and decision.before.has_left:
            payload["has_left"] = [True, False]
            payload["role_ended"] = end_access(uid)
        self._context.enter(self._moment, "member_changed", uid, payload)

    def _columns(self, after: Profile, names: Sequence[str]) -> dict[str, str | bytes]:
        columns: dict[str, str | bytes] = {
            name: getattr(after, name)
            for name in ("name", "job", "phone", "standing", "language")
            if name in names
        }
        if "name" in names:
            columns["initials"] = initials_of(after.name)
        if "branch" in names:
            columns["branch_uid"] = self._branch(after.branch).bytes
        if "photo" in names and after.photo is not None:
            self._album.record(after.photo, self._moment.at)
            columns["photo_sha256"] = after.photo
        return columns

    def _place(
        self, uid: UUID, posts: frozenset[str], teams: frozenset[str], after: Profile
    ) -> None:
        today, at = self._moment.work_day, self._moment.at
        yesterday = today - timedelta(days=1)
        for name in sorted(after.posts - posts):
            records.add_holding(new_uid(), self._post(name), uid, today, at)
        for name in sorted(posts - after.posts):
            end_terms("holding", (self._post(name), uid), yesterday, today, at)
        for name in sorted(after.teams - teams):
            # One who is to join later is in it from now on instead.
            end_memberships(self._team(name), uid, yesterday, at)
            add_membership(new_uid(), MembershipRow(self._team(name), uid, today, None), at)
        for name in sorted(teams - after.teams):
            end_memberships(self._team(name), uid, yesterday, at)
            end_leading(self._team(name), uid)

    def _branch(self, name: str) -> UUID:
        return self._found(self._known.branches, "branch_added", name, records.add_branch)

    def _post(self, name: str) -> UUID:
        return self._found(self._known.posts, "post_added", name, records.add_post)

    def _team(self, name: str) -> UUID:
        def add(uid: UUID, name: str) -> None:
            records.add_team(uid, name, self._moment.work_day, self._moment.at)

        return self._found(self._known.teams, "team_added", name, add)

    def _found(
        self, keys: dict[str, UUID], kind: str, name: str, add: Callable[[UUID, str], None]
    ) -> UUID:
        if name not in keys:
            keys[name] = new_uid()
            add(keys[name], name)
            self._context.enter(self._moment, kind, keys[name], {"name": name})
        return keys[name]


def _told(profile: Profile) -> dict[str, object]:
    """A profile as the ledger keeps it."""
    return {
        "name": profile.name,
        "job": profile.job,
        "branch": profile.branch,
        "phone": profile.phone,
        "standing": profile.standing,
        "language": profile.language,
        "photo": profile.photo,
        "posts": sorted(profile.posts),
        "teams": sorted(profile.teams),
    }
