"""`teams`: teams raised for urgent tasks: looked at, raised, joined, left, ended with a result."""

import sys
from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.commands.by import add_by, who
from kiosk.commands.day import read_day
from kiosk.commands.site import opened_site, site_to_read
from kiosk.commands.teams_shape import team_line, team_sentences, team_shape
from kiosk.commands.telling import print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from kiosk.commands.arguments import Parser
    from kiosk.services import Services

_STATES = ("running", "ahead", "ended")


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "teams", parents=[options], help=_("the teams raised for urgent tasks")
    )
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    listing = verbs.add_parser("list", parents=[options], help=_("the teams, running ones first"))
    listing.add_argument("--member", metavar=_("MEMBER"), help=_("those that this member is in"))
    listing.add_argument("--state", choices=_STATES, default="", help=_("those that are so"))
    listing.add_argument("--on", metavar=_("DAY"), help=_("as they stood or will stand on a day"))
    listing.set_defaults(run=run_list, opens_kiosk=False)
    showing = verbs.add_parser("show", parents=[options], help=_("a team and who was in it"))
    showing.add_argument("team", metavar=_("TEAM"), help=_("the team's name"))
    showing.set_defaults(run=run_show, opens_kiosk=False)
    _add_writing(verbs, options)


def _add_writing(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    raising = _add_verb(verbs, options, "raise", _("raise a team"))
    raising.set_defaults(run=run_raise)
    raising.add_argument(
        "--goal", required=True, metavar=_("TEXT"), help=_("what it is raised for")
    )
    raising.add_argument("--leader", metavar=_("MEMBER"), help=_("who leads it"))
    raising.add_argument(
        "--members", metavar=_("MEMBER"), nargs="+", default=[], help=_("who else is in it")
    )
    raising.add_argument("--since", metavar=_("DAY"), help=_("the first day; today without"))
    raising.add_argument("--until", metavar=_("DAY"), help=_("the last day that is planned"))
    for name, told, run in (
        ("join", _("let a member be in a team"), run_join),
        ("leave", _("let a member be in a team no longer"), run_leave),
        ("lead", _("let one of its members lead a team"), run_lead),
    ):
        verb = _add_verb(verbs, options, name, told)
        verb.add_argument("member", metavar=_("MEMBER"), help=_("the member's number"))
        verb.set_defaults(run=run)
        if name == "join":
            verb.add_argument("--since", metavar=_("DAY"), help=_("the first day; today without"))
        if name == "leave":
            verb.add_argument("--until", metavar=_("DAY"), help=_("the last day; today without"))
    ending = _add_verb(verbs, options, "end", _("end a team and keep what came of it"))
    ending.add_argument("--result", required=True, metavar=_("TEXT"), help=_("what came of it"))
    ending.add_argument("--until", metavar=_("DAY"), help=_("the last day; today without"))
    ending.set_defaults(run=run_end)


def _add_verb(
    verbs: "_SubParsersAction[Parser]", options: "Parser", name: str, told: str
) -> "Parser":
    verb = verbs.add_parser(name, parents=[options], help=told)
    verb.add_argument("team", metavar=_("TEAM"), help=_("the team's name"))
    add_by(verb, required=True)
    verb.set_defaults(opens_kiosk=False)
    return verb


def run_list(args: Namespace) -> Exit:
    """The teams; without a filter all of them."""
    with site_to_read(args) as services:
        member = None if args.member is None else services.people.get_member(args.member).uid
        day = _day(args.on, services)
        teams = services.teams.list_teams(day, member=member, state=args.state)
    if args.json:
        print_json({"teams": [team_shape(team) for team in teams]})
        return Exit.DONE
    print_table([team_line(team) for team in teams])
    if not teams:
        is_filtered = member is not None or args.state or day is not None
        none_so = _("There is no such team; `teams list` shows all.")
        none = _("No team was raised yet; `teams raise` raises one for an urgent task.")
        print(none_so if is_filtered else none, file=sys.stderr)
    return Exit.DONE


def run_show(args: Namespace) -> Exit:
    """A team with those who left it."""
    with site_to_read(args) as services:
        return _tell(services, services.teams.team_named(args.team), args)


def run_raise(args: Namespace) -> Exit:
    """Raise a team."""
    from kiosk.people.teams.views import NewTeam

    with opened_site(args) as services:
        new = NewTeam(
            args.team,
            args.goal,
            _member(args.leader, services) if args.leader is not None else None,
            tuple(_member(number, services) for number in args.members),
            *(_day(args.since, services), _day(args.until, services)),
        )
        return _tell(services, services.teams.raise_team(new, who(args)), args)


def run_join(args: Namespace) -> Exit:
    """Let a member be in a team."""
    with opened_site(args) as services:
        team, member = _found(args, services)
        services.teams.join_team(team, member, since=_day(args.since, services), by=who(args))
        return _tell(services, team, args)


def run_leave(args: Namespace) -> Exit:
    """Let a day be the last on which a member is in a team."""
    with opened_site(args) as services:
        team, member = _found(args, services)
        services.teams.leave_team(team, member, until=_day(args.until, services), by=who(args))
        return _tell(services, team, args)


def run_lead(args: Namespace) -> Exit:
    """Let one of a team's members lead it."""
    with opened_site(args) as services:
        team, member = _found(args, services)
        services.teams.lead_team(team, member, who(args))
        return _tell(services, team, args)


def run_end(args: Namespace) -> Exit:
    """End a team and keep what came of it."""
    with opened_site(args) as services:
        team = services.teams.team_named(args.team)
        day = _day(args.until, services)
        services.teams.end_team(team, args.result, until=day, by=who(args))
        return _tell(services, team, args)


def _found(args: Namespace, services: "Services") -> tuple[UUID, UUID]:
    return services.teams.team_named(args.team), _member(args.member, services)


def _member(number: str, services: "Services") -> UUID:
    return services.people.get_member(number).uid


def _day(text: str | None, services: "Services") -> "date | None":
    return None if text is None else read_day(text, services.oversight.today())


def _tell(services: "Services", uid: UUID, args: Namespace) -> Exit:
    """Tell how the team stands now."""
    team = services.teams.team(uid)
    print_json(team_shape(team)) if args.json else print("\n".join(team_sentences(team)))
    return Exit.DONE
