"""`doctor`: looks at the machine and the site's file and says what to do; writes nothing."""

from argparse import Namespace, _SubParsersAction
from dataclasses import asdict
from typing import TYPE_CHECKING

from kiosk.commands.telling import print_json, print_table
from kiosk.config import choose_home
from kiosk.errors import Exit
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "doctor",
        parents=[options],
        help=_("check the machine and the record"),
        description=_("Checks the machine and the site's record and writes nothing to either."),
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Check everything; refused when something is bad."""
    from kiosk.clock import SystemClock  # `--help` needs no store
    from kiosk.commands.checks import check_machine
    from kiosk.commands.record_checks import check_home
    from kiosk.commands.scanner_checks import check_scanners

    home = choose_home(args.home)
    checks = [*check_machine(home), *check_scanners(home), *check_home(home, SystemClock())]
    is_bad = any(check.state == "bad" for check in checks)
    if args.json:
        print_json({"healthy": not is_bad, "checks": [asdict(check) for check in checks]})
    else:
        words = {"ok": _("✓ ok"), "idle": _("○ at rest"), "warn": _("! look"), "bad": _("✗ bad")}
        print_table([(words[check.state], check.name, check.sentence) for check in checks])
        print(_("Something must be done.") if is_bad else _("The kiosk can work."))
    return Exit.REFUSED if is_bad else Exit.DONE
