"""`scan [CODE]`: decides scans, one from the command line or line by line from standard input."""

from argparse import Namespace, _SubParsersAction
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.muster.words import kind_words
from kiosk.attendance.views import (
    NotRecorded,
    Refused,
    Scan,
    ScanResult,
)
from kiosk.commands.arguments import UsageError
from kiosk.commands.reading import read_lines, standard_input
from kiosk.commands.scan_muster import opened_in_emergency, take_at_gate
from kiosk.commands.scan_shapes import UNUSABLE, kind_of, shape_of
from kiosk.commands.site import opened_site
from kiosk.commands.telling import print_json_line, report_error
from kiosk.commands.wording import refusal_sentence
from kiosk.config import choose_home
from kiosk.errors import Exit, KioskError, NotRecordedError
from kiosk.i18n import _, format_time

if TYPE_CHECKING:
    from kiosk.commands.arguments import Parser
    from kiosk.services import Services

_SOURCE = "command"
Answer = ScanResult | MusterScan


def add_parser(commands: "_SubParsersAction[Parser]", options: "Parser") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "scan",
        parents=[options],
        help=_("decide a scan"),
        description=_("Without CODE one code a line is read from standard input."),
    )
    parser.add_argument("code", metavar="CODE", nargs="?", help=_("what the scanner read"))
    parser.add_argument(
        "--serve", action="store_true", help=_("answer JSON lines until the input ends")
    )
    parser.set_defaults(run=run, opens_kiosk=False)


def run(args: Namespace) -> Exit:
    """Decide scans and answer each; the worst answer decides the exit code."""
    if args.serve:
        return _serve(args)
    if args.code is not None and not args.code.strip():
        raise UsageError(_("The code is empty; scan a badge."))
    codes = iter([args.code]) if args.code is not None else read_lines(standard_input())
    is_open = False
    try:
        with opened_site(args) as services:
            is_open = True
            return _decide_with(services, codes, args)
    except KioskError as error:
        if is_open or not (error.code in UNUSABLE or isinstance(error, NotRecordedError)):
            raise
        return _decide_without(error, codes, args)


def _decide_with(services: "Services", codes: Iterator[str], args: Namespace) -> Exit:
    zone = services.oversight.site().zone
    return _decide(codes, lambda scan: take_at_gate(services, scan), zone, as_json=args.json)


def _decide_without(error: KioskError, codes: Iterator[str], args: Namespace) -> Exit:
    """Answer where nothing can be recorded; a muster that runs keeps its marks all the same."""
    with opened_in_emergency(choose_home(args.home)) as services:
        if services is not None:
            return _decide_with(services, codes, args)
    report_error(error, as_json=args.json)
    if args.json:
        # A gate must tell a bad badge from a record that takes nothing: each scan is answered.
        lost = NotRecorded(error.code, datetime.now(UTC))
        _decide(codes, lambda _scan: lost, ZoneInfo("UTC"), as_json=True)
    return Exit.NOT_RECORDED


def _serve(args: Namespace) -> Exit:
    from kiosk.commands.scan_protocol import serve

    if args.code is not None:
        raise UsageError(_("With --serve the codes come from standard input."))
    return serve(choose_home(args.home), standard_input())


def _decide(
    codes: Iterator[str],
    decide: Callable[[Scan], Answer],
    zone: ZoneInfo,
    *,
    as_json: bool,
) -> Exit:
    worst = Exit.DONE
    for code in codes:
        if not as_json and not code.strip():
            continue  # somebody pressed Enter: nothing to say to a person
        result = decide(Scan(code, _SOURCE))
        _answer(result, zone, as_json=as_json)
        worst = max(worst, exit_of(result))
    return worst


def exit_of(result: Answer) -> Exit:
    """What a scan's answer means to a shell."""
    if isinstance(result, MusterScan):
        worse = {"refused": Exit.REFUSED, "not_recorded": Exit.NOT_RECORDED}
        return worse.get(result.result, Exit.DONE)
    if isinstance(result, NotRecorded):
        return Exit.NOT_RECORDED
    return Exit.REFUSED if isinstance(result, Refused) else Exit.DONE


def _answer(result: Answer, zone: ZoneInfo, *, as_json: bool) -> None:
    if as_json:
        print_json_line(shape_of(result))
    else:
        print(line_of(result, zone), flush=True)


def line_of(result: Answer, zone: ZoneInfo) -> str:
    """An answer as people read it: time, result, who or why."""
    from kiosk.recording import not_recorded  # brings the store, which `--help` does not need

    when = format_time(result.at.astimezone(zone))
    if isinstance(result, MusterScan):
        return "  ".join((when, *_muster_words(result)))
    if isinstance(result, NotRecorded):
        return "  ".join((when, _("NOT RECORDED"), not_recorded(result.why).sentence))
    if isinstance(result, Refused):
        name = f"{result.member.number} {result.member.name}" if result.member else ""
        told = (when, _("Refused"), name, refusal_sentence(result.reason))
        return "  ".join(filter(None, told))
    words = {
        "checked_in": _("Checked in"),
        "checked_out": _("Checked out"),
        "came_back": _("Back from the break"),
        "repeated": _("DONE"),
    }
    return f"{when}  {words[kind_of(result)]}  {result.member.number} {result.member.name}"


def _muster_words(result: MusterScan) -> list[str]:
    """The muster's kind, what the scan came to, who or why."""
    from kiosk.recording import not_recorded

    words = {
        "safe": _("Seen safe"),
        "already": _("Seen safe already"),
        "refused": _("Refused"),
        "not_recorded": _("NOT RECORDED"),
    }[result.result]
    why = {
        "refused": refusal_sentence(result.reason),
        "not_recorded": not_recorded(result.reason).sentence,
    }.get(result.result, "")
    who = f"{result.member.number} {result.member.name}" if result.member else ""
    lost = "" if result.is_kept else _("not in the record")
    return list(filter(None, (kind_words(result.kind), words, who, why, lost)))
