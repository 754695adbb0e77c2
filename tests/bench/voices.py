"""The public lists of voices, 100,000 against 100.

Held equal in both files: the mix of kinds and states, how many hazards are loud, how long a page
is. Told apart: how many voices are settled behind them.
"""

import statistics
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from db import voices as records
from db.base import new_uid
from db.connection import close_file, open_file, transaction
from db.voices import Standing, Voice, VoiceStep
from kiosk.service.voice_states import KINDS
from kiosk.services import Services
from tests.builders import FRIDAY, NOON, make_site, uid_of

ROUNDS = 9
ASKED = 10
STILL_OPEN = 50
"""The newest ones, of which nothing was settled yet; as many on both sides."""
_ZONE = "Asia/Shanghai"


def voices_ratio(folder: Path, many: int, few: int) -> float:
    """Time of everything that a page of voices asks, with many voices over few.

    The fastest question of a round counts, and of the rounds the middle one.
    """
    sites = {count: make_voices(folder / f"voices-{count}", count) for count in (many, few)}
    took: dict[int, list[float]] = {many: [], few: []}
    for _round in range(ROUNDS):
        for count, site in sites.items():
            open_file(site.context.home.database)
            _ask(site, count)  # a kiosk's file has been open for months
            took[count].append(min(_timed(site, count) for _again in range(ASKED)))
            close_file()
    return statistics.median(took[many]) / statistics.median(took[few])


def make_voices(folder: Path, count: int) -> Services:
    """A site with so many voices, all but the newest solved and shown; its file is closed."""
    site = make_site(folder, members=3)
    owner = uid_of("001")
    with transaction():
        for number in range(1, count + 1):
            _add(number, owner, is_settled=number <= count - STILL_OPEN)
    close_file()
    return site


def _add(number: int, owner: UUID, *, is_settled: bool) -> None:
    uid, seq, at = new_uid(), 1_000 + 2 * number, NOON - timedelta(days=1, seconds=-number % 3_600)
    kind, text = KINDS[number % len(KINDS)], f"第{number}条:四层临边要加一道护栏"
    said = (None, "", text, "A区", None, "", bytes(32), FRIDAY + timedelta(days=7))
    records.add_voice(Voice(uid, seq, number, kind, *said, at, FRIDAY, _ZONE))  # type: ignore[arg-type]  # a kind of KINDS
    if not is_settled:
        return
    done = ("shown", text, None, None, owner, False, None)
    step = VoiceStep(new_uid(), seq + 1, uid, *done, at, FRIDAY, _ZONE)  # type: ignore[arg-type]  # as written above
    due_on, solved_at = FRIDAY, at + timedelta(seconds=number % 1_000)
    records.add_step(step, Standing("solved", owner, due_on, text, solved_at, step.uid))


def _timed(site: Services, count: int) -> float:
    begun = time.perf_counter()
    _ask(site, count)
    return time.perf_counter() - begun


def _ask(site: Services, count: int) -> None:
    """The first page, one further down, one of a kind and state, the loud ones, the solved ones."""
    desk = site.voices
    pages = (
        desk.list_public(),
        desk.list_public(before=count - 25),
        desk.list_public(kind="problem", state="open"),
        desk.list_public(kind="problem", state="solved"),
    )
    if not all(page.voices for page in pages) or not desk.loud().count or not desk.list_solved(9):
        raise LookupError("a list of voices is empty")
