"""`presence`: lists what waits for somebody, sets presences right, undoes a scan."""

from argparse import Namespace, _SubParsersAction
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.commands.day import read_day
from kiosk.commands.onsite import read_time
from kiosk.commands.site import opened_site
from kiosk.commands.telling import iso, print_json, print_table
from kiosk.errors import Exit, RefusedError
from kiosk.i18n import _, format_minutes

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
    ends = correcting.add_mutually_exclusive_group(required=True)
    time_help = _("17:30 on the presence's day, or 2026-11-22T17:30")
    ends.add_argument("--left", metavar=_("TIME"), help=time_help)
    ends.add_argument("--came", metavar=_("TIME"), help=time_help)
    which = correcting.add_mutually_exclusive_group()
    which.add_argument(
        "--presence", metavar="N", type=int, help=_("its number in `presence list MEMBER`")
    )
    which.add_argument("--on", metavar=_("DAY"), help=_("the last presence of that work day"))
    correcting.add_argument("--reason", required=True, help=_("why; it is kept"))
    correcting.set_defaults(run=correct, opens_kiosk=False)


def show(args: Namespace) -> Exit:
    """What waits for somebody; or a member's presences with their numbers, newest first."""
    from kiosk.attendance.waiting import list_waiting

    with opened_site(args) as services:
        zone = services.oversight.site().zone
        if args.member is None:
            _show_waiting(list_waiting(services.context), zone, as_json=args.json)
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
    from db.presence import find_newest_scan

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
    with opened_site(args) as services:
        zone = services.oversight.site().zone
        member = services.people.get_member(args.member)
        presence = _chosen(services, args, member.uid)
        kind = "left" if args.left is not None else "came"
        day = _day_of(services, args, presence)
        ended = presence if kind == "left" else None
        at = _time(args.left if args.left is not None else args.came, day, zone, ended)
        # A later coming than that of the named one moves it; an earlier one is a missing check-in.
        is_meant = presence is not None and (kind == "left" or at > presence.in_at)
        named = presence.uid if presence is not None and is_meant else None
        mark = services.corrections.correct(
            member.uid, "left" if kind == "left" else "came", at, None, args.reason, named
        )
        stays = own_presences(member.uid)
    made = next((stay for stay in stays if mark.at in {stay.in_at, stay.out_at}), None)
    if args.json:
        print_json(_shape(made) if made else None)
    else:
        print(_("Corrected."))
        print_table([_line(made, zone)] if made else [], "  ")
    return Exit.DONE


def _chosen(services: "Services", args: Namespace, member_uid: UUID) -> "Presence | None":
    """The presence that is meant; by itself the newest one without a time of leaving."""
    stays = own_presences(member_uid)
    if args.presence is not None:
        place: int = args.presence
        if not 1 <= place <= len(stays):
            raise RefusedError("unknown_presence", _("This presence is not in the record."))
        return stays[place - 1]
    if args.came is not None:
        return None
    if args.on is not None:
        day = read_day(args.on, services.oversight.today())
        stays = [stay for stay in stays if stay.work_day == day]
        return stays[0] if stays else None
    endless = [stay for stay in stays if stay.out_at is None] or stays
    return endless[0] if endless else None


def _day_of(services: "Services", args: Namespace, presence: "Presence | None") -> date:
    if presence is not None:
        return presence.work_day
    today = services.oversight.today()
    return read_day(args.on, today) if args.on is not None else today


def _time(text: str, day: date, zone: ZoneInfo, presence: "Presence | None") -> datetime:
    """An instant; a bare time is on the presence's day, or on the next when that is before it."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    at = read_time(text, noon, zone)
    is_bare = "-" not in text
    if is_bare and presence is not None and at <= presence.in_at:
        at = read_time(text, noon + timedelta(days=1), zone)
    return at


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
        None: _("open"),
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


def _show_waiting(waiting: tuple["WaitingView", ...], zone: ZoneInfo, *, as_json: bool) -> None:
    if as_json:
        print_json({"waiting": [_waiting_shape(one) for one in waiting]})
        return
    if not waiting:
        print(_("Nothing waits for a supervisor."))
    print_table([_waiting_line(one, zone) for one in waiting])


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
