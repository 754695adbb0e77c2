"""Printers: those that CUPS knows, asked and fed through its own programs."""

import shutil
import subprocess

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.text import clean_line

DEFAULT = "default"
"""Stands for the printer that the system prefers."""

_ASK_S, _SEND_S = 10, 60
_MOST_PRINTERS = 100


def list_printers() -> list[str]:
    """The names of the printers, in CUPS' order; none without CUPS or when it doesn't answer."""
    program = shutil.which("lpstat")
    if program is None:
        return []
    try:
        answer = subprocess.run(  # noqa: S603  # found in PATH, no shell
            [program, "-e"], capture_output=True, timeout=_ASK_S, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    names = (clean_line(name) for name in answer.decode(errors="replace").splitlines())
    return [name for name in names if name][:_MOST_PRINTERS]


def send_to_printer(pdf: bytes, printer: str = DEFAULT, title: str = "kiosk") -> None:
    """Queue a document in its own size, not scaled.

    Args:
        pdf: The document.
        printer: One of `list_printers()`, or `default`.
        title: What the queue calls it.

    Raises:
        KioskError: `no_printer`, `unknown_printer`, or `not_printed` with what CUPS said.
    """
    check_printer(printer)
    program = shutil.which("lp")
    if program is None:
        raise no_printer()
    queue = [] if printer == DEFAULT else ["-d", printer]
    # A badge that is scaled to the page no longer fits its holder.
    command = [program, *queue, "-t", title, "-o", "print-scaling=none", "-s", "-"]
    try:
        ended = subprocess.run(  # noqa: S603  # found in PATH, no shell
            command, input=pdf, capture_output=True, timeout=_SEND_S, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise _not_printed(str(error)) from error
    if ended.returncode:
        raise _not_printed(ended.stderr.decode(errors="replace"))


def check_printer(printer: str) -> None:
    """See that a printer is there, before anything is made for it.

    Raises:
        KioskError: `no_printer` or `unknown_printer`; the sentence names those there are.
    """
    printers = list_printers()
    if not printers:
        raise no_printer()
    if printer not in (DEFAULT, *printers):
        sentence = _("There is no printer {printer}; there are: {printers}.").format(
            printer=clean_line(printer), printers=", ".join(printers)
        )
        raise KioskError("unknown_printer", sentence)


def no_printer() -> KioskError:
    """There is nothing to print on."""
    return KioskError(
        "no_printer",
        _("No printer is set up here (CUPS); set one up, or write a file with --out FILE."),
    )


def _not_printed(said: str) -> KioskError:
    sentence = _("Not printed: {said} Look at the printer, then print again.")
    return KioskError("not_printed", sentence.format(said=clean_line(said)))
