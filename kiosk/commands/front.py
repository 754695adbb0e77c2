"""The command line's frame: reads the arguments, runs one command, tells what went wrong."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from db.errors import StoreError
from kiosk import i18n
from kiosk.commands.arguments import UsageError, parse, spoken_language
from kiosk.commands.telling import report_error, speak_safely
from kiosk.config import Home
from kiosk.errors import Exit, KioskError
from kiosk.i18n import _

OpenKiosk = Callable[[Home], int]
"""Opens the kiosk's screens on a home and returns the exit code."""


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
    except UsageError as error:
        return report_error("wrong_usage", str(error), Exit.WRONG_USAGE, as_json=as_json)
    except KioskError as error:
        return report_error(error.code, error.sentence, error.exit_code, as_json=as_json)
    except StoreError as error:
        from kiosk.services import not_recorded  # noqa: PLC0415  # opens the store's modules

        refusal = not_recorded(error.code)
        return report_error(refusal.code, refusal.sentence, Exit.NOT_RECORDED, as_json=as_json)
    except KeyboardInterrupt:
        return report_error("stopped", _("Stopped."), Exit.REFUSED, as_json=as_json)
    except Exception as error:  # noqa: BLE001  # people get a line, never a traceback
        return _unexpected(error, as_json=as_json)


def _run(args: Namespace, open_kiosk: OpenKiosk | None) -> int:
    if args.opens_kiosk:
        from kiosk.commands.opening import run_and_open  # noqa: PLC0415

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


def _unexpected(error: Exception, *, as_json: bool) -> int:
    if os.environ.get("KIOSK_DEBUG"):
        raise error
    sentence = _("Something unexpected went wrong ({kind}: {detail}); run the doctor command.")
    return report_error(
        "unexpected",
        sentence.format(kind=type(error).__name__, detail=error),
        Exit.REFUSED,
        as_json=as_json,
    )
