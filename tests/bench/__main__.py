"""All figures in one run: `run.py bench [--short] [--json]`."""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.connection import close_file
from kiosk.errors import KioskError
from tests.bench.board import board_ratios
from tests.bench.check_in import check_in_ratio
from tests.bench.coverage import coverage_ratio
from tests.bench.gate import answer_ratio, burst_faults, start_ratio
from tests.bench.lookup import lookup_ratio
from tests.bench.member_page import member_page_ratio
from tests.bench.on_site import A_DAY, on_site_ratios
from tests.bench.pairs import scan_pairs
from tests.bench.rows import make_large_site
from tests.bench.voices import voices_ratio

if TYPE_CHECKING:
    from tests.bench.decoding import Decoded

MANY_CHECK_INS = 2_000_000
SOME_CHECK_INS = 40_000
MANY_MEMBERS = 5_000
FEW_MEMBERS = 61
MANY_BADGES = 20_000
FEW_BADGES = 60
SCANS = 10_000
SCANS_SHORT = 1_000
PAIRS = 10_000
PAIRS_SHORT = 200
DAYS = 5 * 365
DAYS_SHORT = 200
MANY_VOICES = 100_000
SOME_VOICES = 10_000
FEW_VOICES = 100
PICTURES = 500
PICTURES_SHORT = 40


@dataclass(frozen=True)
class Figure:
    """One measured ratio beside what the kiosk promises."""

    what: str
    ratio: float
    at_most: float


class NotMeasuredError(Exception):
    """Something needed for a figure is not installed; its text says what."""


def main() -> int:
    """Measure and print; 1 when a promise is not met or not everything could be measured."""
    parser = argparse.ArgumentParser(prog="run.py bench")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    figures, is_whole = [], True
    try:
        for figure in measure(folder, short=options.short):
            figures.append(figure)
            if not options.json:
                print(line(figure), flush=True)  # noqa: T201  # this is what it is for
    except (TimeoutError, NotMeasuredError) as error:
        print(f"not measured: {error}", file=sys.stderr)  # noqa: T201
        is_whole = False
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        print(json.dumps([asdict(figure) for figure in figures], indent=2))  # noqa: T201
    return int(not is_whole or any(figure.ratio > figure.at_most for figure in figures))


def line(figure: Figure) -> str:
    """A figure as a line of text."""
    kept = "kept" if figure.ratio <= figure.at_most else "NOT KEPT"
    return f"{figure.ratio:7.2f} x  (at most {figure.at_most:g})  {kept:8}  {figure.what}"


def measure(folder: Path, *, short: bool) -> Iterator[Figure]:
    """Every figure, one after another; a short run leaves out the file with 2 million rows."""
    yield Figure(
        "durable check-in / bare SQLite insert and commit", check_in_ratio(folder / "empty", 0), 5
    )
    if not short:
        ratio = check_in_ratio(folder / "full", MANY_CHECK_INS)
        yield Figure(f"the same with {MANY_CHECK_INS:,} check-ins in the file", ratio, 6)
    ratio = lookup_ratio(folder, MANY_BADGES, FEW_BADGES)
    yield Figure(f"badge lookup among {MANY_BADGES:,} members / {FEW_BADGES}", ratio, 1.2)
    ratio = coverage_ratio(folder / "coverage")
    yield Figure("a month of coverage of 50 key posts / SQL scan of its facts", ratio, 3)
    yield from measure_on_site(folder, SOME_CHECK_INS if short else MANY_CHECK_INS)
    yield measure_pairs(folder / "pairs", PAIRS_SHORT if short else PAIRS)
    days, voices = (DAYS_SHORT, SOME_VOICES) if short else (DAYS, MANY_VOICES)
    yield from measure_service(folder, days, voices)
    yield from measure_terminal(folder, SCANS_SHORT if short else SCANS)
    yield from measure_decoding(PICTURES_SHORT if short else PICTURES)


def measure_on_site(folder: Path, check_ins: int) -> Iterator[Figure]:
    """Both questions about who is on site, with the same number on site on both sides."""
    ratios = on_site_ratios(folder, check_ins)
    for words, ratio in zip(("on site now", "on site at a past time"), ratios, strict=True):
        what = f"{words} ({A_DAY} there), {check_ins:,} check-ins, 20,000 members / 2,000"
        yield Figure(what, ratio, 2)


