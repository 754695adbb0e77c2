"""`muster start | safe | visitor | status | end | report`: a roll call without a screen."""

from argparse import Namespace, _SubParsersAction
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from kiosk.commands.arguments import UsageError
from kiosk.commands.day import read_day
from kiosk.commands.muster_shape import muster_shape
from kiosk.commands.paper import STDOUT, add_target, check_target, deliver
from kiosk.commands.reading import read_line
from kiosk.commands.telling import print_json
from kiosk.config import choose_home
from kiosk.errors import Exit, KioskError, RefusedError
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.attendance.muster.desk import MusterDesk
    from kiosk.attendance.muster.views import MusterView
    from kiosk.commands.arguments import Parser
    from kiosk.services import Services

_LONGEST_PIN_LINE = 200
_STATION = "command"
_LATEST = "latest"


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser("muster", parents=[options], help=_("call the roll"))
    verbs = parser.add_subparsers(metavar=_("VERB"), required=True)

    def verb(name: str, run: Callable[[Namespace], Exit], words: str) -> "Parser":
        made: Parser = verbs.add_parser(name, parents=[options], help=words)
        made.set_defaults(run=run, opens_kiosk=False)
        return made

    starting = verb("start", run_start, _("start a real muster, or a drill"))
    starting.add_argument("--drill", action="store_true", help=_("a drill, told apart everywhere"))
    marking = verb("safe", run_safe, _("mark somebody safe by hand"))
    marking.add_argument("member", metavar=_("MEMBER"), help=_("a member's number"))
    adding = verb("visitor", run_visitor, _("add a visitor"))
    adding.add_argument("name", metavar=_("NAME"), help=_("the visitor's name"))
    adding.add_argument("--missing", action="store_true", help=_("the visitor is looked for"))
    for parser in (marking, adding):
        parser.add_argument("--by", metavar=_("NAME"), default="", help=_("who says so"))
    verb("status", run_status, _("say who is missing"))
    ending = verb("end", run_end, _("end the muster and save its report"))
    ending.add_argument("--number", required=True, metavar="N", help=_("the supervisor's number"))
    ending.add_argument(
        "--pin-stdin",
        action="store_true",
        help=_("read the supervisor's PIN from standard input"),
    )
    reporting = verb("report", run_report, _("the report of a muster as PDF, or printed"))
    reporting.add_argument(
        "date",
        metavar=_("DATE"),
        nargs="?",
        default=_LATEST,
        help=_("`latest` (default), or a work day such as 2026-11-22: all of that day"),
    )
    add_target(reporting)


def run_start(args: Namespace) -> Exit:
    """Start a muster, or join the one that runs."""
    with _opened(args) as (services, desk):
        return _tell(args, services, desk.view(desk.start("drill" if args.drill else "real").uid))


def run_safe(args: Namespace) -> Exit:
    """Mark a member safe."""
    with _opened(args) as (services, desk):
        member = services.people.get_member(args.member)
        desk.mark_safe(member.uid, args.by or _STATION)
        return _tell(args, services, _running(desk))


def run_visitor(args: Namespace) -> Exit:
    """Add a visitor."""
    with _opened(args) as (services, desk):
        desk.add_visitor(args.name, args.by or _STATION, is_here=not args.missing)
        return _tell(args, services, _running(desk))


def run_status(args: Namespace) -> Exit:
    """Say how the muster stands."""
    with _opened(args) as (services, desk):
        return _tell(args, services, _running(desk))


def run_end(args: Namespace) -> Exit:
    """End the muster; a supervisor's PIN is asked for."""
    if not args.pin_stdin:
        raise UsageError(_("--number and --pin-stdin belong together."))
    pin = read_line(_LONGEST_PIN_LINE)
    with _opened(args) as (services, desk):
        _running(desk)
        supervisor = desk.admit(services.access, args.number, pin)
        muster = desk.end(supervisor.number, supervisor.name)
        from kiosk.attendance.muster.report import save_report

        save_report(services.context.home, muster, services.oversight.site())
        return _tell(args, services, muster)


def run_report(args: Namespace) -> Exit:
    """Print the report of the latest muster, or of all musters of a work day."""
    from kiosk.exports.muster_pdf import find_faces, make_muster_pdf

    check_target(args)
    with _opened(args) as (services, desk):
        today = services.oversight.today()
        musters = _chosen(desk, args.date, today)
        faces = find_faces(services, musters)
        pdf = make_muster_pdf(musters, services.oversight.site(), today, faces)
    deliver(pdf, args, _("Muster"))
    if args.json and args.out != STDOUT:
        shapes = [muster_shape(muster) for muster in musters]
        print_json({"out": args.out, "printer": args.printer, "musters": shapes})
    elif args.out != STDOUT:
        print(_("Muster report: {where}").format(where=args.printer or args.out))
    return Exit.DONE


def _chosen(desk: "MusterDesk", text: str, today: date) -> "tuple[MusterView, ...]":
    latest = desk.find_latest() if text == _LATEST else None
    found = desk.list_day(read_day(text, today)) if text != _LATEST else ()
    if latest is not None:
        return (desk.view(latest),)
    if not found:
        raise RefusedError("no_muster", _("There was no muster then; name another day."))
    return found


@contextmanager
def _opened(args: Namespace) -> Iterator[tuple["Services", "MusterDesk"]]:
    from kiosk.attendance.muster.desk import MusterDesk  # `--help` needs no store
    from kiosk.attendance.muster.opening import open_even_unwritable
    from kiosk.recording import told_errors
    from kiosk.services import close_services

    with told_errors():
        services = open_even_unwritable(choose_home(args.home))
        try:
            yield services, MusterDesk(services.context, _STATION)
        finally:
            close_services()


def _running(desk: "MusterDesk") -> "MusterView":
    now = desk.running()
    if now is None:
        raise KioskError("no_muster", _("No muster is running; start one first."))
    return desk.view(now.uid)


def _tell(args: Namespace, services: "Services", muster: "MusterView") -> Exit:
    if muster.kept == "memory":  # which ends with this command
        from kiosk.recording import not_recorded

        raise not_recorded("full")
    if args.json:
        print_json(muster_shape(muster))
        return Exit.DONE
    from kiosk.attendance.muster.report import report_lines

    for line in report_lines(muster, services.oversight.site()):
        print(line.text)
    return Exit.DONE
