"""`bench`: measures the kiosk on this machine.

What it measures with stands beside the tests (`tests/bench`), because it drives the kiosk as a
person at a terminal does; in a process of its own, so that measuring changes nothing of it.
"""

import subprocess
import sys
from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import RefusedError
from kiosk.i18n import _

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser

_ROOT = Path(__file__).parents[2]


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "bench",
        parents=[options],
        help=_("measure the kiosk on this machine"),
        description=_("Prints ratios within one run, because absolute times do not travel."),
    )
    parser.add_argument(
        "--short", action="store_true", help=_("with small files only, in about a minute")
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> int:
    """Measure; returns the exit code.

    Raises:
        RefusedError: `no_bench`: this installation has no tests.
    """
    if not (_ROOT / "tests" / "bench").is_dir():
        raise RefusedError(
            "no_bench", _("This installation came without its tests; measure in a full copy.")
        )
    options = [f"--{name}" for name in ("json", "short") if getattr(args, name)]
    command = [sys.executable, "-m", "tests.bench", *options]
    return subprocess.run(command, cwd=_ROOT, check=False).returncode  # noqa: S603  # our own
