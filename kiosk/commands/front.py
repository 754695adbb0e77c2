"""The command line's frame: reads the arguments, runs one command, tells what went wrong."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from db.errors import StoreError
from kiosk import i18n
from kiosk.commands.arguments import parse, spoken_language
from kiosk.commands.telling import report_error, speak_safely
from kiosk.config import Home
from kiosk.errors import Exit, KioskError
from kiosk.i18n import _

OpenKiosk = Callable[[Home, bool], int]
"""Opens the kiosk's screens on a home, with the wall display or not; returns the exit code."""


def main(argv: Sequence[str] | None = None, open_kiosk: OpenKiosk | None = None) -> int:
    """Run one command.

    Args:
        argv: The arguments without the program's name; the process's own when None.
        open_kiosk: Opens the screens; None where there are none.

    Returns:
        The exit code, as in `Exit`.
    """
    speak_safely()
    arguments = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in arguments
    i18n.use_language(spoken_language(arguments))
    try:
        args = parse(arguments)
        i18n.use_language(args.lang)
        as_json = args.json
        return _finish(_run(args, open_kiosk))
    except BrokenPipeError:
        return _reader_left()
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("KIOSK_DEBUG"):
            raise
        return report_error(_told(error), as_json=as_json)


def _told(error: BaseException) -> KioskError:
    """What went wrong as one sentence: people get a line, never a traceback."""
    if isinstance(error, KioskError):
        return error
    if isinstance(error, StoreError):
        from kiosk.recording import not_recorded  # brings the store

        return not_recorded(error.code)
    if isinstance(error, KeyboardInterrupt):
        return KioskError("stopped", _("Stopped."))
    sentence = _("Something unexpected went wrong ({kind}: {detail}); run the doctor command.")
    return KioskError("unexpected", sentence.format(kind=type(error).__name__, detail=error))


def _run(args: Namespace, open_kiosk: OpenKiosk | None) -> int:
    if args.opens_kiosk:
        from kiosk.commands.opening import run_and_open

        return run_and_open(args, open_kiosk)
    code: int = args.run(args)
    return code


def _finish(code: int) -> int:
    sys.stdout.flush()
    return code


def _reader_left() -> int:
    # What is still buffered must not be written when Python closes the stream at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.DONE
