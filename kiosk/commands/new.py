"""`new`: sets a site up without a screen."""

from argparse import Namespace, _SubParsersAction
from typing import TYPE_CHECKING

from kiosk.commands.arguments import UsageError
from kiosk.commands.reading import LONGEST_PIN_LINE, read_line
from kiosk.commands.telling import print_json
from kiosk.config import choose_home
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.oversight.setup import NewSupervisor


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "new",
        parents=[options],
        help=_("set a new site up"),
        description=_("Sets a new site up in an empty home, without a screen."),
    )
    parser.add_argument("--name", required=True, help=_("the project's name"))
    parser.add_argument("--branch", default="", help=_("its temporary branch's name"))
    parser.add_argument("--zone", default="Asia/Shanghai", help=_("its time zone"))
    parser.add_argument(
        "--turn-hour", type=int, default=4, help=_("the hour at which the work day turns")
    )
    parser.add_argument("--supervisor", metavar=_("NAME"), help=_("the first supervisor's name"))
    parser.add_argument(
        "--number", default="001", metavar=_("NUMBER"), help=_("the supervisor's number")
    )
    parser.add_argument(
        "--pin-stdin",
        action="store_true",
        help=_("read the supervisor's PIN from standard input"),
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Set the site up, with a supervisor when one is named."""
    from kiosk.clock import SystemClock  # `--help` needs no store
    from kiosk.oversight.setup import set_up_site

    supervisor = _supervisor(args)
    home = choose_home(args.home)
    set_up_site(
        home,
        SystemClock(),
        name=args.name,
        branch=args.branch,
        zone=args.zone,
        turn_hour=args.turn_hour,
        supervisor=supervisor,
    )
    if args.json:
        number = supervisor.number if supervisor else None
        print_json({"home": str(home.folder), "supervisor": number})
    else:
        print(_("The site is ready in {folder}.").format(folder=home.folder))
    return Exit.DONE


def _supervisor(args: Namespace) -> "NewSupervisor | None":
    from kiosk.oversight.setup import NewSupervisor

    if bool(args.supervisor) != args.pin_stdin:
        raise UsageError(_("--supervisor and --pin-stdin belong together."))
    if not args.pin_stdin:
        return None
    # A PIN among the arguments would stand in the shell's history and in the list of processes.
    pin = read_line(LONGEST_PIN_LINE)
    return NewSupervisor(args.number, args.supervisor, pin)
