"""`--by NUMBER`: which supervisor set something up."""

from argparse import ArgumentParser, Namespace
from uuid import UUID

from kiosk.i18n import _


def add_by(parser: ArgumentParser, *, required: bool = False) -> None:
    """Declare it; where it is not required, the ledger names nobody without it."""
    parser.add_argument(
        "--by", metavar=_("NUMBER"), required=required, help=_("the supervisor's number")
    )


def who(args: Namespace) -> UUID | None:
    """The supervisor who was named, or None.

    Raises:
        RefusedError: `unknown_member`, `no_supervisor`.
    """
    from kiosk.people.supervisors import supervisor_named

    return None if args.by is None else supervisor_named(args.by)
