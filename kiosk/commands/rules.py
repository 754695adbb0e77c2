"""`rules`: shows the site's rules of attendance and its shifts, and changes them."""

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.arguments import UsageError
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json, print_table
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.services import Services


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser("rules", parents=[options], help=_("show or change the rules"))
    for name, help_text in (
        ("--debounce", _("seconds within which a repeated scan is not counted")),
        ("--turn-hour", _("hour at which the work day turns")),
        ("--longest", _("longest plausible presence in hours")),
        ("--retention", _("years for which the data of a member who left are kept")),
        ("--ask", _("hours of presence from which on a scan is asked about")),
    ):
        parser.add_argument(name, type=int, metavar="N", help=help_text)
    parser.add_argument("--asks-out", choices=("yes", "no"), help=_("whether people check out"))
    parser.add_argument(
        "--file",
        metavar="FILE",
        help=_("take rules, shifts and key posts from a JSON file, as --json prints it"),
    )
    parser.set_defaults(run=run, opens_kiosk=False)
    _add_shift(parser, options)


def _add_shift(parser: "Parser", options: "Parser") -> None:
    parts = parser.add_subparsers(metavar=_("PART"))
    shifts = parts.add_parser("shift", parents=[options], help=_("add, change or end a shift"))
    verbs = shifts.add_subparsers(metavar=_("VERB"), required=True)
    for verb, help_text in (("add", _("add a shift")), ("change", _("change a shift"))):
        putting = verbs.add_parser(verb, parents=[options], help=help_text)
        putting.add_argument("name", metavar=_("NAME"))
        is_new = verb == "add"
        putting.add_argument("--from", dest="begins", metavar="HH:MM", required=is_new)
        putting.add_argument("--to", dest="ends", metavar="HH:MM", required=is_new)
        putting.add_argument("--days", metavar="1-7", help=_("such as 1-5 or 6,7; 1 is Monday"))
        putting.add_argument("--grace", type=int, metavar="MIN", help=_("minutes to come late"))
        putting.set_defaults(run=put_shift, is_new=is_new)
    ending = verbs.add_parser("end", parents=[options], help=_("end a shift"))
    ending.add_argument("name", metavar=_("NAME"))
    ending.set_defaults(run=end_shift)


def run(args: Namespace) -> Exit:
    """Change what was asked for and show the rules now in force."""
    from kiosk.oversight.rule_file import take_rule_file
    from kiosk.oversight.ruling import RuleChange, change_rules

    text = _read(args.file) if args.file is not None else None
    asks_out = None if args.asks_out is None else args.asks_out == "yes"
    change = RuleChange(
        args.debounce, args.turn_hour, args.longest, args.retention, args.ask, asks_out
    )
    if text is not None and change != RuleChange():
        raise UsageError(_("Name either a file or single rules, not both."))
    with opened_site(args) as services:
        if text is not None:
            take_rule_file(services.context, text)
        else:
            change_rules(services.context, change)
        return _show(services, as_json=args.json)


def put_shift(args: Namespace) -> Exit:
    """Add or change a shift and show the rules now in force."""
    from kiosk.oversight.shifts import ShiftView, add_shift, change_shift, get_shift

    with opened_site(args) as services:
        old = ShiftView(args.name, 0, 0) if args.is_new else get_shift(args.name)
        shift = ShiftView(
            args.name,
            old.from_minute if args.begins is None else _minute(args.begins),
            old.to_minute if args.ends is None else _minute(args.ends),
            old.weekdays if args.days is None else _weekdays(args.days),
            old.grace_min if args.grace is None else args.grace,
        )
        (add_shift if args.is_new else change_shift)(services.context, shift)
        return _show(services, as_json=args.json)


def end_shift(args: Namespace) -> Exit:
    """End a shift and show the rules now in force."""
    from kiosk.oversight import shifts

    with opened_site(args) as services:
        shifts.end_shift(services.context, args.name)
        return _show(services, as_json=args.json)


def _read(name: str) -> str:
    from kiosk.oversight.rule_file import LONGEST_FILE

    try:
        with Path(name).open("rb") as file:
            told = file.read(LONGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise UsageError(_("{file} can't be read.").format(file=name)) from error
    if len(told) > LONGEST_FILE:
        sentence = _("{file} is longer than {most} bytes; that is no rule file.")
        raise UsageError(sentence.format(file=name, most=LONGEST_FILE))
    return told.decode("utf-8-sig", "replace")


def _minute(text: str) -> int:
    from kiosk.oversight.rule_file import minute_of

    minute = minute_of(text)
    if minute is None:
        raise UsageError(_("{text} is no time of day; write 07:00.").format(text=text))
    return minute


def _weekdays(text: str) -> int:
    from kiosk.oversight.rule_file import weekdays_of

    days = weekdays_of(text)
    if days is None:
        raise UsageError(_("{text} are no weekdays; write 1-5 or 6,7.").format(text=text))
    return days


def _show(services: "Services", *, as_json: bool) -> Exit:
    from kiosk.commands.rules_shape import rules_shape, shift_line, site_rules
    from kiosk.oversight.shifts import list_shifts

    if as_json:
        print_json(rules_shape(services))
        return Exit.DONE
    site, shifts = services.oversight.site(), list_shifts()
    print_table([(name, str(value)) for name, value in site_rules(site).items()])
    if shifts:
        print()
        print_table([shift_line(shift) for shift in shifts])
    return Exit.DONE