def measure_pairs(folder: Path, pairs: int) -> Figure:
    """Pairs of scans at once; what went wrong with them is said in words as well."""
    found = scan_pairs(folder, pairs)
    refused = ", ".join(f"{word} {count}" for word, count in found.refused.items()) or "none"
    what = (
        f"{found.scanned:,} simultaneous pairs over 4 processes: (pairs + not decided as one) /"
        f" pairs; counted twice {found.twice}, not recorded: {refused}"
    )
    return Figure(what, (found.scanned + found.faults) / found.scanned, 1)


def measure_service(folder: Path, days: int, voices: int) -> Iterator[Figure]:
    """What must not grow with the years: a member's page and the public lists of voices."""
    ratio = member_page_ratio(folder / "page", days)
    yield Figure(f"a member's page after {days:,} days of daily entries / 7", ratio, 1.5)
    ratio = voices_ratio(folder / "voices", voices, FEW_VOICES)
    yield Figure(f"the public lists with {voices:,} voices / {FEW_VOICES}", ratio, 1.5)


def measure_decoding(pictures: int) -> Iterator[Figure]:
    """Half of the pictures of badges worn in every way but paint, half painted over as well.

    Raises:
        NotMeasuredError: The camera's libraries or a Chinese font are missing.
    """
    try:
        from tests.bench.decoding import decode_worn

        covered = decode_worn(pictures // 2, painted=True)
    except (ImportError, KioskError) as error:
        raise NotMeasuredError(f"badges read; make devices ({error})") from error
    both = covered + decode_worn(pictures - pictures // 2, painted=False)
    yield from decoding_figures(both, covered)


def decoding_figures(both: "Decoded", covered: "Decoded") -> Iterator[Figure]:
    """What is promised of badges read; nothing read by anybody keeps no promise.

    Args:
        both: All the pictures.
        covered: Those of badges that are painted over.
    """
    nothing = float(both.shown + 1)
    what = (
        f"{both.shown} badges: clean, read by zxing-cpp alone ({both.clean}) / worn, read by the"
        f" kiosk ({both.ours}; by zxing-cpp alone {both.plain})"
    )
    yield Figure(what, both.clean / both.ours if both.ours and both.clean else nothing, 1)
    what = f"{covered.shown} painted over up to 20 %: shown / read ({covered.ours})"
    yield Figure(what, covered.shown / covered.ours if covered.ours else nothing, 1)
    what = f"{both.shown} badges: (shown + read as another code) / shown"
    yield Figure(what, (both.shown + both.wrong) / both.shown, 1)


def measure_terminal(folder: Path, scans: int) -> Iterator[Figure]:
    """The figures that need the kiosk on a pty, the last with this many scans."""
    site = make_large_site(folder / "few", FEW_MEMBERS, 0)
    members = site.people.list_members()
    codes = {
        view.number: (site.people.badge_code(view.number), f"{view.number} · {view.job}")
        for view in members
    }
    few, first = site.context.home.folder, members[0].name.encode()
    close_file()
    many = make_large_site(folder / "many", MANY_MEMBERS, 0).context.home.folder
    close_file()
    yield Figure("start to first paint / empty Textual app", start_ratio(few, first), 2)
    # The board before the scans: they bring others to its first page.
    paint, memory = board_ratios(few, many, first)
    yield Figure(f"first paint with {MANY_MEMBERS:,} members / {FEW_MEMBERS}", paint, 1.3)
    yield Figure(f"memory with {MANY_MEMBERS:,} members / {FEW_MEMBERS}", memory, 1.3)
    yield Figure("scan to answer painted / key in an empty app", answer_ratio(few, codes), 3)
    faults = burst_faults(few, {number: code for number, (code, _name) in codes.items()}, scans)
    what = f"{scans:,} scans at full speed: (sent + lost, merged or invented) / sent"
    yield Figure(what, (scans + faults) / scans, 1)


if __name__ == "__main__":
    sys.exit(main())
