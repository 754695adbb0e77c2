"""`onsite [--at TIME]`: who is on site, now or at another time."""

from argparse import Namespace, _SubParsersAction
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.commands.arguments import UsageError
from kiosk.commands.site import site_to_read
from kiosk.commands.telling import iso, print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _, format_number, format_time, ngettext

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser("onsite", parents=[options], help=_("say who is on site"))
    parser.add_argument(
        "--at",
        metavar=_("TIME"),
        help=_("at another time: 06:55 today, or 2026-11-22T06:55, with a zone or in the site's"),
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Say who is on site, in order of coming."""
    with site_to_read(args) as services:
        zone = services.oversight.site().zone
        now = services.context.clock.now()
        at = read_time(args.at, now.astimezone(zone), zone) if args.at is not None else now
        members = services.attendance.on_site(at if args.at is not None else None)
    if args.json:
        found = [{"number": m.number, "name": m.name, "since": iso(m.since)} for m in members]
        print_json({"count": len(members), "members": found})
        return Exit.DONE
    words = ngettext("{count} on site at {time}", "{count} on site at {time}", len(members))
    when = at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    print(words.format(count=format_number(len(members)), time=when))
    print_table([(m.number, m.name, format_time(m.since.astimezone(zone))) for m in members], "  ")
    return Exit.DONE


def read_time(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant that a text means.

    Args:
        text: ISO 8601 with or without a zone, or a time of today such as `06:55`.
        now: The site's local time.
        zone: The site's zone, for texts without one.

    Raises:
        UsageError: It means none.
    """
    try:
        if "-" not in text and ":" in text:
            return datetime.combine(now.date(), time.fromisoformat(text), zone)
        at = datetime.fromisoformat(text)
        at = at if at.tzinfo else at.replace(tzinfo=zone)
        at.astimezone(zone)  # the ends of the calendar have no time in other zones
    except (ValueError, OverflowError) as error:
        raise UsageError(
            _("{text} is no time; write 06:55 or 2026-11-22T06:55.").format(text=text)
        ) from error
    return at
