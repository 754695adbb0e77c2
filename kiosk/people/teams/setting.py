"""Teams raised, joined, left, ended with a result; each change in the ledger."""

from datetime import date, timedelta
from uuid import UUID

from db import teams as records
from db.base import new_uid
from db.connection import transaction
from db.teams import MembershipRow, TeamRow
from kiosk.attendance.coverage.setting import check_day
from kiosk.context import Context, Moment
from kiosk.errors import RefusedError
from kiosk.i18n import _
from kiosk.people.by import check_by
from kiosk.people.teams.checking import (
    check_end,
    check_here,
    check_name,
    get_living_team,
    get_team,
    good_name,
    good_words,
    name_of,
    team_ended,
)
from kiosk.people.teams.views import NewTeam

LONGEST_GOAL, LONGEST_RESULT = 200, 200
MOST_MEMBERS = 200
"""Members with whom a team is raised; more can join it."""


class TeamSetting:
    """The use cases of changing teams. `by` is the supervisor at work, or None.

    Where `by` names nobody who can open the supervisor's day, all of them raise `no_supervisor`.

    Days that are over stay as they were: one joins from today on at the earliest, and was in a
    team yesterday if they were.
    """

    _context: Context

    def raise_team(self, new: NewTeam, by: UUID | None = None) -> UUID:
        """Raise a team; returns its key.

        Raises:
            RefusedError: `bad_name`, `team_exists`, `no_goal`, `too_long`, `too_many`,
                `unknown_member`, `member_left`, `day_over`, `ends_before`, `no_supervisor`.
            NotStored: It was not recorded.
        """
        name = good_name(new.name)
        goal = good_words(new.goal, LONGEST_GOAL, "no_goal", _("Say what the team is raised for."))
        members = tuple(dict.fromkeys((*((new.leader,) if new.leader else ()), *new.members)))
        if len(members) > MOST_MEMBERS:
            sentence = _("A team is raised with at most {most} members; the others can join it.")
            raise RefusedError("too_many", sentence.format(most=MOST_MEMBERS))
        with transaction():
            moment, uid = self._context.moment(), new_uid()
            since = new.since or moment.work_day
            check_day(since, moment.work_day)
            check_end(new.until, since)
            check_name(name)
            for member in members:
                check_here(member)
            row = TeamRow(
                *(uid, name, goal, since, new.until, "", new.leader, moment.at, None),
            )
            records.add_team(row)
            for member in members:
                records.add_membership(
                    new_uid(), MembershipRow(uid, member, since, None), moment.at
                )
            self._enter(moment, "team_added", row, by, members=[str(one) for one in members])
        return uid

    def join_team(
        self, uid: UUID, member: UUID, *, since: date | None = None, by: UUID | None = None
    ) -> None:
        """Let a member be in a team from a local day on (None: today, or its first day).

        Raises:
            RefusedError: `unknown_team`, `team_ended`, `unknown_member`, `member_left`,
                `in_team_already`, `day_over`, `ends_before`.
            NotStored: It was not recorded.
        """
        with transaction():
            moment = self._context.moment()
            team = get_living_team(uid, moment)
            day = since or max(moment.work_day, team.since)
            check_day(day, max(moment.work_day, team.since))
            check_end(team.until, day)
            name = check_here(member)
            if records.is_in_team(uid, member, day):
                sentence = _("{member} is set for the team {team} already.")
                raise RefusedError("in_team_already", sentence.format(member=name, team=team.name))
            records.add_membership(new_uid(), MembershipRow(uid, member, day, None), moment.at)
            self._enter(moment, "team_joined", team, by, member=str(member), since=day.isoformat())

    def leave_team(
        self, uid: UUID, member: UUID, *, until: date | None = None, by: UUID | None = None
    ) -> None:
        """Let a local day (None: today) be the last on which a member is in a team.

        Yesterday is the earliest: they are in it today no longer. Whoever leads it leads it no
        more.

        Raises:
            RefusedError: `unknown_team`, `team_ended`, `unknown_member`, `in_team_not`,
                `day_over`.
            NotStored: It was not recorded.
        """
        with transaction():
            moment = self._context.moment()
            last = until or moment.work_day
            check_day(last, moment.work_day - timedelta(days=1))
            team, name = get_living_team(uid, moment), name_of(member)
            if not records.end_memberships(uid, member, last, moment.at):
                sentence = _("{member} is not in the team {team} after {day}.")
                raise RefusedError(
                    "in_team_not",
                    sentence.format(member=name, team=team.name, day=last.isoformat()),
                )
            led = records.end_leading(uid, member)
            told = {"member": str(member), "until": last.isoformat(), "led": led}
            self._enter(moment, "team_left", team, by, **told)

    def lead_team(self, uid: UUID, member: UUID, by: UUID | None = None) -> None:
        """Let one of a team's members lead it from now on; who leads it already goes on.

        Raises:
            RefusedError: `unknown_team`, `team_ended`, `unknown_member`, `in_team_not`.
            NotStored: It was not recorded.
        """
        with transaction():
            moment = self._context.moment()
            team, name = get_living_team(uid, moment), name_of(member)
            if not records.is_in_team(uid, member, moment.work_day):
                sentence = _("{member} is not in the team {team}; let them join it first.")
                raise RefusedError("in_team_not", sentence.format(member=name, team=team.name))
            if team.leader_uid != member:
                records.set_leader(uid, member)
                self._enter(moment, "team_led", team, by, member=str(member))

    def end_team(
        self, uid: UUID, result: str, *, until: date | None = None, by: UUID | None = None
    ) -> None:
        """End a team and keep what came of it; one that has not begun is called off.

        Args:
            uid: The team.
            result: What came of it, at most 200 characters.
            until: Its last local day, yesterday or today (None: today). Where its planned last
                day is over already, that one stays.
            by: The supervisor at work.

        Raises:
            RefusedError: `unknown_team`, `team_ended`: its result was told, `no_result`,
                `too_long`, `day_over`, `still_to_come`.
            NotStored: It was not recorded.
        """
        words = good_words(result, LONGEST_RESULT, "no_result", _("Say what came of the team."))
        with transaction():
            moment = self._context.moment()
            yesterday = moment.work_day - timedelta(days=1)
            last = until or moment.work_day
            check_day(last, yesterday)
            if last > moment.work_day:
                sentence = _("{day} is still to come; say what came of the team on that day.")
                raise RefusedError("still_to_come", sentence.format(day=last.isoformat()))
            team = get_team(uid)
            if team.ended_at is not None:
                raise team_ended(team.name)
            last = _last_day(team, last, yesterday)
            records.end_memberships(uid, None, max(last, yesterday), moment.at)
            records.set_end(uid, last, words, moment.at)
            self._enter(moment, "team_ended", team, by, result=words, until=last.isoformat())

    def _enter(
        self, moment: Moment, kind: str, team: TeamRow, by: UUID | None, **told: object
    ) -> None:
        check_by(by)
        payload = {**told, "by": str(by) if by else None, "work_day": moment.work_day.isoformat()}
        if kind == "team_added":
            payload |= {
                "name": team.name,
                "goal": team.goal,
                "since": team.since.isoformat(),
                "until": team.until.isoformat() if team.until else None,
                "leader": str(team.leader_uid) if team.leader_uid else None,
            }
        self._context.enter(moment, kind, team.uid, payload)


def _last_day(team: TeamRow, last: date, yesterday: date) -> date:
    if team.since > last:
        return yesterday  # it never began
    return last if team.until is None else min(last, team.until)
