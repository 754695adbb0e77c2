"""Where a document of a command goes: into a file, to standard output or onto a printer."""

import argparse
import errno
import sys
from argparse import Namespace
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.files import is_replaceable, write_whole
from kiosk.i18n import _

STDOUT = "-"
"""Stands for standard output."""

_LONGEST_TOLD = 100
"""Characters of a file's name in a sentence about it."""


def add_target(parser: argparse.ArgumentParser) -> None:
    """Declare `--out` and `--printer`, one of which must be named."""
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument(
        "--out", metavar=_("FILE"), help=_("the PDF to write; - for standard output")
    )
    target.add_argument(
        "--printer", metavar=_("PRINTER"), help=_("the printer; `default` for the system's own")
    )


def check_target(args: Namespace) -> None:
    """See that it can be delivered, before anything is issued or entered.

    Raises:
        KioskError: `no_printer`, `unknown_printer` or `not_written`.
    """
    from kiosk.exports.printing import check_printer

    if args.printer:
        check_printer(args.printer)
    elif args.out != STDOUT:
        check_place(args.out)


def check_place(name: str) -> None:
    """See that a file of this name can be made or replaced.

    Links are not followed: what lies behind one is not what the name says.

    Raises:
        KioskError: `not_written`; the sentence says what is in the way.
    """
    path = Path(name)
    try:
        if not name or path.is_dir():
            raise _not_a_file(name)
        if not is_replaceable(path):
            raise _in_the_way(path)
        if not path.parent.is_dir():
            raise _no_folder(path.parent)
    except NotADirectoryError as error:
        raise _no_folder(path.parent) from error
    except OSError as error:
        raise _not_written(path, error) from error
    except ValueError as error:  # a zero, or half of a character
        raise _not_a_file(name) from error


def _not_a_file(name: str) -> KioskError:
    sentence = _("--out needs the name of a file, such as badges.pdf: “{name}” is none.")
    return KioskError("not_written", sentence.format(name=_shortened(name)))


def _in_the_way(path: Path) -> KioskError:
    sentence = _(
        "{file} is a link, a pipe or a device, which is not replaced; name another file, or write"
        " to standard output with --out -."
    )
    return KioskError("not_written", sentence.format(file=path))


def _no_folder(folder: Path) -> KioskError:
    sentence = _("There is no folder {folder}; make it, or name another file.")
    return KioskError("not_written", sentence.format(folder=folder))


def _not_written(path: Path, error: OSError) -> KioskError:
    said = error.strerror or type(error).__name__
    if error.errno == errno.ENAMETOOLONG:
        said = _("the name is too long")
    sentence = _("{file} can't be written: {said}.").format(file=_shortened(str(path)), said=said)
    return KioskError("not_written", sentence)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_TOLD else f"{name[:_LONGEST_TOLD]}…"


def deliver(pdf: bytes, args: Namespace, title: str) -> None:
    """Write or print a document.

    Args:
        pdf: The document.
        args: What `add_target` declared.
        title: What a printer's queue calls it.

    Raises:
        KioskError: `not_written`, or what the printer said.
    """
    from kiosk.exports.printing import send_to_printer

    if args.printer:
        send_to_printer(pdf, args.printer, title)
    elif args.out == STDOUT:
        sys.stdout.buffer.write(pdf)
        sys.stdout.buffer.flush()
    else:
        path = Path(args.out)
        try:
            write_whole(path, pdf)
        except OSError as error:
            raise _not_written(path, error) from error
