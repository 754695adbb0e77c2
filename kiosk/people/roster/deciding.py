"""Decides for each row what it would do to the record. Writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from kiosk.i18n import _
from kiosk.people.roster.fields import Field
from kiosk.people.roster.profile import Known, KnownMember, Profile, Spelling
from kiosk.people.roster.report import Outcome, ReportRow
from kiosk.people.roster.rows import RosterRow


@dataclass(frozen=True, slots=True)
class Decision:
    """What one row does.

    Attributes:
        row: The row.
        before: The member it speaks of, or None for a new one.
        after: What will be recorded; None for a refused row.
        outcome: What becomes of the row.
        reasons: Sentences for the report.
    """

    row: RosterRow
    before: KnownMember | None
    after: Profile | None
    outcome: Outcome
    reasons: tuple[str, ...]

    def reported(self) -> ReportRow:
        """The row of the report."""
        row = self.row
        return ReportRow(row.row, row.number, row.name, self.outcome, self.reasons)

    def changed(self) -> tuple[str, ...]:
        """Names of the profile's fields that differ; all of them for a new member."""
        before = self.before.profile if self.before else None
        return tuple(
            field.name
            for field in fields(Profile)
            if before is None or getattr(before, field.name) != getattr(self.after, field.name)
        )


class Decider:
    """Decides rows one after another, so that they agree on how names are spelt."""

    def __init__(self, known: Known, photos: Mapping[int, str], home_branch: str) -> None:
        """Know the record.

        Args:
            known: What is recorded.
            photos: The SHA-256 of each row's photo, by the row's number in the file.
            home_branch: The branch of new members whose row names none.
        """
        self._known = known
        self._photos = photos
        self._home_branch = home_branch
        self._branches = Spelling(known.branches)
        self._posts = Spelling(known.posts)
        self._teams = Spelling(known.teams)

    def decide(self, rows: Sequence[RosterRow]) -> list[Decision]:
        """Decides all rows."""
        return [self._decide(row) for row in rows]

    def _decide(self, row: RosterRow) -> Decision:
        before = self._known.by_number.get(row.number.casefold())
        reasons = [*row.reasons, *self._clashes(row, before)]
        if reasons:
            return Decision(row, before, None, Outcome.REFUSED, tuple(reasons))
        after = self._profile(row, before.profile if before else None)
        if before is None:
            return Decision(row, None, after, Outcome.ADDED, tuple(row.remarks))
        if after == before.profile and not before.has_left:
            return Decision(row, before, after, Outcome.UNCHANGED, tuple(row.remarks))
        told = (*row.remarks, *_changes(before, after))
        return Decision(row, before, after, Outcome.UPDATED, told)

    def _clashes(self, row: RosterRow, before: KnownMember | None) -> list[str]:
        clashes = []
        similar = self._known.by_key.get(row.key)
        if before is None and similar is not None and row.number:
            clashes.append(
                _("The number {number} is close to {other} of {name}: write it in full.").format(
                    number=row.number, other=similar.number, name=similar.profile.name
                )
            )
        for post in row.posts or ():
            if self._posts.of(post) in self._known.ended_posts:
                clashes.append(_("There is no post {post} any more.").format(post=post))
        for team in row.teams or ():
            if self._teams.of(team) in self._known.ended_teams:
                clashes.append(_("The team {team} has ended.").format(team=team))
        return clashes

    def _profile(self, row: RosterRow, before: Profile | None) -> Profile:
        old = before or _blank(self._home_branch)
        posts = old.posts if row.posts is None else frozenset(map(self._posts.of, row.posts))
        teams = old.teams if row.teams is None else frozenset(map(self._teams.of, row.teams))
        return Profile(
            name=row.name,
            job=_said(row.job, old.job),
            branch=self._branches.of(_said(row.branch, old.branch)),
            phone=_said(row.phone, old.phone),
            standing=_said(row.standing, old.standing),
            language=_said(row.language, old.language),
            photo=self._photos.get(row.row, old.photo),
            posts=posts,
            teams=teams,
        )


def _blank(branch: str) -> Profile:
    return Profile("", "", branch, "", "member", "", None, frozenset(), frozenset())


def _said(new: str | None, old: str) -> str:
    return old if new is None else new


def _changes(before: KnownMember, after: Profile) -> list[str]:
    old = before.profile
    changes = [
        label for name, label in _labels().items() if getattr(old, name) != getattr(after, name)
    ]
    told = [_("Changed: {fields}.").format(fields=_(", ").join(changes))] if changes else []
    if old.name != after.name:
        told.append(_("The name was {name}.").format(name=old.name))
    if before.has_left:
        told.append(_("Had left, and is back."))
    return told


def _labels() -> dict[str, str]:
    return {
        "name": Field.NAME.label,
        "job": Field.JOB.label,
        "branch": Field.BRANCH.label,
        "phone": Field.PHONE.label,
        "posts": Field.POST.label,
        "teams": Field.TEAM.label,
        "standing": Field.STANDING.label,
        "language": Field.LANGUAGE.label,
        "photo": _("Photo"),
    }
