"""`presence`: lists what waits for somebody, sets presences right, undoes a scan."""

from argparse import Namespace, _SubParsersAction
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.commands.arguments import UsageError
from kiosk.commands.day import read_day
from kiosk.commands.presence_time import behind, came_at, left_at, on_presence
from kiosk.commands.site import opened_site
from kiosk.commands.telling import iso, print_json, print_table
from kiosk.errors import Exit, RefusedError
from kiosk.i18n import _, format_minutes, ngettext

if TYPE_CHECKING:
    from db.presence import Presence
    from kiosk.attendance.waiting import WaitingView
    from kiosk.commands.arguments import Parser
    from kiosk.services import Services


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "presence", parents=[options], help=_("list, correct and undo presences")
    )
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    _add_list(verbs, options)
    _add_correct(verbs, options)
    undoing = verbs.add_parser("undo", parents=[options], help=_("undo a member's newest scan"))
    undoing.add_argument("member", metavar=_("MEMBER"))
    undoing.add_argument("--reason", required=True, help=_("why; it is kept"))
    undoing.set_defaults(run=undo, opens_kiosk=False)


def _add_list(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    listing = verbs.add_parser(
        "list", parents=[options], help=_("what waits for a supervisor, or a member's presences")
    )
    listing.add_argument("member", metavar=_("MEMBER"), nargs="?")
    listing.set_defaults(run=show, opens_kiosk=False)


def _add_correct(verbs: "_SubParsersAction[Parser]", options: "Parser") -> None:
    correcting = verbs.add_parser("correct", parents=[options], help=_("set a presence right"))
    correcting.add_argument("member", metavar=_("MEMBER"))
    time_help = _("17:30 on the presence's day, or 2026-11-22T17:30")
    correcting.add_argument("--left", metavar=_("TIME"), help=time_help)
    correcting.add_argument("--came", metavar=_("TIME"), help=time_help)
    which = correcting.add_mutually_exclusive_group()
    which.add_argument(
        "--presence", metavar="N", type=int, help=_("its number in `presence list MEMBER`")
    )
    which.add_argument("--on", metavar=_("DAY"), help=_("the last presence of that work day"))
    correcting.add_argument("--reason", required=True, help=_("why; it is kept"))
    correcting.set_defaults(run=correct, opens_kiosk=False)


def show(args: Namespace) -> Exit:
    """What waits for somebody; or a member's presences with their numbers, newest first."""
    from kiosk.attendance.waiting import count_more, list_waiting

    with opened_site(args) as services:
        zone = services.oversight.site().zone
        if args.member is None:
            waiting, more = list_waiting(services.context), count_more(services.context)
            _show_waiting(waiting, more, zone, as_json=args.json)
        else:
            member = services.people.get_member(args.member)
            _show_own(own_presences(member.uid), zone, as_json=args.json)
    return Exit.DONE


def own_presences(member_uid: UUID) -> list["Presence"]:
    """A member's presences, newest first, as they are numbered from 1."""
    from db.presence import list_member_presences

    return list_member_presences(member_uid)


def undo(args: Namespace) -> Exit:
    """Undo a member's newest scan, within 15 minutes."""
    from db.recorded import find_newest_scan

    with opened_site(args) as services:
        member = services.people.get_member(args.member)
        newest = find_newest_scan(member.uid)
        if newest is None:
            raise RefusedError("unknown_scan", _("This scan is not in the record."))
        services.afterthoughts.undo(newest, args.reason)
        stays = own_presences(member.uid)
    if args.json:
        print_json({"undone": str(newest), "member": member.number})
    else:
        print(_("Undone: the scan of {name}.").format(name=member.name))
        _print_open(stays)
    return Exit.DONE


def _print_open(stays: list["Presence"]) -> None:
    is_here = any(stay.closed is None for stay in stays)
    print(_("They are on site now.") if is_here else _("They are not on site now."))


def correct(args: Namespace) -> Exit:
    """Set a presence right, or add one whose check-in is missing."""
    if args.came is None and args.left is None:
        raise UsageError(_("Name --came, --left or both."))
    if args.came is not None and args.presence is not None:
        raise UsageError(_("A check-in that is missing is of no presence yet; name its day."))
    with opened_site(args) as services:
        correct_it = services.corrections.correct
        zone = services.oversight.site().zone
        member = services.people.get_member(args.member)
        if args.came is not None and args.left is not None:
            at = came_at(services.context, args.came, _day_given(services, args))
            left = behind(args.left, at, zone)
            add_it = services.corrections.correct_stay
            mark = add_it(member.uid, at, left, None, args.reason)
        elif args.left is not None:
            presence, at = _left(services, args, member.uid)
            mark = correct_it(member.uid, "left", at, None, args.reason, presence.uid)
        else:
            at = came_at(services.context, args.came, _day_given(services, args))
            mark = correct_it(member.uid, "came", at, None, args.reason)
        stays = own_presences(member.uid)
    made = next((stay for stay in stays if mark.at in {stay.in_at, stay.out_at}), None)
    if args.json:
        print_json(_shape(made) if made else None)
    else:
        print(_("Corrected."))
        print_table([_line(made, zone)] if made else [], "  ")
    return Exit.DONE


def _left(services: "Services", args: Namespace, member_uid: UUID) -> "tuple[Presence, datetime]":
    """The presence that is meant, and when it ended."""
    if args.presence is None:
        return left_at(services.context, member_uid, args.left, _day_given(services, args))
    stays, place = own_presences(member_uid), int(args.presence)
    if not 1 <= place <= len(stays):
        raise RefusedError("unknown_presence", _("This presence is not in the record."))
    presence = stays[place - 1]
    return presence, on_presence(args.left, presence, services.oversight.site().zone)


def _day_given(services: "Services", args: Namespace) -> date | None:
    return None if args.on is None else read_day(args.on, services.oversight.today())


def _shape(stay: "Presence") -> dict[str, object]:
    return {
        "work_day": stay.work_day.isoformat(),
        "in_at": iso(stay.in_at),
        "out_at": iso(stay.out_at),
        "closed": stay.closed,
        "clock": stay.clock,
        "on_break": stay.break_since is not None,
    }


def _show_own(stays: list["Presence"], zone: ZoneInfo, *, as_json: bool) -> None:
    if as_json:
        numbered = [{"presence": place} | _shape(stay) for place, stay in enumerate(stays, 1)]
        print_json({"presences": numbered})
        return
    print_table([(str(place), *_line(stay, zone)) for place, stay in enumerate(stays, 1)])


def _line(stay: "Presence", zone: ZoneInfo) -> tuple[str, ...]:
    came = stay.in_at.astimezone(zone)
    left = stay.out_at.astimezone(zone) if stay.out_at else None
    words = {
        None: _("On site"),
        "scan": _("by scan"),
        "rule": _("closed by rule"),
        "correction": _("corrected"),
    }
    length = (stay.out_at - stay.in_at) if stay.out_at else None
    return (
        stay.work_day.isoformat(),
        f"{came:%H:%M}",
        f"{left:%m-%d %H:%M}" if left else "–",
        format_minutes(int(length.total_seconds()) // 60) if length is not None else "",
        words[stay.closed],
    )


def _show_waiting(
    waiting: tuple["WaitingView", ...], more: int, zone: ZoneInfo, *, as_json: bool
) -> None:
    if as_json:
        print_json({"waiting": [_waiting_shape(one) for one in waiting], "more": more})
        return
    if not waiting and not more:
        print(_("Nothing waits for a supervisor."))
    print_table([_waiting_line(one, zone) for one in waiting])
    if more:
        older = ngettext("And {count} older one.", "And {count} older ones.", more)
        print(older.format(count=more))


def _waiting_shape(one: "WaitingView") -> dict[str, object]:
    asked = one.request
    return {
        "kind": one.kind,
        "number": one.number,
        "name": one.name,
        "work_day": one.work_day.isoformat(),
        "at": iso(one.at),
        "guess": one.guess or None,
        "asked": asked.kind if asked else None,
        "text": asked.text if asked else None,
        "left_at": iso(asked.left_at) if asked else None,
        "presence": _shape(one.presence) if one.presence else None,
    }


def _waiting_line(one: "WaitingView", zone: ZoneInfo) -> tuple[str, ...]:
    words = {
        "request": _("asks for a correction"),
        "question": _("scan in doubt"),
        "forgotten": _("never checked out"),
        "clock": _("clock in doubt"),
        "jump": _("the clock jumped"),
    }
    at = one.at.astimezone(zone)
    return one.number, one.name, f"{at:%Y-%m-%d %H:%M}", words[one.kind]
