"""A site on which somebody forgot to leave, and what is asked and ruled of it."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from db import presence as records
from db.connection import run_sql
from db.presence import Presence
from kiosk.attendance.closing import close_days
from kiosk.errors import RefusedError
from kiosk.services import Services
from tests.builders import NOON, make_site, scan, set_clock, uid_of

ONE, BOSS = "001", "003"


def make_forgetful_site(folder: Path) -> Services:
    """001 came at noon and forgot to leave; it is the next noon."""
    services = make_site(folder)
    scan(services, ONE)
    set_clock(services, NOON + timedelta(days=1))
    close_days(services.context)
    return services


def stays(number: str = ONE) -> list[Presence]:
    return records.list_all_presences(uid_of(number))


def hours(count: float) -> datetime:
    return NOON + timedelta(hours=count)


def ask_left(site: Services, at: datetime) -> UUID:
    return site.corrections.ask(uid_of(ONE), "left", at, stays()[0].uid, "忘了扫码")


def state() -> list[tuple[object, ...]]:
    return [
        *run_sql("SELECT count(*), max(seq) FROM presence_mark"),
        *run_sql("SELECT * FROM presence ORDER BY uid"),
    ]


def refused(call: object, *args: object) -> str:
    """The refusal's code; a refused edit changes nothing at all (case 20)."""
    assert callable(call)
    before = state()
    with pytest.raises(RefusedError) as told:
        call(*args)
    assert state() == before
    return told.value.code


def rulings() -> list[tuple[str, bytes | None]]:
    return run_sql("SELECT ruling, mark_uid FROM correction_ruling ORDER BY seq")
