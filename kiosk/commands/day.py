"""`day show [DATE]`: everything of one work day; `day close`: the nightly closing."""

from argparse import Namespace, _SubParsersAction
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from kiosk.commands.arguments import UsageError
from kiosk.commands.site import opened_site, site_to_read
from kiosk.commands.telling import print_json
from kiosk.errors import Exit
from kiosk.i18n import _, ngettext

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.oversight.views import DayView
    from kiosk.people.views import MemberView


class _OfMember(Protocol):
    @property
    def number(self) -> str: ...


Line = TypeVar("Line", bound=_OfMember)


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser("day", parents=[options], help=_("show a work day"))
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)
    showing = verbs.add_parser("show", parents=[options], help=_("show a work day, today's first"))
    showing.add_argument(
        "date",
        metavar=_("DATE"),
        nargs="?",
        default="today",
        help=_("such as 2026-11-22; or today, yesterday"),
    )
    showing.add_argument(
        "--member", metavar=_("MEMBER"), help=_("only what this member has to do with")
    )
    showing.set_defaults(run=run, opens_kiosk=False)
    closing = verbs.add_parser(
        "close", parents=[options], help=_("close the work days that are over, each once")
    )
    closing.set_defaults(run=close, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Show a work day."""
    with site_to_read(args) as services:
        day = services.oversight.day(read_day(args.date, services.oversight.today()))
        if args.member is not None:
            day = only_of(day, services.people.get_member(args.member))
    if args.json:
        from kiosk.commands.day_shape import day_shape

        print_json(day_shape(day))
    else:
        from kiosk.commands.day_text import print_day

        print_day(day)
    return Exit.DONE


def close(args: Namespace) -> Exit:
    """Run the nightly closing; however often it runs, each day is closed once."""
    from kiosk.attendance.closing import close_days

    with opened_site(args) as services:
        services.ratings.empty_box()
        closing = close_days(services.context)
    if args.json:
        days = [day.isoformat() for day in closing.days]
        print_json({"days": days, "closed_by_rule": len(closing.closed)})
        return Exit.DONE
    count = len(closing.days)
    print(ngettext("{count} day closed.", "{count} days closed.", count).format(count=count))
    told = ngettext(
        "{count} presence closed by rule.", "{count} presences closed by rule.", len(closing.closed)
    )
    print(told.format(count=len(closing.closed)))
    return Exit.DONE


def only_of(day: "DayView", member: "MemberView") -> "DayView":
    """What a day holds of one member; of the voices, those that they have in hand."""

    def of_them(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line for line in lines if line.number == member.number)

    theirs = {duty.post for duty in of_them(day.duties)}
    return replace(
        day,
        presences=of_them(day.presences),
        duties=of_them(day.duties),
        made=of_them(day.made),
        kept=of_them(day.kept),
        due=of_them(day.due),
        overdue=of_them(day.overdue),
        services=of_them(day.services),
        refused=of_them(day.refused),
        coverage=tuple(post for post in day.coverage if post.name in theirs),
        waiting=of_them(day.waiting),
        voices=tuple(voice for voice in day.voices if voice.owner_uid == member.uid),
    )


def read_day(text: str, today: date) -> date:
    """The work day that a text means.

    Raises:
        UsageError: It means none.
    """
    words = {"today": today, "yesterday": today - timedelta(days=1)}
    if text in words:
        return words[text]
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _no_day(text) from error
    if not date(1970, 1, 2) <= day <= date(9000, 1, 1):  # beyond them the clock has no instants
        raise _no_day(text)
    return day


def _no_day(text: str) -> UsageError:
    return UsageError(_("{text} is no day; write it like 2026-11-22.").format(text=text))
